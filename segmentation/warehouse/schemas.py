"""Schemas by their own names: a build may give all of them a prefix, which statements need not know."""

import re
from collections.abc import Callable, Iterable
from typing import Any

import duckdb

NAMES = ("raw", "staging", "intermediate", "features", "ml", "marts")
# Every build notes itself in this table, so that it says which schema `marts` is called.
RECORD = "published_builds"

# Tables that commands make, which a warehouse may not have yet.
_MADE_BY_COMMANDS = ("erasures",)
_CATALOGUES = {
    "duckdb_tables()": "schema_name",
    "duckdb_views()": "schema_name",
    "duckdb_columns()": "schema_name",
    "information_schema.tables": "table_schema",
    "information_schema.columns": "table_schema",
}


def prefix(connection: duckdb.DuckDBPyConnection) -> str:
    """What stands before the names of the schemas in a database; of several that of the last build, else the last."""
    found = connection.execute(
        "select schema_name from duckdb_tables() where database_name = current_database() and table_name = ?"
        " and ends_with(schema_name, 'marts') order by all",
        [RECORD],
    ).fetchall()
    if len(found) > 1:
        begun = [f"select '{schema}', max(began_at) from {schema}.{RECORD}" for (schema,) in found]
        found = connection.execute(f"{' union all '.join(begun)} order by 2 desc nulls last, 1 desc").fetchall()
    return found[0][0].removesuffix("marts") if found else ""


def with_own_names(connection: duckdb.DuckDBPyConnection, *, new: str = "", tables: Iterable[str] = ()) -> Any:
    """A connection that takes statements without the prefix; itself where the schemas have none.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
    new : str
        The prefix of schemas that are still to be made.
    tables : iterable of str
        Names of tables that are still to be made.
    """
    found = prefix(connection) or new
    return _WithPrefix(connection, found, tables) if found else connection


class _WithPrefix:
    """A connection whose statements name schemas without their prefix, and whose catalogue has no other schemas."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, found: str, new_tables: Iterable[str]):
        self._connection = connection
        self._named = _renaming(connection, found, new_tables)

    def execute(self, sql: str, *parameters: Any) -> Any:
        return self._connection.execute(self._named(sql), *parameters)

    def sql(self, sql: str) -> Any:
        return self._connection.sql(self._named(sql))

    def __enter__(self) -> "_WithPrefix":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def _renaming(connection: duckdb.DuckDBPyConnection, found: str, new_tables: Iterable[str]) -> Callable[[str], str]:
    """What gives a statement the names that are in the database: of its tables alone, since aliases may be alike."""
    rows = connection.execute(
        "select distinct table_name from duckdb_columns() where database_name = current_database()"
        " and starts_with(schema_name, ?)",
        [found],
    ).fetchall()
    tables = "|".join(map(re.escape, {*(name for (name,) in rows), *_MADE_BY_COMMANDS, *new_tables}))
    address = re.compile(rf"(?<![\w./'])({'|'.join(NAMES)})(?=\.\"?(?:{tables})\b)")
    made = re.compile(rf"(schema if not exists )({'|'.join(NAMES)})\b")
    catalogue = re.compile("|".join(map(re.escape, _CATALOGUES)))

    def own(match: re.Match[str]) -> str:
        column = _CATALOGUES[match[0]]
        return (
            f"(select * replace (substr({column}, {len(found) + 1}) as {column}) from {match[0]}"
            f" where starts_with({column}, '{found}'))"
        )

    def named(sql: str) -> str:
        return catalogue.sub(own, made.sub(rf"\1{found}\2", address.sub(rf"{found}\1", sql)))

    return named
