"""How the dates and numbers of a file are written: as configured, or in one other way beyond doubt."""

from dataclasses import replace
from datetime import datetime

from segmentation.intake import reading
from segmentation.intake.form_files import LOOKED_AT, Asked, File, addressed, escaped
from segmentation.intake.names import quoted
from segmentation.intake.reading import DATE_SHAPES, DAY_NUMBER, ISO

READ_AS_CONFIGURED = 0.98
READ_BY_ITS_OWN = 0.99
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
# From 1954 to 2118; only a column that is known to be one of dates may be so.
_DAY_NUMBERS = {DAY_NUMBER: r"[2-7]\d{4}(?:\.\d+)?"}
_SHAPES = {name: shape for name, shape in DATE_SHAPES.items() if name != ISO} | _YEAR_DAY_MONTH


def odd(connection, found: list[File], asked: Asked) -> list[File]:
    """The files with dates or numbers that are not written as configured; all are looked at at once."""
    read = [each for each in found if each.problem is None and each.rows]
    tested = {name: date(asked) for name in asked.of_dates}
    tested |= {name: reading.number("value", asked.decimal) for name in asked.of_numbers}
    has = {name.lower() for each in read for name in each.columns}
    tested = {name: expression for name, expression in tested.items() if name in has}
    if not read or not tested:
        return []
    tests = ", ".join(
        f"count(c{i}) filter (where c{i} <> ''), count({expression.replace('value', f'c{i}')})"
        for i, expression in enumerate(tested.values())
    )
    columns = ", ".join(f"trim(cast({quoted(name)} as varchar)) as c{i}" for i, name in enumerate(tested))
    urls = ", ".join(f"'{escaped(each.url)}'" for each in read)
    step = max(sum(each.rows for each in read) // (LOOKED_AT * 10), 1)
    rows = connection.execute(
        f"select file_index, {tests} from (select file_index, {columns} from"
        f" read_parquet([{urls}], union_by_name = true) where file_row_number % {step} = 0) group by file_index"
    ).fetchall()
    return [
        read[index]
        for index, *counts in rows
        if any(
            good < READ_AS_CONFIGURED * filled for filled, good in zip(counts[::2], counts[1::2], strict=True) if filled
        )
    ]


def with_values(connection, each: File, asked: Asked) -> File:
    """The file with dates and numbers read by its own form, or with a problem where there are two of them."""
    form, told = each.form, list(each.told)
    own = {name.lower(): name for name in each.texts}
    numbers = [own[name] for name in asked.of_numbers if name in own]
    other = "," if asked.decimal == "." else "."
    by_mark = {
        mark: {name: share(connection, each.values(name), reading.number("value", mark)) for name in numbers}
        for mark in (asked.decimal, other)
    }
    if any(by_mark[asked.decimal][name] < READ_AS_CONFIGURED for name in numbers) and all(
        by_mark[other][name] >= max(READ_BY_ITS_OWN, by_mark[asked.decimal][name]) for name in numbers
    ):
        form = replace(form, decimal=other, written_decimal=asked.decimal, numbers=tuple(numbers))
        told.append(f"its decimal mark is a {'comma' if other == ',' else 'point'}")
    dates = {}
    for name in (own[name] for name in asked.of_dates if name in own):
        rows = each.values(name)
        if share(connection, rows, date(asked)) >= READ_AS_CONFIGURED:
            continue
        found = date_readings(connection, rows, _SHAPES | _DAY_NUMBERS)
        if len(found) > 1:
            return replace(
                each,
                problem=f"{each.name} has dates in {name} that could be written as {' or '.join(map(_example, found))},"
                " where the configuration has another form: get it with dates as 2025-12-31.",
            )
        if found:
            dates[name] = found[0]
            told.append(f"its dates are written as {_example(found[0])}")
    if dates:
        # What is configured could read the usual way of writing days as another one.
        is_year_first = any(format_.startswith("%Y-") for format_ in asked.dates)
        form = replace(form, dates=dates, written_dates=asked.dates[0] if is_year_first else "%Y-%m-%d %H:%M:%S")
    if form == each.form:
        return each
    return replace(addressed(each, each.layout, form), told=tuple(told))


def date(asked: Asked) -> str:
    """SQL that reads a value as a date as it is configured."""
    return reading.timestamp("value", asked.dates)


def share(connection, rows: str, expression: str) -> float:
    """The share of some values that an expression reads."""
    (found,) = connection.execute(
        f"select coalesce(count({expression}) / nullif(count(*), 0), 0) from {rows}"
    ).fetchone()
    return found


def number_facts(connection, rows: str, asked: Asked) -> tuple[float, bool] | None:
    """Median and whether all is whole, by the decimal mark that reads nearly all; nothing where none does."""
    for decimal in (asked.decimal, *{".", ","} - {asked.decimal}):
        read, median, whole = connection.execute(
            f"select count(n) / greatest(count(*), 1), median(n), avg(cast(n = floor(n) as integer)) from"
            f" (select {reading.number('value', decimal)} as n from {rows})"
        ).fetchone()
        if read >= READ_AS_CONFIGURED:
            return median, whole > READ_BY_ITS_OWN
    return None


def date_readings(connection, rows: str, shapes_by_format: dict[str, str] = _SHAPES) -> list[str]:
    """The formats that read nearly all values of a column, one of each reading."""
    connection.execute(f"create or replace temp table dated as select value, count(*) as n from {rows} group by value")
    shapes = list(dict.fromkeys(shapes_by_format.values()))
    tests = ", ".join(f"sum(n) filter (where regexp_full_match(value, '{shape}')) / sum(n)" for shape in shapes)
    shares = dict(zip(shapes, connection.execute(f"select {tests} from dated").fetchone(), strict=True))
    likely = [name for name, shape in shapes_by_format.items() if (shares[shape] or 0) >= READ_BY_ITS_OWN]
    found = {}
    for name in likely:
        strict = reading.strict_timestamp("value", name)
        read, digest = connection.execute(
            f"select sum(n) filter (where extract(year from {strict}) between 1950 and 2150) / sum(n),"
            f" list({strict} order by value) from dated"
        ).fetchone()
        if read and read >= READ_BY_ITS_OWN:
            found.setdefault(tuple(digest), name)
    return list(found.values())


def _example(format_):
    return "46022, the number of a day" if format_ == DAY_NUMBER else datetime(2025, 12, 31, 18, 5).strftime(format_)
