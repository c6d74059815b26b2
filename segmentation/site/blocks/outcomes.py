"""Block on whether segments matter: what the customers of each did after a day, and how far the segment told it."""

from segmentation.site import dates, html, numbers
from segmentation.site.html import escape, tag
from segmentation.site.palette import segment_colour
from segmentation.site.warehouse import Row, Segmentation, Warehouse

OTHERS = {"rfm_names": "RFM names", "rfm_cells": "RFM cells"}
DIVISIONS = {"segments": "These segments", **OTHERS}
OUTCOMES = {"revenue": "What they spent (in logarithms)", "purchase": "Whether they bought again"}
NONE = (
    "What customers did after a day is known of the customers of a shop alone, where orders go back far enough; "
    "these data do not tell it."
)
HINDSIGHT = (
    "It is a look back, no forecast made then: the borders of the segments are today's, learned on figures that "
    "include these days, which favours them over RFM."
)
READING = (
    "Each half of the customers is told by the means of the other half's groups, so that many small groups do not win "
    "by chance: 0% tells no more than the mean of everybody, below 0% less. RFM cells are the combinations of the "
    "scores for recency, frequency and monetary, up to 125; RFM names are what marketing calls them."
)


def outcomes(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Table of the segments with what came after the cut-off, and how much of it each division of customers tells."""
    rows = warehouse.query("outcomes", segmentation=segmentation.name)
    if not rows:
        return html.empty(NONE)
    first = rows[0]
    told = tag("p", escape(f"{_sentence(first)} {HINDSIGHT}"), class_="sg-told-outcomes")
    groups = "".join(_explained(first, outcome, title) for outcome, title in OUTCOMES.items())
    explained = tag("h3", "How much of the differences is told by") + groups
    return told + tag(
        "section",
        tag("section", _table(segmentation, rows)),
        tag("section", explained, tag("p", escape(READING), class_="sg-note sg-below")),
        class_="sg-outcomes",
    )


def _sentence(row: Row) -> str:
    day, days = dates.day(row["cut_off_on"]), numbers.count(row["outcome_days"])
    start = f"Customers as they stood on {day}, and what they did in the {days} days after."
    own = _share(row, "purchase", "segments")
    if own is None:
        return f"{start} There were too few, or all did the same, to say how far the segments tell it."
    others = {name: _share(row, "purchase", division) for division, name in OTHERS.items()}
    known = [f"{name} {_percent(share)}" for name, share in others.items() if share is not None]
    told = f"{start} Of whether they bought again the segments tell {_percent(own)}"
    return told + (f", {' and '.join(known)}." if known else ".")


def _table(segmentation: Segmentation, rows: list[Row]) -> str:
    most = max(row["revenue_per_customer"] for row in rows) or 1
    lines = [
        (
            html.named(row["segment_id"], row["segment_name"]),
            numbers.count(row["customers"]),
            numbers.percent(row["purchase_share"]) + _track(row, row["purchase_share"]),
            numbers.quantity(row["revenue_per_customer"]) + _track(row, row["revenue_per_customer"] / most),
            numbers.compact(row["revenue"]),
            numbers.percent(row["revenue_share"]),
        )
        for row in rows
    ]
    head = ("Segment then", "Customers", "Bought after", "Revenue each", "Revenue", "Share of it")
    caption = f"What customers did after the cut-off by segment: {segmentation.label}"
    return html.table(head, lines, caption=caption, numbers=range(1, 6), stacked=True, sortable=True)


def _track(row: Row, share: float) -> str:
    style = f"--seg: {segment_colour(row['segment_id'])}; --share: {share:.4f}"
    return tag("span", class_="sg-track", style=style, aria_hidden="true")


def _explained(row: Row, outcome: str, title: str) -> str:
    bars = []
    for division, label in DIVISIONS.items():
        share = _share(row, outcome, division)
        colour = "accent" if division == "segments" else "muted"
        style = f"--seg: var(--sg-{colour}); --share: {max(share or 0, 0):.4f}"
        name = tag("span", escape(label), class_="sg-named")
        head = tag("span", name, tag("span", _percent(share), class_="sg-figures"), class_="sg-bar-head")
        bars.append(tag("li", head, tag("span", class_="sg-track", style=style, aria_hidden="true")))
    return tag("h3", escape(title)) + tag("ol", *bars, class_="sg-bars")


def _share(row: Row, outcome: str, division: str) -> float | None:
    return row[f"{outcome}_explained_by_{division}"]


def _percent(share: float | None) -> str:
    return numbers.MISSING if share is None else numbers.decimal(100 * share, 0) + "%"
