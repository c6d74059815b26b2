"""What users of dbt are used to: parts of a project, what has changed, a second try, a project without its sample."""

import json
import os
import shutil
import subprocess
import sys
from datetime import date

import duckdb
import pytest
import yaml
from conftest import PROJECT, WITHOUT_TESTS, dbt
from small_shop import settings, two_months, variables, write_inputs

pytestmark = pytest.mark.long

FOLDERS = ("analyses", "macros", "models", "python_models", "seeds/reference", "segmentation", "tests/dbt")


@pytest.fixture
def month(made_once, tmp_path):
    """Two months built, and the orders of a third: a folder, its warehouse and the arguments of a build."""
    folder = tmp_path / "built"
    shutil.copytree(made_once("small_shop", two_months), folder)
    write_inputs(folder, until=date(2024, 11, 30))
    return folder, folder / "warehouse.duckdb", variables(folder, as_of_date="2024-11-30")


@pytest.mark.parametrize("selected", [("+input_quality", "+rejected_rows"), ("+segment_history",)], ids=" ".join)
def test_a_part_of_the_project_is_built_without_a_false_alarm(month, selected):
    folder, warehouse, arguments = month
    run = dbt("build", "--select", *selected, *arguments, warehouse=warehouse, folder=folder)
    assert run.returncode == 0, run.stdout[-3000:]
    assert " of " in run.stdout


def test_what_has_changed_is_built_with_all_that_follows_from_it(made_once, tmp_path):
    folder = tmp_path / "built"
    shutil.copytree(made_once("small_shop", two_months), folder)
    shutil.copytree(folder / "target", folder / "state")
    manifest = folder / "state" / "manifest.json"
    known = json.loads(manifest.read_text())
    known["nodes"]["model.customer_segmentation.segment_labels"]["raw_code"] = "of another text"
    manifest.write_text(json.dumps(known))
    changed = ("--select", "state:modified+", "--state", str(folder / "state"))
    arguments = variables(folder, as_of_date="2024-10-31")
    run = dbt("build", *changed, *arguments, warehouse=folder / "warehouse.duckdb", folder=folder)
    assert run.returncode == 0, run.stdout[-3000:]
    assert "ml.segment_labels" in run.stdout
    assert "staging." not in run.stdout


@pytest.fixture
def of_others(made_once, tmp_path, monkeypatch):
    """A warehouse that others build, and the arguments of a build in schemas of its own; nothing of it is published."""
    monkeypatch.setenv("SEGMENTS_PUBLISHED", "no")
    folder = shutil.copytree(made_once("small_shop", two_months), tmp_path / "built")
    state = shutil.copytree(folder / "target", tmp_path / "state")
    own = variables(folder, as_of_date="2024-10-31", schema_prefix="dev_")
    return folder, folder / "warehouse.duckdb", ("--state", str(state), *own)


SEGMENTS = "select segmentation, segment_id, segment_name, customers from {}marts.segments order by all"


def test_a_part_is_built_in_schemas_of_its_own_next_to_the_tables_of_others(of_others):
    folder, warehouse, arguments = of_others
    selected = ("--select", "segment_labels+", "segment_history", "--exclude-resource-type", "unit_test")
    run = dbt("build", *selected, "--defer", *arguments, warehouse=warehouse, folder=folder)
    assert run.returncode == 0, run.stdout[-3000:]
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        segments = {prefix: connection.sql(SEGMENTS.format(prefix)).fetchall() for prefix in ("", "dev_")}
        made = connection.sql("select table_name from duckdb_tables() where schema_name = 'dev_marts'").fetchall()
    assert segments["dev_"] == segments[""]
    assert ("segments",) in made
    assert ("rejected_rows",) not in made


def test_what_failed_is_tried_again(month):
    folder, warehouse, arguments = month
    shutil.move(folder / "orders.csv", folder / "away.csv")
    failed = dbt("build", "--select", "+segment_history", *arguments, warehouse=warehouse, folder=folder)
    assert failed.returncode != 0
    assert "orders.csv, which is not there" in " ".join(failed.stdout.split())
    shutil.move(folder / "away.csv", folder / "orders.csv")
    run = dbt("retry", warehouse=warehouse, folder=folder)
    assert run.returncode == 0, run.stdout[-3000:]
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        days = connection.sql("select as_of_date from staging.stg_shop__shops").fetchall()
        champions = connection.sql("select distinct as_of_date from ml.champions").fetchall()
    assert days == champions == [(date(2024, 11, 30),)]


