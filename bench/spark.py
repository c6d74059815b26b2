"""A made-up shop built on DuckDB and on Apache Spark, one after the other, and what that takes: `make bench-spark`.

Order lines are those of `bench.order_log`, a Parquet file a month. Spark runs in this machine, on two cores: its JVM is
driver and executors in one, and starts processes of Python that score customers.
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb
import psutil
from rich.console import Console
from rich.table import Table

from bench import order_log
from bench.scratch import GIGABYTE, PROJECT, measured_by_size

# To count the pages of a large process takes the kernel a while.
SECONDS_BETWEEN_LOOKS = 2
FEATURES = {
    name: {"transform": "log"}
    for name in ("recency_days", "frequency", "monetary", "length_days", "average_order_value", "categories_bought")
}
DUCKDB, SPARK = "DuckDB", "Spark"
PARTS = ("dbt", "Java", "workers", "all")
UNLIKE = """
select count(*) from duckdb.marts.customer_segments full join spark.marts.customer_segments
    using (segmentation, customer_id)
where duckdb.marts.customer_segments.segment_id is distinct from spark.marts.customer_segments.segment_id
"""


@dataclass(frozen=True)
class Cost:
    """What a build took: wall and CPU seconds, and the peak of memory in GB by the part of it that held it.

    A page of memory that several processes share counts once.
    """

    seconds: float
    cpu: float
    memory: dict[str, float]


def measure(customers: int, folder: Path) -> dict:
    """Build shops of growing size on both engines, and print what that costs."""
    # Spark takes a folder of this name for one table, as it writes it.
    orders = folder / "orders.parquet"
    orders.mkdir()
    make = ("-m", "bench.order_log", "make", str(customers), str(orders), str(folder / "later"))
    subprocess.run([sys.executable, *make], cwd=PROJECT, check=True)
    costs = {
        DUCKDB: _built(folder / "duckdb", f"{orders}/*.parquet"),
        SPARK: _built(folder / "spark", str(orders), "--target", "spark"),
    }
    with duckdb.connect() as connection:
        connection.execute(f"attach '{folder}/duckdb/warehouse.duckdb' as duckdb (read_only)")
        connection.execute(f"attach '{folder}/spark/published/warehouse.duckdb' as spark (read_only)")
        ((unlike,),) = connection.sql(UNLIKE).fetchall()
    return {
        "customers": customers,
        "orders": customers * order_log.ORDERS_EACH,
        "costs": {name: asdict(cost) for name, cost in costs.items()},
        "in another segment": unlike,
    }


def _built(folder, orders, *arguments):
    folder.mkdir()
    variables = {
        "sample": False,
        "as_of_date": order_log.LAST_DAY,
        "shops": {"shop": {"order_lines": {"file": orders}}},
        "segmentations": {"shop": {"customers": {"shop": "shop"}, "features": FEATURES}},
    }
    command = ["build", "--exclude-resource-type", "unit_test", "--target-path", str(folder / "target")]
    command += ["--log-path", str(folder / "logs"), "--vars", json.dumps(variables), *arguments]
    environment = {"SEGMENTS_WAREHOUSE": str(folder / "warehouse.duckdb"), "SEGMENTS_SPARK_FOLDER": str(folder)}
    start = time.perf_counter()
    with (folder / "output.txt").open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "dbt.cli.main", *command],
            cwd=PROJECT,
            env=os.environ | {"SPARK_MASTER": "local[2]"} | environment,
            stdout=file,
            stderr=file,
        )
        ended, looks = threading.Event(), _Looks(process.pid)
        watcher = threading.Thread(target=looks.until, args=(ended,))
        watcher.start()
        code = process.wait()
        ended.set()
        watcher.join()
    if code:
        raise SystemExit(f"{' '.join(command)} failed:\n{(folder / 'output.txt').read_text()[-4000:]}")
    return Cost(time.perf_counter() - start, sum(looks.cpu.values()), dict(looks.peaks))


class _Looks:
    """CPU seconds of a process and those it starts, and their peaks of memory by part, as seen in many looks."""

    def __init__(self, number):
        self._number = number
        self.cpu, self.peaks = {}, defaultdict(float)

    def until(self, ended):
        while not ended.wait(SECONDS_BETWEEN_LOOKS):
            try:
                self._look()
            except psutil.NoSuchProcess:
                continue

    def _look(self):
        root, now = psutil.Process(self._number), defaultdict(float)
        for process in (root, *root.children(recursive=True)):
            try:
                times, memory, words = process.cpu_times(), process.memory_full_info().pss, " ".join(process.cmdline())
            except psutil.NoSuchProcess:
                continue
            self.cpu[process.pid] = times.user + times.system
            part = "Java" if process.name() == "java" else "workers" if "pyspark.daemon" in words else "dbt"
            for name in (part, "all"):
                now[name] += memory / GIGABYTE
        for name, value in now.items():
            self.peaks[name] = max(self.peaks[name], value)


def _print(results):
    table = Table(title="What a build takes", title_justify="left", box=None)
    for heading in ("customers", "orders", "engine", "seconds", "CPU s", *(f"{part} GB" for part in PARTS), "unlike"):
        table.add_column(heading, justify="left" if heading == "engine" else "right")
    for result in results:
        for name, cost in result["costs"].items():
            table.add_row(
                f"{result['customers']:,}",
                f"{result['orders']:,}",
                name,
                f"{cost['seconds']:.0f}",
                f"{cost['cpu']:.0f}",
                *(f"{cost['memory'].get(part, 0):.2f}" for part in PARTS),
                f"{result['in another segment']:,}" if name == SPARK else "",
            )
    Console(width=120).print(table)


if __name__ == "__main__":
    measured_by_size(measure, _print)()
