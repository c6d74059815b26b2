"""What is known of customers before a campaign, taken out of what they did in it: less noise, the same difference.

Deng, Xu, Kohavi and Walker (2013), "Improving the sensitivity of online controlled experiments by utilizing
pre-experiment data" (CUPED); with strata next to the past, it is a regression within both groups.
"""

from dataclasses import dataclass

import numpy as np

# A covariate that takes away less of the variance than this is left out, and so are all with fewer customers a group.
WORTH_IT = 0.01
FEWEST = 30


@dataclass(frozen=True)
class Adjusted:
    """Outcomes with the same mean over all customers, less what strata and the past say of them.

    ``removed`` is the share of the variance that is gone, ``fitted`` how many coefficients that took.
    """

    values: np.ndarray
    removed: float
    fitted: int


def adjust(outcome: np.ndarray, treated: np.ndarray, strata: np.ndarray, past: np.ndarray) -> Adjusted:
    """Take out of an outcome what strata and past outcomes say of it, within both groups.

    Parameters
    ----------
    outcome : numpy.ndarray
        What each customer did.
    treated : numpy.ndarray
        Whether each was treated.
    strata : numpy.ndarray
        Whole numbers from 0: the stratum each was in when the groups were made.
    past : numpy.ndarray
        A column a covariate, known before the start.
    """
    plain = Adjusted(outcome.astype(float), 0.0, 0)
    sizes = np.bincount(treated.astype(int), minlength=2)
    columns = _columns(strata, past)
    fitted = columns.shape[1]
    if not fitted or sizes.min() < max(FEWEST, 5 * fitted):
        return plain
    within, target = _without_group_means(columns, treated), _without_group_means(plain.values[:, None], treated)[:, 0]
    total = target @ target
    if not total:
        return plain
    slopes = np.linalg.lstsq(within.T @ within, within.T @ target, rcond=1e-10)[0]
    left = target - within @ slopes
    freedom = len(outcome) - 2
    removed = 1 - (left @ left / (freedom - fitted)) / (total / freedom)
    if removed < WORTH_IT:
        return plain
    return Adjusted(plain.values - (columns - columns.mean(axis=0)) @ slopes, float(removed), fitted)


def _columns(strata, past):
    """Covariates as columns: strata but one as 0 and 1, and what varies of the past."""
    found = np.unique(strata)[1:]
    spread = past.std(axis=0)
    return np.column_stack([strata[:, None] == found, past[:, spread > 0] / spread[spread > 0]]).astype(float)


def _without_group_means(values, treated):
    result = values.astype(float)
    for group in (treated, ~treated):
        result[group] -= result[group].mean(axis=0)
    return result
