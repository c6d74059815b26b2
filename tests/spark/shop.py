"""A shop of some hundred customers and a customer table, as Parquet, small enough to be built several times."""

import json
from pathlib import Path

import duckdb

from bench import order_log

CUSTOMERS = 300
ORDERS, MEMBERS = "orders.parquet", "members.parquet"
FEATURES = ("recency_days", "frequency", "monetary", "length_days")


def write_inputs(folder: Path, *, until: str) -> None:
    """Write the orders up to a day, and a customer table."""
    with duckdb.connect() as connection:
        lines, _ = order_log.lines(connection, CUSTOMERS)
        connection.execute(f"create table lines as {lines}")
        connection.execute(f"copy (from lines where ordered_at < date '{until}' + 1) to '{folder / ORDERS}'")
        connection.execute(
            "copy (select customer_id as member_no, count(*) as visits, sum(unit_price) as spend,"
            f" mode(category) as liked from lines group by customer_id) to '{folder / MEMBERS}'"
        )


def settings(folder: Path, *, until: str) -> dict:
    """The variables of a build of both, as at the end of a day."""
    return {
        "sample": False,
        "as_of_date": until,
        "shops": {"till": {"affinity": True, "order_lines": {"file": str(folder / ORDERS)}}},
        "segmentations": {
            "buyers": {
                "customers": {"shop": "till"},
                "compare_algorithms": ["ward"],
                "k": 3,
                "features": {name: {"transform": "log"} for name in FEATURES},
                "describe": {"first_order_category": {"transform": "onehot", "at_signup": True}},
            },
            "members": {
                "customers": {"file": str(folder / MEMBERS)},
                "id": "member_no",
                "compare_algorithms": [],
                "k_max": 4,
                "features": {"visits": {"transform": "log"}, "spend": {"transform": "log"}},
                "describe": {"liked": {"transform": "onehot"}},
            },
        },
    }


def arguments(folder: Path, *, until: str, **more: object) -> list[str]:
    """The arguments of dbt for a build of both, without its tests."""
    variables = settings(folder, until=until) | more
    return ["--exclude-resource-type", "unit_test", "--exclude-resource-type", "test", "--vars", json.dumps(variables)]
