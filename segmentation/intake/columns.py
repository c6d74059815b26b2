"""What can be measured of each column of a table, before anything is decided: one set of facts a column."""

import re
from dataclasses import dataclass, field

import duckdb
import numpy as np

from segmentation.features.transforms import signed_log
from segmentation.intake import reading
from segmentation.intake.names import quoted
from segmentation.intake.reading import DATE_SHAPES, DAY_NUMBER, ISO
from segmentation.intake.words import says, strength

# More rows than this are measured on a sample; whether a column repeats is counted on all of them.
SAMPLED_ROWS = 100_000
# Of more rows than this, the different values of a column of which nearly all differ are counted by a part of them.
COUNTED_ROWS = 2_000_000
_MOSTLY_DIFFERENT = 0.8
_LEVELS_KEPT = 200
_DISTINCT_VALUES_FOR_DATES = 400
_FEW_NEGATIVE = 0.1
# The numbers of days, as spreadsheets count them; the first ones and the last stand for no date.
_DAY_1920, _DAY_1970, _DAY_2100, _LAST_DAY = 7_306, 25_569, 73_051, 2_958_465
_MOSTLY_DAYS = 0.5

_URL = r"(?i)(?:https?://|www\.)\S+"
_PHONE = r"(?:\+|00|\(|0)[\d\s().\-/]{6,}\d|\d{3}[- .]\d{3}[- .]\d{4}"


@dataclass(frozen=True)
class Numbers:
    """The shape of a column's numbers; skew and the farthest value both as they are and by their signed logarithm.

    Where more than a tenth is negative, there is nothing of the logarithm.
    """

    minimum: float
    maximum: float
    mean: float
    median: float
    skew: float
    log_skew: float | None
    farthest: float
    log_farthest: float | None


@dataclass(frozen=True)
class Facts:
    """What was measured of one column: ``rows``, ``filled`` and ``distinct`` on all rows, all else on those looked at.

    Of very many rows ``distinct`` is right within one in a hundred where nearly all values differ.

    Shares are of the ``values`` looked at, which are neither empty nor words for missing; ``levels`` are the most
    frequent ones, and how often each stands there.
    """

    name: str
    position: int
    rows: int
    filled: int
    distinct: int
    declared: str = "text"
    values: int = 0
    point: float = 0.0
    comma: float = 0.0
    only_point: int = 0
    only_comma: int = 0
    scattered_points: float = 0.0
    scattered_commas: float = 0.0
    many_digits: float = 0.0
    whole: float = 0.0
    leading_zeros: float = 0.0
    longest_number: int = 0
    is_flag: bool = False
    email: float = 0.0
    url: float = 0.0
    uuid: float = 0.0
    phone: float = 0.0
    mean_length: float = 0.0
    mean_words: float = 0.0
    damaged_point: str | None = None
    damaged_comma: str | None = None
    unread: str | None = None
    dates: dict[str, float] = field(default_factory=dict)
    levels: tuple[tuple[str, int], ...] = ()
    numbers: Numbers | None = None

    @property
    def filled_share(self) -> float:
        """The share of the rows that have a value."""
        return self.filled / self.rows if self.rows else 0.0

    @property
    def unique_share(self) -> float:
        """How many different values there are for each filled one."""
        return self.distinct / self.filled if self.filled else 0.0


def measure(connection: duckdb.DuckDBPyConnection, relation: str, rows: int, looked_at: str) -> list[Facts]:
    """Measure every column of a relation.

    Parameters
    ----------
    connection : duckdb connection
    relation : str
        The rows as SQL that can stand behind ``from``.
    rows : int
        How many there are.
    looked_at : str
        Rows from all over it, of which the sample is drawn.

    Returns
    -------
    list of Facts
        In the order of the columns; the column ``unreadable_line`` of a text file is none of them.
    """
    described = connection.execute(f"describe select * from {relation}").fetchall()
    columns = [(row[0], row[1]) for row in described if row[0] != "unreadable_line"]
    sample = f"using sample reservoir({SAMPLED_ROWS} rows) repeatable (1)" if rows > SAMPLED_ROWS else ""
    connection.execute(f"create or replace temp table sampled as select * from {looked_at} {sample}")
    counts = _counts(connection, relation, columns, rows)
    return [
        _facts(connection, name, position, kind, rows, *counts[name])
        for position, (name, kind) in enumerate(columns, start=1)
    ]


