"""Blocks of the page on products: pairs that are bought together, the next category, and who comes back by month."""

from itertools import pairwise

from segmentation.site import dates, html, numbers
from segmentation.site.html import Markup
from segmentation.site.warehouse import Row, Segmentation, Warehouse, grouped

NONE = (
    "What these customers buy together is not counted. Where their orders name products or categories, whoever runs "
    "this project can switch it on."
)
NO_PAIRS = (
    "No two products or categories are bought together so often that chance is ruled out: an offer of one with the "
    "other would be a guess."
)
NO_NEXT = (
    "The order log has no categories, nobody ordered twice, or the last order says nothing of the next: what comes "
    "next is not known."
)
MOST_PAIRS, MOST_NEXT, MOST_MONTHS = 100, 25, 10
# The share of fewer who began in a month says nothing.
FEWEST_BEGUN = 5
LEVELS = {"category": "Categories", "product": "Products"}
READING_PAIRS = (
    "Together is the share of the orders with the first that have the other too (confidence); times as often says how "
    "much more that is than in all orders (lift). Pairs that chance may explain are left out. By the segment of today."
)
READING_NEXT = (
    "What customers most often ordered next after an order like their last one, where that comes more often than "
    "after any order. Times as often (lift) says how much more: near 1 the last order says little of the next. After "
    "a category that is not in the table it says nothing."
)
READING_COHORTS = (
    "Of the customers whose first order was in a month, the share who ordered again 1, 2, ... months later. Months "
    "that are not over are left out."
)


def together(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Tables of the pairs of categories and of products, of all customers and by segment."""
    if not _has(warehouse, segmentation):
        return html.empty(NONE)
    rows = warehouse.query("product_affinity", segmentation)
    if not rows:
        return html.empty(NO_PAIRS)
    columns = (
        ("Bought", lambda row: row["item_name"] or row["item"]),
        ("And with it", lambda row: row["with_item_name"] or row["with_item"]),
        ("Customers", _named),
        ("Orders with both", "orders_with_both", numbers.count),
        ("Together", "confidence", numbers.percent),
        ("Times as often", "lift", numbers.decimal),
    )
    parts = [html.reading(READING_PAIRS)]
    for level, found in grouped(rows, "level").items():
        caption = f"{LEVELS[level]} bought together: {segmentation.label}"
        table = html.table(found[:MOST_PAIRS], columns, caption=caption, sortable=True, filterable=True)
        parts += [html.subtitle(LEVELS[level]), table]
    return html.join(*parts)


def next_categories(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Table of the next category by the last one; the customers are in the warehouse."""
    if not _has(warehouse, segmentation):
        return html.empty(NONE, is_said=True)
    rows = warehouse.query("next_categories", segmentation)
    if not rows:
        return html.empty(NO_NEXT)
    columns = (
        ("Last order", "last_category"),
        ("Most often next", "next_category"),
        ("How often", "next_share", numbers.percent),
        ("After any order", "next_usual_share", numbers.percent),
        ("Times as often", lambda row: row["next_share"] / row["next_usual_share"], numbers.decimal),
        ("Category that is new to most of them", lambda row: row["new_category"] or numbers.MISSING),
        ("Customers", "customers", numbers.count),
    )
    caption = f"What customers are to be shown next: {segmentation.label}"
    table = html.table(rows[:MOST_NEXT], columns, caption=caption, sortable=True, stacked=True)
    return html.join(
        html.reading(READING_NEXT), table, html.note("Analysts find it of every customer in the table next_product.")
    )


def cohorts(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Map of who comes back, of all customers; of each segment behind it."""
    rows = warehouse.query("cohorts", segmentation) if _has(warehouse, segmentation) else []
    if not rows:
        return html.empty(NONE, is_said=True)
    found = grouped([row for row in rows if row["customers"] >= FEWEST_BEGUN], "segment_id")
    maps = {number: _map(of_segment, segmentation.label) for number, of_segment in found.items()}
    behind = [
        html.behind(drawn, found[number][0]["segment_name"]) for number, drawn in maps.items() if number is not None
    ]
    return html.join(html.reading(READING_COHORTS + _left_out(found.get(None, []))), maps.get(None, ""), *behind)


def _left_out(rows: list[Row]) -> str:
    """Say which months between the first and the last have too few new customers to be shown."""
    begun = sorted({row["cohort_month"] for row in rows})
    gaps = [(one, other) for one, other in pairwise(begun) if dates_after(other, 0) > dates_after(one, 1)]
    if not gaps:
        return ""
    said = " and ".join(f"between {dates.month(one)} and {dates.month(other)}" for one, other in gaps)
    return f" In the months {said} fewer than {FEWEST_BEGUN} customers began: too few for a share."


def _map(rows: list[Row], label: str) -> Markup:
    shares = {(row["cohort_month"], row["months_since"]): row["active_share"] for row in rows}
    furthest = min(max(month for _, month in shares), MOST_MONTHS)
    highest = max((share for (_, month), share in shares.items() if month), default=1)
    reach: dict = {}
    for row in rows:
        reach[row["cohort_month"]] = max(reach.get(row["cohort_month"], 0), row["months_since"])
    sizes = {row["cohort_month"]: row["customers"] for row in rows}
    last = max(dates_after(month, since) for month, since in reach.items())
    lines = []
    for month, size in sorted(sizes.items()):
        name = html.text(html.text(dates.month(month)) + html.text(numbers.count(size), "sg-muted"), "sg-named")
        cells = [
            _cell(shares.get((month, since), 0.0), highest) if dates_after(month, since) <= last else html.heat("")
            for since in range(1, furthest + 1)
        ]
        lines.append((name, *cells))
    head = ("First order", *(str(since) for since in range(1, furthest + 1)))
    caption = f"Share who come back by month: {label}"
    return html.heat_map(head, lines, caption=caption, kind="sg-cohorts", columns=furthest)


def dates_after(month, since: int) -> int:
    """The number of the month so many months after another."""
    return month.year * 12 + month.month + since


def _cell(share, highest):
    return html.heat(f"{share:.0%}", "low", share / highest if highest else 0)


def _has(warehouse, segmentation):
    """Whether anything was counted of the shop's customers: without an order there is no cohort."""
    return warehouse.has("cohorts") and bool(
        warehouse.rows("select 1 from marts.cohorts where segmentation = ? limit 1", [segmentation.name])
    )


def _named(row):
    return html.segment(row) if row["segment_id"] is not None else "All customers"
