"""The definitions of metrics, which dbt reads where they are asked for."""

import json

import pytest
from conftest import dbt

WANTED = {"customers", "revenue", "revenue_share", "customer_share", "moved", "value_next_year", "value_at_risk"}


@pytest.mark.long
def test_metrics_parse_where_they_are_asked_for_and_are_no_node_elsewhere(manifest, copied_warehouse, tmp_path):
    assert not manifest.metrics
    assert not manifest.semantic_models
    assert not [node for node in manifest.nodes.values() if node.name == "days"]
    asked = ["--vars", "{metrics: true}"]
    run = dbt("build", "--select", "days", *asked, warehouse=copied_warehouse, folder=tmp_path)
    assert run.returncode == 0, run.stdout[-2000:]
    written = json.loads((tmp_path / "target" / "semantic_manifest.json").read_text("utf-8"))
    assert {metric["name"] for metric in written["metrics"]} >= WANTED
    (spine,) = written["project_configuration"]["time_spines"]
    assert spine["node_relation"]["alias"] == "days"


@pytest.fixture
def copied_warehouse(built_warehouse, tmp_path):
    """A copy of the sample, whose views know their file by its name."""
    path = tmp_path / built_warehouse.name
    path.write_bytes(built_warehouse.read_bytes())
    return path
