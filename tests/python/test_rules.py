"""Rules that tell the segments: the leaves of a small tree, in words and as SQL."""

import numpy as np
import pyarrow as pa
import pyarrow.csv as pcsv
import pytest
from conftest import DATABASE
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.clustering import kmeans
from segmentation.describing import rules
from segmentation.describing.conditions import Wording
from segmentation.features import transforms
from segmentation.features.transforms import Feature, Preparation

WORDING = {
    "income": Wording("annual income", "thousand"),
    "visits": Wording("visits"),
    "channel": Wording("channel"),
}
LEVELS = ["app", "Claire's", 'the "web"', "post", "(missing)", None]


def told(table, clusters, features, preparation=transforms.KEPT):
    columns = transforms.fit(table, features, preparation)
    return rules.segment_rules(table, np.asarray(clusters), columns, WORDING, seed=1)


def caught(table, rule_set):
    """For each customer, by DuckDB, whether each predicate holds."""
    numbered = table.append_column("row", pa.array(np.arange(table.num_rows)))  # noqa: F841 - read by SQL
    predicates = ", ".join(f"({rule.predicate}) as rule_{i}" for i, rule in enumerate(rule_set.rules))
    with DATABASE.cursor() as connection:
        rows = connection.sql(f"select {predicates} from numbered order by row").fetchall()
    return np.array(rows)


def two_groups():
    """Two groups of 50 customers that only the income tells apart, at 1 to 50 and at 951 to 1,000."""
    income = np.concatenate([np.arange(1.0, 51), np.arange(951.0, 1001)])
    return pa.table({"income": income, "visits": np.tile([1.0, 2.0, 3.0, 4.0, 5.0], 20)}), np.repeat([1, 2], 50)


@pytest.mark.parametrize(("transform", "limit"), [("none", 500), ("standard", 500), ("robust", 500), ("log", 200)])
def test_two_separated_groups_are_told_by_one_limit_in_raw_units(transform, limit):
    found = told(*two_groups(), [Feature("visits"), Feature("income", transform)])
    low, high = found.rules
    assert low == rules.Rule(
        1, 1, f"annual income up to {limit} thousand", f"coalesce(income, 500.5) <= {limit}", 50, 1.0, 1.0
    )
    assert (high.cluster, high.rule, high.coverage) == (2, f"annual income over {limit} thousand", 1)
    assert found.fidelity == 1


def test_a_middle_group_is_told_by_both_limits_of_one_feature():
    table = pa.table({"income": np.repeat([1.0, 50.0, 99.0], 30)})
    found = told(table, np.repeat([1, 2, 3], 30), [Feature("income", "none")])
    assert [rule.rule for rule in found.rules] == [
        "annual income up to 30 thousand",
        "annual income over 30 up to 70 thousand",
        "annual income over 70 thousand",
    ]


def test_a_level_is_told_by_is_and_is_not():
    found = told(pa.table({"channel": ["app", "post", "web"] * 20}), [1, 2, 2] * 20, [Feature("channel", "onehot")])
    assert [rule.rule for rule in found.rules] == ["channel is app", "channel is not app"]


def test_no_rule_names_more_than_two_levels_that_are_not_met():
    levels = [f"level {i}" for i in range(8)]
    clusters = [1, 2, 1, 3, 1, 4, 1, 5]
    found = told(pa.table({"channel": levels * 10}), clusters * 10, [Feature("channel", "onehot")])
    assert max(rule.predicate.count("channel") for rule in found.rules) == 2


def test_a_cluster_in_two_places_has_two_numbered_rules_the_larger_first():
    table = pa.table({"income": np.repeat([1.0, 50.0, 99.0], [20, 30, 40])})
    found = told(table, np.repeat([1, 2, 1], [20, 30, 40]), [Feature("income", "none")])
    assert [(rule.cluster, rule.rule_number, rule.customers) for rule in found.rules] == [
        (1, 1, 40),
        (1, 2, 20),
        (2, 1, 30),
    ]
    assert [rule.coverage for rule in found.rules] == pytest.approx([2 / 3, 1 / 3, 1])


def test_a_leaf_that_helps_by_less_than_a_point_is_left_out():
    income = np.arange(1_000.0)
    clusters = np.where(income < 500, 1, 2)
    clusters[[100, 101, 102]] = 2
    found = told(pa.table({"income": income}), clusters, [Feature("income", "none")])
    assert len(found.rules) == 2
    assert found.fidelity == pytest.approx(0.997, abs=0.0011)


def test_a_leaf_that_alone_tells_a_cluster_is_kept_where_it_costs_nothing():
    income = np.arange(1_000.0)
    clusters = np.where(income < 500, 1, np.where(income < 996, 2, 3))
    found = told(pa.table({"income": income}), clusters, [Feature("income", "none")])
    assert [rule.cluster for rule in found.rules] == [1, 2, 3]


def test_a_cluster_that_is_the_majority_of_no_leaf_has_no_rule():
    table = pa.table({"visits": np.tile(np.arange(10.0), 11)})
    found = told(table, np.where(np.arange(110) < 100, 1, 2), [Feature("visits", "none")])
    assert {rule.cluster for rule in found.rules} == {1}
    assert found.fidelity == 100 / 110


def test_one_cluster_is_everyone():
    table, _ = two_groups()
    found = told(table, np.ones(100, dtype=int), [Feature("income")])
    assert found.rules == [rules.Rule(1, 1, "everyone", "true", 100, 1.0, 1.0)]


