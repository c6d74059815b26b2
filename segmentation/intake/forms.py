"""How each file of a folder is written: as configured, or in a form of its own that can be told beyond doubt.

A file with another delimiter, decimal mark, way to write dates or names of columns is read by its own form. Where two
readings are possible, or a column that is needed cannot be found, the file has a problem and is not read.
"""

import hashlib
import re
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from os.path import commonpath, dirname, relpath
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from segmentation.intake import file_system, reading, text_file
from segmentation.intake.errors import InputError
from segmentation.intake.file_system import Form
from segmentation.intake.names import quoted
from segmentation.intake.reading import DATE_SHAPES, ISO
from segmentation.intake.text_file import UNREADABLE_LINE, Layout
from segmentation.intake.words import meaning

# Rows of a file, or of all of them together, that are looked at to find out how they are written.
_LOOKED_AT = 20_000
_HEAD = 1 << 16
_READ_AS_CONFIGURED = 0.98
_READ_BY_ITS_OWN = 0.99
_SAME_VALUES = 0.2
_NEAR_MEDIANS = 5
# What makes a file a later version of another one whose name is the same otherwise.
_REVISION = re.compile(
    r"(?i)(?<![a-z])(?:corr\w*|korr\w*|fix\w*|re-?se?n[dt]\w*|again|new|neu\w*|final|update\w*|revis\w*|amend\w*"
    r"|v(?:ersion)?[ _-]?\d+|r(?:ev)?[ _-]?\d+|copy|kopie)(?![a-z])|\(\d+\)"
)
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars", text_file.WHITESPACE: "blanks"}
# The order of year, day and month that looks like the usual one.
_YEAR_DAY_MONTH = {
    name.replace(day, other, 1): shape.replace(r"\d{1,2}" + mark + r"\d{1,2}" + mark + r"\d{4}", year, 1)
    for mark in ("-", "/")
    for day, other, year in [
        (f"%d{mark}%m{mark}%Y", f"%Y{mark}%d{mark}%m", r"\d{4}" + mark + r"\d{1,2}" + mark + r"\d{1,2}")
    ]
    for name, shape in DATE_SHAPES.items()
    if name.startswith(day)
}
_SHAPES = {name: shape for name, shape in DATE_SHAPES.items() if name != ISO} | _YEAR_DAY_MONTH


@dataclass(frozen=True)
class Asked:
    """What a place is asked for: how its files are said to be written, and which columns are read as what.

    ``columns`` has, for each column of the files that is read, what it gives and the type of that; ``plain`` are those
    that are taken as they are, and not within an expression; ``needed`` are the columns no line can do without.
    """

    layout: Layout
    decimal: str
    dates: tuple[str, ...]
    columns: dict[str, tuple[str, str]]
    plain: frozenset[str]
    needed: frozenset[str]

    @property
    def of_dates(self) -> list[str]:
        """The columns of dates that may be written in another way."""
        return [name for name in self.plain if self.columns[name][1] in ("date", "timestamp")]

    @property
    def of_numbers(self) -> list[str]:
        """The columns of numbers that may be written in another way."""
        return [name for name in self.plain if self.columns[name][1].startswith(("decimal", "integer"))]


@dataclass(frozen=True)
class File:
    """One file: where it is, what people call it, under which address it is read, and what is to be said of its form.

    ``told`` says how it differs from what is configured, ``problem`` why it cannot be read.
    """

    file: str
    name: str = ""
    url: str = ""
    raw_url: str = ""
    rows: int = 0
    columns: tuple[str, ...] = ()
    format: str = ""
    content_hash: str = ""
    told: tuple[str, ...] = ()
    problem: str | None = None
    layout: Layout = field(default_factory=Layout)
    form: Form = field(default_factory=Form)

    def lacks(self, names) -> list[str]:
        """Those of some columns that it does not have."""
        has = {name.lower() for name in self.columns}
        return [name for name in names if name not in has]


