"""Whether what forms the segments tells of a sensitive attribute, and what leaving it out costs."""

import numpy as np
import pytest

from segmentation.classifier import proxies

FEATURES = ["channel", "channel", "spend", "noise"]


@pytest.fixture(scope="module")
def found():
    """Customers whose gender goes with the channel and whose segments go with spend, ordered by chance."""
    rng = np.random.default_rng(3)
    gender, segment = rng.integers(0, 2, 800), rng.integers(0, 3, 800)
    channel = np.where(rng.random(800) < 0.8, gender, 1 - gender)
    x = np.column_stack([channel, 1 - channel, 4 * segment + rng.normal(0, 0.3, 800), rng.normal(0, 1, 800)])
    levels = {
        "gender": np.where(gender, "f", "m"),
        "age": rng.permutation(
            np.array(["lowest fifth", "third fifth", "highest fifth", proxies.MISSING])[rng.integers(0, 4, 800)]
        ),
        "religion": np.array(["zoroastrian"] * 29 + ["none"] * 771),
    }
    return {(each.attribute, each.proxy): each for each in proxies.find(x, FEATURES, levels, k=3, seed=1)}


def test_a_feature_that_goes_with_an_attribute_predicts_it_and_others_do_not(found):
    for proxy in ("channel", proxies.ALL):
        each = found["gender", proxy]
        assert 0.7 < each.balanced_accuracy_low < each.balanced_accuracy < each.balanced_accuracy_high < 0.9
    for proxy in ("spend", "noise"):
        assert found["gender", proxy].balanced_accuracy_low < 0.5
    assert found["age", proxies.ALL].balanced_accuracy_low < 1 / 3 < found["age", proxies.ALL].balanced_accuracy_high


def test_who_is_not_known_and_levels_of_few_are_left_out(found):
    assert (found["gender", "spend"].levels, found["gender", "spend"].customers) == (2, 800)
    assert found["age", "spend"].levels == 3
    assert 500 < found["age", "spend"].customers < 700
    assert not [attribute for attribute, _ in found if attribute == "religion"]


def test_leaving_out_what_the_segments_stand_on_costs_most(found):
    costs = {
        name: found["gender", name].silhouette - found["gender", name].silhouette_without for name in set(FEATURES)
    }
    assert costs["spend"] > 0.2 > costs["channel"]
    assert np.isnan(found["gender", proxies.ALL].silhouette)


def test_one_feature_has_no_cost_since_nothing_would_be_left():
    x = np.random.default_rng(1).normal(size=(100, 1))
    levels = {"gender": np.where(x[:, 0] > 0, "f", "m")}
    *_, alone = proxies.find(x, ["spend"], levels, k=2, seed=1)
    assert alone.proxy == "spend"
    assert np.isnan(alone.silhouette_without)


def test_of_few_customers_the_interval_is_wide():
    rng = np.random.default_rng(2)
    few, many = (rng.normal(size=(n, 2)) for n in (60, 2_000))
    _, low, high = proxies.predictability(few, np.where(few[:, 0] > 0, "f", "m"), seed=1)
    _, low_of_many, high_of_many = proxies.predictability(many, np.where(many[:, 0] > 0, "f", "m"), seed=1)
    assert high - low > 2 * (high_of_many - low_of_many)
    assert low > 0.5


def test_the_more_is_tried_the_wider_are_the_intervals():
    rng = np.random.default_rng(4)
    x, gender = rng.normal(size=(200, 1)), np.where(rng.random(200) < 0.3, "f", "m")
    share, low, high = proxies.predictability(x, gender, seed=1)
    of_many = proxies.predictability(x, gender, seed=1, tried=10)
    assert of_many[0] == share
    assert of_many[1] < low < high < of_many[2]


@pytest.mark.long
def test_of_features_that_have_nothing_to_do_with_an_attribute_hardly_ever_one_is_a_proxy():
    tables, marked = 60, 0
    for seed in range(tables):
        rng = np.random.default_rng(seed)
        x, gender = rng.normal(size=(200, 10)), np.where(rng.random(200) < 0.3, "f", "m")
        found = proxies.find(x, [f"f{i}" for i in range(10)], {"gender": gender}, k=3, seed=seed)
        marked += any(each.balanced_accuracy_low > 1 / each.levels for each in found)
    assert marked <= 0.05 * tables
