"""What an order is worth: its status, refunds, discounts and currency, and what a log says of whole orders."""

from collections.abc import Iterator, Mapping

from segmentation.intake.errors import InputError
from segmentation.intake.look import Column, Look, text_of
from segmentation.intake.names import column_expression
from segmentation.intake.words import strength

_KNOWN_STATUSES = 0.5
_OF_THE_ORDER = 0.95
_SIGNS = "[A-Z]{3}|[€$£¥₹₽₺₩₫₴₪฿]"
_SHOWN = 6


def status(
    look: Look, columns: list[Column], statuses: Mapping[str, str], *, has_refunds: bool
) -> tuple[Column | None, list[str]]:
    """The column that says what became of an order, and remarks on what its values mean.

    Parameters
    ----------
    look : Look
    columns : list of Column
        Those that nothing else has been made of.
    statuses : mapping of str to str
        Known statuses in small letters, and what they mean.
    has_refunds : bool
        Whether the log says what was given back, so that a status need not.
    """
    best, most = None, 0
    for column in columns:
        levels = [(_status_word(text), count) for text, count in column.facts.levels]
        known = sum(count for word, count in levels if word in statuses)
        counts_for_less = sum(count for word, count in levels if statuses.get(word, "completed") != "completed")
        is_named = strength(column.name, "line", "order_status") > 0
        enough = _KNOWN_STATUSES if is_named else _OF_THE_ORDER
        total = sum(count for _, count in levels)
        if total and known >= enough * total and column.facts.distinct <= len(levels) and counts_for_less > most:
            best, most = column, counts_for_less
    return (best, list(_said_of_statuses(look, best, statuses, has_refunds))) if best else (None, [])


def _said_of_statuses(look, column, statuses, has_refunds) -> Iterator[str]:
    rows = look.source.connection.execute(
        f"select {text_of(column.name)} as status, count(*) from {look.source.relation} group by 1 order by 2 desc, 1"
    ).fetchall()
    by_outcome: dict[str, list[str]] = {}
    for text, count in rows:
        if text is not None:
            outcome = statuses.get(_status_word(text), "unknown")
            by_outcome.setdefault(outcome, []).append(f"{text} ({count:,})")
    left_out = by_outcome.get("cancelled", []) + by_outcome.get("not completed", [])
    if left_out:
        yield f"{column.name}: orders that are {_listed(left_out)} do not count."
    if by_outcome.get("refunded") and not has_refunds:
        yield f"{column.name}: orders that are {_listed(by_outcome['refunded'])} are returns."
    if by_outcome.get("unknown"):
        yield f"{column.name}: what {_listed(by_outcome['unknown'])} means is not known, so these orders count."


def _status_word(text):
    return text.strip().lower().replace("_", " ").replace("-", " ")


def _listed(texts):
    return ", ".join(texts[:_SHOWN]) + (", ..." if len(texts) > _SHOWN else "")


def stands_once_an_order(look: Look, column: Column, order: str) -> bool:
    """Whether a column says something of the order: of an order of several lines there is one value."""
    number = look.number(column.name)
    several, alike = look.source.connection.execute(f"""
        select count(*), count(*) filter (where amounts = 1)
        from (
            select count(distinct nullif({number}, 0)) as amounts
            from {look.relation}
            where {order} is not null
            group by {order}
            having count(*) >= 2 and count(nullif({number}, 0)) > 0
        )
    """).fetchone()
    return several == 0 or alike >= _OF_THE_ORDER * several


def is_in_every_line(look: Look, column: Column, order: str) -> bool:
    """Whether the same amount stands in every line of an order of several, or in the first of them alone."""
    number = look.number(column.name)
    several, alike = look.source.connection.execute(f"""
        select count(*), count(*) filter (where amounts = 1)
        from (
            select count(distinct {number}) as amounts
            from {look.relation}
            where {order} is not null
            group by {order}
            having count(*) >= 3
        )
    """).fetchone()
    return several >= 5 and alike >= _OF_THE_ORDER * several


def explains_the_total(look: Look, discount: Column, amount: str, totals: list[Column], order: str) -> bool:
    """Whether the lines of an order less its discount are one of its totals, wherever there is a discount."""
    taken = f"max(abs({look.number(discount.name)}))"
    for total in totals:
        discounted, explained = look.source.connection.execute(f"""
            select count(*), count(*) filter (where abs(lines - taken - total) <= 0.01 * abs(total) + 0.01)
            from (
                select sum({amount}) as lines, {taken} as taken, max({look.number(total.name)}) as total
                from {look.relation}
                where {order} is not null
                group by {order}
            )
            where taken > 0
        """).fetchone()
        if discounted >= 5 and explained >= _OF_THE_ORDER * discounted:
            return True
    return False


def currency(look: Look, columns: list[Column], amounts: list[Column]) -> tuple[str | None, list[str]]:
    """SQL of the currency of a line and the currencies that there are; nothing where there are not several.

    Parameters
    ----------
    look : Look
    columns : list of Column
        Those that nothing else has been made of.
    amounts : list of Column
        Those that hold money, whose texts may have signs of currencies.
    """
    for column in columns:
        levels = [text for text, _ in column.facts.levels]
        are_codes = all((len(text) == 3 and text.isalpha()) or len(text) == 1 for text in levels)
        if strength(column.name, "line", "currency") and 2 <= len(levels) == column.facts.distinct and are_codes:
            return column_expression(column.name), sorted({text.upper() for text in levels})
    for column in amounts:
        if column.facts.declared != "text":
            continue
        sign = f"nullif(regexp_extract({text_of(column.name)}, '{_SIGNS}'), '')"
        found = look.source.connection.execute(
            f"select distinct {sign} from {look.source.relation} where {sign} is not null order by 1"
        ).fetchall()
        if len(found) > 1:
            expression = f"regexp_extract({column_expression(column.name)}, '{_SIGNS}')"
            return expression, [text for (text,) in found]
    return None, []


def check_rates(look: Look, currencies: list[str], rates: Mapping[str, float]) -> None:
    """Refuse amounts in several currencies that cannot be converted: their sum would be of nothing.

    Raises
    ------
    InputError
        If any currency has no rate.
    """
    lacking = [each for each in currencies if each not in {name.upper() for name in rates}]
    if lacking:
        example = ",".join(f"{each}={'1' if place == 0 else '0.9'}" for place, each in enumerate(currencies[:_SHOWN]))
        raise InputError(
            f"{look.source.name} has amounts in several currencies ({_listed(currencies)}), which cannot be added up:"
            f" say what one unit of each is worth in the one to report in, as in --rates {example}."
        )


def negative_lines(look: Look, amount: str, quantity: str | None, order: str) -> tuple[int, float, bool]:
    """Lines with a negative price for a positive number of pieces, their money, and whether orders contain them.

    An order contains them where it also has lines that cost something, and something is left to pay.
    """
    pieces = f"coalesce({quantity} > 0, false)" if quantity else "true"
    lines, money, within = look.source.connection.execute(f"""
        select coalesce(sum(negative), 0), coalesce(sum(taken), 0),
            coalesce(sum(negative) filter (where highest > 0 and paid >= 0), 0)
        from (
            select
                count(*) filter (where amount < 0 and has_pieces) as negative,
                sum(amount) filter (where amount < 0 and has_pieces) as taken,
                max(amount) as highest,
                sum(amount) as paid
            from (
                select {order} as customer_order, {amount} as amount, {pieces} as has_pieces
                from {look.relation}
            )
            group by customer_order
        )
        where negative > 0
    """).fetchone()
    return lines, money, lines > 0 and within >= _OF_THE_ORDER * lines
