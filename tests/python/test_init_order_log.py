"""The proposal for an order log: which column gives what, and the segmentation of the customers behind it."""

import random
from datetime import date, timedelta

import pytest
import yaml
from own_project import entry, project, propose, reason, used_as, write  # noqa: F401

from segmentation.intake.errors import InputError

GENERATOR = random.Random(5)


def lines(number=600, **columns):
    """Rows of an order log: order, customer, day, quantity, price, and the columns given as functions of the row."""
    rows = []
    for i in range(number):
        day = date(2022, 1, 1) + timedelta(days=GENERATOR.randint(0, 700))
        row = [f"{10_000 + i // 2}", f"{GENERATOR.randint(1, 60):03d}", day.isoformat(), GENERATOR.randint(1, 9)]
        rows.append([*row, round(GENERATOR.uniform(1, 80), 2), *(value(i) for value in columns.values())])
    return rows


def log(folder, rows, *more, header=("Order No", "Customer ID", "Order Date", "Qty", "Unit Price")):
    return write(folder / "orders.csv", (*header, *more), rows)


def test_an_order_log_becomes_a_shop_and_a_segmentation_of_its_customers(project):  # noqa: F811
    plan = propose(log(project, lines()))
    assert entry(plan, "shops") == {
        "as_of_date": "latest",
        "cancelled_order_prefix": None,
        "order_lines": {
            "file": "orders.csv",
            "delimiter": ",",
            "header": True,
            "columns": {
                "customer_id": '"Customer ID"',
                "ordered_at": '"Order Date"',
                "order_id": '"Order No"',
                "quantity": "Qty",
                "unit_price": '"Unit Price"',
            },
        },
    }
    written = entry(plan)
    assert written["customers"] == {"shop": "orders"}
    assert list(written["features"]) == ["recency_in_season_days", "frequency", "monetary", "length_days"]
    assert list(written["describe"]) == [
        "mean_days_between", "average_order_value", "season_share",
        "first_order_revenue", "first_order_lines", "first_order_quantity",
    ]  # fmt: skip
    assert {name for name, settings in written["describe"].items() if settings.get("at_signup")} == {
        "first_order_revenue", "first_order_lines", "first_order_quantity",
    }  # fmt: skip
    assert "id" not in written


def test_what_the_first_order_tells_is_proposed_as_far_as_the_log_has_it(project):  # noqa: F811
    rows = [
        [row[1], f"{row[2]}T{8 + i % 12:02d}:30:00", row[4], row[4] + i % 3, "abc"[i % 3]]
        for i, row in enumerate(lines())
    ]
    header = ("Customer ID", "Order Date", "Amount", "List Price", "Category")
    described = entry(propose(write(project / "till.csv", header, rows)))["describe"]
    assert [name for name in described if name.startswith("first_order")] == [
        "first_order_revenue", "first_order_discount_share", "first_order_category", "first_order_hour",
    ]  # fmt: skip


def test_a_file_without_header_is_mapped_by_its_values(project):  # noqa: F811
    rows = [
        (
            f"{GENERATOR.randint(1, 90):05d}",
            f"2023{1 + i % 12:02d}{1 + i % 28:02d}",
            GENERATOR.randint(1, 5),
            f"{i % 97}.77",
        )
        for i in range(800)
    ]
    plan = propose(write(project / "cd.txt", None, rows, delimiter=" "))
    lines_of_shop = entry(plan, "shops")["order_lines"]
    assert lines_of_shop["dates"] == "%Y%m%d"
    assert lines_of_shop["header"] is False
    assert lines_of_shop["columns"] == {
        "customer_id": "column_1",
        "ordered_at": "column_2",
        "quantity": "column_3",
        "amount": "column_4",
    }


@pytest.mark.parametrize(("letter", "prefix"), [("C", "C"), ("X", "X")])
def test_cancelled_orders_are_told_by_the_letter_of_negative_quantities(project, letter, prefix):  # noqa: F811
    rows = lines()
    for row in rows[::10]:
        row[0], row[3] = letter + row[0], -row[3]
    plan = propose(log(project, rows))
    assert entry(plan, "shops")["cancelled_order_prefix"] == prefix
    assert "return_rate" in entry(plan)["describe"]


def test_ids_that_all_start_with_a_letter_are_not_cancelled(project):  # noqa: F811
    rows = lines()
    for row in rows:
        row[0] = "CA-" + row[0]
    assert entry(propose(log(project, rows)), "shops")["cancelled_order_prefix"] is None


def test_an_amount_is_a_unit_price_only_where_its_name_says_so(project):  # noqa: F811
    for name, field in (("Price", "unit_price"), ("Total Price", "amount"), ("Sales", "amount"), ("Betrag", "amount")):
        header = ("Order No", "Customer ID", "Order Date", "Qty", name)
        assert field in entry(propose(log(project, lines(), header=header)), "shops")["order_lines"]["columns"]


