"""When a build trains, and why."""

import datetime

import pytest

from segmentation.lifecycle import retraining_policy
from segmentation.lifecycle.retraining_policy import Decision, Figures, Registered

TODAY = datetime.date(2026, 6, 30)
SETTINGS = {
    "segmentation": "shop",
    "segmentation_label": "Shop",
    "train": "auto",
    "retrain_from_drift": 0.25,
    "retrain_after_days": 90,
    "challenge_again_after_days": 30,
    "as_of_date": TODAY,
    "forming_settings": '{"algorithm": "kmeans", "k": "auto"}',
}
FEATURES = [{"feature": "spend", "label": "Spend", "forming_settings": '{"column": "spend", "transform": "log"}'}]
DIGEST = retraining_policy.configuration_digest(SETTINGS, FEATURES)


def champion(days=89, configuration=DIGEST, version=1):
    return Registered(version, configuration, TODAY - datetime.timedelta(days=days), is_champion=True)


def loser(days, version=2):
    return Registered(version, DIGEST, TODAY - datetime.timedelta(days=days), is_champion=False)


def decide(*models, drifts=None, **changes):
    drifts = drifts or {"spend": 0.1, "orders": 0.0}
    return retraining_policy.decide(SETTINGS | changes, configuration=DIGEST, models=list(models), drifts=drifts)


def test_nothing_new_trains_nothing():
    assert decide(champion()) == Decision(False, "nothing asks for it")


@pytest.mark.parametrize(
    ("models", "drifts", "reason"),
    [
        ([], {}, "there was no model"),
        ([champion(0, "another")], {}, "the configuration changed"),
        ([champion()], {"spend": 0.25, "orders": 0.2}, "spend drifted, by an index of 0.25"),
        ([champion(90)], {}, "the model was 90 days old"),
    ],
)
def test_what_asks_for_a_training(models, drifts, reason):
    assert decide(*models, drifts=drifts) == Decision(True, reason)


def test_after_a_challenger_that_lost_the_next_one_waits():
    reason = "the model was 200 days old"
    waits = Decision(False, f"{reason}, but a challenger lost on 2026-06-01")
    assert decide(champion(200), loser(29)) == waits
    assert decide(champion(200), loser(30)) == Decision(True, reason)
    assert decide(champion(200, "another"), loser(1)) == Decision(True, "the configuration changed")
    assert decide(champion(89), loser(1)) == Decision(False, "nothing asks for it")


def test_a_challenger_takes_over_if_it_is_better_and_moves_few():
    stands = Figures(silhouette=0.40, churn=0.02)
    better = retraining_policy.judge(stands, Figures(0.41, 0.2, 0.004, 0.016), allowed_churn=0.2)
    assert better.holds
    assert better.reason == (
        "it is better: silhouette 0.410 of held-out customers, against 0.400 (a difference of +0.004 to +0.016), "
        "and moves 20.0% of the customers"
    )
    worse = retraining_policy.judge(stands, Figures(0.38, 0.0, -0.03, -0.01), allowed_churn=0.2)
    assert not worse.holds
    assert worse.reason == (
        "it is worse: silhouette 0.380 of held-out customers, against 0.400 (a difference of -0.030 to -0.010)"
    )
    restless = retraining_policy.judge(stands, Figures(0.60, 0.25, 0.15, 0.25), allowed_churn=0.2)
    assert not restless.holds
    assert restless.reason == "it would move 25.0% of the customers, and 20.0% are allowed"


@pytest.mark.parametrize("ends", [(-0.01, 0.03), (0.0, 0.0), (float("nan"), float("nan"))])
def test_a_difference_within_the_error_of_the_splits_leaves_the_champion(ends):
    unsure = retraining_policy.judge(Figures(0.40, 0.0), Figures(0.41, 0.0, *ends), allowed_churn=0.2)
    assert not unsure.holds
    assert unsure.reason.startswith("it cannot be told to be better: silhouette 0.410")


def test_who_finds_groups_where_there_were_none_may_move_everybody():
    stands, finds = Figures(silhouette=0.11, churn=0.0), Figures(0.45, 0.9, 0.30, 0.38)
    assert retraining_policy.judge(stands, finds, allowed_churn=0.3, finds_structure=True).holds
    assert not retraining_policy.judge(stands, finds, allowed_churn=0.3).holds
    assert not retraining_policy.judge(finds, stands, allowed_churn=0.3, finds_structure=True).holds


def test_a_model_without_a_rival_takes_over():
    first = retraining_policy.judge(None, None, allowed_churn=0.0)
    assert first == Decision(True, "there was no other model to compare it with")
    why = "the numbers of the model before it are not stored"
    assert retraining_policy.judge(None, None, allowed_churn=0.0, is_asked_for=True, incomparable=why) == Decision(
        True, f"it was compared with no other: {why}"
    )


def test_a_model_that_was_asked_for_takes_over_and_what_it_loses_is_told():
    stands, asked_for = Figures(silhouette=0.40, churn=0.0), Figures(0.35, 0.9, -0.07, -0.03)
    assert retraining_policy.judge(stands, asked_for, allowed_churn=0.1, is_asked_for=True) == Decision(
        True,
        "it was asked for: silhouette 0.350 of held-out customers, against 0.400 (a difference of -0.070 to -0.030), "
        "and moves 90.0% of the customers",
    )


def test_the_champion_and_the_latest_others_stay_stored():
    models = [loser(9, version=1), champion(8, version=2), loser(7, version=3), loser(6, version=4)]
    assert retraining_policy.kept_versions(models, 3) == [2, 3, 4]
    assert retraining_policy.kept_versions(models, 2) == [2, 4]
    assert retraining_policy.kept_versions(models, 1) == [2]
    assert retraining_policy.kept_versions(models, 9) == [1, 2, 3, 4]
    assert retraining_policy.kept_versions([], 3) == []


def test_always_and_never_ask_for_no_reason():
    assert decide(train="always") == Decision(True, "always asked for")
    assert decide(champion(0, "another"), drifts={"spend": 9.0}, train="never") == Decision(False, "never asked for")


def test_without_a_model_there_is_nothing_to_keep():
    with pytest.raises(ValueError, match="'shop' has `train: never`, but no model of it is stored: build it once"):
        decide(train="never")


@pytest.mark.parametrize("text", ['{"algorithm": "ward", "k": "auto"}', '{"algorithm": "kmeans", "k": 4}'])
def test_what_makes_another_model_changes_the_digest(text):
    assert retraining_policy.configuration_digest(SETTINGS | {"forming_settings": text}, FEATURES) != DIGEST


@pytest.mark.parametrize(
    "change", [{"segmentation_label": "The shop"}, {"train": "never"}, {"as_of_date": None}, {"a_setting_to_come": 1}]
)
def test_what_makes_no_other_model_does_not(change):
    assert retraining_policy.configuration_digest(SETTINGS | change, FEATURES) == DIGEST


def test_features_belong_to_the_digest_and_their_labels_do_not():
    (feature,) = FEATURES
    assert retraining_policy.configuration_digest(SETTINGS, [feature | {"label": "Money"}]) == DIGEST
    changed = feature | {"forming_settings": '{"column": "spend", "transform": "standard"}'}
    assert retraining_policy.configuration_digest(SETTINGS, [changed]) != DIGEST
    assert retraining_policy.configuration_digest(SETTINGS, [feature, feature | {"feature": "orders"}]) != DIGEST
