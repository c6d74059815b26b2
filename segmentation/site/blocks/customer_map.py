"""Blocks of the page with the map: customers on any two or three axes, and what the axes mean."""

from segmentation.site import charts, html, numbers
from segmentation.site.html import badge, escape, tag
from segmentation.site.warehouse import Row, Segmentation, Warehouse

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
AXES = (("x", "Across"), ("y", "Up"), ("z", "Deep"))
START = {"x": "pc1", "y": "pc2", "z": ""}


def drawn(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """How many of the customers are drawn, and how they were chosen."""
    points = _points(warehouse, segmentation)
    if not points:
        return html.empty("There are no customers on a map for this segmentation.")
    total = warehouse.query("map_size", segmentation=segmentation.name)[0]["customers"]
    if not points[0]["is_sample"]:
        told = f"All {numbers.count(len(points))} customers who can be placed are drawn."
    else:
        told = (
            f"{numbers.count(len(points))} of {numbers.count(total)} customers are drawn: "
            "a random sample that is the same in every build."
        )
    return tag("p", escape(told), class_="sg-note")


def scatter(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Map of the customers with a choice of axes, and the segments to switch on and off."""
    points = _points(warehouse, segmentation)
    if not points:
        return html.empty("There are no customers on a map for this segmentation.")
    segments = _segments(points)
    axes = _axes(warehouse, segmentation, points)
    centres = _centres(warehouse, segmentation)
    data = {
        "numbers": [numbers.segment(row["segment_id"]) for row in segments],
        "axes": {
            key: {
                "title": label,
                "log": is_log,
                "columns": columns,
                "centres": [_rounded(centres.get((key, row["segment_id"]))) for row in segments],
            }
            for key, label, is_log, columns in axes
        },
    }
    label = (
        f"Map of {numbers.count(len(points))} customers in {len(segments)} segments on the axes chosen above; "
        "the centres of the segments are in the table below."
    )
    return tag(
        "section",
        _tools([(key, title) for key, title, *_ in axes]),
        _legend(segments),
        html.chart(charts.segment_map(segments), height=HEIGHT, label=label),
        tag("script", html.script_json(data), type="application/json", class_="sg-map-data"),
        html.behind(_centre_table(segmentation, segments, axes, centres), "Means of the customers drawn, by segment"),
        class_="sg-map",
    )


def loadings(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """What the components and discriminants are made of: the correlation of each feature with each of them."""
    rows = warehouse.query("map_axes", segmentation=segmentation.name)
    if not rows:
        return html.empty("It was not stored what the axes are made of.")
    shares = {row["component"]: row["explained_share"] for row in rows}
    components = [name for name in COMPONENTS if name in shares]
    cells = {((row["feature_label"], row["level"]), row["component"]): row["loading"] for row in rows}
    features = sorted(
        {feature for feature, _ in cells}, key=lambda feature: (-abs(cells[feature, components[0]]), str(feature))
    )
    lines = [
        (escape(_feature_name(*feature)), *(_loading(cells.get((feature, name))) for name in components))
        for feature in features
    ]
    head = ("Feature", *(html.sentence_case(COMPONENTS[name]) for name in components))
    variances = [f"{COMPONENTS[name]} {numbers.percent(shares[name])}" for name in components]
    principal = ", ".join(text for text in variances if text.startswith("component"))
    parting = ", ".join(text for text in variances if text.startswith("discriminant"))
    told = (
        "The correlation of each feature with each axis, from −1 to 1: a customer far out on an axis is high in the "
        "features with a high figure and low in those with a negative one. "
        f"Components are the directions in which customers differ most and know nothing of the segments ({principal} "
        "of all differences)."
    )
    if parting:
        told += (
            " Discriminants are the directions that part the segments best, and show them better parted than they are "
            f"({parting} of the differences between segments)."
        )
    caption = f"What the axes are made of: {segmentation.label}"
    table = html.table(head, lines, caption=caption, sortable=True)
    heat = tag("section", table, class_="sg-heatmap", style=f"--features: {len(components)}")
    return tag("p", escape(told), class_="sg-reading") + heat


def _points(warehouse: Warehouse, segmentation: Segmentation) -> list[Row]:
    return warehouse.query("map_points", segmentation=segmentation.name)


def _segments(points: list[Row]) -> list[Row]:
    """The segments of the points, by number, with how many of their customers are drawn."""
    found: dict[int, Row] = {}
    for row in points:
        segment = found.setdefault(row["segment_id"], {**row, "customers": 0})
        segment["customers"] += 1
    return list(found.values())


def _axes(
    warehouse: Warehouse, segmentation: Segmentation, points: list[Row]
) -> list[tuple[str, str, bool, list[list[float | None]]]]:
    """Key, title, whether it is logarithmic, and the values by segment of every axis to choose from."""
    axes = [
        (name, html.sentence_case(title), False, _by_segment(points, [row[name] for row in points]))
        for name, title in COMPONENTS.items()
        if any(row[name] is not None for row in points)
    ]
    values: dict[str, dict[str, float | None]] = {}
    asked = {"segmentation": segmentation.name, "most_features": MOST_FEATURES}
    for row in warehouse.query("map_features", **asked):
        values.setdefault(row["feature"], {})[row["customer_id"]] = row["value"]
    for row in warehouse.query("number_features", segmentation=segmentation.name):
        found = values.get(row["feature"])
        if found:
            column = _by_segment(points, [found.get(point["customer_id"]) for point in points])
            axes.append((f"feature {row['feature']}", _title(row), row["transform"] == "log", column))
    return axes


def _by_segment(points: list[Row], values: list[float | None]) -> list[list[float | None]]:
    columns: dict[int, list[float | None]] = {}
    for point, value in zip(points, values, strict=True):
        columns.setdefault(point["segment_id"], []).append(_rounded(value))
    return list(columns.values())


def _rounded(value: float | None) -> float | None:
    # What the eye cannot see would make the page heavy.
    if value is None:
        return None
    short = float(f"{value:.3g}")
    return int(short) if short.is_integer() else short


def _centres(warehouse: Warehouse, segmentation: Segmentation) -> dict[tuple[str, int], float]:
    rows = warehouse.query("map_centres", segmentation=segmentation.name)
    keys = {row["axis"]: row["axis"] if row["axis"] in COMPONENTS else f"feature {row['axis']}" for row in rows}
    return {(keys[row["axis"]], row["segment_id"]): row["centre"] for row in rows}


def _title(row: Row) -> str:
    units = ", ".join(filter(None, (row["unit"], "logarithmic" if row["transform"] == "log" else None)))
    return html.sentence_case(row["feature_label"]) + (f" ({units})" if units else "")


def _feature_name(label: str, level: str | None) -> str:
    return html.sentence_case(f"{label}: {level}" if level else label)


def _tools(axes: list[tuple[str, str]]) -> str:
    components = [(key, title) for key, title in axes if key in COMPONENTS]
    features = [(key, title) for key, title in axes if key not in COMPONENTS]

    def select(name: str, label: str) -> str:
        def options(listed: list[tuple[str, str]]) -> str:
            return "".join(
                tag("option", escape(title), value=key, selected=key == START[name]) for key, title in listed
            )

        none = tag("option", "nothing: a flat map", value="") if name == "z" else ""
        groups = tag("optgroup", options(components), label="Components") if components else ""
        groups += tag("optgroup", options(features), label="Features") if features else ""
        return tag("label", tag("span", label), tag("select", none, groups, data_axis=name))

    turns = "".join(
        tag("button", sign, type="button", class_="sg-turn", data_turn=step, aria_label=label, title=label)
        for sign, step, label in (("↺", -1, "Turn left"), ("↻", 1, "Turn right"))
    )
    turned = tag("span", turns, tag("span", "or drag the map to turn it", class_="sg-muted"), class_="sg-turns")
    return tag("section", *(select(*each) for each in AXES), turned, class_="sg-map-tools", aria_label="Axes")


def _legend(segments: list[Row]) -> str:
    items = (
        tag(
            "li",
            tag(
                "button",
                badge(row["segment_id"]),
                tag("span", escape(row["segment_name"])),
                tag("span", numbers.count(row["customers"]), class_="sg-muted"),
                type="button",
                class_="sg-switch",
                aria_pressed="true",
                data_trace=str(place),
            ),
        )
        for place, row in enumerate(segments)
    )
    return tag("ul", *items, class_="sg-switches", aria_label="Segments shown")


def _loading(value: float | None) -> str:
    kind = "high" if (value or 0) >= 0 else "low"
    strength = f"--strength: {abs(value or 0):.2f}"
    return tag("span", numbers.decimal(value), class_=f"sg-heat sg-heat-{kind}", style=strength)


def _centre_table(segmentation: Segmentation, segments: list[Row], axes: list, centres: dict) -> str:
    lines = []
    for row in segments:
        name = html.named(row["segment_id"], row["segment_name"])
        figures = [numbers.quantity(centres.get((key, row["segment_id"]))) for key, *_ in axes]
        lines.append((name, numbers.count(row["customers"]), *figures))
    head = ("Segment", "Customers drawn", *(title.replace(", logarithmic", "") for _, title, *_ in axes))
    head = tuple(title.replace(" (logarithmic)", "") for title in head)
    caption = f"Means of the customers drawn: {segmentation.label}"
    return html.table(head, lines, caption=caption, numbers=range(1, len(head)), sortable=True)
