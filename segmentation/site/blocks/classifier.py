"""Blocks on the classifier: how well it learns the segments compared with simpler models, and its training."""

from functools import partial

from segmentation.site import charts, html, numbers
from segmentation.site.html import Markup
from segmentation.site.warehouse import Row, Segmentation, Warehouse

HEIGHT = 300
MODEL_LABELS = {
    "network": "Neural network",
    "published_network": "Network as published",
    "nearest_centre": "Nearest centre",
    "majority_class": "Always the largest segment",
}
ASSIGNED_LABELS = {
    "clustering": "the clustering",
    "classifier": "the network",
    "cold_start": "the prediction for new customers",
}
# The network in use, or the published one where there is no other.
NETWORKS = ("network", "published_network")
CEILING = "nearest_centre"
FLOOR = "majority_class"
# The axis of accuracies starts so much below the lowest of them.
ROOM_BELOW = 0.05
EPOCHS_IN_THE_TABLE = 50
NO_CLASSIFIER = "No classifier was trained for this segmentation."
BRIEF_COLUMNS = (
    ("Model", "label"),
    ("Right for", lambda row: _with_deviation(row), str),
    ("Lowest to highest", lambda row: f"{numbers.percent(row['lowest'])} to {numbers.percent(row['highest'])}", str),
    ("Trials", "splits", numbers.count),
)
COLUMNS = (
    *BRIEF_COLUMNS,
    ("Log loss", "log_loss", numbers.decimal3),
    ("Calibration error", "calibration_error", numbers.percent),
    ("Macro F1", "macro_f1", numbers.percent),
    ("Accuracy in training", "training_accuracy", numbers.percent),
)
VERDICTS = {
    "better": "the network is better",
    "worse": "the network is worse",
    "cannot tell": "whether the network is better one cannot tell",
}
TABLE_CAPTION = "Test figures of the classifier and its baselines"
BRIEF_NOTE = (
    "Customers all of whose figures are known, but whom the model never saw: for how many it finds the right segment, "
    "in several trials. It says how well the segments can be predicted, not how useful they are."
)
STAGES = {"sign-up": "at sign-up", "first order": "by the first order"}


