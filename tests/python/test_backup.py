"""What cannot be made again is exported whole, and a build on a new warehouse goes on from it."""

import json
import re
import shutil
from datetime import date

import duckdb
import pytest
import yaml
from conftest import PROJECT, WITHOUT_TESTS
from own_project import project  # noqa: F401
from small_shop import build_month, name, two_months

from segmentation.cli.backup import export_to, import_from
from segmentation.intake import forgotten
from segmentation.warehouse import backup, storage
from segmentation.warehouse.opening import WarehouseError

MADE = """
    create schema ml; create schema marts;
    create table ml.trained_models (
        segmentation varchar, version integer, is_champion boolean, as_of_date date,
        lineage struct(segment_id integer, "event" varchar, overlap double)[]
    );
    insert into ml.trained_models values
        ('buyers', 1, true, '2024-01-31', [{'segment_id': 1, 'event': 'born', 'overlap': null}]),
        ('buyers', 2, null, null, null);
    create table ml.scored_customers as select 'a' as customer_id, 1.10::decimal(18, 2) as revenue, 0.3e0 as share;
    create table marts.feature_drift (segmentation varchar not null, was_trained boolean);
    create table marts.customers as select 'a' as customer_id;
"""


@pytest.fixture
def warehouse(tmp_path):
    path = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(MADE)
    return path


def lasting(path):
    """All rows and columns of the tables that last."""
    with duckdb.connect(str(path), read_only=True) as connection:
        there = connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables() order by all"
        ).fetchall()
        names = [table for (table,) in there if table in backup.LASTING]
        return {
            table: (
                connection.execute(f"describe {table}").fetchall(),
                connection.execute(f"select * from {table} order by all").fetchall(),
            )
            for table in names
        }


def test_tables_come_back_as_they_were(warehouse, tmp_path):
    written = backup.export(warehouse, tmp_path / "out", "0.1.0")
    assert written.rows == {"ml.trained_models": 2, "ml.scored_customers": 1, "marts.feature_drift": 0}
    backup.restore(tmp_path / "again.duckdb", tmp_path / "out", "0.1.0")
    assert lasting(tmp_path / "again.duckdb") == lasting(warehouse)
    assert storage.number(tmp_path / "again.duckdb") == storage.NUMBERS["v1.2"]


def test_nothing_is_written_over(warehouse, tmp_path):
    backup.export(warehouse, tmp_path / "out", "0.1.0")
    with pytest.raises(WarehouseError, match="has something in it: name a folder that is new or empty"):
        backup.export(warehouse, tmp_path / "out", "0.1.0")
    with pytest.raises(WarehouseError, match=r"has ml.trained_models, .* already: move it away"):
        backup.restore(warehouse, tmp_path / "out", "0.1.0")


def test_an_export_of_a_later_version_or_a_part_of_one_is_refused(warehouse, tmp_path):
    backup.export(warehouse, tmp_path / "out", "0.10.0")
    again = tmp_path / "again.duckdb"
    with pytest.raises(WarehouseError, match=r"version 0.10.0 of the project, and this is 0.9.0"):
        backup.restore(again, tmp_path / "out", "0.9.0")
    (tmp_path / "out" / "ml.trained_models.parquet").write_bytes(b"PAR1 cut short")
    with pytest.raises(WarehouseError, match=r"could not be read back .* nothing was written"):
        backup.restore(again, tmp_path / "out", "0.10.0")
    (tmp_path / "out" / "ml.trained_models.parquet").unlink()
    with pytest.raises(WarehouseError, match=r"is not whole .ml.trained_models."):
        backup.restore(again, tmp_path / "out", "0.10.0")
    with pytest.raises(WarehouseError, match="name a folder that export has written"):
        backup.restore(again, tmp_path, "0.10.0")
    assert not again.exists()


def test_every_model_that_reads_what_a_build_has_left_of_it_lasts():
    reads_itself = re.compile(r"own_rows\(|load_relation\(this\)|materialized='incremental'")
    of_last_build = re.compile(r"from_last_build\(dbt, session, \"(\w+)\"\)")
    names = {"trained_models"}
    for path in (PROJECT / "models").rglob("*.sql"):
        text = path.read_text()
        # What came when is asked of the public table of batches, by a model before it.
        of = "input_batches" if "of=source('inputs', 'order_lines')" in text else path.stem
        names |= {of} if reads_itself.search(text) else set()
    for path in (PROJECT / "python_models").rglob("*.py"):
        names |= set(of_last_build.findall(path.read_text()))
    # Which builds were published is of the file that they were published from.
    assert {table.split(".")[1] for table in backup.LASTING} == names - {"published_builds"}


def test_new_files_are_written_as_profiles_yml_says(monkeypatch):
    monkeypatch.delenv("SEGMENTS_STORAGE", raising=False)
    assert f"'{storage.wanted()}'" in (PROJECT / "profiles.yml").read_text()


def answers(path, sql):
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


LEFT = {
    "registry": "select * from marts.model_registry order by all",
    "lineage": "select * from marts.segment_lineage order by all",
    "updates": "select * from marts.model_updates order by all",
    "history": "select * from marts.segment_history order by all",
    "drift": "select * from marts.feature_drift order by all",
    "assignment drift": "select * from marts.assignment_drift order by all",
    "segments": "select segmentation, segment_id, segment_name, customers from marts.segments order by all",
    "customers": "select segmentation, customer_id, segment_id from marts.customer_segments order by all",
}


@pytest.mark.long
def test_a_build_goes_on_from_an_import_as_it_would_from_the_warehouse(made_once, project):  # noqa: F811
    folder, exported, path = project.parent / "built", project / "exported", project / "warehouse.duckdb"
    shutil.copytree(made_once("small_shop", two_months), folder)
    shutil.copy(folder / "warehouse.duckdb", path)
    export_to(exported, project=project)
    contents = json.loads((exported / backup.CONTENTS).read_text())
    assert contents["version"] == yaml.safe_load((PROJECT / "dbt_project.yml").read_text())["version"]
    before = lasting(path)
    path.unlink()
    import_from(exported, project=project)
    assert lasting(path) == before

    # The last day, built once more on a warehouse that has nothing but the import.
    again = project.parent / "again"
    again.mkdir()
    shutil.copy(path, again)
    same = build_month(again, date(2024, 10, 31), *WITHOUT_TESTS)
    for what, sql in LEFT.items():
        assert answers(same, sql) == answers(folder / "warehouse.duckdb", sql), what

    # Who is to be forgotten does not come back by an export.
    forgotten.read(project).with_ids([name(4)]).write()
    path.unlink()
    import_from(exported, project=project)
    assert name(4).encode() not in path.read_bytes()
    assert [row for row in answers(path, "select * from ml.segment_periods") if row[1] == name(4)] == []
