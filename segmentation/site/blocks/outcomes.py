"""Block on whether segments matter: what the customers of each did after a day, and how far the segment predicts it."""

from segmentation.site import dates, html, numbers
from segmentation.site.html import Markup
from segmentation.site.palette import segment_colour
from segmentation.site.warehouse import Row, Segmentation, Warehouse

OTHERS = {"rfm_names": "RFM names", "rfm_cells": "RFM cells"}
GROUPINGS = {"segments": "These segments", **OTHERS}
OUTCOMES = {"revenue": "What they spent (in logarithms)", "purchase": "Whether they bought again"}
NONE = (
    "What customers did after a day is known only for the customers of a shop, and only where orders go back far "
    "enough; these data do not show it."
)
HINDSIGHT = (
    "It is a look back, not a forecast made then: the borders of the segments are today's, learned on figures that "
    "include these days, which favours them over RFM."
)
READING = (
    "Each half of the customers is predicted by the means of the other half's groups, so that many small groups do "
    "not win by chance: at 0% a grouping predicts no better than the mean of everybody, below 0% worse. RFM cells are "
    "the combinations of the scores for recency, frequency and monetary, up to 125; RFM names are what marketing "
    "calls them."
)


def outcomes(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Table of the segments with what came after the cut-off, and how much of it each grouping explains."""
    rows = warehouse.query("outcomes", segmentation)
    if not rows:
        return html.empty(NONE)
    first = rows[0]
    return html.render(
        "outcomes",
        sentence=f"{_sentence(first)} {HINDSIGHT}",
        table=_table(segmentation, rows),
        explained={title: _explained(first, outcome) for outcome, title in OUTCOMES.items()},
        reading=READING,
    )


def _sentence(row: Row) -> str:
    day, days = dates.day(row["cut_off_on"]), numbers.count(row["outcome_days"])
    start = f"Customers as they stood on {day}, and what they did in the {days} days after."
    own = _share(row, "purchase", "segments")
    if own is None:
        return f"{start} There were too few, or all did the same, to say how far the segments predict it."
    others = {name: _share(row, "purchase", grouping) for grouping, name in OTHERS.items()}
    known = [f"{name} {_percent(share)}" for name, share in others.items() if share is not None]
    sentence = f"{start} Of whether they bought again the segments explain {_percent(own)}"
    return sentence + (f", {' and '.join(known)}." if known else ".")


def _table(segmentation: Segmentation, rows: list[Row]) -> Markup:
    most = max(row["revenue_per_customer"] for row in rows) or 1
    for row in rows:
        colour = segment_colour(row["segment_id"])
        row["bought"] = numbers.percent(row["purchase_share"]) + html.track(colour, row["purchase_share"])
        each = row["revenue_per_customer"]
        row["each"] = numbers.quantity(each) + html.track(colour, each / most)
    columns = (
        ("Segment then", html.segment),
        ("Customers", "customers", numbers.count),
        ("Bought after", "bought", Markup),
        ("Revenue each", "each", Markup),
        ("Revenue", "revenue", numbers.compact),
        ("Share of it", "revenue_share", numbers.percent),
    )
    caption = f"What customers did after the cut-off by segment: {segmentation.label}"
    return html.table(rows, columns, caption=caption, stacked=True, sortable=True)


def _explained(row: Row, outcome: str) -> Markup:
    items = []
    for grouping, label in GROUPINGS.items():
        share = _share(row, outcome, grouping)
        colour = "var(--sg-accent)" if grouping == "segments" else "var(--sg-muted)"
        items.append((label, _percent(share), colour, max(share or 0, 0)))
    return html.bars(items)


def _share(row: Row, outcome: str, grouping: str) -> float | None:
    return row[f"{outcome}_explained_by_{grouping}"]


def _percent(share: float | None) -> str:
    return numbers.MISSING if share is None else numbers.decimal(100 * share, 0) + "%"
