"""Models of value as they are stored: one row each, with their numbers in nested tables."""

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.value import valuing
from segmentation.value.rules import HORIZONS
from segmentation.warehouse.engine import Relation
from segmentation.warehouse.io import nested, read

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


def part(shop: str, days: dict, row: dict) -> dict:
    """A row of a shop's models (`valuing.run`), of the days of a fit, as one of the table."""
    return {"shop": shop} | days | row | {name: nested(row[name], types) for name, types in PARTS.items()}


def kept(stored: pa.Table, customers: Relation) -> pa.Table:
    """The stored models of the shops of some customers, which stay as they are.

    What SQL sums over is made anew: a customer may have ordered more often than any had before.
    """
    counts = read(customers.aggregate("shop, later_orders"))
    rows = stored.filter(pc.is_in(stored["shop"], counts["shop"].combine_chunks())).select(list(TYPES))
    nodes = [pa.array([], rows.schema.field("nodes").type)]
    for row in rows.select(["shop", "model", "parameters"]).to_pylist():
        orders = counts.filter(pc.equal(counts["shop"], row["shop"]))["later_orders"].to_numpy()
        parameters = [each["value"] for each in row["parameters"]]
        nodes.append(nested(valuing.nodes(row["model"], parameters, orders), PARTS["nodes"]).cast(nodes[0].type))
    return rows.set_column(rows.column_names.index("nodes"), "nodes", pa.chunked_array(nodes))
