"""A customer table, or the orders of a shop, delivered anew: what is hardly the same any more stops the build."""

import shutil
from datetime import date

import pytest
from conftest import WITHOUT_TESTS, dbt
from own_project import write
from small_shop import HEADER, members, orders, two_months, variables, write_inputs

pytestmark = pytest.mark.long

MEMBERS = ("member_no", "visits", "spend")
UNTIL = date(2024, 11, 30)


@pytest.fixture(scope="module")
def built(made_once, tmp_path_factory):
    """A shop and a customer table, of which two months were built."""
    return shutil.copytree(made_once("small_shop", two_months), tmp_path_factory.mktemp("changed") / "built")


@pytest.fixture
def folder(built):
    """The inputs of one more month."""
    write_inputs(built, until=UNTIL)
    return built


def run(folder, as_of_date="2024-11-30", **more):
    """Read the inputs; returns whether that succeeded, and what was printed."""
    arguments = ("--select", "+segmentation_inputs", *WITHOUT_TESTS, *variables(folder, as_of_date=as_of_date, **more))
    done = dbt("build", *arguments, warehouse=folder / "warehouse.duckdb", folder=folder)
    return done.returncode == 0, " ".join(done.stdout.split())


def half(folder):
    write(folder / "members.csv", MEMBERS, members(50))


def other_ids(folder):
    write(folder / "members.csv", MEMBERS, [(f"0{name}", *rest) for name, *rest in members()])


def in_cents(folder):
    write(folder / "members.csv", MEMBERS, [(name, visits, spend * 100) for name, visits, spend in members()])


def few_orders(folder):
    write(folder / "orders.csv", HEADER, orders(60, until=UNTIL))


def orders_in_cents(folder):
    write(folder / "orders.csv", HEADER, [(*line[:3], line[3] * 100) for line in orders(until=UNTIL)])


CHANGES = {
    half: ("members", "members.csv has 50 of 120 customers of the last build, and 50 in all"),
    other_ids: ("members", "members.csv has 0 of 120 customers of the last build, and 120 in all"),
    in_cents: ("members", "in the middle, where the last build had"),
    few_orders: ("buyers", "shop 'till' has 60 of 180 customers of the last build, and 60 in all"),
    orders_in_cents: ("buyers", "in the middle, where the last build had"),
}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_is_hardly_the_same_stops_the_build(folder, change):
    name, sentence = CHANGES[change]
    change(folder)
    succeeded, output = run(folder)
    assert not succeeded
    assert sentence in output
    assert f"accepted_changes: [{name}]" in output


def test_a_sixth_less_is_no_such_change(folder):
    write(folder / "members.csv", MEMBERS, members(100, seed=7))
    succeeded, output = run(folder)
    assert succeeded, output[-3000:]


def test_a_build_of_an_earlier_day_is_none_and_another_is_accepted(folder):
    half(folder)
    succeeded, output = run(folder, "2024-01-20", accepted_changes=["members"], rejected_share_that_stops=1)
    assert succeeded, output[-3000:]
