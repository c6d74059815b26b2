"""Who buys at one time of the year is not lost at another: the sample, looked at nine months after its last order."""

import json
import shutil

import duckdb
import pytest
from conftest import PROJECT, WITHOUT_TESTS, dbt

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def in_september(tmp_path_factory, built_warehouse):
    """How many customers of each persona are in each segment, when the stored model places them nine months later."""
    folder = tmp_path_factory.mktemp("september")
    warehouse = shutil.copy(built_warehouse, folder / "warehouse.duckdb")
    variables = json.dumps({"as_of_date": "2026-09-30", "train": "never"})
    run = dbt("build", "--selector", "score", *WITHOUT_TESTS, "--vars", variables, warehouse=warehouse, folder=folder)
    assert run.returncode == 0, run.stdout[-4000:]
    personas = PROJECT / "seeds" / "sample" / "sample_personas.csv"
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        rows = connection.execute(
            "select persona, segment_name, count(*) from marts.customer_segments"
            f" inner join read_csv('{personas}') using (segmentation, customer_id)"
            " where segmentation = 'rfm' group by all"
        ).fetchall()
    return {(persona, segment): customers for persona, segment, customers in rows}


def test_seasonal_customers_stay_where_they_were(in_september):
    segments = [segment for persona, segment in in_september if persona == "seasonal_gift_buyers"]
    assert segments == ["Seasonal, quiet"]


def test_regular_customers_without_an_order_since_are_lapsed(in_september):
    regulars = {segment: n for (persona, segment), n in in_september.items() if persona == "loyal_regulars"}
    assert regulars["Lapsed, quiet"] > 0.95 * sum(regulars.values())
