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
# Of columns that are measured at once.
VALUES_AT_ONCE = 1_000_000
_MAY_BE_WRITTEN = ("VARCHAR", "BIGINT", "INTEGER", "UBIGINT", "UINTEGER", "HUGEINT", "DOUBLE")
# Characters of a value; nothing that is told of longer ones is behind them.
_LOOKED_AT = 100_000
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


def measure(
    connection: duckdb.DuckDBPyConnection, relation: str, rows: int, looked_at: str, counted_at_once: int
) -> list[Facts]:
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
    counted_at_once : int
        Columns whose different values are counted at a time: all of these are kept in memory.

    Returns
    -------
    list of Facts
        In the order of the columns; the column ``unreadable_line`` of a text file is none of them.
    """
    described = connection.execute(f"describe select * from {relation}").fetchall()
    columns = [(row[0], row[1]) for row in described if row[0] != "unreadable_line"]
    sample = f"using sample reservoir({SAMPLED_ROWS} rows) repeatable (1)" if rows > SAMPLED_ROWS else ""
    connection.execute(f"create or replace temp table sampled as select * from {looked_at} {sample}")
    counts = _counts(connection, relation, columns, rows, counted_at_once)
    measured = {}
    # As many columns at a time as their values fit into the memory: each question is planned once for all of them.
    at_once = max(1, VALUES_AT_ONCE // max(min(rows, SAMPLED_ROWS), 1))
    for start in range(0, len(columns), at_once):
        measured |= _measured(connection, columns[start : start + at_once])
    return [
        Facts(name, position, rows, *counts[name], declared=_declared(kind), **measured[name])
        for position, (name, kind) in enumerate(columns, start=1)
    ]


def trimmed(text: str) -> str:
    """SQL of a text without outer blanks, empty where nothing is left.

    Most texts have none, and to look takes much less than to trim. Other blanks than a space are no ASCII.
    """
    may_have_some = f"{text} like ' %' or {text} like '% ' or {text} = '' or strlen({text}) != length({text})"
    return f"case when {may_have_some} then nullif(trim({text}), '') else {text} end"


def _counts(connection, relation, columns, rows, at_once):
    # Numbers and dates are counted as they are, which is twice as fast.
    given = {name: trimmed(quoted(name)) if kind == "VARCHAR" else quoted(name) for name, kind in columns}
    counted = {name: f"count(distinct {value})" for name, value in given.items()}
    if rows > COUNTED_ROWS:
        counted |= _counted_by_parts(connection, given, rows)
    result = {}
    for start in range(0, len(columns), at_once):
        names = [name for name, _ in columns[start : start + at_once]]
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


def _measured(connection, columns):
    """Figures, dates and levels of some columns, by name; the table `counted` has their different values."""
    names = [name for name, _ in columns]
    each = " union all ".join(
        f"select {place} as place, nullif(trim(left(cast({quoted(name)} as varchar), {_LOOKED_AT})), '') as value,"
        " count(*) as n"
        " from sampled group by all"
        for place, name in enumerate(names)
    )
    connection.execute(f"""
        create or replace temp table counted as
        select
            place,
            value,
            n,
            row_number() over (partition by place order by n desc, value) as level,
            {reading.given("value")} is null as is_missing,
            {reading.number("value", ".")} as point,
            {reading.number("value", ",")} as comma,
            {reading.flag("value")} as flag
        from ({each})
        where value is not null
    """)
    shares = {what: f"coalesce(sum(n) filter (where {test}) / sum(n), 0)" for what, test in _SHARES.items()}
    selected = ", ".join(f"{sql} as {what}" for what, sql in (shares | _FIGURES).items())
    found = connection.execute(f"select place, {selected} from counted where not is_missing group by place")
    whats = [column[0] for column in found.description[1:]]
    figures = {names[place]: dict(zip(whats, row, strict=True)) for place, *row in found.fetchall()}
    levels = connection.execute(
        f"select place, list((value, n) order by level) from counted where level <= {_LEVELS_KEPT} group by place"
    )
    levels = {names[place]: tuple(pairs) for place, pairs in levels.fetchall()}
    dates = _dates(connection, columns, figures)
    return {
        name: figures.get(name, {}) | {"dates": dates.get(name, {}), "levels": levels.get(name, ())} for name in names
    }


def _declared(declared):
    if declared.startswith(("DATE", "TIMESTAMP")):
        return "date"
    if declared == "BOOLEAN":
        return "flag"
    is_number = re.match(r"(?:U?(?:TINY|SMALL|BIG|HUGE)?INT|FLOAT|DOUBLE|DECIMAL)", declared)
    return "number" if is_number else "text"


def _dates(connection, columns, figures):
    """The share of the values of each column that each format reads, for the formats that read any."""
    written = {place for place, (_, kind) in enumerate(columns) if kind in _MAY_BE_WRITTEN}
    found = {columns[place][0]: shares for place, shares in _written_dates(connection, written).items()}
    for place in written:
        name = columns[place][0]
        found[name] = found.get(name, {}) | _day_numbers(connection, name, place)
    return found | {name: {ISO: 1.0} for name, kind in columns if _declared(kind) == "date" and name in figures}


def _day_numbers(connection, name, place):
    """Nothing but the name tells the numbers of days, as spreadsheets have them, from others."""
    if not (says(name, "date_name") or strength(name, "kind", "birth")):
        return {}
    first = _DAY_1920 if strength(name, "kind", "birth") else _DAY_1970
    number = f"coalesce({reading.day_number('value')}, 0)"
    is_day = f"{number} between {first} and {_DAY_2100} or floor({number}) in (1, 2, {_LAST_DAY})"
    share = connection.execute(
        f"select coalesce(sum(n) filter (where {is_day}) / sum(n), 0) from counted"
        f" where place = {place} and not is_missing"
    ).fetchone()[0]
    return {DAY_NUMBER: share} if share >= _MOSTLY_DAYS else {}


def _written_dates(connection, places):
    """Those that are written as dates, by the place of the column: first by shape, then for good."""
    connection.execute(f"""
        create or replace temp table looked_at_for_dates as
        select place, value from counted
        where not is_missing
        qualify row_number() over (partition by place order by level) <= {_DISTINCT_VALUES_FOR_DATES}
    """)
    dated = connection.execute(
        f"select place from looked_at_for_dates group by place having bool_or({reading.looks_like_a_date('value')})"
    )
    dated = places & {place for (place,) in dated.fetchall()}
    if not dated:
        return {}
    of_dated = f"where place in ({', '.join(map(str, sorted(dated)))})"
    shapes = list(dict.fromkeys(DATE_SHAPES.values()))
    tests = ", ".join(f"bool_or({_full(shape)})" for shape in shapes)
    has = connection.execute(f"select place, {tests} from looked_at_for_dates {of_dated} group by place")
    has = {place: dict(zip(shapes, row, strict=True)) for place, *row in has.fetchall()}
    likely = {name: shape for name, shape in DATE_SHAPES.items() if any(of_one[shape] for of_one in has.values())}
    if not likely:
        return {}
    reads = ", ".join(
        f"coalesce(sum(n) filter (where {_full(shape)} and {_is_plausible(name)}), 0)" for name, shape in likely.items()
    )
    rows = connection.execute(
        f"select place, {reads}, sum(n) from counted {of_dated} and not is_missing group by place"
    ).fetchall()
    return {
        place: {
            name: count / all_of_it
            for (name, shape), count in zip(likely.items(), counts, strict=True)
            if has[place][shape] and count
        }
        for place, *counts, all_of_it in rows
    }


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
