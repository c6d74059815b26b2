"""The sample built on Spark has the public tables that it has on DuckDB."""

import os
import subprocess
import sys

import duckdb
import pytest
from comparing import differences
from conftest import PROFILES, PROJECT

# What is no result: the times of a run, and the record of builds.
NOT_COMPARED = {"algorithm_comparison": ["seconds"]}
OF_ITS_OWN = {"published_builds"}


@pytest.fixture(scope="module")
def on_spark(tmp_path_factory):
    """The public tables of the sample, built on Spark in a process of its own and exported."""
    folder = tmp_path_factory.mktemp("sample")
    command = ["build", "--target", "spark", "--profiles-dir", str(PROFILES), "--target-path", str(folder / "target")]
    done = subprocess.run(
        [sys.executable, "-m", "dbt.cli.main", *command, "--resource-type", "seed", "--resource-type", "model"],
        cwd=PROJECT,
        env=os.environ
        | {"SEGMENTS_SPARK_FOLDER": str(folder / "tables"), "SEGMENTS_WAREHOUSE": str(folder / "warehouse.duckdb")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    return folder / "published" / "warehouse.duckdb"


@pytest.fixture(scope="module")
def on_duckdb():
    """The same, as DuckDB has built them."""
    given = os.environ.get("SEGMENTS_TEST_WAREHOUSE")
    if not given:
        pytest.skip("SEGMENTS_TEST_WAREHOUSE names no build of the sample to compare with")
    return given


def test_public_tables_are_those_of_duckdb(on_duckdb, on_spark):
    with duckdb.connect() as connection:
        connection.execute(f"attach '{on_duckdb}' as duck (read_only)")
        connection.execute(f"attach '{on_spark}' as spark (read_only)")
        tables, others = (_public_tables(connection, catalogue) for catalogue in ("duck", "spark"))
        assert others == tables
        found = {}
        for name in sorted(tables - OF_ITS_OWN):
            left_out = NOT_COMPARED.get(name, ())
            found[name] = differences(connection, f"duck.marts.{name}", f"spark.marts.{name}", without=left_out)
    assert {name: sentences for name, sentences in found.items() if sentences} == {}


def _public_tables(connection, catalogue):
    names = "select table_name from information_schema.tables where table_catalog = ? and table_schema = 'marts'"
    return {name for (name,) in connection.execute(names, [catalogue]).fetchall()}
