"""A customer table, or the orders of a shop, delivered anew: what is hardly the same any more stops the build."""

import hashlib
import shutil
from datetime import date

import duckdb
import pytest
from conftest import WITHOUT_TESTS, dbt
from own_project import write
from small_shop import HEADER, members, name, orders, settings, two_months, variables, write_inputs

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


@pytest.fixture(scope="module")
def further(tmp_path_factory):
    """A shop with customers in a form of their own, and tickets: what was said, then with fewer of both."""
    folder = tmp_path_factory.mktemp("further")
    write_inputs(folder, until=UNTIL)
    shop = settings(folder)["shops"]["till"]
    shop["customers"] = {"file": str(folder / "people.csv"), "delimiter": ";"}
    shop["support_tickets"] = {"file": str(folder / "tickets.csv")}
    told = []
    for people, tickets in ((180, 100), (80, 60)):
        rows = [(name(i), "f", "2023-12-01") for i in range(people)]
        write(folder / "people.csv", ("customer_id", "gender", "signed_up_on"), rows, delimiter=";")
        rows = [(f"t{i}", name(i), "2024-05-01") for i in range(tickets)]
        write(folder / "tickets.csv", ("ticket_id", "customer_id", "opened_at"), rows)
        chosen = (
            "--select",
            "+input_batches",
            *WITHOUT_TESTS,
            *variables(folder, shops={"till": shop}, as_of_date="2024-12-31"),
        )
        done = dbt("build", *chosen, warehouse=folder / "warehouse.duckdb", folder=folder)
        assert done.returncode == 0, done.stdout[-3000:]
        told.append(" ".join(done.stdout.split()))
    return folder, told


def test_an_input_with_under_half_of_its_rows_is_asked_about(further):
    _, (first, second) = further
    assert "see whether it is whole" not in first
    assert second.count("see whether it is whole") == 1
    assert "Input 'customers' of shop 'till': the file " in second
    assert "people.csv has 80 rows, where the last build had 180: see whether it is whole" in second


def test_every_input_has_its_columns_its_form_and_a_digest_of_its_content(further):
    folder, _ = further
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as connection:
        found = connection.execute(
            "select dataset, source, columns_read, format, content_hash from marts.input_batches order by all"
        ).fetchall()
    commas = "text, utf-8, separated by commas"
    digest = {path.stem: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in folder.glob("*.csv")}
    assert found == [
        ("members", "customers", "member_no, visits, spend", commas, digest["members"]),
        (
            "till",
            "customers",
            "customer_id, gender, signed_up_on",
            commas.replace("commas", "semicolons"),
            digest["people"],
        ),
        ("till", "order_lines", "order_no, customer, day, amount", commas, digest["orders"]),
        ("till", "support_tickets", "ticket_id, customer_id, opened_at", commas, digest["tickets"]),
    ]
