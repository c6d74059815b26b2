"""The rule that chooses k, and the votes beside it."""

import math
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_clustering import blobs

from segmentation.clustering import algorithms, choosing_k, criteria
from segmentation.clustering.choosing_k import Candidate

CRITERIA = {"mixture", "silhouette", "elbow", "gap", "calinski_harabasz", "davies_bouldin", "stability"}
STABLE_FROM = 0.75


def candidates(*silhouettes, inertias=None, **criteria):
    """Candidates for k = 2, 3, ... all allowed by the mixture; their inertia has no bend unless one is given."""
    inertias = inertias or [100.0 * (len(silhouettes) - index) for index in range(len(silhouettes))]
    plain = {"gap": 1.0, "gap_se": 0.1, "calinski_harabasz": 1.0, "davies_bouldin": 1.0, "stability": 0.9}
    plain |= {"mixture_gain": 1.0, "mixture_gain_se": 0.1, "smallest_share": 0.1}
    result = []
    for index, (silhouette, inertia) in enumerate(zip(silhouettes, inertias, strict=True)):
        own = {name: values[index] for name, values in criteria.items()}
        result.append(Candidate(k=index + 2, inertia=inertia, silhouette=silhouette, **(plain | own)))
    return result


def least(*stabilities, shares=None):
    """Candidates for k = 2, 3, ... by the stability of their least stable segment."""
    return candidates(
        *([0.3] * len(stabilities)),
        least_stability=stabilities,
        stability=stabilities,
        smallest_share=shares or [0.1] * len(stabilities),
    )


USEFUL = choosing_k.Useful(4, 8, STABLE_FROM, 0.03)


def test_without_natural_groups_the_finest_division_that_holds_is_taken():
    # Online shop and CDNOW: stability of the least stable segment by k = 2, 3, ...
    assert choosing_k.useful_k(least(0.99, 0.98, 0.80, 0.85, 0.89, 0.87, 0.59, 0.9), USEFUL) == 7
    assert choosing_k.useful_k(least(0.97, 0.91, 0.71, 0.81, 0.88, 0.34, 0.35), USEFUL) == 6


def test_a_division_with_a_tiny_segment_does_not_hold():
    found = least(0.9, 0.9, 0.9, 0.9, 0.9, shares=[0.3, 0.2, 0.1, 0.03, 0.02])
    assert choosing_k.useful_k(found, USEFUL) == 5


def test_three_segments_are_taken_where_no_finer_division_holds_but_two_are_not():
    assert choosing_k.useful_k(least(0.9, 0.75, 0.7, 0.6), USEFUL) == 3
    assert choosing_k.useful_k(least(0.9, 0.7, 0.5, 0.6), USEFUL) == 5


def test_of_divisions_that_do_not_hold_the_most_stable_one_without_a_tiny_segment_is_taken():
    assert choosing_k.useful_k(least(0.6, 0.5, 0.4, 0.7, 0.5, shares=[0.1, 0.1, 0.1, 0.01, 0.1]), USEFUL) == 6
    assert choosing_k.useful_k(least(0.6, 0.5), USEFUL) == 2


def test_the_elbow_is_where_a_steep_curve_turns_flat():
    assert choosing_k.elbow([2, 3, 4, 5, 6], [100, 60, 20, 18, 16]) == 4


def test_the_elbow_of_a_straight_line_is_its_first_k():
    assert choosing_k.elbow([2, 3, 4], [30.0, 20.0, 10.0]) == 2


def test_the_elbow_does_not_depend_on_the_unit_of_the_inertia():
    inertias = [90, 50, 20, 17, 15]
    scaled = [value * 1e9 for value in inertias]
    assert choosing_k.elbow([2, 3, 4, 5, 6], inertias) == choosing_k.elbow([2, 3, 4, 5, 6], scaled)


