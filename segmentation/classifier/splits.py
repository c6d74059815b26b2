"""Repeated stratified splits into customers to learn from and customers to be tested on."""

import numpy as np

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


def _quotas(sizes, share):
    """Whole numbers that add up to the share of all, by largest remainders; no class is used up."""
    exact = share * sizes
    quotas = np.floor(exact).astype(int)
    open_places = round(share * sizes.sum()) - quotas.sum()
    quotas[np.argsort(quotas - exact, kind="stable")[:open_places]] += 1
    return np.minimum(quotas, sizes - 1)
