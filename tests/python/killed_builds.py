"""Builds that are killed: `python tests/python/killed_builds.py 1000` says how many, and what was left of them.

What dbt reads is read once, and each build is a fork of the process that has read it: a trial costs what it builds.
A third of the kills comes at a random moment of the build's own length, a third right after a node of the graph, and a
third before or after a step of the publication. After each the published file is looked at; every few kills a build
goes to its end, and has to be whole, with nothing left behind.

`--real` takes this project with a table of 120 customers in place of a project of a few models.
"""

import argparse
import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import duckdb
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

from segmentation.warehouse import places, publication

PROJECT = Path(__file__).parents[2]
FINISHED_EVERY = 5
PATIENCE = 20
KINDS = ("moment", "node", "step")
STEPS = ("note", "publish", "_copy", "put_in_place")
TABLES = ("first", "second", "third", "fourth", "fifth")
PROFILE = """
small:
  target: duckdb
  outputs:
    duckdb:
      type: duckdb
      path: "{{ env_var('SEGMENTS_WAREHOUSE') }}"
      threads: 4
      plugins:
        - module: segmentation.warehouse.storage_plugin
        - module: segmentation.warehouse.publication_plugin
"""
SETTINGS = f"""
name: {places.NAME}
profile: small
flags: {{send_anonymous_usage_stats: false}}
on-run-start: ["{{{{ begin_build() }}}}"]
on-run-end: ["{{{{ publish(results) }}}}"]
models:
  {places.NAME}:
    +materialized: table
    +schema: marts
    rows: {{+schema: ml}}
    seen: {{+materialized: view}}
"""
OF_CONFIGURATION = """
{% macro setting(name) %}{{ return(false) }}{% endmacro %}
{% macro begin_reading() %}{% endmacro %}
{% macro rows_that_stay() %}{{ return({}) }}{% endmacro %}
"""
RECORD = """
{{ own_rows({
    'build_id': 'string', 'began_at': 'timestamp', 'published_at': 'timestamp', 'tables_behind': 'string',
    'set_aside': 'string'
}) }}
"""
QUERY = " union ".join(f"select build from marts.{name}" for name in (*TABLES, "seen"))
ROWS = "select {{ var('build') }} as build, range as i, md5(range::text) as t from range(20000)"


def write_small_project(folder: Path) -> None:
    """A project of a few models with this project's own publication, whose tables say of which build they are."""
    macros, models = folder / "macros", folder / "models"
    shutil.copytree(PROJECT / "macros" / "publication", macros)
    for name in ("own_rows", "was_built", "generate_schema_name"):
        shutil.copy(PROJECT / "macros" / f"{name}.sql", macros)
    (macros / "of_configuration.sql").write_text(OF_CONFIGURATION)
    models.mkdir()
    made = {"rows": ROWS, "seen": "select * from {{ ref('rows') }}", "published_builds": RECORD}
    made |= {name: f"select * from {{{{ ref('{before}') }}}}" for before, name in itertools.pairwise(("rows", *TABLES))}
    for name, text in made.items():
        (models / f"{name}.sql").write_text(text)
    (folder / "dbt_project.yml").write_text(SETTINGS)
    (folder / "profiles.yml").write_text(PROFILE)


class Small:
    """The small project, whose builds are known by their number."""

    def __init__(self, folder: Path):
        self.project = folder / "project"
        self.project.mkdir()
        write_small_project(self.project)

    def options(self, number: int) -> list[str]:
        """What dbt is asked for, with the input of the build in its place."""
        return ["--vars", json.dumps({"build": number})]

    def builds(self, published: Path) -> set[int]:
        """The builds of which published tables are: one, if they are whole."""
        with duckdb.connect(str(published), read_only=True) as connection:
            return {build for (build,) in connection.execute(QUERY).fetchall()}

    def learn(self, number: int, published: Path) -> None:
        """Take what is published for what a whole build of this number gives."""

    def label(self, number: int) -> int:
        """What the tables of a build of this number say they are of."""
        return number


