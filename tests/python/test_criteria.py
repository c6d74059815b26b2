"""The criteria by which numbers of clusters are compared, and known results on a real file."""

import csv

import numpy as np
import pyarrow as pa
import pytest
from sklearn.metrics import silhouette_samples, silhouette_score
from test_clustering import blobs
from threadpoolctl import threadpool_limits

from bench import quality
from segmentation.clustering import choosing_k, criteria, kmeans
from segmentation.features import transforms
from segmentation.features.transforms import Feature


@pytest.fixture(scope="module")
def planted():
    """Four separated groups and their clusterings for k from 2 to 6."""
    x, labels = blobs()
    return x, labels, {k: kmeans.fit_kmeans(x, k, seed=1, n_init=3) for k in range(2, 7)}


@pytest.fixture(scope="module")
def gaussian():
    """One round cloud, which has no groups."""
    return np.random.default_rng(8).normal(size=(400, 2))


@pytest.mark.parametrize("k", [2, 3, 8])
def test_silhouettes_are_those_of_scikit_learn(gaussian, k):
    labels = criteria.nearest(gaussian, kmeans.fit_kmeans(gaussian, k, seed=1, n_init=1))
    found = criteria.silhouette(criteria.distances(gaussian), labels)
    assert found == pytest.approx(silhouette_samples(gaussian, labels), abs=1e-5)


def test_silhouettes_do_not_mind_which_numbers_name_the_clusters():
    x, labels = blobs()
    between = criteria.distances(x)
    renamed = np.array([40, -3, 7, 100])[labels]
    assert criteria.silhouette(between, labels) == pytest.approx(criteria.silhouette(between, renamed))


def test_a_customer_alone_in_a_cluster_has_silhouette_0():
    x = np.array([[0.0], [1.0], [9.0]])
    labels = np.array([1, 1, 2])
    found = criteria.silhouette(criteria.distances(x), labels)
    assert found == pytest.approx([8 / 9, 7 / 8, 0], abs=1e-6)
    assert found == pytest.approx(silhouette_samples(x, labels), abs=1e-6)


def test_customers_at_one_point_in_two_clusters_have_silhouette_0():
    assert not criteria.silhouette(criteria.distances(np.zeros((4, 2))), np.array([0, 0, 1, 1])).any()


def test_one_cluster_has_no_silhouette():
    assert np.isnan(criteria.silhouette(criteria.distances(np.eye(3)), np.ones(3, dtype=int))).all()


def test_customers_shown_have_the_cluster_and_silhouette_of_the_whole(planted, monkeypatch):
    x, _, clusterings = planted
    monkeypatch.setattr(criteria, "SHOWN_ROWS", 50)
    rows, found = criteria.by_customer(x, clusterings, seed=1)
    assert len(rows) == 50
    assert (np.diff(rows) > 0).all()
    for k, centres in clusterings.items():
        labels = criteria.nearest(x, centres)
        assert (found[k]["cluster"] == labels[rows] + 1).all()
        assert found[k]["silhouette"] == pytest.approx(silhouette_samples(x, labels)[rows], abs=1e-5)


def test_inertia_of_two_pairs_is_the_sum_of_squared_distances():
    x = np.array([[0.0, 0.0], [0.0, 2.0], [10.0, 0.0], [10.0, 4.0]])
    assert criteria.inertia(x, np.array([[0.0, 1.0], [10.0, 2.0]])) == pytest.approx(1 + 1 + 4 + 4)


def test_inertia_falls_with_every_further_cluster(planted):
    x, _, clusterings = planted
    values = [criteria.inertia(x, centres) for centres in clusterings.values()]
    assert (np.diff(values) < 0).all()


def test_the_gap_prefers_the_planted_number_of_groups(planted):
    x, _, _ = planted
    gaps = criteria.gap(x, list(range(2, 7)), seed=1)
    assert gaps[2][0] < gaps[3][0] < gaps[4][0]
    assert gaps[4][0] >= gaps[5][0] - gaps[5][1]
    assert all(gap < gaps[4][0] + error for gap, error in gaps.values())
    assert all(error > 0 for _, error in gaps.values())


def test_the_error_of_the_gap_covers_what_other_draws_would_have_given():
    rng = np.random.default_rng(3)
    x = rng.normal(size=(5_000, 2)) @ [[2.0, 0.5], [0.0, 1.0]]
    found = np.array([[criteria.gap(x, [2, 5], seed=100 * seed)[k] for k in (2, 5)] for seed in range(8)])
    spread, error = found[:, :, 0].std(axis=0), found[:, :, 1].mean(axis=0)
    assert (spread < 1.5 * error).all()
    assert (error < 0.1).all()


def test_the_gap_of_a_cloud_without_groups_does_not_rise_far(gaussian):
    gaps = criteria.gap(gaussian, [1, 2, 3, 4], seed=1)
    assert gaps[1][0] >= gaps[2][0] - gaps[2][1]


