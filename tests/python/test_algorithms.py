"""Clustering algorithms: what each finds where the answer is known, and what holds for all of them."""

import numpy as np
import pyarrow as pa
import pytest
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.cluster import AgglomerativeClustering, KMeans
from sklearn.metrics import adjusted_rand_score
from test_clustering import SIZES, blobs

from segmentation.clustering import algorithms, criteria, kmeans
from segmentation.clustering.algorithms import (
    ALGORITHMS,
    NOISE,
    bands,
    density,
    fitting,
    fuzzy,
    prototypes,
)
from segmentation.features import transforms
from segmentation.features.transforms import Feature
from segmentation.networks import autoencoder, process

TRAINED = ("autoencoder", "autoencoder_sized")
# Bands are no clusters: what holds for them is said with them.
NAMES = tuple(name for name in ALGORITHMS if name not in (*TRAINED, "bands"))
TOLD_K = tuple(name for name in NAMES if not ALGORITHMS[name].finds_k)


def moons(n=200):
    """Two crescents, each in the bend of the other."""
    angles = np.linspace(0, np.pi, n)
    upper = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return np.vstack([upper, [1.0, 0.4] - upper]), np.repeat([0, 1], n)


def mixed(n=150, seed=4):
    """Four groups told by three categories, each at the group's own level four times in five, and a weak number."""
    rng = np.random.default_rng(seed)
    labels = rng.permutation(np.repeat(np.arange(4), n))
    own = np.array([rng.permutation(6)[:4] for _ in range(3)])
    codes = np.where(rng.random((3, 4 * n)) < 0.8, own[:, labels], rng.integers(6, size=(3, 4 * n)))
    names = np.array(["app", "fax", "mail", "post", "shop", "web"])
    table = pa.table({f"channel_{i}": names[row] for i, row in enumerate(codes)} | {"spend": rng.normal(labels / 3)})
    features = [Feature("spend"), *(Feature(f"channel_{i}", "onehot") for i in range(3))]
    columns = transforms.fit(table, features)
    return codes.T, columns, transforms.apply(table, columns), labels


def small_tables(max_rows=14, max_columns=3):
    elements = st.integers(-3, 3).map(float)
    shapes = st.tuples(st.integers(1, max_rows), st.integers(1, max_columns))
    return shapes.flatmap(lambda shape: arrays(float, shape, elements=elements))


def check_sound(x, result):
    """What has to hold whatever the data."""
    assert result.labels.shape == (len(x),)
    assert result.centres.shape == (result.k, x.shape[1])
    assert np.isfinite(result.centres).all()
    assert set(result.labels[result.labels != NOISE]) == set(range(result.k))
    sizes = np.bincount(result.labels[result.labels != NOISE], minlength=result.k)
    assert (np.diff(sizes) <= 0).all()


# What holds for every algorithm


@pytest.mark.parametrize("name", NAMES)
def test_separated_groups_are_found_by_all(name):
    x, labels = blobs()
    result = algorithms.fit(name, x, k=4, seed=3)
    member = result.labels != NOISE
    assert member.mean() >= 0.9
    assert (result.labels[member] == labels[member]).all()
    assert algorithms.faithfulness(x, result) == 1
    assert len(result.rows) == len(x)
    check_sound(x, result)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_gives_the_same_clusters(name):
    x = np.random.default_rng(8).normal(size=(120, 3))
    one, other = (algorithms.fit(name, x, k=4, seed=6) for _ in range(2))
    assert (one.labels == other.labels).all()
    assert (one.centres == other.centres).all()
    assert one.notes == other.notes


@pytest.mark.parametrize("name", [name for name in NAMES if name != "kmeans"])
def test_another_order_of_customers_changes_no_label(name):
    rng = np.random.default_rng(9)
    x = rng.normal(size=(120, 3))
    order = rng.permutation(len(x))
    straight, turned = (algorithms.fit(name, rows, k=4, seed=6) for rows in (x, x[order]))
    assert (straight.labels[order] == turned.labels).all()
    assert (straight.centres == turned.centres).all()


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=examples(25))
@given(x=small_tables(), k=st.integers(1, 6))
def test_any_small_table_gives_a_sound_clustering(name, x, k):
    result = algorithms.fit(name, x, k=k, seed=1)
    check_sound(x, result)
    if not ALGORITHMS[name].finds_k:
        assert 1 <= result.k <= min(k, len(np.unique(x, axis=0)))
        assert (result.labels != NOISE).all()


