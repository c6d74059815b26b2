"""Algorithms that look for dense regions and choose the number of clusters themselves; `k` and `seed` may be idle."""

import numpy as np
from sklearn.cluster import DBSCAN, HDBSCAN, MeanShift, estimate_bandwidth
from sklearn.neighbors import NearestNeighbors

from segmentation.clustering.algorithms.result import NOISE, Found

# HDBSCAN: the smallest cluster as a share of the rows, and a number that it is not under unless the rows are few.
SMALLEST_SHARE = 0.02
SMALLEST_ROWS = 10
BANDWIDTH_ROWS = 1_000
BANDWIDTH_QUANTILE = 0.15
MOST_SEEDS = 50


def neighbours_needed(x: np.ndarray) -> int:
    """Rows, itself included, that make a row a core of DBSCAN: twice the columns (Sander et al. 1998), 5 at least."""
    return min(max(5, 2 * x.shape[1]), len(x))


def knee_of_distances(x: np.ndarray, neighbours: int) -> float:
    """The radius for DBSCAN: where the sorted distances to the last of so many neighbours bend upwards.

    Parameters
    ----------
    x : numpy.ndarray of shape (n, d)
    neighbours : int
        The row itself counts as one.

    Returns
    -------
    float
        The distance furthest below the straight line between the ends of the sorted curve, and never 0. Below the
        bend lie rows inside a cluster, above it those between clusters.

    References
    ----------
    Ester et al. (1996), A density-based algorithm for discovering clusters; Satopaa et al. (2011) for the bend.
    """
    distances, _ = NearestNeighbors(n_neighbors=neighbours).fit(x).kneighbors(x)
    curve = np.sort(distances[:, -1])
    span = float(curve[-1] - curve[0]) or 1.0
    knee = curve[np.argmax(np.linspace(0, 1, len(curve)) - (curve - curve[0]) / span)]
    positive = curve[curve > 0]
    return float(max(knee, positive[0] if positive.size else np.finfo(np.float32).eps))


def dbscan(x: np.ndarray, *, k: int, seed: int, radius: float | None = None, neighbours: int | None = None) -> Found:
    """DBSCAN; rows in no dense region are noise.

    Parameters
    ----------
    x : numpy.ndarray of shape (n, d)
    k, seed : int
        Not used.
    radius : float, optional
        Distance within which rows are neighbours (``eps``); by default `knee_of_distances`.
    neighbours : int, optional
        Rows within the radius that make a core (``min_samples``); by default `neighbours_needed`.

    Notes
    -----
    Equal rows are fitted once with their number as weight, which changes nothing but the memory needed.
    """
    neighbours = neighbours or neighbours_needed(x)
    radius = radius or knee_of_distances(x, neighbours)
    distinct, index, counts = np.unique(x, axis=0, return_inverse=True, return_counts=True)
    labels = DBSCAN(eps=radius, min_samples=neighbours).fit(distinct, sample_weight=counts).labels_
    return Found(labels[index.ravel()], notes=(f"radius {radius:.3g}, {neighbours} neighbours",))


def hdbscan(x: np.ndarray, *, k: int, seed: int, smallest_share: float = SMALLEST_SHARE) -> Found:
    """HDBSCAN (Campello et al. 2013); a cluster holds at least `smallest_share` of the rows, the rest is noise."""
    smallest = max(round(smallest_share * len(x)), min(SMALLEST_ROWS, max(2, len(x) // 5)))
    model = HDBSCAN(min_cluster_size=smallest, min_samples=min(neighbours_needed(x), len(x)), copy=True)
    # Infinite or missing rows have labels under -1; there are none, but a label under 0 is noise all the same.
    labels = np.maximum(model.fit_predict(x), NOISE)
    return Found(labels, notes=(f"clusters of {smallest} and more",))


def mean_shift(x: np.ndarray, *, k: int, seed: int, quantile: float = BANDWIDTH_QUANTILE) -> Found:
    """Mean shift from at most `MOST_SEEDS` seeded starts; each row belongs to its nearest mode.

    The bandwidth is the mean distance within which `quantile` of the rows lie, estimated on a sample.
    """
    rng = np.random.default_rng(seed)
    bandwidth = estimate_bandwidth(x, quantile=quantile, n_samples=min(BANDWIDTH_ROWS, len(x)), random_state=seed)
    bandwidth = float(bandwidth) or float(np.sqrt(x.var(axis=0).sum())) / 2
    distinct = np.unique(x, axis=0)
    starts = distinct[np.sort(rng.permutation(len(distinct))[:MOST_SEEDS])]
    model = MeanShift(bandwidth=bandwidth, seeds=starts).fit(x)
    return Found(model.labels_, model.cluster_centers_, notes=(f"bandwidth {bandwidth:.3g}",))
