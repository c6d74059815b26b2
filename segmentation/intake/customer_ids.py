"""Ids of customers: one written differently, nobody's, and those that a spreadsheet destroyed."""

import re
from itertools import pairwise

from segmentation.intake import reading
from segmentation.intake.errors import InputError
from segmentation.intake.look import Column, Look
from segmentation.intake.words import is_exactly, strength

# An id of this share of all lines, and with so many times the lines of the next, is no customer but the till.
_LARGE_SHARE = 0.25
_TIMES_THE_NEXT = 20
# A number of a form that is often typed in for nobody is nobody's from so many times the lines of a usual customer.
_TIMES_THE_USUAL = 5
_TYPED_IN_FOR_NOBODY = "0+(?:[.]0+)?|-1|9{4,}|1{6,}|12345+6?7?8?9?"
_SHOWN = 5
# One in ten of any other numbers has the checksum of a card.
_MOSTLY = 0.9
_LOOKED_AT = 1_000


def check(look: Look, chosen: Column | None = None) -> None:
    """Refuse ids of customers that a spreadsheet has shortened to numbers such as 1.23456E+11.

    They are looked for in the column that is chosen for the id, else in those that are named so.

    Raises
    ------
    InputError
        If there are any.
    """
    named = [each for each in look.columns if strength(each.name, "id", "1") or is_exactly(each.name, "id", "2")]
    for column in [chosen] if chosen else named:
        damaged, example = look.source.connection.execute(
            f"select coalesce(sum(lines), 0), min(id) from {look.ids(column.name)} where {reading.is_damaged_id('id')}"
        ).fetchone()
        if damaged:
            raise InputError(
                f"{look.source.name} has ids in {column.name} that a spreadsheet has shortened ({damaged:,} rows, such"
                f" as {example}), and their other digits are lost: export the file again with {column.name} formatted"
                " as text."
            )


def identifying(look: Look, name: str | None) -> str | None:
    """What the ids of a column are, where they identify people by themselves: card numbers or e-mail addresses."""
    column = next((each for each in look.columns if each.name == name), None)
    if column is None:
        return None
    if column.facts.email >= _MOSTLY:
        return "e-mail addresses"
    found = look.source.connection.execute(
        f"select distinct regexp_replace(id, '[ -]', '', 'g') from {look.ids(name)} order by 1 limit {_LOOKED_AT}"
    ).fetchall()
    cards = [is_card_number(number) for (number,) in found]
    return "payment card numbers" if cards and sum(cards) >= _MOSTLY * len(cards) else None


def is_card_number(text: str) -> bool:
    """Whether a text has as many digits as the number of a payment card, and their checksum is right (Luhn).

    Examples
    --------
    >>> is_card_number("4111111111111111"), is_card_number("4111111111111112"), is_card_number("1703")
    (True, False, False)
    """
    if not re.fullmatch("[0-9]{13,19}", text):
        return False
    digits = [int(digit) for digit in reversed(text)]
    return sum(digits[::2] + [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]) % 10 == 0


def people(look: Look, customer: Column, known: frozenset[str]) -> tuple[int, list[str], list[str]]:
    """Who the customers of an order log are.

    Parameters
    ----------
    look : Look
    customer : Column
    known : frozenset of str
        Ids in small letters that the build takes for nobody's in any log.

    Returns
    -------
    (int, list of str, list of str)
        The number of customers. Ids of nobody in particular that the configuration has to name, because only this log
        shows what they are: numbers of a form that is typed in for nobody, and an id of a large share of all lines.
        Then the remarks.
    """
    connection = look.source.connection
    connection.execute(f"""
        create or replace temp table lines_by_customer as
        select {reading.unified_id("id")} as id, cast(sum(lines) as bigint) as lines
        from {look.ids(customer.name)}
        group by 1
    """)
    people, total, usual = connection.execute(
        "select count(*), cast(coalesce(sum(lines), 0) as bigint), coalesce(median(lines), 0) from lines_by_customer"
    ).fetchone()
    nobody, named, said = _nobody(connection, customer, total, usual, known)
    return people - len(nobody), named, said + _ways(look, customer, people)


def different(look: Look, customer: Column) -> tuple[int, list[str]]:
    """The number of customers of a table by its ids, and what to say of ids that are written in several ways."""
    (people,) = look.source.connection.execute(
        f"select count(distinct {reading.unified_id('id')}) from {look.ids(customer.name)}"
        f" where {reading.given('id')} is not null"
    ).fetchone()
    return people, _ways(look, customer, people)


def _ways(look, customer, people):
    (ways,) = look.source.connection.execute(f"select count(*) from {look.ids(customer.name)}").fetchone()
    if ways <= people:
        return []
    return [
        f"{customer.name} writes {people:,} customers in {ways:,} ways (the case of e-mail"
        " addresses, blanks, or the .0 of a spreadsheet): they count as the same, unless the input says"
        " `ids: as_written`."
    ]


def _nobody(connection, customer, total, usual, known):
    """Ids of nobody in particular, those of them that the configuration has to name, and remarks."""
    rows = "select id, lines from lines_by_customer"
    last = "order by lines desc, id"
    words = connection.execute(f"{rows} where lower(id) in (select unnest(?)) {last}", [sorted(known)]).fetchall()
    forms = connection.execute(
        f"{rows} where regexp_full_match(id, ?) and lines >= ? and lines > 0.01 * ? {last}",
        [_TYPED_IN_FOR_NOBODY, _TIMES_THE_USUAL * usual, total],
    ).fetchall()
    most = connection.execute(f"{rows} {last} limit ?", [len(words) + len(forms) + 2]).fetchall()
    most = [row for row in most if row not in words + forms][:2]
    large = [
        row
        for row, following in pairwise(most)
        if row[1] >= _LARGE_SHARE * total and row[1] >= _TIMES_THE_NEXT * following[1]
    ]
    found = words + forms + large
    if not found:
        return [], [], []
    lines = sum(count for _, count in found)
    names = ", ".join(name for name, _ in found[:_SHOWN]) + (", ..." if len(found) > _SHOWN else "")
    remark = (
        f"{lines:,} of {total:,} lines ({lines / total:.0%}) are of nobody in particular ({names} in {customer.name}):"
        " the build sets them aside."
    )
    return found, [name for name, _ in forms + large], [remark]