class Real:
    """This project on a table of 120 customers, who spend twice as much in every other build."""

    def __init__(self, folder: Path):
        import small_shop

        self.project, self._members, self._file = PROJECT, list(small_shop.members()), folder / "members.csv"
        settings = small_shop.settings(folder)
        members = settings["segmentations"]["members"]
        self._variables = {"sample": False, "segmentations": {"members": members | {"sub_segments": False}}}
        self._tables: dict[int, dict] = {}

    def options(self, number):
        spend = 1 + number % 2
        lines = [f"{name},{visits},{spend * spent}\n" for name, visits, spent in self._members]
        self._file.write_text("member_no,visits,spend\n" + "".join(lines))
        return ["--vars", json.dumps(self._variables), "--exclude-resource-type", "test", "unit_test"]

    def builds(self, published):
        found = _contents(published)
        known = {label for label, tables in self._tables.items() if tables == found}
        return known or {f"table {name}" for name in found if found[name] != self._tables[0].get(name)}

    def learn(self, number, published):
        self._tables[self.label(number)] = _contents(published)

    def label(self, number):
        return number % 2


# A model that a killed build had tried is not tried again.
DEPENDS_ON_KILLED_BUILDS = {"feature_drift": "exclude (was_trained, reason)"}


def _contents(published):
    """A hash of the rows of each public table, but for the record of the builds."""
    with duckdb.connect(str(published), read_only=True) as connection:
        names = connection.execute(
            "select table_name from information_schema.tables"
            " where table_schema = 'marts' and table_name <> 'published_builds' order by all"
        ).fetchall()
        return {
            name: connection.execute(
                "select count(*), sum(hash(t)) from"
                f" (select * {DEPENDS_ON_KILLED_BUILDS.get(name, '')} from marts.{name}) as t"
            ).fetchone()
            for (name,) in names
        }


