"""What the models ask of an engine: DuckDB gives it as it is, `segmentation.warehouse.spark` for Apache Spark."""

from collections.abc import Callable
from typing import Any, Protocol, Self

import pyarrow as pa


class Relation(Protocol):
    """Rows that are filtered, joined and sorted where they are, and then read: methods of DuckDB's own."""

    def filter(self, condition: str) -> Self:
        """Rows for which a condition holds."""

    def order(self, by: str) -> Self:
        """All rows in order."""

    def project(self, columns: str) -> Self:
        """Columns, or expressions of them."""

    def aggregate(self, columns: str) -> Self:
        """One row for each combination of values."""

    def limit(self, rows: int) -> Self:
        """The first rows."""

    def set_alias(self, alias: str) -> Self:
        """The same rows under a name by which a join calls them."""

    def join(self, other: Self, condition: str, how: str = "inner") -> Self:
        """Rows of both that belong together, by `left` those without any too."""

    def fetchall(self) -> list[tuple]:
        """All rows as tuples."""

    def to_arrow_table(self) -> pa.Table:
        """All rows as an Arrow table."""


class Session(Protocol):
    """What a Python model gets from dbt next to its relations."""

    def table(self, name: str) -> Relation:
        """The relation of a table."""

    def sql(self, query: str) -> Relation:
        """The relation of a query."""


def mapped(
    relation: Relation, function: Callable[[pa.Table], pa.Table], schema: pa.Schema, *, at_once: bool = False
) -> pa.Table | Any:
    """What a function makes of each row: a table on DuckDB; elsewhere a relation of rows that stay where they are.

    Parameters
    ----------
    relation : Relation
    function : callable
        Gets a table of rows, and gives rows of ``schema``.
    schema : pyarrow.Schema
    at_once : bool
        Whether the function has to see all rows together, and not some of them at a time.
    """
    if hasattr(relation, "mapped"):
        return relation.mapped(function, schema, at_once=at_once)
    return function(relation.to_arrow_table())


def columns_of(session: Any, table: str) -> list[str]:
    """Names of the columns of a table, by schema and name; none where there is no such table."""
    if hasattr(session, "columns"):
        return session.columns(table)
    known = session.execute(
        "select column_name from information_schema.columns where concat(table_schema, '.', table_name) = ?", [table]
    )
    return [name for (name,) in known.fetchall()]
