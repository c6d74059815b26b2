"""Whether equal lines of an order log are copies of one line or pieces of their own: decided once for a file."""

from segmentation.intake.look import Column, Look, text_of
from segmentation.intake.names import quoted

# A column that has a value of its own for so many of the different rows makes each of them one of its kind.
_ONE_OF_ITS_KIND = 0.99
# So many lines in a row that come again are a block that stands in the file twice.
_BLOCK = 5
_MOSTLY = 0.5
_ROWS_LOOKED_AT = 2_000_000


def keeps(look: Look, columns: dict[str, Column], amount: str) -> tuple[bool, list[str]]:
    """Whether equal lines are pieces of their own, and a remark on them.

    Parameters
    ----------
    look : Look
    columns : dict of str to Column
        What each column of an order line comes from.
    amount : str
        SQL of the amount of a line.

    Returns
    -------
    (bool, list of str)

    Notes
    -----
    Equal lines are copies where a line carries what makes it one of its kind, a line number, a transaction's id, or a
    time to the second with a product; and where whole blocks of lines stand in the file twice. Else the same product
    may have been bought twice, and nothing tells the second piece from a copy.
    """
    row = f"hash({', '.join(quoted(column.name) for column in columns.values())})"
    # Equal lines are in the same part by any of their columns, and that of most values makes even parts.
    varied = quoted(max(columns.values(), key=lambda column: column.facts.distinct).name)
    seen, copies, money = _copies(look, varied, row, amount)
    if not copies:
        return False, []
    kept = not (_has_kind(look, columns, row) or _is_of_blocks(look, row, copies))
    of_rows = f"{seen:,}" if seen == look.rows else f"{seen:,} from all over the file"
    part = f"{copies:,} of {of_rows} ({copies / seen:.1%}, {money:,.2f})"
    share = f"Lines that repeat another in all that is read of them: {part}."
    if kept:
        return True, [
            f"{share} Nothing tells a second piece from a copy, so that they count, unless the input says"
            " `duplicates: drop`."
        ]
    return False, [f"{share} They are taken for copies, unless the input says `duplicates: keep`."]


def _part(look, key):
    """SQL that is true for all rows, or of a large source for those of one in so many keys: no key is parted."""
    return f"hash({key}) % {1 + look.rows // _ROWS_LOOKED_AT} = 0"


def _copies(look, varied, row, amount):
    """The rows looked at, those beyond the first of their kind, and their money."""
    return look.source.connection.execute(f"""
        select coalesce(sum(n), 0), coalesce(sum(n - 1), 0), coalesce(sum((n - 1) * amount), 0)
        from (
            select count(*) as n, any_value({amount}) as amount
            from {look.source.relation}
            where {_part(look, varied)}
            group by {row}
        )
    """).fetchone()


def _has_kind(look, columns, row):
    order = [text_of(columns[name].name) for name in ("order_id",) if name in columns]
    line = [text_of(columns[name].name) for name in ("line_id",) if name in columns]
    candidates = [*order, *line, *(f"concat_ws('|', {order[0]}, {each})" for each in line if order)]
    if "product_id" in columns and _has_seconds(look, columns):
        parts = [text_of(columns[name].name) for name in ("ordered_at", "customer_id", "product_id")]
        candidates.append(f"concat_ws('|', {', '.join(parts)})")
    for candidate in candidates:
        different, of_its_kind = look.source.connection.execute(
            f"select count(distinct {row}), count(distinct {candidate}) from {look.source.relation}"
            f" where {candidate} is not null and {_part(look, candidate)}"
        ).fetchone()
        if different and of_its_kind >= _ONE_OF_ITS_KIND * different:
            return True
    return False


def _has_seconds(look, columns):
    name = columns["ordered_at"].name
    if columns["ordered_at"].kind.name != "date":
        return True
    query = f"select count(distinct extract(second from {look.timestamp(name)})) from {look.relation}"
    return look.source.connection.execute(query).fetchone()[0] > 2


def _is_of_blocks(look, row, copies):
    """Whether most copies stand in blocks that repeat as a whole, line by line."""
    lines = ", ".join(f"lead(row_hash, {ahead}) over ()" for ahead in range(_BLOCK))
    in_blocks = look.source.connection.execute(f"""
        with blocks as (
            select hash({lines}) as block_hash, lead(row_hash, {_BLOCK - 1}) over () is not null as is_whole
            from (select {row} as row_hash from {look.source.relation})
        )
        select coalesce(sum(n - 1), 0)
        from (select count(*) as n from blocks where is_whole and {_part(look, "block_hash")} group by block_hash)
    """).fetchone()[0]
    return in_blocks >= _MOSTLY * copies
