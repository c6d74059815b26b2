"""Run all benchmarks and print a table: `make bench`, or `python -m bench --customers 100000`."""

import json
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from bench import steps


@click.command()
@click.option("--customers", default=200_000, show_default=True, help="Rows of the made-up customer table.")
@click.option("--columns", default=12, show_default=True, help="Scaled columns of the table.")
@click.option("--json", "target", type=click.Path(path_type=Path), help="Write the figures there too.")
def main(customers, columns, target):
    """Time the steps of the pipeline against their floors."""
    table = Table(title=f"{customers:,} customers, {columns} columns", title_justify="left", box=None)
    for heading in ("step", "seconds", "floor", "floor seconds", "ratio"):
        table.add_column(heading, justify="right" if "seconds" in heading or heading == "ratio" else "left")
    timings = list(steps.run(customers, columns))
    for timing in timings:
        table.add_row(
            timing.step,
            f"{timing.seconds:.3f}",
            timing.floor,
            f"{timing.floor_seconds:.3f}",
            f"{timing.ratio:.2f}",
        )
    console = Console(width=120)
    console.print(table)
    inertia = steps.inertia(customers, columns)
    console.print(f"Inertia of K-means, the worst k, as a share of that of ten starts on all rows: {inertia:.4f}")
    if target:
        target.write_text(json.dumps({"timings": [asdict(timing) for timing in timings], "inertia": inertia}))


if __name__ == "__main__":
    main()
