"""A table of an attached database becomes segments as a file does."""

import json

import duckdb
import pytest
import yaml
from conftest import PROJECT, WITHOUT_TESTS, build


@pytest.fixture
def settings(tmp_path):
    """Settings by which the customers of another database are segmented; profiles.yml attaches it."""
    with duckdb.connect(str(tmp_path / "crm.duckdb")) as connection:
        connection.execute(
            "create table members as select i as id, 20.0 * (i % 3) + i % 7 as visits, i % 2 = 0 as is_active"
            " from range(300) as numbers(i)"
        )
    profiles = yaml.safe_load((PROJECT / "profiles.yml").read_text())
    profiles["customer_segmentation"]["outputs"]["duckdb"]["attach"] = [
        {"path": str(tmp_path / "crm.duckdb"), "alias": "crm", "read_only": True}
    ]
    (tmp_path / "profiles.yml").write_text(yaml.safe_dump(profiles))
    members = {
        "customers": {"relation": "crm.members"},
        "id": "id",
        "k": 3,
        "features": {"visits": {}},
        "describe": {"is_active": {"type": "flag"}},
    }
    return json.dumps({"segmentations": {"members": members}, "shops": {}})


def test_customers_of_an_attached_database_are_read(warm_dbt, settings, tmp_path):
    warehouse = tmp_path / "warehouse.duckdb"
    selected = ("--select", "stg_tables__customers", "main_segmentation_inputs", "segmentation_inputs")
    warm_dbt("run", "--vars", settings, *selected, warehouse=warehouse, folder=tmp_path, profiles=tmp_path)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        visits = connection.sql("select sum(visits) from features.segmentation_inputs").fetchall()
    assert visits == [(sum(20 * (i % 3) + i % 7 for i in range(300)),)]


@pytest.mark.long
def test_customers_of_an_attached_database_become_segments(settings, tmp_path):
    places = ("--profiles-dir", str(tmp_path))
    warehouse = build(tmp_path, *places, "--vars", settings, "--select", "+segments", *WITHOUT_TESTS)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        assert connection.sql("select customers from marts.segments").fetchall() == [(100,)] * 3
