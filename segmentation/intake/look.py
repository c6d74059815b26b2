"""A look at a source: the facts and kind of every column, and its values as numbers, ready to be decided on."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from segmentation.intake import columns, dates, kinds, placeholders, reading
from segmentation.intake.columns import Facts
from segmentation.intake.dates import DateFormats
from segmentation.intake.errors import InputError
from segmentation.intake.kinds import Kind
from segmentation.intake.names import column_expression, quoted
from segmentation.intake.source import Source

_DATES = ("date", "birth_date")
_SAME_ORDER = "order by rowid"
_ROWS_LOOKED_AT = 2_000_000
_ROWS_OF_A_BLOCK = 2_048


@dataclass(frozen=True)
class Column:
    """One column: its facts, what it is, and its values on the sample as numbers (dates in days, flags as 1 and 0).

    ``unknown`` and ``open_ends`` are texts that stand for no value, and for an end that has not come.
    """

    facts: Facts
    kind: Kind
    values: np.ndarray | None = None
    unknown: tuple[str, ...] = ()
    open_ends: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name in the file."""
        return self.facts.name

    @property
    def expression(self) -> str:
        """The column as SQL, without what stands for no value."""
        expression, without = column_expression(self.name), (*self.unknown, *self.open_ends)
        if len(without) > 1:
            return f"case when {expression} not in ({', '.join(map(_literal, without))}) then {expression} end"
        return f"nullif({expression}, {_literal(without[0])})" if without else expression

    @property
    def known_share(self) -> float:
        """The share of the rows that have a value, and none that stands for no value."""
        without = sum(count for level, count in self.facts.levels if level in (*self.unknown, *self.open_ends))
        return self.facts.filled_share * (1 - without / max(self.facts.values, 1))


