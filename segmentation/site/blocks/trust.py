"""Blocks on how far to trust the segments: the verdict, and the tiles with the figures behind it."""

from collections import Counter

from segmentation.site import html, numbers
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
    """What to know before trusting the segments, a sentence each, and the figures behind it."""
    segments = measured(warehouse, segmentation)
    audit = warehouse.query("fairness", segmentation)
    facts = (_stability_fact(segments), _drift_fact(warehouse, segmentation), _fairness_fact(audit))
    sentences = [*(f"{fact}." for fact in facts), *sorted({row["kind_meaning"] for row in segments})]
    tiles = [
        _silhouette_tile(warehouse, segmentation),
        stability_tile(warehouse, segmentation),
        _drift_tile(warehouse, segmentation),
        _fairness_tile(audit),
        model_tile(warehouse, segmentation),
    ]
    return html.render("verdict", sentence=dated(" ".join(sentences)), tiles=tiles)


def structure(warehouse: Warehouse) -> str:
    """How many segmentations follow natural groups, as text."""
    (row,) = warehouse.query("trust")
    return f"{row['with_structure']} of {row['segmentations']}"


def excluded(warehouse: Warehouse) -> str:
    """How many customers are in no segment, as text."""
    return numbers.count(warehouse.query("trust")[0]["excluded"])


def rejected_rows(warehouse: Warehouse) -> str:
    """How many raw rows were rejected, as text."""
    return numbers.count(warehouse.query("trust")[0]["rejected_rows"])


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
        "At 0 they run into each other, at 1 they lie far apart; in between, customers near a border could be in the "
        "next group too.",
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
        note += html.text(f"since the segments were made; most: {feature_label(first)}")
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


def _stability_fact(segments: list[Row]) -> str:
    if not segments:
        return "How stable the segments are was not measured"
    words = [row["stability_word"] for row in segments]
    others = [f"{words.count(word)} {word}" for word in ("fair", "doubtful") if word in words]
    if not others:
        return f"All {len(words)} segments are stable"
    return f"{words.count('stable')} of {len(words)} segments are stable ({' and '.join(others)})"


def _drift_fact(warehouse: Warehouse, segmentation: Segmentation) -> str:
    build, features, sizes = since_training(warehouse, segmentation)
    if build is None:
        return "No model is registered"
    if not features and not sizes:
        return (
            f"The segments were made on {build['trained_on']}, the day of this build: whether they still fit shows on "
            "a later day"
        )
    moved = [row for row in features if row["drift"] != "none"]
    facts = [f"{len(moved)} of {len(features)} figures changed"] if moved else []
    facts += ["the sizes of the segments changed" for row in sizes if row["drift"] in ("some", "much")]
    since = f"since the segments were made on {build['trained_on']}"
    return f"{html.sentence_case(' and '.join(facts)) or 'Customers hardly changed'} {since}"


def _fairness_fact(audit: list[Row]) -> str:
    if not audit:
        return "No attribute is declared sensitive, so fairness was not audited"
    flagged, attributes = sum(row["is_flagged"] for row in audit), _attributes(audit)
    if not flagged:
        return f"By {attributes}, no segment is uneven"
    return (
        f"By {attributes}, {flagged} of {len(audit)} shares {'is' if flagged == 1 else 'are'} uneven enough to look at"
    )
