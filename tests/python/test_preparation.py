"""Preparation: correlated features and outliers with known answers, and clusters that only scaling made."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from test_clustering import blobs

from segmentation.clustering import preparation_effects
from segmentation.features import preparation, transforms
from segmentation.features.transforms import Feature, Preparation


def columns_of(max_rows=20, max_columns=4):
    shapes = st.tuples(st.integers(1, max_rows), st.integers(1, max_columns))
    return shapes.flatmap(lambda shape: arrays(float, shape, elements=st.floats(-1e4, 1e4, width=16)))


def heavy_tails(n=600, seed=2):
    """Log-normal features of one cloud: no clusters at all."""
    rng = np.random.default_rng(seed)
    return pa.table({name: rng.lognormal(3, 1.8, n) for name in ("spend", "orders", "visits")})


def effects_of(table, features, *, ks):
    return {row.preparation: row for row in preparation_effects.effects(table, features, Preparation(), ks=ks, seed=5)}


# Outliers


def test_winsorising_clips_at_the_quantiles_and_stores_them():
    table = pa.table({"spend": np.append(np.arange(100.0), 1e9)})
    (column,) = transforms.fit(table, [Feature("spend")], Preparation(outliers="winsorise", winsorised_share=0.05))
    assert (column.lower_limit, column.upper_limit) == (5, 95)
    scaled = transforms.apply(table, [column])[:, 0]
    assert scaled[:6].tolist() == [scaled[5]] * 6
    assert scaled[95:].tolist() == [scaled[95]] * 6
    assert scaled.std() == pytest.approx(1)
    # New customers meet the same limits.
    assert transforms.apply(pa.table({"spend": [-7.0, 1e12]}), [column])[:, 0].tolist() == [scaled[0], scaled[-1]]


def test_winsorising_comes_before_the_logarithm():
    table = pa.table({"spend": np.append(np.arange(100.0), 1e9)})
    (column,) = transforms.fit(table, [Feature("spend", "log")], Preparation(outliers="winsorise"))
    assert transforms.invert(transforms.apply(table, [column])[:, 0].max(), column) == pytest.approx(column.upper_limit)


def test_what_nearly_all_share_is_not_all_that_is_left():
    table = pa.table({"complaints": [0.0] * 999 + [1.0]})
    (column,) = transforms.fit(table, [Feature("complaints")], Preparation(outliers="winsorise"))
    assert column.upper_limit is None
    assert transforms.apply(table, [column])[:, 0].std() == pytest.approx(1)


@pytest.mark.parametrize("outliers", ["keep", "set_apart"])
def test_nothing_is_clipped_unless_asked_for(outliers):
    table = pa.table({"spend": [1.0, 2.0, 900.0]})
    (column,) = transforms.fit(table, [Feature("spend")], Preparation(outliers=outliers))
    assert (column.lower_limit, column.upper_limit) == (None, None)


# Correlated features


def names_left(table, features, **options):
    return [column.column_name for column in transforms.fit(table, features, Preparation(correlated="drop", **options))]


def test_of_two_features_that_say_the_same_the_later_is_dropped():
    x, labels = blobs()
    channel = np.array(["app", "post", "shop", "web"])[labels]
    table = pa.table({"a": x[:, 0], "channel": channel, "a_again": x[:, 0] * -2 + 1, "b": x[:, 1]})
    features = [Feature("a"), Feature("channel", "onehot"), Feature("a_again"), Feature("b")]
    columns = transforms.fit(table, features, Preparation(correlated="drop"))
    assert [column.column_name for column in columns if column.level is None] == ["a", "b"]
    assert [column.position for column in columns] == list(range(1, 7))
    assert len(transforms.fit(table, features)) == 7


def test_of_three_the_one_between_the_others_goes():
    rng = np.random.default_rng(3)
    middle = rng.normal(size=2_000)
    table = pa.table(
        {
            "middle": middle,
            "one": middle + rng.normal(0, 0.4, 2_000),
            "other": middle + rng.normal(0, 0.4, 2_000),
        }
    )
    features = [Feature(name) for name in table.column_names]
    assert names_left(table, features) == ["one", "other"]
    assert names_left(table, features, drop_from=0.95) == table.column_names


@settings(deadline=None)
@given(x=columns_of(), threshold=st.sampled_from([0.5, 0.9, 1.0]))
def test_no_strong_pair_is_left_and_never_all_are_dropped(x, threshold):
    dropped = transforms.correlated_columns(x, from_correlation=threshold)
    left = np.delete(x, sorted(dropped), axis=1)
    assert left.shape[1] >= 1
    assert not transforms.correlated_columns(left, from_correlation=threshold + 1e-6)


def test_whitened_columns_are_uncorrelated_with_deviation_1():
    rng = np.random.default_rng(1)
    base = rng.normal(size=(500, 1))
    values = np.column_stack([base + 0.3 * rng.normal(size=(500, 1)), base, 5 * rng.gamma(1.0, size=500)])
    x = preparation.whitened(values)
    assert np.cov(x, rowvar=False) == pytest.approx(np.eye(3))
    # What is said twice is there once.
    assert preparation.whitened(np.column_stack([base, -3 * base])).shape == (500, 1)


@settings(deadline=None)
@given(x=columns_of())
def test_whitening_never_fails(x):
    assert np.isfinite(preparation.whitened(x)).all()


# Effects


def test_a_heavy_tail_invents_clusters_and_logging_takes_them_away():
    features = [Feature(name, "log") for name in ("spend", "orders", "visits")]
    rows = effects_of(heavy_tails(), features, ks=[2, 3, 4, 5])
    assert list(rows) == ["configured", "standardised", "winsorised", "uncorrelated", "whitened"]
    assert rows["standardised"].silhouette > 0.6
    assert rows["standardised"].largest_share > 0.85
    assert rows["configured"].silhouette < 0.4
    assert rows["configured"].largest_share < 0.75
    assert rows["configured"].agreement == 1
    assert rows["configured"].configured_silhouette == rows["configured"].silhouette
    # In the configured space little is left of it.
    assert rows["standardised"].configured_silhouette < 0.5 * rows["standardised"].silhouette
    assert abs(rows["standardised"].agreement) < 0.1


def test_clusters_that_are_there_survive_every_preparation():
    x, _ = blobs()
    rows = effects_of(pa.table({"a": x[:, 0] + 20, "b": x[:, 1] + 20}), [Feature("a"), Feature("b")], ks=[3, 4, 5])
    for row in rows.values():
        assert (row.k, row.agreement) == (4, 1)
        assert (row.smallest_share, row.largest_share) == pytest.approx((30 / 280, 120 / 280))


def test_a_feature_said_twice_is_one_column_less():
    x, _ = blobs()
    table = pa.table({"a": x[:, 0], "b": x[:, 1], "a_again": x[:, 0] * 2 + 1})
    rows = effects_of(table, [Feature(name) for name in table.column_names], ks=[4])
    assert [rows[name].columns for name in ("configured", "uncorrelated", "whitened")] == [3, 2, 2]


def test_missing_numbers_and_categories_are_in_every_preparation():
    table = pa.table({"a": [1.0, None, 3.0, 9.0], "b": [2.0, 1.0, None, 5.0], "channel": ["app", "web", "app", None]})
    features = [Feature("a"), Feature("b", "log", "zero"), Feature("channel", "onehot")]
    for x in preparation.prepared(table, features, Preparation()).values():
        assert np.isfinite(x).all()
        assert len(x) == 4


@pytest.mark.parametrize("values", [[5.0] * 6, [1.0, 2.0, 1.0, 2.0, 1.0, 2.0], [7.0]])
def test_few_distinct_customers_are_no_reason_to_fail(values):
    rows = effects_of(pa.table({"a": values}), [Feature("a")], ks=[2, 3, 4])
    assert {row.k for row in rows.values()} == {len(set(values))}
    assert np.isnan(rows["configured"].silhouette) == (len(set(values)) == 1)
