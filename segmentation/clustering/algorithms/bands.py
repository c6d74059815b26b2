"""Bands of equal numbers along the direction in which customers differ most, for data without clusters."""

import numpy as np

from segmentation.clustering.algorithms.result import Found
from segmentation.clustering.criteria import nearest
from segmentation.clustering.projection import principal_components

# How far a centre keeps from the edges of its band, as a share of the room there is.
MARGIN = 0.05


def bands(x: np.ndarray, *, k: int, seed: int) -> Found:
    """Quantile bands of the leading principal component, from its lowest to its highest; `seed` changes nothing.

    The centres lie on the line of the component through the mean, so that the nearest of them is the band: no other
    rule is needed to place a customer.
    """
    component = principal_components(x, components=1)
    scores = component.scores(x)[:, 0]
    edges = quantile_edges(scores, k)
    centres = component.mean + positions(scores, edges)[:, None] * component.axes[:, 0]
    return Found(nearest(x, centres), centres, in_order=True)


def quantile_edges(scores: np.ndarray, k: int) -> np.ndarray:
    """Edges of k bands of equal numbers, each halfway between two values; fewer where many customers are alike."""
    scores = np.round(scores, 9)
    values = np.unique(scores)
    below = np.searchsorted(values, np.quantile(scores, np.arange(1, k) / k, method="lower"))
    below = np.unique(below.clip(0, len(values) - 2))
    return (values[below] + values[below + 1]) / 2


def positions(scores: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Points on a line, one in each band, such that the middles of neighbours are the edges.

    Parameters
    ----------
    scores : numpy.ndarray of shape (n,)
    edges : numpy.ndarray of shape (bands - 1,)
        Increasing; there are scores below, between and above them.

    Returns
    -------
    numpy.ndarray of shape (bands,)
        The first point decides all others, each being the last one mirrored at the edge between them; it is chosen
        for the points to lie near the means of their bands. Where no choice keeps all of them in their bands, which
        takes five bands or more of odd widths, they are the means, and the bands hold numbers that are nearly equal.
    """
    band = np.searchsorted(edges, scores)
    means = np.bincount(band, weights=scores) / np.bincount(band)
    signs = (-1.0) ** np.arange(len(means))
    shifts = np.zeros(len(means))
    for index, edge in enumerate(edges):
        shifts[index + 1] = 2 * edge - shifts[index]
    # Each band allows the first point a range.
    ends = signs * (np.stack([np.append(scores.min(), edges), np.append(edges, scores.max())]) - shifts)
    low, high = ends.min(axis=0).max(), ends.max(axis=0).min()
    if low >= high:
        return means
    margin = MARGIN * (high - low)
    first = np.clip((signs * (means - shifts)).mean(), low + margin, high - margin)
    return signs * first + shifts
