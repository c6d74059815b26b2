"""How good a clustering is: the criteria by which one k is compared with another."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy.spatial.distance import cdist
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score

from segmentation.clustering import mixtures
from segmentation.clustering.kmeans import sample_rows
from segmentation.features.threads import one_thread

SILHOUETTE_ROWS = 5_000
REFERENCE_ROWS = 1_000
GAP_DRAWS = 5
MIXTURE_ROWS = 2_000
SHOWN_ROWS = 1_500
RESAMPLES = 12


@dataclass(frozen=True)
class Effort:
    """What the stability is measured with: customers at most, and starts of each refit by K-means."""

    rows: int
    starts: int


# Enough to see whether separate groups come back; borders within a crowd need more customers to show whether they do.
BRIEF, THOROUGH = Effort(1_000, 2), Effort(4_000, 4)

Refit = Callable[..., np.ndarray]


@one_thread()
def by_cluster(
    x: np.ndarray,
    clusterings: dict[int, np.ndarray],
    *,
    seed: int,
    refit: Refit | None = None,
    effort: Effort = BRIEF,
) -> dict[int, dict[str, np.ndarray]]:
    """Size, silhouette and stability of every cluster of every clustering.

    Parameters
    ----------
    x : numpy.ndarray of shape (customers, columns)
    clusterings : dict of int to numpy.ndarray of shape (k, columns)
        Centres by k.
    seed : int
    refit : callable, optional
        See `bootstrap_jaccard`.
    effort : Effort

    Returns
    -------
    dict of int to dict
        By k: ``cluster`` from 1, ``customers``, ``sampled`` customers behind the silhouette, their mean
        ``silhouette`` and its standard ``silhouette_deviation``, and ``stability``.
    """
    sample = x[sample_rows(len(x), SILHOUETTE_ROWS, seed=seed)]
    small = x[sample_rows(len(x), effort.rows, seed=seed)]
    between = distances(sample)
    result = {}
    for k, centres in clusterings.items():
        labels = nearest(sample, centres)
        values = silhouette(between, labels)
        sampled = np.bincount(labels, minlength=k)
        mean = _mean_by(labels, values, sampled)
        result[k] = {
            "cluster": np.arange(1, k + 1),
            "customers": np.bincount(nearest(x, centres), minlength=k),
            "sampled": sampled,
            "silhouette": mean,
            "silhouette_deviation": np.sqrt(np.maximum(_mean_by(labels, values**2, sampled) - mean**2, 0)),
            "stability": bootstrap_jaccard(small, centres, seed=seed, refit=refit, starts=effort.starts),
        }
    return result


@one_thread()
def by_customer(
    x: np.ndarray, clusterings: dict[int, np.ndarray], *, seed: int
) -> tuple[np.ndarray, dict[int, dict[str, np.ndarray]]]:
    """Cluster and silhouette of a sample of customers in every clustering.

    Parameters
    ----------
    x : numpy.ndarray of shape (customers, columns)
    clusterings : dict of int to numpy.ndarray of shape (k, columns)
        Centres by k.
    seed : int

    Returns
    -------
    rows : numpy.ndarray
        Sorted row numbers of the sample, at most `SHOWN_ROWS`: as many as a person can see.
    found : dict of int to dict
        By k: ``cluster`` from 1 and ``silhouette``, which is taken among at most `SILHOUETTE_ROWS` customers.
    """
    among = sample_rows(len(x), SILHOUETTE_ROWS, seed=seed)
    shown = sample_rows(len(among), SHOWN_ROWS, seed=seed)
    between = distances(x[among])
    found = {}
    for k, centres in clusterings.items():
        labels = nearest(x[among], centres)
        found[k] = {"cluster": labels[shown] + 1, "silhouette": silhouette(between, labels)[shown]}
    return among[shown], found


def clusters_of_each(x: np.ndarray, clusterings: dict[int, np.ndarray], *, seed: int) -> list[list[dict] | None]:
    """For each customer ``k``, ``cluster`` and ``silhouette`` in every clustering; None for those not in the sample.

    See `by_customer`.
    """
    rows, found = by_customer(x, clusterings, seed=seed)
    columns = {k: (each["cluster"].tolist(), each["silhouette"].tolist()) for k, each in found.items()}
    shown: list[list[dict] | None] = [None] * len(x)
    for place, row in enumerate(rows.tolist()):
        shown[row] = [
            {"k": k, "cluster": clusters[place], "silhouette": None if np.isnan(values[place]) else values[place]}
            for k, (clusters, values) in columns.items()
        ]
    return shown


@one_thread()
def by_k(x: np.ndarray, clusterings: dict[int, np.ndarray], *, seed: int) -> dict[str, np.ndarray]:
    """Criteria of whole clusterings by name, one value per k.

    The inertia is that of all customers; the others are taken on a sample.
    """
    ks = list(clusterings)
    sample = x[sample_rows(len(x), SILHOUETTE_ROWS, seed=seed)]
    gaps = gap(x, ks, seed=seed)
    mixture_gain, mixture_gain_se = mixtures.gains(
        x[sample_rows(len(x), MIXTURE_ROWS, seed=seed)], clusterings, seed=seed
    )
    separations = [separation(sample, nearest(sample, clusterings[k])) for k in ks]
    return {
        "k": np.array(ks),
        "inertia": np.array([inertia(x, clusterings[k]) for k in ks]),
        "gap": np.array([gaps[k][0] for k in ks]),
        "gap_se": np.array([gaps[k][1] for k in ks]),
        "gap_rows": np.full(len(ks), min(len(x), REFERENCE_ROWS)),
        "calinski_harabasz": np.array([pair[0] for pair in separations]),
        "davies_bouldin": np.array([pair[1] for pair in separations]),
        "sampled_rows": np.full(len(ks), len(sample)),
        "mixture_gain": mixture_gain,
        "mixture_gain_se": mixture_gain_se,
        "mixture_rows": np.full(len(ks), min(len(x), MIXTURE_ROWS)),
    }


def nearest(x: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Index, from 0, of the nearest centre."""
    return cdist(x, centres).argmin(axis=1)


