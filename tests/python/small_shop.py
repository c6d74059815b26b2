"""A shop of some two hundred customers and a customer table, small enough to be built several times in a test."""

import json
import random
from datetime import date, timedelta

from conftest import WITHOUT_TESTS, build
from own_project import write

HEADER = ("order_no", "customer", "day", "amount")
# A line that cannot be divided into its fields, which is of a customer all the same.
BROKEN = ("o4-x", "Zq004xWv", "2024-03-01", "12", "50")
KINDS = ((12, 20), (35, 60), (80, 300))


def orders(customers=180, *, until, seed=5):
    """Order lines of customers of three kinds, who buy in turns of days, each for about as much."""
    generator = random.Random(seed)
    for i in range(customers):
        pause, worth = KINDS[i % 3]
        day = date(2024, 1, 1) + timedelta(days=generator.randint(0, 60))
        while day < date(2025, 1, 1):
            row = (f"o{i}-{day:%m%d}", name(i), day.isoformat(), round(worth * generator.uniform(0.8, 1.2), 2))
            if day <= until:
                yield row
            day += timedelta(days=generator.randint(pause // 2, pause * 3 // 2))


def name(i):
    """The id of a customer: one that is nowhere by chance."""
    return f"Zq{i:03d}xWv"


def members(customers=120, *, seed=6):
    """Rows of a customer table, whose first customers are those of the shop too."""
    generator = random.Random(seed)
    for i in range(customers):
        visits, spend = ((3, 40), (9, 300), (20, 900))[i % 3]
        yield name(i), visits + generator.randint(0, 2), round(spend * generator.uniform(0.7, 1.3), 2)


def settings(folder):
    """The configuration of both, whose files are in a folder."""
    columns = {"order_id": "order_no", "customer_id": "customer", "ordered_at": "day"}
    return {
        "sample": False,
        "shops": {"till": {"order_lines": {"file": str(folder / "orders.csv"), "columns": columns}}},
        "segmentations": {
            "buyers": {
                "customers": {"shop": "till"},
                "compare_algorithms": ["ward"],
                "k": 3,
                "retrain_from_drift": 9,
                "features": {"frequency": {"transform": "log"}, "monetary": {"transform": "log"}},
            },
            "members": {
                "customers": {"file": str(folder / "members.csv")},
                "id": "member_no",
                "compare_algorithms": [],
                "k": 3,
                "features": {"visits": {"transform": "log"}, "spend": {"transform": "log"}},
            },
        },
    }


def variables(folder, **more):
    """The arguments for a build of both."""
    return ("--vars", json.dumps(settings(folder) | more))


def write_inputs(folder, *, until):
    """Write the orders up to a day, and the customer table."""
    write(folder / "orders.csv", HEADER, [*orders(until=until), BROKEN])
    write(folder / "members.csv", ("member_no", "visits", "spend"), members())


def build_month(folder, day, *arguments, **more):
    """Bring the orders up to a day and build it; returns the warehouse."""
    write_inputs(folder, until=day)
    return build(folder, *variables(folder, as_of_date=day.isoformat(), **more), *arguments)


def two_months(folder):
    """Build two months, one after the other."""
    for day in (date(2024, 9, 30), date(2024, 10, 31)):
        build_month(folder, day, *WITHOUT_TESTS)
