"""A table of one's own and nothing of the sample: the build has only what it needs, and all that reads it works."""

import json
import random

import duckdb
import pytest
from conftest import build, dbt
from own_project import write

from segmentation import site

GENERATOR = random.Random(7)
GROUPS = [(3, 50), (9, 300), (20, 900)]
MEMBERS = {
    "id": "member_no",
    "revenue": "spend",
    "features": {"visits": {"transform": "log"}, "spend": {"transform": "log", "unit": "money"}},
    "describe": {"age": {"at_signup": True}, "gender": {"transform": "onehot", "at_signup": True}},
}

pytestmark = pytest.mark.long


def members():
    """Two hundred customers in three groups."""
    for i in range(200):
        visits, spend = GROUPS[i % 3]
        yield (
            f"{i:04d}",
            visits + GENERATOR.randint(0, 2),
            round(spend * GENERATOR.uniform(0.7, 1.3), 2),
            GENERATOR.randint(18, 80),
            GENERATOR.choice("fm"),
        )


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The folder of the build, its warehouse and its variables."""
    folder = tmp_path_factory.mktemp("own")
    path = write(folder / "members.csv", ("member_no", "visits", "spend", "age", "gender"), members())
    entry = MEMBERS | {"customers": {"file": str(path)}}
    variables = ["--vars", json.dumps({"sample": False, "segmentations": {"members": entry}})]
    return folder, build(folder, *variables), variables


def test_only_the_own_table_is_built(built):
    folder, warehouse, _ = built
    results = json.loads((folder / "target" / "run_results.json").read_text())["results"]
    assert not [result["unique_id"] for result in results if "sample" in result["unique_id"]]
    assert len(results) <= 350
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        seeds = connection.sql("select table_name from information_schema.tables where table_schema = 'raw'").fetchall()
        assert not [name for (name,) in seeds if name.startswith("sample_")]
        sizes = connection.sql("select segmentation, sum(customers), count(*) > 1 from marts.segments group by all")
        assert sizes.fetchall() == [("members", 200, True)]


def test_everything_compiles(built):
    folder, warehouse, variables = built
    run = dbt("compile", *variables, warehouse=warehouse, folder=folder)
    assert run.returncode == 0, run.stdout[-4000:]


def test_the_site_is_that_of_the_own_table(built, tmp_path):
    _, warehouse, _ = built
    index = site.build(warehouse, renderer="builtin", sql=False, output=tmp_path / "site")
    assert "members" in index.read_text(encoding="utf-8")
