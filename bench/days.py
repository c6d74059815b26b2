"""A shop fed day by day: what a further day costs next to the first build, and whether it ends where one load does.

`python -m bench.days FOLDER` takes a folder of daily order files, or a tar archive of one, and works in a copy of the
project.
"""

import shutil
import tarfile
import tempfile
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from bench.scratch import Scratch

SAME = {
    "customer features": "select * from features.customer_features order by all",
    "segments of customers": "select customer_id, segment_id, round(probability, 9), round(distance, 9), assigned_by"
    " from marts.customer_segments order by all",
}


@click.command()
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option("--further", default=5, show_default=True, help="Days that are fed one by one after the first build.")
def main(source, further):
    """Time the first build of a shop and those of further days."""
    with tempfile.TemporaryDirectory() as folder:
        shop = _Shop(Path(folder), source)
        shop.show(shop.days[:-further])
        shop.segments("init", str(shop.shown), "--name", "shop")
        timings = [("first build, with its tests", shop.dbt("build").seconds)]
        first = shop.copy()
        grown = [shop.count("marts.segment_history")]
        ids = shop.rows("select segment_id, segment_name from marts.segments order by all")
        for day in shop.days[-further:]:
            shop.show([day])
            timings.append(
                (f"{day.stem}: dbt build --selector score", shop.dbt("build", "--selector", "score").seconds)
            )
            grown.append(shop.count("marts.segment_history"))
        timings.append(("the same day again", shop.dbt("build", "--selector", "score").seconds))
        grown.append(shop.count("marts.segment_history"))
        timings.append(("the same day, dbt build, with its tests", shop.dbt("build").seconds))
        fed = {name: shop.rows(query) for name, query in SAME.items()}
        same_ids = ids == shop.rows("select segment_id, segment_name from marts.segments order by all")
        shutil.copy(first, shop.warehouse)
        shop.dbt("build", "--selector", "score")
        at_once = {name: shop.rows(query) for name, query in SAME.items()}
    _print(timings, grown, same_ids, {name: fed[name] == at_once[name] for name in SAME})


class _Shop(Scratch):
    """A copy of the project with a folder of daily files that fills up."""

    def __init__(self, folder, source):
        super().__init__(folder)
        self.shown = folder / "days"
        if source.is_file():
            with tarfile.open(source) as archive:
                archive.extractall(folder / "unpacked", filter="data")
            source = folder / "unpacked"
        self.shown.mkdir()
        self.days = sorted(path for path in source.rglob("*") if path.is_file())

    def show(self, days):
        for day in days:
            shutil.copy(day, self.shown)

    def copy(self):
        return shutil.copy(self.warehouse, self.warehouse.with_suffix(".first"))

    def count(self, table):
        return self.rows(f"select count(*) from {table}")[0][0]


def _print(timings, grown, same_ids, same):
    table = Table(title="A shop fed day by day", title_justify="left", box=None)
    for heading in ("build", "seconds", "share of the first"):
        table.add_column(heading, justify="left" if heading == "build" else "right")
    for name, seconds in timings:
        table.add_row(name, f"{seconds:.1f}", f"{seconds / timings[0][1]:.2f}")
    console = Console(width=120)
    console.print(table)
    console.print(f"Rows of the history after each build: {', '.join(map(str, grown))}.")
    console.print(f"Numbers and names of the segments are the same: {same_ids}.")
    for name, is_same in same.items():
        console.print(f"Fed by day and loaded at once, the {name} are the same: {is_same}.")


if __name__ == "__main__":
    main()
