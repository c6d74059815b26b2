"""Blocks of the segments page on profiles: the heat map, and any two segments side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from segmentation.site import charts, html, numbers
from segmentation.site.html import Markup, badge
from segmentation.site.palette import segment_colour
from segmentation.site.warehouse import Row, Segmentation, Warehouse

# z-scores beyond this are drawn as strongly as this one.
STRONGEST_Z = 2.0
# Traits of a segment that are shown.
TRAITS = 5
# Features in the chart of profiles at most.
DRAWN = 12
ROW_HEIGHT = 44
LEGEND_HEIGHT = 19
MAP_NOTE = (
    "How far the mean of a segment is above (+) or below (−) that of all customers: 1 is as far as one customer "
    "usually is from the mean (analysts say standard deviation), from 0.5 on it is a trait, from 1.5 on a strong one. "
    "What segments differ in most comes first. A segment's most distinctive trait is outlined, if it is one of these. "
    "Typical figures are of the customer in the middle where a few are far above the others: they can be off where the "
    "mean is not."
)


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

    def distance(self, place: int) -> float:
        """How far the segment at a place is from all customers, whichever way."""
        return abs(self.scores[place] or 0)

    @property
    def reaches(self) -> list[float]:
        """How far the typical value of each segment is from that of all customers; at 1 that of the furthest."""
        typical = [row and row["typical"] for row in self.rows]
        if self.population is None:
            return [0.0] * len(typical)
        apart = [0.0 if value is None else value - self.population for value in typical]
        furthest = max(map(abs, apart), default=0) or 1
        return [each / furthest for each in apart]

    @property
    def values(self) -> list[str]:
        """Typical value in each segment, as it is written."""
        return [self.write(row and row["typical"]) for row in self.rows]

    def write(self, value: float | None) -> str:
        """Write a value of the feature."""
        return numbers.quantity(value, self.unit)


def heat_map(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Map of z-scores: features in rows, segments in columns, each cell with its value."""
    segments, features = compared(warehouse, segmentation)
    features = [feature for feature in features if any(score is not None for score in feature.scores)]
    if not features:
        return html.empty("There are no features to compare in this segmentation.")
    forming = [feature for feature in features if feature.in_clustering]
    describing = [feature for feature in features if not feature.in_clustering]
    written = html.paragraph(MAP_NOTE, "sg-note")
    written += _heats(segments, forming or describing, f"How the segments differ: {segmentation.label}")
    if forming and describing:
        caption = f"What else is known of the segments: {segmentation.label}"
        counted = f"{len(describing)} figures that only describe the segments and did not form them"
        written += html.behind(_heats(segments, describing, caption), counted)
    lines = [(feature.label, *feature.values, feature.write(feature.population)) for feature in features]
    head = ("Feature", *segments.values(), "Everyone")
    look = {"numbers": range(1, len(head)), "marks": ["", *map(badge, segments), ""]}
    figures = html.grid(head, lines, caption=f"Typical figures of the segments: {segmentation.label}", **look)
    return written + html.behind(figures, "Figures in their own units")


def comparison(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Two segments to choose, their lines among those of all segments, and the table that segments.js fills."""
    segments, features = compared(warehouse, segmentation)
    if len(segments) < 2 or not features:
        return html.empty("There are no two segments to compare.")
    forming = ([feature for feature in features if feature.in_clustering] or features)[:DRAWN]
    lines = [
        (segment_id, name, [feature.scores[place] for feature in forming])
        for place, (segment_id, name) in enumerate(segments.items())
    ]
    label = "How far from all customers, a line for each segment; the figures are in the table next to it"
    chart = html.chart(
        charts.parallel([feature.label for feature in forming], lines),
        height=80 + LEGEND_HEIGHT * len(segments) + ROW_HEIGHT * len(forming),
        label=label,
    )
    head = ("Feature", "First segment", "Second segment", "Everyone", "Difference", "How far apart", "Typical of")
    caption = f"Two segments feature by feature: {segmentation.label}"
    return html.render(
        "comparison",
        name=f"sg-compare-{segmentation.name}",
        options=[(place, f"{segment_id} {name}") for place, (segment_id, name) in enumerate(segments.items())],
        chart=chart,
        table=html.grid(head, [], caption=caption, numbers=[1, 2, 3, 4]),
        traits=TRAITS,
        data=_data(segments, features),
    )


def compared(warehouse: Warehouse, segmentation: Segmentation) -> tuple[dict[int, str], list[Feature]]:
    """Names of the segments by id, and the features in the order of the query."""
    rows = warehouse.query("profiles", segmentation)
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


def _heats(segments: dict[int, str], features: Sequence[Feature], caption: str) -> Markup:
    lines = [(feature.label, *map(_heat, feature.rows)) for feature in features]
    look = {"kind": "sg-profiles", "columns": len(segments), "marks": ["", *map(badge, segments)]}
    return html.heat_map(("Feature", *segments.values()), lines, caption=caption, **look)


def _heat(row: Row | None) -> Markup:
    z = row and row["z_score"]
    if z is None:
        return html.heat(numbers.MISSING)
    text = ("+" if round(z, 1) > 0 else "") + numbers.decimal(z, 1)
    kind = ("high" if z > 0 else "low") + (" best" if row["distinctiveness_rank"] == 1 else "")
    return html.heat(text, kind, min(abs(z) / STRONGEST_Z, 1))


def _data(segments: dict[int, str], features: Sequence[Feature]) -> Row:
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
                "everyone": feature.write(feature.population),
                "values": feature.values,
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
    text = f"{abs(100 * difference):.0f} points" if feature.unit == "share" else feature.write(abs(difference))
    return text if text[:2] == "0 " or not difference else ("+" if difference > 0 else "−") + text
