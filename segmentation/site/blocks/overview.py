"""Blocks of the overview: figures, what to know about the data, sizes, revenue, and the first thing to do."""

from collections import Counter
from collections.abc import Callable

from segmentation.site import html, numbers
from segmentation.site.html import badge, escape, pill, tag
from segmentation.site.palette import segment_colour
from segmentation.site.warehouse import Segmentation, Warehouse


def figures(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Customers, revenue, segments and silhouette of a segmentation."""
    segments = warehouse.segments(segmentation.name)
    grouped = [row for row in segments if row["segment_id"] > 0]
    apart = sum(row["customers"] for row in segments) - sum(row["customers"] for row in grouped)
    revenues = [row["revenue"] for row in segments if row["revenue"] is not None]
    chosen = [row for row in warehouse.k_selection(segmentation.name) if row["chosen"]]
    items = [
        (
            "Customers",
            numbers.count(sum(row["customers"] for row in segments)),
            escape(f"{numbers.count(apart)} set apart, in no segment" if apart else "all in a segment"),
        ),
        (
            "Revenue",
            numbers.compact(sum(revenues)) if revenues else numbers.MISSING,
            escape(_per_customer(segments) if revenues else "these data hold no revenue"),
        ),
        ("Segments", numbers.count(len(grouped)), escape(_sizes(grouped))),
        ("Silhouette", *_silhouette(grouped, chosen)),
    ]
    return html.tiles(items)


def findings(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """What to know about the data, open where there is a warning; nothing where nothing was found."""
    rows = warehouse.findings(segmentation.name)
    if not rows:
        return ""
    warnings = [row for row in rows if row["severity"] == "warning"]
    counts = [
        pill(_counted(len(found), word), kind)
        for found, word, kind in ((warnings, "warning", "warn"), (rows[len(warnings) :], "note", "plain"))
        if found
    ]
    title = tag("span", "What to know about the data", class_="sg-findings-title")
    items = (tag("li", _finding_mark(row), tag("span", escape(row["sentence"]))) for row in rows)
    return tag("details", tag("summary", title, *counts), tag("ul", *items), class_="sg-findings", open=bool(warnings))


def customers_by_segment(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Bars of the segments by customers."""
    rows = warehouse.segments(segmentation.name)
    return _bars(rows, "customers", "customer_share", numbers.count)


def revenue_by_segment(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Bars of the segments by revenue, or a sentence where there is none."""
    rows = [row for row in warehouse.segments(segmentation.name) if row["revenue"] or row["segment_id"]]
    rows = [row for row in rows if row["revenue"] is not None]
    if not rows:
        return html.empty("These data hold no revenue, so only the numbers of customers can be compared.")
    return _bars(rows, "revenue", "revenue_share", numbers.compact)


def headline_actions(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Table with the first strategy of each segment."""
    strategies = warehouse.strategies(segmentation.name)
    rows = []
    for segment in warehouse.segments(segmentation.name):
        first = strategies.get(segment["segment_id"], [{}])[0]
        name = badge(segment["segment_id"]) + tag("span", escape(segment["segment_name"]))
        rows.append(
            (
                tag("span", name, class_="sg-named"),
                numbers.count(segment["customers"]),
                escape(first.get("objective") or numbers.MISSING),
                escape(first.get("action") or numbers.MISSING),
                escape(first.get("channel") or numbers.MISSING),
            )
        )
    head = ("Segment", "Customers", "Objective", "What to do first", "Channel")
    return html.table(head, rows, caption=f"What to do first: {segmentation.label}", numbers=[1], stacked=True)


def _finding_mark(row: dict) -> str:
    return pill("warning", "warn") if row["severity"] == "warning" else pill("note")


def _counted(number: int, word: str) -> str:
    return f"{numbers.count(number)} {word}{'' if number == 1 else 's'}"


def _sizes(rows: list[dict]) -> str:
    sizes = sorted(row["customers"] for row in rows)
    return f"from {numbers.count(sizes[0])} to {numbers.count(sizes[-1])} customers" if sizes else "none yet"


def _per_customer(rows: list[dict]) -> str:
    paying = [row for row in rows if row["revenue"]]
    mean = sum(row["revenue"] for row in paying) / max(sum(row["customers"] for row in paying), 1)
    return f"{numbers.quantity(mean)} per customer with a purchase"


def _silhouette(segments: list[dict], chosen: list[dict]) -> tuple[str, str]:
    first = segments[0] if segments else {}
    found = first.get("structure") == "found"
    mark = pill("structure found", "good") if found else pill("no clear structure", "warn")
    if not chosen:
        return numbers.MISSING, mark
    row = chosen[0]
    if first.get("basis") == "bands":
        mark += pill("bands, no clusters", "warn")
        row = row | _figures_of_bands(segments)
    facts = [
        transforms(row["transforms"]),
        f"largest {numbers.percent(row['largest_share'])}",
        f"smallest {numbers.count(row['smallest_size'])} customers",
    ]
    return numbers.decimal(row["silhouette"]), mark + tag("span", escape(" · ".join(facts)))


def _figures_of_bands(segments: list[dict]) -> dict:
    """What `k_selection` says of clusters, of the bands that took their place."""
    sizes = [row["customers"] for row in segments]
    return {
        "silhouette": sum(row["customers"] * (row["silhouette"] or 0) for row in segments) / sum(sizes),
        "largest_share": max(sizes) / sum(sizes),
        "smallest_size": min(sizes),
    }


def transforms(text: str | None) -> str:
    """Say how many features went through which transform, from `name: transform, name: transform`."""
    pairs = [part.rpartition(": ") for part in (text or "").split(", ")]
    if not text or not all(name for name, *_ in pairs):
        return f"transform: {text or 'none'}"
    kinds = Counter(kind for *_, kind in pairs)
    return "transforms: " + ", ".join(f"{kind} ({number})" for kind, number in kinds.items())


def _bars(rows: list[dict], value: str, share: str, write: Callable[[float], str]) -> str:
    rows = sorted(rows, key=lambda row: -row[value])
    longest = max((row[value] for row in rows), default=0) or 1
    items = []
    for row in rows:
        name = tag("span", badge(row["segment_id"]), tag("span", escape(row["segment_name"])), class_="sg-named")
        figures = tag("span", f"{write(row[value])} · {numbers.percent(row[share])}", class_="sg-figures")
        style = f"--seg: {segment_colour(row['segment_id'])}; --share: {row[value] / longest:.4f}"
        bar = tag("span", class_="sg-track", style=style, aria_hidden="true")
        items.append(tag("li", tag("span", name, figures, class_="sg-bar-head"), bar))
    return tag("ol", *items, class_="sg-bars")
