"""The sample built on a standalone cluster of two workers, of which one is killed in mid-build.

Run by hand: ``python tests/spark/cluster.py WAREHOUSE FOLDER [ARGUMENTS OF DBT]`` with a DuckDB build of the sample to
compare with, and a new folder for the tables. It prints when the worker was killed, and what differs.
"""

import sys
import time
from pathlib import Path

from building import begun, profile, tables_of, unlike_duckdb
from services import LOOPBACK, cluster, kill

# By then order lines are worked on.
TABLES_BEFORE_KILL = 35


def main(warehouse, folder, *arguments):
    """Build, kill, and compare; the exit code says whether all is as on DuckDB."""
    folder.mkdir(parents=True)
    with cluster(folder, workers=2) as (address, workers):
        # With work for both workers.
        profiles = profile(folder, **{"spark.sql.shuffle.partitions": 4})
        build = begun(folder, *arguments, profiles=profiles, SPARK_MASTER=address, SPARK_LOCAL_IP=LOOPBACK)
        while build.poll() is None and len(tables_of(folder)) < TABLES_BEFORE_KILL:
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:]))