@pytest.mark.parametrize("name", ALGORITHMS)
@pytest.mark.parametrize("rows", [1, 30])
def test_equal_customers_are_one_cluster(name, rows):
    x = np.full((rows, 2), 3.5)
    result = algorithms.fit(name, x, k=3, seed=1)
    assert result.k == 1
    assert not result.labels.any()
    assert result.centres.tolist() == [[3.5, 3.5]]
    assert "all customers are alike" in result.notes


@pytest.mark.parametrize("name", TOLD_K)
def test_two_distinct_customers_are_at_most_two_clusters(name):
    x = np.array([[0.0, 0.0]] * 3 + [[5.0, 1.0]] * 2)
    result = algorithms.fit(name, x, k=4, seed=1)
    assert result.labels.tolist() == [0, 0, 0, 1, 1]
    assert result.centres == pytest.approx(np.array([[0, 0], [5, 1]]), abs=1e-6)
    assert "k lowered to 2 distinct customers" in result.notes


@pytest.mark.parametrize("name", TOLD_K)
def test_fewer_customers_than_clusters_lower_k(name):
    x = np.array([[0.0], [4.0], [9.0]])
    assert sorted(algorithms.fit(name, x, k=8, seed=1).labels) == [0, 1, 2]


@pytest.mark.parametrize("name", NAMES)
def test_a_column_that_does_not_vary_changes_no_label(name):
    x, _ = blobs()
    with_constant = np.column_stack([x, np.zeros(len(x))])
    one, other = (algorithms.fit(name, rows, k=4, seed=3).labels for rows in (x, with_constant))
    member = (one != NOISE) & (other != NOISE)
    assert member.mean() >= 0.9
    assert (one[member] == other[member]).all()


@pytest.mark.parametrize("name", NAMES)
def test_one_column_is_enough(name):
    rng = np.random.default_rng(2)
    x = np.concatenate([rng.normal(0, 0.5, 60), rng.normal(10, 0.5, 40)])[:, None]
    result = algorithms.fit(name, x, k=2, seed=1)
    member = result.labels != NOISE
    assert member.mean() >= 0.9
    if ALGORITHMS[name].finds_k:
        # They may see more in it, but no cluster reaches over the gap.
        assert all(len(set(x[result.labels == cluster, 0] > 5)) == 1 for cluster in range(result.k))
    else:
        assert (result.labels == (x[:, 0] > 5)).all()


@pytest.mark.parametrize("name", [name for name in NAMES if ALGORITHMS[name].most_rows])
def test_past_its_limit_an_algorithm_sees_a_sample_and_says_so(name, monkeypatch):
    small = fitting.Algorithm(
        **{field: getattr(ALGORITHMS[name], field) for field in ("function", "finds_k", "takes_columns")},
        most_rows=200,
        sample_size=120,
    )
    monkeypatch.setitem(ALGORITHMS, name, small)
    x, labels = blobs()
    result = algorithms.fit(name, x, k=4, seed=3)
    assert len(np.unique(result.rows)) == 120
    outside = np.setdiff1d(np.arange(len(x)), result.rows)
    assert (result.labels[outside] == criteria.nearest(x[outside], result.centres)).all()
    assert adjusted_rand_score(labels[outside], result.labels[outside]) == 1


def test_the_quadratic_algorithms_see_a_sample_past_20_000_rows():
    for name in ("ward", "dbscan", "hdbscan", "mean_shift", "autoencoder"):
        assert ALGORITHMS[name].most_rows == 20_000
        assert ALGORITHMS[name].sample_size <= 20_000


def test_an_unknown_algorithm_is_named_in_a_sentence():
    with pytest.raises(ValueError, match="There is no algorithm 'magic': take one of kmeans"):
        algorithms.fit("magic", np.eye(2), k=2, seed=1)


def test_no_customer_is_refused():
    with pytest.raises(ValueError, match="needs at least one customer"):
        algorithms.fit("kmeans", np.empty((0, 2)), k=2, seed=1)


