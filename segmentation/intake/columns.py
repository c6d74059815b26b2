"""What can be measured of each column of a table, before anything is decided: one set of facts a column."""

import re
from dataclasses import dataclass, field

import duckdb
import numpy as np

from segmentation.features.transforms import signed_log
from segmentation.intake import reading
from segmentation.intake.names import quoted
from segmentation.intake.reading import DATE_SHAPES, DATED, DAY_NUMBER, ISO
from segmentation.intake.words import says, strength

# More rows than this are measured on a sample; whether a column repeats is counted on all of them.
SAMPLED_ROWS = 100_000
# Of more rows than this, the different values of a column of which nearly all differ are counted by a part of them.
COUNTED_ROWS = 2_000_000
_MOSTLY_DIFFERENT = 0.8
_LEVELS_KEPT = 200
# Of so many it is looked whether they are dates.
_LEVELS_SEEN = 400
_FEW_NEGATIVE = 0.1
# So many columns are measured together: a query costs more than the values of one, and all different ones are kept.
_COLUMNS_AT_A_TIME = 8
# The numbers of days, as spreadsheets count them; the first ones and the last stand for no date.
_DAY_1920, _DAY_1970, _DAY_2100, _LAST_DAY = 7_306, 25_569, 73_051, 2_958_465
_MOSTLY_DAYS = 0.5
_MAY_BE_WRITTEN_DATES = ("VARCHAR", "BIGINT", "INTEGER", "UBIGINT", "UINTEGER", "HUGEINT", "DOUBLE")

_LIKE_A_DATE = re.compile(DATED, re.ASCII)
_DATE_SHAPES = {name: re.compile(shape, re.ASCII) for name, shape in DATE_SHAPES.items()}
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
    facts = []
    for start in range(0, len(columns), _COLUMNS_AT_A_TIME):
        some = dict(enumerate(columns[start : start + _COLUMNS_AT_A_TIME], start=start + 1))
        facts += _facts(connection, some, counts, rows)
    return facts


def _counts(connection, relation, columns, rows):
    # Numbers and dates are counted as they are, which is twice as fast.
    given = {name: f"nullif(trim({quoted(name)}), '')" if kind == "VARCHAR" else quoted(name) for name, kind in columns}
    counted = {name: f"count(distinct {value})" for name, value in given.items()}
    if rows > COUNTED_ROWS:
        counted |= _counted_by_parts(connection, given, rows)
    result = {}
    for start in range(0, len(columns), _COLUMNS_AT_A_TIME):
        names = [name for name, _ in columns[start : start + _COLUMNS_AT_A_TIME]]
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


def _facts(connection, columns, counts, rows):
    """The facts of some columns, given by position as pairs of name and type."""
    values = " union all ".join(
        f"select {position} as position, nullif(trim(cast({quoted(name)} as varchar)), '') as value, count(*) as n"
        " from sampled group by all"
        for position, (name, _) in columns.items()
    )
    connection.execute(f"""
        create or replace temp table counted as
        select
            position,
            value,
            n,
            {reading.given("value")} is null as is_missing,
            {reading.number("value", ".")} as point,
            {reading.number("value", ",")} as comma,
            {reading.flag("value")} as flag
        from ({values})
        where value is not null
    """)
    shares = {what: f"coalesce(sum(n) filter (where {test}) / sum(n), 0)" for what, test in _SHARES.items()}
    figures = _by_position(connection, shares | _FIGURES, columns)
    levels = _levels(connection)
    written = {at: levels.get(at, ()) for at, (_, declared) in columns.items() if declared in _MAY_BE_WRITTEN_DATES}
    dates = _written_dates(connection, written)
    for position, (name, declared) in columns.items():
        if declared.startswith(("DATE", "TIMESTAMP")) and figures[position]["values"]:
            dates[position] = {ISO: 1.0}
        elif position in written:
            dates[position] |= _day_numbers(connection, position, name)
    return [
        Facts(
            name=name,
            position=position,
            rows=rows,
            filled=counts[name][0],
            distinct=counts[name][1],
            declared=_declared(declared),
            dates=dates.get(position, {}),
            levels=tuple((value, n) for value, n, _ in levels.get(position, ())[:_LEVELS_KEPT]),
            **figures[position],
        )
        for position, (name, declared) in columns.items()
    ]


def _by_position(connection, figures, positions):
    """Figures of the values of each column at some positions, by position and then by name."""
    selected = ", ".join(f'{sql} as "{what}"' for what, sql in figures.items())
    found = connection.execute(
        f"select position, {selected} from (select unnest($positions) as position)"
        " left join (from counted where not is_missing) using (position) group by position",
        {"positions": list(positions)},
    )
    names = [column[0] for column in found.description[1:]]
    return {position: dict(zip(names, row, strict=True)) for position, *row in found.fetchall()}


def _levels(connection):
    """The most frequent values of each column, by position: how often each is there, and whether it means missing."""
    levels = {}
    place = "row_number() over (partition by position order by n desc, value)"
    found = connection.execute(
        f"select position, value, n, is_missing from counted qualify {place} <= {_LEVELS_SEEN}"
        " order by position, n desc, value"
    )
    for position, *level in found.fetchall():
        levels.setdefault(position, []).append(tuple(level))
    return levels


def _declared(declared):
    if declared.startswith(("DATE", "TIMESTAMP")):
        return "date"
    if declared == "BOOLEAN":
        return "flag"
    is_number = re.match(r"(?:U?(?:TINY|SMALL|BIG|HUGE)?INT|FLOAT|DOUBLE|DECIMAL)", declared)
    return "number" if is_number else "text"


def _day_numbers(connection, position, name):
    """Nothing but the name tells the numbers of days, as spreadsheets have them, from others."""
    if not (says(name, "date_name") or strength(name, "kind", "birth")):
        return {}
    first = _DAY_1920 if strength(name, "kind", "birth") else _DAY_1970
    number = f"coalesce({reading.day_number('value')}, 0)"
    is_day = f"{number} between {first} and {_DAY_2100} or floor({number}) in (1, 2, {_LAST_DAY})"
    share = f"coalesce(sum(n) filter (where {is_day}) / sum(n), 0)"
    share = _by_position(connection, {DAY_NUMBER: share}, [position])[position][DAY_NUMBER]
    return {DAY_NUMBER: share} if share >= _MOSTLY_DAYS else {}


def _written_dates(connection, levels):
    """Of columns the share of the values that each format reads, for the formats that read any.

    First the shape of the most frequent values tells which formats are likely, then all values are read by these.
    """
    likely = {position: set() for position in levels}
    for position, found in levels.items():
        values = [value for value, _, is_missing in found if not is_missing]
        if any(map(_LIKE_A_DATE.fullmatch, values)):
            likely[position] = {name for name, shape in _DATE_SHAPES.items() if any(map(shape.fullmatch, values))}
    reads = {
        name: f"coalesce(sum(n) filter (where {_full(shape)} and {_is_plausible(name)}) / sum(n), 0)"
        for name, shape in DATE_SHAPES.items()
        if any(name in names for names in likely.values())
    }
    shares = _by_position(connection, reads, levels) if reads else {}
    return {
        position: {name: shares[position][name] for name in reads if name in names and shares[position][name]}
        for position, names in likely.items()
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
