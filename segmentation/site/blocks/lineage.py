"""Block on where the segments come from: what became of each with every model that took over."""

from segmentation.site import dates, html, numbers
from segmentation.site.html import escape, pill, tag
from segmentation.site.warehouse import Row, Segmentation, Warehouse, grouped

EVENTS = {
    "continued": ("goes on", "good"),
    "born": ("born", "plain"),
    "split": ("split off", "plain"),
    "merged": ("merged", "warn"),
    "died": ("died", "warn"),
}


def lineage(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """A table for each model that took over, the latest first; the first, which had none before it, is closed."""
    versions = grouped(warehouse.query("lineage", segmentation=segmentation.name), "version")
    if not versions:
        return html.empty("It was not stored where these segments come from.")
    *later, first = versions.values()
    written = "".join(_version(segmentation, rows) for rows in later)
    found = f"{len(first)} {'segment' if len(first) == 1 else 'segments'}"
    told = f"The first model of these segments was trained on {_day(first)} and found {found}."
    if not later:
        told += " No other model has taken over since, so every segment is as it was born."
    return written + tag("p", escape(told), class_="sg-told-lineage") + html.behind(_table(segmentation, first), found)


def _version(segmentation: Segmentation, rows: list[Row]) -> str:
    title = f"Model {rows[0]['version']} took over on {_day(rows)}"
    reason = tag("span", escape(f", because {rows[0]['reason']}"), class_="sg-muted") if rows[0]["reason"] else ""
    return tag("h3", escape(title), reason, class_="sg-version") + _table(segmentation, rows)


def _table(segmentation: Segmentation, rows: list[Row]) -> str:
    lines = [
        (
            _name(row["segment_id"], row["segment_name"]),
            pill(*EVENTS.get(row["event"], (row["event"], "plain"))),
            escape(_words(row)),
            numbers.count(row["customers_before"]),
            numbers.count(row["customers_after"]),
            numbers.count(row["shared"]),
            numbers.percent(row["overlap"]),
        )
        for row in rows
    ]
    head = ("Segment", "Event", "What happened", "Before", "After", "The same customers", "Overlap")
    caption = f"What became of the segments on {_day(rows)}: {segmentation.label}"
    return html.table(head, lines, caption=caption, numbers=range(3, 7), stacked=True, sortable=True)


def _words(row: Row) -> str:
    before, after, shared = (numbers.count(row[column]) for column in ("customers_before", "customers_after", "shared"))
    other = f"{row['other_segment_id']} {row['other_segment_name'] or ''}".strip()
    return {
        "continued": f"{shared} of its {before} customers stayed; it has {after} now",
        "born": f"New: its {after} customers were no segment of their own before",
        "split": f"Split off from {other}, which goes on: took {shared} of its {before} customers",
        "merged": f"Went into {other}: {shared} of its {before} customers are there now",
        "died": f"No more: its {before} customers are spread over other segments",
    }.get(row["event"], row["event"])


def _name(segment_id: int, name: str | None) -> str:
    return html.named(segment_id, name or f"Segment {segment_id}")


def _day(rows: list[Row]) -> str:
    return dates.day(rows[0]["as_of_date"])
