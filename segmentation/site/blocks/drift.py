"""Blocks on drift: how far the values of the features and the fit of the customers have moved since the training."""

from itertools import pairwise

from segmentation.site import charts, html, numbers
from segmentation.site.blocks.models import last_build
from segmentation.site.charts.drift import MUCH_DRIFT, SOME_DRIFT
from segmentation.site.html import escape, pill, tag
from segmentation.site.warehouse import Row, Segmentation, Warehouse, grouped

DRIFT_MARKS = {"none": "good", "some": "plain", "much": "warn"}
# More rows make a chart that nobody reads; all are in the table behind it.
MOST_DRAWN = 15
# Lines with a name in the chart over time.
MOST_NAMED = 4


def feature_drift(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Drift of each feature on the last day, over time where there are several, and every figure behind."""
    rows = warehouse.query("feature_drift", segmentation=segmentation.name)
    if not rows:
        return html.empty(
            "Drift is told from the next build on: this one trained the model on the customers whom it would compare."
        )
    days = sorted({row["as_of_date"] for row in rows})
    latest = [row | {"label": feature_label(row)} for row in rows if row["as_of_date"] == days[-1]]
    drawn = latest[:MOST_DRAWN]
    spoken = "; ".join(f"{row['label']} {numbers.decimal(row['stability_index'], 3)}" for row in drawn)
    reading = (
        f"How far the values of {days[-1]} are from those the model was trained on: under {SOME_DRIFT} a feature "
        f"counts as unchanged, from {MUCH_DRIFT} on as much changed. A segmentation that sets another limit, "
        "retrain_from_drift, is trained anew from that on. The scale is logarithmic."
    )
    if len(latest) > len(drawn):
        reading += f" The {len(drawn)} of {len(latest)} features that moved most are drawn."
    figure = html.chart(
        charts.drifts(drawn),
        height=38 * len(drawn) + 76,
        label=f"Population stability index by feature on {days[-1]}. {spoken}",
    )
    if len(days) > 1:
        figure = tag("section", figure, _over_time(warehouse, segmentation, rows), class_="sg-halves")
    lines = [
        (
            escape(feature_label(row)),
            escape(row["as_of_date"]),
            numbers.decimal(row["stability_index"], 3),
            pill(row["drift"], DRIFT_MARKS[row["drift"]]),
            numbers.percent(row["outside_share"]),
            numbers.count(row["customers"]),
        )
        for row in sorted(rows, key=lambda row: row["as_of_date"], reverse=True)
    ]
    head = ("Feature", "As of", "Index", "Drift", "Outside the training", "Customers")
    caption = f"Drift of the features by day: {segmentation.label}"
    table = html.table(head, lines, caption=caption, numbers=[2, 4, 5], sortable=True, filterable=len(lines) > 10)
    return tag("p", escape(reading), class_="sg-reading") + figure + html.behind(table, "Figures")


def assignment_drift(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """How the customers fit the segments today, beside the customers of the training."""
    days = warehouse.query("assignment_drift", segmentation=segmentation.name)
    if not days:
        return html.empty("It is not known how well customers fit: no build has placed any yet.")
    now = days[-1]
    lines = [
        (
            "Change of the sizes of the segments, as an index",
            numbers.MISSING,
            numbers.decimal(now["size_stability_index"], 3) + " " + pill(now["drift"], DRIFT_MARKS[now["drift"]]),
        ),
        (
            "Mean distance to the centre of the segment, in scaled units",
            numbers.decimal(now["mean_distance_at_training"]),
            numbers.decimal(now["mean_distance"]),
        ),
        (
            "Customers whose segment is not sure",
            numbers.percent(now["low_confidence_share_at_training"]),
            numbers.percent(now["low_confidence_share"]),
        ),
        (
            "Customers with a value that nobody had at the training",
            numbers.MISSING,
            numbers.percent(now["outside_share"]),
        ),
    ]
    told = f"All {numbers.count(now['customers'])} customers placed as of {now['as_of_date']}" + (
        f" by version {now['version']}, trained on {now['trained_on']}." if now["version"] else "."
    )
    head = ("", "At the training", "Now")
    caption = f"How the customers fit the segments: {segmentation.label}"
    block = tag("p", escape(told), class_="sg-reading")
    block += tag("section", html.table(head, lines, caption=caption, numbers=[1, 2], stacked=True), class_="sg-fit")
    return block + (html.behind(_fit_by_day(segmentation, days), "Every day") if len(days) > 1 else "")


def since_training(warehouse: Warehouse, segmentation: Segmentation) -> tuple[Row | None, list[Row], list[Row]]:
    """The champion, and the last figures of features and of assignments after its training."""
    build = last_build(warehouse, segmentation)
    if build is None:
        return None, [], []
    found = []
    for query in ("feature_drift", "assignment_drift"):
        rows = warehouse.query(query, segmentation=segmentation.name)
        rows = [row for row in rows if row["as_of_date"] > build["trained_on"]]
        found.append([row for row in rows if row["as_of_date"] == rows[-1]["as_of_date"]])
    return build, *found


def feature_label(row: Row) -> str:
    """Name of the feature that a row of drift is about."""
    return html.sentence_case(row["feature_label"] or row["feature"])


def _over_time(warehouse: Warehouse, segmentation: Segmentation, rows: list[Row]) -> str:
    """Drift by day: the features that moved most with their names, and the sizes of the segments."""
    by_feature = list(grouped(rows, "feature").values())
    by_feature.sort(key=lambda found: -max(row["stability_index"] for row in found))
    placed = warehouse.query("assignment_drift", segmentation=segmentation.name)
    lines = [(feature_label(found[-1]), found) for found in by_feature]
    named = min(MOST_NAMED - 1, len(lines))
    if placed:
        sizes = [row | {"stability_index": row["size_stability_index"]} for row in placed]
        lines.insert(named, ("Sizes of the segments", sizes))
        named += 1
    series = [
        (name, [str(row["as_of_date"]) for row in found], [round(row["stability_index"], 4) for row in found])
        for name, found in lines
    ]
    versions = [
        (str(now["as_of_date"]), f"version {now['version']} takes over")
        for before, now in pairwise(placed)
        if before["model_version"] != now["model_version"]
    ]
    spoken = "; ".join(f"{name} {numbers.decimal(indices[-1], 3)}" for name, _, indices in series[:named])
    days = sorted({row["as_of_date"] for row in rows})
    return html.chart(
        charts.drifts_over_time(series, named=named, taken_over=versions),
        height=430,
        label=f"Population stability index from {days[0]} to {days[-1]}. On the last day: {spoken}",
    )


def _fit_by_day(segmentation: Segmentation, days: list[Row]) -> str:
    lines = [
        (
            escape(row["as_of_date"]),
            str(row["version"] or numbers.MISSING),
            numbers.count(row["customers"]),
            numbers.decimal(row["size_stability_index"], 3),
            pill(row["drift"], DRIFT_MARKS[row["drift"]]),
            numbers.decimal(row["mean_distance"]),
            numbers.decimal(row["mean_distance_at_training"]),
            numbers.percent(row["low_confidence_share"]),
            numbers.percent(row["outside_share"]),
        )
        for row in reversed(days)
    ]
    head = (
        *("As of", "Version", "Customers", "Sizes, index", "Drift", "Mean distance", "At the training"),
        *("Not sure", "Outside the training"),
    )
    caption = f"How the customers fit the segments by day: {segmentation.label}"
    return html.table(head, lines, caption=caption, numbers=[1, 2, 3, 5, 6, 7, 8], sortable=True)
