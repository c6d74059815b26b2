"""Whether there are groups at all."""

import numpy as np
import pytest
from test_clustering import blobs

from segmentation.clustering import kmeans, mixtures, structure

KS = list(range(2, 7))


def verdict(x, ks=KS):
    clusterings = {k: kmeans.fit_kmeans(x, k, seed=1, n_init=2) for k in ks}
    return structure.verdict(x, ks, gain=mixtures.gains(x, clusterings, seed=1)[0].max(), seed=1)


def correlated(rng):
    return rng.normal(size=(250, 3)) @ rng.normal(size=(3, 3))


CLOUDS = {
    "uniform": lambda rng: rng.random((250, 3)),
    "Gaussian": lambda rng: rng.normal(size=(250, 3)),
    "correlated Gaussian": correlated,
    "correlated log-normal": lambda rng: np.exp(correlated(rng) / 2),
    "whole numbers": lambda rng: rng.poisson(4, (250, 3)) * 1.0,
    "heavy tails": lambda rng: rng.standard_t(4, (250, 3)),
}


SOON = ("uniform", "correlated Gaussian", "heavy tails")


@pytest.mark.parametrize(
    "cloud", [cloud if cloud in SOON else pytest.param(cloud, marks=pytest.mark.long) for cloud in CLOUDS]
)
def test_a_cloud_has_no_structure(cloud):
    assert verdict(CLOUDS[cloud](np.random.default_rng(5)))["structure"] == "no structure"


def test_groups_are_found_and_gain_more_than_data_without_any():
    found = verdict(blobs()[0])
    assert found["structure"] == "found"
    assert found["best_gain"] > found["structureless_gain"] + 1


def test_what_gains_nothing_over_one_group_has_no_structure():
    assert structure.verdict(blobs()[0], [4], gain=-0.1, seed=1)["structure"] == "no structure"


def test_groups_that_touch_beside_irrelevant_columns_are_found():
    rng = np.random.default_rng(7)
    x = np.column_stack([np.repeat([0, 3.5, 7], 80) + rng.normal(size=240), rng.normal(size=(240, 2))])
    assert verdict((x - x.mean(axis=0)) / x.std(axis=0))["structure"] == "found"


def test_the_references_keep_the_means_and_deviations_of_the_customers():
    x = np.random.default_rng(6).normal([3, -2], [1, 5], (400, 2))
    drawn = list(structure.references([x], seed=1))
    gaussian, skewed, even = (np.vstack(drawn[kind::3]) for kind in range(3))
    for like in (gaussian, skewed):
        assert like.mean(axis=0) == pytest.approx(x.mean(axis=0), abs=0.3)
        assert like.std(axis=0) == pytest.approx(x.std(axis=0), rel=0.1)
    assert abs(even).max() <= abs(x).max() * 1.5


def test_one_column_and_a_constant_one_beside_it_are_enough(monkeypatch):
    monkeypatch.setattr(structure, "REFERENCES", 3)
    x = np.column_stack([np.random.default_rng(2).normal(size=60), np.zeros(60)])
    for some in (x, x[:, :1]):
        assert verdict(some)["structure"] == "no structure"


def test_the_quick_gain_is_near_the_full_one_where_groups_are_clear():
    x, _ = blobs()
    centres = {4: np.array([[0.0, 0.0]] * 4) + x[:: len(x) // 4][:4]}
    assert mixtures.quick_gains([x], [4], seed=1)[0] == pytest.approx(mixtures.gains(x, centres, seed=1)[0][0], abs=0.2)


def test_samples_computed_together_gain_what_they_gain_alone():
    rng = np.random.default_rng(3)
    samples = [rng.normal(size=(60, 2)), rng.normal(size=(60, 2)) ** 3, rng.normal(size=(50, 3))]
    together = mixtures.quick_gains(samples, [2, 3], seed=1)
    alone = [mixtures.quick_gains([each], [2, 3], seed=1)[0] for each in samples]
    assert together == pytest.approx(alone)
