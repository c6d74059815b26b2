"""The real build at growing numbers of customers, next to its floors and the notebook way: `make bench-scale`.

Order logs are made in DuckDB, a Parquet file a month. `segments init` looks at them and `dbt build` runs in a copy of
the project: at first, after one further day, and once more with nothing new. The floors are what no build does without:
Parquet into a table, and a group-by of the stored lines for recency, frequency by distinct orders, and revenue.
"""

import json
import shutil
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.order_log import ORDERS_EACH
from bench.scratch import Scratch, measured_by_size

FLOORS = ("load", "rfm")
BUILDS = ("first build", "further day", "nothing new")


def measure(customers: int, folder: Path) -> dict:
    """Build shops of growing size, and print what that costs."""
    orders, later = folder / "orders", folder / "later"
    orders.mkdir(parents=True)
    project = Scratch(folder)
    project.python("-m", "bench.order_log", "make", str(customers), str(orders), str(later))
    costs = {
        name: project.python("-m", "bench.order_log", name, str(orders), str(folder / "floors.duckdb"))
        for name in (*FLOORS, "notebook")
    }
    costs["init"] = project.segments("init", str(orders), "--name", "shop")
    steps = folder / "steps.json"
    project.python("-m", "bench", "--customers", str(customers), "--json", str(steps))
    groups = {}
    for name in BUILDS:
        if name == "further day":
            shutil.copy(next(later.iterdir()), orders)
        costs[name] = project.dbt("build")
        groups[name] = project.seconds_by_group()
    return {
        "customers": customers,
        "orders": customers * ORDERS_EACH,
        "costs": {name: asdict(cost) for name, cost in costs.items()},
        "thread_seconds": groups,
        "steps": json.loads(steps.read_text()),
        "floors": sum(costs[name].cpu for name in FLOORS),
    }


def _print(results):
    console = Console(width=140)
    table = Table(title="What each command takes", title_justify="left", box=None)
    for heading in ("customers", "orders", "command", "seconds", "CPU s", "of floors", "memory GB", "temporary GB"):
        table.add_column(heading, justify="left" if heading == "command" else "right")
    for result in results:
        for name, cost in result["costs"].items():
            table.add_row(
                f"{result['customers']:,}",
                f"{result['orders']:,}",
                name,
                f"{cost['seconds']:.1f}",
                f"{cost['cpu']:.1f}",
                f"{cost['cpu'] / result['floors']:.2f}",
                f"{cost['memory']:.2f}",
                f"{cost['temporary']:.2f}",
            )
    console.print(table)
    groups = Table(title="Seconds of threads by group of models", title_justify="left", box=None)
    groups.add_column("group")
    columns = [(result, name) for result in results for name in BUILDS]
    for result, name in columns:
        groups.add_column(f"{result['customers']:,}\n{name}", justify="right")
    for group in dict.fromkeys(group for result in results for group in result["thread_seconds"][BUILDS[0]]):
        groups.add_row(group, *(f"{result['thread_seconds'][name].get(group, 0):.1f}" for result, name in columns))
    console.print(groups)


if __name__ == "__main__":
    measured_by_size(measure, _print)()
