"""Transforms: fitted once, applied anywhere, turned back into raw values."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from segmentation.features import transforms
from segmentation.features.transforms import Feature

NUMBER_TRANSFORMS = ["none", "standard", "robust", "clipped", "log"]


def fit_one(values, transform, missing="median"):
    table = pa.table({"x": values})
    (column,) = transforms.fit(table, [Feature("x", transform, missing)])
    return column, transforms.apply(table, [column])[:, 0]


def spread_values():
    return arrays(float, st.integers(2, 30), elements=st.floats(-1e6, 1e6, width=32))


@pytest.mark.parametrize(
    ("transform", "centre", "scale"),
    [
        ("none", 0.0, 1.0),
        ("standard", 30.0, np.sqrt(600.0)),
        ("robust", 20.0, 20.0),
        ("log", np.log([1, 11, 21, 31, 91]).mean(), np.log([1, 11, 21, 31, 91]).std()),
    ],
)
def test_known_centre_and_scale(transform, centre, scale):
    values = [0.0, 10.0, 20.0, 30.0, 90.0]
    if transform == "standard":
        values = [0.0, 10.0, 30.0, 40.0, 70.0]
    column, scaled = fit_one(values, transform)
    assert column.centre == pytest.approx(centre)
    assert column.scale == pytest.approx(scale)
    shaped = np.log1p(values) if transform == "log" else np.array(values)
    assert scaled == pytest.approx((shaped - centre) / scale)


@pytest.mark.parametrize("transform", ["standard", "log"])
def test_scaled_coordinates_have_mean_0_and_deviation_1(transform):
    _, scaled = fit_one(np.random.default_rng(1).gamma(1.0, 500.0, 300), transform)
    assert scaled.mean() == pytest.approx(0)
    assert scaled.std() == pytest.approx(1)


def test_a_clipped_feature_ends_three_quartile_distances_from_the_quartiles():
    balances = [*np.linspace(-100, 100, 201), -9_000.0, 5_000.0, 80_000.0]
    column, scaled = fit_one(balances, "clipped")
    low, high = np.percentile(balances, [25, 75])
    assert (column.lower_limit, column.upper_limit) == pytest.approx((4 * low - 3 * high, 4 * high - 3 * low))
    assert np.abs(scaled).max() < 5 < np.abs(fit_one(balances, "standard")[1]).max()
    assert scaled[:201] == pytest.approx((np.array(balances[:201]) - column.centre) / column.scale)


def test_signed_log_keeps_zero_sign_and_order():
    values = np.array([-1e6, -1.0, 0.0, 1.0, 1e6])
    shaped = transforms.signed_log(values)
    assert shaped[2] == 0
    assert shaped[3] == pytest.approx(np.log(2))
    assert shaped == pytest.approx(-shaped[::-1])
    assert (np.diff(shaped) > 0).all()


@given(values=spread_values(), transform=st.sampled_from([name for name in NUMBER_TRANSFORMS if name != "clipped"]))
def test_invert_gives_the_raw_value_back(values, transform):
    column, scaled = fit_one(values, transform)
    back = [transforms.invert(value, column) for value in scaled]
    assert back == pytest.approx(values, rel=1e-6, abs=1e-6 * max(1.0, float(np.abs(values).max())))


@given(values=spread_values(), transform=st.sampled_from(NUMBER_TRANSFORMS))
def test_scaled_coordinates_are_finite_and_keep_the_order(values, transform):
    _, scaled = fit_one(values, transform)
    assert np.isfinite(scaled).all()
    assert (np.diff(scaled[np.argsort(values, kind="stable")]) >= 0).all()


@pytest.mark.parametrize(("missing", "fill"), [("median", 2.0), ("mean", 4.0), ("zero", 0.0)])
def test_a_missing_value_takes_the_stand_in_of_its_feature(missing, fill):
    column, scaled = fit_one([1.0, None, 2.0, 9.0], "standard", missing)
    assert column.fill_value == fill
    assert transforms.invert(scaled[1], column) == pytest.approx(fill)


def test_a_nan_counts_as_missing():
    with_nan, with_null = ([1.0, value, 2.0, 9.0] for value in (np.nan, None))
    assert fit_one(with_nan, "log")[0] == fit_one(with_null, "log")[0]


def test_whole_numbers_scale_like_the_same_numbers_as_floats():
    assert fit_one([1, None, 5], "standard")[0] == fit_one([1.0, None, 5.0], "standard")[0]


@pytest.mark.parametrize("transform", NUMBER_TRANSFORMS)
def test_a_feature_without_any_value_is_refused_by_name(transform):
    table = pa.table({"visits": pa.array([None, None], pa.float64())})
    with pytest.raises(ValueError, match="Feature 'visits' has no value for any customer: take it out"):
        transforms.fit(table, [Feature("visits", transform)])


@pytest.mark.parametrize("transform", ["standard", "robust", "log"])
@pytest.mark.parametrize("value", [0.0, 7.0, 1e9, 0.1])
def test_a_constant_feature_lies_at_its_centre_and_decides_nothing(transform, value):
    _, scaled = fit_one([value] * 7, transform)
    assert scaled == pytest.approx(0)


def test_a_category_gives_one_coordinate_per_level_in_alphabetical_order():
    table = pa.table({"channel": ["post", "app", "(missing)", "post"]})
    columns = transforms.fit(table, [Feature("channel", "onehot")])
    assert [(column.position, column.column_name, column.level) for column in columns] == [
        (1, "channel=app", "app"),
        (2, "channel=post", "post"),
    ]
    assert transforms.apply(table, columns).tolist() == [[0, 1], [1, 0], [0, 0], [0, 1]]


def test_an_unseen_or_missing_level_is_0_in_every_coordinate_of_its_category():
    columns = transforms.fit(pa.table({"channel": ["post", "app"]}), [Feature("channel", "onehot")])
    assert not transforms.apply(pa.table({"channel": ["fax", None, "(missing)"]}), columns).any()


def test_positions_count_on_over_numbers_and_categories():
    table = pa.table({"a": [1.0, 2.0], "b": ["x", "y"], "c": [3.0, 5.0]})
    features = [Feature("c"), Feature("b", "onehot"), Feature("a", "log")]
    columns = transforms.fit(table, features)
    assert [(c.position, c.column_name) for c in columns] == [(1, "c"), (2, "b=x"), (3, "b=y"), (4, "a")]


def test_transforms_fitted_on_one_table_scale_another_by_the_first_ones_figures():
    fitted_on = pa.table({"x": [0.0, 10.0], "c": ["a", "b"]})
    applied_to = pa.table({"c": ["b", "a", "b"], "x": [5.0, 25.0, None]})
    columns = transforms.fit(fitted_on, [Feature("x"), Feature("c", "onehot")])
    assert transforms.apply(applied_to, columns).tolist() == [[0, 0, 1], [4, 1, 0], [0, 0, 1]]


def test_a_robust_feature_that_is_mostly_one_value_is_still_scaled():
    _, scaled = fit_one([0.0] * 9 + [1_000.0], "robust")
    assert np.abs(scaled).max() < 100
