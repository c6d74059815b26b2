"""Segments keep their numbers from one training to the next."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.clustering import matching
from segmentation.lifecycle import lineage


def partition(*sizes):
    return np.repeat(np.arange(len(sizes)), sizes)


@given(st.integers(0, 1_000), st.integers(1, 6), st.integers(1, 200))
def test_the_same_clusters_in_any_order_keep_their_numbers(seed, k, n):
    rng = np.random.default_rng(seed)
    numbers = np.sort(rng.choice(np.arange(1, 20), k, replace=False))
    clusters = rng.integers(k, size=n)
    order = rng.permutation(k)
    found = matching.match(numbers[clusters], order[clusters], k, used_up_to=25)
    for cluster in np.unique(clusters):
        assert found[order[cluster]] == numbers[cluster]


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4)), min_size=1, max_size=120),
    st.integers(0, 9),
)
def test_numbers_are_all_different_and_none_is_given_twice(pairs, used_up_to):
    before, clusters = np.array(pairs).T
    found = matching.match(before, clusters, 5, used_up_to=used_up_to)
    assert len(set(found.tolist())) == 5
    new = set(found.tolist()) - set(before.tolist())
    assert all(number > max(used_up_to, before.max()) for number in new)


def test_without_segments_before_the_clusters_are_counted():
    assert matching.match(np.zeros(4, dtype=int), np.array([0, 1, 1, 2]), 3).tolist() == [1, 2, 3]


def test_a_segment_that_is_split_goes_on_in_its_larger_part():
    before = np.array([4] * 100)
    assert matching.match(before, partition(40, 60), 2, used_up_to=7).tolist() == [8, 4]


def test_a_cluster_of_strangers_is_a_new_segment():
    before = np.array([1] * 10 + [0] * 90)
    clusters = np.array([0] * 4 + [1] * 6 + [0] * 90)
    assert matching.match(before, clusters, 2).tolist() == [2, 1]


def test_what_became_of_the_segments():
    before = np.array([1] * 100 + [2] * 50 + [3] * 30 + [4] * 20 + [0] * 40)
    after = np.array([1] * 60 + [5] * 40 + [2] * 50 + [2] * 30 + [0] * 20 + [6] * 40)
    found = {event.segment_id: event for event in lineage.events(before, after)}
    assert {number: (event.event, event.other_segment_id) for number, event in found.items()} == {
        1: ("continued", None),
        2: ("continued", None),
        3: ("merged", 2),
        4: ("died", None),
        5: ("split", 1),
        6: ("born", None),
    }
    assert (found[1].customers_before, found[1].customers_after, found[1].shared) == (100, 60, 60)
    assert found[1].overlap == pytest.approx(0.6)
    assert found[2].overlap == pytest.approx(50 / 80)
    assert (found[5].shared, found[5].overlap) == (40, pytest.approx(0.4))
    assert (found[6].customers_before, found[6].customers_after, found[6].shared) == (0, 40, 0)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=80))
def test_every_segment_before_and_after_has_one_event(pairs):
    before, after = np.array(pairs).T
    found = lineage.events(before, after)
    assert [event.segment_id for event in found] == sorted((set(before) | set(after)) - {0})
    for event in found:
        assert 0 <= event.overlap <= 1
        assert event.customers_before == (before == event.segment_id).sum() or event.event in ("split",)