class Trials:
    """Builds by forks of this process, and what is left of those that are killed."""

    def __init__(self, folder: Path, kind):
        self.folder, self.what = folder, kind(folder)
        self.warehouse = folder / "warehouse.duckdb"
        self.published = folder / publication.FOLDER / "warehouse.duckdb"
        os.environ["SEGMENTS_WAREHOUSE"] = str(self.warehouse)
        os.environ.pop("SEGMENTS_PUBLISHED", None)
        places = {"project-dir": self.what.project, "profiles-dir": self.what.project, "target-path": folder / "target"}
        places["log-path"] = folder / "logs"
        self._places = [text for name, path in places.items() for text in (f"--{name}", str(path))]
        options = self.what.options(0)
        parsed = dbtRunner().invoke(["--quiet", "parse", *self._places, *options[: options.index("--vars") + 2]])
        assert parsed.success, parsed.exception
        self._manifest = parsed.result
        # What a first query imports is imported once.
        duckdb.execute("select ?", [1]).df()
        self.nodes = sum(node.resource_type in ("model", "seed") for node in parsed.result.nodes.values())

    def begin(self, number: int, after_node: int | None = None, step: tuple[str, bool] | None = None) -> int:
        """Start a build in a session of its own, which may kill itself after a node, or at a step; returns its id."""
        options = self.what.options(number)
        child = os.fork()
        if child:
            return child
        try:
            os.setsid()
            out = os.open(self.folder / "out", os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
            os.dup2(out, 1), os.dup2(out, 2)
            if step:
                _kill_at(*step)
            ended = itertools.count(1)

            def told(event):
                if event.info.name == "NodeFinished" and next(ended) == after_node:
                    _kill()

            command = ["--no-use-colors", "--no-write-json", "build", *self._places, *options]
            done = dbtRunner(manifest=self._manifest, callbacks=[told]).invoke(command)
            # As at the end of a process of dbt: the log of the database goes into its file.
            DuckDBConnectionManager.close_all_connections()
            os._exit(0 if done.success else 1)
        finally:
            os._exit(2)

    def finish(self, number: int) -> float:
        """A build that goes to its end and has to be good; returns its seconds."""
        began = time.monotonic()
        status = os.waitstatus_to_exitcode(os.waitpid(self.begin(number), 0)[1])
        said = (self.folder / "out").read_text()
        assert (status, "Traceback" in said) == (0, False), said[-3000:]
        return time.monotonic() - began

    def check_finished(self, number: int) -> None:
        """That what is published is of this build, and nothing of an earlier one is left."""
        found = self.what.builds(self.published)
        assert found == {self.what.label(number)}, f"build {number} published {found}"
        left = {path.name for path in (*self.folder.iterdir(), *self.published.parent.iterdir())}
        assert left <= {
            "warehouse.duckdb",
            "published",
            "target",
            "logs",
            "out",
            "out.reader",
            "project",
            "members.csv",
        }, left

    def check_killed(self, child: int, last: set[int], number: int) -> bool:
        """That the published tables are those of before or of this build, and no process is left; whether it ended."""
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert status in (0, -signal.SIGKILL), (self.folder / "out").read_text()[-3000:]
        until = time.monotonic() + PATIENCE
        while found := _of_session(child):
            assert time.monotonic() < until, f"processes {found} are left"
            time.sleep(0.05)
        builds = self.what.builds(self.published)
        # It may have been published before the kill.
        assert builds in (last, {self.what.label(number)}), f"after a kill of build {number} published is {builds}"
        return status == 0

    def run(self, kills: int, seed: int = 1) -> Counter:
        """Kill builds; returns how many at which kind of moment.

        Raises
        ------
        AssertionError
            If published tables are torn, a build after a kill fails, or something is left behind.
        """
        generator, counts, number, kinds = random.Random(seed), Counter(), 2, itertools.cycle(KINDS)
        for first in range(3 if isinstance(self.what, Real) else 2):
            seconds = self.finish(first)
            self.what.learn(first, self.published)
        last, reader = self.what.builds(self.published), Reader(self.published)
        while counts["kills"] < kills:
            number += 1
            kind = next(kinds)
            if kind == "node":
                child = self.begin(number, after_node=generator.randint(1, self.nodes))
            elif kind == "step":
                child = self.begin(number, step=(generator.choice(STEPS), generator.random() < 0.5))
            else:
                child = self.begin(number)
                time.sleep(generator.random() * seconds)
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
            ended = self.check_killed(child, last, number)
            counts["came to their end before" if ended else "kills"] += 1
            counts[kind] += not ended
            if (counts["kills"] + ended) % FINISHED_EVERY == 0 or counts["kills"] == kills:
                number += 1
                self.finish(number)
                self.check_finished(number)
                counts["builds after them"] += 1
            last = self.what.builds(self.published)
        return counts | {"openings": reader.end()}


class Reader:
    """Opens the published file again and again, in a process of its own as other programs do."""

    PROGRAM = """
import duckdb, sys, time
while True:
    with duckdb.connect(sys.argv[1], read_only=True) as connection:
        connection.execute("select count(*) from marts.published_builds").fetchall()
    print("read", flush=True)
    time.sleep(0.2)
"""

    def __init__(self, published: Path):
        command = [sys.executable, "-c", self.PROGRAM, str(published)]
        self._out = published.parent.parent / "out.reader"
        with self._out.open("w") as out:
            self._process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)

    def end(self) -> int:
        """How often it opened the file.

        Raises
        ------
        AssertionError
            If it was ever refused.
        """
        assert self._process.poll() is None, self._out.read_text()[-2000:]
        self._process.kill()
        self._process.wait()
        return len(self._out.read_text().splitlines())


def _kill():
    os.kill(os.getpid(), signal.SIGKILL)


def _kill_at(name, is_before):
    """Have this process killed before or after a step of the publication."""
    given = getattr(publication, name)

    def killing(*args, **kwargs):
        if not is_before:
            given(*args, **kwargs)
        _kill()

    setattr(publication, name, killing)


def _of_session(session):
    """The processes of a session that still run."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, _, of = path.read_text().rpartition(")")[2].split()[:4]
            if int(of) == session and state != "Z":
                found.append(int(path.parent.name))
    return found


def main() -> None:
    """Kill builds, and print how many and when."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("kills", type=int, nargs="?", default=30)
    parser.add_argument("--real", action="store_true", help="this project, on a table of customers")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    sys.path.insert(0, str(PROJECT))
    with tempfile.TemporaryDirectory() as folder:
        counts = Trials(Path(folder), Real if given.real else Small).run(given.kills, given.seed)
    print(f"{counts['kills']} builds killed ({counts['moment']} at a random moment, {counts['node']} after a node, "
          f"{counts['step']} at a step of the publication): published tables whole each time; "
          f"{counts['builds after them']} builds after them good, nothing left behind; a reader opened the published "
          f"file {counts['openings']} times")  # fmt: skip


if __name__ == "__main__":
    main()
