"""The sample data: remade byte for byte, as described, dirty where it is meant to be."""

import csv
from pathlib import Path

import numpy as np
import pytest
import yaml

from segmentation import sample
from segmentation.sample import shop
from segmentation.sample.shop.dirt import (
    BAD_BIRTH_DATES,
    BAD_DATES,
    BAD_PRICES,
    BAD_QUANTITIES,
    DUPLICATED_CUSTOMERS,
    FUTURE_SIGN_UPS,
    IMPOSSIBLE_BIRTH_DATES,
    MISSING_CUSTOMERS,
    NAMELESS_CUSTOMERS,
    NON_PRODUCTS,
    OTHER_DIRT,
    REPEATED_CUSTOMERS,
    SPACED_CUSTOMERS,
)
from segmentation.sample.shop.personas import ALL_PERSONAS, PERSONAS

COMMITTED = Path(__file__).parents[2] / "seeds" / "sample"
PURCHASING = {persona.name for persona in PERSONAS}


def read(name):
    """Return a committed seed as columns of text."""
    with (COMMITTED / f"sample_{name}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return {column: np.array(values) for column, values in zip(header, zip(*rows, strict=True), strict=True)}


def numbers(table, *columns):
    return [table[column].astype(float) for column in columns]


@pytest.fixture(scope="module")
def lines():
    return read("order_lines")


@pytest.fixture(scope="module")
def customers():
    return read("customers")


@pytest.fixture(scope="module")
def jewellery():
    return read("jewellery_customers")


@pytest.fixture(scope="module")
def personas():
    table = read("personas")
    return {
        segmentation: dict(
            zip(
                table["customer_id"][table["segmentation"] == segmentation],
                table["persona"][table["segmentation"] == segmentation],
                strict=True,
            )
        )
        for segmentation in ("rfm", "mall", "service", "jewellery")
    }


def test_remaking_gives_the_committed_files_byte_for_byte(tmp_path):
    written = sample.write(tmp_path)
    assert {path.name for path in written} == {path.name for path in COMMITTED.glob("*.csv")}
    for path in written:
        assert path.read_bytes() == (COMMITTED / path.name).read_bytes(), path.name


def test_files_are_small_and_have_unix_line_ends():
    files = list(COMMITTED.glob("*.csv"))
    assert sum(path.stat().st_size for path in files) < 4_000_000
    assert not any(b"\r" in path.read_bytes() for path in files)


def test_every_seed_and_column_is_described_and_text():
    seeds = yaml.safe_load((COMMITTED / "_sample__seeds.yml").read_text(encoding="utf-8"))["seeds"]
    assert {seed["name"] for seed in seeds} == {path.stem for path in COMMITTED.glob("*.csv")}
    for seed in seeds:
        with (COMMITTED / f"{seed['name']}.csv").open(encoding="utf-8") as file:
            header = next(csv.reader(file))
        assert [column["name"] for column in seed["columns"]] == header
        assert seed["config"]["column_types"] == dict.fromkeys(header, "string")
        assert seed["description"]
        assert all(column["description"] for column in seed["columns"])


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("order_lines", 16_000),
        ("web_sessions", 7_000),
        ("support_tickets", 1_100),
        ("survey_answers", 550),
        ("campaign_contacts", 6_500),
    ],
)
def test_shop_tables_are_of_modest_size(name, most):
    table = read(name)
    assert most / 2 < len(table["customer_id"]) <= most


def test_mall_facts():
    mall = read("mall_customers")
    assert dict(zip(*np.unique(mall["gender"], return_counts=True), strict=True)) == {
        "Female": 112,
        "Male": 88,
    }
    age, income, score = numbers(mall, "age", "annual_income", "spending_score")
    assert [(figure.min(), figure.max()) for figure in (age, income, score)] == [(18, 70), (15, 137), (1, 99)]


def test_service_facts():
    service = read("service_customers")
    products, complaints, money = numbers(service, "products_purchased", "complaints", "money_spent")
    assert len(set(service["customer_id"])) == len(service["customer_id"]) == 24_000
    assert products.min() == 1
    assert complaints.min() == 0
    assert money.min() > 0
    assert all(text[-3] == "." for text in service["money_spent"])


def test_jewellery_has_forty_columns_and_the_named_ranges(jewellery):
    assert len(jewellery) == 40
    assert len(set(jewellery["customer_id"])) == 1_000
    limits = {
        "age": (18, 64),
        "purchase_count": (1, 9),
        "total_spend": (110, 1_958),
        "follow_duration_months": (1, 24),
    }
    for column, (low, high) in limits.items():
        values = jewellery[column].astype(float)
        assert (values.min(), values.max()) == (low, high), column
    engagement = jewellery["engagement_score"].astype(float)
    assert engagement.min() >= 1
    assert engagement.max() <= 10


