"""Repeated stratified splits into customers to learn from and customers to be tested on."""

import numpy as np
from scipy.special import stdtrit

TEST_SHARE = 0.2
# The spread of a test share shrinks with the customers in it: few of them need many splits.
SPLITS_BY_CUSTOMERS = ((500, 10), (2_000, 5))
FEWEST_SPLITS = 3


def number_of_splits(n: int) -> int:
    """How many splits give the accuracy on so many customers well enough."""
    return next((splits for most, splits in SPLITS_BY_CUSTOMERS if n <= most), FEWEST_SPLITS)


def stratified(classes: np.ndarray, n_splits: int, *, share: float = TEST_SHARE, seed: int) -> np.ndarray:
    """Choose test customers, nearly the same share of every class.

    Parameters
    ----------
    classes : numpy.ndarray of shape (n,)
    n_splits : int
    share : float
    seed : int

    Returns
    -------
    numpy.ndarray of bool and shape (n_splits, n)
        True for test customers, ``round(share * n)`` of them in every split; a class keeps one customer in training.
    """
    values, sizes = np.unique(classes, return_counts=True)
    quotas = _quotas(sizes, share)
    tests = np.zeros((n_splits, len(classes)), dtype=bool)
    for split, rng in enumerate(np.random.default_rng([seed, split]) for split in range(n_splits)):
        for value, quota in zip(values, quotas, strict=True):
            tests[split, rng.permutation(np.flatnonzero(classes == value))[:quota]] = True
    return tests


def interval(values: np.ndarray, *, share: float = TEST_SHARE) -> tuple[float, float]:
    """The 95% interval of a mean over repeated splits.

    Splits share customers, so that they say less than as many samples: the variance of the mean is corrected for it.
    The macro `splits_error` gives the same in SQL.

    Parameters
    ----------
    values : numpy.ndarray of shape (n_splits,)
    share : float
        Share of the customers who are tested in each.

    Returns
    -------
    tuple of float
        Lower and upper end; NaN of fewer than two splits.

    References
    ----------
    Nadeau & Bengio (2003), Inference for the generalization error.
    """
    n = len(values)
    if n < 2:
        return np.nan, np.nan
    reach = stdtrit(n - 1, 0.975) * np.std(values, ddof=1) * np.sqrt(1 / n + share / (1 - share))
    return float(np.mean(values) - reach), float(np.mean(values) + reach)


def _quotas(sizes, share):
    """Whole numbers that add up to the share of all, by largest remainders; no class is used up."""
    exact = share * sizes
    quotas = np.floor(exact).astype(int)
    open_places = round(share * sizes.sum()) - quotas.sum()
    quotas[np.argsort(quotas - exact, kind="stable")[:open_places]] += 1
    return np.minimum(quotas, sizes - 1)
