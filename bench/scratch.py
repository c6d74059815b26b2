"""A copy of the project in a folder of its own, what its commands cost, and a command for shops of growing size."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click
import duckdb

PROJECT = Path(__file__).parents[1]
PARTS = ("models", "python_models", "macros", "seeds", "analyses", "tests/dbt", "segmentation", "dashboards", "bench")
SECONDS_BETWEEN_LOOKS = 0.5
GIGABYTE = 1e9
BEGIN, END = "<!-- figures -->\n", "<!-- end of figures -->"
SIZES = (10_000, 100_000, 1_000_000)


def measured_by_size(measure: Callable[[int, Path], dict], show: Callable[[list[dict]], None]) -> click.Command:
    """A command that measures made-up shops of growing size, and shows what is known after each.

    Parameters
    ----------
    measure : callable
        Gets a number of customers and an empty folder, and gives figures; its first line describes the command.
    show : callable
        Prints the figures of all sizes so far.
    """

    @click.command(help=measure.__doc__)
    @click.option("--customers", multiple=True, type=int, default=SIZES, show_default=True)
    @click.option("--json", "target", type=click.Path(path_type=Path), help="Write the figures there too.")
    @click.option("--folder", type=click.Path(path_type=Path), help="Work there, and leave everything for a look.")
    def command(customers, target, folder):
        results = []
        for size in customers:
            with tempfile.TemporaryDirectory() as passing:
                place = (folder or Path(passing)) / str(size)
                shutil.rmtree(place, ignore_errors=True)
                place.mkdir(parents=True)
                results.append(measure(size, place))
            show(results)
            if target:
                target.write_text(json.dumps(results, indent=1) + "\n")

    return command


def write_figures(page: Path, tables: str) -> None:
    """Put tables of figures in the place of those that a page of the docs has."""
    before, rest = page.read_text().split(BEGIN)
    after = rest.split(END)[1]
    page.write_text(f"{before}{BEGIN}\n{tables}\n\n{END}{after}")


@dataclass(frozen=True)
class Cost:
    """What a command took: wall and CPU seconds, peak memory, and the most that lay in its temporary folder, in GB."""

    seconds: float
    cpu: float
    memory: float
    temporary: float = 0.0


class Scratch:
    """A copy of the project, with a warehouse and a temporary folder next to it."""

    def __init__(self, folder: Path):
        self.project, self.warehouse = folder / "project", folder / "warehouse.duckdb"
        self._temporary = folder / "warehouse.duckdb.tmp"
        shutil.rmtree(self.project, ignore_errors=True)
        self.warehouse.unlink(missing_ok=True)
        for part in PARTS:
            shutil.copytree(PROJECT / part, self.project / part)
        for name in ("dbt_project.yml", "profiles.yml", "selectors.yml"):
            shutil.copy(PROJECT / name, self.project)
        self._environment = os.environ | {
            "SEGMENTS_WAREHOUSE": str(self.warehouse),
            "PYTHONPATH": str(self.project),
        }

    def segments(self, *arguments: str) -> Cost:
        """Run a command of the package."""
        return self.python("-c", "from segmentation.cli.main import main; main()", *arguments)

    def dbt(self, *arguments: str) -> Cost:
        """Run dbt."""
        return self.python("-m", "dbt.cli.main", *arguments)

    def python(self, *arguments: str) -> Cost:
        """Run Python in the project; a command that fails ends the benchmark.

        The kernel counts CPU and peak memory of a process with the children for which it waited.
        """
        out = self.project.parent / "output.txt"
        start = time.perf_counter()
        with out.open("w") as file:
            process = subprocess.Popen(
                [sys.executable, *arguments], cwd=self.project, env=self._environment, stdout=file, stderr=file
            )
            ended = threading.Event()
            looks = []
            watcher = threading.Thread(target=self._watch, args=(ended, looks))
            watcher.start()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            ended.set()
            watcher.join()
        seconds = time.perf_counter() - start
        if process.returncode:
            raise SystemExit(f"{' '.join(arguments)} failed:\n{out.read_text()[-4000:]}")
        cpu, memory = usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / GIGABYTE
        return Cost(seconds, cpu, memory, max(looks, default=0) / GIGABYTE)

    def _watch(self, ended, looks):
        while not ended.wait(SECONDS_BETWEEN_LOOKS):
            try:
                looks.append(sum(path.stat().st_size for path in self._temporary.rglob("*") if path.is_file()))
            except FileNotFoundError:
                continue

    def seconds_by_group(self) -> dict[str, float]:
        """Seconds of the threads of the last build by the folder of its nodes, data tests as one group."""
        groups: Counter[str] = Counter()
        results = json.loads((self.project / "target" / "run_results.json").read_text())["results"]
        nodes = json.loads((self.project / "target" / "manifest.json").read_text())["nodes"]
        for result in results:
            node = nodes.get(result["unique_id"])
            if node is not None:
                group = "tests" if node["resource_type"] == "test" else str(Path(node["original_file_path"]).parent)
                groups[group] += result["execution_time"]
        return dict(groups.most_common())

    def rows(self, query: str) -> list[tuple]:
        """Rows of the warehouse."""
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            return connection.sql(query).fetchall()
