"""The sample built on Spark, with its data tests, has the tables that it has on DuckDB: those of the segments too."""

import os

import duckdb
import pytest
from building import begun, tables_of, unlike_duckdb


@pytest.fixture(scope="module")
def on_spark(tmp_path_factory):
    """Where the sample has been built on Spark."""
    folder = tmp_path_factory.mktemp("sample")
    assert begun(folder).wait() == 0, (folder / "build.log").read_text()[-4000:]
    return folder


@pytest.fixture(scope="module")
def on_duckdb():
    """The sample as DuckDB has built it."""
    given = os.environ.get("SEGMENTS_TEST_WAREHOUSE")
    if not given:
        pytest.skip("SEGMENTS_TEST_WAREHOUSE names no build of the sample to compare with")
    return given


def tables_in(file):
    with duckdb.connect(str(file), read_only=True) as connection:
        found = connection.execute("select concat(table_schema, '.', table_name) from information_schema.tables")
        return {name for (name,) in found.fetchall()}


def test_tables_are_those_of_duckdb(on_duckdb, on_spark):
    assert set(tables_of(on_spark)) >= tables_in(on_duckdb)
    assert unlike_duckdb(on_duckdb, on_spark) == {}


def test_the_public_tables_are_published_as_a_duckdb_file(on_duckdb, on_spark):
    public = {table for table in tables_in(on_duckdb) if table.startswith("marts.")}
    assert tables_in(on_spark / "published" / "warehouse.duckdb") == public
