"""Block on how likely customers would be in the same segment again."""

from segmentation.site import charts, html, numbers
from segmentation.site.blocks import predicted
from segmentation.site.html import Markup
from segmentation.site.warehouse import Segmentation, Warehouse

HEIGHT = 320
SAID, SEEN = "chance", "same segment again"
COLUMNS = (
    ("Chance", lambda row: f"{10 * (row['bin'] - 1)} to {10 * row['bin']}%"),
    ("Customers", "customers", numbers.count),
    ("Mean chance", SAID, numbers.percent),
    ("Same segment again", SEEN, numbers.percent),
)
READING = (
    "Tested on customers who had not been drawn. A dot on the dashed line: of the customers with a chance of 80%, 80% "
    "were in the same segment again. Small dots are few customers."
)
NOT_SURE = (
    "Sure is where a customer belongs, not what that customer will do: a segment speaks of most of its customers, so "
    "decide on nobody by the segment alone."
)


def certainty(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """How many customers are sure of their segment, and how often that came true in refits."""
    rows = warehouse.frame("assignment_reliability", segmentation)
    if rows.empty:
        return html.empty("How sure each customer's segment is, is measured by the next training.")
    (figures,) = warehouse.query("certainty", segmentation)
    sure, between = (numbers.percent(figures[name] / figures["customers"]) for name in ("sure", "between"))
    error = figures["calibration_error"]
    sentence = (
        f"Of {numbers.count(figures['customers'])} customers {sure} surely belong to their segment: made again from a "
        "random choice of the customers, the segments have them in the same one at least four times in five. "
        f"{between} stand between two segments: less than three times in five."
    )
    if error is not None:
        sentence += f" These chances were off by {numbers.decimal(100 * error, 1)} points on average."
    sentence += predicted.left_out(warehouse, segmentation)
    rows = rows.rename(columns={"probability": SAID, "agreement": SEEN})
    bins = rows.to_dict("records")
    spoken = "; ".join(f"{numbers.percent(row[SAID])} said, {numbers.percent(row[SEEN])} came true" for row in bins)
    chart = html.chart(
        charts.reliability(rows, SAID, SEEN), height=HEIGHT, label=f"Chances and what came true. {spoken}"
    )
    table = html.table(bins, COLUMNS, caption=f"Chances and what came true: {segmentation.label}")
    return (
        html.reading(sentence)
        + html.reading(NOT_SURE)
        + chart
        + html.behind(table, "Figures by chance")
        + html.note(READING)
    )