def test_limits_of_many_customers_are_readable_though_their_values_lie_close():
    rng = np.random.default_rng(1)
    income = np.round(rng.uniform(0, 1_000, 20_000), 2)
    found = told(pa.table({"income": income}), np.where(income < 728.43, 1, 2), [Feature("income", "none")])
    assert found.rules[0].rule == "annual income up to 728 thousand"
    assert 0.995 < found.fidelity < 1


def test_a_tree_grown_on_a_part_of_the_customers_is_judged_on_all():
    table, clusters = two_groups()
    columns, part = transforms.fit(table, [Feature("income")]), np.arange(0, 100, 10)

    def of_all(tree):
        halves = [(table.slice(start, 50), clusters[start : start + 50]) for start in (0, 50)]
        return sum(tree.counts(*half) for half in halves)

    found = rules.segment_rules(table.take(part), clusters[part], columns, WORDING, seed=1, counts_of_all=of_all)
    assert [rule.customers for rule in found.rules] == [50, 50]
    assert caught(table, found).sum(axis=0).tolist() == [50, 50]
    assert (caught(table, found)[part, found.placed_by]).all()


def test_who_is_in_a_cluster_that_no_customer_of_the_part_is_in_is_caught_by_a_rule_of_another():
    table, clusters = two_groups()
    clusters[99] = 3
    columns, part = transforms.fit(table, [Feature("income")]), np.arange(0, 100, 10)
    found = rules.segment_rules(
        table.take(part),
        clusters[part],
        columns,
        WORDING,
        seed=1,
        counts_of_all=lambda tree: tree.counts(table, clusters),
    )
    assert [(rule.cluster, rule.customers, rule.precision) for rule in found.rules] == [(1, 50, 1), (2, 50, 0.98)]
    assert found.fidelity == 0.99


@st.composite
def customers(draw):
    """Customers with missing numbers, repeated and close values, levels with quotes, any transform, any clusters."""
    seed, n = draw(st.integers(0, 10_000)), draw(st.integers(2, 300))
    k = draw(st.integers(1, 6))
    rng = np.random.default_rng(seed)
    income = [
        rng.integers(-3, 4, n).astype(float),
        rng.normal(0, 1e6, n),
        np.exp(rng.normal(0, 6, n)),
        0.1 + rng.integers(0, 5, n) * 2.0**-56,
    ][draw(st.integers(0, 3))]
    visits = rng.gamma(1.0, 5.0, n).round(draw(st.integers(0, 6)))
    channel = rng.choice(np.array(LEVELS, dtype=object), n)
    income[rng.random(n) < 0.2] = np.nan
    income[0] = 1.0
    table = pa.table(
        {
            "income": pa.array(income, from_pandas=True),
            "visits": visits,
            "channel": pa.array(channel.tolist(), pa.string()),
        }
    )
    transform = draw(st.sampled_from(["none", "standard", "robust", "log"]))
    missing = draw(st.sampled_from(["median", "mean", "zero"]))
    features = [Feature("income", transform, missing), Feature("channel", "onehot"), Feature("visits", "log")]
    preparation = Preparation(outliers=draw(st.sampled_from(["keep", "winsorise"])), winsorised_share=0.1)
    by_income = np.searchsorted(np.quantile(np.nan_to_num(income), [0.3, 0.6]), np.nan_to_num(income))
    by_chance = rng.integers(0, k, n)
    clusters = (np.where(rng.random(n) < 0.5, by_income, by_chance) + (channel == "Claire's")) % k + 1
    return table, clusters, features, preparation


@settings(deadline=None)
@given(customers())
def test_every_customer_meets_the_predicate_of_one_leaf_and_no_other(case):
    table, clusters, features, preparation = case
    found = told(table, clusters, features, preparation)
    met = caught(table, found)
    assert (met == (np.arange(len(found.rules)) == found.placed_by[:, None])).all()
    assert met.sum(axis=0).tolist() == [rule.customers for rule in found.rules]


@settings(deadline=None)
@given(customers())
def test_a_rule_set_is_short_and_its_figures_are_those_of_its_leaves(case):
    table, clusters, features, preparation = case
    found = told(table, clusters, features, preparation)
    k = len(np.unique(clusters))
    assert len(found.rules) <= 2 * k
    placed = np.array([rule.cluster for rule in found.rules])[found.placed_by]
    assert found.fidelity == pytest.approx((placed == clusters).mean())
    assert found.fidelity >= np.bincount(clusters).max() / len(clusters) - 0.01
    for index, rule in enumerate(found.rules):
        inside = found.placed_by == index
        assert rule.precision == pytest.approx((clusters[inside] == rule.cluster).mean())
        assert rule.coverage == pytest.approx(inside[clusters == rule.cluster].mean())
        assert all(rule.predicate.count(name) <= 2 for name in ("income", "visits", "channel"))
    assert found.rules == told(table, clusters, features, preparation).rules


def test_few_short_rules_tell_the_segments_of_mall_customers(real_data):
    names = {"age": "Age", "income": "Annual Income (k$)", "visits": "Spending Score (1-100)"}
    table = pcsv.read_csv(real_data / "mall_customers.csv").select(list(names.values())).rename_columns(list(names))
    features = [Feature(name, "none") for name in names]
    x = transforms.apply(table, transforms.fit(table, features))
    clusters = kmeans.assign(x, kmeans.fit_kmeans(x, 6, seed=1))["cluster"]
    columns = transforms.fit(table, features)
    found = rules.segment_rules(table, clusters, columns, WORDING | {"age": Wording("age", "years")}, seed=1)
    assert found.fidelity >= 0.9
    assert len(found.rules) <= 12
    assert {rule.cluster for rule in found.rules} == {1, 2, 3, 4, 5, 6}
