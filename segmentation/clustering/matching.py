"""New clusters matched to known segments by the customers they share."""

import numpy as np
from scipy.optimize import linear_sum_assignment

# A cluster that shares no half of itself, nor of a segment, with it is another one.
LEAST_SHARED = 0.5


def match(before: np.ndarray, clusters: np.ndarray, k: int, *, used_up_to: int = 0) -> np.ndarray:
    """Numbers for new clusters: that of the segment they share most customers with, or a new one.

    Parameters
    ----------
    before : numpy.ndarray of shape (customers,)
        Segment of each customer before; 0 of whom there is none.
    clusters : numpy.ndarray of shape (customers,)
        New cluster of each customer, from 0.
    k : int
        Number of new clusters.
    used_up_to : int
        The highest number a segment has ever had; none is given twice.

    Returns
    -------
    numpy.ndarray of shape (k,)
        All different. The pairs are those with the largest sum of overlaps (Kuhn 1955, The Hungarian method).
    """
    old = np.unique(before[before > 0])
    shared, sizes_before, sizes_after = shared_customers(before, clusters, old, np.arange(k))
    overlap = shared / np.maximum(sizes_before[:, None] + sizes_after - shared, 1)
    numbers = np.zeros(k, dtype=int)
    for row, cluster in zip(*linear_sum_assignment(overlap, maximize=True), strict=True):
        if shared[row, cluster] >= LEAST_SHARED * min(sizes_before[row], sizes_after[cluster]) > 0:
            numbers[cluster] = old[row]
    is_new = numbers == 0
    numbers[is_new] = max(used_up_to, *old, 0) + 1 + np.arange(is_new.sum())
    return numbers


def shared_customers(before, after, old, new, customers=None):
    """Customers by segment before and after, and the sizes of both."""
    customers = np.ones(len(before), dtype=int) if customers is None else customers
    rows, columns = np.searchsorted(old, before), np.searchsorted(new, after)
    known_before, known_after = np.isin(before, old), np.isin(after, new)
    shared = np.zeros((len(old), len(new)), dtype=int)
    both = known_before & known_after
    sizes_before, sizes_after = np.zeros(len(old), dtype=int), np.zeros(len(new), dtype=int)
    np.add.at(shared, (rows[both], columns[both]), customers[both])
    np.add.at(sizes_before, rows[known_before], customers[known_before])
    np.add.at(sizes_after, columns[known_after], customers[known_after])
    return shared, sizes_before, sizes_after
