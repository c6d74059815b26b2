"""Mixtures of Gaussian groups: how many groups they tell apart."""

import numpy as np
import pytest
from test_clustering import blobs

from segmentation.clustering import kmeans, mixtures

KS = range(2, 7)


def gains(x, *, seed=1, ks=KS):
    found, errors = mixtures.gains(x, {k: kmeans.fit_kmeans(x, k, seed=seed, n_init=2) for k in ks}, seed=seed)
    return dict(zip(ks, found, strict=True)), dict(zip(ks, errors, strict=True))


def test_the_gain_is_highest_at_the_planted_number_of_groups():
    found, errors = gains(blobs()[0])
    assert max(found, key=found.get) == 4
    assert errors[4] == 0
    assert all(errors[k] > 0 for k in KS if k != 4)


def test_a_small_narrow_group_beside_a_large_wide_one_is_told():
    rng = np.random.default_rng(3)
    x = np.vstack([rng.normal(0, 2, (400, 2)), rng.normal([7, 0], 0.3, (40, 2))])
    found, _ = gains(x)
    assert max(found, key=found.get) == 2


def test_groups_are_told_beside_irrelevant_columns_that_hide_them_from_distances():
    rng = np.random.default_rng(5)
    x = np.column_stack([np.repeat([0.0, 6, 12], 120) + rng.normal(size=360), rng.normal(size=(360, 5)) * 4])
    found, _ = gains((x - x.mean(axis=0)) / x.std(axis=0))
    assert max(found, key=found.get) == 3


@pytest.mark.parametrize("draw", ["normal", "random"])
def test_no_mixture_of_a_cloud_is_better_than_one_group(draw):
    found, _ = gains(getattr(np.random.default_rng(8), draw)(size=(400, 3)))
    assert max(found.values()) <= 0


def test_whole_numbers_and_flags_are_no_groups():
    rng = np.random.default_rng(4)
    found, _ = gains(np.column_stack([rng.poisson(3, 500), rng.integers(2, size=500), rng.normal(size=500)]) * 1.0)
    assert max(found.values()) <= 0


def test_values_are_spread_up_to_half_way_to_the_nearest_neighbour():
    x = np.array([[0.0], [0.0], [4.0], [5.0]])
    spread = mixtures.spread(x, seed=1)
    assert (abs(spread - x)[:, 0] <= [2, 2, 0.5, 0.5]).all()
    assert spread[0] != spread[1]
    assert (spread == mixtures.spread(x, seed=1)).all()


def test_the_gain_does_not_depend_on_units_nor_on_a_constant_column():
    x, _ = blobs()
    plain, _ = gains(x)
    scaled, _ = gains(np.column_stack([x * 1_000, np.ones(len(x))]))
    assert list(scaled.values()) == pytest.approx(list(plain.values()), abs=0.01)


@pytest.mark.parametrize("n", [3, 12])
def test_a_handful_of_customers_gets_a_gain_for_every_k(n):
    ks = range(2, min(n, 10) + 1)
    found, errors = gains(np.random.default_rng(3).normal(size=(n, 2)), ks=ks)
    assert np.isfinite([*found.values(), *errors.values()]).all()
