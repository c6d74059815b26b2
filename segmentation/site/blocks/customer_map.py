"""Blocks of the page with the map: customers on any two or three axes, and what the axes mean."""

from dataclasses import dataclass

import pandas as pd

from segmentation.site import charts, html, numbers
from segmentation.site.blocks import predicted
from segmentation.site.html import Markup
from segmentation.site.warehouse import NO_CUSTOMERS, Row, Segmentation, Warehouse

HEIGHT = 600
# Those that form the segments come first. Each costs as many numbers as there are points.
MOST_FEATURES = 24
COMPONENTS = {
    "pc1": "component 1",
    "pc2": "component 2",
    "pc3": "component 3",
    "ld1": "discriminant 1",
    "ld2": "discriminant 2",
}
AXES = (("x", "Across", "pc1"), ("y", "Up", "pc2"), ("z", "Deep", ""))
NO_MAP = "There are no customers on a map for this segmentation."


@dataclass(frozen=True)
class Axis:
    """An axis to choose: its key, its titles, whether it is logarithmic, and its values by customer."""

    key: str
    title: str
    values: pd.Series
    unit: str | None = None
    is_log: bool = False

    @property
    def full_title(self) -> str:
        """Title with the unit and the scale."""
        units = ", ".join(filter(None, (self.unit, "logarithmic" if self.is_log else None)))
        return self.title + (f" ({units})" if units else "")


def drawn(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """How many of the customers are drawn, and how they were chosen."""
    points = warehouse.query("map_points", segmentation)
    if not points:
        return _no_map(warehouse)
    sentence = f"All {numbers.count(len(points))} customers with figures of their own are drawn."
    if points[0]["is_sample"]:
        (size,) = warehouse.query("map_size", segmentation)
        sentence = (
            f"{numbers.count(len(points))} of {numbers.count(size['customers'])} customers are drawn: "
            "a random sample that is the same in every build."
        )
    return html.paragraph(sentence + predicted.left_out(warehouse, segmentation), "sg-note")


def scatter(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Map of the customers with a choice of axes, and the segments to switch on and off."""
    points = warehouse.frame("map_points", segmentation)
    if points.empty:
        return _no_map(warehouse, is_said=True)
    sizes = points.groupby("segment_id").agg(segment_name=("segment_name", "first"), customers=("customer_id", "size"))
    segments = sizes.reset_index().to_dict("records")
    axes = _axes(warehouse, segmentation, points)
    centres = warehouse.frame("map_centres", segmentation).pivot(index="axis", columns="segment_id", values="centre")
    centres = centres.reindex(index=[axis.values.name for axis in axes], columns=sizes.index)
    data = {
        "numbers": [numbers.segment(row["segment_id"]) for row in segments],
        "axes": {
            axis.key: {
                "title": axis.full_title,
                "log": axis.is_log,
                "columns": [
                    [rounded(value) for value in values] for _, values in axis.values.groupby(points["segment_id"])
                ],
                "centres": [rounded(value) for value in centres.loc[axis.values.name]],
            }
            for axis in axes
        },
    }
    label = (
        f"Map of {numbers.count(len(points))} customers in {len(segments)} segments on the axes chosen above; "
        "the centres of the segments are in the table below."
    )
    return html.render(
        "customer_map",
        groups={
            "Components": [axis for axis in axes if axis.key in COMPONENTS],
            "Features": [axis for axis in axes if axis.key not in COMPONENTS],
        },
        choices=AXES,
        segments=segments,
        chart=html.chart(charts.segment_map(segments), height=HEIGHT, label=label),
        data=data,
        table=_centre_table(segmentation, segments, axes, centres),
    )


def loadings(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """What the components and discriminants are made of: the correlation of each feature with each of them."""
    rows = warehouse.frame("map_axes", segmentation)
    if rows.empty:
        return html.empty("It was not stored what the axes are made of.")
    shares = rows.groupby("component")["explained_share"].first()
    names = [name for name in COMPONENTS if name in shares]
    rows["name"] = rows["feature_label"] + rows["level"].map(": {}".format, na_action="ignore").fillna("")
    cells = rows.pivot(index=["name", "feature"], columns="component", values="loading")[names]
    cells = cells.sort_values(names[0], key=abs, ascending=False, kind="stable")
    lines = [
        (html.sentence_case(name), *(html.signed_heat(loading) for loading in loadings))
        for (name, _), *loadings in cells.itertuples()
    ]
    explained = {COMPONENTS[name]: f"{COMPONENTS[name]} {numbers.percent(shares[name])}" for name in names}
    components, discriminants = (
        ", ".join(text for name, text in explained.items() if name.startswith(kind))
        for kind in ("component", "discriminant")
    )
    reading = (
        "From −1 to 1 (correlation): a customer far out on an axis is high in the features with a high figure and low "
        "in those with a negative one. "
        f"Components are the directions in which customers differ most, whatever their segments ({components} "
        "of all differences)."
    )
    if discriminants:
        reading += (
            " Discriminants are the directions that separate the segments best, and make them look better separated "
            f"than they are ({discriminants} of the differences between segments)."
        )
    head = ("Feature", *(html.sentence_case(COMPONENTS[name]) for name in names))
    caption = f"What the axes are made of: {segmentation.label}"
    return html.reading(reading) + html.heat_map(head, lines, caption=caption, columns=len(names), sortable=True)


def rounded(value: float | None) -> float | None:
    """A number without what the eye cannot see, which would make the page heavy."""
    if value is None or value != value:
        return None
    short = float(f"{value:.3g}")
    return int(short) if short.is_integer() else short


def _no_map(warehouse: Warehouse, *, is_said: bool = False) -> Markup:
    return html.empty(NO_MAP if warehouse.shows_customers() else NO_CUSTOMERS, is_said=is_said)


def _axes(warehouse: Warehouse, segmentation: Segmentation, points: pd.DataFrame) -> list[Axis]:
    """Every axis to choose from, components first."""
    axes = [
        Axis(name, html.sentence_case(title), points[name])
        for name, title in COMPONENTS.items()
        if points[name].notna().any()
    ]
    values = warehouse.frame("map_features", segmentation, most_features=MOST_FEATURES)
    values = values.pivot(index="customer_id", columns="feature", values="value").reindex(points["customer_id"])
    values.index = points.index
    return axes + [
        Axis(
            f"feature {row['feature']}",
            html.sentence_case(row["feature_label"]),
            values[row["feature"]],
            unit=row["unit"],
            is_log=row["transform"] == "log",
        )
        for row in warehouse.query("number_features", segmentation)
        if row["feature"] in values
    ]


def _centre_table(segmentation: Segmentation, segments: list[Row], axes: list[Axis], centres: pd.DataFrame) -> Markup:
    columns = [("Segment", html.segment), ("Customers drawn", "customers", numbers.count)]
    for axis in axes:
        title = axis.title + (f" ({axis.unit})" if axis.unit else "")
        figures = centres.loc[axis.values.name]
        columns.append((title, lambda row, figures=figures: figures[row["segment_id"]], numbers.quantity))
    return html.table(segments, columns, caption=f"Means of the customers drawn: {segmentation.label}", sortable=True)