@pytest.fixture(scope="module")
def own_project(tmp_path_factory):
    """A copy of the project from which the sample is taken out for good, with a shop as `segments init` writes it."""
    folder = tmp_path_factory.mktemp("own") / "project"
    for name in FOLDERS:
        shutil.copytree(PROJECT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("profiles.yml", "selectors.yml"):
        shutil.copy(PROJECT / name, folder)
    write_inputs(folder, until=date(2024, 10, 31))
    configured = yaml.safe_load((PROJECT / "dbt_project.yml").read_text())
    own = settings(folder)
    own["shops"]["till"]["as_of_date"] = "latest"
    own["segmentations"]["members"]["as_of_date"] = "2024-10-31"
    configured["vars"] = {"as_of_date": "2025-12-31"} | own
    del configured["seeds"]["customer_segmentation"]["sample"]
    (folder / "dbt_project.yml").write_text(yaml.safe_dump(configured, sort_keys=False))
    return folder


def run(folder, *arguments):
    command = [sys.executable, "-m", "dbt.cli.main", *arguments]
    environment = os.environ | {"SEGMENTS_WAREHOUSE": str(folder / "warehouse.duckdb"), "PYTHONPATH": str(PROJECT)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
    return done.stdout


def test_a_project_without_the_sample_compiles(own_project):
    run(own_project, "compile")
    assert (own_project / "target" / "compiled").is_dir()


LINES = """
{{ config(
    materialized='incremental', pre_hook="{{ 'delete from ' ~ this ~ ' where no < 1500' if is_incremental() }}"
) }}

select
    i as no,
    concat('C', i % 90) as customer,
    date '2024-01-01' + cast(i % 300 as integer) as day,
    case when i % 500 = 499 then concat('none of ', i) else cast(i % 7 + 1 as varchar) end as amount
from range({{ '3000, 3010' if is_incremental() else '3000' }}) as numbers (i)
"""


def test_rejected_rows_are_found_though_the_rows_of_an_incremental_model_have_moved(own_project, tmp_path):
    """Rows are taken out in the build that reads the others, which take their numbers when the warehouse is closed."""
    folder = shutil.copytree(own_project, tmp_path / "project", ignore=shutil.ignore_patterns("target", "*.duckdb"))
    (folder / "models" / "till_lines.sql").write_text(LINES)
    columns = {"order_id": "no", "customer_id": "customer", "ordered_at": "day"}
    shops = {"till": {"as_of_date": "latest", "order_lines": {"model": "till_lines", "columns": columns}}}
    given = ("--vars", json.dumps({"shops": shops}))
    for selected in ("till_lines", "+stg_shop__rejected_rows", "stg_shop__rejected_rows"):
        run(folder, "build", "--select", selected, *WITHOUT_TESTS, *given)
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as connection:
        rows = connection.sql("select raw_row from staging.stg_shop__rejected_rows where dataset = 'till'").fetchall()
    assert sorted(json.loads(row)["amount"] for (row,) in rows) == [f"none of {i}" for i in (1999, 2499, 2999)]


@pytest.mark.parametrize(
    ("arguments", "day"), [((), date(2024, 10, 31)), (("--vars", "{as_of_date: '2024-09-30'}"), date(2024, 9, 30))]
)
def test_a_day_that_is_asked_for_wins_over_the_configuration(own_project, arguments, day):
    run(own_project, "build", "--select", "+segmentation_settings", *WITHOUT_TESTS, *arguments)
    with duckdb.connect(str(own_project / "warehouse.duckdb"), read_only=True) as connection:
        days = connection.sql("select distinct as_of_date from staging.stg_shop__shops").fetchall()
        of_segmentations = connection.sql("select distinct as_of_date from ml.segmentation_settings").fetchall()
    assert days == of_segmentations == [(day,)]
