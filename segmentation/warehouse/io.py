"""Relations in, Arrow tables and numpy arrays out, and tables back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial, reduce
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.features.threads import one_thread
from segmentation.warehouse.engine import Relation, Session, columns_of, mapped

SUMS = {"name": "string", "place": "int64", "value": "double"}


def read(relation: Relation, *, where: str | None = None, order_by: str | None = None) -> pa.Table:
    """Read a relation, filtered and ordered by the engine."""
    relation = relation.filter(where) if where else relation
    relation = relation.order(order_by) if order_by else relation
    return relation.to_arrow_table()


def grouped(relation: Relation, *keys: str, order_by: str) -> dict[tuple, list[dict]]:
    """Rows of a small relation by key, keys and rows in order; the keys are taken out of the rows."""
    groups: dict[tuple, list[dict]] = {}
    for row in read(relation, order_by=", ".join([*keys, order_by])).to_pylist():
        groups.setdefault(tuple(row.pop(key) for key in keys), []).append(row)
    return groups


def from_last_build(dbt, session: Session, table: str) -> pa.Table | None:
    """What the last build left in a table of the schema of the model at hand; None before the first."""
    name = f"{dbt.this.schema}.{table}"
    return session.table(name).to_arrow_table() if columns_of(session, name) else None


def last_day(dbt, session: Session, table: str) -> Relation | None:
    """What the last build left in a table of several days: the last one of each segmentation; None before the first."""
    name = f"{dbt.this.schema}.{table}"
    columns = columns_of(session, name)
    if "as_of_date" not in columns:
        # A table of an earlier release is of one day.
        return session.table(name) if columns else None
    latest = f"select segmentation, max(as_of_date) from {name} group by segmentation"
    return session.sql(f"select * from {name} where (segmentation, as_of_date) in ({latest})")


def matrix(table: pa.Table, row: str, column: str, value: str) -> np.ndarray:
    """A matrix from its long form: one row per cell, indices from 1."""
    rows, columns = table[row].to_numpy() - 1, table[column].to_numpy() - 1
    result = np.zeros((rows.max() + 1, columns.max() + 1))
    result[rows, columns] = table[value].to_numpy()
    return result


def frame(parts: Iterable[dict], types: dict[str, str | dict[str, str]]) -> pa.Table:
    """Stack parts into one table of explicit types; a value that is not an array stands for all rows of its part.

    NaN becomes null: a missing figure is missing in SQL too. A type that is a dictionary of types is a table in each
    row, a list of structs: see `nested`.
    """
    fields = schema(types)
    tables = []
    for part in parts:
        length = max(len(value) for value in part.values() if _is_array(value))
        tables.append(pa.table([_column(part[field.name], length, field.type) for field in fields], schema=fields))
    return pa.concat_tables(tables) if tables else fields.empty_table()


def joined(table: pa.Table, others: Iterable[pa.Table]) -> pa.Table:
    """A table and others of its columns, one below the other."""
    return pa.concat_tables([table, *(other.cast(table.schema) for other in others)])


@dataclass(frozen=True)
class PerRow:
    """What is to be made of the rows of a relation, each for itself: ``function`` gets some and gives parts of `frame`.

    With ``at_once`` it gets all of them.
    """

    relation: Relation
    function: Callable[[pa.Table], Iterable[dict]]
    at_once: bool = False


def frame_per_row(wanted: Iterable[PerRow], types: dict[str, str | dict[str, str]]) -> pa.Table | Any:
    """Stack what is made of rows as `frame` does; where the engine can, without a look at them in this process."""
    made = [
        mapped(each.relation, partial(_framed, each.function, types), schema(types), at_once=each.at_once)
        for each in wanted
    ]
    if made and not isinstance(made[0], pa.Table):
        return reduce(lambda one, other: one.union(other), made)
    return pa.concat_tables(made) if made else schema(types).empty_table()


def read_among(relation: Relation, column: str, values: pa.Array) -> pa.Table:
    """Read the rows that have one of some values, in no order."""
    fields = relation.limit(0).to_arrow_table().schema
    found = mapped(relation, partial(_among, column, values), fields)
    return found if isinstance(found, pa.Table) else found.to_arrow_table()


def _among(column, values, table):
    return table.filter(pc.is_in(table[column], value_set=values))


@one_thread()
def _framed(function, types, table):
    return frame(function(table), types)


def sums(relation: Relation, function: Callable[[pa.Table], dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """What a function counts of some rows, added up over all of them where they are.

    Parameters
    ----------
    relation : Relation
    function : callable
        Gets rows and gives figures by name, in as many places whatever the rows.

    Returns
    -------
    dict of str to numpy.ndarray
        Empty where there are no rows.
    """
    found = mapped(relation, partial(_long, function), schema(SUMS))
    if not isinstance(found, pa.Table):
        found = found.aggregate("name, place, sum(value) as value").to_arrow_table()
    found = found.sort_by([("name", "ascending"), ("place", "ascending")])
    names, values = found["name"], found["value"]
    return {name: values.filter(pc.equal(names, name)).to_numpy() for name in pc.unique(names).to_pylist()}


@one_thread()
def _long(function, table):
    parts = function(table) if len(table) else {}
    return frame(
        ({"name": name, "place": np.arange(values.size), "value": values.ravel()} for name, values in parts.items()),
        SUMS,
    )


def schema(types: dict[str, str | dict[str, str]]) -> pa.Schema:
    """The Arrow schema of types by column; a dictionary of types stands for a list of structs."""
    return pa.schema([(name, _arrow_type(kind)) for name, kind in types.items()])


def nested(columns: dict, types: dict[str, str]) -> pa.ListArray:
    """A table as one value, a list of structs; columns that are not named in `types` are left out.

    No columns at all give an empty list.
    """
    if columns:
        table = frame([columns], types)
        rows = pa.StructArray.from_arrays([table[name].combine_chunks() for name in types], list(types))
    else:
        rows = pa.array([], pa.struct(schema(types)))
    return pa.ListArray.from_arrays([0, len(rows)], rows)


def unnested(value: pa.ListArray | pa.ChunkedArray) -> pa.Table:
    """The rows of nested tables, one below the other."""
    chunks = value.chunks if isinstance(value, pa.ChunkedArray) else [value]
    kind = value.type.value_type
    rows = pa.chunked_array([chunk.flatten() for chunk in chunks], kind).combine_chunks()
    return pa.table({field.name: rows.field(field.name) for field in kind})


def with_columns(table: pa.Table, rows: list[dict], types: dict[str, str | dict[str, str]]) -> pa.Table:
    """A table with further columns of explicit types, a row of them for each of its own."""
    added = frame([{name: [row[name] for row in rows] for name in types}], types)
    return pa.table({each: source[each] for source in (table, added) for each in source.column_names})


def _arrow_type(kind):
    if isinstance(kind, dict):
        return pa.list_(pa.struct(schema(kind)))
    return pa.type_for_alias(kind)


def _is_array(value):
    return isinstance(value, np.ndarray | list | pa.ChunkedArray | pa.Array)


def _column(value, length, kind):
    if not _is_array(value):
        return pa.array([value] * length, kind, from_pandas=True)
    if isinstance(value, np.ndarray | list):
        return pa.array(value, kind, from_pandas=True)
    return pc.cast(value, kind)
