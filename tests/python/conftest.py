"""What several tests share: the project, a built warehouse, the real files, blocks of the site."""

import json
import os
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path

import duckdb
import pytest
from fake_marts import fake_warehouse
from hypothesis import settings

from segmentation.site.warehouse import Segmentation, Warehouse

PROJECT = Path(__file__).parents[2]

# A busy machine passes too: no example has a deadline.
IS_THOROUGH = bool(os.environ.get("SEGMENTS_TEST_THOROUGHLY"))
settings.register_profile("quick", deadline=None, max_examples=30)
settings.register_profile("thorough", deadline=None)
settings.load_profile("thorough" if IS_THOROUGH else "quick")


def examples(number):
    """How many examples a property is tried on: all in `make test-all`, a tenth in `make test`."""
    return number if IS_THOROUGH else max(number // 10, 10)


# What a build is asked for where what it writes is looked at, and not its own tests.
WITHOUT_TESTS = ("--exclude-resource-type", "unit_test", "--exclude-resource-type", "test")


def dbt(*arguments, warehouse, folder):
    """Run dbt in a process of its own, away from the project's warehouse and target folder."""
    command = [sys.executable, "-m", "dbt.cli.main", *arguments]
    command += ["--target-path", str(folder / "target"), "--log-path", str(folder / "logs")]
    environment = os.environ | {"SEGMENTS_WAREHOUSE": str(warehouse)}
    return subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)


def build(folder, *arguments):
    """Build a warehouse in `folder` and return its path; the build has to succeed.

    Unit tests, which do not depend on the data, are left out: `make test` runs them in the build of the sample.
    """
    warehouse = folder / "warehouse.duckdb"
    run = dbt("build", "--exclude-resource-type", "unit_test", *arguments, warehouse=warehouse, folder=folder)
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]
    return warehouse


@pytest.fixture(scope="session")
def built_warehouse(tmp_path_factory):
    """The sample data, built: the warehouse `make test` has just built, or one built here."""
    ready = os.environ.get("SEGMENTS_TEST_WAREHOUSE")
    return Path(ready) if ready else build(tmp_path_factory.mktemp("sample"))


def in_use(part):
    """A query in brackets of a nested table of the champions."""
    return (
        f"(select segmentation, version, part.* from (select segmentation, version, unnest({part}) as part"
        " from ml.trained_models where is_champion))"
    )


@pytest.fixture
def query(built_warehouse):
    """Rows of a query on the built sample."""
    with duckdb.connect(str(built_warehouse), read_only=True) as connection:
        yield lambda sql: connection.sql(sql).fetchall()


@pytest.fixture(scope="session")
def real_data():
    """The folder of real files, which the project does not ship."""
    folder = Path(os.environ.get("SEGMENTS_REAL_DATA", PROJECT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"The real files are not here: put them in {folder} or name their folder in SEGMENTS_REAL_DATA.")
    return folder


@pytest.fixture(scope="session")
def made_up(tmp_path_factory):
    """Copy the small made-up warehouse, of all segmentations or of those named, to a path; each is made once."""
    made = {}

    def copied(path, *segmentations):
        if segmentations not in made:
            asked = {"segmentations": segmentations} if segmentations else {}
            made[segmentations] = fake_warehouse(tmp_path_factory.mktemp("made") / "warehouse.duckdb", **asked)
        path.unlink(missing_ok=True)
        return Path(shutil.copy(made[segmentations], path))

    return copied


@pytest.fixture(scope="session")
def fake(made_up, tmp_path_factory):
    """The small made-up warehouse, which no test changes."""
    return made_up(tmp_path_factory.mktemp("fake") / "warehouse.duckdb")


@pytest.fixture
def opened(fake, tmp_path):
    """Open the made-up warehouse, or a copy of it after a change."""
    warehouses = []

    def opened(change=None):
        path = fake
        if change:
            path = shutil.copy(fake, tmp_path / f"{len(warehouses)}.duckdb")
            with duckdb.connect(str(path)) as connection:
                connection.execute(change)
        warehouses.append(Warehouse(path))
        return warehouses[-1]

    yield opened
    for warehouse in warehouses:
        warehouse.close()


@pytest.fixture
def page(opened):
    """Text, figures and HTML of a block, after a change of the warehouse if there is one."""

    def shown(block, segmentation="mall", *, change=None):
        html = block(opened(change), Segmentation(segmentation, segmentation))
        figures = [json.loads(figure) for figure in re.findall(r"<script[^>]*>(.*?)</script>", html, re.DOTALL)]
        text = unescape(re.sub(r"<script.*?</script>|<[^>]*>", " ", html, flags=re.DOTALL))
        return " ".join(text.split()), figures, html

    return shown
