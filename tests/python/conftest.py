"""What several tests share: the project, a built warehouse, the real files, the site and blocks of it."""

import fcntl
import gc
import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import suppress
from html import unescape
from pathlib import Path

import duckdb
import pytest
from browser import (  # noqa: F401
    axe,
    browser,
    findings,
    has_npm,
    labels,
    open_page,
    segments,
    served,
    site,
    site_of,
    tabs,
    warehouse_of_the_site,
)
from fake_marts import fake_warehouse
from hypothesis import settings

PROJECT = Path(__file__).parents[2]
# In memory, for those who ask it a little by a cursor of their own: opening one takes longer than most queries.
DATABASE = duckdb.connect()

# Where the shell at hand publishes is no matter of the tests.
os.environ.pop("SEGMENTS_PUBLISHED", None)

# Tests make many objects and little garbage: it is looked for seldom.
gc.set_threshold(100_000)

# A busy machine passes too: no example has a deadline.
IS_THOROUGH = bool(os.environ.get("SEGMENTS_TEST_THOROUGHLY"))
settings.register_profile("quick", deadline=None, max_examples=30)
settings.register_profile("thorough", deadline=None)
settings.load_profile("thorough" if IS_THOROUGH else "quick")


# What stands on the build of the sample stands on one of these, or on the site of it.
OF_THE_SAMPLE = {"built_warehouse", "manifest"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark the tests that need the build of the sample, and let their files come last: it may still be going on.

    Those of the site, which take longest, do not come at the very end, where one core would wait for the other.
    """
    for item in items:
        is_of_its_site = hasattr(item, "callspec") and item.callspec.params.get("warehouse") == "built"
        if is_of_its_site or OF_THE_SAMPLE & set(item.fixturenames):
            item.add_marker("sample")
    waiting = {item.path for item in items if item.get_closest_marker("sample")}
    items.sort(key=lambda item: (item.path in waiting, "site" not in item.fixturenames))


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
def made_once(tmp_path_factory):
    """Make a folder of something that no test changes, once for all processes of a run."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared"
    shared.mkdir(exist_ok=True)

    def made(name, make):
        folder, is_made = shared / name, shared / f"{name}.made"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not is_made.exists():
                folder.mkdir(exist_ok=True)
                make(folder)
                is_made.touch()
        return folder

    return made


def sample_of_make():
    """The sample as `make test` builds it meanwhile, when that has ended; nothing where no warehouse is named."""
    given = os.environ.get("SEGMENTS_TEST_WAREHOUSE")
    if not given:
        return None
    path = Path(given)
    with suppress(FileNotFoundError), path.with_name("building").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
    return path


@pytest.fixture(scope="session")
def built_warehouse(made_once):
    """The sample data, built: the warehouse of `make test`, or one built here."""
    return sample_of_make() or made_once("sample", build) / "warehouse.duckdb"


@pytest.fixture(scope="session")
def manifest(built_warehouse, tmp_path_factory):
    """The project as dbt has read it: what the build of the sample has read is not read again."""
    # Imported where it is used: the process that deals out the tests needs no dbt and no site, which take seconds.
    from dbt.cli.main import dbtRunner

    folder = tmp_path_factory.mktemp("manifest")
    for target in (built_warehouse.parent, built_warehouse.parent / "target"):
        if (target / "partial_parse.msgpack").is_file():
            shutil.copy(target / "partial_parse.msgpack", folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEGMENTS_WAREHOUSE", str(built_warehouse))
        parsed = dbtRunner().invoke(["--quiet", "--no-write-json", "parse", *_places(folder)])
    assert parsed.success, parsed.exception
    return parsed.result


@pytest.fixture(scope="session")
def warm_dbt(manifest):
    """Run dbt in this process on the project as it has been read, away from its warehouse and target folder."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    def run(*arguments, warehouse, folder, profiles=PROJECT):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SEGMENTS_WAREHOUSE", str(warehouse))
            done = dbtRunner(manifest).invoke(["--quiet", "--no-write-json", *arguments, *_places(folder, profiles)])
        # The warehouse is left to who asked for it.
        DuckDBConnectionManager.close_all_connections()
        failures = [str(node.message) for node in getattr(done.result, "results", []) if node.status == "error"]
        assert done.success, failures or done.exception
        return done.result

    return run


def _places(folder, profiles=PROJECT):
    places = ["--project-dir", PROJECT, "--profiles-dir", profiles, "--target-path", folder, "--log-path", folder]
    return map(str, places)


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
def made_up(made_once):
    """Copy the small made-up warehouse, of all segmentations or of those named, to a path; each is made once."""

    def copied(path, *segmentations):
        path.unlink(missing_ok=True)
        return Path(shutil.copy(_made_up(made_once, *segmentations), path))

    return copied


@pytest.fixture(scope="session")
def fake(made_once):
    """The small made-up warehouse, which no test changes; it is held open, since opening it takes most of a test."""
    path = _made_up(made_once)
    with duckdb.connect(str(path), read_only=True):
        yield path


def _made_up(made_once, *segmentations):
    asked = {"segmentations": segmentations} if segmentations else {}
    name = "_".join(["made_up", *segmentations])
    return made_once(name, lambda folder: fake_warehouse(folder / "warehouse.duckdb", **asked)) / "warehouse.duckdb"


@pytest.fixture
def opened(fake, tmp_path):
    """Open the made-up warehouse, or a copy of it after a change."""
    from segmentation.site.warehouse import Warehouse

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
    from segmentation.site.warehouse import Segmentation

    def shown(block, segmentation="mall", *, change=None):
        html = block(opened(change), Segmentation(segmentation, segmentation))
        figures = [json.loads(figure) for figure in re.findall(r"<script[^>]*>(.*?)</script>", html, re.DOTALL)]
        text = unescape(re.sub(r"<script.*?</script>|<[^>]*>", " ", html, flags=re.DOTALL))
        return " ".join(text.split()), figures, html

    return shown