def _counts(connection, relation, columns, rows):
    # Numbers and dates are counted as they are, which is twice as fast.
    given = {name: f"nullif(trim({quoted(name)}), '')" if kind == "VARCHAR" else quoted(name) for name, kind in columns}
    counted = {name: f"count(distinct {value})" for name, value in given.items()}
    if rows > COUNTED_ROWS:
        counted |= _counted_by_parts(connection, given, rows)
    result = {}
    # A few columns at a time: each count of distinct values keeps them all in memory.
    for start in range(0, len(columns), 8):
        names = [name for name, _ in columns[start : start + 8]]
        selected = ", ".join(f"count({given[name]}), {counted[name]}" for name in names)
        row = connection.execute(f"select {selected} from {relation}").fetchone()
        result |= {name: row[2 * i : 2 * i + 2] for i, name in enumerate(names)}
    return result


def _counted_by_parts(connection, given, rows):
    """Counts of the values with one in so many hashes, for the columns of which the sample has hardly a value twice."""
    shares = ", ".join(f"count(distinct {value}) / count(*)" for value in given.values())
    shares = zip(given, connection.execute(f"select {shares} from sampled").fetchone(), strict=True)
    parts = 2 * rows // COUNTED_ROWS
    return {
        name: f"{parts} * count(distinct hash({given[name]})) filter (where hash({given[name]}) % {parts} = 0)"
        for name, share in shares
        if share > _MOSTLY_DIFFERENT
    }


def _facts(connection, name, position, declared, rows, filled, distinct):
    connection.execute(f"""
        create or replace temp table counted as
        select
            value,
            n,
            {reading.given("value")} is null as is_missing,
            {reading.number("value", ".")} as point,
            {reading.number("value", ",")} as comma,
            {reading.flag("value")} as flag
        from (
            select nullif(trim(cast({quoted(name)} as varchar)), '') as value, count(*) as n
            from sampled
            group by 1
        )
        where value is not null
    """)
    shares = {what: f"coalesce(sum(n) filter (where {test}) / sum(n), 0)" for what, test in _SHARES.items()}
    selected = ", ".join(f"{sql} as {what}" for what, sql in (shares | _FIGURES).items())
    measured = connection.execute(f"select {selected} from counted where not is_missing")
    figures = dict(zip([column[0] for column in measured.description], measured.fetchone(), strict=True))
    is_time = declared.startswith(("DATE", "TIMESTAMP"))
    levels = f"select value, n from counted order by n desc, value limit {_LEVELS_KEPT}"
    return Facts(
        name=name,
        position=position,
        rows=rows,
        filled=filled,
        distinct=distinct,
        declared=_declared(declared),
        dates={ISO: 1.0} if is_time and figures["values"] else _dates(connection, name, declared),
        levels=tuple(connection.execute(levels).fetchall()),
        **figures,
    )


def _declared(declared):
    if declared.startswith(("DATE", "TIMESTAMP")):
        return "date"
    if declared == "BOOLEAN":
        return "flag"
    is_number = re.match(r"(?:U?(?:TINY|SMALL|BIG|HUGE)?INT|FLOAT|DOUBLE|DECIMAL)", declared)
    return "number" if is_number else "text"


def _dates(connection, name, declared):
    """The share of the values that each format reads, for the formats that read any."""
    if declared not in ("VARCHAR", "BIGINT", "INTEGER", "UBIGINT", "UINTEGER", "HUGEINT", "DOUBLE"):
        return {}
    return _written_dates(connection) | _day_numbers(connection, name)


def _day_numbers(connection, name):
    """Nothing but the name tells the numbers of days, as spreadsheets have them, from others."""
    if not (says(name, "date_name") or strength(name, "kind", "birth")):
        return {}
    first = _DAY_1920 if strength(name, "kind", "birth") else _DAY_1970
    number = f"coalesce({reading.day_number('value')}, 0)"
    is_day = f"{number} between {first} and {_DAY_2100} or floor({number}) in (1, 2, {_LAST_DAY})"
    share = connection.execute(
        f"select coalesce(sum(n) filter (where {is_day}) / sum(n), 0) from counted where not is_missing"
    ).fetchone()[0]
    return {DAY_NUMBER: share} if share >= _MOSTLY_DAYS else {}


