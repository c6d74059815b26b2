"""Whether treated and held out customers were alike before the start."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

# So rarely does chance alone make groups so unlike.
UNLIKELY = 0.001


@dataclass(frozen=True)
class Balance:
    """How unlike two groups are at most, and in what.

    ``size_p_value`` is how likely chance alone makes the groups' sizes differ from the wished ones as they do,
    ``p_value`` how likely it makes them as unlike, in whatever was looked at. ``difference`` is that of the means in
    standard deviations of one customer.
    """

    size_p_value: float
    difference: float
    covariate: str | None
    p_value: float

    @property
    def is_balanced(self) -> bool:
        """Whether chance explains it."""
        return min(self.size_p_value, self.p_value) >= UNLIKELY


def compare(treated: np.ndarray, covariates: Mapping[str, np.ndarray], holdout: float | None) -> Balance:
    """Compare groups by covariates; without a wished share of those held out, sizes are as they should be."""
    sizes = np.bincount(treated.astype(int), minlength=2)
    size_p_value = _of_sizes(sizes, holdout) if holdout else 1.0
    found = [(name, _difference(values, treated)) for name, values in covariates.items()] if sizes.min() > 1 else []
    name, difference = max(found, key=lambda each: abs(each[1]), default=(None, 0.0))
    if not difference:
        return Balance(size_p_value, 0.0, None, 1.0)
    error = np.sqrt(1 / sizes[0] + 1 / sizes[1])
    return Balance(size_p_value, difference, name, min(1.0, float(2 * len(found) * ndtr(-abs(difference) / error))))


def _of_sizes(sizes, holdout):
    """The chi-square test of a sample ratio mismatch."""
    count = sizes.sum()
    expected = count * holdout
    error = np.sqrt(expected * (1 - holdout))
    return float(2 * ndtr(-abs(sizes[0] - expected) / error)) if error else 1.0


def _difference(values, treated):
    groups = [values[treated].astype(float), values[~treated].astype(float)]
    spread = np.sqrt((groups[0].var(ddof=1) + groups[1].var(ddof=1)) / 2)
    return float((groups[0].mean() - groups[1].mean()) / spread) if spread else 0.0
