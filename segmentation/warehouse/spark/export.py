"""The public tables of a build on Spark as a DuckDB file, for the site, for commands and for BI tools."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from segmentation.warehouse import publication, storage
from segmentation.warehouse.spark.relation import Session


def left_behind(nodes: Mapping[str, Mapping], statuses: Mapping[str, str]) -> list[str]:
    """Public tables that a build did not make, all of them where anything failed: then nothing is exported."""
    failed = publication.has_failed(statuses)
    return sorted(
        node["name"] for name, node in nodes.items() if publication.is_public(node) and (failed or name not in statuses)
    )


def export(session: Session, nodes: Mapping[str, Mapping], target: Path, *, build: str, began_at: datetime) -> None:
    """Write public tables with their descriptions into a new file, and put it in the place of the last one at once.

    Spark writes each table as Parquet, from where it is read: no table is in the memory of this process as a whole.

    Parameters
    ----------
    session : Session
    nodes : mapping of str to mapping
        All nodes of the project, as dbt's graph has them.
    target : pathlib.Path
        Where the file is to be. Who has the last one open goes on reading it.
    build : str
        The build to note as published.
    began_at : datetime.datetime
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".export-", dir=target.parent) as name:
        folder = Path(name)
        new = folder / target.name
        with duckdb.connect(str(new), config={"storage_compatibility_version": storage.wanted()}) as connection:
            for node in filter(publication.is_public, nodes.values()):
                _copy(session, connection, node, folder)
            now = "now()::timestamptz at time zone 'UTC'"
            connection.execute(
                f"insert into {publication.RECORD} (build_id, began_at, published_at, tables_behind)"
                f" values (?, ?, {now}, '')",
                [build, began_at],
            )
        publication.put_in_place(new, target)


def _copy(session, connection, node, folder):
    table, rows = f"{node['schema']}.{node['alias']}", folder / node["alias"]
    session.write(table, rows)
    columns = ", ".join(f"cast({name} as {each['data_type']}) as {name}" for name, each in node["columns"].items())
    connection.execute(f"create schema if not exists {node['schema']}")
    connection.execute(f"create table {table} as select {columns} from read_parquet('{rows}/*.parquet')")
    connection.execute(f"comment on table {table} is {_text(node['description'])}")
    for name, each in node["columns"].items():
        connection.execute(f"comment on column {table}.{name} is {_text(each['description'])}")


def _text(value):
    return "'" + str(value).replace("'", "''") + "'"
