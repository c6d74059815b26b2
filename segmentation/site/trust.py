"""Blocks on how far to trust the segments: the classifier beside its baselines, and the rows set aside."""

from segmentation.site import charts, html, numbers
from segmentation.site.html import escape, tag
from segmentation.site.warehouse import Segmentation, Warehouse

MODEL_LABELS = {
    "network": "Neural network",
    "published_network": "Network as published",
    "nearest_centre": "Nearest centre",
    "logistic_regression": "Logistic regression",
    "decision_tree": "Decision tree",
    "random_forest": "Random forest",
    "majority_class": "Always the largest segment",
}


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
    rows = [{**row, "label": _model_label(row["model"])} for row in warehouse.classifier(segmentation.name)]
    if not rows:
        return html.empty("No classifier was trained for this segmentation.")
    summary = "; ".join(f"{row['label']} {numbers.percent(row['accuracy'])}" for row in rows)
    figure = html.chart(charts.accuracies(rows), height=52 * len(rows) + 50, label=f"Test accuracy: {summary}")
    cells = [
        (
            escape(row["label"]),
            numbers.percent(row["accuracy"]),
            f"{numbers.percent(row['lowest'])} to {numbers.percent(row['highest'])}",
            numbers.count(row["splits"]),
            numbers.percent(row["macro_f1"]),
            numbers.decimal(row["log_loss"], 3),
            numbers.percent(row["calibration_error"]),
        )
        for row in rows
    ]
    head = (
        "Model",
        "Test accuracy",
        "Lowest to highest",
        "Splits",
        "Macro F1",
        "Log loss",
        "Calibration error",
    )
    table = html.table(head, cells, caption="Test figures of the classifier and its baselines", numbers=range(1, 7))
    note = (
        "The classifier gives new customers the segment that clustering would. Accuracy is measured on "
        "customers it never saw: the mean over the splits, with the lowest and the highest. It says how well "
        "segments can be told apart, not how useful they are."
    )
    return tag("p", note, class_="sg-note") + tag("section", figure, table, class_="sg-pair")


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


def _model_label(model: str) -> str:
    return MODEL_LABELS.get(model, model.replace("_", " ").capitalize())
