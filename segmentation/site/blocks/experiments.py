"""Block on the experiments: test accuracy by setting of the network."""

import pandas as pd

from segmentation.site import html, numbers
from segmentation.site.html import Markup
from segmentation.site.warehouse import Segmentation, Warehouse

BEST_OF_EACH_K = 4
COLUMNS = (
    (
        "Setting",
        lambda row: f"k = {row['k']}, {row['architecture']}, {row['optimizer']} {row['learning_rate']:g}",
    ),
    ("Runs", "runs", numbers.count),
    ("Test accuracy", "test_accuracy", numbers.percent),
    ("± 95%", "test_accuracy_error", numbers.percent),
    ("s.d.", "test_accuracy_sd", numbers.percent),
    ("Lowest", "test_accuracy_min", numbers.percent),
    ("In training", "train_accuracy", numbers.percent),
)
NOTE = f"Up to {BEST_OF_EACH_K} settings of each k, the best first; all are in marts.classifier_experiments."


def experiments(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Map of the test accuracy by setting of the network, next to two models that need none."""
    rows = warehouse.frame("experiments", segmentation)
    if rows.empty:
        return html.empty("No other settings of the network were tried: the command make experiments tries them.")
    # What the largest segment alone gives is no merit of the network.
    room = (1 - rows["majority_accuracy"]).clip(lower=1e-9)
    rows["strength"] = ((rows["test_accuracy"] - rows["majority_accuracy"]) / room).clip(0, 1) ** 3
    reach = rows["test_accuracy"] + rows["test_accuracy_error"].fillna(0)
    rows["is_best"] = reach >= rows.groupby("k")["test_accuracy"].transform("max") - 1e-9
    rows["rate"] = -rows["learning_rate"]
    cells = rows.set_index(["k", "architecture", "optimizer", "rate"]).sort_index()
    settings = sorted(set(zip(rows["optimizer"], rows["rate"], strict=True)))
    lines = []
    for (k, architecture), found in cells.groupby(level=["k", "architecture"]):
        name = html.text(html.text(f"k = {k}") + html.text(architecture, "sg-muted"), "sg-named")
        found = found.droplevel(["k", "architecture"])
        heats = [_heat(found.loc[setting] if setting in found.index else None) for setting in settings]
        others = rows[rows["k"] == k].iloc[0][["logistic_accuracy", "majority_accuracy"]]
        lines.append([name, *heats, *(html.heat(numbers.percent(share)) for share in others)])
    titles = [f"{optimizer} {-rate:g}" for optimizer, rate in settings]
    head = ("Network", *titles, "Logistic regression", "Largest segment")
    caption = f"Test accuracy by setting: {segmentation.label}"
    runs = " to ".join(numbers.count(number) for number in sorted({rows["runs"].min(), rows["runs"].max()}))
    tried = len(rows[["architecture", "optimizer", "learning_rate"]].drop_duplicates())
    reading = (
        f"Mean test accuracy over {runs} runs of each of {numbers.count(tried)} settings, by optimizer and learning "
        "rate; outlined are those that cannot be told from the best of their k. Fewer segments are easier to predict."
    )
    best = rows.groupby("k").head(BEST_OF_EACH_K).to_dict("records")
    table = html.table(best, COLUMNS, caption=f"Best settings: {segmentation.label}") + html.paragraph(NOTE, "sg-note")
    return html.join(
        html.reading(reading),
        html.heat_map(head, lines, caption=caption, kind="sg-tried", columns=len(head) - 1),
        html.behind(table, "Figures of the best settings"),
    )


def _heat(row: pd.Series | None) -> Markup:
    if row is None:
        return html.heat(numbers.MISSING, "muted")
    return html.heat(numbers.percent(row["test_accuracy"]), "low best" if row["is_best"] else "low", row["strength"])