@pytest.mark.parametrize("inertias", [[5.0], [0.0, 0.0, 0.0]])
def test_a_curve_without_a_fall_has_its_elbow_at_the_first_k(inertias):
    assert choosing_k.elbow([2, 3, 4][: len(inertias)], inertias) == 2


def test_of_the_numbers_the_mixture_allows_the_one_with_the_most_votes_is_chosen():
    tried = candidates(0.3, 0.6, 0.5, 0.2, mixture_gain=[0.5, 0.9, 1.0, 0.95], davies_bouldin=[1, 0.4, 0.5, 0.9])
    assert Counter(choosing_k.votes(tried).values())[2] == Counter(choosing_k.votes(tried).values())[3] == 3
    assert choosing_k.choose_k(tried, stable_from=STABLE_FROM) == 3


def test_a_number_the_mixture_does_not_allow_is_not_chosen_however_many_votes_it_has():
    tried = candidates(0.6, 0.5, 0.4, 0.3, mixture_gain=[0.5, 0.6, 1.0, 0.7])
    assert Counter(choosing_k.votes(tried).values())[2] >= 5
    assert choosing_k.choose_k(tried, stable_from=STABLE_FROM) == 4


@pytest.mark.parametrize(("gain", "chosen"), [(choosing_k.PART_OF_GAIN, 2), (0.89, 4)])
def test_a_number_all_others_agree_on_is_allowed_if_it_has_most_of_the_gain(gain, chosen):
    tried = candidates(0.6, 0.5, 0.4, 0.3, mixture_gain=[gain, 0.6, 1.0, 0.7], mixture_gain_se=[0.01] * 4)
    assert Counter(choosing_k.votes(tried).values())[2] >= choosing_k.AGREEMENT
    assert choosing_k.choose_k(tried, stable_from=STABLE_FROM) == chosen


def test_a_gain_exactly_one_standard_error_below_the_highest_is_allowed():
    tried = candidates(0.6, 0.3, 0.2, mixture_gain=[0.75, 1.0, 0.5], mixture_gain_se=[0.25, 0.0, 0.25])
    assert choosing_k.choose_k(tried, stable_from=STABLE_FROM) == 2


def test_a_mixture_that_would_go_on_splitting_allows_every_k():
    tried = candidates(0.3, 0.6, 0.5, 0.2, mixture_gain=[0.1, 0.2, 0.3, 0.9], davies_bouldin=[1, 0.4, 0.5, 0.9])
    assert choosing_k.choose_k(tried, stable_from=STABLE_FROM) == 3


@pytest.mark.parametrize(
    ("gains", "chosen"),
    [
        ([0.5, 0.86, 0.9, 0.94, 0.98, 1.0, 0.9], 3),  # 85% at k = 3, the highest at 7
        ([0.5, 0.84, 0.9, 0.94, 0.98, 1.0, 0.9], 7),  # 85% at k = 4
    ],
)
def test_a_gain_that_climbs_for_long_has_no_clear_peak(gains, chosen):
    tried = candidates(
        0.3, 0.6, 0.5, 0.2, 0.2, 0.2, 0.2, mixture_gain=gains, mixture_gain_se=[0.01] * 7,
        davies_bouldin=[1, 0.4, 0.5, 0.9, 0.9, 0.9, 0.9], calinski_harabasz=[1, 9, 1, 1, 1, 1, 1],
        stability=[0.8, 0.9, 0.8, 0.8, 0.8, 0.8, 0.8],
    )  # fmt: skip
    assert choosing_k.has_clear_peak(tried, stable_from=STABLE_FROM) == (chosen == 7)
    assert choosing_k.choose_k(tried, stable_from=STABLE_FROM) == chosen


