"""A build, and one a month later that trains anew and reads what the first one left, have the tables of DuckDB's.

On a session of a build each, whose catalogue outlives it, and on one server of Spark Connect for both.
"""

import shutil
from contextlib import contextmanager

import pytest
import shop
from building import MASTER, begun, begun_on_duckdb, profile, unlike_duckdb
from services import connect_server

BUILDS = {"2026-05-31": {}, "2026-06-30": {"train": "always"}}
pytestmark = pytest.mark.long


def done(build, folder):
    assert build.wait() == 0, (folder / "build.log").read_text()[-4000:]


@pytest.fixture(scope="module")
def arguments(tmp_path_factory):
    """Brings the inputs up to a day, and gives the arguments of its build."""
    folder = tmp_path_factory.mktemp("inputs")

    def arguments(until):
        shop.write_inputs(folder, until=until)
        return shop.arguments(folder, until=until, **BUILDS[until])

    return arguments


@pytest.fixture(scope="module")
def on_duckdb(arguments, tmp_path_factory):
    """The warehouse after each build, by day."""
    folder, found = tmp_path_factory.mktemp("duckdb"), {}
    for until in BUILDS:
        done(begun_on_duckdb(folder, *arguments(until)), folder)
        found[until] = tmp_path_factory.mktemp("kept") / "warehouse.duckdb"
        shutil.copy(folder / "warehouse.duckdb", found[until])
    return found


@contextmanager
def own_sessions(folder):
    yield profile(folder, **{"spark.sql.catalogImplementation": "hive"}), {}


@contextmanager
def connected(folder):
    pytest.importorskip("grpc_status", reason="Spark Connect needs grpcio-status and googleapis-common-protos")
    settings = {"spark.sql.shuffle.partitions": 1, "spark.sql.catalogImplementation": "in-memory"}
    with connect_server(folder, master=MASTER, settings=settings) as address:
        yield profile(folder), {"SPARK_REMOTE": address}


@pytest.mark.parametrize("reached", [own_sessions, connected])
def test_tables_are_those_of_duckdb_after_each_build(arguments, on_duckdb, reached, tmp_path):
    with reached(tmp_path) as (profiles, environment):
        for until in BUILDS:
            done(begun(tmp_path, *arguments(until), profiles=profiles, **environment), tmp_path)
            assert unlike_duckdb(on_duckdb[until], tmp_path) == {}
