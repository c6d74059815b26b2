"""The stored models as plain SQL: what the macros write places customers as the Python they are written after."""

from itertools import pairwise
from types import SimpleNamespace

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from conftest import DATABASE, examples
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.clustering import kmeans
from segmentation.clustering.confidence import Confidence
from segmentation.clustering.levels import Outer
from segmentation.describing import rules
from segmentation.describing.conditions import Wording
from segmentation.features import transforms
from segmentation.features.transforms import Feature, Preparation
from segmentation.lifecycle.model import Model
from segmentation.networks import scoring
from segmentation.warehouse import macros

LEVELS = ["app", "Claire's", 'the "web"', "null", "(missing)", None]
FORMING = [
    {"name": "income", "kind": "number", "in_clustering": True},
    {"name": "visits", "kind": "number", "in_clustering": True},
    {"name": "channel", "kind": "category", "in_clustering": True},
    {"name": "age", "kind": "number", "in_clustering": False},
]


MACROS = SimpleNamespace(
    **macros.rendered("text_literal.sql", "segmentation/placing/*.sql", "segmentation/features/*.sql")
)


def answer(query, customers):
    """Rows of a query on a table of customers, as arrays by column, ordered by customer."""
    with DATABASE.cursor() as connection:
        connection.register("customers", customers)
        return connection.sql(f"select * from ({query}) as placed order by cast(customer_id as integer)").fetchnumpy()


def known(customers="customers"):
    return MACROS.known_customers({"features": FORMING}, customers)


def with_ids(columns):
    count = len(next(iter(columns.values())))
    return pa.table({"customer_id": [str(i) for i in range(count)]} | columns)


def as_confidence(sure):
    """The rows that are stored of it, as the macros read them."""
    return [SimpleNamespace(narrow=sure.narrow, wide=sure.wide, wide_share=share) for share in sure.wide_share.tolist()]


def as_rows(columns):
    """Transforms as rows of feature_transforms."""
    return [column.__dict__ for column in columns]


@st.composite
def tables(draw, most=60):
    """Customers with missing numbers, whole ones that repeat, levels with quotes, and fitted transforms of any kind."""
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    n = draw(st.integers(2, most))
    income = [rng.integers(-2, 3, n).astype(float), np.exp(rng.normal(0, 4, n))][draw(st.integers(0, 1))]
    income[rng.random(n) < 0.2] = np.nan
    income[0] = 1.0
    customers = with_ids(
        {
            "income": pa.array(income, from_pandas=True),
            "visits": rng.integers(0, 4, n),
            "channel": pa.array(rng.choice(np.array(LEVELS, dtype=object), n).tolist(), pa.string()),
        }
    )
    features = [
        Feature("income", draw(st.sampled_from(["none", "standard", "robust", "clipped", "log"]))),
        Feature("visits", draw(st.sampled_from(["standard", "log"])), "zero"),
        Feature("channel", "onehot"),
    ]
    preparation = Preparation(outliers=draw(st.sampled_from(["keep", "winsorise"])), winsorised_share=0.1)
    return customers, transforms.fit(customers, features, preparation), rng


@settings(deadline=None)
@given(case=tables(), k=st.integers(1, 6), layout=st.sampled_from(["on customers", "between customers", "mirrored"]))
def test_the_nearest_centre_in_sql_is_that_of_python_with_its_ties(case, k, layout):
    customers, columns, rng = case
    x = transforms.apply(customers, columns)
    one, other = x[rng.integers(0, len(x), (2, k))]
    # All of them make ties, the last ones but for the last digits: a customer half-way between any two centres.
    steps = np.resize([1, -1], k)[:, None] * rng.normal(size=x.shape[1])
    centres = {"on customers": one, "between customers": (one + other) / 2, "mirrored": one[0] + steps}[layout]
    expected = kmeans.assign(x, centres)
    scaled = MACROS.scaled_customers(known(), as_rows(columns))
    sure = Confidence(0.5, 2.0, rng.uniform(size=k))
    found = answer(MACROS.nearest_centre_query(scaled, centres.tolist(), confidence=as_confidence(sure)), customers)
    assert found["segment_id"].tolist() == expected["cluster"].tolist()
    chances = sure.probabilities(kmeans.distances(x, centres))[np.arange(len(x)), expected["cluster"] - 1]
    assert found["probability"] == pytest.approx(chances, abs=1e-6)
    assert found["distance"] == pytest.approx(expected["distance"], abs=1e-6)
    if k == 1:
        assert np.ma.getmaskarray(found["second_segment_id"]).all()
    else:
        assert found["second_segment_id"].tolist() == expected["second_cluster"].tolist()
        assert found["second_distance"] == pytest.approx(expected["second_distance"], abs=1e-6)


