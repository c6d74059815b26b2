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
    """How one update method does, as means over repeated splits.

    ``silhouette`` is the mean of the held-out customers, in coordinates fitted to the others of today;
    ``silhouette_gain`` by how much it is above the champion's on the same customers, with the ends of its 95% interval;
    ``churn`` the share of the customers with a segment whom it assigns to another one than the champion does on the
    same day, so that what the customers did themselves is in neither; ``network_accuracy`` the share of the held-out
    customers whom its network assigns as its centres do, for the combination as the centres found anew do.
    ``held_out`` are the customers of one split.
    """

    way: str
    splits: int
    held_out: int
    silhouette: float
    churn: float
    network_accuracy: float
    silhouette_gain: float = 0.0
    silhouette_gain_low: float = 0.0
    silhouette_gain_high: float = 0.0


@dataclass(frozen=True)
class Comparison:
    """A challenger and its champion on the same customers, some of them held out in each fold.

    ``x`` are the coordinates of the champion, ``moved`` its centres after K-means steps on the customers not held out,
    by fold. ``tasks`` are the networks it takes: for each fold one anew and one from the champion's weights.
    """

    champion: Model
    folds: list[trials.Fold]
    x: np.ndarray
    moved: list[np.ndarray]
    segments: np.ndarray
    has_segment: np.ndarray
    tasks: list[TrainingTask]


@one_thread()
def prepare(
    table: pa.Table,
    features: list[Feature],
    preparation: Preparation,
    champion: Model,
    segments: np.ndarray,
    has_segment: np.ndarray,
    *,
    algorithm: str,
    spec: NetworkSpec,
    seed: int,
) -> Comparison:
    """Hold customers out, and fit what is compared on the others.

    Parameters
    ----------
    table : pyarrow.Table
        Raw features of the customers of today, those of the challenger and of the champion, a row per customer.
    features : list of Feature
    preparation : Preparation
    champion : Model
    segments : numpy.ndarray of shape (customers,)
        Segments of the challenger, which was trained anew on all of them.
    has_segment : numpy.ndarray of bool and shape (customers,)
        Whether the customer has been in a segment up to now.
    algorithm : str
        That of the challenger.
    spec : NetworkSpec
    seed : int
    """
    rows = kmeans.sample_rows(len(segments), trials.MOST_CUSTOMERS, seed=seed)
    table, segments, has_segment = table.take(rows), segments[rows], has_segment[rows]
    folds = trials.folds(table, features, preparation, segments, algorithm=algorithm, seed=seed)
    x = champion.coordinates(table)
    moved, tasks = [], []
    for fold in folds:
        seen = x[~fold.test]
        moved.append(KMeans(len(champion.centres), init=champion.centres, n_init=1).fit(seen).cluster_centers_)
        tasks.append(fold.task(spec, seed=seed))
        tasks.append(trials.task(seen, moved[-1], spec, seed=seed, start=champion.weights))
    return Comparison(champion, folds, x, moved, segments, has_segment, tasks)


def outcomes(comparison: Comparison, trained: list[TrainedNetwork]) -> Iterator[Outcome]:
    """Compare the champion, a training anew, one from the champion's numbers, and the mean of two networks.

    Yields
    ------
    Outcome
        Of `CHAMPION`, `ANEW`, `WARM_START` and `COMBINED`. The last is the mean of the probabilities of the champion's
        network and of a new one, the segments matched.
    """
    networks = iter(trained)
    by_split = [
        _of_split(comparison, fold, moved, next(networks), next(networks))
        for fold, moved in zip(comparison.folds, comparison.moved, strict=True)
    ]
    stood = np.array([split[CHAMPION][0] for split in by_split])
    for way in (CHAMPION, ANEW, WARM_START, COMBINED):
        figures = np.array([split[way] for split in by_split])
        gains = figures[:, 0] - stood
        held_out = int(comparison.folds[0].test.sum())
        yield Outcome(
            way,
            len(by_split),
            held_out,
            *map(float, figures.mean(axis=0)),
            float(gains.mean()),
            *splits.interval(gains),
        )


def _of_split(comparison, fold, moved, anew, warm):
    """Silhouette, churn and accuracy of the network by update method."""
    champion, x = comparison.champion, comparison.x
    by_champion, by_anew, by_warm = (
        scoring.predict(*each) for each in ((x, champion.weights), (fold.x, anew.weights), (x, warm.weights))
    )
    fold_segments, stands = fold.segments[fold.classes], champion.segments(x)
    assigned = {
        CHAMPION: (stands, by_champion, champion.segment_ids),
        ANEW: (fold_segments, by_anew, fold.segments),
        WARM_START: (replace(champion, centres=moved).segments(x), by_warm, champion.segment_ids),
    }
    figures = {}
    for method, (labels, probabilities, ids) in assigned.items():
        predicted = ids[scoring.likeliest(probabilities)]
        # What a training anew on everybody gives is known; the part held back only shows how good it is.
        whole = comparison.segments if method == ANEW else labels
        churn = _churn(stands, whole, comparison.has_segment)
        figures[method] = _figures(fold, labels, predicted == labels, churn)
    combined = _mean((by_champion, champion.segment_ids), (by_anew, fold.segments))
    churn = _churn(stands, combined, comparison.has_segment)
    return figures | {COMBINED: _figures(fold, combined, combined == fold_segments, churn)}


def _mean(*networks):
    """Likeliest segment by the mean of probabilities; a segment that a network does not know has none from it."""
    known = np.unique(np.concatenate([ids for _, ids in networks]))
    total = np.zeros((len(networks[0][0]), len(known)))
    for probabilities, ids in networks:
        total[:, np.searchsorted(known, ids)] += probabilities
    return known[scoring.likeliest(total)]


def _churn(stands, segments, has_segment):
    """Share of the customers with a segment who are in another one than the champion assigns them to today."""
    return (segments[has_segment] != stands[has_segment]).mean() if has_segment.any() else 0.0


def _figures(fold, labels, agrees, churn):
    silhouette = criteria.silhouettes(fold.x[fold.test], labels[fold.test]).mean()
    # Where all are in one segment there is no silhouette, and nothing is worse.
    return np.nan_to_num(silhouette, nan=-1.0), churn, agrees[fold.test].mean()
