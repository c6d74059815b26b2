"""Blocks on how far to trust the segments: the verdict, and the tiles with the figures behind it."""

import re

from segmentation.site import html, numbers
from segmentation.site.blocks.drift import DRIFT_MARKS, feature_label, since_training
from segmentation.site.blocks.models import last_build
from segmentation.site.blocks.stability import STABILITY_MARKS, measured
from segmentation.site.html import escape, pill, tag
from segmentation.site.warehouse import Row, Segmentation, Warehouse


def verdict(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """One sentence on how far to trust the segments, and the figures behind it."""
    segments = measured(warehouse, segmentation)
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
    segments = measured(warehouse, segmentation)
    if not segments:
        return "Stable segments", numbers.MISSING, "stability was not measured"
    stable = sum(row["stability_word"] == "stable" for row in segments)
    lowest = min(segments, key=lambda row: row["stability"])
    word = lowest["stability_word"]
    note = pill(f"{word}, {numbers.decimal(lowest['stability'])}", STABILITY_MARKS[word])
    note += tag("span", escape(f"lowest: {lowest['segment_name']}"))
    return "Stable segments", f"{stable} of {len(segments)}", note


def model_tile(warehouse: Warehouse, segmentation: Segmentation) -> tuple[str, str, str]:
    """The day of the last build, the model that placed the customers and the day of its training."""
    build = last_build(warehouse, segmentation)
    if build is None:
        return "Last build", numbers.MISSING, "no model is registered"
    note = tag("span", "as of the end of this day") + tag(
        "span",
        _dated(f"model version {build['version']}, trained on {build['trained_on']}"),
        title=build["model_version"],
    )
    day = tag("span", escape(build["as_of_date"] or build["trained_on"]), class_="sg-day")
    return "Last build", day, note


def _drift_tile(warehouse: Warehouse, segmentation: Segmentation) -> tuple[str, str, str]:
    label = "Features that drifted"
    build, features, sizes = since_training(warehouse, segmentation)
    if build is None or not (features or sizes):
        return label, numbers.MISSING, "trained on the day of this build"
    moved = sum(row["drift"] != "none" for row in features)
    first = max(features, key=lambda row: row["stability_index"], default=None)
    note = ""
    if first:
        told = f"most: {feature_label(first)}, {numbers.decimal(first['stability_index'])}"
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


def _stability_told(segments: list[Row]) -> str:
    if not segments:
        return "the stability of the segments was not measured"
    words = [row["stability_word"] for row in segments]
    told = f"{words.count('stable')} of {len(words)} segments are stable"
    others = [f"{words.count(word)} {word}" for word in ("fair", "doubtful") if word in words]
    return told + (f" ({' and '.join(others)})" if others else "")


def _drift_told(warehouse: Warehouse, segmentation: Segmentation) -> str:
    build, features, sizes = since_training(warehouse, segmentation)
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


def _dated(sentence: str) -> str:
    """Escape a sentence and keep its dates in one piece."""
    return re.sub(r"\d{4}-\d{2}-\d{2}", lambda found: tag("time", found[0]), escape(sentence))
