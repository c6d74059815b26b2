"""Differences between treated and held out customers, with intervals."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri, stdtr, stdtrit

CONFIDENCE = 0.95
# With fewer who did and fewer who did not in a group, a share has no bell curve.
FEWEST_FOR_MEANS = 10


@dataclass(frozen=True)
class Effect:
    """What treated customers did more than those held out, each on the average.

    ``low`` and ``high`` are the ends of the interval of ``difference``; ``ratio`` is the treated mean divided by the
    other, and empty (NaN) where that is not above 0.
    """

    treated: int
    held_out: int
    treated_mean: float
    held_out_mean: float
    difference: float
    low: float
    high: float
    standard_error: float
    ratio: float
    ratio_low: float
    ratio_high: float
    p_value: float


def of_means(values: np.ndarray, treated: np.ndarray, *, fitted: int = 0, confidence: float = CONFIDENCE) -> Effect:
    """The difference of two means (Welch), for groups of at least two customers.

    Parameters
    ----------
    values : numpy.ndarray
    treated : numpy.ndarray
        Whether each customer was treated.
    fitted : int
        Coefficients that were fitted to the values before.
    confidence : float
    """
    groups = [values[treated], values[~treated]]
    sizes, means = [len(group) for group in groups], [group.mean() for group in groups]
    lost = (len(values) - 2) / max(len(values) - 2 - fitted, 1)
    parts = [lost * group.var(ddof=1) / len(group) for group in groups]
    variance = sum(parts)
    freedom = (
        variance**2 / sum(part**2 / (size - 1) for part, size in zip(parts, sizes, strict=True)) if variance else 1
    )
    wide, error = stdtrit(freedom, (1 + confidence) / 2), np.sqrt(variance)
    difference = means[0] - means[1]
    p_value = 2 * stdtr(freedom, -abs(difference) / error) if error else float(difference == 0)
    ratio = _ratio(means, parts, wide)
    ends = (difference - wide * error, difference + wide * error)
    return Effect(*sizes, *map(float, (*means, difference, *ends, error)), *ratio, float(p_value))


def of_shares(converted: np.ndarray, treated: np.ndarray, *, confidence: float = CONFIDENCE) -> Effect:
    """The difference of two shares, also of few customers: Newcombe's hybrid score interval, and the score test.

    Newcombe (1998), "Interval estimation for the difference between independent proportions", method 10.
    """
    groups = [converted[treated], converted[~treated]]
    sizes, shares = [len(group) for group in groups], [float(group.mean()) for group in groups]
    wide = ndtri((1 + confidence) / 2)
    (low, high), (other_low, other_high) = (wilson(p, n, wide) for p, n in zip(shares, sizes, strict=True))
    difference = shares[0] - shares[1]
    ends = (
        difference - np.hypot(shares[0] - low, other_high - shares[1]),
        difference + np.hypot(high - shares[0], shares[1] - other_low),
    )
    parts = [p * (1 - p) / n for p, n in zip(shares, sizes, strict=True)]
    pooled = float(converted.mean())
    under_none = np.sqrt(pooled * (1 - pooled) * (1 / sizes[0] + 1 / sizes[1]))
    p_value = 2 * ndtr(-abs(difference) / under_none) if under_none else 1.0
    error = float(np.sqrt(sum(parts)))
    return Effect(*sizes, *shares, difference, *map(float, ends), error, *_ratio(shares, parts, wide), float(p_value))


def wilson(share: float, size: int, wide: float) -> tuple[float, float]:
    """The score interval of one share."""
    middle, spread = share + wide**2 / (2 * size), wide * np.sqrt(share * (1 - share) / size + wide**2 / (4 * size**2))
    whole = 1 + wide**2 / size
    return (middle - spread) / whole, (middle + spread) / whole


def can_take_means(converted: np.ndarray, treated: np.ndarray) -> bool:
    """Whether enough customers of both groups did it, and did not."""
    done = [int(converted[group].sum()) for group in (treated, ~treated)]
    left = [int(group.sum()) - count for group, count in zip((treated, ~treated), done, strict=True)]
    return min(*done, *left) >= FEWEST_FOR_MEANS


def holm(p_values: Sequence[float]) -> np.ndarray:
    """P-values that account for how many are looked at (Holm 1979)."""
    values = np.asarray(p_values, dtype=float)
    order = np.argsort(values, kind="stable")
    stepped = np.maximum.accumulate(values[order] * np.arange(len(values), 0, -1))
    result = np.empty(len(values))
    result[order] = np.minimum(stepped, 1)
    return result


def _ratio(means, parts, wide):
    """Ratio of the means with its interval on the scale of logarithms."""
    if min(means) <= 0:
        return (means[0] / means[1] if means[1] > 0 else np.nan), np.nan, np.nan
    error = np.sqrt(sum(part / mean**2 for part, mean in zip(parts, means, strict=True)))
    ratio = means[0] / means[1]
    return float(ratio), float(ratio * np.exp(-wide * error)), float(ratio * np.exp(wide * error))
