"""What an order is worth and whose it is: what `segments init` makes of logs of the kinds that shops export."""

import random

import pytest
from own_project import entry, project, propose, reason, used_as, write  # noqa: F401

from segmentation.intake.errors import InputError

HEADER = ("order_id", "customer_id", "order_date")


def orders(number=200, customers=40, **columns):
    """Rows of one order each: order, customer, day, and the columns given as functions of the row."""
    draw = random.Random(11)
    return [
        (
            f"{7_000 + i}",
            f"C{draw.randint(1, customers):03d}",
            f"2024-{1 + i % 12:02d}-{1 + i % 28:02d}",
            *(value(i) for value in columns.values()),
        )
        for i in range(number)
    ]


def amount(i):
    return round(10 + (i * 7.31) % 90, 2)


def of_orders(plan):
    """The input of order lines as the configuration will have it."""
    return entry(plan, "shops")["order_lines"]


def remarks(plan):
    return " ".join(plan.proposal.remarks)


@pytest.mark.parametrize(
    "name", ["CUST_CODE", "Client Ref", "Account No", "Kundennummer", "Müşteri No", "household_id"]
)
def test_the_customer_is_known_by_name_and_is_never_the_basket(project, name):  # noqa: F811
    rows = [(f"B{i // 3}", *row[1:]) for i, row in enumerate(orders(number=600, amount=amount))]
    plan = propose(write(project / "till.csv", ("BASKET_ID", name, "SHOP_DATE", "SPEND"), rows))
    used = used_as(plan)
    assert (used[name], used["BASKET_ID"]) == ("customer_id", "order_id")


def test_an_order_is_known_by_its_values_where_no_name_says_so(project):  # noqa: F811
    rows = [
        (f"#{1_000 + i // 2}", f"c{i // 2 % 30}@b.org", f"2024-03-{1 + i // 2 % 28:02d}", 1, 2.5 + i)
        for i in range(240)
    ]
    plan = propose(
        write(project / "export.csv", ("Name", "Email", "Created at", "Lineitem quantity", "Lineitem price"), rows)
    )
    assert used_as(plan)["Name"] == "order_id"


def test_ids_that_a_spreadsheet_has_shortened_are_refused(project):  # noqa: F811
    rows = [(row[0], "1.23457E+11", *row[2:]) for row in orders(amount=amount)]
    with pytest.raises(InputError, match=r"shortened \(200 rows, such as 1.23457E\+11\).*formatted as text"):
        propose(write(project / "orders.csv", (*HEADER, "amount"), rows))


def test_one_customer_written_in_two_ways_is_one(project):  # noqa: F811
    rows = [
        (row[0], f"{1_700 + i % 40}{'.0' if i % 3 else ''}", *row[2:]) for i, row in enumerate(orders(amount=amount))
    ]
    plan = propose(write(project / "orders.csv", (*HEADER, "amount"), rows))
    assert plan.proposal.customers == 40
    assert "writes 40 customers in 80 ways" in remarks(plan)


def test_placeholders_are_nobody_in_particular(project):  # noqa: F811
    rows = [(row[0], ("0", "WALK-IN", "99999")[i % 3] if i % 2 else row[1], *row[2:])
            for i, row in enumerate(orders(number=600, amount=amount))]  # fmt: skip
    plan = propose(write(project / "till.csv", (*HEADER, "amount"), rows))
    assert plan.proposal.customers == 40
    # Words are known to the build; that a number is nobody's, only this log shows.
    assert sorted(of_orders(plan)["nobody"]) == ["0", "99999"]
    assert "300 of 600 lines (50%) are of nobody in particular" in remarks(plan)


def test_a_number_of_few_lines_is_a_customer(project):  # noqa: F811
    rows = [(row[0], str(i % 40), *row[2:]) for i, row in enumerate(orders(amount=amount))]
    plan = propose(write(project / "orders.csv", (*HEADER, "amount"), rows))
    assert "nobody" not in of_orders(plan)
    assert plan.proposal.customers == 40


def test_an_id_of_a_large_share_of_all_lines_is_the_till(project):  # noqa: F811
    rows = [(row[0], "K4711" if i % 2 else row[1], *row[2:]) for i, row in enumerate(orders(number=900, amount=amount))]
    assert of_orders(propose(write(project / "till.csv", (*HEADER, "amount"), rows)))["nobody"] == ["K4711"]


