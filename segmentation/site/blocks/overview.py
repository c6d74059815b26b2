"""Blocks of the overview: what changed, what to do first, how far to trust it, and a row for each segment."""

from collections.abc import Sequence

from segmentation.site import customer_lists, dates, explain, html, numbers
from segmentation.site.blocks import campaigns, fairness, first_action
from segmentation.site.html import Markup
from segmentation.site.warehouse import Row, Segmentation, Warehouse

MOST_CHANGES = 4
# What it is good for, and why.
TRUST = 2
ORDER = {
    "value": "The segment with the most money at risk comes first.",
    "revenue": "The segment that has brought most revenue comes first.",
    "customers": "The largest segment comes first.",
}
SPARK = (60, 20)
MOVES = (("+", "arrived"), ("−", "departed"))


def opening(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """What changed in words, the first thing to do and how it has worked, and how far to trust it all."""
    known = explain.facts(warehouse, segmentation)
    row = first_action.choose(warehouse, segmentation, known["rows"])
    return html.render(
        "overview_first",
        period=explain.when(known),
        changed=explain.sentences("changed", known)[:MOST_CHANGES],
        leaving_list=customer_lists.leaving_address(segmentation.name)
        if customer_lists.leaving(known["changes"]) and warehouse.shows_customers()
        else None,
        row=row and {**row, **_whom(warehouse, segmentation, row)},
        trust=explain.sentences("trust", known)[:TRUST],
    )


def _whom(warehouse: Warehouse, segmentation: Segmentation, row: Row) -> Row:
    """Who gets the first thing to do, where their list is, and what speaks against it."""
    with_lists, plans = warehouse.shows_customers(), campaigns.reach(warehouse, segmentation)
    return {
        "plan": _link("strategies.html", "strategies", segmentation, row),
        "campaigns": plans.get(row["segment_id"], []),
        "list": customer_lists.address(segmentation.name, row["segment_id"]) if with_lists else None,
        "uneven": fairness.uneven(warehouse, segmentation).get(row["segment_id"]),
    }


def segments(warehouse: Warehouse, segmentation: Segmentation, *, on_one_page: bool = False) -> Markup:
    """A row for each segment: who they are, how many, what they bring, what to do, and their list.

    Where all is `on_one_page`, links lead to places of it, and there are no lists.
    """
    rows = warehouse.query("overview", segmentation)
    worked, reach = campaigns.worked(warehouse, segmentation), campaigns.reach(warehouse, segmentation)
    by_revenue = sorted(rows, key=lambda row: row["revenue_share"] or 0)
    return html.render(
        "overview_rows",
        since=_since(rows),
        begins=_begins(rows),
        caption=f"Segments: {segmentation.label}",
        order=ORDER[rows[0]["stake"]] if len(rows) > 1 else "",
        has_revenue=any(row["revenue_share"] is not None for row in rows),
        with_list=warehouse.shows_customers(),
        on_one_page=on_one_page,
        rows=[
            {
                **row,
                "card": _link("" if on_one_page else "segments.html", "segment", segmentation, row),
                "plan": _link("" if on_one_page else "strategies.html", "strategies", segmentation, row),
                "list": customer_lists.address(segmentation.name, row["segment_id"]),
                "customers_change": _change(row),
                "worked": worked.get(row["segment_id"]),
                "held_out": [plan["held_out_of"] for plan in reach.get(row["segment_id"], [])],
                "revenue_before": _before(row),
                "at_risk": numbers.compact(row["value_at_risk"]) if row["value_at_risk"] else "",
                "trend": sparkline(row),
                # Where another order than that by revenue hides it.
                "has_most_revenue": row["stake"] == "value" and row is by_revenue[-1] and bool(row["revenue_share"]),
            }
            for row in rows
        ],
    )


def sparkline(row: Row) -> Markup | str:
    """Line of a segment's share of revenue, from its first day to today."""
    shares = [share for share in row["revenue_shares"] or [] if share is not None]
    if len(shares) < 2 or not any(shares):
        return ""
    label = (
        f"Share of revenue from {numbers.percent(shares[0])} on {row['since']} to {numbers.percent(shares[-1])} today"
    )
    return html.sparkline(_points_of_line(shares), *SPARK, label, row["segment_id"])


def _points_of_line(values: Sequence[float]) -> str:
    """Corners of a line in a box: as far apart as the values, zero at the bottom of a line that comes near it."""
    width, height = SPARK
    low, high = min(values), max(values)
    low = 0 if low < high / 2 else low
    scale = (height - 4) / ((high - low) or 1)
    step = (width - 4) / (len(values) - 1)
    return " ".join(f"{2 + place * step:.1f},{height - 2 - (v - low) * scale:.1f}" for place, v in enumerate(values))


def _since(rows: Sequence[Row]) -> str:
    """The day that the changes are counted from; empty where none is known."""
    days = [row["day_before"] for row in rows if row["day_before"]]
    return dates.day(max(days)) if days else ""


def _begins(rows: Sequence[Row]) -> str:
    """The month in which the lines begin; empty where there are none."""
    days = [row["since"] for row in rows if sparkline(row)]
    return dates.month(min(days)) if days else ""


def _change(row: Row) -> str:
    """How many customers came and went; where that is not known, how many more or fewer there are, if any."""
    came_and_went = [f"{sign}{numbers.count(row[which])}" for sign, which in MOVES if row[which]]
    if came_and_went:
        return " ".join(came_and_went)
    change = row["customers_change"]
    return f"{numbers.count(abs(change))} {'more' if change > 0 else 'fewer'}" if change else ""


def _before(row: Row) -> str:
    """What a segment's share of the revenue was; empty where that is not known or is what it is now."""
    if row["revenue_share_change"] is None:
        return ""
    before = numbers.percent(row["revenue_share"] - row["revenue_share_change"])
    return "" if before == numbers.percent(row["revenue_share"]) else f"was {before}"


def _link(page: str, kind: str, segmentation: Segmentation, row: Row) -> str:
    return f"{page}#{html.anchor(kind, segmentation, row)}"
