"""The block on how far to trust the segments: what they are good for, and the tiles with the figures behind it."""

from collections import Counter

from segmentation.site import explain, html, numbers
from segmentation.site.blocks.drift import DRIFT_MARKS, feature_label, since_training
from segmentation.site.blocks.models import last_build
from segmentation.site.blocks.stability import STABILITY_MARKS, measured
from segmentation.site.html import Markup, dated, kind_pill, pill
from segmentation.site.warehouse import Row, Segmentation, Warehouse, first

Tile = tuple[str, str, str]
# What a transform does to a feature, in words.
SCALES = {
    "none": "as they are",
    "standard": "on a common scale",
    "robust": "on a common scale that extremes do not stretch",
    "clipped": "on a common scale, extremes cut",
    "log": "on a logarithmic scale",
    "onehot": "as yes or no",
}
CHANGES = {"none": "hardly changed", "some": "changed somewhat", "much": "changed much"}


def verdict(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """What the segments are good for, what speaks for and against them, and the figures behind it."""
    said, *why = explain.sentences("trust", explain.facts(warehouse, segmentation))
    tiles = [
        stability_tile(warehouse, segmentation),
        _silhouette_tile(warehouse, segmentation),
        _drift_tile(warehouse, segmentation),
        _fairness_tile(warehouse.query("fairness", segmentation)),
        model_tile(warehouse, segmentation),
    ]
    return html.render("verdict", said=said, why=why, tiles=tiles)


def transforms(text: str | None) -> str:
    """Say how many features went through which transform, from `name: transform, name: transform`."""
    pairs = [part.rpartition(": ") for part in (text or "").split(", ")]
    if not text or not all(name for name, *_ in pairs):
        return f"scaled by {text or 'nothing'}"
    kinds = Counter(kind for *_, kind in pairs)
    return "of the figures " + ", ".join(f"{number} {SCALES.get(kind, kind)}" for kind, number in kinds.items())


def stability_tile(warehouse: Warehouse, segmentation: Segmentation) -> Tile:
    """How many segments are stable, and the least stable one."""
    segments = measured(warehouse, segmentation)
    if not segments:
        return "Stable segments", numbers.MISSING, "stability was not measured"
    stable = sum(row["stability_word"] == "stable" for row in segments)
    lowest = min(segments, key=lambda row: row["stability"])
    word = lowest["stability_word"]
    note = pill(f"{word}, {numbers.decimal(lowest['stability'])}", STABILITY_MARKS[word])
    return (
        "Stable segments",
        f"{stable} of {len(segments)}",
        note + html.text(f"the least stable: {lowest['segment_name']}"),
    )


def model_tile(warehouse: Warehouse, segmentation: Segmentation) -> Tile:
    """The day of the last build, the model that assigned the customers and the day of its training."""
    build = last_build(warehouse, segmentation)
    if build is None:
        return "Last build", numbers.MISSING, "no model is registered"
    model = dated(f"model version {build['version']}, trained on {build['trained_on']}")
    day = html.text(build["as_of_date"] or build["trained_on"], "sg-day")
    return "Last build", day, html.text("as of the end of this day") + html.text(model, title=build["model_version"])


def _silhouette_tile(warehouse: Warehouse, segmentation: Segmentation) -> Tile:
    """How far apart the segments are, with what a silhouette says nothing without: transforms and sizes."""
    mark = kind_pill(first(warehouse.query("trust_level", segmentation))["segmentation_kind"])
    row = next((row for row in warehouse.query("k_selection", segmentation) if row["chosen"]), None)
    label = "How far apart the groups are"
    if row is None:
        return label, numbers.MISSING, mark
    facts = [
        "At 0 the next group is as near to a customer as their own, at 1 their own is far nearer.",
        f"The largest has {numbers.percent(row['largest_share'])} of those in a segment, the smallest "
        f"{numbers.counted(row['smallest_size'], 'customer')}.",
        f"Analysts: silhouette, {transforms(row['transforms'])}.",
    ]
    return label, f"{numbers.decimal(row['silhouette'])} of 1", html.join(mark, *map(html.text, facts))


def _drift_tile(warehouse: Warehouse, segmentation: Segmentation) -> Tile:
    label = "Figures that changed"
    build, features, sizes = since_training(warehouse, segmentation)
    if build is None or not (features or sizes):
        return label, numbers.MISSING, "too early: the segments were made on the day of this build"
    moved = sum(row["drift"] != "none" for row in features)
    first = max(features, key=lambda row: row["stability_index"], default=None)
    note = ""
    if first:
        note = pill(CHANGES[first["drift"]], DRIFT_MARKS[first["drift"]])
        sizes_too = " The sizes of the segments changed too." if any(row["drift"] != "none" for row in sizes) else ""
        note += html.text(f"since the segments were made; most: {feature_label(first)}.{sizes_too}")
    return label, f"{moved} of {len(features)}", note


def _fairness_tile(audit: list[Row]) -> Tile:
    label = "Uneven shares"
    if not audit:
        return label, numbers.MISSING, "no attribute is declared sensitive"
    flagged = sum(row["is_flagged"] for row in audit)
    mark = pill("worth a look", "warn") if flagged else pill("none stands out", "good")
    what = f"how often people of one {_attributes(audit)} are in a segment, next to everybody"
    return label, f"{flagged} of {len(audit)}", mark + html.text(what)


def _attributes(audit: list[Row]) -> str:
    return " or ".join(dict.fromkeys(row["feature_label"] for row in audit))