def test_a_status_is_read_by_its_words(project):  # noqa: F811
    words = ("Completed", "completed", "CANCELLED", "payment_failed", "refunded", "Wunderbar")
    rows = orders(status=lambda i: words[i % 6], amount=amount)
    plan = propose(write(project / "orders.csv", (*HEADER, "state", "amount"), rows))
    assert "order_status" not in of_orders(plan)["columns"]
    plan = propose(write(project / "orders.csv", (*HEADER, "status", "amount"), rows))
    assert of_orders(plan)["columns"]["order_status"] == "status"
    assert "CANCELLED (33), payment_failed (33) do not count" in remarks(plan)
    assert "what Wunderbar (33) means is not known" in remarks(plan)


def test_a_status_without_a_name_for_one_is_read_where_all_its_words_are_known(project):  # noqa: F811
    rows = orders(status=lambda i: ("bezahlt", "storniert")[i % 5 == 0], amount=amount)
    plan = propose(write(project / "orders.csv", (*HEADER, "Vorgang", "amount"), rows))
    assert of_orders(plan)["columns"]["order_status"] == "Vorgang"


def test_a_refund_is_once_an_order(project):  # noqa: F811
    rows = [
        (
            f"#{i // 2}",
            f"C{i // 2 % 30}",
            f"2024-05-{1 + i // 2 % 28:02d}",
            1,
            amount(i),
            "" if i % 2 else (i // 2 % 5) * 4,
        )
        for i in range(300)
    ]
    header = ("Order No", "Customer ID", "Order Date", "Qty", "Unit Price", "Refunded Amount")
    plan = propose(write(project / "orders.csv", header, rows))
    assert of_orders(plan)["columns"]["order_refund"] == '"Refunded Amount"'
    assert "return_rate" in entry(plan)["describe"]
    of_lines = [(*row[:5], round(row[4] / 3, 2)) for row in rows]
    plan = propose(write(project / "lines.csv", header, of_lines))
    assert reason(plan, "Refunded Amount") == "differs between the lines of an order"


def test_a_discount_of_the_order_is_taken_off_where_a_total_shows_it(project):  # noqa: F811
    rows = []
    for order in range(150):
        prices, off = (amount(order), amount(order + 3)), order % 4
        for line, price in enumerate(prices):
            rows.append((f"#{order}", f"C{order % 30}", f"2024-05-{1 + order % 28:02d}", 1, price,
                         *(("", "") if line else (off, round(sum(prices) - off, 2)))))  # fmt: skip
    header = ("Order No", "Customer ID", "Order Date", "Qty", "Unit Price", "Discount Amount", "Subtotal")
    plan = propose(write(project / "orders.csv", header, rows))
    assert of_orders(plan)["columns"]["order_discount"] == '"Discount Amount"'
    plan = propose(
        write(project / "other.csv", header, [(*row[:6], "" if row[6] == "" else row[6] + 9) for row in rows])
    )
    assert reason(plan, "Discount Amount") == "nothing says whether prices are before it"


def test_lines_of_negative_price_within_orders_take_money_off(project):  # noqa: F811
    rows = [(f"{i // 2}", f"C{i // 2 % 30}", f"2024-05-{1 + i // 2 % 28:02d}", f"Thing {i % 2}", 1,
             -2.5 if i % 8 == 1 else amount(i)) for i in range(300)]  # fmt: skip
    header = (*HEADER, "product_name", "quantity", "unit_price")
    plan = propose(write(project / "orders.csv", header, rows))
    assert of_orders(plan)["negative_prices"] == "discount"
    assert "38 lines with a negative price" in remarks(plan)
    alone = [(f"{i}", *row[1:]) for i, row in enumerate(rows)]
    assert "negative_prices" not in of_orders(propose(write(project / "alone.csv", header, alone)))


def test_several_currencies_are_refused_without_rates(project):  # noqa: F811
    rows = orders(currency=lambda i: ("EUR", "usd")[i % 2], amount=amount)
    path = write(project / "orders.csv", (*HEADER, "currency", "amount"), rows)
    with pytest.raises(InputError, match=r"several currencies \(EUR, USD\).*--rates EUR=1,USD=0.9"):
        propose(path)
    lines = of_orders(propose(path, rates={"EUR": 1, "USD": 0.92}))
    assert lines["rates"] == {"EUR": 1, "USD": 0.92}
    assert lines["columns"]["currency"] == "currency"


def test_signs_of_several_currencies_are_refused_too(project):  # noqa: F811
    rows = orders(amount=lambda i: ("€ ", "$ ")[i % 2] + str(amount(i)))
    path = write(project / "orders.csv", (*HEADER, "amount"), rows)
    with pytest.raises(InputError, match="several currencies"):
        propose(path)
    rows = orders(currency=lambda i: "EUR", amount=amount)
    plan = propose(write(project / "one.csv", (*HEADER, "currency", "amount"), rows))
    assert "currency" not in of_orders(plan)["columns"]


def test_equal_lines_count_unless_something_makes_them_copies(project):  # noqa: F811
    receipts = [(f"{i // 3}", f"C{i // 3 % 30}", f"2024-05-{1 + i // 3 % 28:02d} 10:30", f"{100 + i // 2 % 2}", 1, 2.5)
                for i in range(300)]  # fmt: skip
    header = ("receipt_id", "customer_id", "sold_at", "plu", "qty", "price")
    plan = propose(write(project / "receipts.csv", header, receipts))
    assert of_orders(plan)["duplicates"] == "keep"
    assert "Nothing tells a second piece from a copy" in remarks(plan)
    numbered = [(*row, i % 3) for i, row in enumerate(receipts)]
    plan = propose(write(project / "numbered.csv", (*header, "line_no"), numbered + numbered[:5]))
    assert "duplicates" not in of_orders(plan)
    assert of_orders(plan)["columns"]["line_id"] == "line_no"
    plan = propose(write(project / "twice.csv", header, receipts + receipts))
    assert "duplicates" not in of_orders(plan)
    one_an_order = orders(amount=amount)
    plan = propose(write(project / "orders.csv", (*HEADER, "amount"), one_an_order + one_an_order[::10]))
    assert "duplicates" not in of_orders(plan)
    assert "They are taken for copies" in remarks(plan)


def test_a_total_that_stands_once_an_order_is_that_of_the_order(project):  # noqa: F811
    rows = [(f"{i // 3}", f"C{i // 3 % 30}", f"2024-05-{1 + i // 3 % 28:02d}", f"SKU{i % 7}", 1,
             "" if i % 3 else amount(i)) for i in range(300)]  # fmt: skip
    plan = propose(write(project / "orders.csv", (*HEADER, "sku", "quantity", "order total"), rows))
    assert of_orders(plan)["columns"]["order_total"] == '"order total"'


def test_what_is_the_same_for_a_customer_describes_the_customer(project):  # noqa: F811
    rows = [
        (*row, ("Malta", "Italy", "Spain")[int(row[1][1:]) % 3], "MF"[int(row[1][1:]) % 2],
         f"{amount(i) / 7 - 3:.2f}", (0, 0.1, 0.25)[i % 3], 8 + i % 12)
        for i, row in enumerate(orders(number=400, amount=amount))
    ]  # fmt: skip
    header = (*HEADER, "amount", "Country", "Gender", "Profit", "Discount", "Hour")
    plan = propose(write(project / "orders.csv", header, rows))
    assert of_orders(plan)["attributes"] == {
        "country": "Country",
        "order_gender": "Gender",
        "profit": {"column": "Profit", "as": "sum"},
        "discount": {"column": "Discount", "as": "mean"},
    }
    written = entry(plan)
    assert written["describe"]["country"] == {
        "transform": "onehot",
        "label": "country",
        "basis": "geographic",
        "at_signup": True,
    }
    assert written["sensitive"] == ["order_gender"]
    assert reason(plan, "Hour") == "an order line has no such part"
    assert (used_as(plan)["Country"], reason(plan, "Profit")) == ("describes them", "sum of the lines")


def test_an_attribute_called_as_a_word_of_sql_has_a_name_of_its_own(project):  # noqa: F811
    rows = [(*row, "ab"[int(row[1][1:]) % 2]) for row in orders(number=400, amount=amount)]
    plan = propose(write(project / "orders.csv", (*HEADER, "amount", "select"), rows))
    assert of_orders(plan)["attributes"] == {"order_select": '"select"'}
    assert "order_select" in entry(plan)["describe"]
