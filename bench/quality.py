"""How often the rule finds the number of groups, and says so where there are none: `make bench-quality`."""

import time
from collections import defaultdict

import click
import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table
from threadpoolctl import threadpool_limits

from bench import generators
from segmentation.clustering import choosing_k, criteria, kmeans, structure
from segmentation.warehouse import settings_schema

KS = list(range(2, 11))
STABLE_FROM = settings_schema.variable({}, "stable_from")


def candidates(x: np.ndarray, *, seed: int, ks: list[int] = KS) -> list[choosing_k.Candidate]:
    """The criteria of every k, as the models compute them."""
    clusterings = {k: kmeans.fit_kmeans(x, k, seed=seed) for k in ks}
    clusters, whole = criteria.by_cluster(x, clusterings, seed=seed), criteria.by_k(x, clusterings, seed=seed)
    rows = [{name: values[index].item() for name, values in whole.items()} for index in range(len(ks))]
    for row, quality in zip(rows, clusters.values(), strict=True):
        row["silhouette"] = float(np.average(quality["silhouette"], weights=quality["sampled"]))
        row["stability"] = float(np.nanmean(quality["stability"]))
        row["least_stability"] = float(np.nanmin(quality["stability"]))
        row["smallest_share"] = float(quality["customers"].min() / len(x))
    return [choosing_k.Candidate.from_row(row) for row in rows]


def judged(x: np.ndarray, *, seed: int) -> tuple[int, bool]:
    """The k the project would choose, and whether it would report structure."""
    tried = candidates(x, seed=seed)
    found = structure.verdict(x, KS, gain=choosing_k.mixture_choice(tried).mixture_gain, seed=seed)
    return choosing_k.choose_k(tried, stable_from=STABLE_FROM), found["structure"] == "found"


@click.command()
@click.option("--sets", default=15, show_default=True, help="Sets of each kind of groups.")
@click.option("--clouds", default=5, show_default=True, help="Sets of each kind without groups.")
@click.option("--seed", default=0, show_default=True)
def main(sets, clouds, seed):
    """Print how often the rule is right on generated sets with known answers."""
    wanted = [
        (generator, kind, turn)
        for generator, (_, without_groups) in generators.GENERATORS.items()
        for kind in (*generators.DISTANCES, *without_groups)
        for turn in range(clouds if kind in without_groups else sets)
    ]
    results, start = defaultdict(list), time.perf_counter()
    with threadpool_limits(1):
        for generator, kind, turn in track(wanted, console=Console(stderr=True), transient=True):
            case = generators.case(generator, kind, turn, seed=seed)
            results[generator, kind].append((case.groups, *judged(case.x, seed=1)))
    table = Table(title_justify="left", box=None)
    for heading in ("generator", "kind", "sets", "right k", "within one", "'no structure'"):
        table.add_column(heading, justify="left" if heading in ("generator", "kind") else "right")
    for (generator, kind), verdicts in results.items():
        groups, chosen, found = np.array(verdicts).T
        off = np.abs(chosen - groups)
        right = [f"{(off <= limit).mean():.0%}" if groups[0] > 1 else "" for limit in (0, 1)]
        table.add_row(generator, kind, str(len(verdicts)), *right, f"{1 - found.mean():.0%}")
    Console(width=120).print(table)
    print(f"{(time.perf_counter() - start) / len(wanted):.1f} seconds a set.")


if __name__ == "__main__":
    main()