@pytest.mark.parametrize(("stability", "is_clear"), [(0.74, False), (0.75, True)])
def test_a_shorter_climb_is_doubted_where_it_is_not_stable_and_most_agree_on_a_k_that_is(stability, is_clear):
    tried = candidates(
        0.6, 0.5, 0.2, 0.2, 0.2, 0.2, mixture_gain=[0.5, 0.86, 0.9, 0.94, 1.0, 0.9],
        davies_bouldin=[0.4, 1, 1, 1, 1, 1], calinski_harabasz=[9, 1, 1, 1, 1, 1],
        stability=[0.9, 0.8, 0.8, 0.8, stability, 0.8],
    )  # fmt: skip
    assert choosing_k.has_clear_peak(tried, stable_from=STABLE_FROM) == is_clear
    # Stable is what the setting calls so.
    assert choosing_k.has_clear_peak(tried, stable_from=0.7)
    assert choosing_k.has_clear_peak(tried, stable_from=0.95)
    assert not choosing_k.has_clear_peak(tried, stable_from=0.8)


def test_equal_votes_go_to_the_higher_silhouette():
    tried = candidates(
        0.1, 0.4, 0.5, 0.6, inertias=[10, 9, 8.5, 1], mixture_gain=[0.1, 1.0, 0.97, 0.1], davies_bouldin=[1, 1, 0.1, 1]
    )
    for_k = Counter(choosing_k.votes(tried).values())
    assert for_k[3] == for_k[4] == 1
    assert choosing_k.choose_k(tried, stable_from=STABLE_FROM) == 4


def test_a_k_with_a_splinter_is_passed_over():
    assert (
        choosing_k.choose_k(candidates(0.9, 0.5, 0.4, smallest_share=[0.005, 0.2, 0.1]), stable_from=STABLE_FROM) == 3
    )


def test_a_cluster_of_exactly_the_smallest_share_is_no_splinter():
    assert (
        choosing_k.choose_k(
            candidates(0.9, 0.5, smallest_share=[choosing_k.SMALLEST_SHARE, 0.2]), stable_from=STABLE_FROM
        )
        == 2
    )


def test_where_all_that_is_allowed_has_a_splinter_another_k_is_taken():
    tried = candidates(0.4, 0.6, 0.5, mixture_gain=[0.1, 1.0, 0.2], smallest_share=[0.001, 0.001, 0.2])
    assert choosing_k.choose_k(tried, stable_from=STABLE_FROM) == 4


def test_where_every_k_has_a_splinter_the_rest_of_the_rule_decides():
    tried = candidates(0.4, 0.3, 0.6, smallest_share=[0.001, 0.001, 0.001], mixture_gain=[0.2, 1.0, 0.2])
    assert choosing_k.choose_k(tried, stable_from=STABLE_FROM) == 2


def test_one_candidate_is_chosen_and_gets_every_vote():
    tried = candidates(0.4)
    assert choosing_k.choose_k(tried, stable_from=STABLE_FROM) == 2
    assert choosing_k.votes(tried) == dict.fromkeys(CRITERIA, 2)


def test_the_gap_takes_the_smallest_k_within_one_error_of_the_next():
    tried = candidates(0, 0, 0, 0, gap=[0.2, 0.80, 0.85, 0.9], gap_se=[0.1, 0.1, 0.1, 0.1])
    assert choosing_k.gap_choice(tried) == 3


def test_a_gap_that_keeps_rising_takes_its_largest():
    tried = candidates(0, 0, 0, gap=[0.1, 0.5, 0.9], gap_se=[0.01, 0.01, 0.01])
    assert choosing_k.gap_choice(tried) == 4


def test_every_criterion_votes_for_its_own_best():
    tried = candidates(
        0.6,
        0.3,
        0.2,
        0.1,
        inertias=[100, 30, 28, 26],
        gap=[0.1, 0.2, 0.9, 0.9],
        gap_se=[0.01, 0.01, 0.01, 0.01],
        mixture_gain=[0.1, 0.9, 0.3, 0.2],
        calinski_harabasz=[1, 2, 3, 9],
        davies_bouldin=[0.9, 0.8, 0.1, 0.9],
        stability=[0.9, 0.8, 0.7, 0.95],
    )
    assert choosing_k.votes(tried) == {
        "mixture": 3,
        "silhouette": 2,
        "elbow": 3,
        "gap": 4,
        "calinski_harabasz": 5,
        "davies_bouldin": 4,
        "stability": 5,
    }


