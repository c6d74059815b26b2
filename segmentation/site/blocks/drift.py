"""Blocks on drift: how far the values of the features and the fit of the customers have moved since the training."""

from itertools import pairwise

from segmentation.site import charts, html, numbers
from segmentation.site.blocks.models import last_build
from segmentation.site.charts.drift import MUCH_DRIFT, SOME_DRIFT
from segmentation.site.html import Markup, pill
from segmentation.site.warehouse import Row, Segmentation, Warehouse, grouped

DRIFT_MARKS = {"none": "good", "some": "plain", "much": "warn"}
# More rows make a chart that nobody reads; all are in the table behind it.
MOST_DRAWN = 15
# Lines with a name in the chart over time.
MOST_NAMED = 4
NOTHING_YET = "Shown from the next build on: this build made the segments from the very customers it would compare."
# What is known of customers only after the training of their model.
FIGURES = ("size_stability_index", "mean_distance", "low_confidence_share", "outside_share")
DRIFT_COLUMNS = (
    ("Feature", lambda row: feature_label(row)),
    ("As of", "as_of_date"),
    ("Index", "stability_index", numbers.decimal3),
    ("Change", lambda row: _drift_mark(row)),
    ("Never seen before", "outside_share", numbers.percent),
    ("Customers", "customers", numbers.count),
)
FIT_COLUMNS = (
    ("As of", "as_of_date"),
    ("Version", lambda row: row["version"] or numbers.MISSING, str),
    ("Customers", "customers", numbers.count),
    ("Sizes, index", "size_stability_index", numbers.decimal3),
    ("Change", lambda row: _drift_mark(row)),
    ("Mean distance", "mean_distance", numbers.decimal),
    ("At the training", "mean_distance_at_training", numbers.decimal),
    ("Not sure", "low_confidence_share", numbers.percent),
    ("Never seen before", "outside_share", numbers.percent),
)


