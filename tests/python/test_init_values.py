"""Values that need a second look: day numbers, open ends, placeholders, lakhs, shares, codes, tails on both sides."""

import random
from datetime import date, datetime, timedelta

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from own_project import entry, project, propose, reason, used_as, write  # noqa: F401

from segmentation.intake import reading

CUSTOMERS = 200


def customers(folder, name="people.csv", **columns):
    """A file of customers with visits and spend, and columns given by a function of the row."""
    draw = random.Random(5)
    rows = [
        (f"{i:04d}", draw.randint(1, 40), round(draw.uniform(5, 900), 2), *(make(i) for make in columns.values()))
        for i in range(CUSTOMERS)
    ]
    return write(folder / name, ("member_no", "visits", "spend", *columns), rows)


def serial(moment):
    """A moment as a spreadsheet numbers it, with four decimals."""
    return round((moment - datetime(1899, 12, 30)) / timedelta(days=1), 4)


def orders(i):
    moment = datetime(2023, 1, 5) + timedelta(hours=41 * i)
    return f"{9000 + i}", f"C{i * 7 % 60:03d}", moment, round(5 + 3.7 * (i % 29), 2)


def test_an_order_log_with_day_numbers_is_an_order_log(project):  # noqa: F811
    rows = [(order, customer, serial(moment), amount) for order, customer, moment, amount in map(orders, range(260))]
    plan = propose(write(project / "log.csv", ("Order ID", "Customer ID", "Order Date", "Sales"), rows))
    lines = entry(plan, "shops")["order_lines"]
    assert lines["columns"]["customer_id"] == '"Customer ID"'
    assert (lines["columns"]["ordered_at"], lines["dates"]) == ('"Order Date"', "day number")
    assert (plan.proposal.customers, plan.proposal.earliest) == (60, "2023-01-05")


@pytest.mark.parametrize("typed", [pa.float64(), pa.int64(), pa.string()])
def test_day_numbers_are_dates_whatever_their_type(project, typed):  # noqa: F811
    days = pa.array([45000 + 3 * i for i in range(CUSTOMERS)]).cast(typed)
    columns = {
        "member_no": [f"{i:04d}" for i in range(CUSTOMERS)],
        "visits": [i % 23 for i in range(CUSTOMERS)],
        "spend": [1.5 * (i % 71) for i in range(CUSTOMERS)],
        "joined": days,
    }
    pq.write_table(pa.table(columns), project / "members.parquet")
    written = entry(propose("members.parquet"))
    assert written["describe"]["days_since_joined"]["type"] == "date"
    assert written["customers"]["dates"] == "day number"
    with duckdb.connect() as connection:
        sql = reading.timestamp("joined", ["day number"])
        found = connection.execute(f"select min({sql}) from 'members.parquet'").fetchone()
    assert found == (datetime(2023, 3, 15),)


@pytest.mark.parametrize("header", ["steps", "credits", "points"])
def test_numbers_are_days_only_where_the_name_says_so(project, header):  # noqa: F811
    plan = propose(customers(project, **{header: lambda i: 45000 + 3 * i}))
    assert entry(plan)["features"][header]["transform"] == "standard"


@pytest.mark.parametrize(
    ("end", "format_"),
    [
        ("9999-12-31", "%Y-%m-%d"), ("31.12.9999", "%d.%m.%Y"), ("12/31/2099", "%m/%d/%Y"), ("2999-12-31", "%Y-%m-%d"),
        ("9999-12-31 23:59:59", "%Y-%m-%d %H:%M:%S"),
    ],
)  # fmt: skip
def test_an_open_end_is_active_and_no_date(project, end, format_):  # noqa: F811
    def ended(i):
        return end if i % 5 < 3 else (date(2023, 1, 1) + timedelta(days=i)).strftime(format_)

    plan = propose(customers(project, end_date=ended))
    written = entry(plan)
    assert written["describe"]["active"] == {"column": f"end_date in ('{end}')", "type": "flag", "label": "active"}
    ending = written["describe"]["days_since_end"]
    assert (ending["column"], ending["type"]) == (f"nullif(end_date, '{end}')", "date")
    assert written["as_of_date"] == "2023-07-19"
    assert f"end_date: {end} in 120 rows is an open end: these customers are active" in plan.proposal.remarks[0]
    assert reason(plan, "end_date") == "60% open"


def test_a_date_to_come_is_no_open_end(project):  # noqa: F811
    plan = propose(customers(project, renewal_date=lambda i: date(2031, 1, 1) + timedelta(days=i)))
    assert "active" not in entry(plan)["describe"]