@settings(deadline=None)
@given(case=tables(), k=st.integers(2, 6))
def test_sub_segments_in_sql_are_those_of_python(case, k):
    customers, columns, rng = case
    x = transforms.apply(customers, columns)
    centres, around = x[rng.integers(0, len(x), k)] + rng.normal(size=(k, x.shape[1])), rng.normal(size=(2, x.shape[1]))
    outer = Outer(around, np.array([3, 7]), rng.permutation(np.resize([3, 7], k)))
    weights = {"output/kernel": rng.normal(size=(x.shape[1], k)), "output/bias": rng.normal(size=k)}
    sure = Confidence(0.5, 2.0, rng.uniform(size=k))
    model = Model(columns, centres, np.arange(1, k + 1), weights=weights, outer=outer, confidence=sure)
    expected, scores = model.assignments(x), model.scores(x)
    known_outer = {3: around[0].tolist(), 7: around[1].tolist()}
    scaled = MACROS.outer_query(MACROS.scaled_customers(known(), as_rows(columns)), known_outer)
    within = outer.of.tolist()
    query = MACROS.nearest_centre_query(scaled, centres.tolist(), within=within, confidence=as_confidence(sure))
    found = answer(query, customers)
    assert found["segment_id"].tolist() == expected["segment_id"].tolist()
    assert np.ma.filled(found["second_segment_id"], 0).tolist() == expected["second_segment_id"].tolist()
    assert found["distance"] == pytest.approx(expected["distance"], abs=1e-6)
    assert found["probability"] == pytest.approx(scores["probability"], abs=1e-6)
    second = np.ma.filled(found["second_probability"], np.nan)
    assert second == pytest.approx(scores["second_probability"], abs=1e-6, nan_ok=True)
    layers = [np.vstack([bias, kernel]).T.tolist() for kernel, bias in scoring.layers(weights)]
    found = answer(MACROS.network_query(scaled, layers, within=within), customers)
    assert found["segment_id"].tolist() == scores["network_segment_id"].tolist()
    assert found["probability"] == pytest.approx(scores["network_probability"])


@settings(max_examples=examples(50))
@given(
    case=tables(),
    hidden=st.lists(st.integers(1, 40), max_size=3),
    k=st.integers(1, 5),
    scale=st.sampled_from([0.0, 0.1, 1.0, 10.0]),
)
def test_the_network_in_sql_is_that_of_python_whatever_its_layers(case, hidden, k, scale):
    customers, columns, rng = case
    x = transforms.apply(customers, columns)
    widths = [x.shape[1], *hidden, k]
    weights = {"calibration/temperature": np.array([rng.uniform(0.5, 2)])}
    for i, (given_width, width) in enumerate(pairwise(widths), start=1):
        name = "output" if i == len(widths) - 1 else f"dense_{i}"
        weights |= {
            f"{name}/kernel": rng.normal(0, scale, (given_width, width)),
            f"{name}/bias": rng.normal(0, scale, width),
        }
        if name != "output":
            norm = {part: rng.uniform(0.5, 2, width) for part in ("gamma", "beta", "moving_mean", "moving_variance")}
            weights |= {f"norm_{i}/{part}": values for part, values in norm.items()}
    layers = [np.vstack([bias, kernel]).T.tolist() for kernel, bias in scoring.layers(weights)]
    probabilities = scoring.predict(x, weights)
    scaled = MACROS.scaled_customers(known(), as_rows(columns))
    found = answer(MACROS.network_query(scaled, layers), customers)
    assert found["segment_id"].tolist() == (scoring.likeliest(probabilities) + 1).tolist()
    assert found["probability"] == pytest.approx(probabilities.max(axis=1))
    if k > 1:
        assert (found["second_segment_id"] != found["segment_id"]).all()
        assert found["second_probability"] == pytest.approx(np.sort(probabilities, axis=1)[:, -2], abs=1e-12)


