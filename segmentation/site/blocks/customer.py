"""Block of the page that finds a customer: the field, and what all answers share."""

from segmentation.site import html
from segmentation.site.html import Markup
from segmentation.site.lookup import FOLDER
from segmentation.site.palette import segment_colour
from segmentation.site.warehouse import Row, Segmentation, Warehouse

ASSIGNED_BY = {
    "clustering": "clustering: the nearest centre",
    "classifier": "classifier: the likeliest segment by the network",
    "cold_start": "cold start: the likeliest segment by what is known at sign-up",
}


STRATEGIES = 2
ASSIGNED_BY = {
    "clustering": "clustering: the nearest centre",
    "classifier": "classifier: the likeliest segment by the network",
    "cold_start": "cold start: the likeliest segment by what is known at sign-up",
}
# Why somebody is in a segment from a day on.
CAUSES = {
    "new": "first seen",
    "returned": "came back",
    "customer": "moved because of what they did",
    "model": "moved because the model changed, not they",
    "both": "moved because they and the model changed",
}
NOT_ON_SITE = (
    "Customers are not on this site: the variable customers_on_site is false, so that their data stay in the "
    "warehouse. Who may read the warehouse finds one with: segments customer ID"
)


def search(warehouse: Warehouse) -> Markup:
    """Field for an id and the place of the answer; a sentence where customers may not be on the site."""
    if not warehouse.shows_customers():
        return html.empty(NOT_ON_SITE)
    shared = {
        "segmentations": [_segmentation(warehouse, segmentation) for segmentation in warehouse.segmentations()],
        "assignedBy": ASSIGNED_BY,
        "causes": CAUSES,
    }
    return html.render("search", folder=FOLDER, shared=shared)


def _segmentation(warehouse: Warehouse, segmentation: Segmentation) -> Row:
    strategies = warehouse.strategies(segmentation)
    return {
        "name": segmentation.name,
        "label": segmentation.label,
        "examples": [row["customer_id"] for row in warehouse.query("example_customers", segmentation)],
        "segments": {
            row["segment_id"]: {
                "name": row["segment_name"],
                "colour": segment_colour(row["segment_id"]),
                "strategies": [
                    {key: strategy[key] for key in ("objective", "action", "offer", "channel")}
                    for strategy in strategies.get(row["segment_id"], [])[:STRATEGIES]
                ],
            }
            for row in warehouse.segments(segmentation)
        },
    }
