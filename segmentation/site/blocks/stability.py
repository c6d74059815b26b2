"""Block on stability: how far each segment is found again on resampled customers."""

from segmentation.site import charts, html, numbers
from segmentation.site.html import Markup, pill
from segmentation.site.warehouse import Row, Segmentation, Warehouse, first

STABILITY_MARKS = {"stable": "good", "fair": "plain", "doubtful": "warn"}


def stability(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Stability of each segment as a dot, and a table behind it."""
    segments = measured(warehouse, segmentation)
    limits = first(warehouse.query("audit_limits"))
    if not segments or limits is None:
        return html.empty("The stability of these segments was not measured.")
    spoken = "; ".join(f"{row['segment_name']} {numbers.decimal(row['stability'])}" for row in segments)
    figure = charts.stabilities(segments, stable_from=limits["stable_from"], doubtful_under=limits["doubtful_under"])
    reading = (
        "The segments were made again many times, each time from a random choice of the customers. Stability says how "
        "far a segment came out the same: at 1 it had the same customers each time. One that is not stable may look "
        "different after the next training."
    )
    columns = (
        ("Segment", html.segment),
        ("Stability", "stability", numbers.decimal3),
        ("", lambda row: pill(row["stability_word"], STABILITY_MARKS[row["stability_word"]])),
        ("Silhouette", "silhouette", numbers.decimal),
        ("Customers", "customers", numbers.count),
    )
    table = html.table(segments, columns, caption=f"Stability of the segments: {segmentation.label}", sortable=True)
    chart = html.chart(figure, height=46 * len(segments) + 86, label=f"Stability by segment. {spoken}")
    return html.reading(reading) + chart + html.behind(table, "Figures")


def measured(warehouse: Warehouse, segmentation: Segmentation) -> list[Row]:
    """Segments whose stability was measured."""
    return [row for row in warehouse.segments(segmentation) if row["stability"] is not None]
