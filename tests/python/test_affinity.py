"""What is bought together, what comes next and who comes back, over a few made-up orders counted by hand."""

import random
from datetime import date, timedelta

import duckdb
import pytest
from conftest import dbt
from fake_marts import public_tables

pytestmark = pytest.mark.long

MODELS = ("product_affinity", "next_product", "cohorts")
BASKETS = "int_basket_items"
KNOWN = """
    create schema marts; create schema intermediate; create schema staging;
    create table staging.stg_shop__shops (shop text, as_of_date date, segmentation text);
    insert into staging.stg_shop__shops values ('sample', '2024-12-15', 'rfm');
    create table intermediate.int_order_lines (
        shop text, order_id text, customer_id text, product_id text, product_name text, category text,
        line_kind text, amount decimal(20, 4), ordered_on date
    );
    create table intermediate.int_orders
        (shop text, customer_key ubigint, lines integer, amount decimal(38, 4), ordered_on date);
    create table intermediate.int_customers (shop text, customer_key ubigint, customer_id text);
"""
CATEGORIES = ("Tea", "Cups", "Cakes", "Books")


def lines():
    """Orders of a year: cups come with tea, and after tea come cakes; all else is chance."""
    generator = random.Random(3)
    for number in range(200):
        day, last = date(2024, 1, 1) + timedelta(days=generator.randint(0, 200)), None
        for order in range(generator.randint(1, 6)):
            main = "Cakes" if last == "Tea" and generator.random() < 0.8 else generator.choice(CATEGORIES)
            with_it = ["Cups"] if main == "Tea" and generator.random() < 0.7 else []
            for place, category in enumerate([main, *with_it]):
                yield f"C{number:03}", f"o{number}-{order}", category, 20 - place * 5, day
            last, day = main, day + timedelta(days=generator.randint(5, 60))


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder = tmp_path_factory.mktemp("affinity")
    warehouse, rows = folder / "warehouse.duckdb", [row for row in lines() if row[-1] <= date(2024, 12, 15)]
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(KNOWN)
        columns = ", ".join(f"{name} {kind}" for name, kind in public_tables()["customer_segments"].items())
        connection.execute(f"create table marts.customer_segments ({columns})")
        connection.executemany(
            "insert into intermediate.int_order_lines values ('sample', ?, ?, ?, ?, ?, 'purchase', ?, ?)",
            [
                (order, customer, category, category, category, amount, day)
                for customer, order, category, amount, day in rows
            ],
        )
        connection.execute("""
            insert into intermediate.int_customers
            select distinct shop, hash(customer_id), customer_id from intermediate.int_order_lines;
            insert into intermediate.int_orders
            select shop, hash(customer_id), count(*), sum(amount), ordered_on from intermediate.int_order_lines
            group by all;
            insert into marts.customer_segments (segmentation, customer_id, segment_id, segment_name)
            select 'rfm', customer_id, 1 + (substr(customer_id, 2)::int % 2), 'Half' from intermediate.int_customers
        """)
    run = dbt("run", "--select", BASKETS, *MODELS, warehouse=warehouse, folder=folder)
    assert run.returncode == 0, run.stdout[-4000:]
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return rows, {name: connection.sql(f"from marts.{name}").df() for name in MODELS}


def test_what_is_planted_is_bought_together_and_nothing_else(found):
    rows, tables = found
    pairs = tables["product_affinity"].query("level == 'category' and segment_id.isna()")
    assert {tuple(pair) for pair in pairs[["item", "with_item"]].to_numpy()} == {("Tea", "Cups"), ("Cups", "Tea")}
    orders = {}
    for customer, order, category, *_ in rows:
        orders.setdefault((customer, order), set()).add(category)
    tea, cups = (sum(each in items for items in orders.values()) for each in ("Tea", "Cups"))
    both = sum({"Tea", "Cups"} <= items for items in orders.values())
    row = pairs.set_index("item").loc["Tea"]
    assert (row.orders, row.orders_with_item, row.orders_with_other, row.orders_with_both) == (
        len(orders),
        tea,
        cups,
        both,
    )
    assert (row.support, row.confidence) == pytest.approx((both / len(orders), both / tea))
    assert row.lift == pytest.approx(both * len(orders) / (tea * cups))
    assert set(tables["product_affinity"].query("segment_id == 1").item) <= {"Tea", "Cups"}


def test_after_tea_come_cakes(found):
    _, tables = found
    after_tea = tables["next_product"].query("last_category == 'Tea'")
    assert set(after_tea.next_category) == {"Cakes"}
    assert (after_tea.next_share > after_tea.next_usual_share + 0.2).all()
    others = tables["next_product"].query("last_category == 'Books'")
    assert ((others.next_share - others.next_usual_share).abs() < 0.2).all()
    new = tables["next_product"].dropna(subset="new_category")
    bought = {(customer, category) for customer, _, category, *_ in found[0]}
    assert not {pair for pair in zip(new.customer_id, new.new_category, strict=True)} & bought


def test_cohorts_count_who_came_back(found):
    rows, tables = found
    months = {}
    for customer, *_, day in rows:
        months.setdefault(customer, set()).add((day.year * 12 + day.month) - (2024 * 12 + 1))
    begun = [customer for customer, seen in months.items() if min(seen) == 2]
    cohort = tables["cohorts"].query("segment_id.isna() and cohort_month == '2024-03-01'").set_index("months_since")
    assert (cohort.customers == len(begun)).all()
    for since, row in cohort.iterrows():
        assert row.active_customers == sum(2 + since in months[customer] for customer in begun)
        assert row.is_complete == (2 + since < 11)
