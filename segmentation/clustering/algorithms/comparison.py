"""Algorithms side by side on the same customers, all measured in the same space."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.special import stdtrit
from sklearn.metrics import adjusted_rand_score

from segmentation.clustering import criteria, matching
from segmentation.clustering.algorithms.fitting import ALGORITHMS, fit, refitting
from segmentation.clustering.algorithms.result import NOISE, Clustering, faithfulness
from segmentation.clustering.kmeans import sample_rows
from segmentation.features.threads import one_thread
from segmentation.features.transforms import FittedColumn

NAN = float("nan")
# To fit them a dozen times would cost more than all the others together.
NOT_REFITTED = ("mean_shift", "autoencoder", "autoencoder_sized")
RESAMPLES = 4
# Part of the customers that a bootstrap resample holds, each once.
RESAMPLED = 1 - np.exp(-1)
NO_ROWS = np.zeros(0, dtype=int)


@dataclass(frozen=True)
class AlgorithmRow:
    """One algorithm in the comparison; a figure that cannot be had is NaN.

    Attributes
    ----------
    algorithm : str
    k : int
        Clusters found, noise apart; 0 where the algorithm failed.
    silhouette, calinski_harabasz, davies_bouldin : float
        Of the algorithm's own clusters in the scaled space, noise apart, on the sample of the criteria for k.
    placed_silhouette, inertia : float
        Of the clusters as they would be used: every customer, noise too, at the nearest centre. The inertia is that of
        all customers, fitted or not.
    silhouette_gain, silhouette_gain_low, silhouette_gain_high : float
        By how much the placed silhouette is above that of the chosen algorithm on the same customers, and the ends of
        its 95% interval, from the refits of both that the stability is measured with; NaN where one has none.
    stability : float
        Mean over the clusters of `criteria.bootstrap_jaccard`; NaN for one cluster and for `NOT_REFITTED`.
    smallest_share, largest_share, noise_share : float
        Of the fitted rows.
    adjusted_rand : float
        With the chosen clustering over all rows; noise counts as a cluster.
    faithfulness : float
        See `segmentation.clustering.algorithms.faithfulness`.
    seconds : float
    rows_used : int or None
        Rows fitted.
    is_sample : bool or None
        Whether they were a sample.
    measured_rows : int or None
        Rows of the sample that all algorithms are measured on.
    note : str or None
    clusters : numpy.ndarray of shape (points,)
        Cluster of the customers asked for, from 1; 0 for noise.
    alike : numpy.ndarray of shape (points,)
        The cluster in use that theirs shares most customers with, each taken once; 0 where there is none.
    """

    algorithm: str
    k: int = 0
    silhouette: float = NAN
    placed_silhouette: float = NAN
    silhouette_gain: float = NAN
    silhouette_gain_low: float = NAN
    silhouette_gain_high: float = NAN
    inertia: float = NAN
    stability: float = NAN
    calinski_harabasz: float = NAN
    davies_bouldin: float = NAN
    smallest_share: float = NAN
    largest_share: float = NAN
    noise_share: float = NAN
    adjusted_rand: float = NAN
    faithfulness: float = NAN
    seconds: float = NAN
    rows_used: int | None = None
    is_sample: bool | None = None
    measured_rows: int | None = None
    note: str | None = None
    clusters: np.ndarray = field(default_factory=NO_ROWS.copy, compare=False)
    alike: np.ndarray = field(default_factory=NO_ROWS.copy, compare=False)


def compared(wanted: list[str], chosen: str, columns: list[FittedColumn]) -> list[str]:
    """Algorithms to compare: those wanted and the chosen one; k-prototypes is K-means where there is no category."""
    names = list(dict.fromkeys([chosen, *filter(None, wanted)]))
    mixed = any(column.level is not None for column in columns)
    return [name for name in names if mixed or name == chosen or name != "k_prototypes"]


@one_thread()
def compare(
    x: np.ndarray,
    chosen_labels: np.ndarray,
    *,
    k: int,
    seed: int,
    names: Iterable[str] = tuple(ALGORITHMS),
    chosen: str = "kmeans",
    chosen_stability: float | None = None,
    columns: list[FittedColumn] | None = None,
    points: np.ndarray = NO_ROWS,
) -> list[AlgorithmRow]:
    """Fit algorithms to the same customers and measure them in the same space.

    Parameters
    ----------
    x : numpy.ndarray of shape (customers, columns)
        Scaled coordinates.
    chosen_labels : numpy.ndarray of shape (customers,)
        The clusters that are in use, from 1.
    k, seed : int
    names : iterable of str
        Keys of `ALGORITHMS`.
    chosen : str
        The one of them that is in use: it is fitted as it was, on all customers.
    chosen_stability : float, optional
        The mean stability of its clusters, where it was measured when k was chosen.
    columns
        See `segmentation.clustering.algorithms.fit`.
    points : numpy.ndarray
        Row numbers of the customers whose clusters are reported one by one.

    Returns
    -------
    list of AlgorithmRow
        In the order of `names`. An algorithm that fails has a row whose note says why. All are measured on the
        sample of `criteria.by_k`, and the others are fitted on it too.
    """
    sample = sample_rows(len(x), criteria.SILHOUETTE_ROWS, seed=seed)
    between = criteria.distances(x[sample])
    small = x[sample_rows(len(x), criteria.REFERENCE_ROWS, seed=seed)]
    rows, refits = [], {}
    for name in names:
        try:
            fitted = np.arange(len(x)) if name == chosen else sample
            measured = sample if name == chosen else np.arange(len(sample))
            clustering = fit(name, x[fitted], k=k, seed=seed, columns=columns)
            refits[name] = _refits(small, clustering, seed, columns)
            is_known = name == chosen and chosen_stability is not None
            row = _row(x[fitted], clustering, chosen_labels[fitted], measured, between)
            figures = {
                "is_sample": row.rows_used < len(x),
                "measured_rows": len(sample),
                "inertia": criteria.inertia(x, clustering.centres) if clustering.k else NAN,
                "stability": chosen_stability if is_known else _stability(small, clustering, refits[name]),
            }
            rows.append(replace(row, **figures, **_shown(x, points, fitted, clustering, chosen_labels)))
        except Exception as error:
            # One algorithm that cannot cope with these data must not cost the others their rows.
            rows.append(AlgorithmRow(name, note=f"failed: {error}"))
    in_use = next((row.placed_silhouette for row in rows if row.algorithm == chosen), NAN)
    resampled = {name: _silhouettes(small, again) for name, again in refits.items()}
    share = len(small) / len(sample)
    return [
        replace(row, **_gain(row.placed_silhouette - in_use, resampled, (row.algorithm, chosen), share)) for row in rows
    ]


def _row(x: np.ndarray, clustering: Clustering, chosen_labels, sample, between) -> AlgorithmRow:
    labels = clustering.labels[sample]
    member = np.flatnonzero(labels != NOISE)
    assigned = criteria.nearest(x[sample], clustering.centres) if clustering.k else labels
    calinski_harabasz, davies_bouldin = criteria.separation(x[sample][member], labels[member])
    fitted = clustering.labels[clustering.rows]
    shares = np.bincount(fitted[fitted != NOISE], minlength=clustering.k) / len(fitted)
    one = ("one cluster only",) if clustering.k == 1 else ()
    return AlgorithmRow(
        algorithm=clustering.name,
        k=clustering.k,
        silhouette=_silhouette(between, labels),
        placed_silhouette=_silhouette(between, assigned),
        calinski_harabasz=calinski_harabasz,
        davies_bouldin=davies_bouldin,
        smallest_share=float(shares.min(initial=1)) if clustering.k else NAN,
        largest_share=float(shares.max(initial=0)) if clustering.k else NAN,
        noise_share=float((fitted == NOISE).mean()),
        adjusted_rand=float(adjusted_rand_score(chosen_labels, clustering.labels)),
        faithfulness=faithfulness(x, clustering),
        seconds=clustering.seconds,
        rows_used=len(clustering.rows),
        note="; ".join((*one, *clustering.notes)) or None,
    )


def _refits(x, clustering, seed, columns):
    """Refits on the same resamples for every algorithm; none of those that are not refitted."""
    if clustering.name in NOT_REFITTED or clustering.k < 2:
        return []
    refit = refitting(clustering.name, columns or [])
    return list(criteria.refits(x, clustering.k, seed=seed, resamples=RESAMPLES, refit=refit))


def _stability(x, clustering, refits):
    if not refits:
        return NAN
    return float(np.nanmean(criteria.overlaps(criteria.nearest(x, clustering.centres), clustering.k, refits)))


def _silhouettes(x, refits):
    return np.array([_silhouette(criteria.distances(x[rows]), labels) for rows, labels in refits])


def _gain(gain, resampled, names, share):
    """A difference of silhouettes with its interval: how far it moves from one resample to the next."""
    one, other = (resampled.get(name, NO_ROWS) for name in names)
    reach = NAN
    if len(one) and len(other):
        spread = np.std(one - other, ddof=1) * np.sqrt(share * RESAMPLED / (1 - RESAMPLED))
        reach = stdtrit(RESAMPLES - 1, 0.975) * spread
    return {
        "silhouette_gain": gain,
        "silhouette_gain_low": float(gain - reach),
        "silhouette_gain_high": float(gain + reach),
    }


def _shown(x, points, fitted, clustering, chosen_labels):
    """Clusters of single customers: the algorithm's own word for those it saw, the nearest centre for the others."""
    labels = np.full(len(x), NOISE)
    if clustering.k:
        labels[points] = criteria.nearest(x[points], clustering.centres)
    labels[fitted] = clustering.labels
    member = fitted[labels[fitted] != NOISE]
    alike = matching.match(chosen_labels[member], labels[member], clustering.k)
    alike = np.append(np.where(np.isin(alike, chosen_labels), alike, 0), 0)
    return {"clusters": labels[points] + 1, "alike": alike[labels[points]]}


def _silhouette(between, labels):
    """Mean silhouette, noise apart; NaN where all is noise."""
    member = np.flatnonzero(labels != NOISE)
    if len(member) < len(labels):
        between, labels = between[np.ix_(member, member)], labels[member]
    return float(criteria.silhouette(between, labels).mean()) if len(labels) else NAN