def test_faithfulness_is_low_where_a_cluster_is_no_neighbourhood_of_its_centre():
    angles = np.linspace(0, 2 * np.pi, 120, endpoint=False)
    ring = np.stack([np.cos(angles), np.sin(angles)], axis=1) * 6
    core = np.random.default_rng(1).normal(0, 0.4, (100, 2))
    x = np.vstack([ring, core])
    result = algorithms.fit("dbscan", x, k=2, seed=1)
    assert result.k == 2
    # Both means lie in the middle.
    assert algorithms.faithfulness(x, result) < 0.9


def test_faithfulness_of_noise_alone_is_unknown():
    x = np.arange(6.0).reshape(3, 2)
    result = algorithms.Clustering("none", np.full(3, NOISE), np.empty((0, 2)), np.arange(3), 0.0)
    assert np.isnan(algorithms.faithfulness(x, result))


# What one algorithm does


def test_kmeans_is_the_fit_of_the_project():
    x = np.random.default_rng(3).normal(size=(400, 4))
    assert (algorithms.fit("kmeans", x, k=5, seed=2).centres == kmeans.fit_kmeans(x, 5, seed=2)).all()


@pytest.mark.parametrize("n", [7, 60, 500])
@pytest.mark.parametrize("k", [2, 5])
def test_ward_agrees_with_the_one_of_scikit_learn(n, k):
    x = np.random.default_rng(n).gamma(1.0, size=(n, 4))
    other = AgglomerativeClustering(k).fit_predict(x)
    assert adjusted_rand_score(other, algorithms.fit("ward", x, k=k, seed=1).labels) == 1


def test_birch_copes_with_an_ordered_column():
    x = np.sort(np.random.default_rng(1).normal([0, 40, 90, 150], 1, (300, 4)).ravel())[:, None]
    assert np.bincount(algorithms.fit("birch", x, k=4, seed=1).labels).tolist() == [300] * 4


def test_dbscan_reports_noise_and_finds_crescents():
    x, labels = moons()
    far = np.array([[9.0, 9.0], [-8.0, 7.0], [7.0, -9.0]])
    result = algorithms.fit("dbscan", np.vstack([x, far]), k=5, seed=1)
    assert (result.labels[-3:] == NOISE).all()
    assert result.k == 2
    member = result.labels[:-3] != NOISE
    assert adjusted_rand_score(labels[member], result.labels[:-3][member]) == 1
    assert adjusted_rand_score(labels, KMeans(2, n_init=5, random_state=1).fit_predict(x)) < 0.8


def test_the_radius_of_dbscan_lies_between_those_within_and_between_clusters():
    x, _ = blobs()
    radius = density.knee_of_distances(x, 5)
    assert 0.05 < radius < 2


@pytest.mark.parametrize("x", [np.zeros((9, 2)), np.repeat(np.eye(2), 20, axis=0)])
def test_the_radius_of_dbscan_is_never_0(x):
    assert density.knee_of_distances(x, 5) > 0


def test_repeated_customers_weigh_in_dbscan_as_often_as_they_are_there():
    x = np.array([[0.0, 0.0]] * 6 + [[5.0, 5.0]])
    assert density.dbscan(x, k=1, seed=1, radius=1.0, neighbours=5).labels.tolist() == [0] * 6 + [NOISE]


def test_hdbscan_leaves_a_scatter_out():
    x, _ = blobs()
    scatter = np.random.default_rng(2).uniform(-20, 30, (15, 2))
    result = algorithms.fit("hdbscan", np.vstack([x, scatter]), k=9, seed=1)
    assert result.k == len(SIZES)
    assert (result.labels[-15:] == NOISE).sum() >= 12


@settings(max_examples=examples(50))
@given(x=small_tables(max_rows=20), k=st.integers(1, 5), fuzziness=st.floats(1.1, 4))
def test_memberships_sum_to_1_and_the_nearest_centre_has_the_largest(x, k, fuzziness):
    centres = np.random.default_rng(0).normal(0, 2, (k, x.shape[1]))
    degrees = fuzzy.memberships(x, centres, fuzziness=fuzziness)
    assert degrees.sum(axis=1) == pytest.approx(1)
    assert (degrees.argmax(axis=1) == criteria.nearest(x, centres)).all()


