"""The second stage on trial: clustering and classifiers fitted on a part of the customers, tested on the rest.

The transforms and the clustering of a split see its training customers alone; its test customers are labelled by the
centres found so. A classifier is judged by whether it gives them these labels.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from scipy.optimize import linear_sum_assignment

from segmentation.classifier import evaluation, splits
from segmentation.clustering import algorithms, kmeans, levels
from segmentation.features import transforms
from segmentation.features.threads import one_thread
from segmentation.features.transforms import Feature, Preparation
from segmentation.networks import scoring
from segmentation.networks.specs import NetworkSpec, TrainedNetwork, TrainingTask

MOST_CUSTOMERS = 5_000


@dataclass(frozen=True)
class Fold:
    """One split: all customers in the coordinates of its own transforms, labelled by its own centres.

    ``segments`` gives for each of its clusters the segment in use that it matches, by the training customers they
    share; a cluster beyond them has a negative number of its own. ``allowed`` says of each customer at which centres it
    may be placed, where these are sub-segments.
    """

    x: np.ndarray
    classes: np.ndarray
    test: np.ndarray
    centres: np.ndarray
    segments: np.ndarray
    allowed: np.ndarray | None = None

    def task(self, spec: NetworkSpec, *, seed: int) -> TrainingTask:
        """What a network is to learn from the training customers."""
        allowed = None if self.allowed is None else self.allowed[~self.test]
        return task(self.x[~self.test], self.centres, spec, seed=seed, allowed=allowed)


def task(
    x: np.ndarray,
    centres: np.ndarray,
    spec: NetworkSpec,
    *,
    seed: int,
    start: dict[str, np.ndarray] | None = None,
    allowed: np.ndarray | None = None,
) -> TrainingTask:
    """Customers to learn from, with the nearest centre as their class and how near they are to each as the target."""
    variance = evaluation.spread(x, centres, allowed)
    targets = evaluation.nearest_centre(x, centres, variance=variance, allowed=allowed)
    classes = kmeans.assign(x, centres, allowed)["cluster"] - 1
    return TrainingTask(x, classes, len(centres), spec, seed, targets, start)


def fold(
    table: pa.Table,
    features: list[Feature],
    preparation: Preparation,
    segments: np.ndarray,
    test: np.ndarray,
    *,
    algorithm: str,
    seed: int,
    outer: np.ndarray | None = None,
) -> Fold:
    """Fit transforms and clustering on the training customers of a split and label everybody.

    Parameters
    ----------
    table : pyarrow.Table
        Raw features, a row per customer.
    features : list of Feature
    preparation : Preparation
    segments : numpy.ndarray of shape (customers,)
        The segments in use by their numbers; as many clusters are to be found.
    test : numpy.ndarray of bool and shape (customers,)
    algorithm : str
    seed : int
    outer : numpy.ndarray of shape (customers,), optional
        Number of the larger segment of each customer, where sub-segments of these are to be found.

    Returns
    -------
    Fold
    """
    training = table.filter(pa.array(~test))
    columns = transforms.fit(training, features, preparation)
    k = len(np.unique(segments))
    x = transforms.apply(table, columns)
    seen = x[~test] if outer is None else levels.apart(x[~test], outer[~test])
    centres = algorithms.fit(algorithm, seen, k=k, seed=seed, columns=columns).centres
    allowed = None
    if outer is not None:
        centres, within = levels.joined(centres, outer[~test])
        allowed = levels.around(x[~test], outer[~test], within).allowed(x)
    clusters = kmeans.assign(x, centres, allowed)["cluster"]
    return Fold(x, clusters - 1, test, centres, _matched(clusters[~test], segments[~test], len(centres)), allowed)


def _matched(clusters, segments, k):
    known, index = np.unique(segments, return_inverse=True)
    shared = np.zeros((k, max(k, len(known))), dtype=int)
    np.add.at(shared, (clusters - 1, index), 1)
    matched = -np.arange(1, k + 1)
    rows, columns = linear_sum_assignment(shared, maximize=True)
    are_segments = columns < len(known)
    matched[rows[are_segments]] = known[columns[are_segments]]
    return matched


def folds(
    table: pa.Table,
    features: list[Feature],
    preparation: Preparation,
    segments: np.ndarray,
    *,
    algorithm: str,
    n_splits: int | None = None,
    seed: int,
    outer: np.ndarray | None = None,
) -> list[Fold]:
    """The splits of a segmentation, `splits.number_of_splits` of them by default; past 5,000 customers of a sample.

    Parameters are those of `fold`.
    """
    rows = kmeans.sample_rows(len(segments), MOST_CUSTOMERS, seed=seed)
    table, segments, outer = table.take(rows), segments[rows], None if outer is None else outer[rows]
    tests = splits.stratified(segments, n_splits or splits.number_of_splits(len(rows)), seed=seed)
    options = {"algorithm": algorithm, "seed": seed, "outer": outer}
    return [fold(table, features, preparation, segments, test, **options) for test in tests]


def tasks(of: list[Fold], specs: dict[str, NetworkSpec], *, seed: int) -> list[TrainingTask]:
    """The trainings of the networks of every spec on the training customers of each fold, spec by spec."""
    # Each split has a seed of its own: how well a network does also depends on the weights it starts from.
    return [
        each.task(spec, seed=seed + split)
        for spec in specs.values()
        for split, each in enumerate(of[: spec.most_splits])
    ]


def predictions(
    of: list[Fold], specs: dict[str, NetworkSpec], trained: Iterable[TrainedNetwork]
) -> dict[str, list[np.ndarray]]:
    """Class probabilities of all customers of each fold, by spec."""
    trained = iter(trained)
    return {
        name: [scoring.predict(each.x, next(trained).weights, each.allowed) for each in of[: spec.most_splits]]
        for name, spec in specs.items()
    }


def errors_by_level(
    of: list[Fold], predicted: list[np.ndarray], levels: dict[str, np.ndarray]
) -> Iterator[dict[str, object]]:
    """How often a model assigns test customers otherwise than the clustering of the split, by attribute and level.

    Parameters
    ----------
    of : list of Fold
    predicted : list of numpy.ndarray of shape (customers, classes)
        Class probabilities in the first folds.
    levels : dict of str to numpy.ndarray of shape (customers,)
        Level of each customer of the folds, by attribute.

    Yields
    ------
    dict
        ``feature``, ``level``, the ``customers`` that were tested, ``tests`` of them and ``errors`` in these.
    """
    tried = list(zip(of, predicted, strict=False))
    tests = np.sum([each.test for each, _ in tried], axis=0)
    errors = np.sum([each.test & (found.argmax(axis=1) != each.classes) for each, found in tried], axis=0)
    for feature, of_each in levels.items():
        for level in np.unique(of_each[tests > 0]):
            rows = (of_each == level) & (tests > 0)
            counts = {"customers": rows.sum(), "tests": tests[rows].sum(), "errors": errors[rows].sum()}
            yield {"feature": feature, "level": level} | {name: int(count) for name, count in counts.items()}


def outcomes(
    of: list[Fold], specs: dict[str, NetworkSpec], trained: Iterable[TrainedNetwork], *, seed: int
) -> Iterator[dict]:
    """Try networks and simpler models on customers they have not seen, and count what became of these.

    Parameters
    ----------
    of : list of Fold
    specs : dict of str to NetworkSpec
    trained : iterable of TrainedNetwork
        What came of `tasks`.
    seed : int

    Yields
    ------
    dict
        For each model, split and set of customers (``train``, ``test``) the cells of `counted`.
    """
    by_network = predictions(of, specs, trained)
    with one_thread():
        for split, each in enumerate(of):
            models = {name: tried[split] for name, tried in by_network.items() if split < len(tried)}
            models |= evaluation.baselines(
                each.x, each.classes, each.test, each.centres, seed=seed, allowed=each.allowed
            )
            for name, probabilities in models.items():
                for split_set, rows in (("train", ~each.test), ("test", each.test)):
                    if rows.any():
                        cells = counted(each.classes[rows], probabilities[rows], each.segments)
                        yield {"model": name, "split": f"{split_set}_{split + 1}", "split_set": split_set} | cells


def counted(
    truth: np.ndarray, probabilities: np.ndarray, segments: np.ndarray, *, bins: int = 10
) -> dict[str, np.ndarray]:
    """Sums from which accuracy, F1, log loss, calibration and confusion follow.

    Parameters
    ----------
    truth : numpy.ndarray of shape (n,)
        Classes from 0.
    probabilities : numpy.ndarray of shape (n, classes)
    segments : numpy.ndarray of shape (classes,)
        The number by which each class is to go.
    bins : int
        Bins of confidence, the probability of the likeliest class.

    Returns
    -------
    dict of arrays, one entry per combination that occurs
        ``segment_id``, ``predicted_segment_id``, ``confidence_bin`` from 1, ``customers``, and the sums of
        ``confidence`` and ``log_loss`` over them.
    """
    n_classes = probabilities.shape[1]
    predicted, confidence = probabilities.argmax(axis=1), probabilities.max(axis=1)
    bin_of = np.minimum((confidence * bins).astype(int), bins - 1)
    cell = (truth * n_classes + predicted) * bins + bin_of
    found, index = np.unique(cell, return_inverse=True)
    return {
        "segment_id": segments[found // bins // n_classes],
        "predicted_segment_id": segments[found // bins % n_classes],
        "confidence_bin": found % bins + 1,
        "customers": np.bincount(index),
        "confidence": np.bincount(index, weights=confidence),
        "log_loss": np.bincount(index, weights=evaluation.log_losses(truth, probabilities)),
    }
