"""Run all benchmarks and print a table: `make bench`, or `python -m bench --customers 100000`."""

import click
from rich.console import Console
from rich.table import Table

from bench import steps


@click.command()
@click.option("--customers", default=200_000, show_default=True, help="Rows of the made-up customer table.")
@click.option("--columns", default=12, show_default=True, help="Scaled columns of the table.")
def main(customers, columns):
    """Time the steps of the pipeline against their floors."""
    table = Table(title=f"{customers:,} customers, {columns} columns", title_justify="left", box=None)
    for heading in ("step", "seconds", "floor", "floor seconds", "ratio"):
        table.add_column(heading, justify="right" if "seconds" in heading or heading == "ratio" else "left")
    for timing in steps.run(customers, columns):
        table.add_row(
            timing.step,
            f"{timing.seconds:.3f}",
            timing.floor,
            f"{timing.floor_seconds:.3f}",
            f"{timing.seconds / timing.floor_seconds:.2f}",
        )
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