@pytest.mark.parametrize("name", [name for name in ALGORITHMS if not algorithms.looks_at_all(name)])
def test_some_customers_at_a_time_are_as_all_at_once(name):
    x = np.random.default_rng(3).normal(size=(60, 2))
    whole, first, rest = (algorithms.memberships_and_noise(name, rows, x[:3], seed=1) for rows in (x, x[:7], x[7:]))
    assert whole["memberships"] is first["memberships"] is rest["memberships"] is None
    for column in ("is_noise", "membership"):
        np.testing.assert_array_equal(whole[column], np.concatenate([first[column], rest[column]]))


def test_memberships_known_by_hand():
    # Squared distances 1 and 9: with exponent 2 the shares are 9 to 1.
    degrees = fuzzy.memberships(np.array([[1.0], [0.0], [2.0]]), np.array([[0.0], [4.0]]))
    assert degrees == pytest.approx(np.array([[0.9, 0.1], [1, 0], [0.5, 0.5]]))


def test_a_customer_on_two_centres_is_shared_by_them():
    degrees = fuzzy.memberships(np.zeros((1, 2)), np.array([[0.0, 0.0], [0.0, 0.0], [1.0, 0.0]]))
    assert degrees[0] == pytest.approx([0.5, 0.5, 0])


def test_the_centres_of_fuzzy_c_means_are_the_weighted_means_of_its_memberships():
    x, _ = blobs(deviation=1.5)
    result = algorithms.fit("fuzzy_c_means", x, k=3, seed=2)
    weights = fuzzy.memberships(x, result.centres) ** 2
    assert result.centres == pytest.approx((weights.T @ x) / weights.sum(axis=0)[:, None], abs=1e-3)


def test_fuzzy_c_means_keeps_its_centres_apart_in_many_columns():
    rng = np.random.default_rng(5)
    labels = np.repeat(np.arange(4), 100)
    x = rng.normal(0, 2, (4, 20))[labels] + rng.normal(size=(400, 20))
    assert adjusted_rand_score(labels, algorithms.fit("fuzzy_c_means", x, k=4, seed=2).labels) == 1
    assert fuzzy.fuzziness_for(400, 20) < 1.5
    assert fuzzy.fuzziness_for(400, 2) == 2


# Bands


def line_of(scores):
    """Customers along a direction that is no axis, in a cloud about it."""
    rng = np.random.default_rng(2)
    return np.outer(scores, [2.0, -1.0, 0.5]) + rng.normal(0, 0.1, (len(scores), 3)) + 4


@pytest.mark.parametrize("k", [2, 3, 4, 5, 7])
@pytest.mark.parametrize("skew", [False, True])
def test_bands_hold_equal_numbers_from_the_lowest_to_the_highest(k, skew):
    rng = np.random.default_rng(1)
    scores = rng.gamma(0.5, size=4_200) if skew else rng.normal(size=4_200)
    found = algorithms.fit("bands", line_of(scores), k=k, seed=1)
    assert np.bincount(found.labels) / 4_200 == pytest.approx(np.full(k, 1 / k), abs=0.002)
    means = [scores[found.labels == band].mean() for band in range(k)]
    assert (np.diff(means) > 0).all()
    assert algorithms.faithfulness(line_of(scores), found) == 1


def test_the_centres_of_bands_lie_on_one_line_each_in_its_band():
    x = line_of(np.random.default_rng(3).normal(size=500))
    found = algorithms.fit("bands", x, k=4, seed=1)
    assert np.linalg.matrix_rank(found.centres - x.mean(axis=0), tol=1e-9) == 1
    assert (criteria.nearest(found.centres, found.centres) == np.arange(4)).all()


def test_customers_who_are_alike_share_a_band():
    found = algorithms.fit("bands", np.repeat([0.0, 1.0, 2.0, 3.0], [60, 20, 15, 5])[:, None], k=4, seed=1)
    assert np.bincount(found.labels).tolist() == [60, 20, 20]
    found = algorithms.fit("bands", np.repeat([0.0, 1.0], [5, 95])[:, None], k=4, seed=1)
    assert np.bincount(found.labels).tolist() == [5, 95]