def answer(request: dict[str, Any]) -> list[dict[str, Any]]:
    """The files of a request of the macro ``files_of_batches``, in order of their versions."""
    return [
        {key: value for key, value in asdict(each).items() if key not in ("layout", "form")}
        for each in files(request["file"], asked_for(request))
    ]


def asked_for(request: dict[str, Any]) -> Asked:
    """What a request asks for."""
    place = request["place"]
    columns, plain, needed = {}, set(), set()
    for target, (expression, type_) in request["columns"].items():
        for name in _names_in(expression):
            if name not in columns or target in request["needed"]:
                columns[name] = (target, type_)
            if expression.strip('"').lower() == name:
                plain.add(name)
            if target in request["needed"]:
                needed.add(name)
    dates = place.get("dates") or []
    return Asked(
        Layout(place.get("delimiter"), place.get("header"), place.get("skip"), place.get("sheet")),
        place.get("decimal") or ".",
        tuple([dates] if isinstance(dates, str) else dates),
        columns,
        frozenset(plain),
        frozenset(needed),
    )


def files(place: str, asked: Asked) -> list[File]:
    """The files of a place, each with its form."""
    names = _names(file_system.files_of(place))
    found = [_opened(path, names[path], asked.layout) for path in sorted(names, key=lambda path: version(names[path]))]
    usual = _usual(found, asked)
    if usual is None:
        return found
    found = [replace(each, format=_format(each, asked)) for each in found]
    expected = [name for name in asked.columns if name not in usual.lacks([name])]
    with duckdb.connect() as connection:
        file_system.register(connection)
        found = [_with_columns(connection, each, usual, expected, asked) for each in found]
        odd = _odd(connection, found, asked)
        found = [_with_values(connection, each, asked) if each in odd else each for each in found]
    return [replace(each, format="; ".join((each.format, *each.told))) for each in found]


def version(name: str) -> tuple:
    """Where a file stands among the versions of its like, by its name: corrections after all others, 9 before 10."""
    stem = re.sub(r"(?:\.[A-Za-z]+\w*)+$", "", name)
    numbers = tuple((int(part), "") if part.isdigit() else (-1, part.lower()) for part in re.split(r"(\d+)", stem))
    return (bool(_REVISION.search(stem)), numbers, name)


def _names(paths):
    """The name of each file from the folder that holds all of them."""
    folder = commonpath([dirname(path) for path in paths]) if paths else ""
    return {path: relpath(path, folder or ".") for path in paths}


def _names_in(expression):
    if re.fullmatch(r'"[^"]+"|[A-Za-z_]\w*', expression):
        return [] if expression.lower() == "null" else [expression.strip('"').lower()]
    return [
        name
        for (name,) in duckdb.execute(
            "select distinct lower(value ->> -1) from json_tree(json_serialize_sql('select (' || ? || ')'))"
            " where key = 'column_names' order by all",
            [expression],
        ).fetchall()
    ]


def _opened(path, name, layout):
    each = File(path, name)
    try:
        with open(path, "rb") as file:
            each = replace(each, content_hash=hashlib.file_digest(file, "sha256").hexdigest()[:16])
    except OSError as error:
        return replace(each, problem=f"{name} cannot be read ({error.strerror}): check who may read it.")
    return _addressed(each, layout)


def _addressed(each, layout, form=None):
    """The file as it is read by a layout and a form."""
    form = form or Form()
    try:
        if file_system.is_parquet(each.file):
            table = pq.ParquetFile(each.file)
            address = raw = each.file
            form = Form()
        else:
            address, raw = (file_system.url(each.file, layout, how) for how in (form, None))
            table = pq.ParquetFile(file_system.opened(address))
    except InputError as error:
        return replace(each, problem=str(error).replace(f"The file {each.file}", each.name))
    except (OSError, pa.ArrowInvalid):
        return replace(each, problem=f"{each.name} is damaged: get it anew.")
    columns = tuple(name for name in table.schema_arrow.names if name != UNREADABLE_LINE)
    rows = table.metadata.num_rows
    return replace(each, url=address, raw_url=raw, rows=rows, columns=columns, layout=layout, form=form, problem=None)


