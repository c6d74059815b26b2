"""A configuration that cannot work stops the build with one sentence that names what, where and the remedy."""

import json

import duckdb
import pytest
from conftest import dbt

ROWS = [(f"{i:04d}", i % 7, i * 1.5, "web" if i % 2 else "shop") for i in range(1, 41)]


def segmentation_inputs(folder, rows=ROWS, header="no,visits,spend,channel", **settings):
    """Build the first model that sees a customer table, and return what dbt printed and the warehouse."""
    path = folder / "members.csv"
    path.write_text("\n".join([header, *(",".join(map(str, row)) for row in rows)]) + "\n")
    entry = {"customers": {"file": str(path)}, "id": "no", "features": {"visits": {}, "spend": {}}} | settings
    variables = json.dumps({"segmentations": {"members": entry}})
    warehouse = folder / "warehouse.duckdb"
    selected = ("run", "--select", "segmentation_inputs", "--vars", variables)
    return dbt(*selected, warehouse=warehouse, folder=folder), warehouse


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"features": {"visitz": {}}}, "feature 'visitz' asks for column visitz of"),
        ({"customers": {"file": "nowhere.csv"}}, "names the file nowhere.csv, which is not there"),
        ({"id": "visits"}, "40 rows, 0 of them without and the others with 7 different values of `id: visits`"),
        ({"features": {"channel": {}}}, "channel is no number for 40 of 40 customers (such as 'shop')"),
        ({"features": {"channel": {"transform": "onehot"}}, "sensitive": ["Channel"]}, "which it lists as sensitive"),
        ({"features": {"visits": {"transfrom": "log"}}}, "has a key 'transfrom', which means nothing"),
        ({"features": {"visits": {}}, "k": 50}, "has 7 different customers in its features, and needs at least 51"),
        ({"features": ["visits"]}, "has to be a mapping"),
    ],
)
def test_a_mistake_in_the_configuration_is_told_in_one_sentence(tmp_path, settings, sentence):
    run, _ = segmentation_inputs(tmp_path, **settings)
    assert run.returncode != 0
    assert sentence in " ".join(run.stdout.split())
    assert "Traceback" not in run.stdout + run.stderr


def test_an_unreadable_number_is_missing_and_warned_of(tmp_path):
    rows = [*ROWS[:-1], ("0040", 3, '"1,234.5"', "web")]
    run, warehouse = segmentation_inputs(tmp_path, rows)
    assert run.returncode == 0, run.stdout
    assert "spend is no number for 1 of 40 customers (such as '1,234.5')" in " ".join(run.stdout.split())
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        values = dict(connection.sql("select customer_id, spend from features.segmentation_inputs").fetchall())
    assert values["0040"] is None
    assert values["0001"] == 1.5
