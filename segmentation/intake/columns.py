"""What can be measured of each column of a table, before anything is decided: one set of facts a column."""

import re
from dataclasses import dataclass, field

import duckdb
import numpy as np

from segmentation.intake.names import quoted

# More rows than this are measured on a sample; whether a column repeats is counted on all of them.
SAMPLED_ROWS = 100_000
_LEVELS_KEPT = 200
_DISTINCT_VALUES_FOR_DATES = 400

# What people write where they know nothing. In a category it may be a level like any other.
MISSING_MARKS = (
    "na", "n/a", "#n/a", "#na", "nan", "null", "(null)", "none", "nil", "-", "--", "?", ".", "(blank)", "missing",
    "not available", "unknown", "k.a.", "#value!", "#ref!", "#div/0!", "\\n",
)  # fmt: skip
FLAG_WORDS = frozenset({"true", "false", "yes", "no", "y", "n", "t", "f", "1", "0", "1.0", "0.0"})

_DATES = {
    r"\d{4}-\d{1,2}-\d{1,2}": ("%Y-%m-%d",),
    r"\d{4}/\d{1,2}/\d{1,2}": ("%Y/%m/%d",),
    r"\d{1,2}/\d{1,2}/\d{4}": ("%d/%m/%Y", "%m/%d/%Y"),
    r"\d{1,2}-\d{1,2}-\d{4}": ("%d-%m-%Y", "%m-%d-%Y"),
    r"\d{1,2}\.\d{1,2}\.\d{4}": ("%d.%m.%Y",),
    r"\d{1,2}/\d{1,2}/\d{2}": ("%d/%m/%y", "%m/%d/%y"),
    r"\d{1,2}-\d{1,2}-\d{2}": ("%d-%m-%y", "%m-%d-%y"),
    r"\d{1,2}\.\d{1,2}\.\d{2}": ("%d.%m.%y",),
    r"(?:19|20)\d{6}": ("%Y%m%d",),
    r"\d{1,2}-[A-Za-z]{3}-\d{4}": ("%d-%b-%Y",),
    r"\d{1,2}-[A-Za-z]{3}-\d{2}": ("%d-%b-%y",),
    r"\d{1,2}/[A-Za-z]{3}/\d{4}": ("%d/%b/%Y",),
    r"\d{1,2} [A-Za-z]{3} \d{4}": ("%d %b %Y",),
    r"\d{1,2} [A-Za-z]{4,9} \d{4}": ("%d %B %Y",),
    r"[A-Za-z]{3} \d{1,2},? \d{4}": ("%b %d, %Y", "%b %d %Y"),
    r"[A-Za-z]{4,9} \d{1,2},? \d{4}": ("%B %d, %Y", "%B %d %Y"),
}
_TIMES = {
    r"": ("",),
    r" \d{1,2}:\d{2}": (" %H:%M",),
    r" \d{1,2}:\d{2}:\d{2}": (" %H:%M:%S",),
    r" \d{1,2}:\d{2}:\d{2}\.\d+": (" %H:%M:%S.%f",),
    r" \d{1,2}:\d{2} ?[AaPp][Mm]": (" %I:%M %p", " %I:%M%p"),
    r" \d{1,2}:\d{2}:\d{2} ?[AaPp][Mm]": (" %I:%M:%S %p", " %I:%M:%S%p"),
}
ISO = "iso"
_ISO = r"\d{4}-\d{1,2}-\d{1,2}(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?(?:Z|UTC|[+-]\d{2}(?::?\d{2})?))?)?"

# An amount as people write it, as the macro read_number reads it; of currencies the most frequent.
_ODD_MARKS = "\u00a0\u202f\u2009\u2007\u2019\u2018\u00b4\u2212\u2013"
_TEXT = f"trim(translate(lower({{value}}), concat('{_ODD_MARKS}', chr(39)), '    ```--`'))"
_CURRENCY = r"(?:[$€£¥₹]|us[$]|kr[.]?|zł|fr[.]?|eur|usd|gbp|chf|jpy|inr|sek|nok|dkk|pln|cad|aud|brl)"
_BEFORE = rf"[(]? ?[-+]? ?{_CURRENCY}? ?[-+]? ?"
_AFTER = rf" ?[)]? ?(?:%|{_CURRENCY})? ?-? ?[)]?"
_GROUPED = "[1-9][0-9]{{0,2}}(?:(?:[{other}][0-9]{{3}})+|(?: [0-9]{{3}})+|(?:`[0-9]{{3}})+)"
_DIGITS = "(?:(?:" + _GROUPED + "|[0-9]+)(?:[{decimal}](?:[0-9]+|-)?)?|[{decimal}][0-9]+)(?:e[-+]?[0-9]{{1,3}})?"
_EMAIL = r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}"
_URL = r"(?i)(?:https?://|www\.)\S+"
_UUID = r"(?i)[{]?[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}[}]?"
_PHONE = r"(?:\+|00|\(|0)[\d\s().\-/]{6,}\d|\d{3}[- .]\d{3}[- .]\d{4}"


