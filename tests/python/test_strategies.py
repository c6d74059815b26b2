"""What a marketer is advised first for each segment: golden tables, to be read by eye when they change.

``SEGMENTS_WRITE_GOLDEN=1`` writes them anew.
"""

import csv
import json
import os
from pathlib import Path

import duckdb
import pytest
import yaml
from conftest import build
from own_project import project, propose  # noqa: F401

GOLDEN = Path(__file__).with_name("golden")
COLUMNS = ["segmentation", "segment_id", "segment_name", "strategy", "objective", "because"]
FIRST = f"select {', '.join(COLUMNS)} from marts.segment_strategies where priority = 1 order by 1, 2"
REAL_FILES = {
    "cdnow": "cdnow_master.txt.gz",
    "jewellery": "jewellery_customers.csv",
    "mall": "mall_customers.csv",
    "marketing_campaign": "marketing_campaign.tsv",
    "online_retail": "online_retail.parquet",
}


def as_read(rows, name):
    """The first strategies as text, and those of the golden table, which is written where that is asked for."""
    path = GOLDEN / name
    found = [dict(zip(COLUMNS, map(str, row), strict=True)) for row in rows]
    if os.environ.get("SEGMENTS_WRITE_GOLDEN"):
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(found)
    with path.open(newline="") as file:
        return found, list(csv.DictReader(file))


def test_the_first_strategies_of_the_sample_are_those_that_were_read(query):
    found, read = as_read(query(FIRST), "first_strategies.csv")
    assert found == read


@pytest.mark.long
def test_the_first_strategies_of_real_files_are_those_that_were_read(real_data, project, tmp_path):  # noqa: F811
    variables = {"sample": False, "segmentation_defaults": {"compare_algorithms": ["kmeans"], "splits": 1}}
    for name, file in REAL_FILES.items():
        written = yaml.safe_load(propose(real_data / file, name=name).text)["vars"]
        for group in ("shops", "segmentations"):
            own = {name: entry for name, entry in written[group].items() if not entry.get("is_sample")}
            variables[group] = variables.get(group, {}) | own
    warehouse = build(tmp_path, "--exclude-resource-type", "test", "--vars", json.dumps(variables))
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        found, read = as_read(connection.sql(FIRST).fetchall(), "first_strategies_of_real_files.csv")
    assert found == read


def test_because_quotes_marked_traits_alone_or_says_that_there_is_none(query):
    marked = query(
        """
        select segmentation, segment_id, traits.trait
        from (select segmentation, segment_id, unnest(traits) as traits from ml.segment_descriptions)
        where abs(traits.z_score) >= 0.5
        """
    )
    rows = query("select segmentation, segment_id, because from marts.segment_strategies where segment_id > 0")
    quoted = [(name, segment, phrase) for name, segment, because in rows for phrase in because.split("; ")]
    unmarked = {(name, segment, phrase) for name, segment, phrase in quoted if (name, segment, phrase) not in marked}
    said = {
        (name, segment) for name, segment, because in rows if "like most" in because or "no figure stands" in because
    }
    assert len(rows) > 20
    assert {(name, segment) for name, segment, _ in unmarked} <= said
