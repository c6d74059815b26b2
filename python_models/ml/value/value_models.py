"""Models and rules of what customers will be worth: one row per shop and model or rule."""

from segmentation.value import valuing
from segmentation.value.customers import COLUMNS, Customers
from segmentation.value.rules import HORIZONS
from segmentation.warehouse import io

PARTS = {
    "parameters": {"name": "string", "value": "double"},
    "groups": {
        "group": "string",
        "customers": "int64",
        **{f"chance_{days}_days": "double" for days in HORIZONS},
        "orders_a_day": "double",
        "revenue_a_day": "double",
    },
    "nodes": {"later_orders": "int32", "number": "int32", "node": "double", "weight": "double"},
    "quality": {"question": "string", "measure": "string"}
    | dict.fromkeys(["figure", "low", "high", "excess_low"], "double"),
}
USES = dict.fromkeys(["is_for_chance", "is_for_orders", "is_for_revenue", "is_for_life"], "bool")
FIT = {"customers": "int64", "histories": "int64", "log_likelihood": "double", "starts": "int32"}
TYPES = {"shop": "string", "model": "string"} | FIT
TYPES |= {"agreeing_starts": "int32", "has_converged": "bool", "is_at_limit": "bool"} | USES | PARTS
SEED = 20251231


def model(dbt, session):
    dbt.config(materialized="table")
    customers = dbt.ref("value_customers")
    shops = io.read(customers.aggregate("shop"), order_by="shop")["shop"].to_pylist()
    parts = []
    for shop in shops:
        today, then, before = (
            Customers.of_table(
                io.read(
                    customers.filter(f"shop = '{shop}' and stage = '{stage}'")
                    .order("customer_id")
                    .project(", ".join(columns))
                )
            )
            for stage, columns in COLUMNS.items()
        )
        for row in valuing.run(today, then, before, seed=SEED):
            nested = {name: io.nested(row[name], types) for name, types in PARTS.items()}
            parts.append({"shop": shop} | row | nested)
    return io.frame(parts, TYPES)