@given(
    scores=st.lists(st.integers(-20, 20), min_size=2, max_size=40).map(np.array).filter(lambda s: len(set(s)) > 1),
    k=st.integers(2, 6),
)
def test_points_lie_in_their_bands_and_meet_at_the_edges_or_are_the_means(scores, k):
    edges = bands.quantile_edges(scores.astype(float), k)
    points = bands.positions(scores.astype(float), edges)
    ends = [scores.min(), *edges, scores.max()]
    assert (points >= ends[:-1]).all()
    assert (points <= ends[1:]).all()
    middles = (points[:-1] + points[1:]) / 2
    band = np.searchsorted(edges, scores)
    means = np.bincount(band, weights=scores) / np.bincount(band)
    assert middles == pytest.approx(edges) or points == pytest.approx(means)


# For the choice of k


@pytest.mark.parametrize("name", ["kmeans", "gaussian_mixture", "autoencoder_sized"])
def test_an_algorithm_that_is_told_k_has_centres_for_every_k(name):
    x, _ = blobs()
    found = algorithms.centres_by_k(name, x, [2, 3, 5], seed=3)
    assert list(found) == [2, 3, 5]
    assert all(len(centres) == k for k, centres in found.items())


def test_an_algorithm_that_finds_k_has_one_candidate():
    x, _ = blobs()
    assert list(algorithms.centres_by_k("dbscan", x, [2, 3], seed=3)) == [4]
    scatter = np.array([[0.0], [10.0], [30.0]])
    assert algorithms.centres_by_k("hdbscan", scatter, [2], seed=3)[1] == pytest.approx(scatter.mean())


def test_a_k_that_is_not_filled_is_left_out(monkeypatch):
    def three(x, *, k, seed):
        return fitting.Found(np.arange(len(x)) % 3)

    monkeypatch.setitem(ALGORITHMS, "birch", fitting.Algorithm(three))
    assert list(algorithms.centres_by_k("birch", np.eye(5), [2, 3, 4], seed=1)) == [3]


def test_kmeans_stands_in_for_what_cannot_be_fitted_a_hundred_times():
    assert algorithms.refitting("autoencoder", []) is None
    x, _ = blobs()
    assert algorithms.refitting("ward", [])(x, 4, seed=1) == pytest.approx(
        algorithms.fit("ward", x, k=4, seed=1).centres
    )


@pytest.mark.parametrize("name", ["ward", "dbscan", "bands"])
def test_stability_is_that_of_refits_by_the_same_algorithm(name):
    x, _ = blobs()
    centres = algorithms.fit(name, x, k=4, seed=1).centres
    stability = criteria.bootstrap_jaccard(x, centres, seed=1, refit=algorithms.refitting(name, []))
    assert stability.shape == (len(centres),)
    assert (stability > 0.9).all() == (name != "bands")
    # A refit with another number of clusters is held against the same ones.
    one = criteria.bootstrap_jaccard(x, centres, seed=1, refit=lambda x, k, *, seed: x.mean(axis=0, keepdims=True))
    assert one == pytest.approx(np.bincount(criteria.nearest(x, centres)) / len(x), abs=0.05)


# Mixed columns


def test_split_and_join_are_inverse():
    _, columns, x, _ = mixed(n=9)
    numbers, codes = prototypes.split(x, columns)
    assert numbers.shape[1] == 1
    assert codes.min() == 1
    assert (prototypes.join(numbers, codes, columns) == x).all()


def test_a_missing_level_is_a_level_of_its_own():
    table = pa.table({"channel": ["post", None, "app", "(missing)"]})
    columns = transforms.fit(table, [Feature("channel", "onehot")])
    numbers, codes = prototypes.split(transforms.apply(table, columns), columns)
    assert numbers.shape == (4, 0)
    assert codes[:, 0].tolist() == [2, 0, 1, 0]
    assert (prototypes.join(numbers, codes, columns) == transforms.apply(table, columns)).all()


