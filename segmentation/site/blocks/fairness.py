"""Block on fairness: how evenly people of every kind are spread over the segments."""

from segmentation.site import charts, html, numbers
from segmentation.site.html import escape, pill, tag
from segmentation.site.warehouse import Row, Segmentation, Warehouse, first

# More rows make a chart that nobody reads; all are in the table behind it.
MOST_DRAWN = 15


def fairness(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """How evenly sensitive attributes are spread over the segments, what is flagged first."""
    rows = warehouse.query("fairness", segmentation=segmentation.name)
    limits = first(warehouse.query("audit_limits"))
    if not rows or limits is None:
        return html.empty(
            "No attribute of these customers is declared sensitive, so nothing was audited. Those that are belong "
            "under sensitive, in the segmentation's entry in dbt_project.yml."
        )
    flagged = [row for row in rows if row["is_flagged"]]
    levels = list(_by_level(rows).items())
    drawn = levels[:MOST_DRAWN]
    spoken = "; ".join(
        f"{_level(row)} in {row['segment_name']} {numbers.decimal(row['ratio'])}" for row in flagged[:MOST_DRAWN]
    )
    figure = html.chart(
        charts.ratios(drawn, ratio=limits["fairness_ratio"]),
        height=80 * len(drawn) + 84,
        label=f"Ratio of shares by level and segment. Flagged: {spoken or 'none'}",
    )
    ratio = limits["fairness_ratio"]
    reading = (
        "Each mark is a segment: right of 1, the level is in it more often than everybody, left of 1 less. Diamonds "
        f"are flagged: the ratio is under {ratio:g} or over {1 / ratio:g} (the four-fifths rule), the level and the "
        f"rest have {limits['fairness_fewest']} customers or more each, and chance alone would seldom bring it, by "
        f"{limits['fairness_deviations']:g} standard deviations or more."
    )
    if len(levels) > len(drawn):
        reading += f" The {len(drawn)} of {len(levels)} levels that stand out most are drawn."
    means = (
        "A flag says that an offer to this segment reaches one kind of people more than another, so somebody should "
        "look at what the offer is. It does not say that this is unfair, nor why it is so: these attributes form no "
        "segment, but what does may stand for them. No flag does not prove fairness either: small levels are not "
        "flagged, and only what is declared sensitive is audited."
    )
    caption = f"Levels that are flagged: {segmentation.label}"
    listed = _audit_table(flagged, caption) if flagged else tag("p", "Nothing is flagged.", class_="sg-note")
    every = _audit_table(rows, f"All levels and segments: {segmentation.label}", marked=True)
    return (
        tag("p", escape(reading), class_="sg-reading")
        + figure
        + tag("h3", "What is flagged", class_="sg-subtitle")
        + listed
        + tag("p", escape(means), class_="sg-note sg-below")
        + html.behind(every, "All levels and segments")
    )


def _by_level(rows: list[Row]) -> dict[str, list[Row]]:
    """Rows by level, the level that stands out most first."""
    levels: dict[str, list[Row]] = {}
    for row in rows:
        levels.setdefault(f"{_level(row)}, {numbers.count(row['level_customers'])} customers", []).append(row)
    return levels


def _level(row: Row) -> str:
    return f"{html.sentence_case(row['feature_label'])}: {row['level']}"


def _audit_table(rows: list[Row], caption: str, *, marked: bool = False) -> str:
    lines = [
        (
            escape(_level(row)) + (" " + pill("flagged", "warn") if marked and row["is_flagged"] else ""),
            html.named(row["segment_id"], row["segment_name"]),
            numbers.decimal(row["ratio"], 3),
            numbers.percent(row["share_of_level"]),
            numbers.percent(row["share_of_all"]),
            f"{numbers.count(row['customers'])} of {numbers.count(row['level_customers'])}",
            numbers.decimal(row["deviations"], 1),
        )
        for row in rows
    ]
    head = ("Level", "Segment", "Ratio", "Of the level", "Of everybody", "Customers", "Deviations")
    return html.table(
        head, lines, caption=caption, numbers=range(2, 7), sortable=True, filterable=len(lines) > 10, stacked=True
    )
