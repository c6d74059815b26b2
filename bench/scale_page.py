"""The tables of docs/scale.md, from what `make bench-scale` measured: `python -m bench.scale_page target/scale.json`.

Figures are those of one run on one machine: what they say is in the ratios.
"""

import json
from pathlib import Path

import click

from bench import targets
from bench.scratch import write_figures

PAGE = Path(__file__).parents[1] / "docs" / "scale.md"
LABELS = {
    "load": "Parquet into a table (floor)",
    "rfm": "recency, frequency, revenue of the stored lines (floor)",
    "notebook": "a notebook: pandas, K-means from 2 to 10",
    "init": "`segments init`",
    "first build": "`dbt build`, the first",
    "further day": "`dbt build`, one day more",
    "nothing new": "`dbt build`, nothing new",
}
# A group with less than this share of any build is not listed.
LEAST_SHARE = 0.02


@click.command()
@click.argument("figures", type=click.Path(exists=True, path_type=Path))
def main(figures):
    """Write the tables into docs/scale.md."""
    results = sorted(json.loads(figures.read_text()), key=lambda result: result["customers"])
    write_figures(PAGE, f"{targets.table(results)}\n\n{costs(results)}\n\n{groups(results)}")


def costs(results: list[dict]) -> str:
    """What each command takes, a row for each number of customers and command."""
    rows = [
        "| customers | order lines | command | seconds | CPU s | of the floors | memory, GB | temporary, GB |",
        "|---:|---:|---|---:|---:|---:|---:|---:|",
    ]
    for result in results:
        for name, cost in result["costs"].items():
            figures = [
                f"{result['customers']:,}",
                f"{result['orders']:,}",
                LABELS[name],
                f"{cost['seconds']:.0f}",
                f"{cost['cpu']:.0f}",
                f"{cost['cpu'] / result['floors']:.1f}",
                f"{cost['memory']:.1f}",
                f"{cost['temporary']:.1f}",
            ]
            rows.append(f"| {' | '.join(figures)} |")
    return "\n".join(rows)


def groups(results: list[dict]) -> str:
    """Seconds of threads by folder of models, largest first, of the first build and of one day more."""
    builds = [
        (f"{result['customers']:,}, {name}", result["thread_seconds"][name])
        for result in results
        for name in ("first build", "further day")
    ]
    largest = {
        group
        for _, seconds in builds
        for group, spent in seconds.items()
        if spent >= LEAST_SHARE * sum(seconds.values())
    }
    ordered = sorted(largest, key=lambda group: -builds[-2][1].get(group, 0))
    rows = [f"| seconds of threads | {' | '.join(label for label, _ in builds)} |", f"|---|{'---:|' * len(builds)}"]
    for group in ordered:
        label = "reading, publishing and hooks" if group == "." else "data tests" if group == "tests" else f"`{group}`"
        rows.append(f"| {label} | {' | '.join(f'{seconds.get(group, 0):.0f}' for _, seconds in builds)} |")
    return "\n".join(rows)


if __name__ == "__main__":
    main()
