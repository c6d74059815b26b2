"""Blocks on the mistakes of the network: which segments it confuses, and whether its probabilities are right."""

from segmentation.site import charts, html, numbers
from segmentation.site.blocks.classifier import HEIGHT, label, of_network
from segmentation.site.html import Markup
from segmentation.site.warehouse import Row, Segmentation, Warehouse, grouped

SAID, SEEN = "how sure it is", "how often right"
CONFUSIONS_LISTED = 3
NO_SEGMENT = "Like no segment"
TRIALS = (
    "A customer may be in several trials or in none, and each trial finds the segments anew: rows are not quite as "
    "large as the segments."
)
BIN_COLUMNS = (
    ("How sure it is", lambda row: f"{10 * (row['bin'] - 1)} to {10 * row['bin']}%"),
    ("Customers", "customers", numbers.count),
    ("Mean", SAID, numbers.percent),
    ("How often right", SEEN, numbers.percent),
)


def confusion(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Map of the segments of test customers and those that the network predicts, with the values on it."""
    rows = of_network(grouped(warehouse.query("confusion", segmentation), "model"))
    if not rows:
        return html.empty("It was not counted which segments are confused with which.")
    cells = {(row["segment_id"], row["predicted_segment_id"]): row for row in rows}
    names = {row["segment_id"]: row["segment_name"] for row in rows}
    names |= {row["predicted_segment_id"]: row["predicted_segment_name"] for row in rows}
    # A cluster of a split that is like no segment has a negative number and no name.
    names = {number: names[number] or NO_SEGMENT for number in sorted(names, key=numbers.segment_order)}
    lines = []
    for actual, name in names.items():
        found = [cells.get((actual, predicted)) for predicted in names]
        heats = [_heat(row, is_right=actual == predicted) for row, predicted in zip(found, names, strict=True)]
        total = numbers.count(sum(row["customers"] for row in found if row))
        lines.append([html.named(actual, name), *heats, html.text(total, "sg-muted")])
    wrong = [row for row in rows if row["customers"] and row["segment_id"] != row["predicted_segment_id"]]
    most = sorted(wrong, key=lambda row: (-row["customers"], row["segment_id"], row["predicted_segment_id"]))
    off, total = (numbers.count(sum(row["customers"] for row in found)) for found in (wrong, rows))
    head = ("Segment", *map(numbers.segment, names), "Tests")
    caption = f"Segments and predictions of the network: {segmentation.label}"
    return html.render(
        "confusion",
        reading=f"Rows are the segments of the test customers, columns what the {label(rows[0]['model']).lower()} "
        f"predicts, in percent of the row; {off} of {total} predictions are wrong. {TRIALS}",
        table=html.heat_map(head, lines, caption=caption, kind="sg-confusion", columns=len(names)),
        confusions=[
            f"{names[row['segment_id']]} taken for {names[row['predicted_segment_id']]}: "
            f"{numbers.count(row['customers'])}"
            for row in most[:CONFUSIONS_LISTED]
        ],
    )


def calibration(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Reliability diagram of the network on test customers."""
    rows = of_network(dict(tuple(warehouse.frame("calibration", segmentation).groupby("model"))))
    if rows is None:
        return html.empty("Confidence was not compared with accuracy.")
    rows = rows.rename(columns={"confidence": SAID, "accuracy": SEEN})
    bins = rows.to_dict("records")
    spoken = "; ".join(f"{numbers.percent(row[SAID])} sure, {numbers.percent(row[SEEN])} right" for row in bins)
    model = label(bins[0]["model"])
    reading = (
        f"{model}. On the dashed line it is right as often as it says, below it too sure; small dots are few customers."
    )
    chart = html.chart(charts.reliability(rows, SAID, SEEN), height=HEIGHT, label=f"Accuracy by confidence. {spoken}")
    table = html.table(bins, BIN_COLUMNS, caption=f"Confidence and accuracy: {segmentation.label}")
    return html.reading(reading) + chart + html.behind(table, "Figures by how sure it is")


def _heat(row: Row | None, *, is_right: bool) -> Markup:
    if row is None or not row["customers"]:
        return html.heat("0", "muted")
    share = "100%" if row["share"] == 1 else numbers.percent(row["share"])
    return html.heat(share, "low" if is_right else "high", row["share"], numbers.count(row["customers"]))
