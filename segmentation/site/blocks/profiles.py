"""Blocks of the segments page on profiles: the heat map, and any two segments beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from segmentation.site import charts, html, numbers
from segmentation.site.blocks.segment_cards import TRAITS
from segmentation.site.html import badge, escape, tag
from segmentation.site.palette import segment_colour
from segmentation.site.warehouse import Row, Segmentation, Warehouse

# z-scores beyond this are drawn as strongly as this one.
STRONGEST_Z = 2.0
# Features in the chart of profiles at most.
DRAWN = 12
ROW_HEIGHT = 44
LEGEND_HEIGHT = 19


@dataclass(frozen=True)
class Feature:
    """A feature, or a level of a category, with its profile row in each segment."""

    label: str
    unit: str | None
    in_clustering: bool
    population: float | None
    rows: list[Row | None]

    @property
    def scores(self) -> list[float | None]:
        """z-score in each segment."""
        return [row and row["z_score"] for row in self.rows]


def heat_map(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Map of z-scores: features in rows, segments in columns, each cell with its value."""
    segments, features = _profiles(warehouse, segmentation)
    features = [feature for feature in features if any(score is not None for score in feature.scores)]
    if not features:
        return html.empty("There are no features to compare in this segmentation.")
    forming = [feature for feature in features if feature.in_clustering]
    describing = [feature for feature in features if not feature.in_clustering]
    note = (
        "Above (+) and below (−) all customers, the features by which segments differ most first. The stronger the "
        "colour, the further away. A segment's most distinctive trait of all is outlined, if it is one of these."
    )
    written = tag("p", escape(note), class_="sg-note")
    written += _heats(segments, forming or describing, f"How the segments differ: {segmentation.label}")
    if forming and describing:
        caption = f"What else is known of the segments: {segmentation.label}"
        counted = f"{len(describing)} figures that only describe the segments and did not form them"
        written += html.behind(_heats(segments, describing, caption), counted)
    return written + html.behind(_figures(segmentation, segments, features), "Figures in their own units")


