"""The public tables of a whole build on Spark become a DuckDB file, with descriptions; those of a part do not."""

from datetime import datetime

import duckdb
import pytest

from segmentation.warehouse.spark.export import export, left_behind
from segmentation.warehouse.spark.relation import Session

TOTALS = {
    "total": ("double", "What was spent."),
    "of": ("string", "Whose it is."),
    "since": ("timestamp", "From when."),
}
BUILDS = dict.fromkeys(("build_id", "tables_behind"), ("string", "")) | dict.fromkeys(
    ("began_at", "published_at"), ("timestamp", "")
)


def node(name, columns, schema="marts"):
    described = {each: {"data_type": kind, "description": text} for each, (kind, text) in columns.items()}
    kinds = {"resource_type": "model", "schema": schema, "name": name, "alias": name, "config": {"enabled": True}}
    return kinds | {"description": f"It's {name}.", "columns": described}


NODES = {
    "model.totals": node("totals", TOTALS),
    "model.published_builds": node("published_builds", BUILDS),
    "model.inner": node("inner", {}, schema="ml"),
}


@pytest.fixture
def session(spark):
    spark.sql("create schema if not exists marts")
    for table in ("totals", "published_builds"):
        spark.sql(f"drop table if exists marts.{table}")
    spark.sql(
        "create table marts.totals as select 1.5d as total, 'a' as of, timestamp_ntz '2025-01-31 10:00:00' as since"
    )
    names = ", ".join(f"cast(null as {kind}) as {name}" for name, (kind, _) in BUILDS.items())
    spark.sql(f"create table marts.published_builds as select {names} where false")
    return Session(spark)


def test_the_file_has_the_tables_their_descriptions_and_the_build(session, tmp_path):
    target = tmp_path / "published" / "warehouse.duckdb"
    for _ in range(2):
        export(session, NODES, target, build="b1", began_at=datetime(2025, 2, 1))
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    with duckdb.connect(str(target), read_only=True) as connection:
        rows = connection.execute("select * from marts.totals").fetchall()
        assert rows == [(1.5, "a", datetime(2025, 1, 31, 10))]
        described = connection.execute("select comment from duckdb_columns() where table_name = 'totals'").fetchall()
        assert described == [("What was spent.",), ("Whose it is.",), ("From when.",)]
        assert connection.execute("select build_id, tables_behind from marts.published_builds").fetchall() == [
            ("b1", "")
        ]


def test_nothing_is_exported_of_a_part_or_after_a_failure():
    whole = {"model.totals": "success", "model.published_builds": "success", "model.inner": "success"}
    assert left_behind(NODES, whole) == []
    assert left_behind(NODES, {"model.totals": "success"}) == ["published_builds"]
    assert left_behind(NODES, whole | {"model.inner": "error"}) == ["published_builds", "totals"]
