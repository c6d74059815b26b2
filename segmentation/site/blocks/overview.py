"""Blocks of the overview: figures, what to know about the data, sizes, what changed, and the first thing to do."""

from collections import Counter
from collections.abc import Callable
from datetime import date

import pandas as pd

from segmentation.site import html, numbers
from segmentation.site.blocks.data_quality import severity
from segmentation.site.blocks.trust import model_tile, stability_tile
from segmentation.site.html import Markup, kind_pill, pill
from segmentation.site.movement import Period, periods
from segmentation.site.palette import segment_colour
from segmentation.site.warehouse import Row, Segmentation, Warehouse

# Pages that say more of what changed, and how their links read.
MORE = (
    ("segments.html", "The segments and how they differ"),
    ("movement.html", "Who moved where, and why"),
    ("trust.html", "The models and how far to trust them"),
)
CAUSES = {
    "customer_changed": "because of what they did",
    "model_changed": "because the model is another",
    "both_changed": "for both",
}


def figures(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Customers, revenue, segments, how clear and how stable they are, and the last build."""
    everybody = warehouse.frame("segments", segmentation)
    segments = everybody[everybody["segment_id"] > 0]
    excluded = everybody["customers"].sum() - segments["customers"].sum()
    sizes = [numbers.count(size) for size in (segments["customers"].min(), segments["customers"].max())]
    items = [
        (
            "Customers",
            numbers.count(everybody["customers"].sum()),
            f"{numbers.count(excluded)} excluded, in no segment" if excluded else "all in a segment",
        ),
        ("Revenue", numbers.compact(everybody["revenue"].sum(min_count=1)), _per_customer(everybody)),
        (
            "Segments",
            numbers.count(len(segments)),
            f"from {' to '.join(sizes)} customers" if len(segments) else "none yet",
        ),
        ("Silhouette", *_silhouette(segments, warehouse.query("k_selection", segmentation))),
        stability_tile(warehouse, segmentation),
        model_tile(warehouse, segmentation),
    ]
    return html.tiles(items)


def findings(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """What to know about the data, open where there is a warning; nothing where nothing was found."""
    rows = warehouse.findings(segmentation)
    warnings = sum(row["severity"] == "warning" for row in rows)
    counts = [
        pill(numbers.counted(number, word), kind)
        for number, word, kind in ((warnings, "warning", "warn"), (len(rows) - warnings, "note", "plain"))
        if number
    ]
    return html.render("findings", rows=rows, counts=counts, has_warnings=warnings > 0, severity=severity)


def customers_by_segment(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Bars of the segments by customers."""
    return _bars(warehouse.segments(segmentation), "customers", "customer_share", numbers.count)


def revenue_by_segment(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Bars of the segments by revenue, or a sentence where there is none."""
    rows = [row for row in warehouse.segments(segmentation) if row["revenue"] or row["segment_id"]]
    rows = [row for row in rows if row["revenue"] is not None]
    if not rows:
        return html.empty("These data hold no revenue, so only the numbers of customers can be compared.")
    return _bars(rows, "revenue", "revenue_share", numbers.compact)


def changes(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """What changed in the latest period: who moved, came and left, where most went, and whether the model did."""
    found = periods(warehouse, segmentation)
    sentence, items = "", []
    if found:
        period = found[0]
        sentence = f"From the end of {period.start} to the end of {period.end}."
        models = warehouse.query("model_registry", segmentation)
        items = [_moved(period), _largest_flow(period), *_came_and_left(period), _model_changed(models, period.start)]
    else:
        days = {row["as_of_date"] for row in warehouse.query("assignment_drift", segmentation)}
        day = f", as of {max(days)}" if days else ""
        sentence = f"There is one build so far{day}: what changed is shown here from the next build on."
    return html.render("changes", sentence=sentence, items=items, more=MORE)


def structure(warehouse: Warehouse) -> str:
    """How many segmentations follow natural groups, as text."""
    (row,) = warehouse.query("trust")
    return f"{row['with_structure']} of {row['segmentations']}"


def excluded(warehouse: Warehouse) -> str:
    """How many customers are in no segment, as text."""
    return numbers.count(warehouse.query("trust")[0]["excluded"])


def rejected_rows(warehouse: Warehouse) -> str:
    """How many raw rows were rejected, as text."""
    return numbers.count(warehouse.query("trust")[0]["rejected_rows"])


def headline_actions(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Table with the first strategy of each segment."""
    strategies = warehouse.strategies(segmentation)
    rows = [row | strategies.get(row["segment_id"], [{}])[0] for row in warehouse.segments(segmentation)]
    columns = (
        ("Segment", html.segment),
        ("Customers", "customers", numbers.count),
        *(
            (title, lambda row, column=column: row.get(column) or numbers.MISSING)
            for title, column in (("Objective", "objective"), ("What to do first", "action"), ("Channel", "channel"))
        ),
    )
    return html.table(rows, columns, caption=f"What to do first: {segmentation.label}", stacked=True)


def transforms(text: str | None) -> str:
    """Say how many features went through which transform, from `name: transform, name: transform`."""
    pairs = [part.rpartition(": ") for part in (text or "").split(", ")]
    if not text or not all(name for name, *_ in pairs):
        return f"transform: {text or 'none'}"
    kinds = Counter(kind for *_, kind in pairs)
    return "transforms: " + ", ".join(f"{kind} ({number})" for kind, number in kinds.items())


def _moved(period: Period) -> tuple[str, str, str]:
    """Customers in another segment than before, and why."""
    notes = []
    if period.there_throughout:
        notes = [f"{numbers.percent(period.moved / period.there_throughout)} of those who were there before"]
    counts = {why: period.caused(cause) for cause, why in CAUSES.items()}
    notes += [f"{numbers.count(count)} {why}" for why, count in counts.items() if count]
    return "Moved to another segment", numbers.count(period.moved), html.join(*map(html.text, notes))


def _largest_flow(period: Period) -> tuple[str, str, str]:
    label = "Largest flow"
    if not period.moves:
        return label, numbers.MISSING, "nobody moved"
    first = period.moves[0]
    return label, numbers.count(first["customers"]), _end("from ", first, "from") + _end("to ", first, "to")


def _came_and_left(period: Period) -> list[tuple[str, str, str]]:
    came = next((row for row in period.rows if row["from_segment_id"] is None), None)
    left = next((row for row in period.rows if row["to_segment_id"] is None and row["customers"] > row["merged"]), None)
    return [
        ("Arrived", numbers.count(period.came), _end("most to ", came, "to") if came else "nobody is new"),
        ("Lost", numbers.count(period.left), _end("most from ", left, "from") if left else "nobody has gone"),
    ]


def _end(word: str, row: Row, side: str) -> Markup:
    name = row[f"{side}_segment_name"] or "a segment that no longer exists"
    return html.text(word + html.named(row[f"{side}_segment_id"], name), "sg-change-end")


def _model_changed(models: list[Row], start: date) -> tuple[str, str, str]:
    """Whether a model took over since the start of the period, or was tried."""
    label = "Model"
    champion = next((row for row in models if row["is_champion"]), None)
    if champion is None:
        return label, numbers.MISSING, "none is registered"
    value = f"Version {champion['version']}"
    if champion["trained_on"] > start and champion["version"] > 1:
        return label, value, pill("took over", "warn") + html.text(f"since {champion['reason']}")
    tried = [row for row in models if row["trained_on"] > start and row["version"] > champion["version"]]
    note = pill("as before", "good") if champion["trained_on"] <= start else pill("the first", "plain")
    if tried:
        note += html.text(f"version {tried[0]['version']} was tried: {tried[0]['verdict']}")
    return label, value, note


def _per_customer(segments: pd.DataFrame) -> str:
    if segments["revenue"].isna().all():
        return "these data hold no revenue"
    paying = segments[segments["revenue"].fillna(0) != 0]
    mean = paying["revenue"].sum() / max(paying["customers"].sum(), 1)
    return f"{numbers.quantity(mean)} per customer with a purchase"


def _silhouette(segments: pd.DataFrame, selection: list[Row]) -> tuple[str, Markup]:
    mark = kind_pill(segments["segmentation_kind"].iloc[0])
    row = next((row for row in selection if row["chosen"]), None)
    if row is None:
        return numbers.MISSING, mark
    facts = [
        transforms(row["transforms"]),
        f"largest {numbers.percent(row['largest_share'])}",
        f"smallest {numbers.count(row['smallest_size'])} customers",
    ]
    return numbers.decimal(row["silhouette"]), mark + html.text(" · ".join(facts))


def _bars(rows: list[Row], value: str, share: str, write: Callable[[float], str]) -> Markup:
    rows = sorted(rows, key=lambda row: -row[value])
    longest = max((row[value] for row in rows), default=0) or 1
    return html.bars(
        (
            html.segment(row),
            f"{write(row[value])} · {numbers.percent(row[share])}",
            segment_colour(row["segment_id"]),
            row[value] / longest,
        )
        for row in rows
    )
