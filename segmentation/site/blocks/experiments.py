"""Block on the experiments: test accuracy by setting of the network."""

from segmentation.site import html, numbers
from segmentation.site.html import escape, tag
from segmentation.site.warehouse import Row, Segmentation, Warehouse, grouped

BEST_OF_EACH_K = 4


def experiments(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Map of the test accuracy by setting of the network, baselines two models that need none."""
    rows = warehouse.experiments(segmentation.name)
    if not rows:
        return html.empty("No other settings of the network were tried: the command make experiments tries them.")
    columns = sorted({(row["optimizer"], -row["learning_rate"]) for row in rows})
    lines = []
    ks = grouped(rows, "k")
    for k, tried in ks.items():
        by_setting = {(row["architecture"], row["optimizer"], -row["learning_rate"]): row for row in tried}
        best = max(row["test_accuracy"] for row in tried)
        for architecture in sorted({row["architecture"] for row in tried}):
            found = [by_setting.get((architecture, *column)) for column in columns]
            network = tag("span", escape(architecture), class_="sg-muted")
            name = tag("span", tag("span", f"k = {k}"), network, class_="sg-named")
            heats = [_tried(row, best=best) for row in found]
            baselines = [_plain(tried[0][key]) for key in ("logistic_accuracy", "majority_accuracy")]
            lines.append([name, *heats, *baselines])
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


def _range(values: list[int]) -> str:
    return (
        numbers.count(values[0]) if len(values) == 1 else f"{numbers.count(values[0])} to {numbers.count(values[-1])}"
    )
