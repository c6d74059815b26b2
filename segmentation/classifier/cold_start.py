"""Cold start: the segment a new customer will end in, from what is known at sign-up and of the first order.

A customer of long standing shows what was known of a new one, and where such a customer ends. There is a network for
each stage, since what the first order says is not to be had at sign-up; each is calibrated on customers of whom as
much is known.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.classifier import evaluation, splits
from segmentation.features import transforms
from segmentation.features.transforms import Feature, FittedColumn, Preparation
from segmentation.networks import scoring
from segmentation.networks.specs import NetworkSpec, TrainingTask

# In the order in which they come; what is known at one is known at the next.
STAGES = ("sign-up", "first order")
SPEC = NetworkSpec(hidden=(32,), phases=((60, 1e-2), (30, 1e-3)), keeps="loss", most_rows=10_000)
# A first order larger than nearly all others says no more than a large one; of it the network would be too sure.
PREPARATION = Preparation(outliers="winsorise")
FEWEST_CUSTOMERS = 50
TRIED_CUSTOMERS = 20_000
FEWEST_SPLITS, MOST_SPLITS, TESTED_CUSTOMERS = 3, 10, 200
THRESHOLDS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True)
class TrainingSet:
    """Customers to learn from: a table of what was known of them at a stage, and the segments they are in, from 0."""

    features: list[Feature]
    table: pa.Table
    classes: np.ndarray
    n_classes: int
    seed: int


@dataclass(frozen=True)
class Trial:
    """One split: coordinates by transforms fitted on the training customers, segments, who is tested."""

    split: str
    x: np.ndarray
    classes: np.ndarray
    n_classes: int
    test: np.ndarray
    seed: int

    @property
    def task(self) -> TrainingTask:
        """The training of a network that sees nothing of the tested customers."""
        rows = ~self.test
        return TrainingTask(self.x[rows], self.classes[rows], self.n_classes, SPEC, self.seed)


def features_at(features: Mapping[str, list[Feature]], stage: str) -> list[Feature]:
    """The features known at a stage, with those known before it, in scales a network can take.

    Parameters
    ----------
    features : mapping of stage to list of Feature
        Those that become known at each stage.
    stage : str
    """
    known = [each for before in STAGES[: STAGES.index(stage) + 1] for each in features.get(before, [])]
    return [replace(each, transform="standard") if each.transform == "none" else each for each in known]


def are_known(table: pa.Table, features: list[Feature]) -> np.ndarray:
    """Whether any of the features is known, for each customer.

    Examples
    --------
    >>> table = pa.table({"age": [30.0, None, None], "region": ["(missing)", "(missing)", "North"]})
    >>> are_known(table, [Feature("age"), Feature("region", "onehot")]).tolist()
    [True, False, True]
    """
    known = np.zeros(table.num_rows, dtype=bool)
    for feature in features:
        values = table[feature.name]
        if feature.transform == "onehot":
            values = pc.if_else(pc.equal(values, transforms.MISSING_LEVEL), None, values)
        known |= pc.is_valid(values).to_numpy()
    return known


def latest_stages(table: pa.Table, features: Mapping[str, list[Feature]]) -> np.ndarray:
    """The last stage of which something is known, for each customer; an empty text where nothing is."""
    stages = np.full(table.num_rows, "", dtype=object)
    for stage in STAGES:
        stages[are_known(table, features.get(stage, []))] = stage
    return stages


def training_sets(
    table: pa.Table, classes: np.ndarray, features: Mapping[str, list[Feature]], *, seed: int
) -> dict[str, TrainingSet]:
    """What there is to learn, by stage.

    Parameters
    ----------
    table : pyarrow.Table
        The customers who have shown where they belong, ordered by customer.
    classes : numpy.ndarray of shape (customers,)
        The segments they are in, from 0.
    features : mapping of stage to list of Feature
        Those that become known at each stage.
    seed : int

    Returns
    -------
    dict of stage to TrainingSet
        Without a stage at which nothing new becomes known, of which fewer than `FEWEST_CUSTOMERS` are known, or
        whose customers are all in one segment.
    """
    found = {}
    for stage, new_features in features.items():
        rows = np.flatnonzero(are_known(table, new_features))
        if len(rows) >= FEWEST_CUSTOMERS and len(np.unique(classes[rows])) > 1:
            known = features_at(features, stage)
            found[stage] = TrainingSet(known, table.take(rows), classes[rows], int(classes.max()) + 1, seed)
    return found


def fit(training_set: TrainingSet, rows: np.ndarray | None = None) -> list[FittedColumn]:
    """The transforms of a training set, fitted on all its customers or on some, without features that have no value."""
    table = training_set.table if rows is None else training_set.table.filter(pa.array(rows))
    known = [each for each in training_set.features if are_known(table, [each]).any()]
    return transforms.fit(table, known, PREPARATION)


def task(training_set: TrainingSet) -> TrainingTask:
    """The training of the network that is used: on all customers of the training_set."""
    x = transforms.apply(training_set.table, fit(training_set))
    return TrainingTask(x, training_set.classes, training_set.n_classes, SPEC, training_set.seed)


def trials(training_set: TrainingSet) -> list[Trial]:
    """Repeated stratified splits with 80% of the customers to train on: three, and more where few are tested.

    Past `TRIED_CUSTOMERS` customers a sample is split, since what is measured changes little with more.
    """
    rows = np.sort(np.random.default_rng(training_set.seed).permutation(len(training_set.classes))[:TRIED_CUSTOMERS])
    tried = replace(training_set, table=training_set.table.take(rows), classes=training_set.classes[rows])
    wanted = -(-TESTED_CUSTOMERS * 5 // len(rows))
    n_splits = min(MOST_SPLITS, max(FEWEST_SPLITS, wanted))
    found = []
    for number, test in enumerate(splits.stratified(tried.classes, n_splits, seed=training_set.seed), start=1):
        x = transforms.apply(tried.table, fit(tried, ~test))
        found.append(Trial(f"test_{number}", x, tried.classes, training_set.n_classes, test, training_set.seed))
    return found


def outcomes(trial: Trial, weights: dict[str, np.ndarray], *, confident_from: float) -> dict[str, list | str]:
    """How well the network and its baselines predict the segments of the tested customers.

    Returns
    -------
    dict
        The columns of a table with a row for each model and threshold: the measures of `evaluation.measures` for the
        `customers`, of those `tested`, whose likeliest segment reaches the threshold, and `majority_accuracy`, which
        is that of naming everyone of them the largest segment of the training customers.
    """
    truth = trial.classes[trial.test]
    models = {"network": scoring.predict(trial.x, weights)}
    models |= evaluation.learned_baselines(trial.x, trial.classes, trial.test, trial.n_classes, seed=trial.seed)
    is_majority = truth == models["majority_class"][0].argmax()
    rows = []
    for model, probabilities in models.items():
        tested = probabilities[trial.test]
        for threshold in sorted({*THRESHOLDS, confident_from}):
            covered = tested.max(axis=1) >= threshold
            counts = {"tested": len(truth), "customers": int(covered.sum())}
            majority = {"majority_accuracy": is_majority[covered].mean() if covered.any() else np.nan}
            measured = evaluation.measures(truth[covered], tested[covered])
            rows.append({"model": model, "threshold": threshold} | counts | majority | measured)
    return {"split": trial.split} | {name: [row[name] for row in rows] for name in rows[0]}


def decisions(probabilities: np.ndarray, *, confident_from: float) -> dict[str, np.ndarray]:
    """The two likeliest segments of each customer, from 1, and whether the first is too unlikely to be acted on.

    Examples
    --------
    >>> decided = decisions(np.array([[0.1, 0.7, 0.2], [0.5, 0.2, 0.3]]), confident_from=0.6)
    >>> decided["cluster"].tolist(), decided["second_cluster"].tolist(), decided["abstains"].tolist()
    ([2, 1], [3, 3], [False, True])
    """
    rows = np.arange(len(probabilities))
    first, second = np.argsort(-probabilities, axis=1, kind="stable")[:, :2].T
    return {
        "cluster": first + 1,
        "probability": probabilities[rows, first],
        "second_cluster": second + 1,
        "second_probability": probabilities[rows, second],
        "abstains": probabilities[rows, first] < confident_from,
    }


def predictions(
    table: pa.Table,
    *,
    segmentation: str,
    stages: Mapping[str, list[Feature]],
    trained: Mapping[str, tuple[list[FittedColumn], dict[str, np.ndarray]]],
    confident_from: float,
) -> Iterator[dict[str, Any]]:
    """What stored networks predict of new customers, column by column, the customers of one stage after the other.

    Parameters
    ----------
    table : pyarrow.Table
        ``customer_id`` and what is known of them.
    segmentation : str
    stages : mapping of stage to list of Feature
        What becomes known at each stage.
    trained : mapping of stage to list of FittedColumn and weights
    confident_from : float
        See `decisions`.
    """
    latest = latest_stages(table, {stage: stages[stage] for stage in trained if stage in stages})
    for stage, (columns, weights) in trained.items():
        customers = table.take(np.flatnonzero(latest == stage))
        probabilities = scoring.predict(transforms.apply(customers, columns), weights)
        # What the network has learned are the numbers of the segments themselves.
        decided = {
            column.replace("cluster", "segment_id"): values
            for column, values in decisions(probabilities, confident_from=confident_from).items()
        }
        yield {"segmentation": segmentation, "customer_id": customers["customer_id"], "moment": stage} | decided
