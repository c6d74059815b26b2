"""How far customers are from those a model was trained on."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.lifecycle import drift


def column(values):
    return pa.chunked_array([pa.array(values, from_pandas=True)])


def figures(values, cut):
    """How far values have drifted, by their counts in two parts."""
    parts = (values.slice(0, 1), values.slice(1))
    counted = [drift.counts_by_feature(pa.table({"it": part}), {"it": cut})["it"] for part in parts]
    return drift.by_feature({"it": sum(counted)}, {"it": cut})["it"]


numbers = st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), min_size=1, max_size=80).map(
    lambda values: pa.chunked_array([pa.array(values, pa.float64())])
)
levels = st.lists(st.one_of(st.none(), st.sampled_from("abcd")), min_size=1, max_size=80).map(
    lambda values: pa.chunked_array([pa.array(values, pa.string())])
)


@given(st.one_of(numbers, levels))
def test_the_same_customers_have_not_drifted(values):
    cut = drift.bins(values)
    expected = np.array([each.share for each in cut])
    assert expected.sum() == pytest.approx(1)
    assert drift.shares(values, cut) == pytest.approx(expected)
    assert drift.stability_index(expected, drift.shares(values, cut)) == pytest.approx(0, abs=1e-12)


@given(st.one_of(st.tuples(numbers, numbers), st.tuples(levels, levels)))
def test_everybody_is_in_a_bin_or_outside(both):
    then, now = both
    found = figures(now, drift.bins(then))
    assert 0 <= found["outside_share"] <= 1
    assert np.isfinite(found["stability_index"])


@given(st.lists(st.floats(0.01, 1), min_size=2, max_size=8), st.integers(0, 100))
def test_the_index_is_positive_and_the_same_either_way(weights, seed):
    one = np.array(weights) / sum(weights)
    other = np.random.default_rng(seed).dirichlet(np.ones(len(one)))
    assert drift.stability_index(one, other) >= -1e-12
    assert drift.stability_index(one, other) == pytest.approx(drift.stability_index(other, one))


def test_the_index_of_two_known_shares():
    expected = 0.1 * np.log(0.6 / 0.5) * 2 / 2 + (-0.1) * np.log(0.4 / 0.5)
    assert drift.stability_index(np.array([0.5, 0.5]), np.array([0.6, 0.4])) == pytest.approx(expected)


def test_numbers_are_cut_into_tenths_and_the_border_belongs_below():
    cut = drift.bins(column(np.arange(1.0, 101.0)))
    assert [each.share for each in cut] == pytest.approx([0.1] * 10 + [0])
    assert (cut[0].lower_limit, cut[9].upper_limit) == (1, 100)
    halves = drift.shares(column([cut[0].upper_limit, cut[0].upper_limit + 1e-6]), cut)
    assert halves[:2].tolist() == [0.5, 0.5]


def test_equal_numbers_share_a_bin_and_missing_ones_have_their_own():
    cut = drift.bins(column([0.0] * 8 + [10.0] + [None]))
    assert [each.level for each in cut] == [None, None, "(missing)"]
    assert cut[0].upper_limit == cut[1].lower_limit == pytest.approx(2)
    assert [each.share for each in cut] == pytest.approx([0.8, 0.1, 0.1])


def test_one_number_for_all_is_a_bin():
    cut = drift.bins(column([3.0, 3.0]))
    assert [(each.lower_limit, each.upper_limit, each.share) for each in cut[:1]] == [(3, 3, 1)]
    assert figures(column([3.0, 4.0]), cut)["outside_share"] == 0.5


def test_a_level_that_was_never_seen_is_drift():
    cut = drift.bins(column(["a"] * 50 + ["b"] * 50))
    now = drift.shares(column(["a"] * 50 + ["c"] * 50), cut)
    assert now.tolist() == [0.5, 0, 0]
    assert drift.stability_index(np.array([0.5, 0.5, 0]), now) > 1


def test_prices_that_double_are_a_large_drift():
    prices = np.random.default_rng(1).lognormal(3, 0.5, 2_000)
    cut = drift.bins(column(prices))
    expected = np.array([each.share for each in cut])
    assert drift.stability_index(expected, drift.shares(column(prices * 2), cut)) > 0.25
    again = np.random.default_rng(2).lognormal(3, 0.5, 2_000)
    assert drift.stability_index(expected, drift.shares(column(again), cut)) < 0.1


def test_who_lies_outside_what_was_seen_is_counted():
    cut = drift.bins(column([1.0, 2.0, 5.0]))
    assert figures(column([1.0, 2.0, None, 9.0]), cut)["outside_share"] == 0.25
    assert figures(column(["a", "c"]), drift.bins(column(["a", "b"])))["outside_share"] == 0.5