@dataclass(frozen=True)
class Numbers:
    """The shape of a column's numbers; skew and the farthest value both as they are and by their logarithm."""

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
    """What was measured of one column. Shares are of the values that are filled and no mark of a missing one."""

    name: str
    position: int
    rows: int
    filled: int
    distinct: int
    declared: str = "text"
    values: int = 0
    marks: tuple[str, ...] = ()
    point: float = 0.0
    comma: float = 0.0
    only_point: int = 0
    only_comma: int = 0
    scattered_points: float = 0.0
    scattered_commas: float = 0.0
    many_digits: float = 0.0
    plain: float = 0.0
    whole: float = 0.0
    leading_zeros: float = 0.0
    longest_number: int = 0
    flags: float = 0.0
    email: float = 0.0
    url: float = 0.0
    uuid: float = 0.0
    phone: float = 0.0
    mean_length: float = 0.0
    mean_words: float = 0.0
    dates: dict[str, float] = field(default_factory=dict)
    latest: str | None = None
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


def measure(connection: duckdb.DuckDBPyConnection, relation: str) -> list[Facts]:
    """Measure every column of a relation.

    Parameters
    ----------
    connection : duckdb connection
    relation : str
        The rows as SQL that can stand behind ``from``.

    Returns
    -------
    list of Facts
        In the order of the columns; the column ``unreadable_line`` of a text file is none of them.
    """
    described = connection.execute(f"describe select * from {relation}").fetchall()
    columns = [(row[0], row[1]) for row in described if row[0] != "unreadable_line"]
    rows = connection.execute(f"select count(*) from {relation}").fetchone()[0]
    sample = f"using sample reservoir({SAMPLED_ROWS} rows) repeatable (1)" if rows > SAMPLED_ROWS else ""
    connection.execute(f"create or replace temp table sampled as select * from {relation} {sample}")
    counts = _counts(connection, relation, columns)
    return [
        _facts(connection, name, position, kind, rows, *counts[name])
        for position, (name, kind) in enumerate(columns, start=1)
    ]


def _counts(connection, relation, columns):
    text = {name: f"nullif(trim(cast({quoted(name)} as varchar)), '')" for name, _ in columns}
    result = {}
    # A few columns at a time: each count of distinct values keeps them all in memory.
    for start in range(0, len(columns), 8):
        names = [name for name, _ in columns[start : start + 8]]
        selected = ", ".join(f"count({text[name]}), count(distinct {text[name]})" for name in names)
        row = connection.execute(f"select {selected} from {relation}").fetchone()
        result |= {name: row[2 * i : 2 * i + 2] for i, name in enumerate(names)}
    return result


def _facts(connection, name, position, declared, rows, filled, distinct):
    marks = ", ".join("'" + mark.replace("'", "''") + "'" for mark in MISSING_MARKS)
    connection.execute(f"""
        create or replace temp table counted as
        select value, count(*) as n, lower(value) in ({marks}) as is_mark
        from (select nullif(trim(cast({quoted(name)} as varchar)), '') as value from sampled)
        where value is not null
        group by value
    """)
    measured = connection.execute(f"""
        select
            sum(n),
            sum(n) filter (where point != ''),
            sum(n) filter (where comma != ''),
            coalesce(sum(n) filter (where point != '' and comma = ''), 0),
            coalesce(sum(n) filter (where point = '' and comma != '' and contains(value, ',')), 0),
            sum(n) filter (where {_full(damaged_pattern("."))}),
            sum(n) filter (where {_full(damaged_pattern(","))}),
            sum(n) filter (where length(regexp_replace(value, '[^0-9]', '', 'g')) >= 9),
            sum(n) filter (where try_cast(value as double) is not null),
            sum(n) filter (where {_full("[-+]?[0-9]+([.]0+)?")}),
            sum(n) filter (where {_full("0[0-9]+")}),
            max(length(value)) filter (where {_full("[0-9]+")}),
            sum(n) filter (where lower(value) in ({", ".join(f"'{word}'" for word in sorted(FLAG_WORDS))})),
            sum(n) filter (where {_full(_EMAIL)}),
            sum(n) filter (where {_full(_URL)}),
            sum(n) filter (where {_full(_UUID)}),
            sum(n) filter (where {_full(_PHONE)}),
            sum(n * length(value)),
            sum(n * (1 + length(value) - length(replace(value, ' ', ''))))
        from (select *, {_digits("value", ".")} as point, {_digits("value", ",")} as comma from counted)
        where not is_mark
    """).fetchone()
    values = measured[0] or 0
    shares = [(part or 0) / values if values else 0.0 for part in measured]
    found_marks = connection.execute("select value from counted where is_mark order by n desc, value").fetchall()
    is_time = declared.startswith(("DATE", "TIMESTAMP"))
    dates = {ISO: 1.0} if is_time and values else _dates(connection, declared)
    return Facts(
        name=name,
        position=position,
        rows=rows,
        filled=filled,
        distinct=distinct,
        declared=_declared(declared),
        values=values,
        marks=tuple(mark for (mark,) in found_marks),
        point=shares[1],
        comma=shares[2],
        only_point=measured[3],
        only_comma=measured[4],
        scattered_points=shares[5],
        scattered_commas=shares[6],
        many_digits=shares[7],
        plain=shares[8],
        whole=shares[9],
        leading_zeros=shares[10],
        longest_number=measured[11] or 0,
        flags=shares[12],
        email=shares[13],
        url=shares[14],
        uuid=shares[15],
        phone=shares[16],
        mean_length=shares[17],
        mean_words=shares[18],
        dates=dates,
        levels=tuple(
            connection.execute(f"select value, n from counted order by n desc, value limit {_LEVELS_KEPT}").fetchall()
        ),
    )