def _format(each, asked):
    """The kind and encoding of a file, and what its fields are parted by where that is not configured."""
    if each.problem or each.url == each.file:
        return "Parquet" if each.url else "not readable"
    with open(each.file, "rb") as file:
        head = file.read(_HEAD)
    try:
        text = text_file.text_of(head[: head.rfind(b"\n") + 1] or head, each.file, asked.layout)
    except InputError:
        return "spreadsheet or compressed"
    delimiter = text.layout.delimiter or text_file.detect(text_file.beginning(text.text), asked.layout).delimiter
    return f"text, {text.written[0]}, parted by {_DELIMITERS.get(delimiter, delimiter)}"


def _usual(found, asked):
    """The file that others are compared with: the first of those with the most of the columns that are read."""
    read = [each for each in found if each.problem is None and each.rows]
    return min(read, key=lambda each: (len(each.lacks(asked.columns)), found.index(each)), default=None)


def _with_columns(connection, each, usual, expected, asked):
    """The file with the columns that are expected, by its own layout or names where these are beyond doubt."""
    if each.problem or not each.rows or not each.lacks(expected) or each.url == each.file:
        return _without_needed(each, expected, asked)
    own = _addressed(each, Layout(sheet=asked.layout.sheet))
    if own.problem is None and len(own.columns) > 1:
        detected = _detected(each.file, asked.layout)
        header = detected is None or detected.header
        if len(own.lacks(expected)) < len(each.lacks(expected)) or not header or len(each.columns) == 1:
            said = ()
            if detected and asked.layout.delimiter not in (None, detected.delimiter):
                said = (f"its fields are parted by {_DELIMITERS.get(detected.delimiter, detected.delimiter)}",)
            each = replace(own, told=said)
            if not header and asked.layout.header is not False:
                return _by_position(connection, each, usual, expected, asked)
    return _without_needed(_with_names(connection, each, usual, expected, asked), expected, asked)


def _detected(path, layout):
    try:
        with open(path, "rb") as file:
            text = text_file.text_of(file.read(), path, Layout(sheet=layout.sheet))
        return text_file.detect(text_file.beginning(text.text), Layout(sheet=layout.sheet))
    except InputError:
        return None


def _by_position(connection, each, usual, expected, asked):
    """A file without names whose columns are those of the usual one, by their number and values."""
    places = {name.lower(): place for place, name in enumerate(usual.columns)}
    is_alike = len(each.columns) == len(usual.columns) and all(
        _are_alike(connection, each, each.columns[places[name]], usual, usual.columns[places[name]], asked)
        for name in expected
    )
    if not is_alike:
        return replace(
            each,
            problem=f"{each.name} has no header, and its columns cannot be told apart: get it with the names"
            f" {', '.join(usual.columns)}.",
        )
    form = replace(each.form, names=dict(zip(each.columns, usual.columns, strict=True)))
    return replace(_addressed(each, each.layout, form), told=(*each.told, "it has no header"))


def _with_names(connection, each, usual, expected, asked):
    """The file with columns that have another name found again, where each can be one alone."""
    known = {name.lower() for name in usual.columns} | set(expected)
    new = [name for name in each.columns if name.lower() not in known]
    missing = [name for name in usual.columns if name.lower() in each.lacks(expected)]
    likely = {
        name: [other for other in new if _are_alike(connection, each, other, usual, name, asked)] for name in missing
    }
    names = {}
    for name, others in likely.items():
        in_place = [
            other
            for other in others
            if len(each.columns) == len(usual.columns) and each.columns.index(other) == usual.columns.index(name)
        ]
        alone = [other for other in others if sum(other in each_other for each_other in likely.values()) == 1]
        chosen = in_place or (alone if len(others) == 1 else [])
        if chosen:
            names[chosen[0]] = name
    if not names:
        return each
    said = tuple(f"{name} is called {other}" for other, name in names.items())
    return replace(_addressed(each, each.layout, replace(each.form, names=names)), told=(*each.told, *said))


