"""K-prototypes: clusters of mixed columns, whose centres have means for numbers and modes for categories."""

import numpy as np
from scipy.spatial.distance import cdist

from segmentation.clustering.algorithms.result import Found
from segmentation.features.transforms import FittedColumn

# Two levels of a one-hot category lie at squared distance 2: with this weight the nearest prototype is the nearest
# centre in the scaled space, which is how customers are assigned.
CATEGORY_WEIGHT = 2.0


def split(x: np.ndarray, columns: list[FittedColumn]) -> tuple[np.ndarray, np.ndarray]:
    """Numbers and codes of a scaled matrix.

    Parameters
    ----------
    x : numpy.ndarray of shape (n, columns)
        As `segmentation.features.transforms.apply` gives it: one 0/1 coordinate for each level of a category.
    columns : list of FittedColumn

    Returns
    -------
    numbers : numpy.ndarray of shape (n, number columns)
    codes : numpy.ndarray of int of shape (n, categories)
        The place of the level among those of its category, from 1; 0 for a missing or unseen one, a level of its own.
    """
    numbers = x[:, [index for index, column in enumerate(columns) if column.level is None]]
    codes = [np.where(x[:, block].any(axis=1), x[:, block].argmax(axis=1) + 1, 0) for block in _blocks(columns)]
    return numbers, np.stack(codes, axis=1) if codes else np.empty((len(x), 0), dtype=int)


def join(numbers: np.ndarray, codes: np.ndarray, columns: list[FittedColumn]) -> np.ndarray:
    """The scaled matrix of numbers and codes: the inverse of `split`."""
    x = np.zeros((len(numbers), len(columns)))
    x[:, [index for index, column in enumerate(columns) if column.level is None]] = numbers
    for category, block in enumerate(_blocks(columns)):
        known = np.flatnonzero(codes[:, category])
        x[known, np.array(block)[codes[known, category] - 1]] = 1.0
    return x


def _blocks(columns):
    blocks: dict[str, list[int]] = {}
    for index, column in enumerate(columns):
        if column.level is not None:
            blocks.setdefault(column.feature, []).append(index)
    return list(blocks.values())


def k_prototypes(x: np.ndarray, *, k: int, seed: int, columns: list[FittedColumn] | None = None) -> Found:
    """K-prototypes on a scaled matrix; without a category among `columns` it is K-means.

    The centres are prototypes: a mean for each number, and 1 for one level of each category, 0 for its others.
    """
    columns = columns or [
        FittedColumn(index + 1, str(index), str(index), None, "none", None, 0.0, 1.0) for index in range(x.shape[1])
    ]
    numbers, codes = split(x, columns)
    labels, centres, modes = fit_mixed(numbers, codes, k=k, seed=seed)
    notes = () if codes.shape[1] else ("no category: the same as K-means",)
    return Found(labels, join(centres, modes, columns), notes=notes)


def fit_mixed(
    numbers: np.ndarray,
    codes: np.ndarray,
    *,
    k: int,
    seed: int,
    weight: float = CATEGORY_WEIGHT,
    n_init: int = 10,
    max_iter: int = 100,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """K-prototypes on numbers and codes of categories.

    Parameters
    ----------
    numbers : numpy.ndarray of shape (n, number columns)
    codes : numpy.ndarray of int of shape (n, categories)
        From 0; equal or different is all that counts.
    k, seed : int
    weight : float
        What a different level costs, in squared scaled units (gamma).
    n_init : int
        Starts, each seeded as k-means++ does with the mixed distance; the one of the lowest cost is kept.
    max_iter : int

    Returns
    -------
    labels : numpy.ndarray of shape (n,)
    centres : numpy.ndarray of shape (k, number columns)
    modes : numpy.ndarray of int of shape (k, categories)
        The lowest code among equally frequent ones.

    References
    ----------
    Huang (1998), Extensions to the k-means algorithm for clustering large data sets with categorical values.
    """
    rng = np.random.default_rng(seed)
    best, best_cost = None, np.inf
    for _ in range(n_init):
        rows = _starts(numbers, codes, k, weight, rng)
        centres, modes, labels = numbers[rows], codes[rows], None
        for _ in range(max_iter):
            costs = _costs(numbers, codes, centres, modes, weight)
            assigned = _without_empty(costs, k)
            if labels is not None and (assigned == labels).all():
                break
            labels = assigned
            centres, modes = _prototypes(numbers, codes, labels, k)
        cost = float(costs[np.arange(len(labels)), labels].sum())
        if best is None or cost < best_cost * (1 - 1e-9):
            best, best_cost = (labels, centres, modes), cost
    return best


def _costs(numbers, codes, centres, modes, weight):
    costs = cdist(numbers, centres, "sqeuclidean") if numbers.shape[1] else np.zeros((len(codes), len(modes)))
    for category in range(codes.shape[1]):
        costs += weight * (codes[:, category, None] != modes[None, :, category])
    return costs


def _starts(numbers, codes, k, weight, rng):
    rows = [int(rng.integers(len(numbers)))]
    lowest = np.full(len(numbers), np.inf)
    while len(rows) < k:
        lowest = np.minimum(lowest, _costs(numbers, codes, numbers[rows[-1:]], codes[rows[-1:]], weight)[:, 0])
        total = lowest.sum()
        rows.append(int(rng.choice(len(numbers), p=lowest / total if total > 0 else None)))
    return rows


def _without_empty(costs, k):
    """Nearest prototypes; one that nobody is nearest to takes the row that lies worst in a cluster of several."""
    labels = costs.argmin(axis=1)
    sizes = np.bincount(labels, minlength=k)
    for empty in np.flatnonzero(sizes == 0):
        own = np.where(sizes[labels] > 1, costs[np.arange(len(labels)), labels], -np.inf)
        row = int(own.argmax())
        sizes[labels[row]] -= 1
        labels[row], sizes[empty] = empty, 1
    return labels


def _prototypes(numbers, codes, labels, k):
    sizes = np.bincount(labels, minlength=k)
    sums = [np.bincount(labels, weights=column, minlength=k) for column in numbers.T]
    centres = np.stack(sums, axis=1) / sizes[:, None] if sums else np.empty((k, 0))
    modes = np.empty((k, codes.shape[1]), dtype=int)
    for category in range(codes.shape[1]):
        counts = np.zeros((k, codes[:, category].max() + 1))
        np.add.at(counts, (labels, codes[:, category]), 1)
        modes[:, category] = counts.argmax(axis=1)
    return centres, modes