def comparison(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Two segments to choose, their lines among those of all segments, and the table that segments.js fills."""
    segments, features = _profiles(warehouse, segmentation)
    if len(segments) < 2 or not features:
        return html.empty("There are no two segments to compare.")
    forming = ([feature for feature in features if feature.in_clustering] or features)[:DRAWN]
    lines = [
        (segment_id, name, [feature.scores[place] for feature in forming])
        for place, (segment_id, name) in enumerate(segments.items())
    ]
    figure = html.chart(
        charts.parallel([feature.label for feature in forming], lines),
        height=80 + LEGEND_HEIGHT * len(segments) + ROW_HEIGHT * len(forming),
        label="Standard deviations from all customers, a line for each segment; the figures are in the table beside it",
    )
    table = html.table(
        ("Feature", "", "", "Everyone", "Difference", "Apart by", "Distinctive of"),
        [],
        caption=f"Two segments feature by feature: {segmentation.label}",
        numbers=[1, 2, 3, 4],
    )
    data = tag("script", html.script_json(_data(segments, features)), type="application/json", class_="sg-pair-data")
    note = (
        "Apart by: standard deviations between the two, in the colour of the higher one. Distinctive of: the segments "
        f"of which the feature is one of the {TRAITS} most distinctive traits."
    )
    return tag(
        "section",
        tag("p", _select(segmentation, segments, "a", 0), _select(segmentation, segments, "b", 1), class_="sg-choices"),
        tag("p", class_="sg-told-apart", aria_live="polite"),
        tag(
            "section",
            tag("section", figure),
            tag(
                "section",
                table,
                tag("button", "", type="button", class_="sg-button", data_all=True, hidden=True),
                tag("p", escape(note), class_="sg-note sg-below"),
            ),
            class_="sg-versus",
        ),
        data,
        tag("noscript", tag("p", "The comparison needs JavaScript; the heat map above has the figures.")),
        class_="sg-compare",
    )


def _profiles(warehouse: Warehouse, segmentation: Segmentation) -> tuple[dict[int, str], list[Feature]]:
    """Names of the segments by id, and the features in the order of the query."""
    rows = warehouse.query("profiles", segmentation=segmentation.name)
    segments = {row["segment_id"]: row["segment_name"] for row in sorted(rows, key=lambda row: row["segment_id"])}
    found: dict[tuple, dict[int, Row]] = {}
    for row in rows:
        found.setdefault((row["feature"], row["level"]), {})[row["segment_id"]] = row
    return segments, [_feature(by_segment, segments) for by_segment in found.values()]


def _feature(by_segment: dict[int, Row], segments: dict[int, str]) -> Feature:
    row = next(iter(by_segment.values()))
    label = html.sentence_case(row["feature_label"])
    return Feature(
        label=label if row["level"] is None else f"{label}: {row['level']}",
        unit=row["unit"] if row["level"] is None else "share",
        in_clustering=row["in_clustering"],
        population=row["population_typical"],
        rows=[by_segment.get(segment_id) for segment_id in segments],
    )


def _heats(segments: dict[int, str], features: Sequence[Feature], caption: str) -> str:
    lines = [(escape(feature.label), *map(_heat, feature.rows)) for feature in features]
    head = ("Feature", *segments.values())
    table = html.table(head, lines, caption=caption, marks=["", *map(badge, segments)])
    return tag("section", table, class_="sg-heatmap sg-profiles", style=f"--features: {len(segments)}")


def _heat(row: Row | None) -> str:
    if row is None or row["z_score"] is None:
        return tag("span", numbers.MISSING, class_="sg-heat")
    z = row["z_score"]
    strength = min(abs(z) / STRONGEST_Z, 1)
    text = ("+" if round(z, 1) > 0 else "") + numbers.decimal(z, 1)
    side = "sg-heat sg-heat-high" if z > 0 else "sg-heat sg-heat-low"
    if row["distinctiveness_rank"] == 1:
        side += " sg-heat-best"
    return tag("span", text, class_=side, style=f"--strength: {strength:.3f}")


def _figures(segmentation: Segmentation, segments: dict[int, str], features: Sequence[Feature]) -> str:
    lines = [
        (escape(feature.label), *map(escape, _values(feature)), escape(_quantity(feature, feature.population)))
        for feature in features
    ]
    head = ("Feature", *segments.values(), "Everyone")
    caption = f"Typical figures of the segments: {segmentation.label}"
    return html.table(head, lines, caption=caption, numbers=range(1, len(head)), marks=["", *map(badge, segments), ""])


def _quantity(feature: Feature, value: float | None) -> str:
    return numbers.quantity(value, feature.unit)


def _values(feature: Feature) -> list[str]:
    return [_quantity(feature, row and row["typical"]) for row in feature.rows]


def _select(segmentation: Segmentation, segments: dict[int, str], side: str, chosen: int) -> str:
    options = [
        tag("option", escape(f"{segment_id} {name}"), value=str(place), selected=place == chosen)
        for place, (segment_id, name) in enumerate(segments.items())
    ]
    name = f"sg-compare-{segmentation.name}-{side}"
    select = tag("select", *options, id=name, class_="sg-select", autocomplete="off")
    return tag("label", "Compare" if side == "a" else "with", for_=name) + select


def _data(segments: dict[int, str], features: Sequence[Feature]) -> dict:
    """What segments.js needs; everything is written here, so that it only puts texts in their places."""
    return {
        "segments": [
            {"id": segment_id, "name": name, "colour": segment_colour(segment_id)}
            for segment_id, name in segments.items()
        ],
        "features": [
            {
                "label": feature.label,
                "forming": feature.in_clustering,
                "everyone": _quantity(feature, feature.population),
                "values": _values(feature),
                "scores": [None if score is None else round(score, 3) for score in feature.scores],
                "distinctive": [
                    place
                    for place, row in enumerate(feature.rows)
                    if row and (row["distinctiveness_rank"] or TRAITS + 1) <= TRAITS
                ],
                "differences": [[_difference(feature, one, other) for other in feature.rows] for one in feature.rows],
            }
            for feature in features
        ],
    }


def _difference(feature: Feature, one: Row | None, other: Row | None) -> str:
    """How much higher the one's figure is than the other's, with its sign."""
    if one is None or other is None or one["typical"] is None or other["typical"] is None:
        return numbers.MISSING
    difference = one["typical"] - other["typical"]
    if feature.unit == "share":
        text = f"{abs(100 * difference):.0f} points"
    else:
        text = numbers.quantity(abs(difference), feature.unit)
    return text if text[:2] == "0 " or not difference else ("+" if difference > 0 else "−") + text