def feature_drift(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Drift of each feature on the last day, over time where there are several, and every figure behind."""
    rows = warehouse.query("feature_drift", segmentation)
    if not rows:
        return html.empty(NOTHING_YET, is_said=True)
    days = sorted({row["as_of_date"] for row in rows})
    latest = [row | {"label": feature_label(row)} for row in rows if row["as_of_date"] == days[-1]]
    drawn = latest[:MOST_DRAWN]
    spoken = "; ".join(f"{row['label']} {numbers.decimal(row['stability_index'], 3)}" for row in drawn)
    reading = (
        f"How far the customers of {days[-1]} differ from those the segments were made from, figure by figure: under "
        f"{SOME_DRIFT} counts as unchanged, from {MUCH_DRIFT} on as much changed (population stability index, on a "
        "logarithmic scale). Where the setting retrain_from_drift is given, the segments are made again from there on."
    )
    if len(latest) > len(drawn):
        reading += f" The {len(drawn)} of {len(latest)} features that moved most are drawn."
    figure = html.chart(
        charts.drifts(drawn),
        height=38 * len(drawn) + 76,
        label=f"Population stability index by feature on {days[-1]}. {spoken}",
    )
    if len(days) > 1:
        figure = html.section("sg-halves", figure, _over_time(warehouse, segmentation, rows))
    rows = sorted(rows, key=lambda row: row["as_of_date"], reverse=True)
    caption = f"Drift of the features by day: {segmentation.label}"
    table = html.table(rows, DRIFT_COLUMNS, caption=caption, sortable=True, filterable=len(rows) > 10)
    return html.reading(reading) + figure + html.behind(table, "Figures")


def assignment_drift(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """How the customers fit the segments today, compared with the customers of the training."""
    days = warehouse.query("assignment_drift", segmentation)
    if not days:
        return html.empty("It is not known how well customers fit: no build has assigned any yet.")
    now = days[-1]
    if len(days) == 1 and all(now[figure] is None for figure in FIGURES):
        return html.empty(NOTHING_YET, is_said=True)
    model = f" by version {now['version']}, trained on {now['trained_on']}" if now["version"] else ""
    reading = f"All {numbers.count(now['customers'])} customers assigned as of {now['as_of_date']}{model}."
    reading += _compared(now)
    index = html.join(numbers.decimal3(now["size_stability_index"]), " ", _drift_mark(now))
    lines = [
        ("How much the sizes of the segments changed (index, 0 is not at all)", numbers.MISSING, index),
        (
            "How far customers are from the middle of their segment (mean distance, scaled)",
            numbers.decimal(now["mean_distance_at_training"]),
            numbers.decimal(now["mean_distance"]),
        ),
        (
            "Customers whose segment is not sure",
            numbers.percent(now["low_confidence_share_at_training"]),
            numbers.percent(now["low_confidence_share"]),
        ),
        (
            "Customers with a value that nobody had when the model was trained",
            numbers.MISSING,
            numbers.percent(now["outside_share"]),
        ),
    ]
    caption = f"How the customers fit the segments: {segmentation.label}"
    table = html.grid(("", "At the training", "Now"), lines, caption=caption, numbers=[1, 2], stacked=True)
    block = html.reading(reading) + html.section("sg-fit", table)
    if len(days) == 1:
        return block
    by_day = html.table(days[::-1], FIT_COLUMNS, caption=f"{caption}, by day", sortable=True)
    return block + html.behind(by_day, "Every day")


def _compared(now: Row) -> str:
    """What the customers of a build are compared with, where it is not the training of the model that assigns them."""
    if now["compared_with_version"] is None:
        return " This build trained the model anew: a model fits its own customers, and there is no other to look at."
    if now["compared_with_version"] == now["version"]:
        return ""
    return (
        f" This build trained version {now['version']}, which fits its own customers: the figures are of version "
        f"{now['compared_with_version']}, which was in force up to then."
    )


def since_training(warehouse: Warehouse, segmentation: Segmentation) -> tuple[Row | None, list[Row], list[Row]]:
    """The champion, and the last figures of features and of assignments after its training."""
    build = last_build(warehouse, segmentation)
    if build is None:
        return None, [], []
    found = []
    for query in ("feature_drift", "assignment_drift"):
        rows = [row for row in warehouse.query(query, segmentation) if row["as_of_date"] > build["trained_on"]]
        found.append([row for row in rows if row["as_of_date"] == rows[-1]["as_of_date"]])
    return build, *found


def feature_label(row: Row) -> str:
    """Name of the feature that a row of drift is about."""
    return html.sentence_case(row["feature_label"] or row["feature"])


def _over_time(warehouse: Warehouse, segmentation: Segmentation, rows: list[Row]) -> Markup:
    """Drift by day: the features that moved most with their names, and the sizes of the segments."""
    by_feature = sorted(
        grouped(rows, "feature").values(), key=lambda found: -max(row["stability_index"] for row in found)
    )
    lines = [(feature_label(found[-1]), found, "stability_index") for found in by_feature]
    assignments = warehouse.query("assignment_drift", segmentation)
    named = min(MOST_NAMED - 1, len(lines))
    if measured := [row for row in assignments if row["drift"]]:
        lines.insert(named, ("Sizes of the segments", measured, "size_stability_index"))
        named += 1
    series = [
        (name, [str(row["as_of_date"]) for row in found], [round(row[column], 4) for row in found])
        for name, found, column in lines
    ]
    versions = [
        (str(now["as_of_date"]), f"version {now['version']} takes over")
        for before, now in pairwise(assignments)
        if before["model_version"] != now["model_version"]
    ]
    spoken = "; ".join(f"{name} {numbers.decimal(indices[-1], 3)}" for name, _, indices in series[:named])
    days = sorted({row["as_of_date"] for row in rows})
    label = f"Population stability index from {days[0]} to {days[-1]}. On the last day: {spoken}"
    return html.chart(charts.drifts_over_time(series, named=named, taken_over=versions), height=430, label=label)


def _drift_mark(row: Row) -> Markup:
    return pill(row["drift"], DRIFT_MARKS[row["drift"]]) if row["drift"] else html.text("")
