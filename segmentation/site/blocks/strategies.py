"""Blocks of the page on strategies: what to do for each segment and why, and whom to do it for."""

from segmentation.site import customer_lists, html, numbers
from segmentation.site.html import badge, escape, pill, tag
from segmentation.site.palette import segment_colour
from segmentation.site.warehouse import Row, Segmentation, Warehouse

DETAILS = (
    ("Offer", "offer"),
    ("Channel", "channel"),
    ("Message", "message"),
    ("Measure", "success_measure"),
)


def summary(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Links to the segments, and whether lists of their customers are part of the site."""
    links = [
        tag(
            "li",
            tag(
                "a",
                badge(segment["segment_id"]) + tag("span", escape(segment["segment_name"])),
                tag("span", numbers.count(segment["customers"]), class_="sg-muted"),
                class_="sg-named",
                href=f"#{_anchor(segmentation, segment)}",
            ),
        )
        for segment in warehouse.segments(segmentation.name)
    ]
    told = (
        "The lists are files beside this page, made with it: whoever has the site has them. The variable "
        "customers_on_site of dbt leaves them out."
        if customer_lists.are_on_site(warehouse)
        else "Customer data stays in the warehouse: this site has no lists of customers. The SQL gives them there."
    )
    return tag("ul", *links, class_="sg-jump") + tag("p", escape(told), class_="sg-note sg-below")


def plans(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """For each segment its strategies by priority, with the traits behind them, and its customers as a list."""
    strategies = warehouse.strategies(segmentation.name)
    with_list = customer_lists.are_on_site(warehouse)
    written = (
        _plan(segmentation, segment, strategies.get(segment["segment_id"], []), with_list=with_list)
        for segment in warehouse.segments(segmentation.name)
    )
    return tag("section", *written, class_="sg-cards sg-plans")


def _plan(segmentation: Segmentation, segment: Row, strategies: list[Row], *, with_list: bool) -> str:
    facts = [
        pill(f"{numbers.count(segment['customers'])} customers"),
        pill(f"{numbers.percent(segment['customer_share'])} of all"),
    ]
    if segment["revenue_share"] is not None:
        facts.append(pill(f"{numbers.percent(segment['revenue_share'])} of revenue"))
    title = badge(segment["segment_id"]) + tag("span", escape(segment["segment_name"]))
    if strategies:
        todo = tag("ol", *map(_strategy, strategies), class_="sg-plays")
    else:
        todo = html.empty("The playbook has no play for these customers.")
    return tag(
        "article",
        tag("h2", title, class_="sg-card-title"),
        tag("p", *facts, class_="sg-facts"),
        todo,
        _customers(segmentation, segment, with_list=with_list),
        class_="sg-card",
        id=_anchor(segmentation, segment),
        style=f"--seg: {segment_colour(segment['segment_id'])}",
    )


def _strategy(row: Row) -> str:
    details = "".join(
        tag("dt", label) + tag("dd", escape(row[column])) for label, column in DETAILS if row[column] is not None
    )
    traits = [tag("li", escape(trait)) for trait in (row["because"] or "").split("; ") if trait]
    because = tag("h4", "Because") + tag("ul", *traits, class_="sg-because") if traits else ""
    number = tag("span", str(row["priority"]), class_="sg-priority", aria_hidden="true")
    return tag(
        "li",
        tag("h3", number + tag("span", escape(row["objective"] or row["strategy"]))),
        tag("p", escape(row["action"] or ""), class_="sg-action"),
        tag("dl", details),
        because,
        class_="sg-play",
    )


def _customers(segmentation: Segmentation, segment: Row, *, with_list: bool) -> str:
    """Link to the list and the SQL behind it."""
    download = ""
    if with_list:
        address = customer_lists.address(segmentation.name, segment["segment_id"])
        download = tag(
            "a",
            "Download the list",
            tag("span", escape(f" of customers of {segment['segment_name']}"), class_="sg-hidden-text"),
            tag("small", escape(f"{numbers.count(segment['customers'])} rows, CSV")),
            class_="sg-button sg-download",
            href=address,
            download=address.rpartition("/")[2],
        )
    text = customer_lists.sql(segmentation.name, segment["segment_id"])
    copy = tag("button", "Copy", type="button", class_="sg-button", data_copy=True, aria_live="polite")
    query = tag("pre", tag("code", escape(text)), tabindex="0", aria_label="SQL of the list")
    behind = html.behind(tag("section", query, copy, class_="sg-sql"), "SQL of the list")
    return tag("footer", download, behind, class_="sg-whom")


def _anchor(segmentation: Segmentation, segment: Row) -> str:
    plain = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in segmentation.name)
    return f"strategies-{plain}-{segment['segment_id']}"
