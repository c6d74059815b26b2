"""What SQL predicts of customers from the stored parameters is what Python predicts, of every model and rule."""

import json
from datetime import date

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from conftest import PROJECT

from bench import order_log
from bench.value import ORDERS, OTHERS
from segmentation.value import fitting, rules, simulation, valuing
from segmentation.value.customers import Customers
from segmentation.value.geometric import BG_NBD
from segmentation.warehouse import io, value_models

THETA = np.array([0.9, 8.0, 0.7, 2.5])
DAYS = 182
SETTINGS = {"discount_rate": 0.1}
DAYS_OF_FIT = valuing.days({"today": {"as_of_date": date(2025, 12, 31)}})


@pytest.fixture(scope="module")
def table():
    """Customers of a shop on the three days, who order as the BG/NBD says, some of them every week for years."""
    rng = np.random.default_rng(11)
    parts = []
    for stage, days in (("today", 0), ("tested", DAYS), ("learned", DAYS)):
        drawn = simulation.customers(BG_NBD, THETA, rng.uniform(0, 150, 600), weeks=max(days, 1) / 7, seed=3)
        known, after = drawn.known, drawn.after * (days > 0)
        orders = np.where(np.arange(600) < 5, known.orders + 150, known.orders)
        age = np.floor(7 * known.age) + (orders > known.orders) * 400
        last = np.where(known.orders > 0, np.floor(7 * known.last), 0) + (orders > known.orders) * 390
        parts.append(
            {
                "shop": "small",
                "stage": stage,
                "as_of_date": date(2025, 12, 31),
                "customer_id": [f"C{number:04}" for number in range(600)],
                "later_orders": orders,
                "last_days": last,
                "age_days": age,
                "amount": 25.5 * (orders + 1),
                "mean_amount": np.where(orders > 0, np.round(rng.gamma(6, 5, 600), 2), np.nan),
                "orders_last_year": np.minimum(orders, 12),
                "amount_last_year": 24.0 * np.minimum(orders, 12),
                "segment": [str(1 + number % 3) for number in range(600)],
                # Cells of today of which nobody was there on the day of the test.
                "rfm_cell": [str(100 + number % (7 if stage == "today" else 5)) for number in range(600)],
                "outcome_days": days,
                "days_to_next": np.where(after > 0, 1 + rng.integers(0, DAYS, 600), np.nan),
                "orders_after": after,
                "amount_after": 24.0 * after,
            }
        )
    whole = (
        "later_orders",
        "last_days",
        "age_days",
        "orders_last_year",
        "outcome_days",
        "days_to_next",
        "orders_after",
    )
    texts = ("shop", "stage", "customer_id", "segment", "rfm_cell")
    types = dict.fromkeys(parts[0], "double") | dict.fromkeys(whole, "int32") | dict.fromkeys(texts, "string")
    return io.frame(parts, types | {"as_of_date": "date32"})


def test_sql_and_python_look_ahead_for_the_same_days():
    macro = (PROJECT / "macros" / "value" / "value_horizons.sql").read_text()
    assert f"return({list(rules.HORIZONS)})" in macro


@pytest.fixture(scope="module")
def found(table):
    """Models and rules, all of them in use for everything."""
    days = [Customers.of_table(table.filter(pa.compute.equal(table["stage"], stage))) for stage in STAGES]
    return [row | dict.fromkeys(value_models.USES, row["model"] != "gamma_gamma") for row in valuing.run(*days, seed=1)]


STAGES = ("today", "tested", "learned")


@pytest.fixture(scope="module")
def predicted(table, found, warm_dbt, tmp_path_factory):
    folder, orders = tmp_path_factory.mktemp("value"), value_models.later_orders(duckdb.from_arrow(table))["small"]
    models = io.frame(
        [value_models.part("small", DAYS_OF_FIT, row, orders) for row in found],
        value_models.TYPES,
    )
    warehouse = folder / "warehouse.duckdb"
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create schema ml")
        for name, rows in (("value_customers", table), ("value_models", models)):
            connection.register("rows", rows)
            connection.execute(f"create table ml.{name} as select * from rows")
            connection.unregister("rows")
    warm_dbt("run", "--select", "value_histories", "value_expectations", warehouse=warehouse, folder=folder)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        rows = connection.sql("from ml.value_expectations order by model, customer_id").df()
    return {model: part.reset_index() for model, part in rows.groupby("model")}