@dataclass(frozen=True)
class Look:
    """All that is known of a source before deciding on it.

    ``relation`` are the rows that questions are put to which need no exact answer, ``seen`` in number: all of them, or
    of a large source blocks from all over it.
    """

    source: Source
    relation: str
    rows: int
    seen: int
    columns: tuple[Column, ...]
    decimal: str
    dates: DateFormats
    unreadable_lines: int = 0

    def __getitem__(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @cached_property
    def _ids(self) -> dict[str, str]:
        return {}

    def ids(self, name: str) -> str:
        """A table of the different texts of a column in all rows, `id`, and of how many `lines` each is."""
        if name not in self._ids:
            self._ids[name] = f"ids_{len(self._ids) + 1}"
            self.source.connection.execute(
                f"create or replace temp table {self._ids[name]} as select {text_of(name)} as id, count(*) as lines"
                f" from {self.source.relation} group by 1 having id is not null"
            )
        return self._ids[name]

    @property
    def looked_at(self) -> str:
        """What to say of a share or number that is not one of all rows; nothing where all were looked at."""
        return f" of the {columns.SAMPLED_ROWS:,} rows looked at" if self.rows > columns.SAMPLED_ROWS else ""

    @property
    def of_seen(self) -> str:
        """What to say of a number of rows in ``relation``; nothing where these are all."""
        return f" of {self.seen:,} looked at" if self.rows > self.seen else ""

    def number(self, name: str) -> str:
        """SQL that reads a column as a number."""
        if self[name].facts.declared == "number":
            return f"cast({quoted(name)} as double)"
        return reading.number(text_of(name), self.decimal)

    def short_number(self, name: str) -> str:
        """SQL that reads a column as a number, as short as its values allow, because people will read it."""
        column, exact = column_expression(name), self.number(name)
        for short in (f"try_cast({column} as double)", f"try_cast(replace({column}, ',', '.') as double)"):
            query = f"select count(*) from {self.source.relation} where {short} is distinct from {exact}"
            if self.source.connection.execute(query).fetchone() == (0,):
                return short
        return reading.number(column, self.decimal)

    def timestamp(self, name: str) -> str:
        """SQL that reads a column as a timestamp."""
        if self[name].facts.declared == "date":
            return f"cast({quoted(name)} as timestamp)"
        return self.timestamp_of(name, text_of(name))

    def timestamp_of(self, name: str, text: str) -> str:
        """SQL that reads a text as a timestamp, as those of a column are written."""
        return reading.timestamp(text, self.dates.of_column.get(name, ()))

    def rows_with(self, name: str, texts: tuple[str, ...]) -> int:
        """How many rows have one of some texts in a column."""
        query = (
            f"select count(*) from {self.source.relation} where {text_of(name)} in ({', '.join(map(_literal, texts))})"
        )
        return self.source.connection.execute(query).fetchone()[0]


def text_of(name: str) -> str:
    """SQL of a column as trimmed text, empty where there is none."""
    return columns.trimmed(f"cast({quoted(name)} as varchar)")


def take(source: Source) -> Look:
    """Measure a source and say what each column is.

    Raises
    ------
    InputError
        If it has no rows, or a single column.
    """
    whole = source.relation
    if source.is_text:
        source, unreadable = _without_unreadable(source)
    else:
        unreadable = 0
    relation, rows, seen = _rows_looked_at(source, whole)
    # A text file is read whole each time, whichever columns are asked for.
    counted_at_once = 8 if source.is_text else 1
    facts = columns.measure(source.connection, source.relation, rows, relation, counted_at_once)
    if not facts or rows == 0:
        what = "has a header and no rows" if source.is_text else "has no rows"
        raise InputError(f"{source.name} {what}: bring one with the customers or orders below.")
    if len(facts) == 1:
        raise InputError(
            f"{source.name} has one column, {facts[0].name}: bring a table with an id and figures of each customer, or"
            " name the delimiter in dbt_project.yml if it has more."
        )
    decimal = kinds.decimal_mark([each for each in facts if each.declared == "text" and not each.dates])
    numbers = _numbers(source, [each for each in facts if _may_be_numbers(each, decimal)], decimal)
    facts = [
        replace(each, numbers=columns.shape_of(numbers[each.name])) if each.name in numbers else each for each in facts
    ]
    found = {each.name: kinds.kind_of(each, decimal) for each in facts}
    formats = dates.choose_formats([each for each in facts if found[each.name].name in _DATES])
    look = Look(
        source,
        relation,
        rows,
        seen,
        tuple(Column(each, found[each.name]) for each in facts),
        decimal,
        formats,
        unreadable,
    )
    look = replace(look, columns=tuple(_with_placeholders(look, column) for column in look.columns))
    return replace(look, columns=tuple(replace(c, values=_values(look, c, numbers)) for c in look.columns))


def _rows_looked_at(source, whole):
    """Where questions are put to, how many rows the source has, and how many of them are looked at."""
    connection = source.connection
    rows = connection.execute(f"select count(*) from {source.relation}").fetchone()[0]
    if rows <= _ROWS_LOOKED_AT:
        return source.relation, rows, rows
    place = "file_index, file_row_number" if source.is_file else "'', row_number() over ()"
    connection.execute(f"""
        create or replace temp table looked_at as
        select * from {whole}
        where hash({place} // {_ROWS_OF_A_BLOCK}) % {1 + rows // _ROWS_LOOKED_AT} = 0
        {"and unreadable_line is null" if source.is_text else ""}
    """)
    return "looked_at", rows, connection.execute("select count(*) from looked_at").fetchone()[0]


def _with_placeholders(look, column):
    """The column with the values that stand for none, as far as its kind can have such."""
    kind, counts = column.kind.name, dict(column.facts.levels)
    shares = {text: (count, count / max(column.facts.values, 1)) for text, count in counts.items()}
    if kind in _DATES:
        days = _read(look, look.timestamp_of(column.name, "value"), counts)
        unknown = placeholders.unknown_days(days, shares, of_births=kind == "birth_date")
        return replace(column, unknown=unknown, open_ends=placeholders.open_ends(days) if kind == "date" else ())
    find = {"age": placeholders.unknown_ages, "birth_year": placeholders.unknown_years}.get(kind)
    if find:
        return replace(column, unknown=find(_read(look, reading.number("value", look.decimal), counts), shares))
    return column


def _read(look, sql, texts):
    """What an expression over `value` makes of some texts."""
    query = f"select value, {sql} from (select unnest($texts) as value)"
    return dict(look.source.connection.execute(query, {"texts": list(texts)}).fetchall())


def _without_unreadable(source):
    connection, relation = source.connection, source.relation
    unreadable = connection.execute(f"select count(unreadable_line) from {relation}").fetchone()[0]
    if unreadable:
        connection.execute(f"create view readable as select * from {relation} where unreadable_line is null")
        source = replace(source, relation="readable")
    return source, unreadable


def _may_be_numbers(facts, decimal):
    return facts.declared == "number" or (facts.point if decimal == "." else facts.comma) >= 0.5


def _numbers(source, facts, decimal):
    expressions = [
        quoted(each.name) if each.declared == "number" else reading.number(text_of(each.name), decimal)
        for each in facts
    ]
    return _fetched(source, dict(zip((each.name for each in facts), expressions, strict=True)))


def _values(look, column, numbers):
    name, kind = column.name, column.kind.name
    if kind in _DATES or column.unknown:
        query = reading.number(text_of(name), look.decimal)
        query = f"epoch({look.timestamp(name)}) / 86400.0" if kind in _DATES else query
        return _fetched(look.source, {name: _where_known(column, query)})[name]
    if name in numbers and kind in ("number", "age", "birth_year", "category", "flag", "damaged", "model_output"):
        return numbers[name]
    if kind == "flag":
        return _fetched(look.source, {name: reading.flag(reading.given(quoted(name)))})[name]
    return None


def _where_known(column, sql):
    without = (*column.unknown, *column.open_ends)
    if not without:
        return sql
    return f"case when {text_of(column.name)} not in ({', '.join(map(_literal, without))}) then {sql} end"


def _literal(text):
    return "'" + text.replace("'", "''") + "'"


def _fetched(source, expressions):
    """Columns of the sample as arrays of floats, empty values as NaN, all in the same order of rows."""
    if not expressions:
        return {}
    selected = ", ".join(f"cast({sql} as double)" for sql in expressions.values())
    table = source.connection.sql(f"select {selected} from sampled {_SAME_ORDER}").to_arrow_table()
    arrays = [column.to_numpy() for column in table.columns]
    return {
        name: np.where(np.isfinite(values), values, np.nan).astype(float)
        for name, values in zip(expressions, arrays, strict=True)
    }