def row(**changes):
    return {**vars(candidates(0.4)[0]), **changes}


@pytest.mark.parametrize("name", ["silhouette", "gap", "mixture_gain", "stability", "smallest_share"])
def test_a_criterion_that_could_not_be_computed_counts_as_the_worst(name):
    assert getattr(Candidate.from_row(row(**{name: None})), name) == -math.inf


def test_an_unknown_davies_bouldin_counts_as_the_highest():
    assert Candidate.from_row(row(davies_bouldin=None)).davies_bouldin == math.inf


def test_a_row_may_carry_columns_a_candidate_does_not_need():
    assert Candidate.from_row(row(segmentation="mall", largest_share=0.5)) == candidates(0.4)[0]


def test_without_a_mixture_and_a_silhouette_the_other_votes_decide():
    tried = candidates(0, 0, 0, 0, inertias=[100, 60, 20, 18], davies_bouldin=[1, 1, 0.5, 1])
    unknown = [replace(candidate, silhouette=-math.inf, mixture_gain=-math.inf) for candidate in tried]
    assert Counter(choosing_k.votes(unknown).values())[4] == 2
    assert choosing_k.choose_k([unknown[0], *unknown[2:]], stable_from=STABLE_FROM) in {2, 4}


@given(
    st.lists(
        st.tuples(st.floats(-1, 1), st.floats(0, 1e6), st.floats(0, 0.5), st.floats(-5, 5), st.floats(-5, 5)),
        min_size=1,
        max_size=9,
    )
)
def test_the_choice_is_a_candidate_whose_mixture_is_allowed(figures):
    silhouettes, inertias, shares, gaps, gains = zip(*figures, strict=True)
    inertias = sorted(inertias, reverse=True)
    tried = candidates(*silhouettes, inertias=inertias, smallest_share=shares, gap=gaps, mixture_gain=gains)
    ks = {candidate.k for candidate in tried}
    chosen = tried[choosing_k.choose_k(tried, stable_from=STABLE_FROM) - 2]
    assert set(choosing_k.votes(tried)) == CRITERIA
    assert set(choosing_k.votes(tried).values()) <= ks
    if min(shares) >= choosing_k.SMALLEST_SHARE and choosing_k.has_clear_peak(tried, stable_from=STABLE_FROM):
        least = min(max(gains) - chosen.mixture_gain_se, choosing_k.PART_OF_GAIN * max(gains))
        assert chosen.mixture_gain >= least


def test_a_few_customers_unlike_all_others_own_no_segment():
    rng = np.random.default_rng(1)
    crowd, far = rng.normal(size=(1_000, 2)), np.array([[400.0, 0.0], [0.0, 500.0], [-600.0, 0.0]])
    x = np.vstack([crowd, far])
    clusterings = algorithms.centres_by_k("kmeans", x, [2, 3, 4, 5, 6], seed=1)
    found, merged = choosing_k.without_tiny_clusters(x, clusterings)
    assert merged["k"].tolist() == list(found)
    for k, centres in found.items():
        assert k == len(centres)
        assert np.bincount(criteria.nearest(x, centres)).min() >= choosing_k.SMALLEST_SHARE * len(x)
    assert (merged["customers"] == 3).all()


def test_where_a_number_is_without_tiny_clusters_it_is_left_to_the_rule():
    x, _ = blobs()
    clusterings = algorithms.centres_by_k("kmeans", x, [2, 3, 4], seed=1)
    assert choosing_k.without_tiny_clusters(x, clusterings) == (clusterings, {})
    one = {1: x[:1]}
    assert choosing_k.without_tiny_clusters(x, one) == (one, {})
