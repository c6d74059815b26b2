"""How likely a customer would be in the same segment again, were the segmentation made from other customers."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import linear_sum_assignment, minimize
from sklearn.cluster import KMeans

from segmentation.clustering import kmeans
from segmentation.clustering.criteria import Refit, nearest
from segmentation.features.threads import one_thread

# Customers at most: those of other algorithms than K-means take longer to refit.
ROWS, ROWS_OF_OTHERS = 4_000, 1_000
# Refits that the parameters are fitted on, and as many that they are tested on. Where customers form no groups whole
# segments come out differently, which takes more of them to see.
REFITS, REFITS_WITHOUT_GROUPS = 20, 40
STARTS = 4
BINS = 10
# What a guess about a segment that hardly any refit has seen is pulled to, and how strongly.
USUAL_SHARE, PULL = -2.0, 1e-3


@dataclass(frozen=True)
class Confidence:
    """A model of where customers go when the segments are found again.

    The border between two segments moves a little from one refit to the next, and at times segments are rearranged. A
    customer's chances are a mixture of both: of two softmaxes over minus the squared distances from the centres.

    Attributes
    ----------
    narrow, wide : float
        How far borders move, and how far where segments are rearranged, in scaled units.
    wide_share : numpy.ndarray of shape (segments,)
        How often the second is what happens to the customers of each segment.
    """

    narrow: float
    wide: float
    wide_share: np.ndarray

    def probabilities(self, distances: np.ndarray) -> np.ndarray:
        """Chance of being in each segment the next time.

        Parameters
        ----------
        distances : numpy.ndarray of shape (customers, segments)
            From the centres, infinite where a customer may not be assigned. Halfway between two centres, far from
            others, the chances are 1/2 each.

        Returns
        -------
        numpy.ndarray of shape (customers, segments), rows summing to 1
        """
        share = self.wide_share[kmeans.first_least(distances)][:, None]
        return (1 - share) * _softmax(distances, self.narrow) + share * _softmax(distances, self.wide)

    def ordered(self, order: np.ndarray) -> "Confidence":
        """The same with the segments in another order."""
        return replace(self, wide_share=self.wide_share[order])


def measure(
    x: np.ndarray, centres: np.ndarray, *, has_groups: bool, seed: int, refit: Refit | None = None
) -> tuple[Confidence, dict[str, np.ndarray]]:
    """Refit the segments on bootstrap resamples, over and over, and learn from where customers who were not drawn go.

    Half of the customers teach the model by half of the refits; it is tested on the others.

    Parameters
    ----------
    x : numpy.ndarray of shape (customers, columns)
        A sample of at most `ROWS` is used, and of `ROWS_OF_OTHERS` where there is a `refit`.
    centres : numpy.ndarray of shape (segments, columns)
    has_groups : bool
        Whether there are groups with gaps between them.
    seed : int
    refit : callable, optional
        See `segmentation.clustering.criteria.bootstrap_jaccard`.

    Returns
    -------
    Confidence
    dict of str to numpy.ndarray
        Reliability on the customers and refits it was not fitted on, a row per ``bin`` of probability, from 1:
        ``customers`` in it, ``placements`` by all refits, and the means of the ``probability``, of the ``agreement``
        (the share of the placements in the same segment) and of the ``squared_error`` between them.

    References
    ----------
    Hennig (2007), Cluster-wise assessment of cluster stability, for the refits; DeGroot & Fienberg (1983), The
    comparison and evaluation of forecasters, for the reliability.
    """
    x = x[kmeans.sample_rows(len(x), ROWS if refit is None else ROWS_OF_OTHERS, seed=seed)]
    turns = REFITS if has_groups else REFITS_WITHOUT_GROUPS
    with one_thread():
        learned, tested = (
            sum(_placements(x, centres, refit, seed=[seed, part, turn]) for turn in range(turns)) for part in (0, 1)
        )
    distances = kmeans.distances(x, centres)
    teaches = np.random.default_rng(seed).permutation(len(x)) % 2 == 0
    found = fit(distances[teaches], learned[teaches])
    return found, reliability(found, distances[~teaches], tested[~teaches])


def _placements(x, centres, refit, *, seed):
    """In which segment a refit puts each customer whom it has not seen: 1 there, of shape (customers, segments)."""
    rng = np.random.default_rng(seed)
    k, rows = len(centres), rng.integers(len(x), size=len(x))
    number = int(rng.integers(2**31))
    if refit:
        again = refit(x[rows], k, seed=number)
    else:
        starts = min(k, len(np.unique(x[rows], axis=0)))
        again = KMeans(starts, n_init=STARTS, random_state=number).fit(x[rows]).cluster_centers_
    labels, assigned = nearest(x, again), np.zeros((len(x), k))
    shared = np.zeros((k, len(again)))
    np.add.at(shared, (nearest(x[rows], centres), labels[rows]), 1)
    segments, clusters = linear_sum_assignment(shared, maximize=True)
    segment_of = np.full(len(again), -1)
    segment_of[clusters] = segments
    asked = np.setdiff1d(np.flatnonzero(segment_of[labels] >= 0), rows)
    assigned[asked, segment_of[labels[asked]]] = 1
    return assigned


def fit(distances: np.ndarray, placements: np.ndarray) -> Confidence:
    """Maximum likelihood of how often refits assigned customers, both of shape (customers, segments)."""
    k, seen = distances.shape[1], placements.sum(axis=1) > 0
    distances, placements = distances[seen], placements[seen]
    scale = max(np.sqrt((distances.min(axis=1, initial=np.inf) ** 2).mean()), 1e-6) if seen.any() else 1.0

    def of(numbers):
        narrow = np.exp(numbers[0])
        return Confidence(narrow, narrow * (1 + np.exp(numbers[1])), 1 / (1 + np.exp(-numbers[2:])))

    def cost(numbers):
        chances = np.maximum(of(numbers).probabilities(distances), 1e-12)
        doubt = -(placements * np.log(chances)).sum() / max(placements.sum(), 1)
        return doubt + PULL * ((numbers[2:] - USUAL_SHARE) ** 2).mean()

    start = np.concatenate([[np.log(scale / 4), 1.0], np.full(k, USUAL_SHARE)])
    limits = [np.log([scale / 100, scale * 3]), (-2.0, 1.5), *[(-9.0, 3.0)] * k]
    return of(minimize(cost, start, method="L-BFGS-B", bounds=limits).x if seen.any() else start)


def reliability(found: Confidence, distances: np.ndarray, placements: np.ndarray) -> dict[str, np.ndarray]:
    """How often customers were assigned to their segment again, by bins of the probability: see `measure`."""
    own = kmeans.first_least(distances)
    rows = np.arange(len(own))
    probability, asked = found.probabilities(distances)[rows, own], placements.sum(axis=1)
    again = placements[rows, own]
    squared_error = again * (1 - probability) ** 2 + (asked - again) * probability**2
    bins = np.minimum((probability * BINS).astype(int), BINS - 1)
    sums = {
        name: np.bincount(bins, weights=values, minlength=BINS)
        for name, values in {
            "customers": asked > 0,
            "placements": asked,
            "probability": probability * asked,
            "agreement": again,
            "squared_error": squared_error,
        }.items()
    }
    kept = sums["placements"] > 0
    counts = {name: sums[name][kept].astype(int) for name in ("customers", "placements")}
    means = {
        name: sums[name][kept] / sums["placements"][kept] for name in ("probability", "agreement", "squared_error")
    }
    return {"bin": np.flatnonzero(kept) + 1} | counts | means


def figures(bins: dict[str, np.ndarray]) -> dict[str, float]:
    """``calibration_error`` (expected gap between probability and agreement) and ``brier_score``; NaN without bins."""
    total = bins["placements"].sum()
    if total == 0:
        return {"calibration_error": np.nan, "brier_score": np.nan}
    gaps = np.abs(bins["probability"] - bins["agreement"])
    return {
        "calibration_error": float((bins["placements"] * gaps).sum() / total),
        "brier_score": float((bins["placements"] * bins["squared_error"]).sum() / total),
    }


def _softmax(distances, spread):
    squares = distances**2
    exponentials = np.exp((squares.min(axis=1, keepdims=True) - squares) / (2 * spread**2))
    return exponentials / exponentials.sum(axis=1, keepdims=True)
