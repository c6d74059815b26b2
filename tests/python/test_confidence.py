"""How likely a customer would be in the same segment again: known answers, and reliability on made-up customers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from segmentation.clustering import algorithms, confidence, kmeans
from segmentation.clustering.confidence import Confidence

DISTANCES = arrays(float, (20, 3), elements=st.floats(0, 50, width=16))
SPREADS = st.floats(0.01, 10)


def crowd(seed=1, customers=800):
    """One long crowd, whose segments have borders in its midst."""
    x = np.random.default_rng(seed).normal(size=(customers, 2)) * [3, 1]
    return x, kmeans.fit_kmeans(x, 3, seed=1)


@given(DISTANCES, SPREADS, SPREADS, arrays(float, 3, elements=st.floats(0, 1)))
def test_chances_add_up_and_the_nearest_segment_is_the_likeliest(distances, narrow, wide, share):
    chances = Confidence(narrow, wide, share).probabilities(distances)
    assert chances.sum(axis=1) == pytest.approx(np.ones(20))
    own = kmeans.first_least(distances)
    assert (chances[np.arange(20), own] >= chances.max(axis=1) - 1e-6).all()


def test_between_two_segments_the_chance_is_one_half_and_in_the_middle_of_one_it_is_sure():
    sure = Confidence(0.5, 2.0, np.array([0.3, 0.1]))
    half, middle = sure.probabilities(np.array([[3.0, 3.0], [0.0, 20.0]]))
    assert half.tolist() == pytest.approx([0.5, 0.5])
    assert middle[0] > 0.999


def test_a_segment_that_a_customer_may_not_be_in_has_no_chance():
    (chances,) = Confidence(0.5, 2.0, np.full(3, 0.2)).probabilities(np.array([[1.0, 1.0, np.inf]]))
    assert chances.tolist() == pytest.approx([0.5, 0.5, 0.0])


def test_the_numbers_behind_made_up_placements_are_found_again():
    rng = np.random.default_rng(1)
    truth = Confidence(0.4, 1.6, np.array([0.05, 0.5]))
    distances = kmeans.distances(rng.uniform(-3, 3, (4_000, 2)), np.array([[-1.0, 0.0], [1.0, 0.0]]))
    placements = np.stack([rng.multinomial(20, chances) for chances in truth.probabilities(distances)])
    found = confidence.fit(distances, placements)
    assert found.probabilities(distances) == pytest.approx(truth.probabilities(distances), abs=0.02)


def test_separate_groups_are_sure_and_a_crowd_is_not_at_its_borders():
    x, centres = crowd()
    sure, bins = confidence.measure(x, centres, has_groups=False, seed=1)
    distances = kmeans.distances(x, centres)
    chances = sure.probabilities(distances).max(axis=1)
    nearest = np.sort(distances, axis=1)
    is_between = nearest[:, 1] - nearest[:, 0] < 0.1
    assert chances[is_between].mean() < 0.7 < chances[~is_between].mean()
    assert confidence.figures(bins)["calibration_error"] < 0.1
    apart = np.vstack([x + 20 * corner for corner in np.eye(2)])
    sure, bins = confidence.measure(apart, kmeans.fit_kmeans(apart, 2, seed=1), has_groups=True, seed=1)
    assert bins["bin"].tolist() == [10]
    assert bins["agreement"].tolist() == [1.0]


def test_chances_come_true_among_new_customers_of_the_same_kind():
    x, centres = crowd()
    sure, _ = confidence.measure(x, centres, has_groups=False, seed=1)
    distances = kmeans.distances(x, centres)
    own = kmeans.first_least(distances)
    agreed = np.zeros(len(x))
    for seed in range(2, 22):
        _, again = crowd(seed)
        shared = kmeans.distances(again, centres)
        agreed += shared.argmin(axis=1)[kmeans.assign(x, again)["cluster"] - 1] == own
    chances = sure.probabilities(distances).max(axis=1)
    for least, most in ((0.4, 0.7), (0.7, 0.9), (0.9, 1.0)):
        some = (chances > least) & (chances <= most)
        assert abs(chances[some].mean() - agreed[some].mean() / 20) < 0.1


def test_the_reliability_counts_placements_by_their_probability():
    distances = np.array([[0.0, 9.0], [1.0, 1.0], [1.0, 1.0]])
    placements = np.array([[4, 0], [1, 1], [0, 0]])
    bins = confidence.reliability(Confidence(0.5, 0.5, np.zeros(2)), distances, placements)
    assert {name: values.tolist() for name, values in bins.items()} == {
        "bin": [6, 10],
        "customers": [1, 1],
        "placements": [2, 4],
        "probability": [0.5, 1.0],
        "agreement": [0.5, 1.0],
        "squared_error": [0.25, 0.0],
    }
    assert confidence.figures(bins) == {"calibration_error": 0.0, "brier_score": pytest.approx(0.5 / 6)}


@pytest.mark.parametrize("rows", [1, 2, 30])
def test_equal_customers_have_one_segment_or_equal_chances(rows):
    x, centres = np.full((rows, 2), 3.5), np.array([[3.5, 3.5]])
    sure, bins = confidence.measure(x, centres, has_groups=False, seed=1)
    assert (sure.probabilities(kmeans.distances(x, centres)) == 1).all()
    assert set(bins["agreement"]) <= {1.0}


def test_the_same_seed_gives_the_same_chances_and_other_algorithms_are_refitted_themselves():
    x, _ = crowd(customers=200)
    refit = algorithms.refitting("gaussian_mixture", [])
    centres = refit(x, 3, seed=1)
    one, other = (confidence.measure(x, centres, has_groups=True, seed=3, refit=refit)[0] for _ in range(2))
    by_kmeans, _ = confidence.measure(x, centres, has_groups=True, seed=3)
    assert (one.narrow, one.wide, one.wide_share.tolist()) == (other.narrow, other.wide, other.wide_share.tolist())
    assert one.narrow != by_kmeans.narrow
