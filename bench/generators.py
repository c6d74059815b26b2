"""Generated customers with a known number of groups, standardised, from two generators that share no code.

`random_walk` draws round groups, `scattered` elongated ones too.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from sklearn.datasets import make_blobs

# Mean spreads between the two nearest centres.
DISTANCES = {"separated": (6.0, 6.0), "overlapping": (3.0, 3.5)}
SMALLEST_SHARE = 0.05


@dataclass(frozen=True)
class Case:
    """Customers of one set; `groups` is 1 where there are none."""

    generator: str
    kind: str
    x: np.ndarray
    groups: int


def case(generator: str, kind: str, turn: int, *, seed: int) -> Case:
    """One set. Its figures depend on nothing but the arguments."""
    drawn, clouds = GENERATORS[generator]
    number = [*DISTANCES, *clouds].index(kind)
    rng = np.random.default_rng([seed, list(GENERATORS).index(generator), number, turn])
    if kind in clouds:
        x, groups = clouds[kind](int(np.exp(rng.uniform(*np.log([200, 3_000])))), int(rng.integers(2, 13)), rng), 1
    else:
        x, groups = drawn(rng.uniform(*DISTANCES[kind]), rng)
    return Case(generator, kind, (x - x.mean(axis=0)) / x.std(axis=0), groups)


def random_walk(distance: float, rng: np.random.Generator) -> tuple[np.ndarray, int]:
    """Round groups: each centre steps away from one of those before, some columns are irrelevant."""
    groups, columns, n = (
        int(rng.integers(2, 9)),
        int(rng.integers(2, 13)),
        int(np.exp(rng.uniform(*np.log([200, 2_000])))),
    )
    irrelevant = int(rng.integers(0, columns // 3 + 1))
    spreads = rng.uniform(0.7, 1.3, groups)
    centres, step = np.zeros((1, columns - irrelevant)), distance
    while len(centres) < groups:
        tried = centres[rng.integers(len(centres))] + rng.normal(size=columns - irrelevant) * step / np.sqrt(
            columns - irrelevant
        )
        if np.linalg.norm(centres - tried, axis=1).min() >= distance:
            centres = np.vstack([centres, tried])
        step *= 1.01
    members = np.repeat(np.arange(groups), _sizes(groups, n, 4, rng))
    x = (
        centres[members]
        + rng.normal(size=(len(members), columns - irrelevant)) * (spreads / spreads.mean())[members, None]
    )
    return np.hstack([x, rng.normal(size=(len(x), irrelevant))]), groups


def scattered(distance: float, rng: np.random.Generator) -> tuple[np.ndarray, int]:
    """Centres even in a cube, by make_blobs; three sets in ten have elongated groups, others columns of even noise."""
    groups, columns, n = (
        int(rng.integers(2, 9)),
        int(rng.integers(2, 13)),
        int(np.exp(rng.uniform(*np.log([200, 5_000])))),
    )
    nearest = np.zeros(1)
    # One pair much nearer than the others would leave these far apart.
    while nearest.min() < 0.7 * nearest.mean() or not nearest.any():
        centres = rng.uniform(-1, 1, (groups, columns))
        nearest = np.sort(np.linalg.norm(centres[:, None] - centres, axis=2), axis=1)[:, 1]
    centres *= distance / nearest.min()
    spreads = rng.uniform(0.6, 1.4, groups)
    spreads /= spreads.mean()
    sizes = _sizes(groups, n, 2, rng)
    x, members = make_blobs(sizes, centers=centres, cluster_std=spreads, random_state=int(rng.integers(1 << 31)))
    if rng.random() < 0.3:
        for group in range(groups):
            axes = np.linalg.qr(rng.normal(size=(columns, columns)))[0]
            lengths = np.exp(rng.uniform(-0.4, 0.4, columns))
            lengths /= np.sqrt((lengths**2).mean())
            rows = members == group
            x[rows] = centres[group] + (x[rows] - centres[group]) * lengths @ axes
    noise = (len(x), int(rng.integers(0, 4)))
    return np.hstack([x, rng.uniform(size=noise) if rng.random() < 0.5 else rng.normal(size=noise)]), groups


def _sizes(groups, n, evenness, rng):
    shares = SMALLEST_SHARE + (1 - groups * SMALLEST_SHARE) * rng.dirichlet(np.full(groups, evenness))
    return np.maximum((shares * n).astype(int), 5)


def _correlated(n, columns, rng):
    x = rng.normal(size=(n, columns)) @ rng.normal(size=(columns, columns))
    return x / x.std(axis=0)


def _ball(n, columns, rng):
    x = rng.normal(size=(n, columns))
    return x / np.linalg.norm(x, axis=1, keepdims=True) * rng.uniform(size=(n, 1)) ** (1 / columns)


Cloud = Callable[[int, int, np.random.Generator], np.ndarray]
CLOUDS: dict[str, Cloud] = {
    "uniform": lambda n, columns, rng: rng.uniform(size=(n, columns)),
    "one Gaussian": lambda n, columns, rng: rng.normal(size=(n, columns)),
    "correlated Gaussian": _correlated,
    "correlated log-normal": lambda n, columns, rng: np.exp(_correlated(n, columns, rng) * rng.uniform(0.4, 1)),
}
OTHER_CLOUDS: dict[str, Cloud] = {
    "uniform in a ball": _ball,
    "whole numbers": lambda n, columns, rng: rng.poisson(rng.uniform(2, 9, columns), (n, columns)).astype(float),
    "Student's t, 5 degrees": lambda n, columns, rng: rng.standard_t(5, (n, columns)),
    "skewed log-normal": lambda n, columns, rng: np.exp(_correlated(n, columns, rng) * rng.uniform(0.8, 1.5)),
}
GENERATORS = {"random walk": (random_walk, CLOUDS), "scattered": (scattered, OTHER_CLOUDS)}
