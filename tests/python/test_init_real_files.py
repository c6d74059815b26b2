"""The proposals for real files, which the project does not ship."""

import tarfile

import pytest
from own_project import entry, project, propose, reason, used_as  # noqa: F401

pytestmark = pytest.mark.long


def forming(plan):
    return list(entry(plan)["features"])


@pytest.mark.parametrize("name", ["mall_customers.csv", "mall_customers_genre.csv"])
def test_both_headers_of_mall_give_the_same_segments(real_data, project, name):  # noqa: F811
    plan = propose(real_data / name)
    written = entry(plan)
    assert written["id"] == "CustomerID"
    assert forming(plan) == ["annual_income", "spending_score"]
    assert {settings["transform"] for settings in written["features"].values()} == {"standard"}
    assert [settings["role"] for settings in written["features"].values()] == ["income", "spend"]
    assert written["describe"]["age"]["type"] == "age"
    assert written["sensitive"] == [next(name for name in written["describe"] if name != "age")]


def test_service_numbers_its_rows_and_tells_its_24_points(real_data, project):  # noqa: F811
    plan = propose(real_data / "service_customers.csv")
    assert entry(plan)["id"] == "file_row_number"
    assert "customer_id repeats (15 different values in 24,000 rows)" in plan.proposal.remarks[0]
    assert "only 24 different points in 24,000 rows" in plan.proposal.remarks[1]
    assert forming(plan) == ["products_purchased", "money_spent"]


def test_jewellery_leaves_out_what_is_damaged_derived_or_empty(real_data, project):  # noqa: F811
    plan = propose(real_data / "jewellery_customers.csv")
    written = entry(plan)
    assert written["customers"]["delimiter"] == ";"
    assert written["customers"]["dates"] == "%d-%m-%Y"
    assert written["as_of_date"] == "2024-04-08"
    assert written["revenue"] == "TotalSpend"
    assert forming(plan) == ["purchase_count", "total_spend", "follow_duration", "days_since_last_purchase"]
    damaged = [t.column for t in plan.proposal.treatments if t.how.startswith("damaged by a locale")]
    assert sorted(damaged) == [
        "AveragePurchaseValue",
        "AverageRFM",
        "CPA",
        "CustomerRetentionPeriod",
        "EngagementScore",
        "MarketingSpend",
    ]
    assert reason(plan, "CustomerCost") == "equals 0.5 x total spend + 100"
    assert reason(plan, "NumberOfTransactions") == "equals purchase count"
    used = used_as(plan)
    for column in ("Persona", "RFMScore", "CLTV", "GrossProfitMargin", "CustomerExitDate", "SalesRevenue"):
        assert used[column] == "left out"
    assert "gender" in written["sensitive"]


def test_marketing_campaign_is_told_by_totals_ages_and_flags(real_data, project):  # noqa: F811
    plan = propose(real_data / "marketing_campaign.tsv")
    written = entry(plan)
    assert written["customers"]["delimiter"] == "\t"
    assert written["id"] == "ID"
    assert forming(plan)[:3] == ["total_spend", "total_purchases", "income"]
    assert written["features"]["income"]["transform"] == "log"
    assert written["describe"]["age"]["type"] == "birth_year"
    assert written["describe"]["days_as_customer"]["type"] == "date"
    assert written["describe"]["response"]["type"] == "flag"
    assert written["describe"]["marital_status"]["levels"] == ["Married", "Together", "Single", "Divorced", "Widow"]
    assert written["sensitive"] == ["marital_status"]
    assert {used_as(plan)[name] for name in ("Z_CostContact", "Z_Revenue")} == {"left out"}


def test_cdnow_is_mapped_by_its_values(real_data, project):  # noqa: F811
    plan = propose(real_data / "cdnow_master.txt.gz")
    lines = entry(plan, "shops")["order_lines"]
    assert (lines["delimiter"], lines["header"], lines["dates"]) == ("whitespace", False, "%Y%m%d")
    assert lines["columns"] == {
        "customer_id": "column_1",
        "ordered_at": "column_2",
        "quantity": "column_3",
        "amount": "column_4",
    }
    assert (plan.look.rows, plan.proposal.customers) == (69_659, 23_570)


ONLINE_RETAIL = {
    "customer_id": "CustomerID",
    "ordered_at": "InvoiceDate",
    "order_id": "InvoiceNo",
    "product_id": "StockCode",
    "product_name": "Description",
    "quantity": "Quantity",
    "unit_price": "UnitPrice",
}


def test_online_retail_is_mapped_by_its_names(real_data, project):  # noqa: F811
    plan = propose(real_data / "online_retail.parquet")
    shop = entry(plan, "shops")
    assert shop["order_lines"]["columns"] == ONLINE_RETAIL
    assert shop["cancelled_order_prefix"] == "C"
    assert forming(plan) == ["recency_in_season_days", "frequency", "monetary", "length_days"]
    assert "return_rate" in entry(plan)["describe"]
    assert reason(plan, "Country") == "38 levels, none of them frequent"
    assert shop["order_lines"]["duplicates"] == "keep"
    assert plan.proposal.remarks == (
        "Lines that repeat another in all that is read of them: 5,268 of 541,909 (1.0%, 21,740.98). Nothing tells a"
        " second piece from a copy, so that they count, unless the input says `duplicates: drop`.",
        "135,080 rows have no CustomerID; the build sets them aside.",
    )


def test_online_retail_as_305_daily_files_is_the_same(real_data, project):  # noqa: F811
    with tarfile.open(real_data / "online_retail_by_day.tar.xz") as archive:
        # Early versions of Python 3.11 have no filter.
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(project)
    plan = propose("by-day")
    shop = entry(plan, "shops")
    assert shop["order_lines"]["file"] == "by-day/*.csv"
    assert shop["order_lines"]["columns"] == ONLINE_RETAIL
    assert (plan.look.rows, shop["cancelled_order_prefix"]) == (541_909, "C")
