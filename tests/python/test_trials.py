"""The second stage on trial: nothing of a test customer is seen before the test."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_clustering import blobs

from segmentation.classifier import evaluation, trials
from segmentation.clustering import kmeans
from segmentation.features.transforms import KEPT, Feature
from segmentation.networks import trainer
from segmentation.networks.specs import PRESETS, NetworkSpec

FEATURES = [Feature("a"), Feature("b")]
OPTIONS = {"algorithm": "kmeans", "seed": 1}


@pytest.fixture(scope="module")
def customers():
    """A table of raw features, and the segments in use by the size of the groups."""
    x, labels = blobs()
    return pa.table({"a": 50 + 10 * x[:, 0], "b": 7 - x[:, 1]}), labels + 1


@pytest.fixture(scope="module")
def folds(customers):
    table, segments = customers
    return trials.folds(table, FEATURES, KEPT, segments, n_splits=3, **OPTIONS)


def test_a_fold_is_fitted_on_its_training_customers_alone(customers):
    table, segments = customers
    test = np.arange(len(segments)) % 5 == 0
    moved = pa.table({name: np.where(test, 1e6, table[name].to_numpy()) for name in ("a", "b")})
    one, other = (trials.fold(each, FEATURES, KEPT, segments, test, **OPTIONS) for each in (table, moved))
    assert (one.centres == other.centres).all()
    assert (one.x[~test] == other.x[~test]).all()
    assert (one.classes[~test] == other.classes[~test]).all()


def test_everybody_is_labelled_by_the_centres_of_the_fold(folds):
    for each in folds:
        assert (each.classes + 1 == kmeans.assign(each.x, each.centres)["cluster"]).all()


def test_the_clusters_of_a_fold_go_by_the_segments_in_use(folds, customers):
    for each in folds:
        assert (each.segments[each.classes] == customers[1]).mean() > 0.98


def test_a_cluster_beyond_the_segments_in_use_has_a_number_of_its_own():
    clusters, segments = np.array([1, 1, 2, 2, 3]), np.array([2, 2, 1, 1, 1])
    assert trials._matched(clusters, segments, 3).tolist() == [2, 1, -3]
    assert trials._matched(np.array([1, 1, 1]), np.array([1, 2, 2]), 1).tolist() == [2]


def test_large_tables_are_tried_on_a_sample(customers, monkeypatch):
    table, segments = customers
    monkeypatch.setattr(trials, "MOST_CUSTOMERS", 100)
    (found,) = trials.folds(table, FEATURES, KEPT, segments, n_splits=1, **OPTIONS)
    assert len(found.x) == 100
    assert found.test.sum() == 20


def test_a_task_has_the_nearest_centre_as_its_likeliest_target(folds):
    for each in folds:
        task = each.task(PRESETS["default"], seed=1)
        assert len(task.x) == (~each.test).sum()
        assert (task.targets.argmax(axis=1) == task.classes).all()
        assert (task.classes == each.classes[~each.test]).all()


def test_every_model_is_tried_on_both_sides_of_every_split(folds):
    specs = {"network": NetworkSpec(hidden=(8,), dropout=0.0, normalised=False, phases=((40, 1e-2),))}
    trained = trainer.train_all(trials.tasks(folds, specs, seed=1))
    cells = list(trials.outcomes(folds, specs, trained, seed=1))
    models = {"network", "nearest_centre", "logistic_regression", "decision_tree", "random_forest", "majority_class"}
    sides = {f"{split_set}_{split}" for split_set in ("train", "test") for split in (1, 2, 3)}
    assert {(cell["model"], cell["split"]) for cell in cells} == {(model, side) for model in models for side in sides}
    for cell in cells:
        each = folds[int(cell["split"][-1]) - 1]
        assert cell["customers"].sum() == (each.test if cell["split_set"] == "test" else ~each.test).sum()
        hits = cell["customers"][cell["segment_id"] == cell["predicted_segment_id"]].sum()
        if cell["model"] == "nearest_centre":
            assert hits == cell["customers"].sum()


def test_a_network_that_takes_long_is_tried_on_the_first_splits(folds):
    quick = NetworkSpec(hidden=(4,), dropout=0.0, normalised=False, phases=((2, 1e-2),))
    specs = {"slow": replace(quick, most_splits=2), "quick": quick}
    trained = trainer.train_all(trials.tasks(folds, specs, seed=1))
    assert len(trained) == 5
    cells = list(trials.outcomes(folds, specs, trained, seed=1))
    tried = {name: {cell["split"] for cell in cells if cell["model"] == name} for name in specs}
    assert tried["slow"] == {"train_1", "test_1", "train_2", "test_2"}
    assert len(tried["quick"]) == 6


def test_errors_are_counted_by_level_on_customers_that_were_tested(folds):
    # Wrong for all of the second level, right for the others.
    n, k = len(folds[0].x), len(folds[0].centres)
    level = np.where(np.arange(n) % 3 == 0, "f", "m")
    predicted = [np.eye(k)[np.where(level == "m", (each.classes + 1) % k, each.classes)] for each in folds]
    found = {each["level"]: each for each in trials.errors_by_level(folds, predicted, {"gender": level})}
    tested = np.any([each.test for each in folds], axis=0)
    for name, wrong in (("f", 0), ("m", 1)):
        tests = sum((each.test & (level == name)).sum() for each in folds)
        counts = {"customers": (tested & (level == name)).sum(), "tests": tests, "errors": wrong * tests}
        assert found[name] == {"feature": "gender", "level": name} | counts


@settings(deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 60), st.integers(2, 5))
def test_the_counts_have_the_measures_in_them(seed, n, k):
    rng = np.random.default_rng(seed)
    truth, probabilities = rng.integers(k, size=n), rng.dirichlet(np.full(k, 0.5), n)
    segments = rng.permutation(k) + 1
    cells = trials.counted(truth, probabilities, segments)
    expected = evaluation.measures(truth, probabilities)
    hit = cells["segment_id"] == cells["predicted_segment_id"]
    assert cells["customers"].sum() == n
    assert (cells["customers"] * hit).sum() / n == pytest.approx(expected["accuracy"])
    assert cells["log_loss"].sum() / n == pytest.approx(expected["log_loss"])
    gaps = np.bincount(cells["confidence_bin"], weights=cells["confidence"] - cells["customers"] * hit)
    assert np.abs(gaps).sum() / n == pytest.approx(expected["calibration_error"])
    known = {(segments[a], segments[b]) for a, b in zip(truth, probabilities.argmax(axis=1), strict=True)}
    assert set(zip(cells["segment_id"], cells["predicted_segment_id"], strict=True)) == known
