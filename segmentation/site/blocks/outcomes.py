"""Block on whether segments matter: what the customers of each did after a day, and how far the segment predicts it."""

from segmentation.site import dates, html, numbers
from segmentation.site.blocks import usefulness
from segmentation.site.html import Markup
from segmentation.site.palette import segment_colour
from segmentation.site.warehouse import Row, Segmentation, Warehouse

UNKNOWN = "There were too few, or all did the same, to say how far the segments predict it."
NONE = (
    "What customers did after a day is known only for the customers of a shop, and only where orders go back far "
    "enough; these data do not show it."
)
HINDSIGHT = (
    "It is a look back, not a forecast made then: the borders of the segments are today's, learned on figures that "
    "include these days, which favours them over RFM."
)
ELSEWHERE = (
    "The rows are of who was in a segment on that day. Whoever bought again may have left it by that: of those in "
    "{names} most did, so that what they did says nothing of today's customers of that name."
)
SAME = "The rows are of who was in a segment on that day; most of each are in the same segment today."
READING = (
    "RFM names, RFM cells and bands are simple groupings that any shop can make: segments are worth their effort only "
    "where they explain more. At 0% a grouping predicts no better than the mean of everybody, below 0% worse; each "
    "half of the customers is predicted by the groups of the other half, so that many small groups do not win by "
    "chance. RFM goes by how recently, how often and for how much customers bought: cells are the up to 125 "
    "combinations of the three scores, names what marketing calls them. In brackets the range in which a figure very "
    "likely lies (95% interval): where those of two segments overlap, one cannot tell which is higher."
)


def outcomes(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Table of the segments with what came after the cut-off, and how much of it each grouping explains."""
    rows = warehouse.query("outcomes", segmentation)
    if not rows:
        return html.empty(NONE)
    ways = warehouse.query("usefulness", segmentation)
    known = [outcome for outcome in usefulness.OUTCOMES if ways and ways[0][f"{outcome}_explained"] is not None]
    compared = [usefulness.sentence(ways, outcome) for outcome in known] or [UNKNOWN]
    return html.render(
        "outcomes",
        sentences=[_start(rows[0]), *compared, HINDSIGHT, _today(rows)],
        table=_table(segmentation, rows),
        explained={usefulness.OUTCOMES[each]: usefulness.bars(ways, f"{each}_explained") for each in known},
        reading=READING,
    )


def _start(row: Row) -> str:
    day, days = dates.day(row["cut_off_on"]), numbers.count(row["outcome_days"])
    return f"Customers as they stood on {day}, and what they did in the {days} days after."


def _today(rows: list[Row]) -> str:
    names = [row["segment_name"] for row in rows if not row["is_mostly_same_today"]]
    return ELSEWHERE.format(names=", ".join(f"“{name}”" for name in names)) if names else SAME


def _then(row: Row) -> str:
    if row["frequency_then"] is None:
        return "had not bought"
    days, orders = (numbers.quantity(row[figure]) for figure in ("recency_days_then", "frequency_then"))
    spent = numbers.quantity(row["monetary_then"])
    noun = "order" if orders == "1" else "orders"
    return f"last order {days}\u00a0days\u00a0before; {orders}\u00a0{noun}, {spent}\u00a0spent"


def _table(segmentation: Segmentation, rows: list[Row]) -> Markup:
    most = max(row["revenue_per_customer"] for row in rows) or 1
    for row in rows:
        colour = segment_colour(row["segment_id"])
        for figure, length in (("purchase_share", 1), ("revenue_per_customer", most)):
            row[f"{figure}_drawn"] = _within(row, figure) + html.track(colour, row[figure] / length)
    columns = (
        ("Segment then", html.segment),
        ("What they were, typically", _then),
        ("Customers", "customers", numbers.count),
        ("Bought after", "purchase_share_drawn", Markup),
        ("In the same segment today", "same_segment_today_share", numbers.percent),
        ("Revenue each", "revenue_per_customer_drawn", Markup),
        ("Revenue", "revenue", numbers.compact),
        ("Share of it", lambda row: _within(row, "revenue_share"), str),
    )
    caption = f"What customers did after the cut-off by segment: {segmentation.label}"
    return html.table(rows, columns, caption=caption, stacked=True, sortable=True)


def _within(row: Row, figure: str) -> str:
    """A figure with its interval, which stays on one line."""
    write = numbers.quantity if figure == "revenue_per_customer" else numbers.percent
    low, high = (row[f"{figure}_{end}"] for end in ("low", "high"))
    return write(row[figure]) + ("" if low is None else f" ({write(low)}\u00a0to\u00a0{write(high)})")
