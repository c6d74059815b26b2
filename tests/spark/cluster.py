"""The small shop built on a standalone cluster of two workers, of which one is killed once the models are trained.

Run by hand: ``python tests/spark/cluster.py FOLDER [WAREHOUSE [ARGUMENTS OF DBT]]`` with a new folder for the tables.
With a warehouse, a DuckDB build of the sample, the sample is built and compared with it. It prints when the worker was
killed, and what differs.
"""

import sys
import time
from pathlib import Path

import shop
from building import begun, begun_on_duckdb, profile, tables_of, unlike_duckdb
from services import LOOPBACK, cluster, kill

DAY = "2026-05-31"
# By then the customers have yet to be scored.
LAST_BEFORE_KILL = "ml.trained_models"


def main(folder, warehouse=None, *arguments):
    """Build, kill, and compare; the exit code says whether all is as on DuckDB."""
    folder.mkdir(parents=True)
    if warehouse is None:
        warehouse, arguments = _on_duckdb(folder)
    with cluster(folder, workers=2) as (address, workers):
        # With work for both workers.
        profiles = profile(folder, **{"spark.sql.shuffle.partitions": 4})
        build = begun(folder, *arguments, profiles=profiles, SPARK_MASTER=address, SPARK_LOCAL_IP=LOOPBACK)
        while build.poll() is None and LAST_BEFORE_KILL not in tables_of(folder):
            time.sleep(0.5)
        print(f"One of two workers is killed after {len(tables_of(folder))} tables.", flush=True)
        kill(workers[0])
        code = build.wait()
    print(f"The build ended with {code}, and {len(tables_of(folder))} tables.")
    found = unlike_duckdb(warehouse, folder) if code == 0 else {}
    for table, sentences in found.items():
        print(f"{table}: {'; '.join(sentences)}")
    print(f"{len(found)} tables differ from those of DuckDB.")
    return code or int(bool(found))


def _on_duckdb(folder):
    """The shop as DuckDB has built it, and the arguments of its build."""
    folder = folder / "duckdb"
    folder.mkdir()
    shop.write_inputs(folder, until=DAY)
    arguments = shop.arguments(folder, until=DAY)
    if begun_on_duckdb(folder, *arguments).wait():
        raise SystemExit((folder / "build.log").read_text()[-4000:])
    return folder / "warehouse.duckdb", arguments


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
