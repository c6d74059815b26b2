"""Services of Spark on loopback: a standalone cluster, and a server of Spark Connect."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pyspark

SPARK = Path(pyspark.__file__).parent
LOOPBACK = "127.0.0.1"


@contextmanager
def cluster(folder, *, workers):
    """A master and its workers: its address, and the processes of the workers, each leading its group."""
    port = _free_port()
    address = f"spark://{LOOPBACK}:{port}"
    started = [_started(folder, "master.Master", "--host", LOOPBACK, "--port", str(port), "--webui-port", "0")]
    try:
        _wait_for(port)
        for number in range(workers):
            place = ["--work-dir", str(folder / f"worker{number}")]
            size = ["--cores", "1", "--memory", "1g", "--webui-port", "0"]
            started.append(_started(folder, "worker.Worker", "--host", LOOPBACK, *size, *place, address))
        yield address, started[1:]
    finally:
        for process in started:
            kill(process)


@contextmanager
def connect_server(folder, *, master, settings):
    """A server of Spark Connect, which keeps its tables in a folder: its address."""
    port = _free_port()
    settings = settings | {
        "spark.connect.grpc.binding.address": LOOPBACK,
        "spark.connect.grpc.binding.port": port,
        "spark.sql.warehouse.dir": folder / "tables",
        "spark.ui.enabled": "false",
    }
    given = [part for name, value in settings.items() for part in ("--conf", f"{name}={value}")]
    server = ("--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "--master", master)
    process = _started(folder, "SparkSubmit", *server, "--driver-memory", "2g", *given, "spark-internal")
    try:
        _wait_for(port)
        yield f"sc://{LOOPBACK}:{port}"
    finally:
        kill(process)


def kill(process):
    """End a process and those it has started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _started(folder, service, *arguments):
    command = [str(SPARK / "bin" / "spark-class"), f"org.apache.spark.deploy.{service}", *arguments]
    environment = {"SPARK_LOCAL_IP": LOOPBACK, "SPARK_HOME": str(SPARK), "PYSPARK_PYTHON": sys.executable}
    with (folder / "services.log").open("a") as log:
        return subprocess.Popen(command, env=os.environ | environment, stdout=log, stderr=log, start_new_session=True)


def _free_port():
    with socket.socket() as found:
        found.bind((LOOPBACK, 0))
        return found.getsockname()[1]


def _wait_for(port, seconds=120):
    until = time.monotonic() + seconds
    while True:
        try:
            return socket.create_connection((LOOPBACK, port)).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)
