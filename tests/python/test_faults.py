"""Builds that are killed, find no space or no right: what was published stands, and the next build is good.

They are of a project of a few models with this project's own publication, so that many of them can be afforded.
`SEGMENTS_TEST_KILLS` says how many are killed; `killed_builds.py` does the same as a command, of this project too.
"""

import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager

import duckdb
import killed_builds
import pytest
from conftest import PROJECT
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

from segmentation.warehouse import places, publication

pytestmark = pytest.mark.long

KILLS = os.environ.get("SEGMENTS_TEST_KILLS", "30")


def test_a_kill_at_any_moment_leaves_what_was_published_and_nothing_behind(capsys):
    command = [sys.executable, killed_builds.__file__, KILLS]
    run = subprocess.run(command, env=os.environ | {"PYTHONPATH": str(PROJECT)}, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr[-4000:]
    assert run.stdout.startswith(f"{KILLS} builds killed")
    with capsys.disabled():
        print(f"\n{run.stdout}")


class Builds:
    """Builds in this process, of a warehouse in a folder, whose tables all say of which build they are."""

    def __init__(self, project, warehouse):
        self.project, self.warehouse = project, warehouse
        project.mkdir()
        killed_builds.write_small_project(project)

    def run(self, number):
        """Whether a build succeeded, and all that it said."""
        said = []
        places = [text for name in ("project-dir", "profiles-dir") for text in (f"--{name}", str(self.project))]
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SEGMENTS_WAREHOUSE", str(self.warehouse))
            runner = dbtRunner(callbacks=[lambda event: said.append(event.info.msg)])
            options = ["--vars", json.dumps({"build": number}), "--log-path", str(self.project / "logs")]
            done = runner.invoke(["--quiet", "build", *places, *options])
        DuckDBConnectionManager.close_all_connections()
        return done.success, "\n".join([*map(str, said), str(done.exception)])

    def published(self):
        """The builds of which the published tables are: one, if they are whole."""
        with duckdb.connect(str(publication.place(self.warehouse)), read_only=True) as connection:
            return {build for (build,) in connection.execute(killed_builds.QUERY).fetchall()}


@pytest.fixture
def builds(tmp_path):
    """A project with one build on a disk of its own."""
    disk = tmp_path / "disk"
    disk.mkdir()
    with mounted(disk, "-t", "tmpfs", "-o", "size=60m", "tmpfs", disk):
        found = Builds(tmp_path / "project", disk / "warehouse.duckdb")
        assert found.run(0)[0]
        yield found


@contextmanager
def mounted(place, *arguments):
    done = subprocess.run(["mount", *map(str, arguments)], capture_output=True)
    if done.returncode:
        pytest.skip("Such a fault cannot be made here: mounting needs root.")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@contextmanager
def read_only(place):
    with mounted(place, "--bind", place, place):
        subprocess.run(["mount", "-o", "remount,ro,bind", str(place)], check=True)
        yield


def a_file_that_may_only_be_read(builds):
    return read_only(builds.warehouse)


def a_folder_that_may_only_be_read(builds):
    return read_only(builds.warehouse.parent)


def a_folder_of_published_tables_that_may_only_be_read(builds):
    return read_only(publication.place(builds.warehouse).parent)


@contextmanager
def another_program(builds):
    program = (
        f"import duckdb, sys; held = duckdb.connect({str(builds.warehouse)!r}); print(flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdin=-1, stdout=-1) as other:
        other.stdout.readline()
        yield
        other.communicate()


@contextmanager
def changed(path, text):
    before = path.read_text() if path.exists() else None
    path.write_text(text)
    yield
    path.unlink() if before is None else path.write_text(before)


@contextmanager
def too_little_memory(builds):
    limits = "      settings: {memory_limit: 30MB, max_temp_directory_size: 1MB}\n"
    large = "select any_value(build) as build, string_agg(repeat(t, 500), '') as t from {{ ref('second') }}"
    with (
        changed(builds.project / "profiles.yml", killed_builds.PROFILE + limits),
        changed(builds.project / "models" / "third.sql", large),
    ):
        yield


def a_test_that_fails(builds):
    tests = builds.project / "tests"
    tests.mkdir()
    return changed(tests / "none.sql", "select * from {{ ref('third') }}")


def a_model_that_fails(builds):
    return changed(builds.project / "models" / "third.sql", "select error('no') from {{ ref('second') }}")


def full(left):
    @contextmanager
    def a_full_disk(builds):
        free, filling = os.statvfs(builds.warehouse.parent), builds.warehouse.with_name("filling")
        filling.write_bytes(bytes(max(free.f_bavail * free.f_frsize - left, 0)))
        yield
        filling.unlink()

    return a_full_disk


FAULTS = [
    (a_file_that_may_only_be_read, "may only be read"),
    (a_folder_that_may_only_be_read, "may only be read"),
    (a_folder_of_published_tables_that_may_only_be_read, "could not be published"),
    (another_program, "is open in another program"),
    (too_little_memory, "Out of Memory"),
    (a_test_that_fails, "is not published anew"),
    (a_model_that_fails, "is not published anew"),
    (full(100_000), "No space left"),
    (full(1_500_000), "No space left"),
]


@pytest.mark.parametrize(("fault", "sentence"), FAULTS, ids=lambda value: getattr(value, "__name__", value))
def test_a_fault_is_said_and_leaves_what_was_published_and_the_next_build_is_good(fault, sentence, builds):
    with fault(builds):
        is_good, said = builds.run(1)
    assert not is_good
    assert sentence in said
    assert "Traceback" not in said
    assert "keyboard interrupt" not in said
    assert builds.published() == {0}
    is_good, said = builds.run(2)
    assert is_good, said
    assert builds.published() == {2}
    left = {path.relative_to(builds.warehouse.parent).as_posix() for path in builds.warehouse.parent.rglob("*")}
    assert left == {"warehouse.duckdb", "published", "published/warehouse.duckdb"}


def test_a_warehouse_of_an_earlier_release_is_built_on(builds):
    with duckdb.connect(str(builds.warehouse)) as connection:
        connection.execute("drop table marts.published_builds; alter table marts.third rename build to formerly")
        connection.execute("create schema raw; create table raw.words as select 1 as word, 2 as gone")
    (builds.project / "seeds").mkdir()
    (builds.project / "seeds" / "words.csv").write_text("role,word\nseason,seasonal\n")
    with (builds.project / "dbt_project.yml").open("a") as settings:
        settings.write(f"seeds:\n  {places.NAME}:\n    +schema: raw\n")
    shutil.copy(PROJECT / "macros" / "duckdb__reset_csv_table.sql", builds.project / "macros")
    is_good, said = builds.run(1)
    assert is_good, said
    assert builds.published() == {1}
    with duckdb.connect(str(builds.warehouse), read_only=True) as connection:
        assert connection.execute("from raw.words").fetchall() == [("season", "seasonal")]
