"""Blocks of the overview: figures, what to know about the data, sizes, what changed, and the first thing to do."""

from collections import Counter
from collections.abc import Callable
from datetime import date

from segmentation.site import html, numbers
from segmentation.site.blocks.data_quality import severity
from segmentation.site.blocks.trust import model_tile, stability_tile
from segmentation.site.html import escape, pill, tag
from segmentation.site.palette import segment_colour
from segmentation.site.warehouse import Row, Segmentation, Warehouse

# Pages that tell more of what changed, and how their links read.
MORE = (
    ("segments.html", "The segments and what sets them apart"),
    ("movement.html", "Who moved where, and why"),
    ("trust.html", "The models and how far to trust them"),
)


def figures(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Customers, revenue, segments, how clear and how stable they are, and the last build."""
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
        stability_tile(warehouse, segmentation),
        model_tile(warehouse, segmentation),
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
    items = (tag("li", severity(row), tag("span", escape(row["sentence"]))) for row in rows)
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


def changes(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """What changed in the latest period: who moved, came and left, where most went, and whether the model did."""
    flows = warehouse.query("last_migrations", segmentation=segmentation.name)
    models = warehouse.query("model_registry", segmentation=segmentation.name)
    links = tag("p", *(tag("a", escape(text), href=page) for page, text in MORE), class_="sg-more")
    if not flows:
        days = {row["as_of_date"] for row in warehouse.query("assignment_drift", segmentation=segmentation.name)}
        told = f", as of {max(days)}" if days else ""
        sentence = f"There is one build so far{told}: from the next on, what changed is told here."
        return tag("p", escape(sentence), class_="sg-note") + links
    start, end = flows[0]["period_start"], flows[0]["period_end"]
    items = [_moved(flows), _largest_flow(flows), _came(flows), _left(flows), _model_changed(models, start)]
    period = tag("p", escape(f"From the end of {start} to the end of {end}."), class_="sg-reading")
    return period + tag("section", html.tiles(items), class_="sg-changes") + links


def structure(warehouse: Warehouse) -> str:
    """How many segmentations have clear structure, as text."""
    row = warehouse.trust()
    return f"{row['with_structure']} of {row['segmentations']}"


def set_apart(warehouse: Warehouse) -> str:
    """How many customers are in no segment, as text."""
    return numbers.count(warehouse.trust()["set_apart"])


def rejected_rows(warehouse: Warehouse) -> str:
    """How many raw rows were set aside, as text."""
    return numbers.count(warehouse.trust()["rejected_rows"])


def headline_actions(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Table with the first strategy of each segment."""
    strategies = warehouse.strategies(segmentation.name)
    rows = []
    for segment in warehouse.segments(segmentation.name):
        first = strategies.get(segment["segment_id"], [{}])[0]
        rows.append(
            (
                html.named(segment["segment_id"], segment["segment_name"]),
                numbers.count(segment["customers"]),
                escape(first.get("objective") or numbers.MISSING),
                escape(first.get("action") or numbers.MISSING),
                escape(first.get("channel") or numbers.MISSING),
            )
        )
    head = ("Segment", "Customers", "Objective", "What to do first", "Channel")
    return html.table(head, rows, caption=f"What to do first: {segmentation.label}", numbers=[1], stacked=True)


def _moved(flows: list[Row]) -> tuple[str, str, str]:
    """Customers in another segment than before, and why."""
    stayed_or_moved = [row for row in flows if None not in (row["from_segment_id"], row["to_segment_id"])]
    moved = [row for row in stayed_or_moved if row["from_segment_id"] != row["to_segment_id"]]
    customers, of = _customers(moved), _customers(stayed_or_moved)
    causes = (
        ("customer_changed", "because of what they did"),
        ("model_changed", "because the model is another"),
        ("both_changed", "for both"),
    )
    counts = [(sum(row[column] for row in moved), why) for column, why in causes]
    notes = [f"{numbers.percent(customers / of)} of those who were there before"] if of else []
    notes += [f"{numbers.count(count)} {why}" for count, why in counts if count]
    return "Moved to another segment", numbers.count(customers), _lines(notes)


def _largest_flow(flows: list[Row]) -> tuple[str, str, str]:
    label = "Largest flow"
    moved = [
        row
        for row in flows
        if None not in (row["from_segment_id"], row["to_segment_id"]) and row["from_segment_id"] != row["to_segment_id"]
    ]
    if not moved:
        return label, numbers.MISSING, "nobody moved"
    first = moved[0]
    ends = (_segment(first, end) for end in ("from", "to"))
    note = "".join(
        tag("span", word, named, class_="sg-change-end") for word, named in zip(("from ", "to "), ends, strict=True)
    )
    return label, numbers.count(first["customers"]), note


def _came(flows: list[Row]) -> tuple[str, str, str]:
    came = [row for row in flows if row["from_segment_id"] is None]
    note = tag("span", "most to ", _segment(came[0], "to"), class_="sg-change-end") if came else "nobody is new"
    return "Arrived", numbers.count(_customers(came)), note


def _left(flows: list[Row]) -> tuple[str, str, str]:
    left = [row for row in flows if row["to_segment_id"] is None]
    note = tag("span", "most from ", _segment(left[0], "from"), class_="sg-change-end") if left else "nobody has gone"
    return "Lost", numbers.count(_customers(left)), note


def _model_changed(models: list[Row], start: date) -> tuple[str, str, str]:
    """Whether a model took over since the start of the period, or was tried."""
    label = "Model"
    champion = next((row for row in models if row["is_champion"]), None)
    if champion is None:
        return label, numbers.MISSING, "none is registered"
    value = f"Version {champion['version']}"
    if champion["trained_on"] > start and champion["version"] > 1:
        return label, value, pill("took over", "warn") + tag("span", escape(f"since {champion['reason']}"))
    tried = [row for row in models if row["trained_on"] > start and row["version"] > champion["version"]]
    note = pill("as before", "good") if champion["trained_on"] <= start else pill("the first", "plain")
    if tried:
        note += tag("span", escape(f"version {tried[0]['version']} was tried: {tried[0]['verdict']}"))
    return label, value, note


def _customers(rows: list[Row]) -> int:
    return sum(row["customers"] for row in rows)


def _segment(row: Row, end: str) -> str:
    return html.named(row[f"{end}_segment_id"], row[f"{end}_segment_name"] or "a segment that is no more")


def _lines(notes: list[str]) -> str:
    return "".join(tag("span", escape(note)) for note in notes)


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
        name = html.named(row["segment_id"], row["segment_name"])
        figures = tag("span", f"{write(row[value])} · {numbers.percent(row[share])}", class_="sg-figures")
        style = f"--seg: {segment_colour(row['segment_id'])}; --share: {row[value] / longest:.4f}"
        bar = tag("span", class_="sg-track", style=style, aria_hidden="true")
        items.append(tag("li", tag("span", name, figures, class_="sg-bar-head"), bar))
    return tag("ol", *items, class_="sg-bars")
