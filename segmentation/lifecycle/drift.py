"""Drift: how far the customers of today are from those a model was trained on.

A figure is cut into bins once, at training; the shares of the customers in them, then and now, give the population
stability index.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.features.transforms import MISSING_LEVEL

BINS = 10
# An empty bin would make the index infinite; it counts as so small a share.
LEAST_SHARE = 1e-4


@dataclass(frozen=True)
class Bin:
    """A part of the customers by one figure: a range of numbers, above the lower limit and up to the upper, or a level.

    The other kind is None; a number that is missing is the level `MISSING_LEVEL`.
    """

    bin: int
    lower_limit: float | None
    upper_limit: float | None
    level: str | None
    share: float


def bins(values: pa.ChunkedArray) -> list[Bin]:
    """Cut a figure into bins: tenths of the known numbers, fewer where many are equal, or the levels; and the missing.

    Parameters
    ----------
    values : pyarrow.ChunkedArray
        One value per customer, numbers or text.

    Returns
    -------
    list of Bin
        Shares add up to 1. The first bin has its lower limit in it.
    """
    if not _are_numbers(values):
        found = [(None, None, level) for level in sorted(_counts(values))]
    else:
        numbers = _numbers(values)
        known = numbers[~np.isnan(numbers)]
        limits = np.unique(np.quantile(known, np.linspace(0, 1, BINS + 1))) if known.size else known
        # Where all numbers are one, its bin begins and ends with it.
        limits = np.repeat(limits, 2) if len(limits) == 1 else limits
        found = [(float(lower), float(upper), None) for lower, upper in pairwise(limits)]
    if MISSING_LEVEL not in (level for _, _, level in found):
        found.append((None, None, MISSING_LEVEL))
    empty = [Bin(place, *each, share=0.0) for place, each in enumerate(found, start=1)]
    return [replace(each, share=float(share)) for each, share in zip(empty, shares(values, empty), strict=True)]


def shares(values: pa.ChunkedArray, of: list[Bin]) -> np.ndarray:
    """Shares of the customers in bins that were cut before, see `counts`."""
    return counts(values, of) / max(len(values), 1)


def counts(values: pa.ChunkedArray, of: list[Bin]) -> np.ndarray:
    """Numbers of customers in bins that were cut before.

    Parameters
    ----------
    values : pyarrow.ChunkedArray
    of : list of Bin
        As `bins` gives them.

    Returns
    -------
    numpy.ndarray of shape (bins,)
        Numbers beyond the outer limits and new levels are in none of them.
    """
    if not _are_numbers(values):
        by_level = _counts(values)
        return np.array([by_level.get(each.level, 0) for each in of])
    numbers = _numbers(values)
    ranges = [each for each in of if each.level is None]
    uppers = np.array([each.upper_limit for each in ranges])
    inside = numbers[(numbers >= ranges[0].lower_limit) & (numbers <= uppers[-1])] if ranges else numbers[:0]
    found = np.bincount(np.searchsorted(uppers, inside, side="left"), minlength=len(ranges))
    return np.append(found, np.isnan(numbers).sum())


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


def counts_by_feature(table: pa.Table, bins_of: dict[str, list[Bin]]) -> dict[str, np.ndarray]:
    """Customers in the bins of each feature, and at the end of each all customers; those of parts add up.

    Parameters
    ----------
    table : pyarrow.Table
        The features of customers of today.
    bins_of : dict of str to list of Bin
        The bins of each feature at the training. One that was taken out of the configuration, or renamed, is left out.
    """
    return {
        name: np.append(counts(table[name], of), len(table))
        for name, of in bins_of.items()
        if name in table.column_names
    }


def by_feature(counted: dict[str, np.ndarray], bins_of: dict[str, list[Bin]]) -> dict[str, dict[str, float]]:
    """How far customers are from those a model was trained on.

    Parameters
    ----------
    counted : dict of str to numpy.ndarray
        As `counts_by_feature` gives them.
    bins_of : dict of str to list of Bin

    Returns
    -------
    dict of str to dict
        By feature: ``customers``, ``stability_index`` and ``outside_share``, the share of the customers outside what
        was seen then.
    """
    return {name: _figures(counted[name], of) for name, of in bins_of.items() if name in counted}


def _figures(counted, of):
    customers = int(counted[-1])
    actual = counted[:-1] / max(customers, 1)
    index = stability_index(np.array([each.share for each in of]), actual)
    # Shares that add up to 1 do so but for roundings.
    outside = round(max(0.0, 1 - float(actual.sum())), 12)
    return {"customers": customers, "stability_index": index, "outside_share": outside}


def _are_numbers(values):
    return not pa.types.is_string(values.type)


def _numbers(values):
    return values.cast(pa.float64()).to_numpy(zero_copy_only=False)


def _counts(levels):
    counts = pc.value_counts(pc.fill_null(levels, MISSING_LEVEL))
    return dict(zip(counts.field("values").to_pylist(), counts.field("counts").to_pylist(), strict=True))
