"""The rule that chooses k, and the votes beside it."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation import selection
from segmentation.selection import Candidate

CRITERIA = {"silhouette", "elbow", "gap", "calinski_harabasz", "davies_bouldin", "stability"}


def candidates(*silhouettes, inertias=None, **criteria):
    """Candidates for k = 2, 3, ... whose inertia has no bend unless one is given."""
    inertias = inertias or [100.0 * (len(silhouettes) - index) for index in range(len(silhouettes))]
    plain = {"gap": 1.0, "gap_se": 0.1, "calinski_harabasz": 1.0, "davies_bouldin": 1.0, "stability": 0.9}
    plain["smallest_share"] = 0.1
    result = []
    for index, (silhouette, inertia) in enumerate(zip(silhouettes, inertias, strict=True)):
        own = {name: values[index] for name, values in criteria.items()}
        result.append(Candidate(k=index + 2, inertia=inertia, silhouette=silhouette, **(plain | own)))
    return result


def test_the_elbow_is_where_a_steep_curve_turns_flat():
    assert selection.elbow([2, 3, 4, 5, 6], [100, 60, 20, 18, 16]) == 4


def test_the_elbow_of_a_straight_line_is_its_first_k():
    assert selection.elbow([2, 3, 4], [30.0, 20.0, 10.0]) == 2


def test_the_elbow_does_not_depend_on_the_unit_of_the_inertia():
    inertias = [90, 50, 20, 17, 15]
    scaled = [value * 1e9 for value in inertias]
    assert selection.elbow([2, 3, 4, 5, 6], inertias) == selection.elbow([2, 3, 4, 5, 6], scaled)


@pytest.mark.parametrize("inertias", [[5.0], [0.0, 0.0, 0.0]])
def test_a_curve_without_a_fall_has_its_elbow_at_the_first_k(inertias):
    assert selection.elbow([2, 3, 4][: len(inertias)], inertias) == 2


def test_the_highest_silhouette_is_chosen():
    assert selection.choose_k(candidates(0.3, 0.5, 0.4)) == 3


def test_of_silhouettes_as_good_as_equal_the_one_nearest_to_the_elbow_is_chosen():
    tried = candidates(0.500, 0.3, 0.497, 0.3, inertias=[100, 60, 20, 18])
    assert selection.elbow([2, 3, 4, 5], [100, 60, 20, 18]) == 4
    assert selection.choose_k(tried) == 4


def test_a_silhouette_further_off_than_the_tie_does_not_gain_by_the_elbow():
    assert selection.choose_k(candidates(0.500, 0.3, 0.494, 0.3, inertias=[100, 60, 20, 18])) == 2


def test_two_ties_equally_far_from_the_elbow_go_to_the_better_silhouette():
    tried = candidates(0.498, 0.3, 0.500, 0.2, inertias=[100, 20, 18, 16])
    assert selection.elbow([2, 3, 4, 5], [100, 20, 18, 16]) == 3
    assert selection.choose_k(tried) == 4


def test_a_k_with_a_splinter_is_passed_over():
    assert selection.choose_k(candidates(0.9, 0.5, 0.4, smallest_share=[0.005, 0.2, 0.1])) == 3


def test_a_cluster_of_exactly_the_smallest_share_is_no_splinter():
    assert selection.choose_k(candidates(0.9, 0.5, smallest_share=[selection.SMALLEST_SHARE, 0.2])) == 2


def test_where_every_k_has_a_splinter_the_silhouette_decides_all_the_same():
    assert selection.choose_k(candidates(0.4, 0.6, 0.5, smallest_share=[0.001, 0.001, 0.001])) == 3


def test_one_candidate_is_chosen_and_gets_every_vote():
    tried = candidates(0.4)
    assert selection.choose_k(tried) == 2
    assert selection.votes(tried) == dict.fromkeys(CRITERIA, 2)


def test_the_gap_takes_the_smallest_k_within_one_error_of_the_next():
    tried = candidates(0, 0, 0, 0, gap=[0.2, 0.80, 0.85, 0.9], gap_se=[0.1, 0.1, 0.1, 0.1])
    assert selection.gap_choice(tried) == 3


def test_a_gap_that_keeps_rising_takes_its_largest():
    tried = candidates(0, 0, 0, gap=[0.1, 0.5, 0.9], gap_se=[0.01, 0.01, 0.01])
    assert selection.gap_choice(tried) == 4


def test_every_criterion_votes_for_its_own_best():
    tried = candidates(
        0.6,
        0.3,
        0.2,
        0.1,
        inertias=[100, 30, 28, 26],
        gap=[0.1, 0.2, 0.9, 0.9],
        gap_se=[0.01, 0.01, 0.01, 0.01],
        calinski_harabasz=[1, 2, 3, 9],
        davies_bouldin=[0.9, 0.8, 0.1, 0.9],
        stability=[0.9, 0.8, 0.7, 0.95],
    )
    assert selection.votes(tried) == {
        "silhouette": 2,
        "elbow": 3,
        "gap": 4,
        "calinski_harabasz": 5,
        "davies_bouldin": 4,
        "stability": 5,
    }


def row(**changes):
    return {**vars(candidates(0.4)[0]), **changes}


@pytest.mark.parametrize("name", ["silhouette", "gap", "calinski_harabasz", "stability", "smallest_share"])
def test_a_criterion_that_could_not_be_computed_counts_as_the_worst(name):
    assert getattr(Candidate.from_row(row(**{name: None})), name) == -math.inf


def test_an_unknown_davies_bouldin_counts_as_the_highest():
    assert Candidate.from_row(row(davies_bouldin=None)).davies_bouldin == math.inf


def test_a_row_may_carry_columns_a_candidate_does_not_need():
    assert Candidate.from_row(row(segmentation="mall", largest_share=0.5)) == candidates(0.4)[0]


def test_a_candidate_without_a_silhouette_is_not_chosen():
    known = candidates(0.4, 0.1, 0.2)
    unknown = Candidate.from_row(row(silhouette=None))
    assert selection.choose_k([unknown, *known[1:]]) == 4


def test_without_any_silhouette_the_elbow_decides():
    tried = candidates(0, 0, 0, 0, inertias=[100, 60, 20, 18])
    unknown = [replace(candidate, silhouette=-math.inf) for candidate in tried]
    assert selection.choose_k(unknown) == 4


@given(
    st.lists(
        st.tuples(st.floats(-1, 1), st.floats(0, 1e6), st.floats(0, 0.5), st.floats(-5, 5)), min_size=1, max_size=9
    )
)
def test_the_choice_and_every_vote_is_one_of_the_candidates(figures):
    silhouettes, inertias, shares, gaps = zip(*figures, strict=True)
    tried = candidates(*silhouettes, inertias=sorted(inertias, reverse=True), smallest_share=shares, gap=gaps)
    ks = {candidate.k for candidate in tried}
    assert selection.choose_k(tried) in ks
    assert set(selection.votes(tried)) == CRITERIA
    assert set(selection.votes(tried).values()) <= ks


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=9))
def test_the_chosen_silhouette_is_never_further_from_the_best_than_the_tie(silhouettes):
    chosen = selection.choose_k(candidates(*silhouettes))
    assert silhouettes[chosen - 2] >= max(silhouettes) - selection.SILHOUETTE_TIE
