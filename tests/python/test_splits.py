"""Repeated stratified splits."""

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.classifier import splits
from segmentation.warehouse import macros


def class_lists():
    return st.lists(st.integers(0, 4), min_size=1, max_size=120).map(np.array)


def test_the_test_customers_are_the_same_share_of_every_class():
    classes = np.repeat([0, 1, 2], [500, 100, 20])
    for test in splits.stratified(classes, 3, seed=1):
        assert np.bincount(classes[test]).tolist() == [100, 20, 4]


def test_an_interval_over_splits_is_wider_than_that_of_as_many_samples():
    values = np.array([0.80, 0.82, 0.84, 0.86, 0.88])
    low, high = splits.interval(values)
    # t of four degrees, 2.776, times the deviation 0.0316 and the root of 1/5 + 1/4.
    assert (high - low) / 2 == pytest.approx(2.7764 * 0.031623 * 0.670820, rel=1e-4)
    assert (high + low) / 2 == pytest.approx(0.84)
    assert np.isnan(splits.interval(values[:1])).all()


@pytest.mark.parametrize("n_splits", [2, 3, 5, 10, 20])
def test_the_macro_gives_the_same_interval(n_splits):
    values = np.random.default_rng(n_splits).normal(0.8, 0.05, n_splits)
    reach = macros.rendered("intervals/*.sql", "reproducible.sql")["splits_error"]("value")
    with duckdb.connect() as connection:
        connection.register("splits", {"value": values})
        ((found,),) = connection.sql(f"select {reach} from splits").fetchall()
    low, high = splits.interval(values)
    # Student's t is an expansion there, right to half a percent.
    assert found == pytest.approx((high - low) / 2, rel=0.005)


def test_a_fifth_of_200_customers_is_40_whatever_the_sizes_of_the_classes():
    classes = np.repeat([0, 1, 2, 3, 4, 5], [44, 39, 38, 35, 22, 22])
    assert splits.stratified(classes, 20, seed=3).sum(axis=1).tolist() == [40] * 20


@given(classes=class_lists(), share=st.floats(0, 1), seed=st.integers(0, 3))
def test_every_class_is_split_by_the_share_and_keeps_a_customer_in_training(classes, share, seed):
    (test,) = splits.stratified(classes, 1, share=share, seed=seed)
    for value in np.unique(classes):
        size, held = (classes == value).sum(), (test & (classes == value)).sum()
        assert held < size
        assert abs(held - share * size) < 1 or held == size - 1


@given(classes=class_lists())
def test_no_more_are_tested_than_the_share_of_all(classes):
    assert splits.stratified(classes, 1, seed=1).sum() <= round(0.2 * len(classes))


def test_the_splits_differ_and_follow_the_seed():
    classes = np.zeros(200, dtype=int)
    one, again, other = (splits.stratified(classes, 2, seed=seed) for seed in (1, 1, 2))
    assert (one == again).all()
    assert (one != other).any()
    assert (one[0] != one[1]).any()


def test_a_split_does_not_depend_on_how_many_there_are():
    classes = np.zeros(200, dtype=int)
    assert (splits.stratified(classes, 5, seed=1)[:2] == splits.stratified(classes, 2, seed=1)).all()


def test_small_tables_have_more_splits():
    assert [splits.number_of_splits(n) for n in (10, 500, 501, 2_000, 2_001, 10**6)] == [10, 10, 5, 5, 3, 3]
