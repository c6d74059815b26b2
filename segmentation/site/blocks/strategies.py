"""Blocks of the page on strategies: what to do for each segment and why, and for which customers."""

from segmentation.site import customer_lists, html, numbers
from segmentation.site.blocks import campaigns, fairness, first_action
from segmentation.site.blocks.segment_cards import DETAILS, facts, stake
from segmentation.site.html import Markup
from segmentation.site.warehouse import Row, Segmentation, Warehouse

WITH_LISTS = (
    "The lists of customers are part of this site: pass it on only to people who may see them. The project can leave "
    "them out."
)
WITHOUT_LISTS = (
    "Customer data stays in the warehouse: this site has no lists of customers. An analyst gets them there by the SQL."
)


def summary(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Links to the segments, and whether lists of their customers are part of the site."""
    links = [
        (html.anchor("strategies", segmentation, row), row, numbers.count(row["customers"]))
        for row in _in_order(warehouse, segmentation)
    ]
    return html.jump(links) + html.note(WITH_LISTS if warehouse.shows_customers() else WITHOUT_LISTS)


def plans(warehouse: Warehouse, segmentation: Segmentation, *, with_customers: bool = True) -> Markup:
    """For each segment its strategies by priority, with the traits behind them, and its customers as a list."""
    strategies, records = warehouse.strategies(segmentation), campaigns.records(warehouse, segmentation)
    answers = campaigns.records(warehouse, segmentation, campaigns.ANSWERS)
    uneven, reach = fairness.uneven(warehouse, segmentation), campaigns.reach(warehouse, segmentation)
    return html.render(
        "plans",
        # The traits behind a strategy are a list of its own.
        details=[(title, column) for title, column in DETAILS if column != "because"],
        with_customers=with_customers,
        with_list=warehouse.shows_customers(),
        plans=[
            {
                **segment,
                "anchor": html.anchor("strategies", segmentation, segment),
                "facts": facts(segment),
                "uneven": uneven.get(segment["segment_id"]),
                "campaigns": reach.get(segment["segment_id"], []),
                "tried": _tried(answers, segment["segment_id"], strategies.get(segment["segment_id"], [])),
                "strategies": [
                    row
                    | {
                        "stake": stake(row),
                        "traits": _traits(row),
                        "records": records.get((row["strategy"], segment["segment_id"]), []),
                    }
                    for row in strategies.get(segment["segment_id"], [])
                ],
                "list": customer_lists.address(segmentation.name, segment["segment_id"]),
                "sql": customer_lists.sql(segmentation.name, segment["segment_id"]),
            }
            for segment in _in_order(warehouse, segmentation)
        ],
    )


def _in_order(warehouse: Warehouse, segmentation: Segmentation) -> list[Row]:
    """Segments as the overview has them, the one to begin with in front."""
    rows = warehouse.query("overview", segmentation)
    first = first_action.choose(warehouse, segmentation, rows)
    place = {row["segment_id"]: number for number, row in enumerate(rows)}
    segments = [
        row | {"is_first": first is not None and row["segment_id"] == first["segment_id"]}
        for row in warehouse.segments(segmentation)
    ]
    return sorted(segments, key=lambda row: (not row["is_first"], place[row["segment_id"]]))


def _tried(answers: dict[tuple[str | None, int], list[str]], segment_id: int, strategies: list[Row]) -> list[str]:
    """What campaigns have found out with a segment by other strategies than those that it has now."""
    own = {row["strategy"] for row in strategies}
    found = [said for (strategy, segment), said in answers.items() if segment == segment_id and strategy not in own]
    return [sentence for said in found for sentence in said]


def _traits(row: Row) -> list[str]:
    return [trait for trait in (row["because"] or "").split("; ") if trait]
