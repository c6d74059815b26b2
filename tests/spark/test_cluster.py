"""A build on a standalone cluster of two workers ends right when one of them is killed in the middle."""

import time

import pytest
import shop
from building import begun, begun_on_duckdb, profile, tables_of, unlike_duckdb
from services import LOOPBACK, cluster, kill

pytestmark = pytest.mark.long
DAY = "2026-05-31"
# By then the customers have yet to be scored.
LAST_BEFORE_KILL = "ml.trained_models"


def test_tables_are_those_of_duckdb_where_a_worker_is_killed(tmp_path):
    on_duckdb, on_spark = (tmp_path / name for name in ("duckdb", "spark"))
    for folder in (on_duckdb, on_spark):
        folder.mkdir()
    shop.write_inputs(tmp_path, until=DAY)
    arguments = shop.arguments(tmp_path, until=DAY)
    assert begun_on_duckdb(on_duckdb, *arguments).wait() == 0, (on_duckdb / "build.log").read_text()[-4000:]
    with cluster(tmp_path, workers=2) as (address, workers):
        # With work for both workers.
        profiles = profile(tmp_path, **{"spark.sql.shuffle.partitions": 4})
        build = begun(on_spark, *arguments, profiles=profiles, SPARK_MASTER=address, SPARK_LOCAL_IP=LOOPBACK)
        while build.poll() is None and LAST_BEFORE_KILL not in tables_of(on_spark):
            time.sleep(0.5)
        made_before = len(tables_of(on_spark))
        kill(workers[0])
        assert build.wait() == 0, (on_spark / "build.log").read_text()[-4000:]
    assert len(tables_of(on_spark)) > made_before
    assert unlike_duckdb(on_duckdb / "warehouse.duckdb", on_spark) == {}
