"""The session of Spark in which a build runs: one in this process, a cluster's, or one of Spark Connect."""

import logging
import os
import sys
import threading
from pathlib import Path

from pyspark.sql import SparkSession

# Text is read, compared and dated as DuckDB does: see docs/spark.md.
MEANING = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.sources.default": "parquet",
    # What a build that was killed has left in the place of a table gives way.
    "spark.sql.legacy.allowNonEmptyLocationInCTAS": "true",
}

_starting = threading.Lock()
_running: list[SparkSession] = []


def of_build(folder: Path, settings: dict[str, str]) -> SparkSession:
    """The session of this process, started where there is none yet.

    Parameters
    ----------
    folder : pathlib.Path
        Where a session in this process keeps its tables and its catalogue.
    settings : dict of str to str
        Further settings of Spark, from the profile.
    """
    with _starting:
        if not _running:
            _running.append(_started(folder.resolve(), settings))
        return _running[0]


def _started(folder, settings):
    builder, chosen = SparkSession.builder.appName("segments"), dict(settings)
    if not os.environ.get("SPARK_REMOTE"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        chosen = _local(folder) | chosen
    for name, value in (chosen | MEANING).items():
        builder = builder.config(name, value)
    # A query that fails is reported by dbt, and without a page of Java.
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
    spark = builder.getOrCreate()
    if not os.environ.get("SPARK_REMOTE"):
        spark.sparkContext.setLogLevel("ERROR")
    return spark


def _local(folder):
    folder.mkdir(parents=True, exist_ok=True)
    catalogue = f"jdbc:derby:;databaseName={folder / 'catalogue'};create=true"
    return {
        "spark.master": os.environ.get("SPARK_MASTER", "local[*]"),
        "spark.driver.memory": "3g",
        "spark.driver.extraJavaOptions": f"-Dderby.stream.error.file={folder / 'derby.log'}",
        "spark.hadoop.javax.jdo.option.ConnectionURL": catalogue,
        "spark.sql.catalogImplementation": "hive",
        "spark.sql.warehouse.dir": str(folder / "tables"),
        # Many small parts, of which little data need one: what a part is sorted and grouped by fits in memory.
        "spark.sql.shuffle.partitions": "32",
        "spark.sql.adaptive.advisoryPartitionSizeInBytes": "16m",
        # Rows that lie together by customer need not move to be joined by customer and day.
        "spark.sql.requireAllClusterKeysForCoPartition": "false",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