def _full(pattern):
    return f"regexp_full_match(value, '{pattern}')"


def damaged_pattern(decimal: str) -> str:
    """What a number damaged by a locale looks like where the decimal mark is the given one: 8.188.888.889."""
    return rf"-?[0-9]{{1,3}}([{decimal}][0-9]{{3}}){{2,}}"


def _declared(declared):
    if declared.startswith(("DATE", "TIMESTAMP")):
        return "date"
    if declared == "BOOLEAN":
        return "flag"
    is_number = re.match(r"(?:U?(?:TINY|SMALL|BIG|HUGE)?INT|FLOAT|DOUBLE|DECIMAL)", declared)
    return "number" if is_number else "text"


def _dates(connection, declared):
    """The share of the values that each format reads, for the formats that read any: first by shape, then for good."""
    if declared not in ("VARCHAR", "BIGINT", "INTEGER", "UBIGINT", "UINTEGER", "HUGEINT", "DOUBLE"):
        return {}
    looked_at = f"(select * from counted where not is_mark order by n desc, value limit {_DISTINCT_VALUES_FOR_DATES})"
    shapes = {ISO: _ISO} | {
        format_ + time: shape + clock
        for shape, formats in _DATES.items()
        for clock, times in _TIMES.items()
        for format_ in formats
        for time in times
        if not format_.startswith("%Y-")
    }
    distinct_shapes = list(dict.fromkeys(shapes.values()))
    tests = ", ".join(f"count(*) filter (where regexp_full_match(value, '{shape}'))" for shape in distinct_shapes)
    found = dict(zip(distinct_shapes, connection.execute(f"select {tests} from {looked_at}").fetchone(), strict=True))
    likely = {name: shape for name, shape in shapes.items() if found[shape]}
    if not likely:
        return {}
    reads = ", ".join(
        f"coalesce(sum(n) filter (where {is_date(name, 'value', shape)}), 0)" for name, shape in likely.items()
    )
    row = connection.execute(f"select {reads}, sum(n) from counted where not is_mark").fetchone()
    return {name: count / row[-1] for name, count in zip(likely, row, strict=False) if count}


def is_date(date_format: str, value: str, shape: str | None = None) -> str:
    """SQL that is true where a text is a date of a format, between 1850 and 2150."""
    shaped = f"regexp_full_match({value}, '{shape}') and " if shape else ""
    return f"{shaped}extract(year from {as_timestamp(date_format, value)}) between 1850 and 2150"


def as_timestamp(date_format: str, value: str) -> str:
    """SQL that reads a text as a timestamp by a format, empty where it is none."""
    if date_format == ISO:
        return f"try_cast({value} as timestamp)"
    return f"try_strptime({value}, '{date_format}')"


def number_sql(expression: str, decimal: str) -> str:
    """SQL that reads a text as a number by a decimal mark, empty where it is none or damaged by a locale."""
    text, pattern = _TEXT.format(value=expression), _number_pattern(decimal)
    sign, digits, end = (f"regexp_extract({text}, '{pattern}', {part})" for part in (1, 2, 3))
    other = "," if decimal == "." else "."
    return f"""
        try_cast(
            case when regexp_matches({sign} || {end}, '[-(]') then '-' else '' end
            || translate(replace({digits}, '{decimal}-', ''), '{decimal}{other} `', '.')
            || case when contains({end}, '%') then 'e-2' else '' end
            as double
        )
    """


def _digits(value, decimal):
    return f"regexp_extract({_TEXT.format(value=value)}, '{_number_pattern(decimal)}', 2)"


def _number_pattern(decimal):
    digits = _DIGITS.format(decimal=decimal, other="," if decimal == "." else ".")
    return f"^({_BEFORE})({digits})({_AFTER})$"


def shape_of(values: np.ndarray) -> Numbers | None:
    """The shape of some numbers; nothing where there are none."""
    known = values[np.isfinite(values)]
    if not known.size:
        return None
    logs = np.log1p(known) if known.min() >= 0 else None
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
