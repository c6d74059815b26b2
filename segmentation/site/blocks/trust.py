"""Blocks on how far to trust the segments: the classifier beside its baselines, and the rows set aside."""

from segmentation.site import charts, html, numbers
from segmentation.site.blocks.classifier import scores, scores_table
from segmentation.site.html import escape, tag
from segmentation.site.warehouse import Segmentation, Warehouse


def structure(warehouse: Warehouse) -> str:
    """How many segmentations have clear structure, as text."""
    row = warehouse.trust()
    return f"{row['with_structure']} of {row['segmentations']}"


def set_apart(warehouse: Warehouse) -> str:
    """How many customers are in no segment, as text."""
    return numbers.count(warehouse.trust()["set_apart"])


def rejected_rows(warehouse: Warehouse) -> str:
    """How many raw rows were set aside, as text."""
    return numbers.count(warehouse.trust()["rejected_rows"])


def classifier(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Test accuracy of the classifier beside its baselines."""
    rows = scores(warehouse, segmentation)
    if not rows:
        return html.empty("No classifier was trained for this segmentation.")
    summary = "; ".join(f"{row['label']} {numbers.percent(row['accuracy'])}" for row in rows)
    figure = html.chart(charts.accuracies(rows), height=52 * len(rows) + 50, label=f"Test accuracy: {summary}")
    note = (
        "The classifier gives new customers the segment that clustering would. Accuracy is measured on "
        "customers it never saw: the mean over the splits, with the lowest and the highest. It says how well "
        "segments can be told apart, not how useful they are."
    )
    return tag("p", note, class_="sg-note") + tag("section", figure, scores_table(rows, brief=True), class_="sg-pair")


def set_aside(warehouse: Warehouse) -> str:
    """Raw rows that were left out, by source and reason."""
    rows = warehouse.rejected()
    if not rows:
        return html.empty("No raw row was set aside: every one was read and used.")
    most = max(row["rejected_rows"] for row in rows)
    cells = [
        (
            escape(row["source"].removeprefix("sample_").replace("_", " ")),
            escape(row["reason"]),
            numbers.count(row["rejected_rows"]),
            tag(
                "span",
                class_="sg-bar",
                style=f"--share: {row['rejected_rows'] / most:.4f}",
                aria_hidden="true",
            ),
        )
        for row in rows
    ]
    note = "Rows that cannot be used are kept with the reason in marts.rejected_rows; nothing is dropped unseen."
    table = html.table(("Source", "Reason", "Rows", ""), cells, caption="Rows set aside", numbers=[2])
    return tag("p", note, class_="sg-note") + table
