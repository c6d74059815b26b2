"""Commands of README and docs, looked at by what they print or leave; those of `segments` have tests of their own."""

import os
import re
import shutil
import subprocess
import sys

import duckdb
import pytest
from conftest import PROJECT, dbt

PAGES = [PROJECT / "README.md", *(PROJECT / "docs").rglob("*.md")]
LEFT_BEHIND = (
    "target/run.json",
    "logs/dbt.log",
    "dashboards/_site/index.html",
    "warehouse.duckdb",
    "published/warehouse.duckdb",
)


def run(*command, folder=PROJECT, **environment):
    """What a command prints; it has to succeed."""
    done = subprocess.run(
        command, cwd=folder, env=os.environ | environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


def value(warehouse, sql):
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.sql(sql).fetchone()[0]


@pytest.fixture
def copied(built_warehouse, tmp_path):
    return shutil.copy(built_warehouse, tmp_path / built_warehouse.name)


def test_make_help_lists_every_command_of_the_pages():
    listed = set(re.findall(r"^  make (\S+) +\S", run("make", "--no-print-directory", "help"), re.MULTILINE))
    named = {name for page in PAGES for name in re.findall(r"\bmake ([a-z-]+)(?=`| [A-Z]| +#)", page.read_text())}
    assert len(named) > 8
    assert named - {"help"} <= listed


def test_make_demo_builds_renders_and_shows():
    steps = run("make", "--dry-run", "--old-file", ".venv/.installed", "demo").splitlines()
    commands = [step.rpartition("/")[2] for step in steps if ".venv" in step]
    assert commands == ["python -m segmentation.cli.build", "segments dashboard", "segments show"]


def test_make_clean_removes_what_builds_leave_behind_and_nothing_else(tmp_path):
    for name in (*LEFT_BEHIND, "dbt_project.yml", "dashboards/index.qmd", "data/orders.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    run("make", "-f", str(PROJECT / "Makefile"), "clean", folder=tmp_path)
    left = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"dbt_project.yml", "dashboards/index.qmd", "data/orders.csv"}


@pytest.mark.long
def test_seeds_are_loaded_anew_after_a_change_of_their_columns(copied, tmp_path):
    with duckdb.connect(str(copied)) as connection:
        connection.execute("alter table raw.trait_words drop column word")
    done = dbt("seed", "--full-refresh", "--select", "trait_words", warehouse=copied, folder=tmp_path)
    assert done.returncode == 0, done.stdout[-2000:]
    assert value(copied, "select word from raw.trait_words where role = 'season' and direction = 'high'") == "seasonal"


@pytest.mark.long
def test_the_site_holds_no_customers_where_a_variable_says_so(copied, tmp_path):
    command = ("build", "--select", "site_settings", "--vars", "{customers_on_site: false}")
    assert value(copied, "select customers_on_site from marts.site_settings")
    done = dbt(*command, warehouse=copied, folder=tmp_path)
    assert done.returncode == 0, done.stdout[-2000:]
    assert not value(copied, "select customers_on_site from marts.site_settings")


@pytest.mark.long
def test_variables_are_given_on_the_command_line_and_threads_in_the_environment(copied, tmp_path, monkeypatch):
    monkeypatch.setenv("SEGMENTS_THREADS", "1")
    done = dbt("run", "--select", "int_as_of_days", "--vars", "{outcome_days: 90}", warehouse=copied, folder=tmp_path)
    assert done.returncode == 0, done.stdout[-2000:]
    assert "Concurrency: 1 threads" in done.stdout
    days = (
        "select datediff('day', min(as_of_date) filter (is_cut_off), max(as_of_date)) from intermediate.int_as_of_days"
    )
    assert value(copied, days) == 90


@pytest.mark.long
def test_make_show_prints_the_segments(built_warehouse, query):
    arguments = ("--no-print-directory", "--old-file", ".venv/.installed", "show")
    printed = run("make", *arguments, SEGMENTS_WAREHOUSE=str(built_warehouse), COLUMNS="200")
    # A long name takes two lines.
    names = query("select segment_name from marts.segments where length(segment_name) < 40")
    assert len(names) > 15
    assert all(name in printed for (name,) in names)


@pytest.mark.long
@pytest.mark.parametrize(
    ("module", "options", "rows"),
    [
        ("bench", ("--customers", "3000", "--columns", "4"), 5),
        ("bench.placing", ("--customers", "2000"), 4),
        ("bench.quality", ("--sets", "1", "--clouds", "1"), 12),
    ],
)
def test_a_benchmark_prints_a_table_of_its_figures(module, options, rows):
    printed = run(sys.executable, "-m", module, *options, COLUMNS="200")
    assert len(re.findall(r"\d%|\d\.\d\d", printed)) >= rows
