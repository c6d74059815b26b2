"""The sample built on Spark has the tables that it has on DuckDB, up to the features and what they are like."""

import os
import subprocess
import sys

import duckdb
import pytest
from comparing import differences
from conftest import PROFILES, PROJECT

# Numbers by which an engine finds or compares rows: each has its own.
OF_THE_ENGINE = {"customer_key", "order_key", "row_position", "fingerprint", "made_as", "added_at"}
SCHEMAS = ("raw", "staging", "intermediate", "features", "ml", "marts")
FEWEST_TABLES = 40


@pytest.fixture(scope="module")
def on_spark(tmp_path_factory):
    """Parquet files of each table, by schema and name, built on Spark in a process of its own."""
    folder = tmp_path_factory.mktemp("sample")
    command = ["build", "--target", "spark", "--profiles-dir", str(PROFILES), "--target-path", str(folder / "target")]
    done = subprocess.run(
        [sys.executable, "-m", "dbt.cli.main", *command, "--selector", "spark"],
        cwd=PROJECT,
        env=os.environ | {"SEGMENTS_SPARK_FOLDER": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    return {
        (schema, place.name): f"read_parquet('{place}/*.parquet')"
        for schema in SCHEMAS
        for place in sorted((folder / "tables" / f"{schema}.db").glob("*"))
    }


@pytest.fixture(scope="module")
def on_duckdb():
    """The same, as DuckDB has built them."""
    given = os.environ.get("SEGMENTS_TEST_WAREHOUSE")
    if not given:
        pytest.skip("SEGMENTS_TEST_WAREHOUSE names no build of the sample to compare with")
    return given


def test_tables_are_those_of_duckdb(on_duckdb, on_spark):
    assert len(on_spark) >= FEWEST_TABLES
    found = {}
    with duckdb.connect() as connection:
        connection.execute(f"attach '{on_duckdb}' as warehouse (read_only)")
        connection.execute("use warehouse")
        for (schema, name), rows in on_spark.items():
            found[name] = differences(connection, f"{schema}.{name}", rows, without=OF_THE_ENGINE)
    assert {name: sentences for name, sentences in found.items() if sentences} == {}