def _without_needed(each, expected, asked):
    """The file, with a problem where a column is missing that no line can do without."""
    missing = [] if each.problem or not each.rows else each.lacks(expected)
    needed = [name for name in missing if name in asked.needed]
    if needed:
        return replace(
            each,
            problem=f"{each.name} has no column {' and no column '.join(needed)}, its columns are"
            f" {', '.join(each.columns)}: get it anew, or give the column its name.",
        )
    said = (f"it has no column {', '.join(missing)}",) if missing else ()
    return replace(each, told=(*each.told, *said))


def _are_alike(connection, each, name, usual, usual_name, asked):
    """Whether a column of a file has what one of the usual file has."""
    target, type_ = asked.columns[usual_name.lower()]
    here, there = _of(each, name), _of(usual, usual_name)
    if type_ in ("date", "timestamp"):
        return bool(_readings(connection, here)) or _share(connection, here, _date(asked)) > _READ_AS_CONFIGURED
    if type_.startswith(("decimal", "integer")):
        one, other = (_number_facts(connection, rows, asked) for rows in (here, there))
        if None in (one, other):
            return False
        (median, is_whole), (usual_median, is_usually_whole) = one, other
        low, high = sorted((abs(median), abs(usual_median)))
        return is_whole == is_usually_whole and high <= _NEAR_MEDIANS * low
    if meaning(name, "line") and meaning(name, "line") == meaning(usual_name, "line"):
        return True
    shared, shape, usual_shape = connection.execute(
        f"""
        with here as (select distinct value from {here}), there as (select distinct value from {there})
        select
            (select count(*) from here semi join there using (value))
            / greatest(1, least((select count(*) from here), (select count(*) from there))),
            (select mode({_SHAPE}) from here),
            (select mode({_SHAPE}) from there)
        """
    ).fetchone()
    is_order = target in ("order_id", "line_id") and shape == usual_shape and "9" in (shape or "")
    return shared >= _SAME_VALUES or is_order


_SHAPE = "regexp_replace(regexp_replace(value, '[0-9]+', '9', 'g'), '[A-Za-z]+', 'a', 'g')"


