"""Blocks on how far to trust the segments: stability, drift, fairness, the data, the models."""

import re
from itertools import groupby, pairwise
from typing import Any

from segmentation.site import charts, html, numbers
from segmentation.site.blocks.classifier import scores, scores_table
from segmentation.site.blocks.segment_cards import STABILITY_MARKS
from segmentation.site.charts.drift import MUCH_DRIFT, SOME_DRIFT
from segmentation.site.html import escape, pill, tag
from segmentation.site.warehouse import Row, Segmentation, Warehouse, grouped

DRIFT_MARKS = {"none": "good", "some": "plain", "much": "warn"}
WAYS = {
    "champion": "The champion as it stood",
    "anew": "Trained anew: the challenger",
    "warm_start": "On from the champion",
    "combined": "Champion and new network together",
}
# More rows make a chart that nobody reads; all are in the table behind it.
MOST_DRAWN = 15
# Lines with a name in the chart over time.
MOST_NAMED = 4
CHALLENGERS_SHOWN = 2


def verdict(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """One sentence on how far to trust the segments, and the figures behind it."""
    segments = _measured(warehouse, segmentation)
    audit = warehouse.query("fairness", segmentation=segmentation.name)
    parts = [
        _stability_told(segments),
        _drift_told(warehouse, segmentation),
        _fairness_told(audit),
    ]
    found = all(row["structure"] == "found" for row in segments)
    sentence = html.sentence_case(", ".join(parts)) + "."
    if segments and not found:
        sentence += " The data hold no clear structure, so other borders would serve as well."
    items = [stability_tile(warehouse, segmentation), _drift_tile(warehouse, segmentation), _fairness_tile(audit)]
    items.append(model_tile(warehouse, segmentation))
    return tag("p", _dated(sentence), class_="sg-verdict") + html.tiles(items)


def stability_tile(warehouse: Warehouse, segmentation: Segmentation) -> tuple[str, str, str]:
    """How many segments are stable, and the least stable one."""
    segments = _measured(warehouse, segmentation)
    if not segments:
        return "Stable segments", numbers.MISSING, "stability was not measured"
    stable = sum(row["stability_word"] == "stable" for row in segments)
    lowest = min(segments, key=lambda row: row["stability"])
    note = pill(f"{lowest['stability_word']}, {numbers.decimal(lowest['stability'])}", _mark_of(lowest))
    note += tag("span", escape(f"lowest: {lowest['segment_name']}"))
    return "Stable segments", f"{stable} of {len(segments)}", note


def model_tile(warehouse: Warehouse, segmentation: Segmentation) -> tuple[str, str, str]:
    """The day of the last build, the model that placed the customers and the day of its training."""
    build = _last_build(warehouse, segmentation)
    if build is None:
        return "Last build", numbers.MISSING, "no model is registered"
    note = tag("span", "as of the end of this day") + tag(
        "span",
        _dated(f"model version {build['version']}, trained on {build['trained_on']}"),
        title=build["model_version"],
    )
    day = tag("span", escape(build["as_of_date"] or build["trained_on"]), class_="sg-day")
    return "Last build", day, note


def stability(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Stability of each segment as a dot, and a table behind it."""
    segments = _measured(warehouse, segmentation)
    limits = _limits(warehouse)
    if not segments or limits is None:
        return html.empty("The stability of these segments was not measured.")
    spoken = "; ".join(f"{row['segment_name']} {numbers.decimal(row['stability'])}" for row in segments)
    figure = charts.stabilities(segments, stable_from=limits["stable_from"], doubtful_under=limits["doubtful_under"])
    reading = (
        "The algorithm was fitted again on customers drawn anew: the overlap of each segment with the one found "
        "there, 1 where they are the same customers. Segments that are not stable are borders more than groups."
    )
    lines = [
        (
            html.named(row["segment_id"], row["segment_name"]),
            numbers.decimal(row["stability"], 3),
            pill(row["stability_word"], _mark_of(row)),
            numbers.decimal(row["silhouette"]),
            numbers.count(row["customers"]),
        )
        for row in segments
    ]
    head = ("Segment", "Stability", "", "Silhouette", "Customers")
    caption = f"Stability of the segments: {segmentation.label}"
    return (
        tag("p", escape(reading), class_="sg-reading")
        + html.chart(figure, height=46 * len(segments) + 86, label=f"Stability by segment. {spoken}")
        + html.behind(html.table(head, lines, caption=caption, numbers=[1, 3, 4], sortable=True), "Figures")
    )


def feature_drift(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Drift of each feature on the last day, over time where there are several, and every figure behind."""
    rows = warehouse.query("feature_drift", segmentation=segmentation.name)
    if not rows:
        return html.empty(
            "Drift is told from the next build on: this one trained the model on the customers whom it would compare."
        )
    days = sorted({row["as_of_date"] for row in rows})
    latest = [row | {"label": _label(row)} for row in rows if row["as_of_date"] == days[-1]]
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
            escape(_label(row)),
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


def fairness(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """How evenly sensitive attributes are spread over the segments, what is flagged first."""
    rows = warehouse.query("fairness", segmentation=segmentation.name)
    limits = _limits(warehouse)
    if not rows or limits is None:
        return html.empty(
            "No attribute of these customers is declared sensitive, so nothing was audited. Those that are belong "
            "under sensitive, in the segmentation's entry in dbt_project.yml."
        )
    flagged = [row for row in rows if row["is_flagged"]]
    levels = list(_by_level(rows).items())
    drawn = levels[:MOST_DRAWN]
    spoken = "; ".join(
        f"{_level(row)} in {row['segment_name']} {numbers.decimal(row['ratio'])}" for row in flagged[:MOST_DRAWN]
    )
    figure = html.chart(
        charts.ratios(drawn, ratio=limits["fairness_ratio"]),
        height=80 * len(drawn) + 84,
        label=f"Ratio of shares by level and segment. Flagged: {spoken or 'none'}",
    )
    ratio = limits["fairness_ratio"]
    reading = (
        "Each mark is a segment: right of 1, the level is in it more often than everybody, left of 1 less. Diamonds "
        f"are flagged: the ratio is under {ratio:g} or over {1 / ratio:g} (the four-fifths rule), the level and the "
        f"rest have {limits['fairness_fewest']} customers or more each, and chance alone would seldom bring it, by "
        f"{limits['fairness_deviations']:g} standard deviations or more."
    )
    if len(levels) > len(drawn):
        reading += f" The {len(drawn)} of {len(levels)} levels that stand out most are drawn."
    means = (
        "A flag says that an offer to this segment reaches one kind of people more than another, so somebody should "
        "look at what the offer is. It does not say that this is unfair, nor why it is so: these attributes form no "
        "segment, but what does may stand for them. No flag does not prove fairness either: small levels are not "
        "flagged, and only what is declared sensitive is audited."
    )
    caption = f"Levels that are flagged: {segmentation.label}"
    listed = _audit_table(flagged, caption) if flagged else tag("p", "Nothing is flagged.", class_="sg-note")
    every = _audit_table(rows, f"All levels and segments: {segmentation.label}", marked=True)
    return (
        tag("p", escape(reading), class_="sg-reading")
        + figure
        + tag("h3", "What is flagged", class_="sg-subtitle")
        + listed
        + tag("p", escape(means), class_="sg-note sg-below")
        + html.behind(every, "All levels and segments")
    )


def findings(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """What to know about the data before trusting the segments, warnings first."""
    rows = warehouse.findings(segmentation.name)
    if not rows:
        return html.empty("There is nothing to tell: no finding about these data is worth a word.")
    lines = [
        (
            escape(row["sentence"]),
            escape(html.sentence_case(row["finding"].replace("_", " "))),
            pill("warning", "warn") if row["severity"] == "warning" else pill("note"),
        )
        for row in rows
    ]
    head = ("What was found", "Kind", "Weight")
    caption = f"What to know about the data: {segmentation.label}"
    return html.table(head, lines, caption=caption, stacked=True, sortable=True)


def inputs(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Share of the rows of each input that could not be used."""
    rows = warehouse.query("input_quality", segmentation=segmentation.name)
    if not rows:
        return html.empty("No input of this segmentation has rows.")
    most = max(row["rejected_share"] for row in rows) or 1
    lines = [
        (
            escape(_input(row["source"])),
            numbers.count(row["rows_read"]),
            numbers.count(row["rows_rejected"]),
            numbers.percent(row["rejected_share"]),
            _bar(row["rejected_share"] / most),
        )
        for row in rows
    ]
    head = ("Input", "Rows read", "Set aside", "Share", "")
    caption = f"Rows set aside by input: {segmentation.label}"
    return html.table(head, lines, caption=caption, numbers=[1, 2, 3], sortable=True)


def set_aside(warehouse: Warehouse) -> str:
    """Raw rows that were left out, by source and reason."""
    rows = warehouse.rejected()
    if not rows:
        return html.empty("No raw row was set aside: every one was read and used.")
    most = max(row["rejected_rows"] for row in rows)
    lines = [
        (
            escape(_input(row["source"])),
            escape(row["reason"]),
            numbers.count(row["rejected_rows"]),
            _bar(row["rejected_rows"] / most),
        )
        for row in rows
    ]
    note = "Rows that cannot be used are kept with the reason in marts.rejected_rows; nothing is dropped unseen."
    head = ("Source", "Reason", "Rows", "")
    table = html.table(head, lines, caption="Rows set aside", numbers=[2], sortable=True, filterable=True)
    return tag("p", note, class_="sg-note") + table


def registry(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Every model that was trained, the latest first, the champion marked; how challengers did against it."""
    rows = warehouse.query("model_registry", segmentation=segmentation.name)
    if not rows:
        return html.empty("No model of this segmentation is registered.")
    lines = [
        (
            str(row["version"]) + (" " + pill("champion", "good") if row["is_champion"] else ""),
            escape(row["trained_on"]),
            escape(row["reason"]),
            escape(row["verdict"]),
            numbers.count(row["customers"]),
            numbers.count(row["k"]),
            numbers.decimal(row["silhouette"]),
            numbers.decimal(row["stability"]),
            numbers.percent(row["network_accuracy"]),
        )
        for row in rows
    ]
    head = ("Version", "Trained on", "Why", "Verdict", "Customers", "k", "Silhouette", "Lowest stability", "Network")
    reading = (
        "The champion places the customers. A model that is trained later is a challenger: it takes over where it "
        "divides today's customers better and moves few of them. Network: accuracy on customers it never saw."
    )
    made = [
        (
            str(row["version"]),
            tag("code", escape(row["model_version"])),
            escape(row["algorithm"]),
            escape(row["features"]),
            escape(row["network"]),
            str(row["seed"]),
            escape(row["data_from"] or numbers.MISSING),
            "yes" if row["is_stored"] else "no",
        )
        for row in rows
    ]
    head_made = ("Version", "Model", "Algorithm", "Divides by", "Network", "Seed", "Data from", "Stored")
    table = html.table(
        head, lines, caption=f"Models: {segmentation.label}", numbers=range(4, 9), sortable=True, stacked=True
    )
    behind = html.table(head_made, made, caption=f"How each model was made: {segmentation.label}", stacked=True)
    return (
        tag("p", escape(reading), class_="sg-reading")
        + tag("section", table, class_="sg-registry")
        + html.behind(behind, "How each was made")
        + _challengers(warehouse, segmentation)
    )


def rfm_agreement(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Where the customers of each RFM name are, as a map of shares."""
    rows = warehouse.query("rfm_agreement", segmentation=segmentation.name)
    if not rows:
        return html.empty("These customers have no RFM name: they come with no orders.")
    segments = {row["segment_id"]: row["segment_name"] for row in rows}
    order = sorted(segments, key=numbers.segment_order)
    lines = []
    for name, found in grouped(rows, "rfm_name").items():
        shares = {row["segment_id"]: row["share_of_rfm_name"] for row in found}
        count = numbers.count(sum(row["customers"] for row in found))
        told = tag("span", tag("span", escape(name)), tag("span", count, class_="sg-muted"), class_="sg-named")
        lines.append((told, *(_heat(shares.get(number)) for number in order)))
    index = rows[0]["adjusted_rand_index"]
    reading = (
        "Share of the customers of each RFM name who are in each segment. "
        + (
            f"Adjusted Rand index {numbers.decimal(index)}: 1 where segments and RFM names divide alike, 0 where they "
            "have nothing in common. "
            if index is not None
            else ""
        )
        + "; ".join(f"{numbers.segment(number)} {segments[number]}" for number in order)
        + "."
    )
    head = ("RFM name", *map(numbers.segment, order))
    table = html.table(head, lines, caption=f"RFM names and segments: {segmentation.label}")
    style = f"--features: {len(order)}"
    return tag("p", escape(reading), class_="sg-reading") + tag(
        "section", table, class_="sg-heatmap sg-agreement", style=style
    )


def _dated(sentence: str) -> str:
    """Escape a sentence and keep its dates in one piece."""
    return re.sub(r"\d{4}-\d{2}-\d{2}", lambda found: tag("time", found[0]), escape(sentence))


def _measured(warehouse: Warehouse, segmentation: Segmentation) -> list[Row]:
    return [row for row in warehouse.segments(segmentation.name) if row["stability"] is not None]


def _limits(warehouse: Warehouse) -> Row | None:
    return next(iter(warehouse.query("audit_limits")), None)


def _last_build(warehouse: Warehouse, segmentation: Segmentation) -> Row | None:
    return next(iter(warehouse.query("last_build", segmentation=segmentation.name)), None)


def _since_training(warehouse: Warehouse, segmentation: Segmentation) -> tuple[Row | None, list[Row], list[Row]]:
    """The champion, and the last figures of features and of assignments after its training."""
    build = _last_build(warehouse, segmentation)
    if build is None:
        return None, [], []
    found = []
    for query in ("feature_drift", "assignment_drift"):
        rows = warehouse.query(query, segmentation=segmentation.name)
        rows = [row for row in rows if row["as_of_date"] > build["trained_on"]]
        found.append([row for row in rows if row["as_of_date"] == rows[-1]["as_of_date"]])
    return build, *found


def _stability_told(segments: list[Row]) -> str:
    if not segments:
        return "the stability of the segments was not measured"
    words = [row["stability_word"] for row in segments]
    told = f"{words.count('stable')} of {len(words)} segments are stable"
    others = [f"{words.count(word)} {word}" for word in ("fair", "doubtful") if word in words]
    return told + (f" ({' and '.join(others)})" if others else "")


def _drift_told(warehouse: Warehouse, segmentation: Segmentation) -> str:
    build, features, sizes = _since_training(warehouse, segmentation)
    if build is None:
        return "no model is registered"
    if not features and not sizes:
        return f"drift is not known yet, since the model was trained on the day of this build, {build['trained_on']}"
    since = f"since the model was trained on {build['trained_on']}"
    moved = [row for row in features if row["drift"] != "none"]
    told = [f"{len(moved)} of {len(features)} features drifted"] if moved else []
    told += ["the sizes of the segments changed" for row in sizes if row["drift"] != "none"]
    return f"{' and '.join(told) or 'nothing drifted'} {since}"


def _fairness_told(audit: list[Row]) -> str:
    if not audit:
        return "and no attribute is declared sensitive, so fairness was not audited"
    flagged = sum(row["is_flagged"] for row in audit)
    return f"and {flagged} of {len(audit)} pairs of a sensitive level and a segment are flagged"


def _drift_tile(warehouse: Warehouse, segmentation: Segmentation) -> tuple[str, str, str]:
    label = "Features that drifted"
    build, features, sizes = _since_training(warehouse, segmentation)
    if build is None or not (features or sizes):
        return label, numbers.MISSING, "trained on the day of this build"
    moved = sum(row["drift"] != "none" for row in features)
    first = max(features, key=lambda row: row["stability_index"], default=None)
    note = ""
    if first:
        told = f"most: {_label(first)}, {numbers.decimal(first['stability_index'])}"
        note = pill(f"drift: {first['drift']}", DRIFT_MARKS[first["drift"]]) + tag("span", escape(told))
    return label, f"{moved} of {len(features)}", note


def _fairness_tile(audit: list[Row]) -> tuple[str, str, str]:
    label = "Flagged as uneven"
    if not audit:
        return label, numbers.MISSING, "no attribute is declared sensitive"
    flagged = [row for row in audit if row["is_flagged"]]
    attributes = ", ".join(dict.fromkeys(row["feature_label"] for row in audit))
    mark = pill("worth a look", "warn") if flagged else pill("none stands out", "good")
    note = mark + tag("span", escape(f"pairs of a level and a segment, by {attributes}"))
    return label, f"{len(flagged)} of {len(audit)}", note


def _over_time(warehouse: Warehouse, segmentation: Segmentation, rows: list[Row]) -> str:
    """Drift by day: the features that moved most with their names, and the sizes of the segments."""
    by_feature = list(grouped(rows, "feature").values())
    by_feature.sort(key=lambda found: -max(row["stability_index"] for row in found))
    placed = warehouse.query("assignment_drift", segmentation=segmentation.name)
    lines = [(_label(found[-1]), found) for found in by_feature]
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


def _by_level(rows: list[Row]) -> dict[str, list[Row]]:
    """Rows by level, the level that stands out most first."""
    levels: dict[str, list[Row]] = {}
    for row in rows:
        levels.setdefault(f"{_level(row)}, {numbers.count(row['level_customers'])} customers", []).append(row)
    return levels


def _level(row: Row) -> str:
    return f"{html.sentence_case(row['feature_label'])}: {row['level']}"


def _audit_table(rows: list[Row], caption: str, *, marked: bool = False) -> str:
    lines = [
        (
            escape(_level(row)) + (" " + pill("flagged", "warn") if marked and row["is_flagged"] else ""),
            html.named(row["segment_id"], row["segment_name"]),
            numbers.decimal(row["ratio"], 3),
            numbers.percent(row["share_of_level"]),
            numbers.percent(row["share_of_all"]),
            f"{numbers.count(row['customers'])} of {numbers.count(row['level_customers'])}",
            numbers.decimal(row["deviations"], 1),
        )
        for row in rows
    ]
    head = ("Level", "Segment", "Ratio", "Of the level", "Of everybody", "Customers", "Deviations")
    return html.table(
        head, lines, caption=caption, numbers=range(2, 7), sortable=True, filterable=len(lines) > 10, stacked=True
    )


def _challenge(segmentation: Segmentation, rows: list[Row]) -> str:
    first = rows[0]
    name = f"Version {first['version']}, trained on {first['trained_on']}"
    result = pill("took over", "good") if first["is_champion"] else ""
    lines = [
        (
            escape(WAYS.get(row["way"], row["way"])),
            numbers.decimal(row["silhouette"], 3),
            numbers.percent(row["churn"]),
            numbers.percent(row["network_accuracy"]),
            numbers.count(row["held_out"]),
        )
        for row in rows
    ]
    head = ("Way", "Silhouette", "Change", "Network", "Held out")
    table = html.table(head, lines, caption=f"{name}: {segmentation.label}", numbers=range(1, 5), sortable=True)
    told = tag("p", escape(html.sentence_case(first["verdict"]) + "."), class_="sg-note")
    return tag("section", tag("h3", escape(name), result, class_="sg-subtitle"), told, table, class_="sg-challenge")


def _challengers(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """The ways to bring a model up to date, held against each other, for each challenger."""
    rows = warehouse.query("model_updates", segmentation=segmentation.name)
    if not rows:
        told = "No model has been challenged yet: the first one had no other to be held against."
        return tag("p", told, class_="sg-note sg-below")
    blocks = [_challenge(segmentation, list(found)) for _, found in groupby(rows, key=lambda row: row["version"])]
    reading = (
        "Each way is measured on customers who took no part in it, in coordinates of today. Change: share of the "
        "customers with a segment who would get another. Only the challenger can take over; the other two ways are "
        "there to be compared."
    )
    shown = "".join(blocks[:CHALLENGERS_SHOWN])
    if blocks[CHALLENGERS_SHOWN:]:
        shown += html.behind("".join(blocks[CHALLENGERS_SHOWN:]), "Earlier challengers")
    title = tag("h3", "Challengers held against the champion", class_="sg-subtitle")
    return title + tag("p", escape(reading), class_="sg-reading") + shown


def _heat(share: float | None) -> str:
    if not share:
        return tag("span", class_="sg-heat")
    return tag("span", f"{100 * share:.0f}%", class_="sg-heat sg-heat-low", style=f"--strength: {share:.2f}")


def _bar(share: float) -> str:
    return tag("span", class_="sg-bar", style=f"--share: {share:.4f}", aria_hidden="true")


def _label(row: Row) -> str:
    return html.sentence_case(row["feature_label"] or row["feature"])


def _input(source: str) -> str:
    return html.sentence_case(source.removeprefix("sample_").replace("_", " "))


def _mark_of(row: dict[str, Any]) -> str:
    return STABILITY_MARKS[row["stability_word"]]
