"""Views of the customers in two or three coordinates: principal components, and the axes that part the segments."""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import eigh

from segmentation.clustering.kmeans import sample_rows
from segmentation.features.threads import one_thread

POINT_ROWS = 5_000
COMPONENTS = 3
DISCRIMINANTS = 2

# An axis that holds less of the variance than this is rounding.
SMALLEST_SHARE = 1e-9


@dataclass(frozen=True)
class Projection:
    """Axes through the mean: ``scores = (x - mean) @ axes``.

    Attributes
    ----------
    names : list of str
        ``pc1``, ``pc2``, ... or ``ld1``, ``ld2``, ...
    mean : numpy.ndarray of shape (columns,)
    axes : numpy.ndarray of shape (columns, axes)
        Each points to where its heaviest weight is positive, so that signs do not change from build to build.
    explained : numpy.ndarray of shape (axes,)
        Share of the variance; for discriminants of the variance between the segments, in units of that within.
    loadings : numpy.ndarray of shape (columns, axes)
        Correlation of each column with each axis; 0 for a column that does not vary.
    """

    names: list[str]
    mean: np.ndarray
    axes: np.ndarray
    explained: np.ndarray
    loadings: np.ndarray

    def scores(self, x: np.ndarray) -> np.ndarray:
        """Coordinates of rows on the axes, shape (n, axes)."""
        return (x - self.mean) @ self.axes


@one_thread()
def principal_components(x: np.ndarray, *, components: int = COMPONENTS) -> Projection:
    """The directions of the largest variance.

    Parameters
    ----------
    x : numpy.ndarray of shape (n, d)
    components : int
        At most as many; fewer where the rows span fewer directions, none where all are equal.

    Notes
    -----
    By the covariance matrix, which is small whatever the number of rows. Where two components explain the same share
    their plane is determined, the axes in it are not.
    """
    centred = x - x.mean(axis=0)
    values, vectors = eigh(centred.T @ centred / len(x))
    kept = _largest(values, components, scale=float((x**2).mean()))
    total = max(float(values.sum()), np.finfo(float).tiny)
    return _projection("pc", x, vectors[:, kept], values[kept] / total)


@one_thread()
def discriminants(x: np.ndarray, labels: np.ndarray, *, components: int = DISCRIMINANTS) -> Projection:
    """The directions that part the segments best: a supervised view, made by the segments it shows.

    Parameters
    ----------
    x : numpy.ndarray of shape (n, d)
    labels : numpy.ndarray of int of shape (n,)
        Segments; rows under 0 are noise and do not form the axes.
    components : int
        At most as many, and at most one less than there are segments; fewer where the means of the segments lie on a
        line or in a point.

    Notes
    -----
    Fisher's discriminants: along each axis the variance within the segments is 1. A millionth of the whole variance is
    added within, so that columns that depend on each other or do not vary within the segments do no harm. Segments
    found by clustering look better parted here than they are; the principal components know nothing of them.
    """
    member = labels >= 0
    found, index = np.unique(labels[member], return_inverse=True)
    rows = x[member]
    if len(found) < 2:
        return _projection("ld", x, np.empty((x.shape[1], 0)), np.empty(0))
    means = np.stack([rows[index == segment].mean(axis=0) for segment in range(len(found))])
    inside = rows - means[index]
    spread = means[index] - rows.mean(axis=0)
    within, between = inside.T @ inside / len(rows), spread.T @ spread / len(rows)
    scale = float(np.trace(within + between)) / x.shape[1]
    if scale <= 0:
        return _projection("ld", x, np.empty((x.shape[1], 0)), np.empty(0))
    values, vectors = eigh(between, within + 1e-6 * scale * np.eye(x.shape[1]))
    kept = _largest(values, min(components, len(found) - 1))
    return _projection("ld", x, vectors[:, kept], values[kept] / max(values.clip(0).sum(), np.finfo(float).tiny))


def _largest(values, wanted, *, scale=0.0):
    order = np.argsort(-values, kind="stable")[:wanted]
    floor = max(SMALLEST_SHARE * max(values.max(initial=0), 0), np.finfo(float).eps * scale)
    return order[values[order] > floor]


def _projection(prefix, x, axes, explained):
    # Rounding makes the first of equally heavy weights decide, not the last digit.
    heaviest = np.round(np.abs(axes), 9).argmax(axis=0)
    signs = np.sign(axes[heaviest, np.arange(axes.shape[1])])
    axes = axes * np.where(signs == 0, 1, signs)
    mean = x.mean(axis=0)
    centred = x - mean
    deviations = centred.std(axis=0)
    covariances = centred.T @ (centred @ axes) / len(x)
    products = deviations[:, None] * (centred @ axes).std(axis=0)[None, :]
    still = products <= 1e-12 * max(products.max(initial=0), np.finfo(float).tiny)
    loadings = np.where(still, 0.0, covariances / np.where(still, 1.0, products))
    names = [f"{prefix}{number}" for number in range(1, axes.shape[1] + 1)]
    return Projection(names, mean, axes, explained, np.clip(loadings, -1, 1))


def loading_rows(projections: list[Projection], column_names: list[str]) -> list[dict]:
    """Loadings in long form: one row per axis and column.

    Returns
    -------
    list of dict
        ``axis``, ``position`` (of the column, from 1), ``column_name``, ``weight``, ``loading``, ``explained_share``.
    """
    return [
        {
            "axis": axis,
            "position": position + 1,
            "column_name": column,
            "weight": float(projection.axes[position, number]),
            "loading": float(projection.loadings[position, number]),
            "explained_share": float(projection.explained[number]),
        }
        for projection in projections
        for number, axis in enumerate(projection.names)
        for position, column in enumerate(column_names)
    ]


def segment_points(
    x: np.ndarray, projections: list[Projection], *, seed: int, size: int = POINT_ROWS
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Coordinates of a seeded sample of rows.

    Parameters
    ----------
    x : numpy.ndarray of shape (n, d)
    projections : list of Projection
        `principal_components` and `discriminants`, fitted on all rows.
    seed : int
    size : int

    Returns
    -------
    rows : numpy.ndarray
        Sorted row numbers of the sample.
    points : dict of str to numpy.ndarray
        ``pc1`` to ``pc3`` and ``ld1``, ``ld2``; NaN throughout for an axis that there is not.
    """
    rows = sample_rows(len(x), size, seed=seed)
    points = {
        f"{prefix}{number}": np.full(len(rows), np.nan)
        for prefix, count in (("pc", COMPONENTS), ("ld", DISCRIMINANTS))
        for number in range(1, count + 1)
    }
    for projection in projections:
        points.update(zip(projection.names, projection.scores(x[rows]).T, strict=True))
    return rows, points
