"""Builds that are killed at random moments, or find no space: the last publication stands, and the next build is good.

`SEGMENTS_TEST_KILLS` says how many kills; each costs a build.
"""

import json
import os
import random
import subprocess
import sys
import threading
import time

import duckdb
import pytest
from conftest import PROJECT, WITHOUT_TESTS
from own_project import write
from small_shop import members

from segmentation.warehouse import publication

pytestmark = pytest.mark.long

KILLS = int(os.environ.get("SEGMENTS_TEST_KILLS", "30"))


class Builds:
    """Builds of a customer table, each with other customers, so that it shows of which build a table is."""

    def __init__(self, folder, warehouse):
        self.folder, self.warehouse = folder, warehouse

    def start(self, customers, *arguments):
        write(self.folder / "members.csv", ("member_no", "visits", "spend"), members(customers))
        entry = {"customers": {"file": str(self.folder / "members.csv")}, "id": "member_no", "k": 3}
        entry |= {"compare_algorithms": [], "features": {"visits": {"transform": "log"}, "spend": {"transform": "log"}}}
        given = {"sample": False, "shops": {}, "segmentations": {"members": entry}, "as_of_date": "2024-12-31"}
        command = [sys.executable, "-m", "dbt.cli.main", "--quiet", "build", *WITHOUT_TESTS, *arguments]
        command += ["--vars", json.dumps(given), "--target-path", str(self.folder / "target")]
        command += ["--log-path", str(self.folder / "logs")]
        environment = os.environ | {"SEGMENTS_WAREHOUSE": str(self.warehouse)}
        return subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=-1, stderr=-1, text=True)

    def run(self, customers):
        build = self.start(customers)
        said, errors = build.communicate()
        return build.returncode, said + errors

    def published(self):
        """The numbers of customers that the published tables have: those of one build, or of several."""
        with duckdb.connect(str(publication.place(self.warehouse)), read_only=True) as connection:
            return {
                count
                for (count,) in connection.execute("""
                    select count(*) from marts.customer_segments
                    union select sum(customers)::bigint from marts.segments
                    union select count(*) from marts.segment_history where valid_to is null
                    union select count(distinct customer_id) from marts.customer_reasons
                """).fetchall()
            }


class Reader(threading.Thread):
    """Opens the published file again and again."""

    def __init__(self, builds):
        super().__init__(daemon=True)
        self.builds, self.openings, self.troubles, self.is_done = builds, 0, [], False

    def run(self):
        while not self.is_done:
            try:
                found = self.builds.published()
                self.troubles += [found] if len(found) > 1 else []
            except duckdb.Error as error:
                self.troubles.append(str(error))
            self.openings += 1
            time.sleep(0.05)


def children(pid):
    """Processes that a process has started, and theirs."""
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True).stdout.split()
    return [each for child in found for each in (int(child), *children(int(child)))]


def is_running(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_kill_at_any_moment_leaves_what_was_published_and_nothing_behind(tmp_path, capsys):
    builds, generator = Builds(tmp_path, tmp_path / "warehouse.duckdb"), random.Random(1)
    began = time.monotonic()
    assert builds.run(60) == (0, "")
    seconds = time.monotonic() - began
    reader = Reader(builds)
    reader.start()
    expected = {60}
    for number in range(1, KILLS + 1):
        build = builds.start(60 + number)
        time.sleep(generator.uniform(0.2, 1.0) * seconds)
        started = children(build.pid)
        build.kill()
        build.communicate()
        # One that was killed after its publication, or was done before, is the last now.
        if builds.published() == {60 + number}:
            expected = {60 + number}
        assert builds.published() == expected
        while any(map(is_running, started)):
            time.sleep(0.2)
    assert builds.run(200) == (0, "")
    reader.is_done = True
    reader.join()
    assert builds.published() == {200}
    assert reader.troubles == []
    assert [path.name for path in publication.place(builds.warehouse).parent.iterdir()] == ["warehouse.duckdb"]
    with capsys.disabled():
        print(f"\n{KILLS} kills, {reader.openings} openings by a reader: none refused, none of two builds")


@pytest.fixture
def small_disk(tmp_path):
    """A disk of a few megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200m", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode:
        pytest.skip("A small disk cannot be made here: mounting needs root.")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_leaves_what_was_published_and_the_next_build_is_good(small_disk, tmp_path):
    builds = Builds(tmp_path, small_disk / "warehouse.duckdb")
    assert builds.run(60) == (0, "")
    for left in (100_000, 1_000_000, 4_000_000):
        free = os.statvfs(small_disk)
        filling = small_disk / "filling"
        filling.write_bytes(bytes(free.f_bavail * free.f_frsize - left))
        code, said = builds.run(61)
        assert code
        assert "No space left" in said or "space" in said.lower()
        assert builds.published() == {60}
        filling.unlink()
    assert builds.run(62) == (0, "")
    assert builds.published() == {62}
    assert {path.name for path in small_disk.iterdir()} <= {"warehouse.duckdb", "published"}
