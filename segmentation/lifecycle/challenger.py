"""Update methods of a model, compared on customers who took no part in the fit."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from sklearn.cluster import KMeans

from segmentation.classifier import splits, trials
from segmentation.clustering import criteria, kmeans
from segmentation.features.threads import one_thread
from segmentation.features.transforms import Feature, Preparation
from segmentation.lifecycle.model import Model
from segmentation.networks import scoring
from segmentation.networks.specs import NetworkSpec, TrainedNetwork, TrainingTask

CHAMPION, ANEW, WARM_START, COMBINED = "champion", "anew", "warm_start", "combined"


@dataclass(frozen=True)
class Outcome:
    """How one update method does.

    ``silhouette`` is the mean of the held-out customers, in coordinates fitted to the others of today; ``churn`` the
    share of the customers who had a segment and would get another; ``network_accuracy`` the share of the held-out
    customers whom its network assigns as its centres do, for the combination as the centres found anew do.
    """

    way: str
    held_out: int
    silhouette: float
    churn: float
    network_accuracy: float


@dataclass(frozen=True)
class Comparison:
    """A challenger and its champion on the same customers, some of them held out; `tasks` are the networks it takes.

    ``x`` are the coordinates of the champion, ``moved`` its centres after K-means steps on the customers not held out.
    """

    champion: Model
    fold: trials.Fold
    x: np.ndarray
    moved: np.ndarray
    segments: np.ndarray
    before: np.ndarray
    tasks: list[TrainingTask]


@one_thread()
def prepare(
    table: pa.Table,
    features: list[Feature],
    preparation: Preparation,
    champion: Model,
    segments: np.ndarray,
    before: np.ndarray,
    *,
    algorithm: str,
    spec: NetworkSpec,
    seed: int,
) -> Comparison:
    """Hold customers out, and fit what is compared on the others.

    Parameters
    ----------
    table : pyarrow.Table
        Raw features of the customers of today, a row per customer.
    features : list of Feature
    preparation : Preparation
    champion : Model
    segments : numpy.ndarray of shape (customers,)
        Segments of the challenger, which was trained anew on all of them.
    before : numpy.ndarray of shape (customers,)
        Segment each customer has had up to now; 0 of whom there is none.
    algorithm : str
        That of the challenger.
    spec : NetworkSpec
    seed : int
    """
    rows = kmeans.sample_rows(len(segments), trials.MOST_CUSTOMERS, seed=seed)
    table, segments, before = table.take(rows), segments[rows], before[rows]
    (test,) = splits.stratified(segments, 1, seed=seed)
    fold = trials.fold(table, features, preparation, segments, test, algorithm=algorithm, seed=seed)
    x = champion.coordinates(table)
    moved = KMeans(len(champion.centres), init=champion.centres, n_init=1).fit(x[~test]).cluster_centers_
    warm = trials.task(x[~test], moved, spec, seed=seed, start=champion.weights)
    return Comparison(champion, fold, x, moved, segments, before, [fold.task(spec, seed=seed), warm])


def outcomes(comparison: Comparison, trained: list[TrainedNetwork]) -> Iterator[Outcome]:
    """Compare the champion, a training anew, one from the champion's numbers, and the mean of two networks.

    Yields
    ------
    Outcome
        Of `CHAMPION`, `ANEW`, `WARM_START` and `COMBINED`. The last is the mean of the probabilities of the champion's
        network and of a new one, the segments matched.
    """
    champion, fold, x, before = comparison.champion, comparison.fold, comparison.x, comparison.before
    anew, warm = trained
    by_champion, by_anew, by_warm = (
        scoring.predict(*each) for each in ((x, champion.weights), (fold.x, anew.weights), (x, warm.weights))
    )
    fold_segments = fold.segments[fold.classes]
    assigned = {
        CHAMPION: (champion.segments(x), by_champion, champion.segment_ids),
        ANEW: (fold_segments, by_anew, fold.segments),
        WARM_START: (replace(champion, centres=comparison.moved).segments(x), by_warm, champion.segment_ids),
    }
    for method, (labels, probabilities, ids) in assigned.items():
        predicted = ids[scoring.likeliest(probabilities)]
        # What a training anew on everybody gives is known; the part held back only shows how good it is.
        whole = comparison.segments if method == ANEW else labels
        yield _outcome(method, fold.x, fold.test, labels, predicted == labels, before, whole=whole)
    combined = _mean((by_champion, champion.segment_ids), (by_anew, fold.segments))
    yield _outcome(COMBINED, fold.x, fold.test, combined, combined == fold_segments, before, whole=combined)


def _mean(*networks):
    """Likeliest segment by the mean of probabilities; a segment that a network does not know has none from it."""
    known = np.unique(np.concatenate([ids for _, ids in networks]))
    total = np.zeros((len(networks[0][0]), len(known)))
    for probabilities, ids in networks:
        total[:, np.searchsorted(known, ids)] += probabilities
    return known[scoring.likeliest(total)]


def _outcome(method, x, test, labels, agrees, before, *, whole):
    silhouette = criteria.silhouettes(x[test], labels[test]).mean()
    known = before > 0
    churn = (whole[known] != before[known]).mean() if known.any() else 0.0
    # Where all are in one segment there is no silhouette, and nothing is worse.
    return Outcome(
        method,
        int(test.sum()),
        float(np.nan_to_num(silhouette, nan=-1.0)),
        float(churn),
        float(agrees[test].mean()),
    )