def _of(each, name):
    """The filled values of a column, on so many rows as are looked at, as SQL."""
    step = max(each.rows // _LOOKED_AT, 1)
    return (
        f"(select trim(cast({quoted(name)} as varchar)) as value from read_parquet('{_escaped(each.url)}')"
        f" where file_row_number % {step} = 0 and trim(cast({quoted(name)} as varchar)) <> '')"
    )


def _escaped(text):
    return text.replace("'", "''")


def _date(asked):
    return reading.timestamp("value", asked.dates)


def _share(connection, rows, expression):
    return connection.execute(f"select coalesce(count({expression}) / nullif(count(*), 0), 0) from {rows}").fetchone()[
        0
    ]


def _number_facts(connection, rows, asked):
    """Median and whether all is whole, by the decimal mark that reads nearly all; nothing where none does."""
    for decimal in (asked.decimal, *{".", ","} - {asked.decimal}):
        share, median, whole = connection.execute(
            f"select count(n) / greatest(count(*), 1), median(n), avg(cast(n = floor(n) as integer)) from"
            f" (select {reading.number('value', decimal)} as n from {rows})"
        ).fetchone()
        if share >= _READ_AS_CONFIGURED:
            return median, whole > _READ_BY_ITS_OWN
    return None


def _readings(connection, rows):
    """The formats that read nearly all values of a column, one of each reading."""
    connection.execute(f"create or replace temp table dated as select value, count(*) as n from {rows} group by value")
    shapes = list(dict.fromkeys(_SHAPES.values()))
    tests = ", ".join(f"sum(n) filter (where regexp_full_match(value, '{shape}')) / sum(n)" for shape in shapes)
    shares = dict(zip(shapes, connection.execute(f"select {tests} from dated").fetchone(), strict=True))
    likely = [name for name, shape in _SHAPES.items() if (shares[shape] or 0) >= _READ_BY_ITS_OWN]
    found = {}
    for name in likely:
        strict = f"try_strptime(value, '{name}')"
        share, digest = connection.execute(
            f"select sum(n) filter (where extract(year from {strict}) between 1950 and 2150) / sum(n),"
            f" list({strict} order by value) from dated"
        ).fetchone()
        if share and share >= _READ_BY_ITS_OWN:
            found.setdefault(tuple(digest), name)
    return list(found.values())


def _odd(connection, found, asked):
    """The files with dates or numbers that are not written as configured; all are looked at at once."""
    read = [each for each in found if each.problem is None and each.rows and each.url != each.file]
    tested = {name: _date(asked) for name in asked.of_dates}
    tested |= {name: reading.number("value", asked.decimal) for name in asked.of_numbers}
    if not read or not tested:
        return []
    has = {name.lower() for each in read for name in each.columns}
    tested = {name: expression for name, expression in tested.items() if name in has}
    tests = ", ".join(
        f"count(c{i}) filter (where c{i} <> ''), count({expression.replace('value', f'c{i}')})"
        for i, expression in enumerate(tested.values())
    )
    columns = ", ".join(f"trim(cast({quoted(name)} as varchar)) as c{i}" for i, name in enumerate(tested))
    urls = ", ".join(f"'{_escaped(each.url)}'" for each in read)
    step = max(sum(each.rows for each in read) // (_LOOKED_AT * 10), 1)
    rows = connection.execute(
        f"select file_index, {tests} from (select file_index, {columns} from"
        f" read_parquet([{urls}], union_by_name = true) where file_row_number % {step} = 0) group by file_index"
    ).fetchall()
    return [
        read[index]
        for index, *counts in rows
        if any(
            good < _READ_AS_CONFIGURED * filled
            for filled, good in zip(counts[::2], counts[1::2], strict=True)
            if filled
        )
    ]


def _with_values(connection, each, asked):
    """The file with dates and numbers read by its own form, or with a problem where there are two of them."""
    form, told = each.form, list(each.told)
    own = {name.lower(): name for name in each.columns}
    numbers = [own[name] for name in asked.of_numbers if name in own]
    other = "," if asked.decimal == "." else "."
    by_mark = {
        mark: {name: _share(connection, _of(each, name), reading.number("value", mark)) for name in numbers}
        for mark in (asked.decimal, other)
    }
    if any(by_mark[asked.decimal][name] < _READ_AS_CONFIGURED for name in numbers) and all(
        by_mark[other][name] >= max(_READ_BY_ITS_OWN, by_mark[asked.decimal][name]) for name in numbers
    ):
        form = replace(form, decimal=other, written_decimal=asked.decimal, numbers=tuple(numbers))
        told.append(f"its decimal mark is a {'comma' if other == ',' else 'point'}")
    dates = {}
    for name in (own[name] for name in asked.of_dates if name in own):
        rows = _of(each, name)
        if _share(connection, rows, _date(asked)) >= _READ_AS_CONFIGURED:
            continue
        readings = _readings(connection, rows)
        if len(readings) > 1:
            shown = " or ".join(_example(format_) for format_ in readings)
            return replace(
                each,
                problem=f"{each.name} has dates in {name} that could be written as {shown}, where the configuration has"
                f" another form: get it with dates as 2025-12-31.",
            )
        if readings:
            dates[name] = readings[0]
            told.append(f"its dates are written as {_example(readings[0])}")
    if dates:
        # What is configured could read the usual way of writing days as another one.
        is_year_first = any(format_.startswith("%Y-") for format_ in asked.dates)
        form = replace(form, dates=dates, written_dates=asked.dates[0] if is_year_first else "%Y-%m-%d %H:%M:%S")
    if form == each.form:
        return each
    return replace(_addressed(each, each.layout, form), told=tuple(told))


def _example(format_):
    return datetime(2025, 12, 31, 18, 5).strftime(format_)
