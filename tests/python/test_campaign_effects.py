"""Effects of campaigns: known answers, simulated campaigns of known effect, and what is said of them."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from segmentation.campaigns import analysis, balance, effects, planning, sequential, verdicts
from segmentation.campaigns.analysis import Members, Plan
from segmentation.campaigns.covariates import adjust

SEGMENTS = 4
ENDED = Plan("ended", 0.3, 0.1, 28)


def campaign(seed, *, customers=1200, holdout=0.3, effect=0.0, touched=(), spend=40.0):
    """Customers with habits, in random groups of their strata: those treated in some segments order more often."""
    rng = np.random.default_rng(seed)
    segment = rng.integers(1, SEGMENTS + 1, customers)
    habit = rng.beta(2, 4, customers) * (0.4 + 0.2 * segment)
    treated = np.ones(customers, dtype=bool)
    for number in range(1, SEGMENTS + 1):
        inside = rng.permutation(np.flatnonzero(segment == number))
        treated[inside[: int(len(inside) * holdout + rng.random())]] = False
    chance = habit + effect * (treated & np.isin(segment, touched))
    converted, recent = (rng.random(customers) < each for each in (np.clip(chance, 0, 1), habit))
    amounts = rng.lognormal(np.log(spend), 0.6, (3, customers))
    orders = rng.poisson(6 * habit)
    return Members(
        treated=treated,
        segment=segment,
        stratum=segment,
        converted=converted.astype(float),
        revenue=converted * amounts[0],
        before_converted=orders.astype(float),
        before_revenue=orders * amounts[1],
        recent_converted=recent.astype(float),
        recent_revenue=recent * amounts[2],
        other_orders=np.zeros(customers),
        other_revenue=np.zeros(customers),
        expected_value=habit * spend,
    )


def of(rows, measure="conversion", segment=None):
    return next(row for row in rows if row["measure"] == measure and row["segment_id"] == segment)


def test_means_are_compared_as_scipy_does():
    members = campaign(1)
    found = effects.of_means(members.revenue, members.treated)
    test = stats.ttest_ind(members.revenue[members.treated], members.revenue[~members.treated], equal_var=False)
    interval = test.confidence_interval()
    assert (found.low, found.high, found.p_value) == pytest.approx((interval.low, interval.high, test.pvalue))


def test_shares_are_compared_as_published():
    """Newcombe (1998), table II: 56 of 70 and 48 of 80, and 9 of 10 and 3 of 10."""
    for (one, size, other, other_size), interval in {
        (56, 70, 48, 80): (0.0524, 0.3339),
        (9, 10, 3, 10): (0.1705, 0.8090),
        (10, 10, 0, 10): (0.6075, 1.0),
        (0, 10, 0, 10): (-0.2775, 0.2775),
    }.items():
        treated = np.arange(size + other_size) < size
        converted = np.r_[np.arange(size) < one, np.arange(other_size) < other].astype(float)
        found = effects.of_shares(converted, treated)
        assert (found.low, found.high) == pytest.approx(interval, abs=6e-5)


def test_shares_have_the_p_value_and_the_ratio_of_scipy():
    members = campaign(2, effect=0.1, touched=(1, 2, 3, 4))
    found = effects.of_shares(members.converted, members.treated)
    counts = [
        [(members.converted[group] == done).sum() for done in (1, 0)] for group in (members.treated, ~members.treated)
    ]
    assert found.p_value == pytest.approx(stats.chi2_contingency(counts, correction=False).pvalue)
    ratio = stats.contingency.relative_risk(counts[0][0], sum(counts[0]), counts[1][0], sum(counts[1]))
    interval = ratio.confidence_interval()
    assert (found.ratio, found.ratio_low, found.ratio_high) == pytest.approx(
        (ratio.relative_risk, interval.low, interval.high)
    )


def test_a_correction_for_several_is_that_of_holm():
    assert effects.holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert effects.holm([0.9, 0.8]) == pytest.approx([1, 1])


def test_the_past_is_taken_out_as_by_a_regression():
    """The same difference as of treatment in a regression on strata and past, and its robust error."""
    members = campaign(3, effect=0.1, touched=(2, 3))
    taken = adjust(members.revenue, members.treated, members.stratum, members.past)
    found = effects.of_means(taken.values, members.treated, fitted=taken.fitted)
    strata = members.stratum[:, None] == np.unique(members.stratum)
    past = members.past[:, members.past.std(axis=0) > 0]
    design = np.column_stack([members.treated, strata, past / past.std(axis=0)]).astype(float)
    slopes = np.linalg.lstsq(design, members.revenue)[0]
    bread = np.linalg.inv(design.T @ design)
    left = members.revenue - design @ slopes
    error = np.sqrt((bread @ (design.T * left**2) @ design @ bread)[0, 0])
    plain = effects.of_means(members.revenue, members.treated)
    assert found.difference == pytest.approx(slopes[0])
    assert found.standard_error == pytest.approx(error, rel=0.02)
    assert found.standard_error < plain.standard_error
    assert taken.values.mean() == pytest.approx(members.revenue.mean())


def test_a_past_that_tells_nothing_is_left_out():
    rng = np.random.default_rng(4)
    treated = np.arange(400) % 2 == 0
    taken = adjust(rng.normal(size=400), treated, np.zeros(400, dtype=int), rng.normal(size=(400, 1)))
    assert (taken.fitted, taken.removed) == (0, 0)


@pytest.mark.parametrize(("effect", "touched"), [(0.0, ()), (0.08, (1, 2, 3, 4))], ids=["no effect", "an effect"])
def test_intervals_cover_the_truth_in_95_of_100_campaigns(effect, touched):
    covered = {"conversion": [], "revenue": []}
    paid = 40 * np.exp(0.6**2 / 2)
    for seed in range(500):
        members = campaign(1000 + seed, customers=700, effect=effect, touched=touched)
        for measure, truth in (("conversion", effect), ("revenue", effect * paid)):
            found, _ = analysis.effect_of(members, measure)
            covered[measure].append(found.low <= truth <= found.high)
    for measure, each in covered.items():
        assert 0.93 <= np.mean(each) <= 0.97, (measure, np.mean(each))


def test_a_campaign_without_effect_is_seldom_said_to_have_one():
    """Over all customers in one of twenty, and in any segment in one of twenty."""
    whole, parts = [], []
    for seed in range(300):
        members = campaign(50_000 + seed)
        rows = analysis.results(replace(members, revenue=0 * members.revenue), ENDED)
        called = {row["segment_id"] for row in rows if row["verdict"] in (verdicts.WORKS, verdicts.HARMS)}
        whole.append(None in called)
        parts.append(bool(called - {None}))
    # One of twenty, and what chance adds to it in 300 campaigns.
    assert np.mean(whole) <= 0.05 + 0.02
    assert np.mean(parts) <= 0.05 + 0.02


def test_an_effect_in_two_segments_is_found_there_and_nowhere_else():
    found = {number: 0 for number in range(1, SEGMENTS + 1)}
    for seed in range(40):
        rows = analysis.results(campaign(7000 + seed, customers=2400, effect=0.2, touched=(2, 4)), ENDED)
        for number in found:
            found[number] += of(rows, segment=number)["verdict"] == verdicts.WORKS
    assert min(found[2], found[4]) >= 36
    assert max(found[1], found[3]) <= 4


def test_the_smallest_effect_is_found_in_four_of_five_campaigns():
    planned = analysis.plan(campaign(8000), ENDED)
    found = [
        analysis.effect_of(campaign(8100 + seed, effect=planned["smallest_effect"], touched=(1, 2, 3, 4)), "conversion")
        for seed in range(200)
    ]
    # What was done before is taken out, which finds a little more.
    assert 0.75 <= np.mean([effect.p_value < 0.05 for effect, _ in found]) <= 0.95


def test_with_the_customers_or_days_needed_the_wished_lift_is_the_smallest_that_is_found():
    share, lift, holdout = 0.2, 0.15, 0.25
    customers = planning.customers_needed(share, np.sqrt(share * (1 - share)), lift, holdout)
    error = planning.standard_error(np.sqrt(share * (1 - share)), customers * (1 - holdout), customers * holdout)
    assert planning.smallest_effect(error) == pytest.approx(lift * share, rel=1e-3)
    days = planning.days_needed(share, 30, lift, 1500, 500)
    later = 1 - (1 - share) ** (days / 30)
    error = planning.standard_error(np.sqrt(later * (1 - later)), 1500, 500)
    assert planning.smallest_effect(error) == pytest.approx(lift * later, rel=0.03)
    assert planning.days_needed(share, 30, 0.02, 150, 50) is None


def test_looking_every_day_calls_no_effect_by_chance():
    """Over 40 days without an effect, the interval that may be read on any of them seldom leaves 0 out."""
    rng = np.random.default_rng(9)
    left, fixed, sizes, days = 0, 0, np.array([700, 300]), 40
    for _ in range(500):
        first_days = [rng.geometric(0.006, size) for size in sizes]
        shares = np.array([[(first <= day).mean() for first in first_days] for day in range(1, days + 1)])
        difference, variance = shares[:, 0] - shares[:, 1], (shares * (1 - shares) / sizes).sum(axis=1)
        at_end = 1 - 0.994**days
        expected = at_end * (1 - at_end) * (1 / sizes).sum()
        left += any(
            abs(each) > sequential.half_width(var, expected)
            for each, var in zip(difference, variance, strict=True)
            if var
        )
        fixed += bool((abs(difference) > 1.96 * np.sqrt(variance)).any())
    assert left / 500 <= 0.05
    assert fixed / 500 > 0.15


def test_the_interval_for_any_day_is_a_half_wider_than_that_of_the_last():
    assert 1.3 < sequential.half_width(1.0, 1.0) / 1.96 < 1.6


def test_groups_are_compared_before_the_start():
    members = campaign(10)
    assert analysis.plan(members, ENDED)["is_balanced"]
    odd = Plan("ended", 0.5, 0.1, 28)
    assert not analysis.plan(members, odd)["is_balanced"]
    unlike = balance.compare(members.treated, {"age": members.treated * 2.0 + members.recent_converted}, 0.3)
    assert (unlike.covariate, unlike.is_balanced) == ("age", False)


def test_where_something_else_counts_groups_are_compared_by_the_orders_of_the_shop():
    """A list of groups and of who came: of the time before only the orders are known."""
    members, nothing = campaign(12), np.zeros(1200)
    before = dict.fromkeys(("before_converted", "before_revenue", "recent_converted", "recent_revenue"), nothing)
    listed = replace(members, **before, expected_value=np.full(1200, np.nan))
    unknown = analysis.plan(listed, ENDED)
    assert (unknown["imbalanced_in"], unknown["is_balanced"]) == (None, True)
    known = analysis.plan(replace(listed, other_orders=members.before_converted), ENDED)
    assert (known["imbalanced_in"], known["is_balanced"]) == ("orders of the shop in the year before", True)
    chosen = replace(listed, other_orders=members.before_converted + members.treated)
    assert not analysis.plan(chosen, ENDED)["is_balanced"]


@pytest.mark.parametrize(
    ("difference", "low", "high", "p_value", "has_ended", "said"),
    [
        (0.05, 0.01, 0.09, 0.01, False, verdicts.TOO_EARLY),
        (0.05, 0.01, 0.09, 0.01, True, verdicts.WORKS),
        (-0.05, -0.09, -0.01, 0.01, True, verdicts.HARMS),
        (0.05, -0.01, 0.11, 0.1, True, verdicts.TOO_SMALL),
        (0.0, -0.01, 0.01, 1.0, True, verdicts.NO_EFFECT),
    ],
)
def test_what_is_said_of_a_difference(difference, low, high, p_value, has_ended, said):
    effect = effects.Effect(900, 100, 0.2 + difference, 0.2, difference, low, high, 0.02, 1, 1, 1, p_value)
    assert verdicts.verdict(effect, p_value, 0.1, has_ended=has_ended) == said


def test_a_group_of_one_is_too_small_to_tell_and_ends_nothing():
    members = campaign(11, customers=40)
    lonely = members.where(members.treated | (np.arange(40) == np.flatnonzero(~members.treated)[0]))
    row = of(analysis.results(lonely, ENDED))
    assert row["verdict"] == verdicts.TOO_SMALL
    assert np.isnan(row["difference"])
