"""Block of the page that finds a customer: the field, and what all answers share."""

from segmentation.site import html
from segmentation.site.html import Markup
from segmentation.site.lookup import FOLDER
from segmentation.site.palette import segment_colour
from segmentation.site.warehouse import Row, Segmentation, Warehouse

STRATEGIES = 2
ASSIGNED_BY = {
    "clustering": "the segment whose customers are most alike (clustering)",
    "classifier": "the likeliest segment, as a network has learned it (classifier)",
    "cold_start": "predicted from the little that is known so far (cold start)",
}
# What the answer shows, for those who have not asked yet.
ANSWERS = (
    ("Segment", "Where the customer belongs, and how sure that is."),
    ("Reasons", "What speaks for this segment, and what for the next nearest."),
    ("What to do", "The first recommendations for this segment."),
    ("History", "The segments they were in before, and why they moved."),
    ("Purchases", "How recently, how often and for how much they bought, in a shop."),
)
# Why somebody is in a segment from a day on.
CAUSES = {
    "new": "first seen",
    "returned": "came back",
    "customer": "moved because of what they did",
    "model": "moved because the model changed, not they",
    "both": "moved because they and the model changed",
}
NOT_ON_SITE = (
    "Single customers are not on this site: their data stay in the warehouse. Ask whoever builds the segments."
)
LOOKED_UP = "Who may read the warehouse finds one with: segments customer ID. The setting is customers_on_site: false."


def search(warehouse: Warehouse) -> Markup:
    """Field for an id and the place of the answer; a sentence where customers may not be on the site."""
    if not warehouse.shows_customers():
        how = html.behind(html.note(LOOKED_UP), "For analysts: look one up")
        return html.section("sg-not-here", html.reading(NOT_ON_SITE), how)
    shared = {
        "segmentations": [_segmentation(warehouse, segmentation) for segmentation in warehouse.segmentations()],
        "assignedBy": ASSIGNED_BY,
        "causes": CAUSES,
    }
    return html.render("search", folder=FOLDER, shared=shared, answers=ANSWERS)


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
