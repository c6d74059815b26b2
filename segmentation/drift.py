"""Drift: how far the customers of today are from those a model was trained on.

A figure is cut into bins once, at training; the shares of the customers in them, then and now, give the population
stability index.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.transforms import MISSING_LEVEL, Feature

BINS = 10
# An empty bin would make the index infinite; it counts as so small a share.
LEAST_SHARE = 1e-4


@dataclass(frozen=True)
class Bin:
    """A part of the customers by one figure: a range of numbers, above the lower limit and up to the upper, or a level.

    Open ends and the other kind are None; a number that is missing is the level `MISSING_LEVEL`.
    """

    bin: int
    lower_limit: float | None
    upper_limit: float | None
    level: str | None
    share: float


def bins(values: pa.ChunkedArray, *, is_number: bool) -> list[Bin]:
    """Cut a figure into bins: tenths of the known numbers, fewer where many are equal, or the levels; and the missing.

    Parameters
    ----------
    values : pyarrow.ChunkedArray
        One value per customer.
    is_number : bool

    Returns
    -------
    list of Bin
        Shares add up to 1. Numbers no customer has had are in the outer bins, new levels in none.
    """
    if not is_number:
        counts = pc.value_counts(pc.fill_null(values, MISSING_LEVEL))
        by_level = dict(zip(counts.field("values").to_pylist(), counts.field("counts").to_pylist(), strict=True))
        return [
            Bin(place, None, None, level, by_level[level] / len(values))
            for place, level in enumerate(sorted(by_level), start=1)
        ]
    numbers = _numbers(values)
    known = numbers[~np.isnan(numbers)]
    edges = np.unique(np.quantile(known, np.linspace(0, 1, BINS + 1)[1:-1])) if known.size else np.empty(0)
    # Of numbers that nearly all share the border would be the number itself: what is above it may still come.
    limits = [None, *edges.tolist(), None]
    shares = np.bincount(np.searchsorted(edges, known, side="left"), minlength=len(edges) + 1) / len(numbers)
    ranges = [
        Bin(place, lower, upper, None, float(share))
        for place, (lower, upper, share) in enumerate(zip(limits[:-1], limits[1:], shares, strict=True), start=1)
    ]
    return [*ranges, Bin(len(ranges) + 1, None, None, MISSING_LEVEL, float(np.isnan(numbers).mean()))]


def shares(values: pa.ChunkedArray, of: list[Bin]) -> np.ndarray:
    """Shares of the customers in bins that were cut before; levels that are new are in none of them.

    Parameters
    ----------
    values : pyarrow.ChunkedArray
    of : list of Bin
        As `bins` gives them.

    Returns
    -------
    numpy.ndarray of shape (bins,)
    """
    edges = np.array([each.upper_limit for each in of if each.upper_limit is not None])
    has_ranges = any(each.level is None for each in of)
    if has_ranges:
        numbers = _numbers(values)
        counts = np.bincount(np.searchsorted(edges, numbers[~np.isnan(numbers)], side="left"), minlength=len(edges) + 1)
        return np.append(counts, np.isnan(numbers).sum()) / max(len(numbers), 1)
    counts = pc.value_counts(pc.fill_null(values, MISSING_LEVEL))
    by_level = dict(zip(counts.field("values").to_pylist(), counts.field("counts").to_pylist(), strict=True))
    return np.array([by_level.get(each.level, 0) for each in of]) / max(len(values), 1)


def stability_index(expected: np.ndarray, actual: np.ndarray) -> float:
    """Population stability index: 0 where the shares are the same; 0.1 and 0.25 are the usual limits.

    Shares of `actual` that are in none of the bins count as one bin that was empty before.

    References
    ----------
    Siddiqi (2006), Credit risk scorecards; Yurdakul (2018), Statistical properties of population stability index.
    """
    expected, actual = (np.append(part, max(0.0, 1 - part.sum())) for part in (expected, actual))
    either = (expected > 0) | (actual > 0)
    expected, actual = (np.maximum(part[either], LEAST_SHARE) for part in (expected, actual))
    return float(((actual - expected) * np.log(actual / expected)).sum())


def outside_share(values: pa.ChunkedArray, lowest: float, highest: float) -> float:
    """Share of the customers with a number below the lowest or above the highest that the model was trained on."""
    numbers = _numbers(values)
    return float(((numbers < lowest) | (numbers > highest)).mean()) if len(numbers) else 0.0


def is_number(feature: Feature) -> bool:
    """Whether a feature is a number rather than a category."""
    return feature.transform != "onehot"


def _numbers(values):
    return values.cast(pa.float64()).to_numpy(zero_copy_only=False)
