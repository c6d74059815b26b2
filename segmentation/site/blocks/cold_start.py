"""Block on the cold start: how well new customers are placed by what is known of them early."""

import pandas as pd

from segmentation.site import charts, html, numbers
from segmentation.site.blocks.classifier import FLOOR, HEIGHT, label
from segmentation.site.html import escape, tag
from segmentation.site.warehouse import Row, Segmentation, Warehouse

COLD_STARTS = ("network", "logistic_regression")
MOMENT_TITLES = {"sign-up": "At sign-up", "first order": "By the first order"}
# Of fewer customers an accuracy is chance: it is in the table only.
FEWEST_DRAWN = 10


def cold_start(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """For each moment: accuracy of placing new customers by what is known then, over the share who are placed."""
    moments = warehouse.cold_start(segmentation.name)
    if not moments:
        return html.empty("Too little is known early of these customers for a segment to be told of new ones.")
    doubts = [
        row["sentence"] for row in warehouse.findings(segmentation.name) if row["finding"] == "early_signs_tell_little"
    ]
    blocks = (
        _moment(segmentation, moment, models, [doubt for doubt in doubts if moment in doubt])
        for moment, models in moments.items()
    )
    return tag("section", *blocks, class_="sg-moments")


def _moment(segmentation: Segmentation, moment: str, models: dict[str, list[Row]], doubts: list[str]) -> str:
    drawn = {
        name: [row for row in models[name] if row["customers"] >= FEWEST_DRAWN]
        for name in COLD_STARTS
        if name in models
    }
    shown = next(iter(drawn.values()))
    series = [(label(name), pd.DataFrame(rows), "accuracy") for name, rows in drawn.items()]
    series.append((label(FLOOR), pd.DataFrame(shown), "majority_accuracy"))
    lines = [
        (
            escape(label(model)),
            (html.pill("in use", "good") + " " if row["in_use"] else "") + numbers.decimal(row["threshold"]),
            numbers.count(row["customers"]),
            numbers.percent(row["coverage"]),
            numbers.percent(row["accuracy"]),
            numbers.percent(row["majority_accuracy"]),
        )
        for model in drawn
        for row in reversed(models[model])
    ]
    head = ("Model", "Sure from", "Customers", "Placed", "Accuracy", "Largest segment")
    title = MOMENT_TITLES.get(moment, moment.capitalize())
    table = html.table(head, lines, caption=f"{title}: {segmentation.label}", numbers=range(1, 6))
    spoken = "; ".join(f"{numbers.percent(row['coverage'])}: {numbers.percent(row['accuracy'])}" for row in shown)
    return tag(
        "section",
        tag("h3", escape(title)),
        tag("p", escape(_sureness(models[next(iter(drawn))], doubts)), class_="sg-reading"),
        html.chart(
            charts.coverage(series), height=HEIGHT + 30, label=f"{title}: accuracy by customers placed. {spoken}"
        ),
        html.behind(table, "Figures by threshold"),
        class_="sg-moment",
    )


def _sureness(rows: list[Row], doubts: list[str]) -> str:
    """Of how many the cold start is sure and how often it is right: the finding where it gains nothing."""
    everyone = rows[-1]
    used = next((row for row in rows if row["in_use"]), None)
    told = list(doubts)
    if used and not told:
        told.append(
            f"The network is sure of {numbers.percent(used['coverage'])} of the customers it was tried on and right "
            f"for {numbers.percent(used['accuracy'])} of these, and naming them all the largest segment for "
            f"{numbers.percent(used['majority_accuracy'])}."
        )
    sure = f"It counts as sure from a probability of {numbers.decimal(used['threshold'])}; where" if used else "Where"
    told.append(f"{sure} everyone is placed, {numbers.percent(everyone['accuracy'])} are right.")
    return " ".join(told)
