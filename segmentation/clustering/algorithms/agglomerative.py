"""Ward's clustering in the memory of the rows themselves: 20,000 of them would need 3 GB as a matrix of distances."""

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from segmentation.clustering.algorithms.result import Found

# Distances from either end differ by rounding; nearer than this they are equal.
ROUNDING = 1e-10


def ward(x: np.ndarray, *, k: int, seed: int) -> Found:
    """Agglomerative clustering by Ward's criterion; `seed` changes nothing."""
    merges, costs = ward_merges(x)
    first = merges[np.argsort(costs, kind="stable")[: len(x) - k]]
    graph = coo_array((np.ones(len(first)), (first[:, 0], first[:, 1])), shape=(len(x), len(x)))
    return Found(connected_components(graph, directed=False)[1])


def ward_merges(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """All merges of Ward's clustering by the chain of nearest neighbours.

    Parameters
    ----------
    x : numpy.ndarray of shape (n, d)

    Returns
    -------
    merges : numpy.ndarray of int of shape (n - 1, 2)
        A row of either cluster.
    costs : numpy.ndarray of shape (n - 1,)
        The rise of the sum of squares; in order of it the merges give the tree.

    References
    ----------
    Murtagh (1983), A survey of recent advances in hierarchical clustering algorithms.
    """
    centres, sizes, rows = x - x.mean(axis=0), np.ones(len(x)), np.arange(len(x))
    squares = (centres**2).sum(axis=1)
    merges, costs = np.empty((len(x) - 1, 2), dtype=int), np.empty(len(x) - 1)
    chain: list[int] = []
    alive, start = len(x), 0
    for step in range(len(x) - 1):
        if not chain:
            start += int(np.isfinite(squares[start:]).argmax())
            chain.append(start)
        while True:
            last = chain[-1]
            cost = squares + (squares[last] - 2 * (centres @ centres[last]))
            cost *= sizes / (sizes + sizes[last])
            cost[last] = np.inf
            nearest = int(cost.argmin())
            tolerance = ROUNDING * (squares[last] + squares[nearest])
            if len(chain) > 1 and cost[chain[-2]] <= cost[nearest] + tolerance:
                break
            chain.append(nearest)
        gone, kept = chain.pop(), chain.pop()
        merges[step], costs[step] = (rows[gone], rows[kept]), max(cost[kept], 0) * sizes[gone]
        total = sizes[gone] + sizes[kept]
        centres[kept] = (sizes[gone] * centres[gone] + sizes[kept] * centres[kept]) / total
        sizes[kept], squares[kept], squares[gone] = total, (centres[kept] ** 2).sum(), np.inf
        alive -= 1
        if alive < len(rows) // 2:
            left = np.isfinite(squares)
            place = np.cumsum(left) - 1
            centres, sizes, rows, squares = centres[left], sizes[left], rows[left], squares[left]
            chain, start = [int(place[index]) for index in chain], 0
    return merges, costs