def test_k_prototypes_finds_mixed_groups_that_kmeans_on_codes_does_not():
    codes, columns, x, labels = mixed()
    found = algorithms.fit("k_prototypes", x, k=4, seed=1, columns=columns)
    assert adjusted_rand_score(labels, found.labels) > 0.8
    coded = np.column_stack([x[:, 0], (codes - codes.mean(axis=0)) / codes.std(axis=0)])
    assert adjusted_rand_score(labels, KMeans(4, n_init=10, random_state=1).fit_predict(coded)) < 0.6


def test_prototypes_have_one_level_and_place_customers_as_the_algorithm_does():
    _, columns, x, _ = mixed()
    found = algorithms.fit("k_prototypes", x, k=4, seed=1, columns=columns)
    for feature in ("channel_0", "channel_1", "channel_2"):
        block = [index for index, column in enumerate(columns) if column.feature == feature]
        assert np.sort(found.centres[:, block], axis=1).tolist() == [[0, 0, 0, 0, 0, 1]] * 4
    assert algorithms.faithfulness(x, found) == 1


def test_categories_alone_are_enough():
    codes = np.repeat([[0, 3], [1, 1], [2, 0]], [9, 6, 3], axis=0)
    labels, centres, modes = prototypes.fit_mixed(np.empty((18, 0)), codes, k=3, seed=1)
    assert centres.shape == (3, 0)
    assert sorted(modes.tolist()) == [[0, 3], [1, 1], [2, 0]]
    assert (modes[labels] == codes).all()


def test_renaming_levels_changes_no_cluster():
    _, columns, x, _ = mixed()
    numbers, codes = prototypes.split(x, columns)
    renamed = np.array([0, 3, 1, 4, 2, 6, 5])[codes]
    one, other = (prototypes.fit_mixed(numbers, values, k=4, seed=1)[0] for values in (codes, renamed))
    assert adjusted_rand_score(one, other) > 0.99


def test_k_prototypes_without_a_category_says_that_it_is_kmeans():
    x, labels = blobs()
    found = algorithms.fit("k_prototypes", x, k=4, seed=1)
    assert (found.labels == labels).all()
    assert "no category: the same as K-means" in found.notes


# Autoencoders


@pytest.mark.parametrize("name", TRAINED)
def test_an_autoencoder_finds_separated_groups_and_the_same_ones_again(name):
    x, labels = blobs()
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    one, other = (algorithms.fit(name, x, k=4, seed=3) for _ in range(2))
    check_sound(x, one)
    assert (one.labels == other.labels).all()
    assert (one.centres == other.centres).all()
    assert adjusted_rand_score(labels, one.labels) > 0.9
    assert algorithms.faithfulness(x, one) > 0.9


def test_the_published_schedule_is_100_epochs_in_batches_of_8():
    spec = autoencoder.PRESETS["published"]
    assert (spec.epochs, spec.batch_size, spec.patience, spec.most_steps) == (100, 8, None, None)
    assert len(spec.widths(6)) == 4


def test_an_early_stop_is_early_and_the_code_is_narrower():
    line = np.random.default_rng(1).normal(size=(400, 1))
    x = line @ np.array([[1.0, -1.0, 2.0, 0.5]])
    spec = autoencoder.AutoencoderSpec(code=1, batch_size=32, learning_rate=1e-2, patience=3)
    weights, error, epochs = process.call(autoencoder.train, x, spec, seed=1)
    assert epochs < spec.epochs
    assert error < 0.1 * x.var()
    assert autoencoder.encode(x, weights).shape == (400, 1)


@pytest.mark.parametrize("x", [np.array([[0.0], [1.0], [1.0]]), np.eye(3)])
def test_an_autoencoder_takes_tiny_tables(x):
    check_sound(x, algorithms.fit("autoencoder_sized", x, k=2, seed=1))


# Side by side


