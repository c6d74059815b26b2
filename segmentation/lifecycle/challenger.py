"""Ways to bring a model up to date, held against each other on customers who took no part."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits

from segmentation.classifier import splits, trials
from segmentation.clustering import criteria, kmeans
from segmentation.features import transforms
from segmentation.features.transforms import Feature, FittedColumn, Preparation
from segmentation.networks import scoring, trainer
from segmentation.networks.specs import NetworkSpec

CHAMPION, ANEW, WARM_START, COMBINED = "champion", "anew", "warm_start", "combined"


@dataclass(frozen=True)
class Model:
    """A stored model: transforms, centres, the numbers of the segments they stand for, and a network."""

    columns: list[FittedColumn]
    centres: np.ndarray
    segment_ids: np.ndarray
    weights: dict[str, np.ndarray]

    def coordinates(self, table: pa.Table) -> np.ndarray:
        """Scaled coordinates of customers, of shape (customers, columns)."""
        return transforms.apply(table, self.columns)


@dataclass(frozen=True)
class Outcome:
    """How one way to update does.

    ``silhouette`` is the mean of the held-out customers, in coordinates fitted to the others of today; ``churn`` the
    share of the customers who had a segment and would get another; ``network_accuracy`` the share of the held-out
    customers whom its network places as its centres do, for the combination as the centres found anew do.
    """

    way: str
    held_out: int
    silhouette: float
    churn: float
    network_accuracy: float


@threadpool_limits.wrap(limits=1)
def compare(
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
) -> Iterator[Outcome]:
    """Hold the champion, a training anew, one from the champion's numbers and the mean of two networks together.

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

    Yields
    ------
    Outcome
        Of `CHAMPION`, `ANEW`, `WARM_START` and `COMBINED`. The last is the mean of the probabilities of the champion's
        network and of a new one, the segments matched.
    """
    rows = kmeans.sample_rows(len(segments), trials.MOST_CUSTOMERS, seed=seed)
    table, segments, before = table.take(rows), segments[rows], before[rows]
    (test,) = splits.stratified(segments, 1, seed=seed)
    fold = trials.fold(table, features, preparation, segments, test, algorithm=algorithm, seed=seed)
    x = champion.coordinates(table)
    moved = KMeans(len(champion.centres), init=champion.centres, n_init=1).fit(x[~test]).cluster_centers_
    anew, warm = trainer.train_all(
        [
            fold.task(spec, seed=seed),
            trials.task(x[~test], moved, spec, seed=seed, start=champion.weights),
        ]
    )
    by_champion, by_anew, by_warm = (
        scoring.predict(*each) for each in ((x, champion.weights), (fold.x, anew.weights), (x, warm.weights))
    )
    fold_segments = fold.segments[fold.classes]
    placed = {
        CHAMPION: (_placed(x, champion.centres, champion.segment_ids), by_champion, champion.segment_ids),
        ANEW: (fold_segments, by_anew, fold.segments),
        WARM_START: (_placed(x, moved, champion.segment_ids), by_warm, champion.segment_ids),
    }
    for way, (labels, probabilities, ids) in placed.items():
        said = ids[scoring.likeliest(probabilities)]
        # What a training anew on everybody gives is known; the part of them told only how good it is.
        yield _outcome(way, fold.x, test, labels, said == labels, before, whole=segments if way == ANEW else labels)
    combined = _mean((by_champion, champion.segment_ids), (by_anew, fold.segments))
    yield _outcome(COMBINED, fold.x, test, combined, combined == fold_segments, before, whole=combined)


def _placed(x, centres, ids):
    return ids[kmeans.assign(x, centres)["cluster"] - 1]


def _mean(*networks):
    """Likeliest segment by the mean of probabilities; a segment that a network does not know has none from it."""
    known = np.unique(np.concatenate([ids for _, ids in networks]))
    total = np.zeros((len(networks[0][0]), len(known)))
    for probabilities, ids in networks:
        total[:, np.searchsorted(known, ids)] += probabilities
    return known[scoring.likeliest(total)]


def _outcome(way, x, test, labels, agrees, before, *, whole):
    silhouette = criteria.silhouettes(x[test], labels[test]).mean()
    known = before > 0
    churn = (whole[known] != before[known]).mean() if known.any() else 0.0
    # Where all are in one segment there is no silhouette, and nothing is worse.
    return Outcome(
        way,
        int(test.sum()),
        float(np.nan_to_num(silhouette, nan=-1.0)),
        float(churn),
        float(agrees[test].mean()),
    )
