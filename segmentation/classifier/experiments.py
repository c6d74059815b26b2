"""The published study of settings run again: numbers of segments, architectures, optimizers, rates and stages."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from itertools import product

import numpy as np
import pyarrow as pa

from segmentation.classifier import evaluation, trials
from segmentation.classifier.trials import Fold
from segmentation.clustering import kmeans
from segmentation.features import transforms
from segmentation.features.transforms import Feature, FittedColumn, Preparation
from segmentation.networks import scoring, trainer
from segmentation.networks.specs import PRESETS, NetworkSpec

K_RANGE = range(4, 8)
SPLITS = 5
OPTIMIZERS = ("adam", "rmsprop")
RATES = (0.001, 0.005, 0.008, 0.01)
EPOCHS = 200
# The second stage goes on from the best weights of the first at a tenth of its rate.
STAGES = (1, 2)

ARCHITECTURES = {
    "published": PRESETS["published"],
    "convolutional": NetworkSpec(hidden=(20,), filters=16, width=2),
    "default": PRESETS["default"],
}


@dataclass(frozen=True)
class Result:
    """How one setting did over the splits.

    ``train_accuracy`` and ``test_accuracy`` are means over ``runs`` splits, each with its own seed;
    ``majority_accuracy`` and ``logistic_accuracy`` are those of the largest segment and of a logistic regression on
    the same test customers; ``kept_epoch`` is the mean number of the epoch whose weights were kept.
    """

    k: int
    architecture: str
    optimizer: str
    learning_rate: float
    stage: int
    runs: int
    train_accuracy: float
    test_accuracy: float
    test_accuracy_sd: float
    test_accuracy_min: float
    majority_accuracy: float
    logistic_accuracy: float
    kept_epoch: float


def by_k(
    table: pa.Table,
    features: list[Feature],
    preparation: Preparation,
    columns: list[FittedColumn],
    clusterings: dict[int, np.ndarray],
    *,
    algorithm: str,
    seed: int,
) -> Iterator[dict[str, list]]:
    """The study of every number of segments in `K_RANGE` for which there is a clustering, in columns.

    Parameters
    ----------
    table : pyarrow.Table
        Raw features, a row per customer.
    features : list of Feature
    preparation : Preparation
    columns : list of FittedColumn
        Those in which the centres are.
    clusterings : dict of int to numpy.ndarray of shape (k, columns)
    algorithm : str
    seed : int
    """
    x = transforms.apply(table, columns)
    for k, centres in clusterings.items():
        if k in K_RANGE:
            clusters = kmeans.assign(x, centres)["cluster"]
            options = {"algorithm": algorithm, "n_splits": SPLITS, "seed": seed}
            results = list(study(trials.folds(table, features, preparation, clusters, **options), k, seed=seed))
            yield {name: [result[name] for result in results] for name in results[0]}


def study(folds: list[Fold], k: int, *, seed: int) -> Iterator[dict]:
    """Try every setting on the splits of one number of segments.

    Parameters
    ----------
    folds : list of Fold
    k : int
        Number of segments in them.
    seed : int
        That of the first split; the others count on.

    Yields
    ------
    dict
        The fields of `Result`.
    """
    baselines = [evaluation.baselines(each.x, each.classes, each.test, each.centres, seed=seed) for each in folds]
    names = {"majority_accuracy": "majority_class", "logistic_accuracy": "logistic_regression"}
    simple = {
        figure: float(np.mean([_accuracy(found[name], each)[1] for found, each in zip(baselines, folds, strict=True)]))
        for figure, name in names.items()
    }
    for architecture, optimizer in product(ARCHITECTURES, OPTIMIZERS):
        settings = list(product(RATES, STAGES))
        specs = [_spec(ARCHITECTURES[architecture], optimizer, *setting) for setting in settings]
        tasks = [each.task(spec, seed=seed + split) for spec in specs for split, each in enumerate(folds)]
        trained = iter(trainer.train_all(tasks))
        for rate, stage in settings:
            networks = [next(trained) for _ in folds]
            accuracies = np.array(
                [
                    _accuracy(scoring.predict(each.x, one.weights), each)
                    for each, one in zip(folds, networks, strict=True)
                ]
            )
            yield asdict(
                Result(
                    k=k,
                    architecture=architecture,
                    optimizer=optimizer,
                    learning_rate=rate,
                    stage=stage,
                    runs=len(folds),
                    train_accuracy=float(accuracies[:, 0].mean()),
                    test_accuracy=float(accuracies[:, 1].mean()),
                    test_accuracy_sd=float(accuracies[:, 1].std()),
                    test_accuracy_min=float(accuracies[:, 1].min()),
                    kept_epoch=float(np.mean([one.history["is_best"].argmax() + 1 for one in networks])),
                    **simple,
                )
            )


def _spec(architecture, optimizer, rate, stage):
    phases = ((EPOCHS, rate), (EPOCHS, rate / 10))[:stage]
    return replace(architecture, optimizer=optimizer, phases=phases)


def _accuracy(probabilities, fold):
    """On training and on test customers."""
    hit = probabilities.argmax(axis=1) == fold.classes
    return hit[~fold.test].mean(), hit[fold.test].mean()