def test_a_comparison_has_one_row_per_algorithm_in_the_same_space():
    x, labels = blobs()
    rows = {row.algorithm: row for row in algorithms.compare(x, labels + 1, k=4, seed=3, names=NAMES)}
    assert tuple(rows) == NAMES
    expected = criteria.silhouette(criteria.distances(x), labels).mean()
    for name in TOLD_K:
        row = rows[name]
        assert (row.k, row.adjusted_rand, row.faithfulness, row.noise_share) == (4, 1, 1, 0)
        assert (row.rows_used, row.is_sample) == (len(x), False)
        assert row.silhouette == pytest.approx(expected)
        assert row.placed_silhouette == row.silhouette
        assert (row.calinski_harabasz, row.davies_bouldin) == pytest.approx(criteria.separation(x, labels))
        assert row.smallest_share == pytest.approx(min(SIZES) / sum(SIZES))
        assert row.largest_share == pytest.approx(max(SIZES) / sum(SIZES))
        assert row.seconds > 0


def test_a_comparison_tells_inertia_and_stability_of_the_clusters_as_they_would_be_used():
    x, labels = blobs()
    rows = algorithms.compare(x, labels + 1, k=4, seed=3, names=["kmeans", "ward", "mean_shift"])
    centres = np.stack([x[labels == cluster].mean(axis=0) for cluster in range(4)])
    assert [row.inertia for row in rows] == pytest.approx([criteria.inertia(x, centres)] * 3, rel=1e-3)
    assert [row.stability for row in rows[:2]] == [1, 1]
    assert np.isnan(rows[2].stability)


def gains(row):
    return row.silhouette_gain, row.silhouette_gain_low, row.silhouette_gain_high


def test_an_algorithm_is_better_or_worse_than_the_one_in_use_by_an_interval():
    x, labels = blobs()
    kmeans, ward, mean_shift = algorithms.compare(x, labels, k=4, seed=3, names=["kmeans", "ward", "mean_shift"])
    assert gains(kmeans) == gains(ward) == (0, 0, 0)
    # Two long rows: K-means halves them, where those of one half are nearer to each other than those of one row.
    rows = np.column_stack([np.tile(np.linspace(0, 10, 100), 2), np.repeat([0.0, 2.0], 100)])
    _, dbscan = algorithms.compare(rows, np.ones(200), k=2, seed=3, names=["kmeans", "dbscan"])
    assert dbscan.silhouette_gain_low < dbscan.silhouette_gain < dbscan.silhouette_gain_high < 0
    # What is not fitted again cannot be told.
    assert np.isnan(gains(mean_shift)[1:]).all()


@pytest.mark.long
@pytest.mark.parametrize("name", ["ward", "gaussian_mixture"])
def test_the_interval_holds_what_other_customers_of_the_kind_would_have_given(name):
    rng = np.random.default_rng(5)
    places = np.repeat([[0.0, 0.0], [3.0, 0.0], [0.0, 3.0], [3.5, 3.5]], 50, axis=0)
    found = []
    for _ in range(40):
        x = places + rng.normal(size=places.shape)
        found.append(gains(algorithms.compare(x, np.ones(len(x)), k=4, seed=1, names=["kmeans", name])[1]))
    gain, low, high = np.transpose(found)
    assert ((low <= gain.mean()) & (gain.mean() <= high)).mean() >= 0.85


def test_the_clusters_of_single_customers_are_told_with_the_segments_they_are_like(monkeypatch):
    monkeypatch.setattr(criteria, "SILHOUETTE_ROWS", 150)
    x, labels = blobs()
    points = np.arange(0, len(x), 3)
    segments = np.array([7, 2, 9, 4])[labels]
    for row in algorithms.compare(x, segments, k=4, seed=3, names=["kmeans", "ward"], points=points):
        assert (row.clusters == labels[points] + 1).all()
        assert (row.alike == segments[points]).all()


def test_noise_and_clusters_without_a_counterpart_are_like_no_segment():
    near = np.random.default_rng(3).uniform(0, 1, (60, 2)) + np.repeat([[0.0], [9.0]], [40, 20], axis=0)
    x = np.vstack([near, [[30.0, 30.0], [-30.0, 9.0]]])
    (row,) = algorithms.compare(x, np.full(62, 5), k=1, seed=1, names=["dbscan"], points=np.arange(62))
    assert row.clusters.tolist() == [1] * 40 + [2] * 20 + [0] * 2
    assert row.alike.tolist() == [5] * 40 + [0] * 22