@pytest.mark.parametrize(
    ("header", "value", "unknown"),
    [
        ("birth_date", lambda i: date(1950, 3, 9) + timedelta(days=90 * i), "1900-01-01"),
        ("birth_date", lambda i: date(1950, 3, 9) + timedelta(days=90 * i), "0001-01-01"),
        ("birth_date", lambda i: date(1950, 3, 9) + timedelta(days=90 * i), "9999-12-31"),
        ("Birth Date", lambda i: (date(1950, 3, 9) + timedelta(days=90 * i)).strftime("%d/%m/%Y"), "01/01/1900"),
        ("birth_date", lambda i: date(1950, 3, 9) + timedelta(days=90 * i), "1870-05-06"),
        ("birth_date", lambda i: 20_000 + 61 * i, "1"),
        ("Year_Birth", lambda i: 1950 + i % 50, "1900"), ("Year_Birth", lambda i: 1950 + i % 50, "0"),
        ("age", lambda i: 18 + i % 60, "999"), ("age", lambda i: 18 + i % 60, "0"),
        ("age", lambda i: 18 + i % 60, "-1"),
        ("age", lambda i: 18 + i % 60, "150"),
    ],
)  # fmt: skip
def test_a_placeholder_for_a_birth_is_a_missing_age(project, header, value, unknown):  # noqa: F811
    plan = propose(customers(project, **{header: lambda i: unknown if i % 10 < 3 else value(i)}))
    column = header if header != "Birth Date" else '"Birth Date"'
    assert entry(plan)["describe"]["age"]["column"] == f"nullif({column}, '{unknown}')"
    assert plan.proposal.remarks == (
        f"{header}: {unknown} in 60 rows stands for a value that is not known and counts as missing.",
    )


def test_single_impossible_births_and_children_are_left_as_they_are(project):  # noqa: F811
    plan = propose(customers(project, Year_Birth=lambda i: {7: 1893, 8: 1900}.get(i, 1950 + i % 50)))
    assert entry(plan)["describe"]["age"]["column"] == "Year_Birth"
    plan = propose(customers(project, name="families.csv", age=lambda i: i % 60))
    assert "column" not in entry(plan)["describe"]["age"]


def test_lakhs_and_crores_are_numbers(project):  # noqa: F811
    def rupees(i):
        number = 4_321 * (i + 1) ** 2
        tail, head = f"{number % 1000:03d}", str(number // 1000)
        groups = [head[max(end - 2, 0) : end] for end in range(len(head), 0, -2)][::-1]
        return f"₹{','.join([*groups, tail])}.50"

    assert rupees(19) == "₹17,28,400.50"
    plan = propose(customers(project, annual_income=rupees))
    assert (plan.look["annual_income"].kind.name, plan.look.decimal) == ("number", ".")
    assert plan.look["annual_income"].values[19] == 1_728_400.5
    assert used_as(plan)["annual_income"] == "forms the segments"


def test_shares_are_not_added_up(project):  # noqa: F811
    shares = {
        f"{what}_FREQUENCY": lambda i, n=n: round(i * n % 101 / 100, 3) for n, what in ((3, "A"), (7, "B"), (11, "C"))
    }
    plan = propose(customers(project, **shares))
    assert set(map(str.lower, shares)) < set(entry(plan)["features"])
    assert "total_purchases" not in entry(plan)["features"]
    counts = {f"{what}_orders": lambda i, n=n: i * n % 101 for n, what in ((3, "a"), (7, "b"), (11, "c"))}
    assert "total_purchases" in entry(propose(customers(project, name="counts.csv", **counts)))["features"]


@pytest.mark.parametrize("header", ["marital_status", "Education", "education_level", "housing", "job"])
def test_codes_of_few_levels_are_categories_where_the_name_says_so(project, header):  # noqa: F811
    plan = propose(customers(project, **{header: lambda i: i % 3}))
    [(_, settings)] = entry(plan)["describe"].items()
    assert settings["transform"] == "onehot"


def test_years_of_education_are_a_number(project):  # noqa: F811
    plan = propose(customers(project, education_years=lambda i: 8 + i % 10))
    assert plan.look["education_years"].kind.name == "number"


def test_balances_with_tails_on_both_sides_are_clipped(project):  # noqa: F811
    def balance(i):
        return {3: -41_000.5, 50: 250_000.0, 120: 98_000.0}.get(i, round(random.Random(i).gauss(300, 600), 2))

    plan = propose(customers(project, balance=balance))
    assert entry(plan)["features"]["balance"]["transform"] == "clipped"
