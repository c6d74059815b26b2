"""What Python models ask of a relation gives the same on both engines."""

from types import SimpleNamespace

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from segmentation.features.transforms import Feature
from segmentation.warehouse import io, settings
from segmentation.warehouse.engine import columns_of, mapped
from segmentation.warehouse.spark.relation import Session

PEOPLE = pa.table({"id": ["a", "b", "c"], "shop": ["s", "s", "t"], "spent": [2.5, None, 1.0]})
ORDERS = pa.table({"customer": ["a", "a", "c"], "worth": pa.array([1, 2, 3], pa.int32())})
SHOP = SimpleNamespace(name="s", seed=1, features=[Feature("x")])
ASKED = {
    "filtered and ordered": lambda people, orders: people.filter("shop = 's'").order("id desc"),
    "projected": lambda people, orders: people.project("id, coalesce(spent, 0) as spent").order("id"),
    "grouped": lambda people, orders: people.aggregate("shop, count(*) as people").order("shop"),
    "limited": lambda people, orders: people.order("id").limit(2),
    "joined": lambda people, orders: (
        people.set_alias("p")
        .join(orders.filter("worth > 1").set_alias("o"), "p.id = o.customer")
        .project("p.id, o.worth, p.spent")
        .order("id, worth")
    ),
}


@pytest.fixture(scope="module")
def on_spark(spark):
    for name, table in {"people": PEOPLE, "orders": ORDERS}.items():
        spark.createDataFrame(table).write.mode("overwrite").saveAsTable(name)
    return Session(spark)


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_rows_are_the_same(on_spark, asked):
    with duckdb.connect() as connection:
        connection.register("people", PEOPLE)
        connection.register("orders", ORDERS)
        expected = asked(connection.table("people"), connection.table("orders"))
        found = asked(on_spark.table("people"), on_spark.table("orders"))
        assert found.to_arrow_table().to_pylist() == expected.to_arrow_table().to_pylist()
        assert found.fetchall() == expected.fetchall()


def test_a_table_that_is_not_there_has_no_columns(on_spark):
    assert columns_of(on_spark, "nowhere.nothing") == []
    assert columns_of(on_spark, "people") == ["id", "shop", "spent"]


def test_a_table_in_pieces_is_stored_whole(spark, on_spark):
    spark.sql("drop table if exists pieces")
    on_spark.store(pa.concat_tables([PEOPLE.slice(0, 0), PEOPLE.slice(0, 1), PEOPLE.slice(1)]), "pieces")
    assert on_spark.table("pieces").order("id").to_arrow_table().to_pylist() == PEOPLE.to_pylist()


def test_a_table_without_rows_is_stored_with_its_types(spark, on_spark):
    spark.sql("drop table if exists nothing")
    fields = pa.schema({"id": pa.string(), "at": pa.timestamp("us"), "parts": pa.list_(pa.struct({"n": pa.int32()}))})
    on_spark.store(fields.empty_table(), "nothing")
    assert spark.table("nothing").dtypes == [
        ("id", "string"),
        ("at", "timestamp_ntz"),
        ("parts", "array<struct<n:int>>"),
    ]


@pytest.mark.parametrize("at_once", [False, True])
def test_a_function_of_rows_runs_where_they_are(on_spark, at_once):
    def doubled(table):
        return pa.table({"n": pc.multiply(table["n"], 2)})

    numbers = on_spark.sql("select id as n from range(0, 1000, 1, 3)")
    found = mapped(numbers, doubled, pa.schema({"n": pa.int64()}), at_once=at_once)
    both = found.union(found.filter("n < 10"))
    assert both.order("n").limit(4).fetchall() == [(0,), (0,), (2,), (2,)]
    assert both.aggregate("count(*) as n").fetchall() == [(1005,)]


def test_what_looks_at_all_rows_gets_them_together(on_spark):
    numbers = on_spark.sql("select id as n from range(0, 1000, 1, 3)")
    fields = pa.schema({"rows": pa.int64()})
    counted = mapped(numbers, lambda table: pa.table({"rows": [table.num_rows]}), fields, at_once=True)
    assert counted.fetchall() == [(1000,)]


def test_sums_of_all_rows_are_made_where_they_are(on_spark):
    def counted(table):
        return {"n": np.array([len(table), pc.sum(table["n"]).as_py()])}

    numbers = on_spark.sql("select id as n from range(0, 1000, 1, 3)")
    assert io.sums(numbers, counted)["n"].tolist() == [1000, 499500]
    assert io.sums(numbers.filter("n < 0"), counted) == {}


def test_customers_at_places_are_those_of_duckdb(on_spark, monkeypatch):
    monkeypatch.setattr(settings, "LEARNING_ROWS", 20)
    inputs = "select 's' as segmentation, cast(id as {text}) as customer_id, cast(id as double) as x,"
    inputs += " case when id % 7 = 0 then 'no purchase' end as set_apart_reason from {rows}"
    there = on_spark.sql(inputs.format(text="string", rows="range(0, 100, 1, 3)"))
    asked = (
        lambda relation: settings.customers(relation, SHOP),
        lambda relation: settings.every_so_many(relation, SHOP, most=30)[0],
        lambda relation: settings.still_there(pa.table({"customer_id": ["7", "8", "z"]}), relation, "s"),
    )
    with duckdb.connect() as connection:
        here = connection.sql(inputs.format(text="varchar", rows="range(100) as numbers(id)"))
        for ask in asked:
            assert ask(there).to_pylist() == ask(here).to_pylist()
        scored = "select 's' as segmentation, customer_id, 2 as segment_id from inputs where x > 90"
        connection.register("inputs", here.to_arrow_table())
        there.frame().createOrReplaceTempView("inputs")
        was_here, was_there = connection.sql(scored), on_spark.sql(scored)
        ids = pa.chunked_array([["95", "3"]])
        assert settings.segments_before(was_there, "s", ids).tolist() == [2, 0]
        both = (
            settings.assignable_with_last_build(inputs, SHOP, was)
            for inputs, was in ((there, was_there), (here, was_here))
        )
        rows, expected = (of.to_arrow_table().to_pylist() for of in both)
        assert rows == expected
        assert {row["customer_id"] for row in rows if row["last_build__segment_id"]} == {
            "92",
            "93",
            "94",
            "95",
            "96",
            "97",
            "99",
        }
        left = (settings.segments_left(*of, "s").tolist() for of in ((was_there, there), (was_here, here)))
        assert next(left) == next(left) == [2, 2]
