"""Blocks on the classifier: how well it learns the segments beside simpler models, and its training."""

from collections.abc import Callable

import pandas as pd

from segmentation.site import charts, html, numbers
from segmentation.site.html import escape, tag
from segmentation.site.warehouse import Row, Segmentation, Warehouse

HEIGHT = 300
MODEL_LABELS = {
    "network": "Neural network",
    "published_network": "Network as published",
    "nearest_centre": "Nearest centre",
    "majority_class": "Always the largest segment",
}
ASSIGNED_LABELS = {"clustering": "the clustering", "classifier": "the network", "cold_start": "the cold start"}
# The network in use, or the published one where there is no other.
NETWORKS = ("network", "published_network")
CEILING = "nearest_centre"
FLOOR = "majority_class"
# The axis of accuracies starts so much below the lowest of them.
ROOM_BELOW = 0.05
EPOCHS_IN_THE_TABLE = 50


def verdict(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Accuracy of the network beside simpler models, its honesty, and how often it disagrees."""
    rows = {row["model"]: row for row in _scores(warehouse, segmentation)}
    network = of_network(rows)
    if not network:
        return html.empty("No classifier was trained for this segmentation.")
    simpler = [row for name, row in rows.items() if name not in (*NETWORKS, CEILING, FLOOR)]
    items = [(f"{network['label']}: test accuracy", _with_deviation(network), escape(_spread(network)))]
    if simpler:
        # Rows come with the most accurate first.
        best = simpler[0]
        floor = f"always the largest segment: {numbers.percent(rows[FLOOR]['accuracy'])}" if FLOOR in rows else ""
        items.append((f"Best simpler model: {best['label'].lower()}", numbers.percent(best["accuracy"]), escape(floor)))
    items.append(
        (
            "Calibration error",
            numbers.percent(network["calibration_error"]),
            escape("how far its probabilities are off, on average"),
        )
    )
    counts = warehouse.disagreement(segmentation.name)
    share = counts["elsewhere"] / counts["customers"] if counts["customers"] else None
    items.append(("Would be put elsewhere", numbers.percent(share), escape(_disagreement(counts))))
    return html.tiles(items) + tag(
        "p", escape(_assigned(warehouse.assigned(segmentation.name))), class_="sg-note sg-below"
    )


def accuracy(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Test accuracy of every model, split by split, and what the ceiling and the floor are."""
    rows = _scores(warehouse, segmentation)
    if not rows:
        return html.empty("No classifier was trained for this segmentation.")
    learned = [row for row in rows if row["model"] != FLOOR] or rows
    start = max(0.0, min(row["lowest"] for row in learned) - ROOM_BELOW)
    spoken = "; ".join(f"{row['label']} {numbers.percent(row['accuracy'])}" for row in rows)
    figure = html.chart(
        charts.accuracies(learned, start=start, each_split=True),
        height=46 * len(learned) + 46,
        label=f"Accuracy on test customers: {spoken}",
    )
    splits = max(row["splits"] for row in rows)
    of = (
        "of one split"
        if splits == 1
        else f"of {numbers.count(splits)} splits: each a small dot, their mean a large one"
    )
    return (
        tag("p", escape(f"Share of test customers whose segment is named, {of}."), class_="sg-reading")
        + figure
        + tag("p", escape(_limits({row["model"]: row for row in rows})), class_="sg-note")
        + html.behind(_scores_table(rows), "Figures of every model")
    )


def in_brief(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Test accuracy of the classifier beside its baselines."""
    rows = _scores(warehouse, segmentation)
    if not rows:
        return html.empty("No classifier was trained for this segmentation.")
    summary = "; ".join(f"{row['label']} {numbers.percent(row['accuracy'])}" for row in rows)
    figure = html.chart(charts.accuracies(rows), height=52 * len(rows) + 50, label=f"Test accuracy: {summary}")
    note = (
        "The classifier gives new customers the segment that clustering would. Accuracy is measured on "
        "customers it never saw: the mean over the splits, with the lowest and the highest. It says how well "
        "segments can be told apart, not how useful they are."
    )
    return tag("p", note, class_="sg-note") + tag("section", figure, _scores_table(rows, brief=True), class_="sg-pair")


def training_loss(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Loss over the epochs of both phases."""
    return _training(warehouse, segmentation, "loss", "Loss")


def training_accuracy(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Accuracy over the epochs of both phases."""
    return _training(warehouse, segmentation, "accuracy", "Accuracy")


def of_network(models: dict):
    """What is known of the network in use."""
    return next((models[name] for name in NETWORKS if models.get(name)), None)


def label(model: str) -> str:
    """Name of a model for people."""
    return MODEL_LABELS.get(model, model.replace("_", " ").capitalize())


def _scores(warehouse: Warehouse, segmentation: Segmentation) -> list[Row]:
    """Each model's figures over its test splits, with its name for people."""
    return [{**row, "label": label(row["model"])} for row in warehouse.classifier(segmentation.name)]


def _scores_table(rows: list[Row], *, brief: bool = False) -> str:
    """Table of what `_scores` gives, or of the figures that matter most."""
    columns: list[tuple[str, Callable[[Row], str]]] = [
        ("Model", lambda row: escape(row["label"])),
        ("Test accuracy", _with_deviation),
        ("Lowest to highest", lambda row: f"{numbers.percent(row['lowest'])} to {numbers.percent(row['highest'])}"),
        ("Splits", lambda row: numbers.count(row["splits"])),
        ("Log loss", lambda row: numbers.decimal(row["log_loss"], 3)),
        ("Calibration error", lambda row: numbers.percent(row["calibration_error"])),
    ]
    if not brief:
        columns += [
            ("Macro F1", lambda row: numbers.percent(row["macro_f1"])),
            ("Accuracy in training", lambda row: numbers.percent(row["training_accuracy"])),
        ]
    cells = [[write(row) for _, write in columns] for row in rows]
    head = [title for title, _ in columns]
    caption = "Test figures of the classifier and its baselines"
    return html.table(head, cells, caption=caption, numbers=range(1, len(head)))


def _training(warehouse: Warehouse, segmentation: Segmentation, column: str, name: str) -> str:
    rows = of_network(warehouse.training_history(segmentation.name))
    if not rows:
        return html.empty("No network was trained for this segmentation.")
    tick = ".0%" if column == "accuracy" else ""
    write = numbers.percent if column == "accuracy" else lambda value: numbers.decimal(value, 3)
    last = len(rows) - 1
    told = [
        row
        for place, row in enumerate(rows)
        if place in (0, last) or row["is_best"] or row["epoch"] % EPOCHS_IN_THE_TABLE == 0
    ]
    cells = [
        (
            f"{row['epoch']}" + (" " + html.pill("kept", "good") if row["is_best"] else ""),
            numbers.count(row["phase"]),
            escape(f"{row['learning_rate']:.2g}"),
            write(row[column]),
            write(row[f"validation_{column}"]),
        )
        for row in told
    ]
    head = ("Epoch", "Phase", "Rate", "Training", "Validation")
    table = html.table(head, cells, caption=f"{name} by epoch: {segmentation.label}", numbers=range(1, 5))
    spoken = "; ".join(f"epoch {row['epoch']}: {write(row[f'validation_{column}'])}" for row in told)
    reading = (
        f"{label(rows[0]['model'])}. Thick: validation customers. Thin: training customers, as the training saw them."
    )
    figure = charts.training(pd.DataFrame(rows), column, name, tick=tick)
    return (
        tag("p", escape(reading), class_="sg-reading")
        + html.chart(figure, height=HEIGHT, label=f"{name} on validation customers by epoch. {spoken}")
        + html.behind(table, f"Figures every {EPOCHS_IN_THE_TABLE} epochs")
    )


def _spread(row: Row) -> str:
    if row["splits"] == 1:
        return f"one split of {numbers.count(row['customers'])} test customers"
    return (
        f"mean and standard deviation of {numbers.count(row['splits'])} splits, "
        f"from {numbers.percent(row['lowest'])} to {numbers.percent(row['highest'])}"
    )


def _with_deviation(row: Row) -> str:
    spread = "" if row["deviation"] is None else f" ± {numbers.percent(row['deviation'])}"
    return numbers.percent(row["accuracy"]) + spread


def _limits(rows: dict[str, Row]) -> str:
    """What the most and the least are that a model can be held against."""
    told = []
    if CEILING in rows and rows[CEILING]["lowest"] == 1:
        told.append(
            "Nearest centre is right by construction, since a segment is whoever is nearest to its centre: it "
            "is the ceiling, no rival. A network that comes close to it has learned borders that were known already; "
            "what it adds is probabilities."
        )
    if FLOOR in rows:
        told.append(
            f"Who always names the largest segment is right for {numbers.percent(rows[FLOOR]['accuracy'])}, "
            "which is the floor."
        )
    return " ".join(told)


def _disagreement(counts: Row) -> str:
    if not counts["customers"]:
        return "what the network says of each customer is not stored"
    if not counts["elsewhere"]:
        return f"the network agrees with the nearest centre on all {numbers.count(counts['customers'])} customers"
    return (
        f"{numbers.count(counts['elsewhere'])} of {numbers.count(counts['customers'])} customers, for whom the network "
        "names another segment than the nearest centre"
    )


def _assigned(counts: dict[str, int]) -> str:
    """What placed how many customers."""
    if not counts:
        return ""
    apart = counts.get("none", 0)
    placed = {ASSIGNED_LABELS.get(name, name): found for name, found in counts.items() if name != "none"}
    if len(placed) == 1 and not apart:
        ((name, found),) = placed.items()
        return f"{html.sentence_case(name)} placed all {numbers.count(found)} customers."
    told = [f"{name} placed {numbers.count(found)}" for name, found in placed.items()]
    told += [f"{numbers.count(apart)} {'is' if apart == 1 else 'are'} in no segment"] if apart else []
    joined = " and ".join(filter(None, [", ".join(told[:-1]), told[-1]]))
    return f"Of {numbers.count(sum(counts.values()))} customers, {joined}."
