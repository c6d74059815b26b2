"""Principal components and discriminants: known axes, and what holds for any data."""

import numpy as np
import pytest
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.decomposition import PCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from test_clustering import blobs

from segmentation.clustering import projection


def tables(min_rows=1, max_rows=15, max_columns=4):
    shapes = st.tuples(st.integers(min_rows, max_rows), st.integers(1, max_columns))
    return shapes.flatmap(lambda shape: arrays(float, shape, elements=st.floats(-50, 50, width=16)))


def columns_of(n=400, d=5, seed=3):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, d)) @ rng.normal(size=(d, d)) + 7


def test_components_and_variances_are_those_of_scikit_learn():
    x = columns_of()
    mine, other = projection.principal_components(x), PCA(3).fit(x)
    assert mine.names == ["pc1", "pc2", "pc3"]
    assert mine.explained == pytest.approx(other.explained_variance_ratio_)
    assert np.abs(mine.axes) == pytest.approx(np.abs(other.components_.T))
    assert np.abs(mine.scores(x)) == pytest.approx(np.abs(other.transform(x)))


def test_a_known_plane():
    # Two columns that are one, with deviation 2, and one of their own with deviation 1.
    one, other = np.array([2.0, 2.0, -2.0, -2.0]), np.array([1.0, -1.0, 1.0, -1.0])
    found = projection.principal_components(np.column_stack([one, one, other]))
    assert found.names == ["pc1", "pc2"]
    assert found.explained == pytest.approx([8 / 9, 1 / 9])
    assert found.axes == pytest.approx(np.array([[np.sqrt(0.5), 0], [np.sqrt(0.5), 0], [0, 1]]))
    assert found.loadings == pytest.approx(np.array([[1, 0], [1, 0], [0, 1]]))


def test_loadings_are_correlations_with_the_scores():
    x = columns_of()
    found = projection.principal_components(x)
    scores = found.scores(x)
    for column in range(x.shape[1]):
        for axis in range(3):
            assert found.loadings[column, axis] == pytest.approx(np.corrcoef(x[:, column], scores[:, axis])[0, 1])


@settings(max_examples=examples(80))
@given(x=tables())
def test_components_are_perpendicular_with_known_signs(x):
    found = projection.principal_components(x)
    assert len(found.names) <= min(3, *x.shape)
    assert found.axes.T @ found.axes == pytest.approx(np.eye(len(found.names)), abs=1e-7)
    assert (np.diff(found.explained) <= 1e-9).all()
    assert 0 <= found.explained.sum() <= 1 + 1e-9
    assert (np.abs(found.loadings) <= 1).all()
    for axis in found.axes.T:
        assert axis[np.round(np.abs(axis), 9).argmax()] > 0


def test_the_order_of_customers_turns_no_axis():
    x = columns_of()
    turned = np.random.default_rng(1).permutation(len(x))
    one, other = projection.principal_components(x), projection.principal_components(x[turned])
    assert one.axes == pytest.approx(other.axes)


@pytest.mark.parametrize(("d", "axes"), [(1, 1), (2, 2), (3, 3), (6, 3)])
def test_there_are_no_more_components_than_columns(d, axes):
    assert len(projection.principal_components(columns_of(d=d)).names) == axes


def test_equal_customers_have_no_component_and_a_constant_column_no_loading():
    assert projection.principal_components(np.full((9, 3), 0.1)).names == []
    found = projection.principal_components(np.column_stack([np.arange(5.0), np.full(5, 1 / 3)]))
    assert found.names == ["pc1"]
    assert found.loadings[:, 0] == pytest.approx([1, 0])


def test_discriminants_are_those_of_scikit_learn():
    x, labels = blobs(deviation=2.0)
    x = np.column_stack([x, np.random.default_rng(2).normal(size=(len(x), 2))])
    mine = projection.discriminants(x, labels)
    other = LinearDiscriminantAnalysis(n_components=2).fit(x, labels)
    assert mine.names == ["ld1", "ld2"]
    assert mine.explained == pytest.approx(other.explained_variance_ratio_, abs=1e-4)
    scores, expected = mine.scores(x), other.transform(x)
    for axis in range(2):
        assert abs(np.corrcoef(scores[:, axis], expected[:, axis])[0, 1]) == pytest.approx(1, abs=1e-5)


