"""What an algorithm finds, and the same in the form that everything else reads."""

from dataclasses import dataclass, field

import numpy as np

from segmentation.clustering.criteria import nearest

NOISE = -1


@dataclass(frozen=True)
class Found:
    """What one algorithm says of the rows it was given.

    ``labels`` are any integers, -1 for noise; ``centres``, one for each label from 0, are the means of the clusters
    where they are left out; ``in_order`` says that the labels have an order of their own, which is kept.
    """

    labels: np.ndarray
    centres: np.ndarray | None = None
    notes: tuple[str, ...] = ()
    in_order: bool = False


@dataclass(frozen=True)
class Clustering:
    """A clustering of all rows.

    Attributes
    ----------
    name : str
        The algorithm.
    labels : numpy.ndarray of shape (customers,)
        0 to k - 1, the largest cluster first, -1 for noise. Rows not fitted are assigned to the nearest centre.
    centres : numpy.ndarray of shape (k, columns)
        In scaled units.
    rows : numpy.ndarray
        The rows that were fitted.
    seconds : float
    notes : tuple of str
        What a reader should know: that k was lowered, that a fit did not converge, the radius that was used.
    """

    name: str
    labels: np.ndarray
    centres: np.ndarray
    rows: np.ndarray
    seconds: float = field(compare=False)
    notes: tuple[str, ...] = ()

    @property
    def k(self) -> int:
        """The number of clusters found, noise apart."""
        return len(self.centres)


def means(x: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Means of the clusters 0, 1, ...; each must have a row."""
    member = labels >= 0
    sizes = np.bincount(labels[member])
    sums = [np.bincount(labels[member], weights=column[member], minlength=len(sizes)) for column in x.T]
    return np.stack(sums, axis=1) / sizes[:, None] if sizes.size else np.empty((0, x.shape[1]))


def numbered(x: np.ndarray, found: Found) -> tuple[np.ndarray, np.ndarray]:
    """Labels from 0 and their centres; empty ones are gone.

    The largest cluster comes first (equal sizes by coordinates), unless the labels have an order of their own.
    """
    kept, index = np.unique(found.labels[found.labels >= 0], return_inverse=True)
    labels = np.full(len(found.labels), NOISE)
    labels[found.labels >= 0] = index
    centres = means(x, labels) if found.centres is None else np.asarray(found.centres, dtype=float)[kept]
    if found.in_order:
        return labels, centres
    sizes = np.bincount(index, minlength=len(kept))
    order = np.lexsort(np.vstack([np.round(centres.T[::-1], 9), -sizes]))
    rank = np.append(np.argsort(order), NOISE)
    return rank[labels], centres[order]


def faithfulness(x: np.ndarray, clustering: Clustering) -> float:
    """Share of the fitted rows that the nearest centre assigns as the algorithm did, without noise; NaN if all are.

    At 1 nothing is lost by assigning customers to the nearest centre; a ring around a core cannot be found that way.
    """
    rows = clustering.rows[clustering.labels[clustering.rows] != NOISE]
    if len(rows) == 0:
        return float("nan")
    return float((nearest(x[rows], clustering.centres) == clustering.labels[rows]).mean())
