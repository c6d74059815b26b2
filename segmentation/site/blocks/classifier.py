"""Blocks of the page on the classifier: its accuracy beside simpler models, its errors, its training and its use."""

from collections.abc import Callable

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
COLD_STARTS = ("network", "logistic_regression")
MOMENT_TITLES = {"sign-up": "At sign-up", "first order": "By the first order"}
ASSIGNED_LABELS = {"clustering": "the clustering", "classifier": "the network", "cold_start": "the cold start"}
# The network in use, or the published one where there is no other.
NETWORKS = ("network", "published_network")
CEILING = "nearest_centre"
FLOOR = "majority_class"
# The axis of accuracies starts so much below the lowest of them.
ROOM_BELOW = 0.05
CONFUSIONS_TOLD = 3
NO_SEGMENT = "Like no segment"
EPOCHS_IN_THE_TABLE = 50
BEST_OF_EACH_K = 4
# Of fewer customers an accuracy is chance: it is in the table only.
FEWEST_DRAWN = 10


def verdict(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Accuracy of the network beside simpler models, its honesty, and how often it disagrees."""
    rows = {row["model"]: row for row in scores(warehouse, segmentation)}
    network = _of_network(rows)
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
    rows = scores(warehouse, segmentation)
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
        + html.behind(scores_table(rows), "Figures of every model")
    )


def confusion(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Map of the segments of test customers and those that the network names, with the values on it."""
    rows = _of_network(warehouse.confusion(segmentation.name))
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
        f"Rows are the segments of the test customers, columns what the {_label(rows[0]['model']).lower()} says, "
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
    rows = _of_network(warehouse.calibration(segmentation.name))
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
    reading = f"{_label(rows[0]['model'])}. On the dashed line honest, below it too sure; small dots are few customers."
    return (
        tag("p", escape(reading), class_="sg-reading")
        + html.chart(charts.reliability(rows), height=HEIGHT, label=f"Accuracy by confidence. {spoken}")
        + html.behind(table, "Figures by confidence")
    )


def training_loss(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Loss over the epochs of both phases."""
    return _training(warehouse, segmentation, "loss", "Loss")


def training_accuracy(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Accuracy over the epochs of both phases."""
    return _training(warehouse, segmentation, "accuracy", "Accuracy")


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


def experiments(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Map of the test accuracy by setting of the network, beside two models that need none."""
    rows = warehouse.experiments(segmentation.name)
    if not rows:
        return html.empty("No other settings of the network were tried: the command make experiments tries them.")
    columns = sorted({(row["optimizer"], -row["learning_rate"]) for row in rows})
    lines = []
    ks = _grouped_by_k(rows)
    for k, tried in ks.items():
        by_setting = {(row["architecture"], row["optimizer"], -row["learning_rate"]): row for row in tried}
        best = max(row["test_accuracy"] for row in tried)
        for architecture in sorted({row["architecture"] for row in tried}):
            found = [by_setting.get((architecture, *column)) for column in columns]
            network = tag("span", escape(architecture), class_="sg-muted")
            name = tag("span", tag("span", f"k = {k}"), network, class_="sg-named")
            heats = [_tried(row, best=best) for row in found]
            beside = [_plain(tried[0][key]) for key in ("logistic_accuracy", "majority_accuracy")]
            lines.append([name, *heats, *beside])
    head = (
        "Network",
        *(f"{optimizer} {-rate:g}" for optimizer, rate in columns),
        "Logistic regression",
        "Largest segment",
    )
    table = html.table(head, lines, caption=f"Test accuracy by setting: {segmentation.label}")
    settings = {(row["architecture"], row["optimizer"], row["learning_rate"]) for row in rows}
    runs = sorted({row["runs"] for row in rows})
    reading = (
        f"Mean test accuracy over {_range(runs)} runs of each of {numbers.count(len(settings))} settings, by optimizer "
        "and learning rate; the best of each k are outlined. Fewer segments are easier to tell."
    )
    size = f"--features: {len(head) - 1}"
    return (
        tag("p", escape(reading), class_="sg-reading")
        + tag("section", table, class_="sg-heatmap sg-tried", style=size)
        + html.behind(_experiments_table(ks, segmentation), "Figures of the best settings")
    )


def scores(warehouse: Warehouse, segmentation: Segmentation) -> list[Row]:
    """Each model's figures over its test splits, with its name for people."""
    return [{**row, "label": _label(row["model"])} for row in warehouse.classifier(segmentation.name)]


def scores_table(rows: list[Row], *, brief: bool = False) -> str:
    """Table of what `scores` gives, or of the figures that matter most."""
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
    rows = _of_network(warehouse.training_history(segmentation.name))
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
        f"{_label(rows[0]['model'])}. Thick: validation customers. Thin: training customers, as the training saw them."
    )
    figure = charts.training(rows, column, name, tick=tick)
    return (
        tag("p", escape(reading), class_="sg-reading")
        + html.chart(figure, height=HEIGHT, label=f"{name} on validation customers by epoch. {spoken}")
        + html.behind(table, f"Figures every {EPOCHS_IN_THE_TABLE} epochs")
    )


def _moment(segmentation: Segmentation, moment: str, models: dict[str, list[Row]], doubts: list[str]) -> str:
    drawn = {
        name: [row for row in models[name] if row["customers"] >= FEWEST_DRAWN]
        for name in COLD_STARTS
        if name in models
    }
    shown = next(iter(drawn.values()))
    series = [(_label(name), rows, "accuracy") for name, rows in drawn.items()]
    series.append((_label(FLOOR), shown, "majority_accuracy"))
    lines = [
        (
            escape(_label(model)),
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


def _grouped_by_k(rows: list[Row]) -> dict[int, list[Row]]:
    return {k: [row for row in rows if row["k"] == k] for k in sorted({row["k"] for row in rows})}


def _experiments_table(ks: dict[int, list[Row]], segmentation: Segmentation) -> str:
    lines = [
        (
            escape(f"k = {k}, {row['architecture']}, {row['optimizer']} {row['learning_rate']:g}"),
            numbers.count(row["runs"]),
            numbers.percent(row["test_accuracy"]),
            numbers.percent(row["test_accuracy_sd"]),
            numbers.percent(row["test_accuracy_min"]),
            numbers.percent(row["train_accuracy"]),
        )
        for k, rows in ks.items()
        for row in rows[:BEST_OF_EACH_K]
    ]
    head = ("Setting", "Runs", "Test accuracy", "± s.d.", "Lowest", "In training")
    table = html.table(head, lines, caption=f"Best settings: {segmentation.label}", numbers=range(1, 6))
    note = f"Up to {BEST_OF_EACH_K} settings of each k, the best first; all are in marts.classifier_experiments."
    return table + tag("p", escape(note), class_="sg-note")


def _confused(row: Row | None, *, right: bool) -> str:
    if row is None or not row["customers"]:
        return tag("span", "0", class_="sg-heat sg-muted")
    side = "sg-heat sg-heat-low" if right else "sg-heat sg-heat-high"
    count = tag("span", numbers.count(row["customers"]), class_="sg-heat-note")
    share = "100%" if row["share"] == 1 else numbers.percent(row["share"])
    return tag("span", share, count, class_=side, style=f"--strength: {row['share']:.3f}")


def _tried(row: Row | None, *, best: float) -> str:
    if row is None:
        return tag("span", numbers.MISSING, class_="sg-heat sg-muted")
    # What the largest segment alone gives is no merit of the network.
    room = max(1 - row["majority_accuracy"], 1e-9)
    strength = min(max((row["test_accuracy"] - row["majority_accuracy"]) / room, 0), 1)
    look = "sg-heat sg-heat-low" + (" sg-heat-best" if row["test_accuracy"] >= best - 1e-9 else "")
    return tag("span", numbers.percent(row["test_accuracy"]), class_=look, style=f"--strength: {strength**3:.3f}")


def _plain(share: float | None) -> str:
    return tag("span", numbers.percent(share), class_="sg-heat")


def _of_network(models: dict):
    """What is known of the network in use."""
    return next((models[name] for name in NETWORKS if models.get(name)), None)


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


def _range(values: list[int]) -> str:
    return (
        numbers.count(values[0]) if len(values) == 1 else f"{numbers.count(values[0])} to {numbers.count(values[-1])}"
    )


def _label(model: str) -> str:
    return MODEL_LABELS.get(model, model.replace("_", " ").capitalize())