def _written_dates(connection):
    """Those that are written as dates: first by shape, then for good."""
    looked_at = (
        f"(select * from counted where not is_missing order by n desc, value limit {_DISTINCT_VALUES_FOR_DATES})"
    )
    if not connection.execute(f"select bool_or({reading.looks_like_a_date('value')}) from {looked_at}").fetchone()[0]:
        return {}
    shapes = list(dict.fromkeys(DATE_SHAPES.values()))
    tests = ", ".join(f"count(*) filter (where {_full(shape)})" for shape in shapes)
    found = dict(zip(shapes, connection.execute(f"select {tests} from {looked_at}").fetchone(), strict=True))
    likely = {name: shape for name, shape in DATE_SHAPES.items() if found[shape]}
    if not likely:
        return {}
    reads = ", ".join(
        f"coalesce(sum(n) filter (where {_full(shape)} and {_is_plausible(name)}), 0)" for name, shape in likely.items()
    )
    row = connection.execute(f"select {reads}, sum(n) from counted where not is_missing").fetchone()
    return {name: count / row[-1] for name, count in zip(likely, row, strict=False) if count}


def _is_plausible(date_format):
    """Whether a date is of our times, or the first or last day of a year far off, which stand for none."""
    moment = reading.timestamp("value", [date_format])
    is_edge = f"strftime({moment}, '%m-%d') in ('01-01', '12-31', '12-30')"
    return f"(extract(year from {moment}) between 1850 and 2150 or {is_edge})"


def _full(pattern):
    return f"regexp_full_match(value, '{pattern}')"


# The tests behind the shares of Facts, and its other figures, over different values and how often each stands there.
_SHARES = {
    "point": "point is not null",
    "comma": "comma is not null",
    "scattered_points": reading.damaged("value", "."),
    "scattered_commas": reading.damaged("value", ","),
    "many_digits": "length(regexp_replace(value, '[^0-9]', '', 'g')) >= 9",
    "whole": _full("[-+]?[0-9]+([.]0+)?"),
    "leading_zeros": _full("0[0-9]+"),
    "email": _full(reading.EMAIL),
    "url": _full(_URL),
    "uuid": _full(reading.UUID),
    "phone": _full(_PHONE),
}
_FIGURES = {
    "values": "coalesce(sum(n), 0)",
    "only_point": "coalesce(sum(n) filter (where point is not null and comma is null), 0)",
    "only_comma": "coalesce(sum(n) filter (where point is null and comma is not null and contains(value, ',')), 0)",
    "longest_number": f"coalesce(max(length(value)) filter (where {_full('[0-9]+')}), 0)",
    "is_flag": "count(*) = 2 and coalesce(count(flag) = 2 and min(flag) = 0 and max(flag) = 1, false)",
    "mean_length": "coalesce(sum(n * length(value)) / sum(n), 0)",
    "mean_words": "coalesce(sum(n * (1 + length(value) - length(replace(value, ' ', '')))) / sum(n), 0)",
    "damaged_point": f"first(value order by n desc, value) filter (where {reading.damaged('value', '.')})",
    "damaged_comma": f"first(value order by n desc, value) filter (where {reading.damaged('value', ',')})",
    "unread": "first(value order by n desc, value) filter (where point is null and comma is null)",
}


def shape_of(values: np.ndarray) -> Numbers | None:
    """The shape of some numbers; nothing where there are none."""
    known = values[np.isfinite(values)]
    if not known.size:
        return None
    # Of values on both sides of nothing a logarithm would make two groups.
    is_one_sided = (known < 0).mean() <= _FEW_NEGATIVE
    logs = signed_log(known) if is_one_sided else None
    return Numbers(
        minimum=float(known.min()),
        maximum=float(known.max()),
        mean=float(known.mean()),
        median=float(np.median(known)),
        skew=_skew(known),
        log_skew=None if logs is None else _skew(logs),
        farthest=_farthest(known),
        log_farthest=None if logs is None else _farthest(logs),
    )


def _skew(values):
    deviation = values.std()
    if not deviation > 1e-12 * max(1.0, abs(values.mean())):
        return 0.0
    return float((((values - values.mean()) / deviation) ** 3).mean())


def _farthest(values):
    deviation = values.std()
    if not deviation > 1e-12 * max(1.0, abs(values.mean())):
        return 0.0
    return float(np.abs((values - values.mean()) / deviation).max())
