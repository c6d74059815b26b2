"""Cold start: what early signs tell of the segment, how surely, and who is placed by them."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from conftest import PROJECT, in_use

from segmentation.classifier import cold_start
from segmentation.features.transforms import Feature
from segmentation.networks import trainer

SEED = 5
AGE, REGION = Feature("age", "none"), Feature("region", "onehot")
BASKET = Feature("basket", "log")
FEATURES = {"sign-up": [AGE, REGION], "first order": [BASKET]}


def customers(n, *, telling=True):
    """Customers in three segments, told by their age and basket or by nothing, the first as large as the others."""
    rng = np.random.default_rng(SEED)
    classes = rng.choice(3, n, p=[0.5, 0.3, 0.2])
    sign = classes if telling else rng.permutation(classes)
    table = pa.table(
        {
            "age": 30.0 + 15 * sign + rng.normal(0, 8, n),
            "region": rng.choice(["North", "South", "(missing)"], n),
            "basket": np.exp(2.0 + sign + rng.normal(0, 0.5, n)),
        }
    )
    return table, classes


@pytest.fixture(scope="module")
def training_set():
    return cold_start.training_sets(*customers(1_000), FEATURES, seed=SEED)["first order"]


@pytest.fixture(scope="module")
def measured():
    """The measures of each model and threshold, on customers of whom the features tell something, and nothing."""
    trials = [
        cold_start.trials(cold_start.training_sets(*known, FEATURES, seed=SEED)["sign-up"])[0]
        for known in (customers(1_000, telling=telling) for telling in (True, False))
    ]
    trained = trainer.train_all([trial.task for trial in trials])
    found = []
    for trial, each in zip(trials, trained, strict=True):
        columns = cold_start.outcomes(trial, each.weights, confident_from=0.55)
        columns = {name: values for name, values in columns.items() if name != "split"}
        rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
        found.append({(row["model"], row["threshold"]): row for row in rows})
    return found


def test_what_is_known_at_sign_up_is_known_by_the_first_order():
    assert [each.name for each in cold_start.features_at(FEATURES, "sign-up")] == ["age", "region"]
    assert [each.name for each in cold_start.features_at(FEATURES, "first order")] == ["age", "region", "basket"]
    assert [each.name for each in cold_start.features_at({"first order": [BASKET]}, "first order")] == ["basket"]


def test_a_number_that_only_describes_segments_is_scaled_for_the_network(training_set):
    assert {column.feature: column.transform for column in cold_start.fit(training_set)} == {
        "age": "standard", "region": "onehot", "basket": "log",
    }  # fmt: skip


def test_there_is_nothing_to_learn_from_few_customers_one_segment_or_no_early_feature():
    table, classes = customers(cold_start.FEWEST_CUSTOMERS)
    assert set(cold_start.training_sets(table, classes, FEATURES, seed=SEED)) == set(FEATURES)
    assert cold_start.training_sets(table[1:], classes[1:], FEATURES, seed=SEED) == {}
    assert cold_start.training_sets(table, np.zeros_like(classes), FEATURES, seed=SEED) == {}
    assert cold_start.training_sets(table, classes, {}, seed=SEED) == {}


def test_customers_of_whom_nothing_new_is_known_teach_nothing():
    table, classes = customers(200)
    basket = [value if i < 120 else None for i, value in enumerate(table["basket"].to_pylist())]
    found = cold_start.training_sets(table.set_column(2, "basket", [basket]), classes, FEATURES, seed=SEED)
    assert {moment: each.table.num_rows for moment, each in found.items()} == {"sign-up": 200, "first order": 120}


def test_a_feature_nobody_has_is_left_out():
    table, classes = customers(100)
    without_age = table.set_column(0, "age", [pa.nulls(100, pa.float64())])
    training_set = cold_start.training_sets(without_age, classes, FEATURES, seed=SEED)["first order"]
    assert {column.feature for column in cold_start.fit(training_set)} == {"region", "basket"}


def test_a_customer_is_told_by_the_latest_moment_of_which_something_is_known():
    table = pa.table({"age": [30.0, 30.0, None], "region": ["(missing)"] * 3, "basket": [5.0, None, None]})
    assert cold_start.latest_stages(table, FEATURES).tolist() == ["first order", "sign-up", ""]
    assert cold_start.latest_stages(table, {"sign-up": [AGE, REGION]}).tolist() == ["sign-up", "sign-up", ""]


@pytest.mark.parametrize(("customers_", "splits"), [(5_000, 3), (1_000, 3), (250, 4), (60, 10)])
def test_splits_are_three_and_more_of_few_customers(customers_, splits):
    training_set = cold_start.training_sets(*customers(customers_), FEATURES, seed=SEED)["sign-up"]
    trials = cold_start.trials(training_set)
    assert [trial.split for trial in trials] == [f"test_{number}" for number in range(1, splits + 1)]
    assert all(trial.test.mean() == pytest.approx(0.2, abs=0.02) for trial in trials)
    assert any((trials[0].test != trial.test).any() for trial in trials)


def test_tested_customers_change_nothing_that_is_learned_from_the_others(training_set):
    test = cold_start.trials(training_set)[0].test
    basket = np.where(test, 1e6, training_set.table["basket"].to_numpy())
    region = np.where(test, "Moon", np.array(training_set.table["region"].to_pylist()))
    table = training_set.table.set_column(2, "basket", [basket]).set_column(1, "region", [region.tolist()])
    one, other = (cold_start.trials(replace(training_set, table=each))[0] for each in (training_set.table, table))
    assert (one.task.x == other.task.x).all()
    assert len(one.task.x) == (~test).sum()
    regions = slice(1, 3)
    assert other.x[test, regions].sum() == 0


def test_early_signs_are_learned_and_told_from_the_largest_segment(measured):
    telling, _ = measured
    everyone, sure = telling["network", 0.0], telling["network", 0.7]
    assert everyone["accuracy"] > everyone["majority_accuracy"] + 0.15
    assert sure["accuracy"] > max(everyone["accuracy"], sure["majority_accuracy"] + 0.15)
    assert everyone["log_loss"] < telling["majority_class", 0.0]["log_loss"]
    assert everyone["accuracy"] > telling["logistic_regression", 0.0]["accuracy"] - 0.05


def test_where_nothing_tells_the_network_is_not_sure(measured):
    _, blind = measured
    everyone = blind["network", 0.0]
    assert everyone["accuracy"] < blind["majority_class", 0.0]["accuracy"] + 0.05
    assert everyone["calibration_error"] < 0.1
    assert blind["network", 0.7]["customers"] < 0.05 * everyone["customers"]


def test_fewer_are_covered_the_higher_the_threshold(measured):
    for rows in measured:
        for model in ("network", "logistic_regression", "majority_class"):
            covered = [row["customers"] for (name, _), row in sorted(rows.items()) if name == model]
            assert covered == sorted(covered, reverse=True)
            assert covered[0] == rows[model, 0.0]["tested"]
        assert {threshold for _, threshold in rows} == {*cold_start.THRESHOLDS, 0.55}


def test_the_majority_is_that_of_the_training_customers_on_the_same_part(measured):
    for rows in measured:
        everyone = rows["majority_class", 0.0]
        assert everyone["majority_accuracy"] == pytest.approx(everyone["accuracy"])
        assert rows["network", 0.0]["majority_accuracy"] == pytest.approx(everyone["accuracy"])


def test_nobody_covered_gives_no_measure(measured):
    nobody = measured[1]["majority_class", 0.9]
    assert nobody["customers"] == 0
    assert np.isnan([nobody["accuracy"], nobody["majority_accuracy"], nobody["calibration_error"]]).all()


def test_reaching_the_threshold_is_enough():
    decided = cold_start.decisions(np.array([[0.6, 0.4], [0.59, 0.41]]), confident_from=0.6)
    assert decided["abstains"].tolist() == [False, True]


def test_scoring_does_not_import_tensorflow():
    code = "import sys; from segmentation.warehouse import io; assert 'tensorflow' not in sys.modules, 'imported'"
    subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=True)


def test_the_first_order_tells_more_than_sign_up_and_both_more_than_the_largest_segment(query):
    figures = {
        moment: row
        for moment, *row in query(
            """
            select moment, coverage, accuracy, majority_accuracy
            from marts.cold_start_coverage
            where segmentation = 'rfm' and model = 'network' and threshold = 0.6
            """
        )
    }
    assert figures["first order"][0] > figures["sign-up"][0]
    assert all(accuracy >= majority + 0.15 for _, accuracy, majority in figures.values())


def test_probabilities_of_the_first_order_are_those_of_the_hits(query):
    ((error,),) = query(
        """
        select avg(calibration_error) from marts.cold_start_quality
        where segmentation = 'rfm' and moment = 'first order' and model = 'network'
        """
    )
    assert error < 0.08


def test_sensitive_features_and_dates_decide_nothing(query):
    used = query(f"select distinct segmentation, feature from {in_use('cold_start_transforms')}")
    assert ("mall", "age") in used
    assert not {feature for _, feature in used} & {"gender"}
    assert used_at(query, "sign-up") == {"age_years", "acquisition_channel", "region"}
    assert used_at(query, "first order") > used_at(query, "sign-up")


def used_at(query, moment):
    rows = query(
        f"select feature from {in_use('cold_start_transforms')} where segmentation = 'rfm' and moment = '{moment}'"
    )
    return {feature for (feature,) in rows}


def test_a_segmentation_without_an_early_feature_has_no_cold_start(query):
    early = "select feature from ml.segmentation_features where segmentation = 'service' and known_at_signup"
    assert not query(early)
    assert query("select count(*) from marts.cold_start_quality where segmentation = 'service'") == [(0,)]


def test_new_customers_are_those_who_may_move_and_those_who_only_signed_up(query):
    expected = query(
        """
        select customer_id from features.customer_features
        where
            is_current
            and (
                date_diff('day', first_order_on, date '2025-12-31') < 180
                or (not has_purchased and tenure_days <= 180)
            )
        """
    )
    predicted = query("select customer_id from marts.cold_start_predictions where segmentation = 'rfm'")
    assert set(predicted) == set(expected)


def test_new_customers_are_placed_where_the_cold_start_is_sure_and_told_of_where_not(query):
    rows = query(
        """
        select
            segments.assigned_by, segments.segment_id, segments.reason, predictions.segment_id,
            predictions.segment_name, predictions.second_segment_name, predictions.abstains
        from marts.cold_start_predictions as predictions
        inner join marts.customer_segments as segments using (segmentation, customer_id)
        """
    )
    assert {row[0] for row in rows} >= {"clustering", "none"}
    for assigned_by, segment, reason, likeliest, name, second_name, abstains in rows:
        if assigned_by == "cold_start":
            assert (segment, reason, abstains) == (likeliest, None, False)
        elif assigned_by == "none":
            assert abstains
            assert name in reason
            assert second_name in reason
