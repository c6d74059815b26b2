"""Block on where the segments come from: what became of each with every model that took over."""

from segmentation.site import dates, html, numbers
from segmentation.site.html import Markup, pill
from segmentation.site.warehouse import Row, Segmentation, Warehouse, grouped

EVENTS = {
    "continued": ("continued", "good"),
    "born": ("new", "plain"),
    "split": ("split off", "plain"),
    "merged": ("merged", "warn"),
    "died": ("ended", "warn"),
}
COLUMNS = (
    ("Segment", lambda row: html.named(row["segment_id"], row["segment_name"] or f"Segment {row['segment_id']}")),
    ("Event", lambda row: pill(*EVENTS.get(row["event"], (row["event"], "plain")))),
    ("What happened", lambda row: _words(row)),
    ("Before", "customers_before", numbers.count),
    ("After", "customers_after", numbers.count),
    ("The same customers", "shared", numbers.count),
    ("Overlap", "overlap", numbers.percent),
)


def lineage(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """A table for each model that took over, the latest first; the first, which had none before it, is closed."""
    versions = grouped(warehouse.query("lineage", segmentation), "version")
    if not versions:
        return html.empty("It was not stored where these segments come from.")
    *later, first = versions.values()
    found = numbers.counted(len(first), "segment")
    sentence = f"The first model of these segments was trained on {_day(first)} and found {found}."
    if not later:
        sentence += " No other model has taken over since, so the segments are still those of this model."
    blocks = [
        html.subtitle(
            f"Model {rows[0]['version']} took over on {_day(rows)}"
            + html.text(f", because {rows[0]['reason']}" if rows[0]["reason"] else "", "sg-muted"),
            "sg-version",
        )
        + _table(segmentation, rows)
        for rows in later
    ]
    return html.join(
        *blocks, html.paragraph(sentence, "sg-lineage-text"), html.behind(_table(segmentation, first), found)
    )


def _table(segmentation: Segmentation, rows: list[Row]) -> Markup:
    caption = f"What became of the segments on {_day(rows)}: {segmentation.label}"
    return html.table(rows, COLUMNS, caption=caption, stacked=True, sortable=True)


def _words(row: Row) -> str:
    before, after, shared = (numbers.count(row[column]) for column in ("customers_before", "customers_after", "shared"))
    other = f"{row['other_segment_id']} {row['other_segment_name'] or ''}".strip()
    return {
        "continued": f"{shared} of its {before} customers stayed; it has {after} now",
        "born": f"New: its {after} customers were no segment of their own before",
        "split": f"Split off from {other}, which continues: took {shared} of its {before} customers",
        "merged": f"Merged into {other}: {shared} of its {before} customers are there now",
        "died": f"Ended: its {before} customers are spread over other segments",
    }.get(row["event"], row["event"])


def _day(rows: list[Row]) -> str:
    return dates.day(rows[0]["as_of_date"])
