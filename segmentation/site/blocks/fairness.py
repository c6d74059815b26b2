"""Block on fairness: how evenly people of every kind are spread over the segments."""

from segmentation.site import charts, html, numbers
from segmentation.site.html import Markup
from segmentation.site.warehouse import Row, Segmentation, Warehouse, first, grouped

# More rows make a chart that nobody reads; all are in the table behind it.
MOST_DRAWN = 15
MEANING = (
    "A flag says that an offer to this segment reaches one kind of people more than another, so somebody should "
    "look at what the offer is. It does not say that this is unfair, nor why it is so: these attributes form no "
    "segment, but features that do may depend on them. No flag does not prove fairness either: small levels are not "
    "flagged, and only what is declared sensitive is audited."
)
COLUMNS = (
    ("Segment", html.segment),
    ("Ratio", "ratio", numbers.decimal3),
    ("Of the level", "share_of_level", numbers.percent),
    ("Of everybody", "share_of_all", numbers.percent),
    ("Customers", lambda row: f"{numbers.count(row['customers'])} of {numbers.count(row['level_customers'])}", str),
    ("Deviations", lambda row: numbers.decimal(row["deviations"], 1), str),
)


def fairness(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """How evenly sensitive attributes are spread over the segments, what is flagged first."""
    rows = warehouse.query("fairness", segmentation)
    limits = first(warehouse.query("audit_limits"))
    if not rows or limits is None:
        return html.empty(
            "No attribute of these customers is declared sensitive, so nothing was audited. Declare those that are "
            "under sensitive, in the segmentation's entry in dbt_project.yml."
        )
    for row in rows:
        row["level"] = f"{html.sentence_case(row['feature_label'])}: {row['level']}"
        row["level_with_size"] = f"{row['level']}, {numbers.count(row['level_customers'])} customers"
    flagged = [row for row in rows if row["is_flagged"]]
    # Rows come with the level that stands out most first.
    levels = list(grouped(rows, "level_with_size").items())
    drawn = levels[:MOST_DRAWN]
    spoken = "; ".join(
        f"{row['level']} in {row['segment_name']} {numbers.decimal(row['ratio'])}" for row in flagged[:MOST_DRAWN]
    )
    ratio = limits["fairness_ratio"]
    chart = html.chart(
        charts.ratios(drawn, ratio=ratio),
        height=92 * len(drawn) + 84,
        label=f"Ratio of shares by level and segment. Flagged: {spoken or 'none'}",
    )
    reading = (
        "Each mark is a segment: right of 1, the level is in it more often than everybody, left of 1 less. Diamonds "
        f"are flagged: the ratio is under {ratio:g} or over {1 / ratio:g} (the four-fifths rule), the level and the "
        f"rest have {limits['fairness_fewest']} customers or more each, and the difference is unlikely to be chance: "
        f"{limits['fairness_deviations']:g} standard deviations or more."
    )
    if len(levels) > len(drawn):
        reading += f" The {len(drawn)} of {len(levels)} levels that stand out most are drawn."
    table = html.paragraph("Nothing is flagged.", "sg-note")
    if flagged:
        table = _table(flagged, ("Level", "level"), f"Levels that are flagged: {segmentation.label}")
    level = ("Level", lambda row: html.marked(row["level"], "flagged" if row["is_flagged"] else "", "warn"))
    every = _table(rows, level, f"All levels and segments: {segmentation.label}")
    return html.join(
        html.reading(reading),
        chart,
        html.subtitle("What is flagged"),
        table,
        html.note(MEANING),
        html.behind(every, "All levels and segments"),
    )


def _table(rows: list[Row], level: html.Column, caption: str) -> Markup:
    look = {"sortable": True, "filterable": len(rows) > 10, "stacked": True}
    return html.table(rows, (level, *COLUMNS), caption=caption, **look)