@pytest.mark.parametrize("name", fitting.MODELS)
def test_a_model_predicts_in_sql_as_in_python(table, found, predicted, name):
    today = Customers.of_table(table.filter(pa.compute.equal(table["stage"], "today")))
    model, rows = fitting.MODELS[name], predicted[name]
    fits = {row["model"]: row["parameters"].get("value") for row in found}
    theta = np.array(fits[name])
    assert len(rows) == len(today)
    assert rows.chance_still_customer.to_numpy() == pytest.approx(model.alive(theta, today.known), abs=1e-9)
    spend = valuing.spending(fitting.fit_amounts(today.known.orders, today.mean_amount), today)
    assert rows.spend_per_order.to_numpy() == pytest.approx(spend, rel=1e-9)
    for days in rules.HORIZONS:
        chance, orders = (each(theta, today.known, days / 7) for each in (model.chance, model.expected))
        assert rows[f"chance_{days}"].to_numpy() == pytest.approx(chance, abs=1e-9)
        assert rows[f"orders_{days}"].to_numpy() == pytest.approx(orders, rel=1e-7, abs=1e-9)
        assert rows[f"revenue_{days}"].to_numpy() == pytest.approx(orders * spend, rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("name", ["bg_nbd", "mbg_nbd", "pareto_nbd"])
def test_the_next_order_of_who_orders_within_a_year_has_come_for_half_by_its_day(found, predicted, name):
    rows = predicted[name]
    early, half, late = (rows[f"next_days_{each}"] for each in ("early", "half", "late"))
    assert ((early > 0) & (early < half) & (half < late) & (late < 365)).all()


@pytest.mark.parametrize("name", ["everyone", "silent", "segments", "rfm_cells"])
def test_a_rule_predicts_in_sql_as_in_python(table, found, predicted, name):
    today = Customers.of_table(table.filter(pa.compute.equal(table["stage"], "today")))
    by_name = {row["model"]: row for row in found}
    silence = by_name["silent"]["parameters"]["value"][0]
    groups, everyone = by_name[name]["groups"], by_name["everyone"]["groups"]
    names = rules.groups(today, silence)[name]
    places = {group: place for place, group in enumerate(groups["group"])}
    assert name != "rfm_cells" or set(names) - set(places) == {"105", "106"}
    for days in rules.HORIZONS:
        chances, daily = f"chance_{days}_days", {"orders": "orders_a_day", "revenue": "revenue_a_day"}
        of_group = [
            (groups if group in places else everyone)[chances][places.get(group, 0)] for group in names.tolist()
        ]
        assert predicted[name][f"chance_{days}"].to_numpy() == pytest.approx(of_group)
        for what, column in daily.items():
            of_group = [(groups if group in places else everyone)[column][places.get(group, 0)] for group in names]
            assert predicted[name][f"{what}_{days}"].to_numpy() == pytest.approx(days * np.array(of_group))


def test_the_last_year_goes_on_in_sql_as_in_python(table, predicted):
    today = Customers.of_table(table.filter(pa.compute.equal(table["stage"], "today")))
    for days in rules.HORIZONS:
        for what, values in rules.last_year(today, days).items():
            assert predicted["last_year"][f"{what}_{days}"].to_numpy() == pytest.approx(values)
    assert predicted["last_year"].chance_90.isna().all()


def test_models_that_stay_have_what_customers_need_who_ordered_more_often_than_any_before(found):
    rows = [
        value_models.part(shop, DAYS_OF_FIT, row, np.array([0, 3]))
        for shop in ("small", "fitted_anew")
        for row in found
    ]
    stored = io.frame(rows, value_models.TYPES)
    customers = duckdb.sql("select * from (values ('small', 0), ('small', 3), ('small', 400)) as t(shop, later_orders)")
    kept = value_models.kept(stored, customers)
    assert kept.schema == stored.schema
    ours = stored.slice(0, len(found))
    assert kept.drop_columns("nodes") == ours.drop_columns("nodes")
    by_model = {row["model"]: row["nodes"] for row in kept.to_pylist()}
    assert {node["later_orders"] for node in by_model["bg_nbd"]} == {0, 3, 400}
    before = [node for node in ours.to_pylist()[0]["nodes"] if node["later_orders"] == 3]
    assert ours.to_pylist()[0]["model"] == "bg_nbd"
    assert [node for node in by_model["bg_nbd"] if node["later_orders"] == 3] == before
    assert by_model["pareto_nbd"] == next(row["nodes"] for row in ours.to_pylist() if row["model"] == "pareto_nbd")


def test_models_are_fitted_where_the_shop_is_trained_and_stay_where_it_is_not(warm_dbt, tmp_path):
    warehouse = tmp_path / "warehouse.duckdb"
    made = ORDERS + OTHERS.format(last=order_log.LAST_DAY)
    shops = json.dumps({"shops": {"made": {"order_lines": {"relation": "intermediate.int_orders"}}}})

    def change(sql):
        with duckdb.connect(str(warehouse)) as connection:
            connection.execute(sql)

    def build():
        models = ("--select", "value_customers", "value_models", "--vars", shops)
        warm_dbt("run", *models, warehouse=warehouse, folder=tmp_path)
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            stages = connection.sql("select distinct stage from ml.value_customers order by all").fetchall()
            models = connection.sql("select * exclude nodes from ml.value_models order by model").fetchall()
        return [stage for (stage,) in stages], models

    with duckdb.connect(str(warehouse)) as connection:
        query, _ = order_log.lines(connection, 300)
        connection.execute(f"create table lines as {query}")
        for schema in ("staging", "intermediate", "features", "ml"):
            connection.execute(f"create schema {schema}")
        connection.execute(made)
    change(
        "create table ml.training_plan as"
        " select 's' as segmentation, true as trains, 'auto' as train, 180 as retrain_after_days"
    )
    stages, fitted = build()
    assert stages == ["learned", "tested", "today"]
    change("update ml.training_plan set trains = false")
    # What stays is what is stored, whatever a fit would give.
    change("update ml.value_models set log_likelihood = -1")
    stages, stayed = build()
    assert stages == ["today"]
    assert stayed != fitted
    assert {row[COLUMNS.index("log_likelihood")] for row in stayed} == {-1}
    # The outcome of as many days is known, but the models are old.
    change(
        "update staging.stg_shop__shops set as_of_date = as_of_date + 180;"
        " update intermediate.int_as_of_days set as_of_date = as_of_date + 180"
    )
    stages, again = build()
    assert stages == ["learned", "tested", "today"]
    assert -1 not in {row[COLUMNS.index("log_likelihood")] for row in again}


COLUMNS = [name for name in value_models.TYPES if name != "nodes"]
