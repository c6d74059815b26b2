"""Blocks on the mistakes of the network: which segments it takes for which, and whether it knows how sure it may be."""

import pandas as pd

from segmentation.site import charts, html, numbers
from segmentation.site.blocks.classifier import HEIGHT, label, of_network
from segmentation.site.html import escape, tag
from segmentation.site.warehouse import Row, Segmentation, Warehouse

CONFUSIONS_TOLD = 3
NO_SEGMENT = "Like no segment"


def confusion(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Map of the segments of test customers and those that the network names, with the values on it."""
    rows = of_network(warehouse.confusion(segmentation.name))
    if not rows:
        return html.empty("It was not counted which segments are taken for which.")
    cells = {(row["segment_id"], row["predicted_segment_id"]): row for row in rows}
    names = {row["segment_id"]: row["segment_name"] for row in rows}
    names |= {row["predicted_segment_id"]: row["predicted_segment_name"] for row in rows}
    # A cluster of a split that is like no segment has a negative number and no name.
    names = {number: names[number] or NO_SEGMENT for number in sorted(names, key=numbers.segment_order)}
    lines = []
    for segment_id in names:
        name = html.named(segment_id, names[segment_id])
        found = [cells.get((segment_id, predicted)) for predicted in names]
        heats = [_confused(row, right=place == segment_id) for place, row in zip(names, found, strict=True)]
        total = sum(row["customers"] for row in found if row)
        lines.append([name, *heats, tag("span", numbers.count(total), class_="sg-muted")])
    head = ("Segment", *map(numbers.segment, names), "Customers")
    wrong = [row for row in rows if row["customers"] and row["segment_id"] != row["predicted_segment_id"]]
    total = sum(row["customers"] for row in rows)
    off = sum(row["customers"] for row in wrong)
    reading = (
        f"Rows are the segments of the test customers, columns what the {label(rows[0]['model']).lower()} says, "
        f"in percent of the row; {numbers.count(off)} of {numbers.count(total)} are off the diagonal."
    )
    table = html.table(head, lines, caption=f"Segments and what the network says: {segmentation.label}")
    size = f"--features: {len(names)}"
    most = sorted(wrong, key=lambda row: (-row["customers"], row["segment_id"], row["predicted_segment_id"]))
    told = [
        tag(
            "li",
            escape(
                f"{names[row['segment_id']]} taken for {names[row['predicted_segment_id']]}: "
                f"{numbers.count(row['customers'])}"
            ),
        )
        for row in most[:CONFUSIONS_TOLD]
    ]
    return (
        tag("p", escape(reading), class_="sg-reading")
        + tag("section", table, class_="sg-heatmap sg-confusion", style=size)
        + (tag("h3", "Most often") + tag("ul", *told, class_="sg-told") if told else "")
    )


def calibration(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Reliability diagram of the network on test customers."""
    rows = of_network(warehouse.calibration(segmentation.name))
    if not rows:
        return html.empty("Confidence was not held against accuracy.")
    spoken = "; ".join(
        f"{numbers.percent(row['confidence'])} sure, {numbers.percent(row['accuracy'])} right" for row in rows
    )
    cells = [
        (
            escape(f"{10 * (row['bin'] - 1)} to {10 * row['bin']}%"),
            numbers.count(row["customers"]),
            numbers.percent(row["confidence"]),
            numbers.percent(row["accuracy"]),
        )
        for row in rows
    ]
    head = ("Confidence", "Customers", "Mean", "Accuracy")
    table = html.table(head, cells, caption=f"Confidence and accuracy: {segmentation.label}", numbers=range(1, 4))
    reading = f"{label(rows[0]['model'])}. On the dashed line honest, below it too sure; small dots are few customers."
    return (
        tag("p", escape(reading), class_="sg-reading")
        + html.chart(charts.reliability(pd.DataFrame(rows)), height=HEIGHT, label=f"Accuracy by confidence. {spoken}")
        + html.behind(table, "Figures by confidence")
    )


def _confused(row: Row | None, *, right: bool) -> str:
    if row is None or not row["customers"]:
        return tag("span", "0", class_="sg-heat sg-muted")
    side = "sg-heat sg-heat-low" if right else "sg-heat sg-heat-high"
    count = tag("span", numbers.count(row["customers"]), class_="sg-heat-note")
    share = "100%" if row["share"] == 1 else numbers.percent(row["share"])
    return tag("span", share, count, class_=side, style=f"--strength: {row['share']:.3f}")
