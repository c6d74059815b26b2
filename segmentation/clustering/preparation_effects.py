"""What preparation does to the result: clusters that only scaling made.

A heavy tail left as it is shows a high silhouette with nearly everybody in one cluster. So the same features prepared
in several ways are clustered, and each silhouette stands next to the share of its largest cluster.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from sklearn.metrics import adjusted_rand_score

from segmentation.clustering import criteria
from segmentation.clustering.kmeans import fit_kmeans, sample_rows
from segmentation.features import preparation as preparations
from segmentation.features.threads import one_thread
from segmentation.features.transforms import Feature, Preparation

FITTED_ROWS = 20_000
EFFECT_ROWS = 2_000
N_INIT = 3
SMALLEST_SHARE = 0.01


@dataclass(frozen=True)
class Effect:
    """One way to prepare the features, and what K-means makes of it.

    Attributes
    ----------
    preparation : str
        ``configured``; ``standardised`` (no logarithm); ``winsorised``; ``uncorrelated`` (one of each correlated pair
        is left out); ``whitened`` (principal components, each with deviation 1).
    columns : int
        Scaled columns that are left.
    k : int
        Of those tried the one with the highest silhouette whose smallest cluster is not under 1%.
    silhouette : float
        In the space of this preparation: no preparation is better for a higher one, since the spaces differ.
    configured_silhouette : float
        Of the same clusters in the space of the configured features. A few customers apart have a high one too: read
        it with the largest share.
    smallest_share, largest_share : float
    agreement : float
        Adjusted Rand index with the clusters of the configured features.
    """

    preparation: str
    columns: int
    k: int
    silhouette: float
    configured_silhouette: float
    smallest_share: float
    largest_share: float
    agreement: float


@one_thread()
def effects(
    table: pa.Table, features: list[Feature], preparation: Preparation, *, ks: list[int], seed: int
) -> list[Effect]:
    """What K-means finds in the same customers prepared in several ways.

    Parameters
    ----------
    table : pyarrow.Table
        One row per customer, ordered by customer; numbers as float, categories as text.
    features : list of Feature
    preparation : Preparation
        The configured one.
    ks : list of int
        The number of clusters, or those to choose from; more than there are distinct customers are left out.
    seed : int

    Notes
    -----
    Transforms are fitted on at most `FITTED_ROWS` customers, clusters on at most `EFFECT_ROWS`.
    """
    table = table.take(sample_rows(table.num_rows, FITTED_ROWS, seed=seed))
    sample = sample_rows(table.num_rows, EFFECT_ROWS, seed=seed)
    spaces = {name: x[sample] for name, x in preparations.prepared(table, features, preparation).items()}
    between = criteria.distances(spaces["configured"])
    found = []
    reference = None
    for name, x in spaces.items():
        own = criteria.distances(x)
        labels = _best_clusters(x, own, ks, seed)
        reference = labels if reference is None else reference
        shares = np.bincount(labels) / len(labels)
        found.append(
            Effect(
                preparation=name,
                columns=x.shape[1],
                k=len(shares),
                silhouette=float(criteria.silhouette(own, labels).mean()),
                configured_silhouette=float(criteria.silhouette(between, labels).mean()),
                smallest_share=float(shares.min()),
                largest_share=float(shares.max()),
                agreement=float(adjusted_rand_score(reference, labels)),
            )
        )
    return found


def _best_clusters(x, between, ks, seed):
    """Labels of the best k; one cluster where all rows are alike."""
    distinct = len(np.unique(x, axis=0))
    tried = []
    for k in sorted(k for k in {min(k, distinct) for k in ks} if k > 1):
        labels = criteria.nearest(x, fit_kmeans(x, k, seed=seed, n_init=N_INIT))
        tried.append((labels, float(criteria.silhouette(between, labels).mean())))
    if not tried:
        return np.zeros(len(x), dtype=int)
    large = [pair for pair in tried if np.bincount(pair[0]).min() >= SMALLEST_SHARE * len(x)] or tried
    return max(large, key=lambda pair: pair[1])[0]
