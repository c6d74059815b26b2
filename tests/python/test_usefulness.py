"""How much a way of dividing customers tells of them."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from sklearn.cluster import KMeans
from test_clustering import blobs

from segmentation.clustering import usefulness
from segmentation.clustering.usefulness import Way


def test_the_variance_between_groups_is_one_minus_the_inertia_within():
    x, _ = blobs()
    model = KMeans(3, n_init=1, random_state=1).fit(x)
    expected = 1 - model.inertia_ / ((x - x.mean(axis=0)) ** 2).sum()
    assert usefulness.variance_explained(x, model.labels_) == pytest.approx(expected, rel=1e-6)
    assert usefulness.variance_explained(x, np.zeros(len(x))) == pytest.approx(0, abs=1e-12)
    assert np.isnan(usefulness.variance_explained(np.ones((5, 2)), np.arange(5)))


@given(st.integers(0, 1_000), st.integers(2, 6))
def test_a_group_that_decides_all_explains_all_and_one_drawn_by_lot_nothing(seed, groups):
    rng = np.random.default_rng(seed)
    decides, drawn = rng.integers(0, groups, (2, 600))
    everybody = np.zeros(600, dtype=int)
    shares = usefulness.explained([decides, drawn, everybody], decides.astype(float), seed=seed, halves=20)
    assert shares[0] == pytest.approx(np.ones(20))
    assert abs(shares[1].mean()) < 0.05
    assert shares[2] == pytest.approx(np.zeros(20))


def test_many_small_groups_do_not_win_by_chance():
    rng = np.random.default_rng(1)
    outcome = rng.normal(size=400)
    each, pairs = np.arange(400), np.arange(400) // 2
    shares = usefulness.explained([each, pairs], outcome, seed=1)
    # Who is alone has nobody in the other half: the mean of all stands in.
    assert shares[0] == pytest.approx(np.zeros(usefulness.HALVES))
    assert shares[1].mean() < -0.2


def test_all_ways_are_judged_on_the_same_halves_and_the_order_of_groups_changes_nothing():
    rng = np.random.default_rng(2)
    groups, outcome = rng.integers(0, 3, 100), rng.normal(size=100)
    one, other = usefulness.explained([groups, np.array(["c", "a", "b"])[groups]], outcome, seed=3, halves=10)
    assert one == pytest.approx(other)


def test_where_all_did_the_same_there_is_nothing_to_explain():
    x, labels = blobs(sizes=(6, 4))
    ways = [Way("segments", labels, labels, 0.9), Way("bands", labels, labels)]
    rows = list(usefulness.compare(x, ways, {"purchase": np.ones(10), "revenue": np.zeros(0)}, seed=1))
    assert all(rows[0][f"{name}_explained"] is None for name in ("purchase", "revenue"))
    assert all(rows[1][f"{name}_gain_low"] is None for name in ("purchase", "revenue"))


def test_a_gain_is_that_of_the_segments_over_the_other_way():
    x, labels = blobs()
    rng = np.random.default_rng(1)
    drawn, outcome = rng.integers(0, 3, len(x)), labels + rng.normal(0, 0.5, len(x))
    segments, other = usefulness.compare(
        x, [Way("segments", labels, labels, 0.9), Way("bands", drawn, drawn)], {"revenue": outcome}, seed=1
    )
    assert (segments["group_count"], segments["stability"], segments["revenue_gain"]) == (4, 0.9, None)
    assert segments["smallest_share"] == pytest.approx(30 / 280)
    assert 0 < other["revenue_gain_low"] < other["revenue_gain"] < other["revenue_gain_high"]
    assert other["revenue_gain"] == pytest.approx(segments["revenue_explained"] - other["revenue_explained"])


def test_simpler_ways_place_customers_of_another_day_by_the_same_borders():
    x = np.random.default_rng(1).normal(size=(200, 2))
    two, bands = usefulness.simpler_ways(x, x[::-1], k=4, seed=1)
    assert (two.then == two.groups[::-1]).all()
    assert (bands.then == bands.groups[::-1]).all()
    assert (len(set(two.groups)), len(set(bands.groups))) == (2, 4)
    assert 0 < bands.stability <= 1


def test_rfm_is_a_way_only_where_customers_have_it():
    none = pa.table({"rfm_name": pa.array([None, None], pa.string()), "rfm_score": pa.array([None, None], pa.string())})
    some = pa.table({"rfm_name": ["Loyal", None], "rfm_score": ["155", None]})
    assert list(usefulness.rfm_ways(none, none)) == []
    names, cells = usefulness.rfm_ways(some, some)
    assert [way.name for way in (names, cells)] == ["rfm_names", "rfm_cells"]
    assert (names.groups.tolist(), cells.then.tolist()) == ([0, 1], [0, 1])


def test_intervals_of_outcomes_are_those_of_scipy_and_of_resampling(query):
    customers = query("select segment_id, has_bought, revenue from ml.outcome_customers where segmentation = 'rfm'")
    segment, bought, revenue = (np.array(column) for column in zip(*customers, strict=True))
    figures = ("purchase_share", "revenue_per_customer", "revenue_share")
    names = [f"{figure}_{end}" for figure in figures for end in ("low", "high")]
    rows = query(f"select segment_id, {', '.join(names)} from marts.segment_outcomes where segmentation = 'rfm'")
    drawn = np.random.default_rng(1).multinomial(len(segment), np.full(len(segment), 1 / len(segment)), 2_000)
    assert len(rows) > 3
    for segment_id, *found in rows:
        own = segment == segment_id
        shares = stats.binomtest(int(bought[own].sum()), int(own.sum())).proportion_ci(method="wilson")
        assert found[:2] == pytest.approx(shares, abs=1e-4)
        if revenue[own].any():
            mean = stats.t.interval(0.95, own.sum() - 1, revenue[own].mean(), stats.sem(revenue[own]))
            assert found[2:4] == pytest.approx(mean, rel=1e-3)
            resampled = (drawn[:, own] @ revenue[own]) / (drawn @ revenue)
            assert found[4:] == pytest.approx(np.percentile(resampled, usefulness.INTERVAL), abs=0.01)
