"""The whole build on real files, each by one configuration and nothing else."""

import json

import duckdb
import numpy as np
import pytest
from conftest import build
from scipy.optimize import linear_sum_assignment

pytestmark = pytest.mark.long

RFM = {
    "label": "Online retail",
    "compare_algorithms": ["ward"],
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
    "describe": {
        "return_rate": {"label": "share of revenue returned", "unit": "share", "role": "returns"},
        "first_order_revenue": {"transform": "log", "at_signup": True},
        "first_order_lines": {"transform": "log", "at_signup": True},
        "first_order_quantity": {"transform": "log", "at_signup": True},
        "first_order_hour": {"at_signup": True},
    },
}


def mall(path, transform, **columns):
    return {
        "customers": {"file": str(path)},
        "id": "CustomerID",
        "compare_algorithms": ["ward"],
        "features": {name: {"column": f'"{column}"', "transform": transform} for name, column in columns.items()},
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
    folder = tmp_path_factory.mktemp("real")
    retail, resampled = real_data / "online_retail.parquet", folder / "resampled.parquet"
    # All orders of 95% of the customers.
    duckdb.sql(f"copy (select * from '{retail}' where hash(CustomerID) % 20 != 7) to '{resampled}' (format parquet)")
    mall_file = real_data / "mall_customers.csv"
    income, score = "Annual Income (k$)", "Spending Score (1-100)"
    configuration = {
        "as_of_date": "2011-12-09",
        "shops": {
            "online": {"order_lines": {"file": str(retail), "columns": lines}},
            "resampled": {"order_lines": {"file": str(resampled), "columns": lines}},
        },
        "segmentations": {
            "rfm": RFM,
            "rfm_resampled": RFM | {"customers": {"shop": "resampled"}, "splits": 1},
            "mall_income": mall(mall_file, "none", annual_income=income, spending_score=score) | {"splits": 1},
            "mall_age": mall(mall_file, "none", age="Age", annual_income=income, spending_score=score),
            "mall_scaled": mall(mall_file, "standard", age="Age", annual_income=income, spending_score=score),
        },
    }
    warehouse = build(folder, "--vars", json.dumps(configuration))
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        yield lambda sql: connection.sql(sql).fetchall()


def test_every_line_of_online_retail_is_kept_or_rejected_with_a_reason(query):
    ((kept,),) = query("select count(*) from intermediate.int_order_lines where shop = 'online'")
    rejected = dict(query("select reason, count(*) from marts.rejected_rows where dataset = 'online' group by reason"))
    assert kept + sum(rejected.values()) == 541_909
    assert rejected["exact duplicate"] == 5_268


def test_online_retail_has_4334_customers_with_a_purchase_of_a_product(query):
    assert query("select count(*) from marts.customers where shop = 'online' and frequency > 0") == [(4_334,)]
    assert query("select sum(customers) from marts.segments where segmentation = 'rfm' and segment_id > 0") == [
        (4_334,)
    ]


def test_shares_of_online_retail_add_up(query):
    ((customers, revenue),) = query(
        "select sum(customer_share), sum(revenue_share) from marts.segments where segmentation = 'rfm'"
    )
    assert (customers, revenue) == (pytest.approx(1), pytest.approx(1))


def test_segments_of_a_resample_are_the_same_or_said_to_be_doubtful(query):
    pairs = query(
        """
        select one.segment_id, other.segment_id, count(*)
        from marts.customer_segments as one
        inner join marts.customer_segments as other on one.customer_id = other.customer_id
        where one.segmentation = 'rfm' and other.segmentation = 'rfm_resampled' and one.segment_id > 0
        group by all
        """
    )
    together = np.zeros((1 + max(pair[0] for pair in pairs), 1 + max(pair[1] for pair in pairs)))
    for one, other, customers in pairs:
        together[one, other] = customers
    same = together[linear_sum_assignment(-together)].sum() / together.sum()
    ((stability,),) = query("select min(stability) from marts.segments where segmentation = 'rfm'")
    assert together.sum() > 4_000
    assert same >= 0.9 or stability < 0.75


def test_first_orders_of_online_retail_tell_the_segment_or_are_said_not_to(query):
    ((splits, error),) = query(
        """
        select count(*), avg(calibration_error) from marts.cold_start_quality
        where segmentation = 'rfm' and model = 'network'
        """
    )
    assert splits == 3
    assert error <= 0.05
    ((gain,),) = query(
        """
        select accuracy - majority_accuracy from marts.cold_start_coverage
        where segmentation = 'rfm' and model = 'network' and threshold = 0
        """
    )
    said = "select 1 from marts.data_findings where segmentation = 'rfm' and finding = 'early_signs_tell_little'"
    assert gain >= 0.05 or query(said)


def test_mall_silhouettes_are_those_published(query):
    silhouettes = dict(query("select segmentation, silhouette from marts.k_selection where chosen"))
    assert round(silhouettes["mall_income"], 4) == 0.5539
    assert round(silhouettes["mall_age"], 4) == 0.4523
    assert round(silhouettes["mall_scaled"], 4) == 0.4274


def test_the_rule_chooses_the_published_numbers_of_mall_segments(query):
    chosen = "select segmentation, k from marts.k_selection where chosen and segmentation like 'mall%'"
    assert dict(query(chosen)) == {"mall_income": 5, "mall_age": 6, "mall_scaled": 6}


@pytest.mark.parametrize("segmentation", ["mall_age", "mall_scaled"])
def test_the_network_places_mall_customers_it_never_saw(query, segmentation):
    ((splits, tested, mean, worst),) = query(
        f"""
        select count(*), min(customers), avg(accuracy), min(accuracy) from marts.classifier_metrics
        where segmentation = '{segmentation}' and model = 'network' and split like 'test%'
        """
    )
    assert (splits, tested) == (10, 40)
    assert mean >= 0.97
    assert worst >= 0.925


@pytest.mark.parametrize("segmentation", ["rfm", "mall_age", "mall_scaled"])
def test_the_network_is_held_against_simpler_models(query, segmentation):
    models = dict(
        query(
            f"""
            select model, avg(accuracy) from marts.classifier_metrics
            where segmentation = '{segmentation}' and split like 'test%' group by model
            """
        )
    )
    assert models["majority_class"] < models["published_network"] <= models["network"] + 0.005
    assert models["network"] >= models["logistic_regression"] - 0.005
    assert models["nearest_centre"] == 1


@pytest.mark.parametrize("segmentation", ["mall_age", "mall_scaled"])
def test_a_dozen_rules_tell_nearly_all_mall_customers(query, segmentation):
    ((rules, fidelity),) = query(
        f"select count(*), min(fidelity) from marts.segment_rules where segmentation = '{segmentation}'"
    )
    assert rules <= 12
    assert fidelity >= 0.9