def test_the_variance_within_the_segments_is_1_on_every_axis():
    x, labels = blobs(deviation=2.0)
    scores = projection.discriminants(x, labels).scores(x)
    means = np.stack([scores[labels == segment].mean(axis=0) for segment in range(4)])
    assert (scores - means[labels]).var(axis=0) == pytest.approx(1, abs=1e-3)


def test_discriminants_see_what_components_do_not():
    rng = np.random.default_rng(6)
    labels = np.repeat([1, 2], 200)
    # The wide column says nothing of the segments; the narrow one tells them.
    x = np.column_stack([rng.normal(0, 10, 400), labels + rng.normal(0, 0.1, 400)])
    assert abs(projection.principal_components(x).axes[0, 0]) > 0.99
    (axis,) = projection.discriminants(x, labels).axes.T
    assert abs(axis[1]) > 50 * abs(axis[0])


@pytest.mark.parametrize(("segments", "axes"), [(1, 0), (2, 1), (3, 2), (4, 2)])
def test_there_is_one_discriminant_less_than_segments(segments, axes):
    x, labels = blobs()
    rows = labels < segments
    assert len(projection.discriminants(x[rows], labels[rows]).names) == axes


def test_segments_on_a_line_have_one_discriminant():
    x = np.repeat([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]], 5, axis=0) + np.tile([[0.1, -0.1], [-0.1, 0.1]], (8, 1))[:15]
    x[4::5] = [[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]]
    labels = np.repeat([1, 2, 3], 5)
    assert len(projection.discriminants(x, labels).names) == 1


def test_noise_forms_no_discriminant():
    x, labels = blobs()
    with_noise = np.vstack([x, [[500.0, -500.0]]])
    one = projection.discriminants(x, labels)
    other = projection.discriminants(with_noise, np.append(labels, -1))
    assert one.axes == pytest.approx(other.axes)


@settings(max_examples=examples(80))
@given(x=tables(), data=st.data())
def test_any_segments_give_finite_points(x, data):
    labels = data.draw(arrays(int, len(x), elements=st.integers(-1, 3)))
    views = [projection.principal_components(x), projection.discriminants(x, labels)]
    assert len(views[1].names) <= max(len(set(labels) - {-1}) - 1, 0)
    rows, points = projection.segment_points(x, views, seed=1)
    assert list(points) == ["pc1", "pc2", "pc3", "ld1", "ld2"]
    assert (rows == np.arange(len(x))).all()
    there = {name for view in views for name in view.names}
    for name, values in points.items():
        assert np.isfinite(values).all() == (name in there)
        assert np.isnan(values).all() == (name not in there)
    assert all(np.isfinite(view.loadings).all() for view in views)


def test_tight_segments_do_no_harm():
    x = np.repeat(np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]), 4, axis=0)
    found = projection.discriminants(x, np.repeat([1, 2, 3], 4))
    assert found.names == ["ld1", "ld2"]
    assert np.isfinite(found.scores(x)).all()


def test_points_are_a_seeded_sample_of_the_scores_of_all():
    x, labels = blobs()
    views = [projection.principal_components(x), projection.discriminants(x, labels)]
    rows, points = projection.segment_points(x, views, seed=4, size=50)
    again, _ = projection.segment_points(x, views, seed=4, size=50)
    assert len(rows) == 50
    assert (rows == again).all()
    assert points["pc2"] == pytest.approx(views[0].scores(x)[rows, 1])
    assert points["ld1"] == pytest.approx(views[1].scores(x)[rows, 0])


def test_loading_rows_name_the_columns():
    x, labels = blobs()
    views = [projection.principal_components(x), projection.discriminants(x, labels)]
    rows = projection.loading_rows(views, ["income", "spend"])
    assert [(row["axis"], row["position"], row["column_name"]) for row in rows[:3]] == [
        ("pc1", 1, "income"),
        ("pc1", 2, "spend"),
        ("pc2", 1, "income"),
    ]
    assert len(rows) == 8
    assert sum(row["weight"] ** 2 for row in rows[:2]) == pytest.approx(1)
    assert rows[0]["explained_share"] + rows[2]["explained_share"] == pytest.approx(1)