def test_separated_groups_are_stable_and_parts_of_a_cloud_are_not(planted, gaussian):
    x, _, clusterings = planted
    stable = criteria.bootstrap_jaccard(x, clusterings[4], seed=1)
    doubtful = criteria.bootstrap_jaccard(gaussian, kmeans.fit_kmeans(gaussian, 5, seed=1), seed=1)
    assert stable.min() > 0.99
    assert doubtful.mean() < 0.8
    assert ((doubtful > 0) & (doubtful <= 1)).all()


def test_a_cluster_without_a_customer_has_no_stability():
    x, _ = blobs(sizes=(40, 40))
    found = criteria.bootstrap_jaccard(x, np.array([[0.0, 0.0], [8.0, 0.0], [500.0, 500.0]]), seed=1)
    assert np.isnan(found).tolist() == [False, False, True]


def test_silhouettes_of_clusters_weighted_by_size_give_that_of_the_clustering(planted):
    x, _, clusterings = planted
    for k, clusters in criteria.by_cluster(x, clusterings, seed=1).items():
        labels = criteria.nearest(x, clusterings[k])
        weighted = (clusters["silhouette"] * clusters["sampled"]).sum() / clusters["sampled"].sum()
        assert weighted == pytest.approx(silhouette_score(x, labels), abs=1e-5)
        assert clusters["customers"].tolist() == np.bincount(labels).tolist()
        assert clusters["cluster"].tolist() == list(range(1, k + 1))


def test_the_sampled_silhouette_is_close_to_that_of_all_customers(planted, monkeypatch):
    x, labels, clusterings = planted
    monkeypatch.setattr(criteria, "SILHOUETTE_ROWS", 150)
    clusters = criteria.by_cluster(x, {4: clusterings[4]}, seed=1)[4]
    assert clusters["sampled"].sum() == 150
    assert clusters["customers"].sum() == len(x)
    weighted = (clusters["silhouette"] * clusters["sampled"]).sum() / 150
    assert weighted == pytest.approx(silhouette_score(x, labels), abs=0.02)


def test_criteria_of_whole_clusterings_point_to_the_planted_number(planted):
    x, _, clusterings = planted
    found = criteria.by_k(x, clusterings, seed=1)
    assert found["k"].tolist() == list(clusterings)
    assert found["k"][found["calinski_harabasz"].argmax()] == 4
    assert found["k"][found["davies_bouldin"].argmin()] == 4
    assert all(len(values) == 5 and np.isfinite(values).all() for values in found.values())


def test_the_number_of_threads_changes_no_criterion():
    x = np.random.default_rng(4).normal(size=(1_500, 8))
    clusterings = {k: kmeans.fit_kmeans(x, k, seed=1, n_init=1) for k in (2, 5)}
    results = []
    for threads in (1, 2):
        with threadpool_limits(threads):
            clusters = criteria.by_cluster(x, clusterings, seed=1)
            results.append((clusters, criteria.by_k(x, clusterings, seed=1)))
    (one_clusters, one), (two_clusters, two) = results
    assert all((one[name] == two[name]).all() for name in one)
    assert all((one_clusters[k][name] == two_clusters[k][name]).all() for k in (2, 5) for name in one_clusters[k])


def test_a_file_of_a_dozen_customers_gets_its_criteria():
    x = np.random.default_rng(3).normal(size=(12, 2))
    clusterings = {k: kmeans.fit_kmeans(x, k, seed=1) for k in (2, 10)}
    assert set(criteria.by_cluster(x, clusterings, seed=1)) == {2, 10}
    assert criteria.by_k(x, clusterings, seed=1)["k"].tolist() == [2, 10]


@pytest.fixture(scope="module")
def mall(real_data):
    """Age, annual income and spending score of the 200 customers of a real file."""
    with (real_data / "mall_customers.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return pa.table(
        {
            "age": [float(row["Age"]) for row in rows],
            "income": [float(row["Annual Income (k$)"]) for row in rows],
            "spending": [float(row["Spending Score (1-100)"]) for row in rows],
        }
    )


@pytest.mark.parametrize(
    ("names", "transform", "best", "silhouette"),
    [
        (("income", "spending"), "none", 5, 0.5539),
        (("income", "spending"), "standard", 5, 0.5547),
        (("age", "income", "spending"), "none", 6, 0.4523),
        (("age", "income", "spending"), "standard", 6, 0.4274),
    ],
)
def test_the_known_silhouette_and_k_of_a_real_file(mall, names, transform, best, silhouette):
    columns = transforms.fit(mall, [Feature(name, transform) for name in names])
    x = transforms.apply(mall, columns)
    tried = quality.candidates(x, seed=20251231)
    assert choosing_k.choose_k(tried, stable_from=0.75) == best
    chosen = next(candidate for candidate in tried if candidate.k == best)
    assert chosen.silhouette == pytest.approx(silhouette, abs=0.0001)
