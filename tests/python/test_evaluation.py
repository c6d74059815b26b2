"""Measures and the baselines of a classifier."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_clustering import blobs

from segmentation.classifier import evaluation, splits
from segmentation.clustering import kmeans


def test_perfect_predictions_have_perfect_measures():
    truth = np.array([0, 1, 2, 1])
    measures = evaluation.measures(truth, np.eye(3)[truth])
    assert measures == pytest.approx({"accuracy": 1, "macro_f1": 1, "log_loss": 0, "calibration_error": 0}, abs=1e-12)


def test_uniform_predictions_have_the_log_loss_of_guessing():
    truth = np.array([0, 1, 2, 3])
    measures = evaluation.measures(truth, np.full((4, 4), 0.25))
    assert measures["log_loss"] == pytest.approx(np.log(4))
    assert measures["accuracy"] == 0.25
    assert measures["calibration_error"] == pytest.approx(0)
    assert measures["macro_f1"] == pytest.approx(0.4 / 4)


def test_sure_and_wrong_predictions_have_a_finite_log_loss():
    measures = evaluation.measures(np.array([0, 1]), np.array([[0.0, 1.0], [1.0, 0.0]]))
    assert measures["accuracy"] == 0
    assert 30 < measures["log_loss"] < 40
    assert measures["calibration_error"] == pytest.approx(1)


def test_measures_stand_where_the_split_lacks_a_class():
    probabilities = np.array([[0.8, 0.1, 0.1], [0.1, 0.8, 0.1]])
    measures = evaluation.measures(np.array([0, 1]), probabilities)
    assert measures["accuracy"] == 1
    assert measures["log_loss"] == pytest.approx(-np.log(0.8))


def test_calibration_error_weighs_the_bins_by_their_size():
    # Three customers at 0.95, two of them right; one at 0.65, wrong.
    probabilities = np.array([[0.95, 0.05], [0.95, 0.05], [0.05, 0.95], [0.65, 0.35]])
    truth = np.array([0, 1, 1, 1])
    expected = 3 / 4 * abs(0.95 - 2 / 3) + 1 / 4 * 0.65
    assert evaluation.calibration_error(truth, probabilities) == pytest.approx(expected)


def test_calibration_error_of_underconfidence_counts_like_that_of_overconfidence():
    always_right = np.array([[0.6, 0.4]] * 10)
    assert evaluation.calibration_error(np.zeros(10, dtype=int), always_right) == pytest.approx(0.4)


def test_over_and_underconfidence_do_not_cancel_between_bins():
    probabilities = np.array([[0.6, 0.4], [0.9, 0.1]])
    assert evaluation.calibration_error(np.array([0, 1]), probabilities) == pytest.approx((0.4 + 0.9) / 2)


@given(st.integers(0, 50), st.floats(1e-3, 100))
def test_the_likeliest_class_by_centres_is_that_of_the_nearest_centre(seed, variance):
    rng = np.random.default_rng(seed)
    x, centres = rng.normal(size=(30, 3)), rng.normal(size=(4, 3))
    probabilities = evaluation.nearest_centre(x, centres, variance=variance)
    assert probabilities.sum(axis=1) == pytest.approx(1)
    assert (probabilities.argmax(axis=1) + 1 == kmeans.assign(x, centres)["cluster"]).all()


def test_baselines_give_probabilities_of_all_classes_for_all_customers():
    x, labels = blobs()
    (test,) = splits.stratified(labels, 1, seed=1)
    found = evaluation.baselines(x, labels, test, kmeans.fit_kmeans(x, 4, seed=1), seed=1)
    assert set(found) == {
        "nearest_centre",
        "logistic_regression",
        "decision_tree",
        "random_forest",
        "majority_class",
    }
    for probabilities in found.values():
        assert probabilities.shape == (len(x), 4)
        assert probabilities.sum(axis=1) == pytest.approx(1)
    assert (found["nearest_centre"].argmax(axis=1) == labels).all()
    for name in ("logistic_regression", "decision_tree", "random_forest"):
        assert (found[name].argmax(axis=1) == labels).mean() > 0.98


def test_the_majority_baseline_knows_only_the_shares_of_the_training_customers():
    x, labels = blobs()
    test = labels == 3
    found = evaluation.baselines(x, labels, test, kmeans.fit_kmeans(x, 4, seed=1), seed=1)
    assert found["majority_class"][0] == pytest.approx([120 / 250, 80 / 250, 50 / 250, 0])


def test_baselines_do_not_learn_from_test_customers():
    x, labels = blobs()
    (test,) = splits.stratified(labels, 1, seed=1)
    centres = kmeans.fit_kmeans(x, 4, seed=1)
    moved = np.where(test[:, None], x + 1_000, x)
    one, other = (evaluation.baselines(rows, labels, test, centres, seed=1) for rows in (x, moved))
    assert all((one[name][~test] == other[name][~test]).all() for name in one)


def test_where_all_customers_are_of_one_class_the_majority_is_all_there_is():
    x = np.arange(20.0)[:, None]
    found = evaluation.baselines(x, np.zeros(20, dtype=int), np.arange(20) < 4, np.array([[10.0], [99.0]]), seed=1)
    assert set(found) == {"nearest_centre", "majority_class"}


def test_the_units_of_the_columns_change_no_baseline():
    x, labels = blobs()
    (test,) = splits.stratified(labels, 1, seed=1)
    centres = kmeans.fit_kmeans(x, 4, seed=1)
    one, other = (evaluation.baselines(x * unit, labels, test, centres * unit, seed=1) for unit in (1, 1024))
    for name in one:
        assert one[name] == pytest.approx(other[name], abs=1e-6)


def test_measures_of_nobody_are_missing():
    classes = np.array([], dtype=int)
    assert np.isnan(list(evaluation.measures(classes, np.empty((0, 2))).values())).all()