def _mean_by(labels, values, sizes):
    sums = np.bincount(labels, weights=values, minlength=len(sizes))
    return np.where(sizes > 0, sums / np.maximum(sizes, 1), np.nan)


def distances(x: np.ndarray) -> np.ndarray:
    """Pairwise Euclidean distances in single precision, shared by the silhouettes of every k."""
    return cdist(x, x).astype(np.float32)


def silhouette(between: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Silhouette of each customer (Rousseeuw 1987) from a distance matrix.

    Parameters
    ----------
    between : numpy.ndarray of shape (n, n)
    labels : numpy.ndarray of shape (n,)
        Any integers. A customer alone in its cluster has silhouette 0; one cluster only gives NaN.
    """
    found, index = np.unique(labels, return_inverse=True)
    if len(found) < 2:
        return np.full(len(labels), np.nan)
    member = np.eye(len(found), dtype=between.dtype)[index]
    totals = (between @ member).astype(np.float64)
    sizes = member.sum(axis=0, dtype=np.float64)
    rows = np.arange(len(labels))
    own_size = sizes[index]
    own = totals[rows, index] / np.maximum(own_size - 1, 1)
    means = totals / sizes
    means[rows, index] = np.inf
    other = means.min(axis=1)
    larger = np.maximum(own, other)
    return np.where((own_size > 1) & (larger > 0), (other - own) / np.where(larger > 0, larger, 1), 0.0)


def silhouettes(x: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Silhouette of each customer; NaN where there are too many customers to compare each with each."""
    return silhouette(distances(x), labels) if len(x) <= SILHOUETTE_ROWS else np.full(len(x), np.nan)


def inertia(x: np.ndarray, centres: np.ndarray) -> float:
    """Sum of squared distances to the nearest centre."""
    return float((cdist(x, centres).min(axis=1) ** 2).sum())


def separation(x: np.ndarray, labels: np.ndarray) -> tuple[float, float]:
    """Calinski-Harabasz (high is good) and Davies-Bouldin (low is good); NaN with one cluster or as many as rows."""
    if not 2 <= len(np.unique(labels)) < len(x):
        return np.nan, np.nan
    return float(calinski_harabasz_score(x, labels)), float(davies_bouldin_score(x, labels))


def gap(x: np.ndarray, candidates: list[int], *, seed: int, references: int = 10) -> dict[int, tuple[float, float]]:
    """Gap statistic with references drawn in the box of the principal components.

    Parameters
    ----------
    x : numpy.ndarray of shape (n, d)
        Of more than `REFERENCE_ROWS` rows as many are drawn, `GAP_DRAWS` times, which share the references out.
    candidates : list of int
    seed : int
    references : int

    Returns
    -------
    dict of int to (gap, standard error)
        The error holds the spread of the references and that of the mean over the draws.

    References
    ----------
    Tibshirani, Walther, Hastie (2001), Estimating the number of clusters in a data set via the gap statistic.
    """
    rng = np.random.default_rng(seed)
    n_draws = GAP_DRAWS if len(x) > REFERENCE_ROWS else 1
    draws = [x[sample_rows(len(x), REFERENCE_ROWS, seed=seed + turn)] for turn in range(n_draws)]
    drawn = []
    for draw in draws:
        pca = PCA().fit(draw)
        box = pca.transform(draw)
        limits = box.min(axis=0), box.max(axis=0), box.shape
        drawn.append([pca.inverse_transform(rng.uniform(*limits)) for _ in range(references // n_draws)])
    result = {}
    for k in candidates:
        observed = np.array([_log_inertia(draw, k, seed=seed) for draw in draws])
        expected = np.array([[_log_inertia(each, k, seed=seed) for each in references] for references in drawn])
        gaps = expected.mean(axis=1) - observed
        # The box of a draw is its own: references are compared with those of the same draw.
        squares = ((expected - expected.mean(axis=1, keepdims=True)) ** 2).sum()
        of_references = np.sqrt(squares / (expected.size - n_draws))
        of_draws = gaps.std(ddof=1) / np.sqrt(n_draws) if n_draws > 1 else 0.0
        error = np.hypot(of_references * np.sqrt(1 + 1 / references), of_draws)
        result[k] = (float(gaps.mean()), float(error))
    return result


def bootstrap_jaccard(
    x: np.ndarray,
    centres: np.ndarray,
    *,
    seed: int,
    resamples: int = RESAMPLES,
    refit: Refit | None = None,
    starts: int = BRIEF.starts,
) -> np.ndarray:
    """Stability of each cluster: mean Jaccard overlap with its best match in refits on bootstrap resamples.

    Parameters
    ----------
    x : numpy.ndarray of shape (n, d)
    centres : numpy.ndarray of shape (k, d)
        The clustering whose clusters are judged.
    seed : int
    resamples : int
    refit : callable, optional
        ``refit(x, k, seed=...)`` gives the centres of the algorithm that made the clusters; K-means by default.
    starts : int
        Of K-means.

    Returns
    -------
    numpy.ndarray of shape (k,)
        Between 0 and 1: 0.75 and more is stable, under 0.6 doubtful; NaN for a cluster without a row in `x`.

    References
    ----------
    Hennig (2007), Cluster-wise assessment of cluster stability.
    """
    again = refits(x, len(centres), seed=seed, resamples=resamples, refit=refit, starts=starts)
    return overlaps(nearest(x, centres), len(centres), again)


def refits(
    x: np.ndarray,
    k: int,
    *,
    seed: int,
    resamples: int = RESAMPLES,
    refit: Refit | None = None,
    starts: int = BRIEF.starts,
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Refits on bootstrap resamples, as in `bootstrap_jaccard`: the rows of each, once each, and their clusters."""
    rng = np.random.default_rng(seed)
    for turn in range(resamples):
        rows = np.unique(rng.integers(len(x), size=len(x)))
        sample, asked = x[rows], min(k, len(rows))
        yield (
            rows,
            nearest(sample, refit(sample, asked, seed=seed + turn))
            if refit
            else _kmeans(sample, asked, seed=seed + turn, starts=starts).labels_,
        )


def overlaps(original: np.ndarray, k: int, refits: Iterable[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """The mean Jaccard overlap of each of k clusters with its best match in refits."""
    found = []
    for rows, refitted in refits:
        table = np.zeros((k, int(refitted.max()) + 1))
        np.add.at(table, (original[rows], refitted), 1)
        union = table.sum(axis=1, keepdims=True) + table.sum(axis=0, keepdims=True) - table
        best = (table / np.maximum(union, 1)).max(axis=1)
        found.append(np.where(table.sum(axis=1) > 0, best, np.nan))
    counted = np.maximum((~np.isnan(found)).sum(axis=0), 1)
    means = np.nansum(found, axis=0) / counted
    return np.where(np.isnan(found).all(axis=0), np.nan, means)


def _kmeans(x, k, *, seed, starts=2):
    with one_thread():
        return KMeans(k, n_init=starts, random_state=seed).fit(x)


def _log_inertia(x, k, *, seed):
    return np.log(max(_kmeans(x, k, seed=seed).inertia_, np.finfo(float).tiny))