def test_the_total_of_an_order_that_stands_in_every_line_is_not_counted_once_a_line(project):  # noqa: F811
    rows = [[f"{i // 4}", *row[1:], 100 + i // 4] for i, row in enumerate(lines())]
    plan = propose(log(project, rows, "Order Total"))
    assert "amount" not in entry(plan, "shops")["order_lines"]["columns"]
    assert reason(plan, "Order Total") == "stands in every line of an order, so that it is the order's"


def test_what_an_order_line_lacks_is_reported(project):  # noqa: F811
    rows = lines(email=lambda i: f"a{i}@b.org", category=lambda i: "abc"[i % 3], ship=lambda i: "2023-05-06", note=str)
    plan = propose(log(project, rows, "Email", "Category", "Ship Date", "Country"))
    used = used_as(plan)
    assert used["Category"] == "category"
    assert "preferred_category" in entry(plan)["describe"]
    assert {used["Email"], used["Ship Date"], used["Country"]} == {"left out"}
    assert reason(plan, "Ship Date") == "has one value only: 2023-05-06"


def test_seconds_since_1970_are_read_by_an_expression(project):  # noqa: F811
    rows = [
        (f"p{GENERATOR.randint(1, 50)}@b.org", 1_600_000_000 + GENERATOR.randint(0, 60_000_000), i % 89 + 0.5)
        for i in range(500)
    ]
    plan = propose(write(project / "shop.csv", ("email", "created_at", "total"), rows))
    assert entry(plan, "shops")["order_lines"]["columns"] == {
        "customer_id": "email",
        "ordered_at": "make_timestamp(try_cast(created_at as bigint) * 1000000)",
        "amount": "total",
    }


def test_what_a_row_is_can_be_said(project):  # noqa: F811
    path = log(project, lines())
    assert propose(path, as_orders=True).proposal.shop is not None
    customers = propose(path, as_orders=False)
    assert customers.proposal.shop is None
    assert entry(customers)["id"] == "file_row_number"


def test_a_table_of_customers_cannot_be_read_as_orders(project):  # noqa: F811
    path = write(project / "members.csv", ("id", "spend"), [(i, i) for i in range(50)])
    with pytest.raises(InputError, match="lacks a column that tells the customer and a column of dates"):
        propose(path, as_orders=True)


def test_customers_of_one_order_each_have_no_frequency(project):  # noqa: F811
    rows = [[f"{i}", f"{i // 2:03d}", "2023-05-06" if i // 2 % 2 else "2023-07-08", 1, 2 + i % 7] for i in range(200)]
    rows = [[row[1], *row[1:]] for row in rows]
    written = entry(propose(log(project, rows)))
    assert list(written["features"]) == ["recency_in_season_days", "monetary"]
    assert not any(settings.get("at_signup") for settings in written["describe"].values())


def test_a_log_older_than_the_first_plausible_date_moves_it(project):  # noqa: F811
    rows = [[row[0], row[1], row[2].replace("202", "197"), *row[3:]] for row in lines()]
    plan = propose(log(project, rows))
    assert yaml.safe_load(plan.text)["vars"]["first_plausible_date"] == "1972-01-01"
    assert "it becomes 1972-01-01" in plan.proposal.remarks[-1]
    (project / "dbt_project.yml").write_text(plan.text.replace('"1972-01-01"', '"1985-01-01"  # ours'))
    again = propose(log(project, rows))
    assert again.text.count("first_plausible_date") == 1
    assert 'first_plausible_date: "1972-01-01"  # ours' in again.text


def test_decimal_commas_and_date_order_are_written(project):  # noqa: F811
    rows = [
        (f"{GENERATOR.randint(1, 50)}", f"{1 + i % 28:02d}.{1 + i % 12:02d}.2023", f"{i % 89},50") for i in range(500)
    ]
    path = write(project / "verkauf.csv", ("Kundennummer", "Bestelldatum", "Betrag"), rows, delimiter=";")
    place = entry(propose(path), "shops")["order_lines"]
    assert (place["delimiter"], place["decimal"], place["dates"]) == (";", ",", "%d.%m.%Y")


def test_what_stands_in_the_first_line_of_an_order_only_is_no_amount_of_lines(project):  # noqa: F811
    rows = []
    for order in range(300):
        day, buyer = f"2024-{1 + order % 12:02d}-08 04:27:00 +0200", f"user{order % 80}@example.org"
        rows.append((f"#{order}", buyer, "paid", day, 30.5 + order % 7, 1, "Mug", f"{order % 9}.30", day))
        rows.append((f"#{order}", buyer, "", "", "", 2, "Tea", f"{order % 11}.90", day))
    header = ("Name", "Email", "Financial Status", "Paid at", "Total", "Lineitem quantity", "Lineitem name",
              "Lineitem price", "Created at")  # fmt: skip
    plan = propose(write(project / "orders_export.csv", header, rows))
    assert entry(plan, "shops")["order_lines"]["columns"] == {
        "customer_id": "Email",
        "ordered_at": '"Created at"',
        "order_id": "Name",
        "product_name": '"Lineitem name"',
        "quantity": '"Lineitem quantity"',
        "unit_price": '"Lineitem price"',
    }
    assert reason(plan, "Total") == "empty in 50% of the lines"
    assert reason(plan, "Paid at") == "Created at already gives the date"


def test_ids_written_as_numbers_do_not_hide_decimal_commas(project):  # noqa: F811
    rows = [(f"{12000 + i % 60}.0", f"{1 + i % 28:02d}-03-2023", 1 + i % 4, f"{i % 97},08") for i in range(500)]
    plan = propose(
        write(project / "commandes.csv", ("Client", "Date", "Quantité", "Prix unitaire"), rows, delimiter=";")
    )
    assert entry(plan, "shops")["order_lines"]["decimal"] == ","
    assert used_as(plan)["Prix unitaire"] == "unit_price"
