"""The published study of settings, run again."""

import pyarrow as pa
import pytest
from test_clustering import blobs

from segmentation.classifier import experiments, trials
from segmentation.features.transforms import KEPT, Feature


@pytest.mark.parametrize("rates", [(0.01,), pytest.param((0.01, 0.02), marks=pytest.mark.long)])
def test_every_setting_is_tried_on_the_same_splits(rates, monkeypatch):
    monkeypatch.setattr(experiments, "EPOCHS", 4)
    monkeypatch.setattr(experiments, "RATES", rates)
    x, labels = blobs()
    features, table = [Feature("a"), Feature("b")], pa.table({"a": x[:, 0], "b": x[:, 1]})
    folds = trials.folds(table, features, KEPT, labels + 1, algorithm="kmeans", n_splits=2, seed=1)
    rows = list(experiments.study(folds, 4, seed=1))
    settings = {(row["architecture"], row["optimizer"], row["learning_rate"], row["stage"]) for row in rows}
    assert len(rows) == len(settings) == 3 * 2 * len(rates) * 2
    for row in rows:
        assert row["k"] == 4
        assert row["runs"] == 2
        assert row["test_accuracy_min"] <= row["test_accuracy"] <= 1
        assert row["kept_epoch"] <= 4 * row["stage"]
        assert row["logistic_accuracy"] > 0.97
        assert row["majority_accuracy"] == pytest.approx(120 / 280, abs=0.01)


def test_the_second_stage_goes_on_at_a_tenth_of_the_rate():
    spec = experiments._spec(experiments.ARCHITECTURES["published"], "rmsprop", 0.01, 2)
    assert spec.optimizer == "rmsprop"
    assert spec.phases == ((200, 0.01), (200, 0.001))
    assert experiments._spec(spec, "adam", 0.005, 1).phases == ((200, 0.005),)