def test_jewellery_exit_dates_are_empty_for_four_in_five(jewellery):
    for column in ("subscription_end_date", "customer_exit_date"):
        assert (jewellery[column] == "").sum() == 800
    np.testing.assert_array_equal(jewellery["is_active"] == "true", jewellery["customer_exit_date"] == "")


def test_jewellery_dates_follow_each_other(jewellery):
    acquired, started, bought, left = (
        jewellery[column]
        for column in (
            "customer_acquisition_date",
            "subscription_start_date",
            "last_purchase_date",
            "customer_exit_date",
        )
    )
    assert (acquired <= started).all()
    assert (started <= bought).all()
    assert (bought <= np.where(left == "", "2025-12-31", left)).all()


@pytest.mark.parametrize(
    ("result", "of", "tolerance"),
    [
        ("average_purchase_value", lambda t: t["total_spend"] / t["purchase_count"], 0.00501),
        ("sales_revenue", lambda t: t["total_spend"], 1e-9),
        ("number_of_transactions", lambda t: t["purchase_count"], 1e-9),
        ("gross_profit", lambda t: t["sales_revenue"] - t["product_cost"], 1e-6),
        ("operating_profit", lambda t: t["gross_profit"] - t["operating_expenses"], 1e-6),
        ("net_profit", lambda t: t["operating_profit"] - t["additional_costs"], 1e-6),
        ("gross_profit_margin", lambda t: 100 * t["gross_profit"] / t["sales_revenue"], 0.00501),
        ("operating_profit_margin", lambda t: 100 * t["operating_profit"] / t["sales_revenue"], 0.00501),
        ("net_profit_margin", lambda t: 100 * t["net_profit"] / t["sales_revenue"], 0.00501),
        ("customer_cost", lambda t: t["product_cost"] + t["marketing_spend"], 1e-6),
        ("customer_profitability", lambda t: t["sales_revenue"] - t["customer_cost"], 1e-6),
        ("roas", lambda t: t["sales_revenue"] / t["marketing_spend"], 0.00501),
        ("roi", lambda t: t["customer_profitability"] / t["customer_cost"], 0.0000501),
        ("cltv", lambda t: 3 * t["total_spend"], 1e-9),
        ("cpa", lambda t: t["marketing_spend"], 1e-9),
        ("average_rfm", lambda t: sum(t["rfm_score"] // 10**place % 10 for place in range(3)) / 3, 0.00501),
    ],
)
def test_jewellery_columns_agree(jewellery, result, of, tolerance):
    class Numbers:
        def __getitem__(self, column):
            return jewellery[column].astype(float)

    np.testing.assert_allclose(jewellery[result].astype(float), of(Numbers()), atol=tolerance, rtol=0)


def test_personas_cover_every_customer(personas, customers, lines):
    shoppers = set(np.char.strip(np.concatenate([customers["customer_id"], lines["customer_id"]]))) - {""}
    assert set(personas["rfm"]) == shoppers
    for segmentation in ("mall", "service", "jewellery"):
        table = read(f"{segmentation}_customers")
        assert set(personas[segmentation]) == set(table["customer_id"])


def test_personas_are_planted_in_the_declared_numbers(personas):
    names, counts = np.unique(list(personas["rfm"].values()), return_counts=True)
    assert dict(zip(names, counts, strict=True)) == {persona.name: persona.customers for persona in ALL_PERSONAS}


def test_silent_customers_are_those_without_an_order(personas, lines):
    buyers = set(np.char.strip(lines["customer_id"])) - {""}
    silent = {customer for customer, persona in personas["rfm"].items() if persona == "silent"}
    assert len(silent) == 130
    assert silent == set(personas["rfm"]) - buyers


def test_no_table_but_the_truth_names_a_persona():
    for name, table in sample.tables().items():
        if name != "sample_personas":
            assert not {"persona", "segment", "cluster"} & set(table)
            values = {value for column in table.values() if len(set(column[:50])) < 30 for value in set(column)}
            assert not values & (PURCHASING | {"silent"}), name


def test_ids_tell_nothing_of_the_persona(personas):
    for truth in personas.values():
        _, codes = np.unique([truth[customer] for customer in sorted(truth)], return_inverse=True)
        same_as_next = (codes[1:] == codes[:-1]).mean()
        by_chance = ((np.bincount(codes) / len(codes)) ** 2).sum()
        assert abs(same_as_next - by_chance) < 0.1


def test_seasonal_gift_buyers_buy_in_november_and_december_of_both_years(personas):
    tables = shop.sample().tables["sample_order_lines"]
    seasonal = [customer for customer, name in personas["rfm"].items() if name == "seasonal_gift_buyers"]
    real = (
        np.isin(np.char.strip(tables["customer_id"]), seasonal)
        & np.char.isdigit(tables["order_id"])
        & (tables["order_id"] < "900001")
    )
    months = {at[:7] for at in tables["ordered_at"][real]}
    assert months == {"2024-11", "2024-12", "2025-11", "2025-12"}


def test_returns_refer_to_earlier_purchases(lines):
    is_return = np.char.startswith(np.char.upper(lines["order_id"]), "C") & np.char.startswith(lines["quantity"], "-")
    bought = {}
    for order, product, customer, at, quantity in zip(
        *(lines[c] for c in ("order_id", "product_id", "customer_id", "ordered_at", "quantity")), strict=True
    ):
        bought.setdefault((order, product, customer.strip()), (at, quantity))
    assert is_return.sum() > 300
    for row in np.flatnonzero(is_return):
        key = (lines["order_id"][row][1:], lines["product_id"][row], lines["customer_id"][row].strip())
        at, quantity = bought[key]
        assert at < lines["ordered_at"][row] <= "2025-12-31 23:59:59"
        assert 1 <= -int(lines["quantity"][row]) <= int(quantity)


def test_order_lines_carry_each_kind_of_dirt(lines):
    order, product, quantity = lines["order_id"], lines["product_id"], lines["quantity"]
    price, at, customer = lines["unit_price"], lines["ordered_at"], lines["customer_id"]
    rows = list(zip(*(values.tolist() for values in lines.values()), strict=True))
    cancelled = np.char.startswith(np.char.upper(order), "C")
    dirt = {
        "exact duplicates": len(rows) - len(set(rows)),
        "guests": (customer == "").sum(),
        "stray spaces": (customer != np.char.strip(customer)).sum(),
        "zero price": (price == "0.00").sum(),
        "negative price": np.char.startswith(price, "-").sum(),
        "zero quantity": (quantity == "0").sum(),
        "negative quantity outside a cancellation": (~cancelled & np.char.startswith(quantity, "-")).sum(),
        "positive cancellation": (cancelled & ~np.char.startswith(quantity, "-")).sum(),
        "lower-case cancellation": np.char.startswith(order, "c").sum(),
        "future": ((at > "2026") & (at < "2100")).sum(),
        "ancient": np.char.startswith(at, "19").sum(),
        **{text: (product == text).sum() for text in NON_PRODUCTS},
        **{text: (at == text).sum() for text in BAD_DATES},
        **{text: (quantity == text).sum() for text in BAD_QUANTITIES},
        **{text: (price == text).sum() for text in BAD_PRICES},
    }
    assert min(dirt.values()) > 0, dirt
    assert sum(dirt.values()) < 0.1 * len(rows)


def test_customers_carry_each_kind_of_dirt(customers, lines):
    ids, born = customers["customer_id"], customers["birth_date"]
    rows = list(zip(*(values.tolist() for values in customers.values()), strict=True))
    buyers = set(np.char.strip(lines["customer_id"])) - {""}
    assert len(rows) - len(set(rows)) == DUPLICATED_CUSTOMERS
    assert (ids == "").sum() == NAMELESS_CUSTOMERS
    assert (ids != np.char.strip(ids)).sum() == SPACED_CUSTOMERS
    assert (customers["signed_up_on"] > "2025-12-31").sum() == FUTURE_SIGN_UPS
    assert np.isin(born, BAD_BIRTH_DATES).sum() == IMPOSSIBLE_BIRTH_DATES
    assert len(buyers - set(np.char.strip(ids))) == MISSING_CUSTOMERS
    named = ids[ids != ""]
    repeated = REPEATED_CUSTOMERS + DUPLICATED_CUSTOMERS + FUTURE_SIGN_UPS
    assert len(named) - len(set(named)) == repeated


@pytest.mark.parametrize(
    ("name", "at"),
    [
        ("web_sessions", "started_at"),
        ("support_tickets", "opened_at"),
        ("survey_answers", "answered_on"),
        ("campaign_contacts", "sent_at"),
    ],
)
def test_other_tables_carry_each_kind_of_dirt(name, at):
    table = read(name)
    rows = list(zip(*(values.tolist() for values in table.values()), strict=True))
    assert len(rows) - len(set(rows)) == OTHER_DIRT
    assert (table["customer_id"] == "").sum() == OTHER_DIRT
    assert np.isin(table[at], BAD_DATES).sum() == OTHER_DIRT
    assert ((table[at] > "2026") & (table[at] < "21")).sum() == OTHER_DIRT
