"""Rules next to the models, how both are tested on a past day, and which is in use."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from sklearn.metrics import brier_score_loss, roc_auc_score

from segmentation.value import backtest, fitting, rules, simulation, valuing
from segmentation.value.customers import Customers
from segmentation.value.fitting import MODELS
from segmentation.value.geometric import BG_NBD
from segmentation.value.histories import Histories

THETA = np.array([0.6, 6.0, 0.9, 2.5])


def customers(silent_days, days_to_next, *, days=100, **others):
    """Customers of whom nothing matters but how long they were silent and when they came back."""
    silent = np.array(silent_days, dtype=float)
    came = np.array([np.nan if each is None else each for each in days_to_next], dtype=float)
    many, zeros = len(silent), np.zeros(len(silent))
    columns = {
        "known": Histories.of_days(zeros, zeros, silent),
        "silent_days": silent,
        "mean_amount": zeros,
        "orders_last_year": zeros,
        "amount_last_year": zeros,
        "segment": np.array([""] * many),
        "rfm_cell": np.array([""] * many),
        "days": days,
        "days_to_next": came,
        "orders_after": (~np.isnan(came)).astype(float),
        "amount_after": 10 * (~np.isnan(came)).astype(float),
    }
    return Customers(**columns | others)


@pytest.fixture(scope="module")
def drawn():
    """Customers who behave as the BG/NBD says, on a day and half a year later."""
    many, days = 1_500, 182
    rng = np.random.default_rng(5)
    found = simulation.customers(BG_NBD, THETA, rng.uniform(20, 80, many), weeks=days / 7, seed=6)
    known, after = found.known, found.after
    then = customers(
        7 * (known.age - known.last),
        np.where(after > 0, 30.0, np.nan),
        days=days,
        known=known,
        mean_amount=np.where(known.orders > 0, rng.gamma(6, 5, many), 0),
        orders_last_year=known.orders,
        amount_last_year=30 * known.orders,
        orders_after=after,
        amount_after=30 * after,
        segment=np.where(known.orders > 1, "2", "1"),
    )
    return then, replace(then, days=0, days_to_next=np.full(many, np.nan))


def test_the_longest_silence_is_where_most_are_called_rightly():
    known = customers([10, 20, 30, 40, 45, 50, 60], [5, 5, None, 5, 5, None, None])
    assert rules.longest_silence(known) == 45
    assert rules.groups(known, 45)["silent"].tolist() == ["active"] * 5 + ["silent"] * 2


def test_silence_that_says_nothing_silences_everybody_or_nobody():
    assert rules.longest_silence(customers([10, 10, 10], [5, 5, None])) == 10


def test_a_rule_of_one_group_is_no_rule():
    known = customers([1, 2], [None, 3], segment=np.array(["4", "4"]), rfm_cell=np.array(["111", "555"]))
    assert list(rules.groups(known, None)) == ["everyone", "rfm_cells"]


def test_groups_come_back_as_they_did_and_later_at_the_same_pace():
    known = customers([1, 1, 1, 1], [20, 80, None, None], days=100)
    found = rules.rates(np.array(["a", "a", "a", "a"]), known)
    assert found["chance_30_days"].tolist() == [0.25]
    assert found["chance_90_days"].tolist() == [0.5]
    assert found["chance_365_days"] == pytest.approx([1 - 0.5**3.65])
    assert found["orders_a_day"].tolist() == [0.005]
    assert found["revenue_a_day"].tolist() == [0.05]


def test_measures_of_chances_are_those_of_scikit_learn():
    rng = np.random.default_rng(0)
    guess = np.round(rng.uniform(size=300), 1)
    came = (rng.uniform(size=300) < guess).astype(float)
    found = backtest.measures("chance", guess, backtest.Outcome(came))
    assert found["auroc"] == pytest.approx(roc_auc_score(came, guess))
    assert found["brier_score"] == pytest.approx(brier_score_loss(came, guess))
    assert found["calibration_error"] < 0.1


def test_measures_of_amounts():
    actual = np.arange(20, dtype=float)
    exact, twice, wrong = (
        backtest.measures("orders", guess, backtest.Outcome(actual)) for guess in (actual, 2 * actual, -actual)
    )
    assert exact == {
        "squared_error": 0,
        "absolute_error": 0,
        "total": 1,
        "rank_correlation": pytest.approx(1),
        "correlation": pytest.approx(1),
        "best_tenth_found": 1,
    }
    assert (twice["total"], twice["rank_correlation"]) == (2, pytest.approx(1))
    assert (wrong["rank_correlation"], wrong["best_tenth_found"]) == (pytest.approx(-1), 0)


def test_many_small_groups_do_not_win_by_chance():
    """Groups of two, drawn by lot, say less than the mean of all: they are tested on those they have not seen."""
    came = np.random.default_rng(1).uniform(size=400) < 0.4
    groups = {"everyone": np.full(400, "all"), "pairs": np.repeat(np.arange(200), 2).astype(str)}
    found = list(backtest.compare({"chance": {}}, groups, {"chance": came}, seed=1))
    brier = {row["model"]: row for row in found if row["measure"] == "brier_score"}
    assert brier["everyone"]["figure"] < brier["pairs"]["figure"]
    assert brier["pairs"]["excess_low"] > 0
    assert np.isnan(brier["everyone"]["excess_low"])


@pytest.mark.parametrize(("more", "is_worse"), [(1.0005, False), (1.002, True)])
def test_a_model_is_worse_by_more_than_a_thousandth(more, is_worse):
    """Of errors that are the same share above those of the best in every repetition."""
    came = np.random.default_rng(1).gamma(2, 100, size=400)
    predicted = {"revenue": {"near": came + 10, "far": came + 10 * more}}
    found = list(backtest.compare(predicted, {}, {"revenue": came}, seed=1))
    errors = {row["model"]: row for row in found if row["measure"] == "squared_error"}
    assert errors["far"]["figure"] == pytest.approx(more * errors["near"]["figure"])
    assert (errors["far"]["excess_low"] > 0) == is_worse


def test_customers_of_a_model_are_predicted_by_it(drawn):
    then, today = drawn
    found = {row["model"]: row for row in valuing.run(today, then, None, seed=1)}
    assert [name for name, row in found.items() if row["is_for_chance"]] == ["bg_nbd"]
    assert found["bg_nbd"]["is_for_orders"]
    assert found["bg_nbd"]["is_for_life"]
    assert "silent" not in {name for name, row in found.items() if row["quality"]}
    assert set(found["segments"]["groups"]["group"]) == {"1", "2"}
    nodes = {
        name: valuing.nodes(name, row["parameters"].get("value", []), today.known.orders) for name, row in found.items()
    }
    assert len(nodes["bg_nbd"]["node"]) == 24 * len(np.unique(today.known.orders))
    assert len(nodes["pareto_nbd"]["node"]) == 16


def test_a_rule_is_in_use_where_it_knows_better(drawn):
    """What will come stands in the segment, and in nothing that the models see."""
    then, today = drawn
    back = np.random.default_rng(2).uniform(size=len(then)) < 0.5
    told = replace(
        then,
        segment=np.where(back, "back", "gone"),
        days_to_next=np.where(back, 40, np.nan),
        orders_after=4.0 * back,
        amount_after=90.0 * back,
    )
    found = {row["model"]: row for row in valuing.run(today, told, None, seed=1)}
    for question in valuing.QUESTIONS:
        assert [name for name, row in found.items() if row[f"is_for_{question}"]] == ["segments"]
    assert [name for name, row in found.items() if row["is_for_life"]] != ["segments"]


@pytest.mark.parametrize(
    ("worse", "in_use"),
    [
        ({("chance", "bg_nbd"), ("chance", "pareto_nbd")}, dict.fromkeys(["chance", "orders", "revenue"], "mbg_nbd")),
        ({("chance", "bg_nbd"), ("orders", "mbg_nbd")}, dict.fromkeys(["chance", "orders", "revenue"], "pareto_nbd")),
        (set(), dict.fromkeys(["chance", "orders", "revenue"], "bg_nbd")),
        (
            {("chance", "bg_nbd"), ("chance", "mbg_nbd"), ("chance", "pareto_nbd")},
            {"chance": "silent", "orders": "bg_nbd", "revenue": "bg_nbd"},
        ),
    ],
)
def test_one_model_answers_all_questions_where_that_costs_nothing(drawn, worse, in_use):
    """Of models that nobody can tell from the best, the one of most questions; the best where all models are worse."""
    fits = {name: replace(fitting.fit(BG_NBD, drawn[0].known), model=name, at_limit=False) for name in MODELS}
    tested = [
        {
            "question": question,
            "model": model,
            "measure": backtest.DECIDES[question],
            "figure": place,
            "excess_low": np.nan if model == "silent" else 1 if (question, model) in worse else 0,
        }
        for question in valuing.QUESTIONS
        for place, model in enumerate(["silent", *MODELS])
    ]
    found = valuing.chosen(tested, fits)
    assert {question: found[question] for question in valuing.QUESTIONS} == in_use
    assert found["life"] in MODELS


def test_without_a_past_day_a_model_is_in_use_untested(drawn):
    found = {row["model"]: row for row in valuing.run(drawn[1], None, None, seed=1)}
    assert all(found["bg_nbd"][f"is_for_{question}"] for question in (*valuing.QUESTIONS, "life"))
    assert all(row["quality"] == {} for row in found.values())


def test_where_nobody_came_back_the_last_year_is_in_use():
    found = {row["model"]: row for row in valuing.run(customers([5, 9], [None, None], days=0), None, None, seed=1)}
    assert list(found) == ["last_year"]
    assert not found["last_year"]["is_for_life"]


def test_customers_are_read_from_their_table():
    columns = {
        "later_orders": [2, 0], "last_days": [70, 0], "age_days": [140, 20], "mean_amount": [12.5, None],
        "orders_last_year": [3, 1], "amount_last_year": [30, 9], "segment": ["1", None], "rfm_cell": ["555", "111"],
        "outcome_days": [90, 90], "days_to_next": [12, None], "orders_after": [1, 0], "amount_after": [8, 0],
    }  # fmt: skip
    found = Customers.of_table(pa.table(columns))
    assert found.silent_days.tolist() == [70, 20]
    assert found.came_back.tolist() == [True, False]
    assert found.known.age.tolist() == [20, 20 / 7]
    assert found.mean_amount.tolist() == [12.5, 0]
    assert found.segment.tolist() == ["1", ""]
    assert Customers.of_table(pa.table(columns).slice(0, 0)) is None
