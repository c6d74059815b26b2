"""The sample built on Spark in a process of its own, and its tables next to those of DuckDB."""

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import yaml
from comparing import differences

from segmentation.warehouse import publication

PROJECT = Path(__file__).parents[2]
PROFILES = Path(__file__).parent
MASTER = "local[2]"
SCHEMAS = ("raw", "staging", "intermediate", "features", "ml", "marts")
# Numbers by which an engine finds or compares rows, what a build says of itself, and the digest of a file, which Spark
# reads itself: each has its own, or none.
OF_THE_BUILD = {
    "customer_key",
    "order_key",
    "row_position",
    "fingerprint",
    "made_as",
    "added_at",
    "seconds",
    "content_hash",
}


def begun(folder: Path, *arguments: str, profiles: Path = PROFILES, **environment: str) -> subprocess.Popen:
    """A build on Spark, of the sample where arguments of dbt ask for nothing else.

    A folder has what it writes in ``build.log``, and the tables under ``tables``.
    """
    environment = {"SEGMENTS_SPARK_FOLDER": str(folder), "SPARK_MASTER": MASTER} | environment
    return _begun(folder, "--target", "spark", "--profiles-dir", str(profiles), *arguments, **environment)


def begun_on_duckdb(folder: Path, *arguments: str) -> subprocess.Popen:
    """The same on DuckDB, into ``warehouse.duckdb``."""
    return _begun(folder, *arguments)


def _begun(folder, *arguments, **environment):
    return subprocess.Popen(
        [sys.executable, "-m", "dbt.cli.main", "build", "--target-path", str(folder / "target"), *arguments],
        cwd=PROJECT,
        env=os.environ | {"SEGMENTS_WAREHOUSE": str(folder / "warehouse.duckdb")} | environment,
        stdout=(folder / "build.log").open("w"),
        stderr=subprocess.STDOUT,
    )


def profile(folder: Path, **settings: object) -> Path:
    """A folder with the profile of the tests and further settings of Spark."""
    given = yaml.safe_load((PROFILES / "profiles.yml").read_text())
    given["customer_segmentation"]["outputs"]["spark"]["settings"] |= settings
    (folder / "profiles.yml").write_text(yaml.safe_dump(given))
    return folder


def tables_of(folder: Path) -> dict[str, str]:
    """What reads each table that a build has written, by schema and name."""
    return {
        f"{schema}.{place.name}": f"read_parquet('{place}/*.parquet')"
        for schema in SCHEMAS
        for place in sorted((folder / "tables" / f"{schema}.db").glob("*"))
    }


def unlike_duckdb(warehouse: str, folder: Path) -> dict[str, list[str]]:
    """The differences of tables on Spark from those of a warehouse, by table; those without any are left out.

    The record of builds is filled by what publishes the tables: on Spark in the file for readers alone.
    """
    with duckdb.connect() as connection:
        connection.execute(f"attach '{warehouse}' as warehouse (read_only)")
        connection.execute("use warehouse")
        found = {
            table: differences(connection, table, rows, without=OF_THE_BUILD)
            for table, rows in tables_of(folder).items()
            if table != publication.RECORD
        }
    return {table: sentences for table, sentences in found.items() if sentences}
