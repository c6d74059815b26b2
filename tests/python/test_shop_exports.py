"""Logs of the kinds that shops export, from `segments init` to the orders that the build counts."""

import json

import duckdb
import pytest
import yaml
from conftest import PROJECT, WITHOUT_TESTS, dbt
from own_project import write
from test_init_order_values import HEADER, amount, orders

from segmentation.intake import initialise

pytestmark = pytest.mark.long

CASES = PROJECT.parent / "shared" / "cases"
# Customers, orders and revenue after returns.
OF_CASES = {
    "cust_code": (80, 339, None),
    "order_status": (56, 199, 23_650.47),
    "shopify_refunded": (40, 180, 36_584.48),
    "coupon_lines": (60, 260, 27_253.87),
    "order_total_repeated": (60, 250, 29_027.04),
    "same_price_items": (60, None, 2_202.80),
    "walk_in": (60, 269, 31_638.39),
    "float_ids": (60, 258, 30_146.09),
    "email_case": (40, 181, 22_056.86),
    "excel_serial": (60, None, None),
}


def built(folder, paths):
    """Customers, orders and revenue of each log, after a build of them all as init proposes it."""
    configured = {"segmentations": {}, "shops": {}, "sample": False}
    for path in paths:
        plan = initialise.plan(str(path), project=PROJECT)
        variables = yaml.safe_load(plan.text)["vars"]
        for group in ("segmentations", "shops"):
            configured[group][plan.name] = variables[group][plan.name]
    arguments = ("--vars", json.dumps(configured), "--select", "+customer_lrfmt")
    run = dbt("build", *arguments, *WITHOUT_TESTS, warehouse=folder / "warehouse.duckdb", folder=folder)
    assert run.returncode == 0, run.stdout
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as connection:
        rows = connection.execute("""
            select shop, count(*), sum(frequency), round(sum(monetary), 2)
            from features.customer_lrfmt
            where is_current
            group by shop
        """).fetchall()
    return {shop: tuple(figures) for shop, *figures in rows}


def test_every_kind_of_export_ends_in_its_customers_orders_and_revenue(tmp_path):
    whole = orders(amount=amount)
    known = [row for row in whole if row[1] != "C001"]
    money = round(sum(row[-1] for row in whole), 2)
    paths = {
        "statuses": write(
            tmp_path / "statuses.csv",
            (*HEADER, "amount", "status"),
            [(*row, ("paid", "void")[i % 4 == 0]) for i, row in enumerate(whole)],
        ),
        "walk_ins": write(
            tmp_path / "walk_ins.csv",
            (*HEADER, "amount"),
            [(row[0], "Walk-in" if row[1] == "C001" else row[1], *row[2:]) for row in whole],
        ),
        "refunds": write(
            tmp_path / "refunds.csv",
            (*HEADER, "amount", "refunded amount"),
            [(*row, 2 if i % 10 == 0 else 0) for i, row in enumerate(whole)],
        ),
        "totals": write(
            tmp_path / "totals.csv",
            (*HEADER, "sku", "quantity", "order total"),
            [(*row[:3], sku, 1, row[3]) for row in whole for sku in ("P1", "P1", "P2")],
        ),
    }
    found = built(tmp_path, paths.values())
    people = len({row[1] for row in whole})
    paid = [row for i, row in enumerate(whole) if i % 4]
    assert found == {
        "statuses": (len({row[1] for row in paid}), len(paid), pytest.approx(sum(row[-1] for row in paid), abs=0.01)),
        "walk_ins": (people - 1, len(known), pytest.approx(sum(row[-1] for row in known), abs=0.01)),
        "refunds": (people, 200, pytest.approx(money - 40, abs=0.01)),
        "totals": (people, 200, pytest.approx(money, abs=0.01)),
    }


@pytest.mark.skipif(not CASES.is_dir(), reason=f"there is no {CASES}")
def test_the_cases_that_came_out_wrong_are_right(tmp_path):
    found = built(tmp_path, [CASES / f"{name}.csv" for name in OF_CASES])
    for name, wanted in OF_CASES.items():
        for figure, right in zip(found[name], wanted, strict=True):
            assert right is None or figure == pytest.approx(right, abs=0.01), name