def test_shares_and_noise_of_a_density_algorithm_sum_to_1():
    near = np.random.default_rng(3).uniform(0, 1, (60, 2)) + np.repeat([[0.0], [9.0]], [40, 20], axis=0)
    x = np.vstack([near, [[30.0, 30.0], [-30.0, 9.0]]])
    (row,) = algorithms.compare(x, np.repeat([1, 2], 31), k=2, seed=1, names=["dbscan"])
    assert row.k == 2
    assert row.noise_share == pytest.approx(2 / 62)
    assert row.smallest_share + row.largest_share + row.noise_share == pytest.approx(1)
    assert row.placed_silhouette < row.silhouette


def test_past_a_limit_all_but_the_chosen_one_are_compared_on_a_sample(monkeypatch):
    monkeypatch.setattr(criteria, "SILHOUETTE_ROWS", 150)
    x, labels = blobs()
    kmeans, ward = algorithms.compare(x, labels, k=4, seed=3, names=["kmeans", "ward"], chosen="kmeans")
    assert (kmeans.rows_used, kmeans.is_sample, kmeans.adjusted_rand) == (len(x), False, 1)
    assert (ward.rows_used, ward.is_sample, ward.adjusted_rand) == (150, True, 1)
    assert kmeans.silhouette == pytest.approx(ward.silhouette)
    assert (kmeans.measured_rows, ward.measured_rows) == (150, 150)


def test_the_chosen_algorithm_is_measured_as_when_k_was_chosen(monkeypatch):
    monkeypatch.setattr(criteria, "SILHOUETTE_ROWS", 150)
    x, labels = blobs()
    (row,) = algorithms.compare(x, labels, k=4, seed=3, names=["kmeans"], chosen="kmeans")
    clusterings = {4: algorithms.fit("kmeans", x, k=4, seed=3).centres}
    clusters, whole = criteria.by_cluster(x, clusterings, seed=3)[4], criteria.by_k(x, clusterings, seed=3)
    silhouette = (clusters["silhouette"] * clusters["sampled"]).sum() / clusters["sampled"].sum()
    assert (row.silhouette, row.placed_silhouette) == pytest.approx((silhouette, silhouette))
    assert row.calinski_harabasz == pytest.approx(whole["calinski_harabasz"][0])
    assert row.measured_rows == whole["sampled_rows"][0]


def test_the_chosen_algorithm_is_compared_and_k_prototypes_only_where_there_is_a_category():
    number = transforms.FittedColumn(1, "a", "a", None, "none", None, 0.0, 1.0)
    level = transforms.FittedColumn(2, "b=c", "b", "c", "onehot", None, 0.0, 1.0)
    assert algorithms.compared(["ward", "k_prototypes"], "kmeans", [number]) == ["kmeans", "ward"]
    assert algorithms.compared(["ward", "k_prototypes"], "ward", [number, level]) == ["ward", "k_prototypes"]
    assert algorithms.compared([""], "k_prototypes", [number]) == ["k_prototypes"]


def test_an_algorithm_that_fails_has_a_row_that_says_so(monkeypatch):
    def broken(x, *, k, seed):
        raise np.linalg.LinAlgError("no convergence")

    monkeypatch.setitem(ALGORITHMS, "ward", fitting.Algorithm(broken))
    x, labels = blobs()
    failed, fine = algorithms.compare(x, labels, k=4, seed=3, names=["ward", "kmeans"])
    assert failed.note == "failed: no convergence"
    assert failed.k == 0
    assert np.isnan([failed.silhouette, failed.seconds, failed.adjusted_rand]).all()
    assert fine.k == 4


def test_one_cluster_is_said_to_be_one():
    x = np.random.default_rng(1).normal(size=(200, 2))
    (row,) = algorithms.compare(x, np.zeros(200), k=3, seed=1, names=["dbscan"])
    assert row.k == 1
    assert row.note.startswith("one cluster only")
    assert np.isnan(row.silhouette)


@settings(max_examples=examples(15))
@given(x=small_tables(max_rows=10), k=st.integers(1, 5))
def test_a_comparison_never_fails(x, k):
    rows = algorithms.compare(x, np.zeros(len(x), dtype=int), k=k, seed=1, names=NAMES)
    assert not [row.note for row in rows if row.note and row.note.startswith("failed")]
