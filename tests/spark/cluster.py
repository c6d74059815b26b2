"""The sample built on a standalone cluster of two workers, of which one is killed in mid-build.

Run by hand: ``python tests/spark/cluster.py WAREHOUSE FOLDER [ARGUMENTS OF DBT]`` with a DuckDB build of the sample to
compare with, and a new folder for the tables. It prints when the worker was killed, and what differs.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pyspark
import yaml
from building import PROFILES, begun, tables_of, unlike_duckdb

SPARK = Path(pyspark.__file__).parent
LOOPBACK = "127.0.0.1"
# By then order lines are worked on.
TABLES_BEFORE_KILL = 35


@contextmanager
def cluster(folder, *, workers):
    """A master and its workers on loopback: its address, and the processes of the workers, each leading its group."""
    port = _free_port()
    address = f"spark://{LOOPBACK}:{port}"
    started = [_started(folder, "master.Master", "--host", LOOPBACK, "--port", str(port), "--webui-port", "0")]
    _wait_for(lambda: socket.create_connection((LOOPBACK, port)).close())
    for number in range(workers):
        place = ["--work-dir", str(folder / f"worker{number}")]
        size = ["--cores", "1", "--memory", "1g", "--webui-port", "0"]
        started.append(_started(folder, "worker.Worker", "--host", LOOPBACK, *size, *place, address))
    try:
        yield address, started[1:]
    finally:
        for process in started:
            _kill(process)


def _started(folder, service, *arguments):
    command = [str(SPARK / "bin" / "spark-class"), f"org.apache.spark.deploy.{service}", *arguments]
    environment = os.environ | {"SPARK_LOCAL_IP": LOOPBACK, "SPARK_HOME": str(SPARK)}
    with (folder / "cluster.log").open("a") as log:
        return subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)


def _kill(process):
    """End a process and the executors it has started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _profile(folder):
    """That of the tests, with work for both workers."""
    profile = yaml.safe_load((PROFILES / "profiles.yml").read_text())
    profile["customer_segmentation"]["outputs"]["spark"]["settings"] |= {"spark.sql.shuffle.partitions": 4}
    (folder / "profiles.yml").write_text(yaml.safe_dump(profile))
    return folder


def _free_port():
    with socket.socket() as found:
        found.bind((LOOPBACK, 0))
        return found.getsockname()[1]


def _wait_for(attempt, seconds=60):
    until = time.monotonic() + seconds
    while True:
        try:
            return attempt()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)


def main(warehouse, folder, *arguments):
    """Build, kill, and compare; the exit code says whether all is as on DuckDB."""
    folder.mkdir(parents=True)
    with cluster(folder, workers=2) as (address, workers):
        build = begun(folder, *arguments, profiles=_profile(folder), SPARK_MASTER=address, SPARK_LOCAL_IP=LOOPBACK)
        while build.poll() is None and len(tables_of(folder)) < TABLES_BEFORE_KILL:
            time.sleep(0.5)
        print(f"One of two workers is killed after {len(tables_of(folder))} tables.", flush=True)
        _kill(workers[0])
        code = build.wait()
    print(f"The build ended with {code}, and {len(tables_of(folder))} tables.")
    found = unlike_duckdb(warehouse, folder) if code == 0 else {}
    for table, sentences in found.items():
        print(f"{table}: {'; '.join(sentences)}")
    print(f"{len(found)} tables differ from those of DuckDB.")
    return code or int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:]))
