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
ELSEWHERE = (
    "The rows are of who was in a segment on that day, who may be in another one today. Most of those in {names} are "
    "elsewhere today: what they did says nothing of today's customers of that name."
)
SAME = "The rows are of who was in a segment on that day; most of each are in the same segment today."
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
        sentence=f"{_sentence(first)} {HINDSIGHT} {_today(rows)}",
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


def _today(rows: list[Row]) -> str:
    names = [row["segment_name"] for row in rows if not row["is_mostly_same_today"]]
    return ELSEWHERE.format(names=", ".join(f"“{name}”" for name in names)) if names else SAME


def _then(row: Row) -> str:
    if row["frequency_then"] is None:
        return "had not bought"
    days, orders = (numbers.quantity(row[figure]) for figure in ("recency_days_then", "frequency_then"))
    spent = numbers.quantity(row["monetary_then"])
    return f"last order {days} days before; {orders} order{'' if orders == '1' else 's'}, {spent} spent"


def _table(segmentation: Segmentation, rows: list[Row]) -> Markup:
    most = max(row["revenue_per_customer"] for row in rows) or 1
    for row in rows:
        colour = segment_colour(row["segment_id"])
        row["bought"] = numbers.percent(row["purchase_share"]) + html.track(colour, row["purchase_share"])
        each = row["revenue_per_customer"]
        row["each"] = numbers.quantity(each) + html.track(colour, each / most)
    columns = (
        ("Segment then", html.segment),
        ("What they were (medians)", _then),
        ("Customers", "customers", numbers.count),
        ("In it today", "same_segment_today_share", numbers.percent),
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
