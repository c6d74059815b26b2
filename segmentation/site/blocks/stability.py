"""Block on stability: how far each segment is found again on customers drawn anew."""

from segmentation.site import charts, html, numbers
from segmentation.site.html import escape, pill, tag
from segmentation.site.warehouse import Row, Segmentation, Warehouse, first

STABILITY_MARKS = {"stable": "good", "fair": "plain", "doubtful": "warn"}


def stability(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Stability of each segment as a dot, and a table behind it."""
    segments = measured(warehouse, segmentation)
    limits = first(warehouse.query("audit_limits"))
    if not segments or limits is None:
        return html.empty("The stability of these segments was not measured.")
    spoken = "; ".join(f"{row['segment_name']} {numbers.decimal(row['stability'])}" for row in segments)
    figure = charts.stabilities(segments, stable_from=limits["stable_from"], doubtful_under=limits["doubtful_under"])
    reading = (
        "The algorithm was fitted again on customers drawn anew: the overlap of each segment with the one found "
        "there, 1 where they are the same customers. Segments that are not stable are borders more than groups."
    )
    lines = [
        (
            html.named(row["segment_id"], row["segment_name"]),
            numbers.decimal(row["stability"], 3),
            pill(row["stability_word"], STABILITY_MARKS[row["stability_word"]]),
            numbers.decimal(row["silhouette"]),
            numbers.count(row["customers"]),
        )
        for row in segments
    ]
    head = ("Segment", "Stability", "", "Silhouette", "Customers")
    caption = f"Stability of the segments: {segmentation.label}"
    return (
        tag("p", escape(reading), class_="sg-reading")
        + html.chart(figure, height=46 * len(segments) + 86, label=f"Stability by segment. {spoken}")
        + html.behind(html.table(head, lines, caption=caption, numbers=[1, 3, 4], sortable=True), "Figures")
    )


def measured(warehouse: Warehouse, segmentation: Segmentation) -> list[Row]:
    """Segments whose stability was measured."""
    return [row for row in warehouse.segments(segmentation.name) if row["stability"] is not None]