def verdict(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Accuracy of the network compared with simpler models, its calibration, and how often it disagrees."""
    rows = {row["model"]: row for row in _scores(warehouse, segmentation)}
    network = of_network(rows)
    if not network:
        return html.empty(NO_CLASSIFIER)
    items = [(f"{network['label']}: right for", _with_deviation(network), _spread(network))]
    # Rows come with the most accurate first.
    best = next((row for name, row in rows.items() if name not in (*NETWORKS, CEILING, FLOOR)), None)
    if best:
        notes = _compared(warehouse, segmentation, network["model"], best["model"])
        if FLOOR in rows:
            notes.append(f"always the largest segment: {numbers.percent(rows[FLOOR]['accuracy'])}")
        title = f"Best simpler model: {best['label'].lower()}"
        items.append((title, numbers.percent(best["accuracy"]), "; ".join(notes)))
    error = numbers.percent(network["calibration_error"])
    items.append(("Its chances are off by", error, "on average (calibration error)"))
    (counts,) = warehouse.query("disagreement", segmentation)
    share = counts["elsewhere"] / counts["customers"] if counts["customers"] else None
    items.append(("Different segment predicted", numbers.percent(share), _disagreement(counts)))
    counts = {row["assigned_by"]: row["customers"] for row in warehouse.query("assigned", segmentation)}
    return html.tiles(items) + html.note(_assigned(counts))


def accuracy(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Test accuracy of every model, split by split, and what the ceiling and the floor are."""
    rows = _scores(warehouse, segmentation)
    if not rows:
        return html.empty(NO_CLASSIFIER)
    learned = [row for row in rows if row["model"] != FLOOR] or rows
    start = max(0.0, min(row["lowest"] for row in learned) - ROOM_BELOW)
    splits = max(row["splits"] for row in rows)
    of = "one trial" if splits == 1 else f"{splits} trials: each a small dot, their mean a large one"
    chart = html.chart(
        charts.accuracies(learned, start=start, each_split=True),
        height=46 * len(learned) + 46,
        label=f"Accuracy on test customers: {_spoken(rows)}",
    )
    return html.join(
        html.reading(f"Share of customers it never saw whose segment is predicted rightly, in {of}."),
        chart,
        html.paragraph(_limits({row["model"]: row for row in rows}), "sg-note"),
        html.behind(html.table(rows, COLUMNS, caption=TABLE_CAPTION), "Figures of every model"),
    )


def in_brief(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Test accuracy of the classifier compared with its baselines."""
    rows = _scores(warehouse, segmentation)
    if not rows:
        return html.empty(NO_CLASSIFIER)
    chart = html.chart(charts.accuracies(rows), height=52 * len(rows) + 50, label=f"Test accuracy: {_spoken(rows)}")
    table = html.table(rows, BRIEF_COLUMNS, caption=TABLE_CAPTION, stacked=True)
    note = BRIEF_NOTE + _newcomers(warehouse.query("newcomers", segmentation))
    return html.paragraph(note, "sg-note") + html.section("sg-pair", chart, table)


def _newcomers(rows: list[Row]) -> str:
    """How much less often the segment is right where little is known yet."""
    if not rows:
        return ""
    found = " and ".join(
        f"{numbers.percent(row['accuracy'])} {STAGES.get(row['moment'], row['moment'])}" for row in rows
    )
    return (
        f" Of customers who have only just come less is known: predicted for all, it would be right for {found}. "
        "So only those get a segment for whom the prediction is sure."
    )


def _training(warehouse: Warehouse, segmentation: Segmentation, *, column: str) -> Markup:
    """A measure over the epochs of both phases."""
    history = warehouse.frame("training_history", segmentation)
    rows = of_network(dict(tuple(history.groupby("model"))))
    if rows is None:
        return html.empty("No network was trained for this segmentation.")
    name = html.sentence_case(column)
    tick, write = (".0%", numbers.percent) if column == "accuracy" else ("", numbers.decimal3)
    ends = rows["epoch"].isin((rows["epoch"].iloc[0], rows["epoch"].iloc[-1]))
    listed = rows[ends | rows["is_best"] | (rows["epoch"] % EPOCHS_IN_THE_TABLE == 0)].to_dict("records")
    columns = (
        ("Epoch", lambda row: html.marked(row["epoch"], "kept" if row["is_best"] else "")),
        ("Phase", "phase", numbers.count),
        ("Rate", "learning_rate", "{:.2g}".format),
        ("Training", column, write),
        ("Validation", f"validation_{column}", write),
    )
    table = html.table(listed, columns, caption=f"{name} by epoch: {segmentation.label}")
    spoken = "; ".join(f"epoch {row['epoch']}: {write(row[f'validation_{column}'])}" for row in listed)
    model = label(rows["model"].iloc[0])
    chart = html.chart(
        charts.training(rows, column, name, tick=tick),
        height=HEIGHT,
        label=f"{name} on validation customers by epoch. {spoken}",
    )
    reading = (
        f"{model}, after each pass over the customers it learns from (epoch). Thin: these customers. Thick: others, "
        "which counts."
    )
    return html.reading(reading) + chart + html.behind(table, f"Figures every {EPOCHS_IN_THE_TABLE} epochs")


training_loss = partial(_training, column="loss")
training_accuracy = partial(_training, column="accuracy")


def of_network(models: dict):
    """What is known of the network in use."""
    return next((models[name] for name in NETWORKS if name in models), None)


def label(model: str) -> str:
    """Name of a model for people."""
    return MODEL_LABELS.get(model, model.replace("_", " ").capitalize())


def _scores(warehouse: Warehouse, segmentation: Segmentation) -> list[Row]:
    """Each model's figures over its test splits, with its name for people."""
    return [row | {"label": label(row["model"])} for row in warehouse.query("classifier", segmentation)]


def _compared(warehouse: Warehouse, segmentation: Segmentation, network: str, baseline: str) -> list[str]:
    """Whether a network is better than a model, by the interval of the difference."""
    compared = warehouse.query("classifier_comparison", segmentation)
    found = [row for row in compared if (row["network"], row["baseline"]) == (network, baseline)]
    return [VERDICTS[row["verdict"]] + _interval(row) for row in found]


def _interval(row: Row) -> str:
    ends = [row[f"accuracy_gained_{end}"] for end in ("low", "high")]
    return "" if None in ends else f" (by {' to '.join(numbers.decimal(100 * end, 1) for end in ends)} points)"


def _spoken(rows: list[Row]) -> str:
    return "; ".join(f"{row['label']} {numbers.percent(row['accuracy'])}" for row in rows)


def _spread(row: Row) -> str:
    if row["splits"] == 1:
        return f"one trial with {numbers.count(row['customers'])} customers it never saw"
    return (
        f"of the customers it never saw, in {numbers.count(row['splits'])} trials from "
        f"{numbers.percent(row['lowest'])} to {numbers.percent(row['highest'])} (± is the standard deviation)"
    )


def _with_deviation(row: Row) -> str:
    spread = "" if row["deviation"] is None else f" ± {numbers.percent(row['deviation'])}"
    return numbers.percent(row["accuracy"]) + spread


def _limits(rows: dict[str, Row]) -> str:
    """The best and the least accuracy that a model can be compared with."""
    sentences = []
    if CEILING in rows and rows[CEILING]["lowest"] == 1:
        sentences.append(
            "The nearest centre is always right, since the segments are made by it: no model can do better. A network "
            "that comes close has learned where one segment ends and the next begins; what it adds is how sure each "
            "prediction is."
        )
    if FLOOR in rows:
        right = numbers.percent(rows[FLOOR]["accuracy"])
        sentences.append(
            f"To predict the largest segment for everybody is right for {right}: a useful model does better."
        )
    return " ".join(sentences)


def _disagreement(counts: Row) -> str:
    if not counts["customers"]:
        return "the predictions of the network are not stored for each customer"
    if not counts["elsewhere"]:
        return f"the network agrees with the nearest centre on all {numbers.count(counts['customers'])} customers"
    return (
        f"{numbers.count(counts['elsewhere'])} of {numbers.count(counts['customers'])} customers, for whom the network "
        "predicts another segment than the nearest centre"
    )


def _assigned(counts: dict[str, int]) -> str:
    """How many customers each method assigned."""
    excluded = counts.get("none", 0)
    assigned = {ASSIGNED_LABELS.get(name, name): found for name, found in counts.items() if name != "none"}
    if len(assigned) == 1 and not excluded:
        ((name, found),) = assigned.items()
        return f"{html.sentence_case(name)} assigned all {numbers.count(found)} customers."
    facts = [f"{name} assigned {numbers.count(found)}" for name, found in assigned.items()]
    facts += [f"{numbers.count(excluded)} {'is' if excluded == 1 else 'are'} in no segment"] if excluded else []
    joined = " and ".join(filter(None, [", ".join(facts[:-1]), facts[-1]]))
    return f"Of {numbers.count(sum(counts.values()))} customers, {joined}."
