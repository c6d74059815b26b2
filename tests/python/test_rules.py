"""Rules that tell the segments, in words and raw units."""

import re

import numpy as np
import pyarrow as pa
import pytest

from segmentation import rules, transforms
from segmentation.transforms import Feature

WORDING = {"income": ("annual income", "thousand"), "visits": ("visits", None), "channel": ("channel", None)}


def two_groups(transform="standard"):
    """Two groups of 50 customers that only the income tells apart, at 1 to 50 and at 951 to 1,000."""
    income = np.concatenate([np.arange(1.0, 51), np.arange(951.0, 1001)])
    visits = np.tile([1.0, 2.0, 3.0, 4.0, 5.0], 20)
    table = pa.table({"income": income, "visits": visits})
    columns = transforms.fit(table, [Feature("visits"), Feature("income", transform)])
    return transforms.apply(table, columns), np.repeat([1, 2], 50), columns


def meets(rule, table):
    """Customers whom a rule on income or visits catches, read from its words."""
    caught = np.ones(table.num_rows, dtype=bool)
    for condition in rule.replace(" thousand", "").split(" and "):
        values = table["income" if "income" in condition else "visits"].to_numpy()
        if bound := re.search(r"over ([\d.]+)", condition):
            caught &= values > float(bound[1])
        if bound := re.search(r"up to ([\d.]+)", condition):
            caught &= values <= float(bound[1])
    return caught


@pytest.mark.parametrize("transform", ["none", "standard", "robust"])
def test_two_separated_groups_are_told_by_one_bound_in_raw_units(transform):
    x, clusters, columns = two_groups(transform)
    low, high = rules.segment_rules(x, clusters, columns, WORDING, seed=1)
    assert low == rules.Rule(1, "annual income up to 500 thousand", 1.0, 1.0)
    assert high == rules.Rule(2, "annual income over 500 thousand", 1.0, 1.0)


def test_the_bound_of_a_log_feature_is_turned_back_into_raw_units():
    x, clusters, columns = two_groups("log")
    low, high = rules.segment_rules(x, clusters, columns, WORDING, seed=1)
    halfway = np.sqrt(51 * 952) - 1
    assert low.rule == f"annual income up to {halfway:,.0f} thousand"
    assert high.rule == f"annual income over {halfway:,.0f} thousand"
    assert (low.coverage, low.precision, high.coverage, high.precision) == (1, 1, 1, 1)


def test_a_middle_group_is_told_by_both_bounds_of_one_feature():
    income = np.repeat([1.0, 50.0, 99.0], 30)
    table = pa.table({"income": income})
    columns = transforms.fit(table, [Feature("income")])
    found = rules.segment_rules(transforms.apply(table, columns), np.repeat([1, 2, 3], 30), columns, WORDING, seed=1)
    assert [rule.rule for rule in found] == [
        "annual income up to 25.5 thousand",
        "annual income over 25.5 thousand up to 74.5 thousand",
        "annual income over 74.5 thousand",
    ]


def test_a_level_is_told_by_is_and_is_not():
    table = pa.table({"channel": ["app", "post"] * 20})
    columns = transforms.fit(table, [Feature("channel", "onehot")])[:1]
    x = transforms.apply(table, columns)
    one, other = rules.segment_rules(x, np.array([1, 2] * 20), columns, WORDING, seed=1)
    assert one.rule == "channel is app"
    assert other.rule == "channel is not app"


def test_coverage_and_precision_are_those_of_the_rule_as_written():
    rng = np.random.default_rng(1)
    income = np.concatenate([rng.normal(40, 10, 300), rng.normal(70, 10, 150)])
    table = pa.table({"income": income, "visits": rng.integers(1, 9, 450).astype(float)})
    columns = transforms.fit(table, [Feature("income", "none"), Feature("visits", "none")])
    clusters = np.repeat([1, 2], [300, 150])
    for rule in rules.segment_rules(transforms.apply(table, columns), clusters, columns, WORDING, seed=1):
        caught = meets(rule.rule, table)
        hits = (caught & (clusters == rule.cluster)).sum()
        # The bounds are written with one decimal, so a customer or two may lie on the other side of them.
        assert rule.coverage == pytest.approx(hits / (clusters == rule.cluster).sum(), abs=0.02)
        assert rule.precision == pytest.approx(hits / caught.sum(), abs=0.02)
        assert min(rule.coverage, rule.precision) > 0.7


def test_a_condition_that_does_not_help_is_left_out():
    x, clusters, columns = two_groups()
    found = rules.segment_rules(x, clusters, columns, WORDING, seed=1)
    assert not any("visits" in rule.rule for rule in found)


def test_a_cluster_that_is_the_majority_of_no_leaf_has_no_rule():
    x = np.tile(np.arange(10.0), 11)[:, None]
    clusters = np.where(np.arange(110) < 100, 1, 2)
    (column,) = transforms.fit(pa.table({"visits": x[:, 0]}), [Feature("visits", "none")])
    found = rules.segment_rules(x, clusters, [column], WORDING, seed=1)
    assert found[1] == rules.Rule(2, None, 0.0, None)
    assert found[0].coverage > 0


def test_one_cluster_is_everyone():
    x, _, columns = two_groups()
    (only,) = rules.segment_rules(x, np.ones(100, dtype=int), columns, WORDING, seed=1)
    assert only == rules.Rule(1, "everyone", 1.0, 1.0)


def test_there_is_one_rule_per_cluster_in_order_and_the_same_again():
    rng = np.random.default_rng(3)
    x = rng.normal(size=(400, 2))
    clusters = (x[:, 0] > 0) * 2 + (x[:, 1] > 0) + 1
    table = pa.table({"income": x[:, 0], "visits": x[:, 1]})
    columns = transforms.fit(table, [Feature("income", "none"), Feature("visits", "none")])
    found = rules.segment_rules(x, clusters, columns, WORDING, seed=1)
    assert [rule.cluster for rule in found] == [1, 2, 3, 4]
    assert all(rule.coverage > 0.9 and rule.precision > 0.9 for rule in found)
    assert found == rules.segment_rules(x, clusters, columns, WORDING, seed=1)


def test_a_tree_grown_on_a_part_of_the_customers_is_judged_on_all(monkeypatch):
    monkeypatch.setattr(rules, "TREE_ROWS", 10)
    x, clusters, columns = two_groups()
    assert [rule.coverage for rule in rules.segment_rules(x, clusters, columns, WORDING, seed=1)] == [1, 1]
