"""Figures that follow from others are told by their numbers; figures that do not are left alone."""

import numpy as np
import pytest

from segmentation.intake import derived
from segmentation.intake.derived import Relation

RANDOM = np.random.default_rng(7)
COUNT = RANDOM.integers(1, 30, 500).astype(float)
AVERAGE = RANDOM.uniform(5, 90, 500).round(2)
WINE, MEAT, FISH = RANDOM.integers(0, 400, (3, 500)).astype(float)


def test_a_total_that_is_count_times_average_is_found_within_rounding():
    columns = {"count": COUNT, "average": AVERAGE, "total": (COUNT * AVERAGE).round(0)}
    assert derived.products(columns) == [Relation("product", "total", ("count", "average"))]


def test_a_rounded_average_beside_its_total_and_count_is_found_as_a_ratio():
    total = RANDOM.uniform(10, 5_000, 500).round(2)
    (found,) = derived.products({"total": total, "count": COUNT, "average": (total / COUNT).round(1)})
    assert (found.rule, found.whole, found.parts) == ("ratio", "average", ("total", "count"))


def test_a_share_in_hundredths_is_found():
    revenue = RANDOM.uniform(100, 900, 500).round(2)
    profit = (revenue * RANDOM.uniform(0.05, 0.6, 500)).round(2)
    (found,) = derived.products({"profit": profit, "revenue": revenue, "margin": (100 * profit / revenue).round(1)})
    assert (found.whole, found.parts, found.slope) == ("margin", ("profit", "revenue"), 100.0)


def test_a_sum_of_columns_is_found_and_its_parts_are_not():
    columns = {"wine": WINE, "all": WINE + MEAT + FISH, "meat": MEAT, "fish": FISH, "count": COUNT}
    assert derived.sums(columns) == [Relation("sum", "all", ("wine", "meat", "fish"))]


@pytest.mark.parametrize(("slope", "offset"), [(1.0, 0.0), (0.5, 0.0), (0.5, 100.0), (-2.0, 7.5)])
def test_a_multiple_with_a_constant_is_found_with_its_figures(slope, offset):
    assert derived.lines({"spend": AVERAGE, "cost": slope * AVERAGE + offset}) == [
        Relation("line", "cost", ("spend",), slope, offset)
    ]


def test_independent_columns_follow_from_nothing():
    columns = {"count": COUNT, "average": AVERAGE, "wine": WINE, "meat": MEAT, "fish": FISH}
    assert derived.lines(columns) + derived.sums(columns) + derived.products(columns) == []


def test_small_whole_numbers_are_not_derived_by_chance():
    columns = {name: RANDOM.integers(0, 3, 500).astype(float) for name in "abcd"}
    assert derived.lines(columns) + derived.sums(columns) + derived.products(columns) == []


def test_missing_values_hide_no_relation():
    total = COUNT * AVERAGE
    total[::7] = np.nan
    assert derived.products({"count": COUNT, "average": AVERAGE, "total": total})[0].whole == "total"


def test_similarity_is_that_of_the_ranks():
    found = derived.similarities([COUNT, -(COUNT**3), AVERAGE, np.full(500, np.nan)])
    assert found[0, 1] == pytest.approx(1)
    assert found[0, 2] < 0.2
    assert found[0, 3] == 0
