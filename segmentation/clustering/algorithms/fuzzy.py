"""Fuzzy c-means: every row belongs to every cluster to a degree."""

import numpy as np
from scipy.spatial.distance import cdist
from sklearn.cluster import kmeans_plusplus

from segmentation.clustering.algorithms.result import Found

FUZZINESS = 2.0


def memberships(x: np.ndarray, centres: np.ndarray, *, fuzziness: float = FUZZINESS) -> np.ndarray:
    """Degree to which each row belongs to each cluster, from the distances to the centres alone.

    Parameters
    ----------
    x : numpy.ndarray of shape (n, d)
    centres : numpy.ndarray of shape (k, d)
    fuzziness : float
        The exponent m, above 1. Close to 1 the memberships are 0 and 1.

    Returns
    -------
    numpy.ndarray of shape (n, k), rows summing to 1
        A row that lies on centres is shared by these alone. The largest is that of the nearest centre.

    References
    ----------
    Bezdek (1981), Pattern recognition with fuzzy objective function algorithms.
    """
    squares = np.maximum(cdist(x, centres, "sqeuclidean"), np.finfo(float).tiny)
    ratios = (squares.min(axis=1, keepdims=True) / squares) ** (1 / (fuzziness - 1))
    return ratios / ratios.sum(axis=1, keepdims=True)


def fuzziness_for(n: int, d: int) -> float:
    """The exponent for so many rows and columns: 2, or less where 2 would pull all centres to the mean.

    References
    ----------
    Schwämmle, Jensen (2010), A simple and fast method to determine the parameters for fuzzy c-means cluster analysis.
    """
    power = -0.0406 * np.log(n) - 0.1134
    return float(min(FUZZINESS, 1 + (1418 / n + 22.05) * d**-2 + (12.33 / n + 0.243) * d**power))


def fuzzy_c_means(
    x: np.ndarray,
    *,
    k: int,
    seed: int,
    fuzziness: float | None = None,
    n_init: int = 5,
    max_iter: int = 300,
    tolerance: float = 1e-5,
) -> Found:
    """Fuzzy c-means; of several k-means++ starts the one of the lowest objective.

    Parameters
    ----------
    x : numpy.ndarray of shape (n, d)
    k, seed : int
    fuzziness : float, optional
        The exponent m; by default `fuzziness_for` so many rows and columns.
    n_init, max_iter : int
    tolerance : float
        A start ends when no coordinate of a centre moves further, in scaled units.
    """
    fuzziness = fuzziness or fuzziness_for(*x.shape)
    best, best_objective = None, np.inf
    for start in range(n_init):
        centres, _ = kmeans_plusplus(x, k, random_state=seed + start)
        centres = _iterate(x, centres, fuzziness, max_iter, tolerance)
        weights = memberships(x, centres, fuzziness=fuzziness) ** fuzziness
        objective = float((weights * cdist(x, centres, "sqeuclidean")).sum())
        if best is None or objective < best_objective * (1 - 1e-9):
            best, best_objective = centres, objective
    labels = cdist(x, best).argmin(axis=1)
    return Found(labels, best, (f"exponent {fuzziness:.3g}",))


def _iterate(x, centres, fuzziness, max_iter, tolerance):
    for _ in range(max_iter):
        weights = memberships(x, centres, fuzziness=fuzziness) ** fuzziness
        moved = (weights.T @ x) / weights.sum(axis=0)[:, None]
        done = np.abs(moved - centres).max() < tolerance
        centres = moved
        if done:
            break
    return centres
