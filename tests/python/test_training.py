"""When a build trains, and why."""

import datetime

import pytest

from segmentation import training
from segmentation.training import Decision, Stored

TODAY = datetime.date(2026, 6, 30)
SETTINGS = {
    "segmentation": "shop",
    "segmentation_label": "Shop",
    "train": "auto",
    "retrain_from_drift": 0.25,
    "retrain_after_days": 90,
    "as_of_date": TODAY,
    "algorithm": "kmeans",
    "k": None,
}
FEATURES = [
    {
        "feature": "spend",
        "source_column": "spend",
        "type": "number",
        "transform": "log",
        "missing": "zero",
        "label": "Spend",
    }
]
DIGEST = training.configuration_digest(SETTINGS, FEATURES)
YOUNG = Stored(DIGEST, TODAY - datetime.timedelta(days=89))


def decide(stored=YOUNG, drifts=None, **changes):
    settings = SETTINGS | changes
    return training.decide(
        settings, configuration=DIGEST, stored=stored, drifts=drifts or {"spend": 0.1, "orders": 0.0}
    )


def test_nothing_new_trains_nothing():
    assert decide() == Decision(False, "nothing asks for it")


@pytest.mark.parametrize(
    ("stored", "drifts", "reason"),
    [
        (None, {}, "there was no model"),
        (Stored("another", TODAY), {}, "the configuration changed"),
        (YOUNG, {"spend": 0.25, "orders": 0.2}, "spend drifted, by an index of 0.25"),
        (Stored(DIGEST, TODAY - datetime.timedelta(days=90)), {}, "the model was 90 days old"),
    ],
)
def test_what_asks_for_a_training(stored, drifts, reason):
    assert decide(stored, drifts) == Decision(True, reason)


def test_always_and_never_ask_for_no_reason():
    assert decide(train="always") == Decision(True, "always asked for")
    assert decide(Stored("another", TODAY), {"spend": 9.0}, train="never") == Decision(False, "never asked for")


def test_without_a_model_there_is_nothing_to_keep():
    with pytest.raises(ValueError, match="'shop' has `train: never`, but no model of it is stored: build it once"):
        decide(None, train="never")


@pytest.mark.parametrize("change", [{"algorithm": "ward"}, {"k": 4}])
def test_what_makes_another_model_changes_the_digest(change):
    assert training.configuration_digest(SETTINGS | change, FEATURES) != DIGEST


@pytest.mark.parametrize("change", [{"segmentation_label": "The shop"}, {"train": "never"}, {"as_of_date": None}])
def test_what_makes_no_other_model_does_not(change):
    assert training.configuration_digest(SETTINGS | change, FEATURES) == DIGEST


def test_features_belong_to_the_digest_and_their_labels_do_not():
    (feature,) = FEATURES
    assert training.configuration_digest(SETTINGS, [feature | {"label": "Money"}]) == DIGEST
    assert training.configuration_digest(SETTINGS, [feature | {"transform": "standard"}]) != DIGEST
    assert training.configuration_digest(SETTINGS, [feature, feature | {"feature": "orders"}]) != DIGEST
