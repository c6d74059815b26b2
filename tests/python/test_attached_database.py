"""A table of an attached database becomes segments as a file does."""

import json

import duckdb
import yaml
from conftest import PROJECT, build


def test_customers_of_an_attached_database_become_segments(tmp_path):
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
    warehouse = build(
        tmp_path,
        *("--profiles-dir", str(tmp_path)),
        *("--vars", json.dumps({"segmentations": {"members": members}, "shops": {}})),
        *("--select", "+segments", "--exclude-resource-type", "test"),
    )
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        assert connection.sql("select customers from marts.segments").fetchall() == [(100,)] * 3
