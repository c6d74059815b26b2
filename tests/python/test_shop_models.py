"""The shop's models on real order lines, built by dbt from the file as it lies there."""

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

PROJECT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("SEGMENTS_REAL_DATA", PROJECT.parent / "shared" / "data"))
ONLINE_RETAIL = DATA / "online_retail.parquet"

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        not ONLINE_RETAIL.is_file(),
        reason=f"{ONLINE_RETAIL} is missing; set SEGMENTS_REAL_DATA to the folder that holds the real data.",
    ),
]

ORDER_LINE_COLUMNS = {
    "order_id": "InvoiceNo",
    "product_id": "StockCode",
    "product_name": "Description",
    "category": "null",
    "quantity": "Quantity",
    "unit_price": "UnitPrice",
    "list_price": "UnitPrice",
    "ordered_at": "InvoiceDate",
    "customer_id": "CustomerID",
}

EXPECTED_OUTCOMES = {
    "purchase": 391_150,
    "return": 8_506,
    "exact duplicate": 5_268,
    "missing customer id": 135_037,
    "non-product line": 1_915,
    "non-positive price": 33,
}

# 9,288 lines stand on cancelled invoices.
EXPECTED_CANCELLED_OUTCOMES = {
    "return": 8_506,
    "exact duplicate": 37,
    "missing customer id": 379,
    "non-product line": 366,
}


NOW = "as_of_date = '2011-12-09'"


@pytest.fixture(scope="module")
def online_retail(tmp_path_factory):
    """A warehouse with the shop's models built from a year of an online shop's invoices."""
    folder = tmp_path_factory.mktemp("online_retail")
    warehouse = folder / "warehouse.duckdb"
    settings = {
        "as_of_date": "2011-12-09",
        "shops": {"online": {"order_lines": {"file": str(ONLINE_RETAIL), "columns": ORDER_LINE_COLUMNS}}},
        "segmentations": {
            "online": {"customers": {"shop": "online"}, "features": {"recency_days": {}, "monetary": {}}},
        },
    }
    command = [sys.executable, "-m", "dbt.cli.main", "build", "--vars", json.dumps(settings)]
    command += ["--select", "+customer_features", "+int_rejected_rows", "--threads", "4"]
    command += ["--target-path", str(folder / "target"), "--log-path", str(folder / "logs")]
    environment = {**os.environ, "SEGMENTS_WAREHOUSE": str(warehouse)}
    build = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    assert build.returncode == 0, build.stdout[-5000:]
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        yield connection


def number(connection, query):
    return connection.execute(query).fetchone()[0]


def test_every_line_is_kept_or_rejected_for_one_reason(online_retail):
    outcomes = online_retail.execute(
        "select coalesce(line_kind, reject_reason), count(*) from staging.stg_shop__order_lines"
        " where (line_kind is null) != (reject_reason is null) group by all"
    ).fetchall()
    assert dict(outcomes) == EXPECTED_OUTCOMES
    assert sum(EXPECTED_OUTCOMES.values()) == 541_909


def test_rejected_rows_hold_every_rejected_line_with_its_raw_row(online_retail):
    rejected = 541_909 - EXPECTED_OUTCOMES["purchase"] - EXPECTED_OUTCOMES["return"]
    counts = "count(*), count(distinct row_id), count(raw_row)"
    found = online_retail.execute(f"select {counts} from intermediate.int_rejected_rows").fetchone()
    assert found == (rejected, rejected, rejected)


def test_customers_with_a_purchase(online_retail):
    assert number(online_retail, f"select count(*) from features.customer_lrfmt where {NOW}") == 4_334
    features = "features.customer_features"
    assert number(online_retail, f"select count_if(has_purchased) from {features} where is_current") == 4_334


def test_customers_with_a_purchase_before_non_product_lines_are_left_out(online_retail):
    customers = number(
        online_retail,
        "select count(distinct customer_id) from staging.stg_shop__order_lines"
        " where line_kind = 'purchase'"
        " or (reject_reason = 'non-product line' and least(quantity, unit_price) > 0)",
    )
    assert customers == 4_338


def test_cancelled_lines_are_returns_or_rejected(online_retail):
    outcomes = online_retail.execute(
        "select coalesce(line_kind, reject_reason), count(*) from staging.stg_shop__order_lines"
        " where order_id ilike 'C%' group by all"
    ).fetchall()
    assert dict(outcomes) == EXPECTED_CANCELLED_OUTCOMES
    assert sum(EXPECTED_CANCELLED_OUTCOMES.values()) == 9_288


def test_revenue_is_the_sum_of_the_kept_purchase_lines(online_retail):
    from_features = number(online_retail, "select sum(gross_revenue) from features.customer_features where is_current")
    from_file = number(
        online_retail,
        "select sum(line) from (select distinct cast(Quantity * UnitPrice as decimal(18, 4)) as line, * "
        f"from '{ONLINE_RETAIL}' where CustomerID is not null and Quantity > 0 and UnitPrice > 0"
        " and upper(StockCode) not in (select product_id from raw.non_product_ids))",
    )
    assert from_features == pytest.approx(float(from_file), abs=0.01 * 4_334)


def test_inputs_left_out_are_unknown_not_zero(online_retail):
    known = number(online_retail, "select count(sessions) + count(contacts) from features.customer_features")
    assert known == 0
