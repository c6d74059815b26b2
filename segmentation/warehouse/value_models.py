"""Models of value as they are stored: one row each, with their numbers in nested tables."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.value import valuing
from segmentation.value.rules import HORIZONS
from segmentation.warehouse.engine import Relation
from segmentation.warehouse.io import grouped, nested

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
DAYS = {"as_of_date": "date32", "tested_on": "date32", "outcome_days": "int32", "tested_customers": "int64"}
FIT = {"customers": "int64", "histories": "int64", "log_likelihood": "double", "starts": "int32"}
TYPES = {"shop": "string", "model": "string"} | DAYS | FIT
TYPES |= {"agreeing_starts": "int32", "has_converged": "bool", "is_at_limit": "bool"} | USES | PARTS


def part(shop: str, days: dict, row: dict, orders: np.ndarray) -> dict:
    """A row of `valuing.run` as one of the table, with what SQL needs of customers who ordered so often."""
    tables = row | {"nodes": valuing.nodes(row["model"], row["parameters"].get("value", []), orders)}
    return {"shop": shop} | days | row | {name: nested(tables[name], types) for name, types in PARTS.items()}


def later_orders(customers: Relation) -> dict[str, np.ndarray]:
    """How often customers of each shop have ordered after the first time: every number that there is."""
    counts = grouped(customers.aggregate("shop, later_orders"), "shop", order_by="later_orders")
    return {shop: np.array([row["later_orders"] for row in rows]) for (shop,), rows in counts.items()}


def kept(stored: pa.Table, customers: Relation) -> pa.Table:
    """The stored models of the shops of some customers, which stay as they are.

    What SQL sums over is made anew: a customer may have ordered more often than any had before.
    """
    counts = later_orders(customers)
    rows = stored.filter(pc.is_in(stored["shop"], pa.array(counts, pa.string()))).select(list(TYPES))
    nodes = [pa.array([], rows.schema.field("nodes").type)]
    for row in rows.select(["shop", "model", "parameters"]).to_pylist():
        parameters = [each["value"] for each in row["parameters"]]
        made = valuing.nodes(row["model"], parameters, counts[row["shop"]])
        nodes.append(nested(made, PARTS["nodes"]).cast(nodes[0].type))
    return rows.set_column(rows.column_names.index("nodes"), "nodes", pa.chunked_array(nodes))
