"""The project as a package of another dbt project, which has a model and macros of the same names, and as a wheel."""

import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import duckdb
import pytest
from conftest import PROJECT

from segmentation.site.warehouse import Warehouse
from segmentation.warehouse import schemas

pytestmark = pytest.mark.long

WITHOUT_UNIT_TESTS = ("--exclude-resource-type", "unit_test")
IGNORED = shutil.ignore_patterns(
    ".*", "build", "target", "logs", "docs", "bench", "dbt_packages", "_site", "__pycache__", "*.egg-info"
)
GIT = ("git", "-c", "user.name=a", "-c", "user.email=a@example.org")


def run(*command, folder, **environment):
    done = subprocess.run(
        list(map(str, command)), cwd=folder, env=os.environ | environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


def another_project(folder, package, settings=""):
    """A dbt project that has this one as a package."""
    shutil.copytree(PROJECT / "integration_tests", folder, ignore=IGNORED)
    (folder / "packages.yml").write_text(f"packages: [{{{package}}}]\n", "utf-8")
    path = folder / "dbt_project.yml"
    path.write_text(
        path.read_text("utf-8").replace("  customer_segmentation:\n", f"  customer_segmentation:\n{settings}")
    )
    return folder


def check_what_is_somebodys_own(connection, names):
    rows = connection.sql("select count(*), min(seen_on) from analytics_of_my_shop.customers").fetchone()
    assert rows == (300, "a day of my shop")
    spent = connection.sql("select segment_name, spend from analytics_of_my_shop.segment_spend").fetchall()
    assert {name for name, _ in spent} == names


def test_customers_are_segmented_next_to_other_models(tmp_path):
    shop = another_project(tmp_path / "shop", f"local: {PROJECT}")
    warehouse = shop / "shop.duckdb"

    def dbt(*arguments):
        command = (sys.executable, "-m", "dbt.cli.main", *arguments)
        run(*command, folder=shop, SEGMENTS_WAREHOUSE=str(warehouse), PYTHONPATH=str(PROJECT))

    dbt("deps")
    dbt("build", "--select", "+package:my_shop", "+segments", "--exclude", "tag:parity", *WITHOUT_UNIT_TESTS)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        rows = connection.sql("select segment_name, customers from marts.segments").fetchall()
        assert sum(customers for _, customers in rows) == 300
        assert len(rows) > 1
        # What is somebody's own stays as it was, whatever the package calls its tables and macros.
        check_what_is_somebodys_own(connection, {name for name, _ in rows})
        seeds = connection.sql("select table_name from duckdb_tables() where schema_name = 'raw'").fetchall()
        assert not [name for (name,) in seeds if name.startswith("sample_")]


@pytest.fixture(scope="module")
def sources(tmp_path_factory) -> Path:
    """The project in a git repository of its own."""
    folder = tmp_path_factory.mktemp("sources") / "customer_segmentation"
    shutil.copytree(PROJECT, folder, ignore=IGNORED)
    for arguments in (("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "--message", "All")):
        run(*GIT, *arguments, folder=folder)
    return folder


@pytest.fixture(scope="module")
def installed(tmp_path_factory, sources) -> Path:
    """The commands of a fresh environment into which a wheel of the project was installed."""
    folder = tmp_path_factory.mktemp("installed")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
    run(*pip, "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", folder, sources, folder=folder)
    (wheel,) = folder.glob("*.whl")
    locked = re.findall(
        r"^([\w.-]+)(?:\[[\w,-]+\])?(==[^\\\n]+)", (PROJECT / "requirements.lock").read_text("utf-8"), re.M
    )
    (folder / "constraints.txt").write_text("".join(f"{name}{version}\n" for name, version in locked), "utf-8")
    venv.create(folder / "venv", with_pip=True)
    commands = folder / "venv" / "bin"
    install = (commands / "python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet", wheel)
    run(*install, "--constraint", "constraints.txt", folder=folder, PYTHONPATH="")
    return commands


def test_a_wheel_and_a_git_package_segment_customers_and_render_the_site(tmp_path, sources, installed):
    revision = run("git", "rev-parse", "HEAD", folder=sources).strip()
    package = f"git: '{sources.as_uri()}', revision: {revision}"
    shop = another_project(tmp_path / "shop", package, settings="    schema_prefix: segments_\n")
    warehouse = shop / "shop.duckdb"
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create schema marts; create table marts.segments as select 'theirs' as owner")

    def command(name, *arguments):
        # What is installed may not be written into, and nothing of this checkout is seen.
        return run(installed / name, *arguments, folder=shop, SEGMENTS_WAREHOUSE=str(warehouse), PYTHONPATH="")

    command("dbt", "deps")
    command("dbt", "build", "--exclude", "tag:parity", *WITHOUT_UNIT_TESTS)
    tables = Warehouse(warehouse)
    names = {row["segment_name"] for row in tables.segments("members")}
    assert len(names) > 1
    tables.close()
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        assert schemas.prefix(connection) == "segments_"
        assert connection.sql("from marts.segments").fetchall() == [("theirs",)]
        check_what_is_somebodys_own(connection, names)
    shown = command("segments", "show")
    assert all(name in shown for name in names)
    command("segments", "dashboard", "--no-sql")
    page = (shop / "segments_site" / "index.html").read_text("utf-8")
    assert all(name in page for name in names)
    command("segments", "report")
    assert (shop / "report.html").is_file()
    assert "TO DO" not in command("segments", "doctor")
