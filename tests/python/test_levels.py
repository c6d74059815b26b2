"""Sub-segments: found within segments alone, placed within them, and trained with them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from test_clustering import blobs
from test_lifecycle_training import job, quick_networks  # noqa: F401
from test_warehouse import plan

from segmentation.classifier import trials
from segmentation.clustering import algorithms, kmeans, levels
from segmentation.features.transforms import KEPT, Feature
from segmentation.lifecycle import training
from segmentation.lifecycle.challenger import ANEW, CHAMPION, Outcome
from segmentation.lifecycle.model import Model
from segmentation.networks import scoring
from segmentation.warehouse import versions

POINTS = arrays(float, (40, 2), elements=st.floats(-50, 50, width=16))
OUTER = levels.Outer(np.array([[0.0, 0.0], [10.0, 0.0]]), np.array([3, 7]), np.array([3, 3, 7]))
CENTRES = np.array([[-1.0, 0.0], [5.5, 0.0], [6.0, 0.0]])
WEIGHTS = {"output/kernel": np.array([[-1.0, 0.0, 1.0], [0.5, 0.0, 0.0]]), "output/bias": np.zeros(3)}
MODEL = Model([], CENTRES, np.array([1, 2, 4]), weights=WEIGHTS, outer=OUTER)


@given(POINTS, st.integers(2, 3), st.integers(0, 5))
def test_no_cluster_reaches_from_one_segment_into_another(x, segments, seed):
    of = np.random.default_rng(seed).permutation(np.resize(np.arange(1, segments + 1), len(x)))
    coordinates = levels.apart(x, of)
    found = algorithms.centres_by_k("kmeans", coordinates, [segments + 2], seed=seed)
    for centres in found.values():
        labels = kmeans.assign(coordinates, centres)["cluster"]
        assert all(len(set(of[labels == label])) == 1 for label in set(labels))
        _, within = levels.joined(centres, of)
        assert (within[labels - 1] == of).all()


@given(POINTS)
def test_who_is_placed_is_placed_within_the_nearest_segment(x):
    placed = MODEL.assignments(x)
    lies_within = dict(zip(MODEL.segment_ids.tolist(), OUTER.of.tolist(), strict=True))
    assert [lies_within[segment] for segment in placed["segment_id"].tolist()] == OUTER.segments(x).tolist()
    has_second = placed["second_segment_id"] > 0
    assert (has_second == (OUTER.segments(x) == 3)).all()
    assert (np.isnan(placed["second_distance"]) == ~has_second).all()


def test_the_nearest_centre_of_another_segment_does_not_count():
    placed = MODEL.assignments(np.array([[4.9, 0.0], [5.1, 0.0]]))
    assert placed["segment_id"].tolist() == [2, 4]
    assert placed["distance"].tolist() == pytest.approx([0.6, 0.9])
    assert placed["second_segment_id"].tolist() == [1, 0]


@given(POINTS)
def test_the_network_chooses_within_the_segment_too(x):
    found = MODEL.scores(x)
    within = OUTER.segments(x)
    probabilities = MODEL.network_probabilities(x)
    assert probabilities.sum(axis=1) == pytest.approx(np.ones(len(x)))
    assert (probabilities[within == 7] == [0.0, 0.0, 1.0]).all()
    assert (found["network_segment_id"][within == 7] == 4).all()
    assert (found["network_second_segment_id"][within == 7] == 0).all()
    assert (found["network_segment_id"][within == 3] < 4).all()
    assert np.isfinite(found["network_distance"]).all()


def test_without_what_is_not_allowed_the_probabilities_of_the_others_keep_their_ratio():
    x = np.array([[0.3, 0.2]])
    free, held = scoring.predict(x, WEIGHTS), scoring.predict(x, WEIGHTS, np.array([[True, True, False]]))
    assert held[0, 0] / held[0, 1] == pytest.approx(free[0, 0] / free[0, 1])


def test_another_level_makes_another_model():
    moved = levels.Outer(OUTER.centres + 1e-3, OUTER.segment_ids, OUTER.of)
    assert len({Model([], CENTRES, MODEL.segment_ids, outer=outer).digest for outer in (None, OUTER, moved)}) == 3


def test_each_split_finds_sub_segments_within_the_segments_of_its_own_customers():
    x, labels = blobs()
    table = job(x).table
    outer = np.where(labels < 2, 1, 2)
    features = [Feature("spend", "standard"), Feature("orders", "standard")]
    for fold in trials.folds(table, features, KEPT, labels + 1, algorithm="kmeans", n_splits=2, seed=1, outer=outer):
        assert (fold.segments[fold.classes] == labels + 1).all()
        assert (fold.allowed.sum(axis=1) == 2).all()
        assert (fold.task(None, seed=1).targets.max(axis=1) > 0.5).all()


def two_clouds(customers=600):
    """Two clouds far apart, each without groups."""
    rng = np.random.default_rng(1)
    return rng.normal(0, 1, (customers, 2)) + np.where(np.arange(customers) % 2, 0, 12)[:, None]


@pytest.fixture(scope="module")
def both():
    x = two_clouds()
    return x, dict(training.run([job(x), _within(x)]))


def _within(x, outer=None):
    given = job(x)
    segmentation = replace(given.segmentation, name="shop_sub_segments", within="shop", k_max=8)
    return replace(given, segmentation=segmentation, outer=outer)


def test_few_natural_groups_are_divided_further(both):
    _, found = both
    assert list(found) == ["shop", "shop_sub_segments"]
    outer, inner = found["shop"].figures, found["shop_sub_segments"].figures
    assert (outer["segmentation_kind"], outer["k"]) == ("natural", 2)
    assert inner["structure"] == "no structure"
    assert 4 <= inner["k"] <= 8
    parts = found["shop_sub_segments"].parts
    assert len(parts["outer_segments"]["within_segment_id"]) == inner["k"]
    assert parts["feature_transforms"] == found["shop"].parts["feature_transforms"]


def test_enough_natural_groups_are_not():
    x, _ = blobs()
    assert list(dict(training.run([job(x), _within(x)]))) == ["shop"]


def test_sub_segments_are_stored_and_come_back(both):
    x, found = both
    plans = [plan("shop"), plan("shop_sub_segments", within="shop")]
    stored = versions.of_table(versions.register(None, plans, found))
    models = {name: version.model for (name, _), version in stored.items()}
    inner, outer = models["shop_sub_segments"], models["shop"]
    coordinates = inner.coordinates(job(x).table)
    assert (inner.outer.segments(coordinates) == outer.segments(coordinates)).all()
    assert found["shop_sub_segments"].figures["model_version"] == f"shop_sub_segments-{inner.digest}"
    assert set(inner.outer.of) == {1, 2}


def test_sub_segments_go_with_the_segments_that_they_divide(both):
    _, found = both
    plans = [plan("shop"), plan("shop_sub_segments", within="shop")]
    first = versions.register(None, plans, found)
    later = [each | {"version": 2, "kept_versions": "1"} for each in plans]
    again = versions.register(first, later, found)
    champions = {
        (name, number) for (name, number), version in versions.of_table(again).items() if version["is_champion"]
    }
    assert champions == {("shop", 2), ("shop_sub_segments", 2)}
    # Where the new segments are enough, there are no sub-segments any more.
    without = versions.register(first, later, {"shop": found["shop"]})
    champions = {
        (name, number) for (name, number), version in versions.of_table(without).items() if version["is_champion"]
    }
    assert champions == {("shop", 2)}


def test_a_challenger_that_loses_takes_its_sub_segments_with_it(both):
    _, found = both
    plans = [plan("shop"), plan("shop_sub_segments", within="shop")]
    first = versions.register(None, plans, found)
    worse = {
        CHAMPION: Outcome(CHAMPION, 5, 10, 0.5, 0.0, 1.0),
        ANEW: Outcome(ANEW, 5, 10, 0.4, 0.0, 1.0, -0.1, -0.12, -0.08),
    }
    loser = found | {"shop": replace(found["shop"], outcomes=worse)}
    later = [each | {"version": 2, "kept_versions": "1"} for each in plans]
    again = versions.register(first, later, loser)
    assert {key: version["is_champion"] for key, version in versions.of_table(again).items()} == {
        ("shop", 1): True,
        ("shop", 2): False,
        ("shop_sub_segments", 1): True,
        ("shop_sub_segments", 2): False,
    }


def test_sub_segments_of_a_few_customers_are_none(both):
    x, _ = both
    inner = _within(x)
    inner = replace(inner, segmentation=replace(inner.segmentation, smallest_share=0.4))
    assert list(dict(training.run([job(x), inner]))) == ["shop"]


def test_sub_segments_can_be_trained_of_a_stored_model_alone(both):
    x, found = both
    stored = versions.of_table(versions.register(None, [plan("shop")], {"shop": found["shop"]}))
    alone = dict(training.run([_within(x, outer=stored["shop", 1].model)]))
    assert alone["shop_sub_segments"].figures["model_version"] == found["shop_sub_segments"].figures["model_version"]
