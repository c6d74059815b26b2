"""Clustering algorithms side by side: one table of them, one way to fit any, one way to compare them.

Every algorithm works on scaled coordinates and gives centres in that space, because everything after it assigns
customers by the nearest centre.
"""

from segmentation.clustering.algorithms.comparison import AlgorithmRow, compare, compared
from segmentation.clustering.algorithms.fitting import (
    ALGORITHMS,
    centres_by_k,
    fit,
    looks_at_all,
    memberships_and_noise,
    refitting,
)
from segmentation.clustering.algorithms.result import NOISE, Clustering, faithfulness

__all__ = [
    "ALGORITHMS",
    "NOISE",
    "AlgorithmRow",
    "Clustering",
    "centres_by_k",
    "compare",
    "compared",
    "faithfulness",
    "fit",
    "looks_at_all",
    "memberships_and_noise",
    "refitting",
]