def test_segments_go_by_their_numbers_where_some_have_died():
    customers = with_ids({"income": [1.0, 8.0], "visits": [0.0, 1.0], "channel": ["app", "web"]})
    columns = transforms.fit(customers, [Feature("income", "none")])
    scaled = MACROS.scaled_customers(known(), as_rows(columns))
    found = answer(MACROS.nearest_centre_query(scaled, [[0.0], [9.0]], [2, 7]), customers)
    assert (found["segment_id"].tolist(), found["second_segment_id"].tolist()) == ([2, 7], [7, 2])
    layers = [[[9.0, -1.0], [0.0, 1.0]]]
    found = answer(MACROS.network_query(scaled, layers, [2, 7]), customers)
    assert (found["segment_id"].tolist(), found["second_segment_id"].tolist()) == ([2, 7], [7, 2])


def test_a_network_wider_than_an_expression_may_be_deep_is_applied_too():
    customers = with_ids({"income": [1.0, 2.0], "visits": [0.0, 1.0], "channel": ["app", "web"]})
    columns = transforms.fit(customers, [Feature("income", "none")])
    layers = [[[0.0, 1.0]] * 1_500, [[0.0] + [1.0] * 1_500, [2_000.0] + [0.0] * 1_500]]
    found = answer(MACROS.network_query(MACROS.scaled_customers(known(), as_rows(columns)), layers), customers)
    assert found["segment_id"].tolist() == [2, 1]


@settings(deadline=None)
@given(case=tables(), k=st.integers(1, 4))
def test_the_rules_in_sql_place_customers_as_their_tree_does(case, k):
    customers, columns, rng = case
    clusters = rng.integers(1, k + 1, customers.num_rows)
    wording = {name: Wording(name) for name in ("income", "visits", "channel")}
    told = rules.segment_rules(customers, clusters, columns, wording, seed=1)
    found = answer(
        MACROS.rules_query(known(), [rule.__dict__ | {"segment_id": rule.cluster} for rule in told.rules]), customers
    )
    placed_by = [told.rules[index] for index in told.placed_by]
    assert found["segment_id"].tolist() == [rule.cluster for rule in placed_by]
    assert found["rule_number"].tolist() == [rule.rule_number for rule in placed_by]
    assert found["probability"].tolist() == [rule.precision for rule in placed_by]


def test_what_is_no_measurement_is_missing_and_who_is_not_known_at_all_is_in_segment_0():
    customers = with_ids(
        {
            "income": [1.0, 3.0, np.nan, np.inf, None],
            "visits": pa.array([1, 3, None, 1, None], pa.int32()),
            "channel": ["app", " web ", "", "app", None],
        }
    )
    columns = transforms.fit(
        customers.slice(0, 2), [Feature("income"), Feature("visits"), Feature("channel", "onehot")]
    )
    scaled = MACROS.scaled_customers(known(), as_rows(columns))
    centres = transforms.apply(customers.slice(0, 2), columns).tolist()
    found = answer(MACROS.placed_customers("nearest_centre", MACROS.nearest_centre_query(scaled, centres)), customers)
    assert found["segment_id"].tolist() == [1, 2, 0, 1, 0]
    unplaced = [False, False, True, False, True]
    for name in ("second_segment_id", "distance", "second_distance"):
        assert np.ma.getmaskarray(found[name]).tolist() == unplaced


@pytest.mark.parametrize("method", ["nearest_centre", "network", "rules"])
def test_the_columns_are_the_same_with_and_without_a_model(method):
    names = "customer_id, true as is_unknown, 1 as segment_id, 2 as second_segment_id, 1 as rule_number"
    measures = "0.5 as distance, 0.5 as second_distance, 0.5 as probability, 0.5 as second_probability"
    customers = with_ids({"income": [1.0]})
    with_model = MACROS.placed_customers(method, f"select {names}, {measures} from customers")
    described = []
    for query in (with_model, MACROS.placed_customers(method, None)):
        with duckdb.connect() as connection:
            connection.register("customers", customers)
            described.append(connection.sql(f"describe {query}").fetchall())
    assert described[0] == described[1]
    assert [row[0] for row in described[0][:3]] == ["customer_id", "segment_id", "second_segment_id"]
