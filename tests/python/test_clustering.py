"""K-means, the numbers of its clusters, and the placing of customers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score
from threadpoolctl import threadpool_limits

from segmentation.clustering import kmeans

SIZES = (120, 80, 50, 30)


def blobs(*, sizes=SIZES, seed=1, deviation=0.3):
    """Separated round groups of known sizes, in mixed order, with their labels."""
    rng = np.random.default_rng(seed)
    labels = rng.permutation(np.repeat(np.arange(len(sizes)), sizes))
    corners = np.array([(0, 0), (8, 0), (0, 8), (8, 8), (4, 14)], dtype=float)[: len(sizes)]
    return corners[labels] + rng.normal(0, deviation, (len(labels), 2)), labels


def grid(min_rows, max_rows):
    elements = st.floats(-100, 100, width=16)
    return st.integers(min_rows, max_rows).flatmap(lambda n: arrays(float, (n, 2), elements=elements))


def test_planted_groups_are_found_again():
    x, labels = blobs()
    found = kmeans.assign(x, kmeans.fit_kmeans(x, 4, seed=3))["cluster"]
    assert adjusted_rand_score(labels, found) == 1


def test_clusters_are_numbered_from_the_largest():
    x, labels = blobs()
    found = kmeans.assign(x, kmeans.fit_kmeans(x, 4, seed=3))["cluster"]
    assert np.bincount(found)[1:].tolist() == sorted(SIZES, reverse=True)
    assert (found == labels + 1).all()


def test_clusters_of_equal_size_are_numbered_by_their_coordinates():
    centres = np.array([[5.0, 1.0], [2.0, 9.0], [2.0, 3.0], [0.0, 0.0]])
    labels = np.array([0, 0, 1, 1, 2, 2, 3])
    ordered = kmeans.order_clusters(centres, labels)
    assert ordered.tolist() == [[2, 3], [2, 9], [5, 1], [0, 0]]


def test_the_order_of_clusters_does_not_depend_on_the_order_they_came_in():
    x, _ = blobs()
    model = KMeans(4, n_init=5, random_state=1).fit(x)
    turned = np.array([2, 0, 3, 1])
    one = kmeans.order_clusters(model.cluster_centers_, model.labels_)
    other = kmeans.order_clusters(model.cluster_centers_[turned], np.argsort(turned)[model.labels_])
    assert (one == other).all()


@pytest.mark.parametrize("k", [2, 7])
def test_the_number_of_threads_changes_nothing(k):
    x = np.random.default_rng(5).normal(size=(3_000, 6))
    results = []
    for threads in (1, 2, 4):
        with threadpool_limits(threads):
            results.append(kmeans.fit_kmeans(x, k, seed=11, n_init=2))
    assert (results[0] == results[1]).all()
    assert (results[0] == results[2]).all()


def test_another_call_gives_the_same_centres():
    x = np.random.default_rng(6).normal(size=(500, 3))
    assert (kmeans.fit_kmeans(x, 5, seed=2) == kmeans.fit_kmeans(x, 5, seed=2)).all()


def test_a_fit_that_starts_on_a_sample_finds_the_groups_of_all_rows(monkeypatch):
    monkeypatch.setattr(kmeans, "FULL_FIT_ROWS", 60)
    x, labels = blobs()
    centres = kmeans.fit_kmeans(x, 4, seed=3)
    assert (kmeans.assign(x, centres)["cluster"] == labels + 1).all()
    assert centres == pytest.approx(np.array([x[labels == group].mean(axis=0) for group in range(4)]))


@given(x=grid(1, 25), centres=grid(2, 6))
def test_assign_agrees_with_brute_force(x, centres):
    placed = kmeans.assign(x, centres)
    for row, point in enumerate(x):
        lengths = [float(np.sqrt(((point - centre) ** 2).sum())) for centre in centres]
        nearest, second = placed["cluster"][row] - 1, placed["second_cluster"][row] - 1
        rest = [length for index, length in enumerate(lengths) if index != nearest]
        assert nearest != second
        assert placed["distance"][row] == pytest.approx(min(lengths))
        assert lengths[nearest] == pytest.approx(min(lengths))
        assert placed["second_distance"][row] == pytest.approx(min(rest))
        assert lengths[second] == pytest.approx(min(rest))


def test_assign_gives_the_nearest_and_the_second_nearest_centre():
    centres = np.array([[0.0, 0.0], [10.0, 0.0], [0.0, 4.0]])
    placed = kmeans.assign(np.array([[1.0, 0.0], [9.0, 0.0]]), centres)
    assert placed["cluster"].tolist() == [1, 2]
    assert placed["second_cluster"].tolist() == [3, 1]
    assert placed["distance"] == pytest.approx([1, 1])
    assert placed["second_distance"] == pytest.approx([np.sqrt(17), 9])


def test_a_customer_between_two_centres_goes_to_the_lower_number():
    placed = kmeans.assign(np.array([[5.0, 0.0]]), np.array([[0.0, 0.0], [10.0, 0.0]]))
    assert (placed["cluster"][0], placed["second_cluster"][0]) == (1, 2)


def test_distances_that_only_roundings_tell_apart_are_equal():
    centres = np.array([[1.0 + 1e-12, 0.0], [0.0, -1.0], [1e-9, 1.0 - 1e-12], [0.0, 1.0 - 1e-6]])
    placed = kmeans.assign(np.zeros((1, 2)), centres)
    assert (placed["cluster"][0], placed["second_cluster"][0]) == (4, 1)
    placed = kmeans.assign(np.zeros((1, 2)), 1e-15 * centres)
    assert (placed["cluster"][0], placed["second_cluster"][0]) == (4, 1)


def test_with_one_centre_there_is_no_second():
    placed = kmeans.assign(np.array([[3.0, 4.0]]), np.zeros((1, 2)))
    assert placed["cluster"].tolist() == [1]
    assert placed["distance"].tolist() == [5]
    assert placed["second_cluster"].tolist() == [0]
    assert np.isnan(placed["second_distance"]).all()


@given(n=st.integers(0, 200), size=st.integers(1, 100), seed=st.integers(0, 5))
def test_a_sample_is_sorted_without_repeats_and_no_larger_than_asked(n, size, seed):
    rows = kmeans.sample_rows(n, size, seed=seed)
    assert len(rows) == min(n, size)
    assert (np.diff(rows) > 0).all()
    assert set(rows) <= set(range(n))


@given(x=grid(1, 30), enough=st.integers(1, 12))
def test_distinct_rows_are_counted_as_far_as_asked(x, enough):
    assert kmeans.distinct_rows(x, enough) == min(len(np.unique(x, axis=0)), enough)
