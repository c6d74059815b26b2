"""Builds that are killed at random moments, or find no space: the last publication stands, and the next build is good.

They are of a project of a few models with this project's own publication, so that many of them can be afforded.
`SEGMENTS_TEST_KILLS` says how many are killed.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import threading
import time

import duckdb
import pytest
from conftest import PROJECT

from segmentation.warehouse import publication

pytestmark = pytest.mark.long

KILLS = int(os.environ.get("SEGMENTS_TEST_KILLS", "30"))
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
SETTINGS = """
name: small
profile: small
flags: {send_anonymous_usage_stats: false}
on-run-start: ["{{ begin_build() }}"]
on-run-end: ["{{ publish(results) }}"]
models:
  small:
    +materialized: table
    +schema: marts
    rows: {+schema: ml}
    seen: {+materialized: view}
"""
RECORD = """
{{ own_rows({
    'build_id': 'string', 'began_at': 'timestamp', 'published_at': 'timestamp', 'tables_behind': 'string'
}) }}
"""
QUERY = " union ".join(f"select build from marts.{name}" for name in (*TABLES, "seen"))


class Builds:
    """Builds whose tables all say of which build they are."""

    def __init__(self, folder, warehouse):
        self.folder, self.warehouse = folder, warehouse
        macros, models = folder / "macros", folder / "models"
        shutil.copytree(PROJECT / "macros" / "publication", macros)
        for name in ("own_rows", "was_built", "generate_schema_name"):
            shutil.copy(PROJECT / "macros" / f"{name}.sql", macros)
        (macros / "setting.sql").write_text("{% macro setting(name) %}{{ return(false) }}{% endmacro %}")
        models.mkdir()
        made = {"rows": "select {{ var('build') }} as build, range as i, md5(range::text) as t from range(100000)"}
        made |= {"seen": "select * from {{ ref('rows') }}", "published_builds": RECORD}
        for before, name in zip(("rows", *TABLES), TABLES, strict=False):
            made[name] = f"select * from {{{{ ref('{before}') }}}}"
        for name, text in made.items():
            (models / f"{name}.sql").write_text(text)
        (folder / "dbt_project.yml").write_text(SETTINGS)
        (folder / "profiles.yml").write_text(PROFILE)

    def start(self, number):
        program = "from dbt.cli.main import cli; cli()"
        command = [sys.executable, "-c", program, "build", "--vars", json.dumps({"build": number})]
        environment = os.environ | {"SEGMENTS_WAREHOUSE": str(self.warehouse), "PYTHONPATH": str(PROJECT)}
        return subprocess.Popen(command, cwd=self.folder, env=environment, stdout=-1, stderr=-1, text=True)

    def run(self, number):
        build = self.start(number)
        said, errors = build.communicate()
        return build.returncode, said + errors

    def begun(self, number):
        """A build of which the first model has started."""
        build = self.start(number)
        for line in build.stdout:
            if "START" in line:
                return build
        raise AssertionError(build.stderr.read())

    def published(self):
        """The builds of which the published tables are: one, if they are whole."""
        with duckdb.connect(str(publication.place(self.warehouse)), read_only=True) as connection:
            return {build for (build,) in connection.execute(QUERY).fetchall()}


class Reader(threading.Thread):
    """Opens the published file again and again, in processes of its own as other programs do."""

    PROGRAM = """
import duckdb, sys
while True:
    with duckdb.connect(sys.argv[1], read_only=True) as connection:
        found = connection.execute(sys.argv[2]).fetchall()
    print(len(found), flush=True)
"""

    def __init__(self, builds):
        super().__init__(daemon=True)
        command = [sys.executable, "-c", self.PROGRAM, str(publication.place(builds.warehouse)), QUERY]
        self.process = subprocess.Popen(command, stdout=-1, stderr=-1, text=True)
        self.found = []

    def run(self):
        self.found += [int(line) for line in self.process.stdout]

    def end(self):
        """How often it opened the file, how often it saw several builds, and what went wrong."""
        self.process.kill()
        self.join()
        return len(self.found), sum(count != 1 for count in self.found), self.process.stderr.read()


def test_a_kill_at_any_moment_leaves_what_was_published_and_nothing_behind(tmp_path, capsys):
    builds, generator = Builds(tmp_path, tmp_path / "warehouse.duckdb"), random.Random(1)
    assert builds.run(0)[0] == 0
    build, began = builds.begun(0), time.monotonic()
    build.communicate()
    seconds = time.monotonic() - began
    reader = Reader(builds)
    reader.start()
    last, stopped = {0}, 0
    for number in range(1, KILLS + 1):
        build = builds.begun(number)
        time.sleep(generator.random() * seconds)
        build.kill()
        build.communicate()
        found = builds.published()
        # It may have been published before the kill.
        assert found in (last, {number})
        last = found
        with duckdb.connect(str(builds.warehouse)) as connection:
            stopped += publication.state(connection).behind is None
    assert builds.run(-1)[0] == 0
    openings, torn, troubles = reader.end()
    assert builds.published() == {-1}
    assert (torn, troubles) == (0, "")
    assert [path.name for path in publication.place(builds.warehouse).parent.iterdir()] == ["warehouse.duckdb"]
    with capsys.disabled():
        print(
            f"\n{KILLS} kills, {stopped} of them between the first model and the end; {openings} openings by a reader"
        )


@pytest.fixture
def small_disk(tmp_path):
    """A disk of sixty megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=60m", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode:
        pytest.skip("A small disk cannot be made here: mounting needs root.")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.parametrize("left", [100_000, 3_000_000, 12_000_000])
def test_a_full_disk_leaves_what_was_published_and_the_next_build_is_good(left, small_disk, tmp_path):
    (tmp_path / "project").mkdir()
    builds = Builds(tmp_path / "project", small_disk / "warehouse.duckdb")
    assert builds.run(0)[0] == 0
    free, filling = os.statvfs(small_disk), small_disk / "filling"
    filling.write_bytes(bytes(max(free.f_bavail * free.f_frsize - left, 0)))
    code, said = builds.run(1)
    assert code
    assert "No space left" in said
    assert "Traceback" not in said
    assert builds.published() == {0}
    filling.unlink()
    assert builds.run(2)[0] == 0
    assert builds.published() == {2}
    assert {path.name for path in small_disk.iterdir()} <= {"warehouse.duckdb", "published"}
