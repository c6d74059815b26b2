"""Which column identifies a customer."""

from segmentation.intake.columns import Facts
from segmentation.intake.errors import InputError
from segmentation.intake.look import Column, Look
from segmentation.intake.words import is_exactly, meaning, says, strength, tokens

# Up to this share of rows may repeat an id before it is doubted: the build keeps the first row and lists the others.
FEW_REPEATS = 0.05
_FILLED = 0.95


def chosen_column(look: Look, wished: str) -> Column:
    """The column a person chose by name.

    Raises
    ------
    InputError
        If there is none of that name.
    """
    for same in (str, str.casefold):
        for column in look.columns:
            if same(column.name) == same(wished.strip().strip('"')):
                return column
    names = ", ".join(column.name for column in look.columns)
    raise InputError(f"{look.source.name} has no column {wished}: give --id one of {names}.")


def customer_of_a_table(look: Look) -> Column | None:
    """The column of which every customer has a value of their own; nothing where there is none."""
    unique = [column for column in look.columns if is_unique(column.facts) and _may_identify(column)]
    ranks = {column.name: rank(column) for column in unique}
    named = [column for column in unique if ranks[column.name]]
    if named:
        return min(named, key=lambda column: (ranks[column.name], column.facts.position))
    unnamed = [column for column in unique if column.kind.name in ("id", "row_number")]
    return unnamed[0] if unnamed else None


def customer_of_orders(look: Look) -> Column | None:
    """The column that tells which customer a row is of: the one named so that repeats, else the first that repeats."""
    named = [column for column in look.columns if rank(column) in (1, 2, 4) and _may_identify(column)]
    if named:
        return min(named, key=lambda column: (rank(column), not repeats(column.facts), column.facts.position))
    others = [
        column
        for column in look.columns
        if repeats(column.facts)
        and column.kind.name in ("id", "number", "category", "unclear", "free_text", "e-mail")
        and not says(column.name, "role")
        and (meaning(column.name, "line") in (None, "order_id") or says(column.name, "id"))
        and column.facts.distinct >= 5
        and column.facts.whole + (column.kind.name != "number") > 0.99
    ]
    ids = [column for column in others if column.kind.name in ("id", "e-mail")]
    spread = [column for column in others if column.facts.distinct > 0.01 * column.facts.filled]
    return next(iter(ids or spread), None)


def rank(column: Column) -> int | None:
    """How surely a header names the id of a customer: 1 beyond doubt, 2 a customer, 3 any id, 4 an e-mail address."""
    header = column.name
    if strength(header, "id", "1"):
        return 1
    if is_exactly(header, "id", "2"):
        return 2
    if column.kind.name == "e-mail":
        return 4
    if column.kind.name in ("number", "id", "row_number", "free_text", "category", "unclear"):
        words = tokens(header)
        is_id = strength(header, "id", "3") and not says(header, "line") and not says(header, "role")
        if is_id and len(words) <= 2 and not says(header, "count"):
            return 3
    return None


def is_unique(facts: Facts) -> bool:
    """Whether nearly every row has a value of its own."""
    return facts.filled_share >= _FILLED and facts.unique_share >= 1 - FEW_REPEATS and facts.distinct > 1


def repeats(facts: Facts) -> bool:
    """Whether values come back so often that rows are not customers."""
    return facts.distinct > 1 and facts.unique_share < 1 - FEW_REPEATS


def _may_identify(column):
    return column.kind.name not in ("date", "birth_date", "flag", "empty", "constant", "age", "birth_year", "phone")
