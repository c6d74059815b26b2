"""The whole build on real files, each by one configuration and nothing else."""

import json

import duckdb
import pytest
from conftest import build

RFM = {
    "label": "Online retail",
    "customers": {"shop": "online"},
    "id": "customer_id",
    "revenue": "monetary",
    "eligible": "has_purchased",
    "set_apart": {"name": "Without a purchase", "reason": "no purchase of a product", "role": "silent"},
    "features": {
        "recency_days": {
            "transform": "log",
            "label": "time since the last purchase",
            "unit": "days",
            "role": "recency",
        },
        "frequency": {"transform": "log", "label": "orders", "role": "frequency"},
        "monetary": {"transform": "log", "label": "revenue", "unit": "money", "role": "spend"},
        "length_days": {
            "transform": "log",
            "label": "time from first to last purchase",
            "unit": "days",
            "role": "length",
        },
    },
    "describe": {"return_rate": {"label": "share of revenue returned", "unit": "share", "role": "returns"}},
}


def mall(path, k, **columns):
    return {
        "customers": {"file": str(path)},
        "id": "CustomerID",
        "k": k,
        "features": {name: {"column": f'"{column}"', "transform": "none"} for name, column in columns.items()},
    }


@pytest.fixture(scope="module")
def query(real_data, tmp_path_factory):
    lines = {
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
    mall_file = real_data / "mall_customers.csv"
    income, score = "Annual Income (k$)", "Spending Score (1-100)"
    configuration = {
        "as_of_date": "2011-12-09",
        "shops": {"online": {"order_lines": {"file": str(real_data / "online_retail.parquet"), "columns": lines}}},
        "segmentations": {
            "rfm": RFM,
            "mall_income": mall(mall_file, 5, annual_income=income, spending_score=score),
            "mall_age": mall(mall_file, 6, age="Age", annual_income=income, spending_score=score),
        },
    }
    warehouse = build(tmp_path_factory.mktemp("real"), "--vars", json.dumps(configuration))
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        yield lambda sql: connection.sql(sql).fetchall()


def test_every_line_of_online_retail_is_kept_or_rejected_with_a_reason(query):
    ((kept,),) = query("select count(*) from intermediate.int_order_lines")
    ((rejected,),) = query("select count(*) from marts.rejected_rows where source = 'order_lines'")
    assert kept + rejected == 541_909
    assert dict(query("select reason, count(*) from marts.rejected_rows group by reason"))["exact duplicate"] == 5_268


def test_online_retail_has_4334_customers_with_a_purchase_of_a_product(query):
    assert query("select count(*) from marts.customers where frequency > 0") == [(4_334,)]
    assert query("select sum(customers) from marts.segments where segmentation = 'rfm' and segment_id > 0") == [
        (4_334,)
    ]


def test_shares_of_online_retail_add_up(query):
    ((customers, revenue),) = query(
        "select sum(customer_share), sum(revenue_share) from marts.segments where segmentation = 'rfm'"
    )
    assert (customers, revenue) == (pytest.approx(1), pytest.approx(1))


def test_mall_silhouettes_are_those_published(query):
    silhouettes = dict(query("select segmentation, silhouette from marts.k_selection where chosen"))
    assert round(silhouettes["mall_income"], 4) == 0.5539
    assert round(silhouettes["mall_age"], 4) == 0.4523


def test_the_criteria_would_choose_the_published_numbers_of_mall_segments(query):
    best = (
        "select segmentation, arg_max(k, silhouette) from marts.k_selection where segmentation like 'mall%' group by 1"
    )
    assert dict(query(best)) == {"mall_income": 5, "mall_age": 6}
