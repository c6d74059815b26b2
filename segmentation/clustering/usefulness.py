"""How much a way of dividing customers says of them: of their features, and of what they do next."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from segmentation.clustering import algorithms, criteria, kmeans

HALVES = 200
# Customers whose outcome is compared, at most: beyond them the intervals hardly narrow.
ROWS = 20_000
INTERVAL = (2.5, 97.5)


@dataclass(frozen=True)
class Way:
    """One way of dividing customers.

    Attributes
    ----------
    name : str
    groups : numpy.ndarray of shape (customers,)
        Group of each customer of today.
    then : numpy.ndarray of shape (customers then,)
        Group of each customer at the cut-off; empty where nothing is known of what came after.
    stability : float, optional
        Of the least stable group; None for rules, which are the same on all data.
    """

    name: str
    groups: np.ndarray
    then: np.ndarray
    stability: float | None = None


def compare(
    x: np.ndarray, ways: list[Way], outcomes: dict[str, np.ndarray], *, seed: int
) -> Iterator[dict[str, float | str | None]]:
    """What each way tells, the first of them beside the others.

    Parameters
    ----------
    x : numpy.ndarray of shape (customers, columns)
        Customers of today, scaled.
    ways : list of Way
    outcomes : dict of str to numpy.ndarray of shape (customers then,)
        What they did after the cut-off, by name.
    seed : int

    Yields
    ------
    dict
        ``way``, ``group_count``, ``smallest_share``, ``stability`` and ``variance_explained``; for each outcome the
        mean share explained with the ends ``_low`` and ``_high`` of its interval, and those of ``_gain``, by which the
        first way explains more than this one. None where there is nothing to explain.
    """
    told = {
        name: explained([way.then for way in ways], values, seed=seed) if len(values) else None
        for name, values in outcomes.items()
    }
    for place, way in enumerate(ways):
        sizes = np.unique(way.groups, return_counts=True)[1]
        row = {
            "way": way.name,
            "group_count": len(sizes),
            "smallest_share": sizes.min() / sizes.sum(),
            "stability": way.stability,
            "variance_explained": variance_explained(x, way.groups),
        }
        for name, shares in told.items():
            own = None if shares is None else shares[place]
            row |= _summary(f"{name}_explained", own)
            row |= _summary(f"{name}_gain", None if shares is None or place == 0 else shares[0] - own)
        yield row


def simpler_ways(x: np.ndarray, x_then: np.ndarray, *, k: int, seed: int) -> Iterator[Way]:
    """Two segments, and as many bands as there are segments.

    Parameters
    ----------
    x : numpy.ndarray of shape (customers, columns)
    x_then : numpy.ndarray of shape (customers then, columns)
    k : int
        Number of the segments.
    seed : int
    """
    sample = x[kmeans.sample_rows(len(x), criteria.BRIEF.rows, seed=seed)]
    for name, algorithm, number in (("two_segments", "kmeans", 2), ("bands", "bands", k)):
        centres = algorithms.fit(algorithm, x, k=number, seed=seed).centres
        refit = algorithms.refitting(algorithm, [])
        stability = criteria.bootstrap_jaccard(sample, centres, seed=seed, refit=refit)
        yield Way(name, criteria.nearest(x, centres), criteria.nearest(x_then, centres), float(np.nanmin(stability)))


def rfm_ways(today: pa.Table, then: pa.Table) -> Iterator[Way]:
    """RFM names and cells, by ``rfm_name`` and ``rfm_score``; none where no customer has them."""
    for name, column in (("rfm_names", "rfm_name"), ("rfm_cells", "rfm_score")):
        if today[column].null_count < len(today):
            yield Way(name, _numbered(today[column]), _numbered(then[column]))


def _numbered(names):
    return names.fill_null("").combine_chunks().dictionary_encode().indices.to_numpy()


def variance_explained(x: np.ndarray, groups: np.ndarray) -> float:
    """Share of the variance of customers that lies between groups and not within them; NaN where there is none."""
    _, index, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    centred = x - x.mean(axis=0)
    sums = np.zeros((len(sizes), x.shape[1]))
    np.add.at(sums, index, centred)
    total = (centred**2).sum()
    return float((sums**2 / sizes[:, None]).sum() / total) if total > 0 else np.nan


def explained(groupings: list[np.ndarray], outcome: np.ndarray, *, seed: int, halves: int = HALVES) -> np.ndarray:
    """Share of the variance of an outcome that the group predicts, out of sample, over and over.

    A random half of the customers is predicted by the mean of their group in the other half, or by the mean of all
    there for a group that has nobody there, and beside it by the mean of all: many small groups do not win by chance.

    Parameters
    ----------
    groupings : list of numpy.ndarray of shape (customers,)
        Groups of the customers by each way of dividing them, all on the same halves.
    outcome : numpy.ndarray of shape (customers,)
    seed : int
    halves : int
        Times that customers are halved.

    Returns
    -------
    numpy.ndarray of shape (groupings, halves)
        1 where the outcome is predicted exactly, 0 where no better than by the mean of all, below 0 where worse; NaN
        where all did the same.
    """
    rng = np.random.default_rng(seed)
    indices = [np.unique(groups, return_inverse=True)[1] for groups in groupings]
    found = np.full((len(groupings), halves), np.nan)
    for turn in range(halves):
        learned = np.zeros(len(outcome), dtype=bool)
        learned[rng.permutation(len(outcome))[: (len(outcome) + 1) // 2]] = True
        known, asked = outcome[learned], outcome[~learned]
        if len(asked) == 0:
            continue
        of_all = ((asked - known.mean()) ** 2).sum()
        for place, index in enumerate(indices):
            sizes = np.bincount(index[learned], minlength=index.max() + 1)
            sums = np.bincount(index[learned], weights=known, minlength=len(sizes))
            means = np.where(sizes > 0, sums / np.maximum(sizes, 1), known.mean())
            errors = ((asked - means[index[~learned]]) ** 2).sum()
            found[place, turn] = 1 - errors / of_all if of_all > 0 else np.nan
    return found


def _summary(name, values):
    """Mean and interval of repeated figures under their names."""
    values = np.zeros(0) if values is None else values[~np.isnan(values)]
    low, high = np.percentile(values, INTERVAL) if len(values) else (None, None)
    return {name: values.mean() if len(values) else None, f"{name}_low": low, f"{name}_high": high}
