"""The table of docs/spark.md, from what `make bench-spark` measured: `python -m bench.spark_page target/spark.json`."""

import json
from pathlib import Path

import click

from bench.scratch import write_figures
from bench.spark import PARTS

PAGE = Path(__file__).parents[1] / "docs" / "spark.md"


@click.command()
@click.argument("figures", type=click.Path(exists=True, path_type=Path))
def main(figures):
    """Write the table into docs/spark.md."""
    results = sorted(json.loads(figures.read_text()), key=lambda result: result["customers"])
    write_figures(PAGE, costs(results))


def costs(results: list[dict]) -> str:
    """What a build takes, a row for each number of customers and engine."""
    rows = [
        f"| customers | order lines | engine | seconds | CPU s | {' | '.join(f'{part}, GB' for part in PARTS)} |",
        f"|---:|---:|---|{'---:|' * (2 + len(PARTS))}",
    ]
    for result in results:
        for engine, cost in result["costs"].items():
            figures = [f"{result['customers']:,}", f"{result['orders']:,}", engine]
            figures += [f"{cost['seconds']:.0f}", f"{cost['cpu']:.0f}"]
            figures += [f"{cost['memory'].get(part, 0):.1f}" for part in PARTS]
            rows.append(f"| {' | '.join(figures)} |")
    return "\n".join(rows)


if __name__ == "__main__":
    main()
