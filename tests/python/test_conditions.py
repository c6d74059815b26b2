"""What a rule asks of one feature: readable limits, words, and SQL that reads as exactly the same number."""

import pytest
from conftest import DATABASE
from hypothesis import example, given
from hypothesis import strategies as st

from segmentation.describing.conditions import Levels, Range, Wording, amount, literal, readable_limit

FINITE = st.floats(-1e250, 1e250)


@pytest.mark.parametrize(
    ("low", "high", "limit"),
    [
        (61.0, 78.0, 70.0),
        (2.0, 3.0, 2.0),
        (0.0, 1.0, 0.0),
        (-5.0, 3.0, -1.0),
        (50.0, 951.0, 500.0),
        (24.7, 25.3, 25.0),
        (0.1197, 0.1234, 0.122),
        (1.0, 1.0000000000000002, 1.0),
    ],
)
def test_a_limit_is_a_number_of_few_digits_between_two(low, high, limit):
    assert readable_limit(low, high, (low + high) / 2) == limit


def test_of_equally_short_limits_the_one_nearest_to_the_middle_is_taken():
    assert readable_limit(50.0, 951.0, 219.0) == 200
    assert readable_limit(50.0, 951.0, 1e9) == 900


@given(low=FINITE, high=FINITE, middle=FINITE)
@example(low=0.1, high=0.10000000000000002, middle=0.1)
@example(low=0.0, high=5e-324, middle=0.0)
def test_a_limit_parts_the_two_numbers_it_was_made_for(low, high, middle):
    low, high = min(low, high), max(low, high)
    if low < high:
        assert low <= readable_limit(low, high, middle) < high


@given(FINITE)
@example(242.83499999999998)
@example(1e22)
@example(-0.0)
def test_a_literal_reads_as_the_same_floating_point_number(value):
    with DATABASE.cursor() as connection:
        connection.execute("create or replace temp table one as select ?::double as x", [value])
        compared = f"select cast({literal(value)} as double) = x, x = {literal(value)} from one"
        assert connection.sql(compared).fetchall() == [(True, True)]


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (70.0, "thousand", "70 thousand"),
        (1234.5, "money", "1,234.5"),
        (0.125, "share", "12.5%"),
        (0.9, "share", "90%"),
        (0.07, "share", "7%"),
        (100.0, None, "100"),
        (1e-07, None, "0.0000001"),
    ],
)
def test_amounts_have_all_their_digits(value, unit, words):
    assert amount(value, unit) == words


@pytest.mark.parametrize(
    ("low", "high", "wording", "words"),
    [
        (70.0, None, Wording("annual income", "thousand"), "annual income over 70 thousand"),
        (None, 70.0, Wording("annual income", "thousand"), "annual income up to 70 thousand"),
        (0.0, 70.0, Wording("annual income", "thousand"), "annual income over 0 up to 70 thousand"),
        (-5.0, 0.0, Wording("profit", "money"), "profit over -5 up to 0"),
        (0.05, 0.12, Wording("discount", "share"), "discount over 5% up to 12%"),
        (0.0, None, Wording("is member", "share", is_flag=True), "member"),
        (None, 0.0, Wording("newsletter", "share", is_flag=True), "not newsletter"),
        (0.0, 0.3, Wording("newsletter", "share", is_flag=True), "newsletter over 0% up to 30%"),
    ],
)
def test_a_range_in_words(low, high, wording, words):
    assert Range("x", 1.0, low, high).words(wording) == words


@pytest.mark.parametrize(
    ("levels", "words", "conditions"),
    [
        (Levels("channel", met="app"), "channel is app", 1),
        (Levels("channel", unmet=("app",)), "channel is not app", 1),
        (Levels("channel", unmet=("app", "web")), "channel is neither app nor web", 2),
    ],
)
def test_levels_in_words(levels, words, conditions):
    assert levels.words(Wording("channel")) == words
    assert levels.conditions == conditions


def test_predicates_name_the_stand_in_for_what_is_missing():
    assert Range("income", 61.5, 30.0, 70.0).predicate == "coalesce(income, 61.5) > 30 and coalesce(income, 61.5) <= 70"
    assert Levels("channel", met="Claire's").predicate == "coalesce(channel, '(missing)') = 'Claire''s'"
