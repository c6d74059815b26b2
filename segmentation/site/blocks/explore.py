"""Blocks of the page on the data: distributions, what goes together, what is missing, what cleaning did."""

from itertools import groupby

from segmentation.site import html, numbers
from segmentation.site.html import escape, pill, tag
from segmentation.site.warehouse import Row, Segmentation, Warehouse

# More features make a map of correlations that nobody reads; those that form the segments come first.
MOST_CORRELATED = 24
# Correlations below this are in the map only.
WORTH_LISTING = 0.1
GRAINS = {"customer": "", "order line": " of an order line"}


def figures(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Customers, features, what is missing and what goes together."""
    catalogue = warehouse.query("catalogue", segmentation=segmentation.name)
    if not catalogue:
        return html.empty("These data hold no feature.")
    missing = warehouse.query("missing", segmentation=segmentation.name)
    pairs = [row for row in _pairs(warehouse, segmentation) if row["strength"]]
    forming = sum(row["forms_segments"] for row in catalogue)
    categories = sum(row["kind"] == "category" for row in catalogue)
    gaps = [row for row in missing if row["customers"]]
    items = [
        (
            "Features",
            numbers.count(len(catalogue)),
            escape(f"{numbers.count(forming)} form the segments, the others describe them"),
        ),
        ("Of these categories", numbers.count(categories), escape(f"and {len(catalogue) - categories} numbers")),
        (
            "Features with gaps",
            numbers.count(len(gaps)),
            escape(
                f"most: {gaps[0]['feature_label']}, {numbers.percent(gaps[0]['share'])} not known"
                if gaps
                else "every feature of every customer is known"
            ),
        ),
        (
            "Strongly correlated pairs",
            numbers.count(len(pairs)),
            escape(
                f"closest: {_pair_name(warehouse, segmentation, pairs[0])}"
                if pairs
                else "no two features tell the same"
            ),
        ),
    ]
    return html.tiles(items)


def distributions(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """A histogram of every numeric feature, with the shares of each segment behind it."""
    rows = warehouse.query("histograms", segmentation=segmentation.name)
    if not rows:
        return html.empty("These data hold no feature that is a number.")
    names = {row["segment_id"]: row["segment_name"] for row in warehouse.segments(segmentation.name)}
    statistics = {
        row["feature"]: row
        for row in warehouse.query("statistics", segmentation=segmentation.name)
        if row["grain"] == "customer"
    }
    features = [list(found) for _, found in groupby(rows, key=lambda row: row["feature"])]
    reading = (
        "Customers by value, after cleaning. Bars are ranges of one width; where the note says logarithmic, of one "
        "width on the logarithm, so each is wider than the one before. Customers of whom the value is not known are in "
        "no bar."
    )
    charts = (_histogram(segmentation, found, names, statistics.get(found[0]["feature"])) for found in features)
    return tag("p", escape(reading), class_="sg-reading") + tag("ul", *charts, class_="sg-histograms")


def categories(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Shares of the levels of every category."""
    rows = warehouse.query("categories", segmentation=segmentation.name)
    if not rows:
        return html.empty("These data hold no category.")
    blocks = (_category(list(found)) for _, found in groupby(rows, key=lambda row: row["feature"]))
    return tag("ul", *blocks, class_="sg-categories")


def missing(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Bars of the features that are not known of every customer."""
    rows = warehouse.query("missing", segmentation=segmentation.name)
    gaps = [row for row in rows if row["customers"]]
    if not gaps:
        return html.empty("Nothing is missing: every feature is known of every customer.")
    bars = (_bar(row["feature_label"], row["share"], f"{numbers.count(row['customers'])} customers") for row in gaps)
    told = "Share of the customers of whom the feature is not known, after cleaning."
    whole = len(rows) - len(gaps)
    if whole:
        noun = "feature is" if whole == 1 else "features are"
        told += f" {numbers.count(whole)} other {noun} known of everybody."
    return tag("p", escape(told), class_="sg-reading") + tag("ol", *bars, class_="sg-bars")


def correlations(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Heat map of the correlations of the numeric features, with the pairs behind it."""
    pairs = _pairs(warehouse, segmentation)
    features = warehouse.query("number_features", segmentation=segmentation.name)
    if not pairs:
        return html.empty("These data do not hold two features that are numbers.")
    shown = features[:MOST_CORRELATED]
    found = {(row["feature"], row["other_feature"]): row["transformed_correlation"] for row in pairs}
    found |= {(other, feature): value for (feature, other), value in found.items()}
    lines = []
    for number, row in enumerate(shown, start=1):
        heats = [_heat(found.get((row["feature"], other["feature"])), same=other is row) for other in shown]
        lines.append((escape(f"{number} {html.sentence_case(row['feature_label'])}"), *heats))
    head = ("Feature", *(str(number) for number in range(1, len(shown) + 1)))
    caption = f"Correlations of the features: {segmentation.label}"
    table = html.table(head, lines, caption=caption)
    reading = (
        "Pearson correlation of the values as the clustering sees them, so of the logarithm where that is the "
        "transform: 1 rise together, −1 one rises as the other falls, 0 neither. Columns are numbered as the rows."
    )
    if len(features) > len(shown):
        reading += f" The first {len(shown)} of {len(features)} features are shown, those that form segments first."
    size = f"--features: {len(shown)}"
    return (
        tag("p", escape(reading), class_="sg-reading")
        + tag("section", table, class_="sg-heatmap sg-correlations", style=size)
        + html.behind(_pair_table(segmentation, pairs, _labels(features)), "Pairs of features")
    )


def cleaning(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Figures of the numbers before and after cleaning."""
    rows = warehouse.query("statistics", segmentation=segmentation.name)
    if not rows:
        return html.empty("These data hold no number.")
    head = (
        "Feature",
        "Rows before",
        "Rows after",
        "Missing before",
        "Unreadable",
        "Missing after",
        "Mean before",
        "Mean after",
        "Median before",
        "Median after",
        "Highest before",
        "Highest after",
        "Lowest",
        "Deviation",
        "Skewness",
        "After logarithm",
        "Outliers",
    )
    lines = [
        (
            escape(html.sentence_case(row["label"]) + GRAINS.get(row["grain"], f" of one {row['grain']}")),
            *(numbers.count(row[column]) for column in ("row_count_before", "row_count", "missing_before")),
            *(numbers.count(row[column]) for column in ("unreadable_before", "missing")),
            *(
                _value(row[column], row)
                for column in ("mean_before", "mean", "median_before", "median", "maximum_before", "maximum")
            ),
            *(_value(row[column], row) for column in ("minimum", "standard_deviation")),
            *(numbers.decimal(row[column]) for column in ("skewness", "log_skewness")),
            numbers.percent(row["outlier_share"]),
        )
        for row in rows
    ]
    before = any(row["has_before"] and row["grain"] == "customer" for row in rows)
    reading = (
        "Rows are customers, or order lines where the feature says so."
        + (
            ""
            if before
            else " The features of a shop's customers are made from cleaned order lines, so they are there after only."
        )
        + " Outliers lie more than 1.5 interquartile ranges outside the quartiles; they are kept unless the "
        "segmentation says otherwise."
    )
    caption = f"Numbers before and after cleaning: {segmentation.label}"
    table = html.table(
        head, lines, caption=caption, numbers=range(1, len(head)), sortable=True, filterable=len(lines) > 10
    )
    return tag("p", escape(reading), class_="sg-reading") + tag("section", table, class_="sg-cleaning")


def _histogram(segmentation: Segmentation, rows: list[Row], names: dict[int, str], statistic: Row | None) -> str:
    first = rows[0]
    bins = [list(found) for _, found in groupby(rows, key=lambda row: row["bin"])]
    totals = [sum(row["customers"] for row in found) for found in bins]
    ranges = [_range(found[0]) for found in bins]
    most = max(totals) or 1
    label = html.sentence_case(first["feature_label"])
    notes = [first["unit"], "logarithmic" if first["scale"] == "logarithmic" else None]
    notes += ["forms the segments" if first["forms_segments"] else None]
    if statistic and statistic["median"] is not None:
        notes.append(f"median {_value(statistic['median'], first)}")
    bars = (
        tag("i", style=f"--share: {total / most:.4f}", title=f"{span}: {numbers.count(total)} customers")
        for span, total in zip(ranges, totals, strict=True)
    )
    peak = ranges[totals.index(most)] if most in totals else ranges[0]
    ends = (_value(first["lower_limit"], first), _value(rows[-1]["upper_limit"], first))
    spoken = (
        f"Histogram of {first['feature_label']}: {numbers.count(sum(totals))} customers from "
        f"{ends[0]} to {ends[1]}, most at {peak}."
    )
    return tag(
        "li",
        tag("h3", escape(label)),
        tag("p", escape(", ".join(filter(None, notes))), class_="sg-muted"),
        tag("figure", *bars, class_="sg-histogram", role="img", aria_label=spoken),
        tag("p", *(tag("span", escape(end)) for end in ends), class_="sg-ends", aria_hidden="true"),
        html.behind(_by_segment(segmentation, label, bins, ranges, names), "By segment"),
    )


def _by_segment(
    segmentation: Segmentation, label: str, bins: list[list[Row]], ranges: list[str], names: dict[int, str]
) -> str:
    """The bars as a table: customers, and of each segment the share of its customers in each bar."""
    numbers_of = sorted(
        {row["segment_id"] for row in bins[0] if row["segment_id"] is not None}, key=numbers.segment_order
    )
    sizes = {
        number: sum(row["customers"] for found in bins for row in found if row["segment_id"] == number)
        for number in numbers_of
    }
    lines = []
    for span, found in zip(ranges, bins, strict=True):
        counts = {row["segment_id"]: row["customers"] for row in found}
        shares = (_share(counts.get(number, 0) / sizes[number]) if sizes[number] else "" for number in numbers_of)
        lines.append((escape(span), numbers.count(sum(counts.values())), *shares))
    head = ("Range", "All", *map(numbers.segment, numbers_of))
    told = "; ".join(f"{numbers.segment(number)} {names.get(number, '')}" for number in numbers_of)
    caption = f"{label} by segment: {segmentation.label}"
    table = html.table(head, lines, caption=caption, numbers=range(1, len(head)))
    return tag("p", escape(f"Share of the customers of each segment. {told}."), class_="sg-reading") + table


def _share(share: float) -> str:
    return tag("span", f"{100 * share:.0f}%", class_="sg-tint", style=f"--strength: {share:.2f}") if share else "0%"


def _range(row: Row) -> str:
    lower, upper = (_value(row[limit], row) for limit in ("lower_limit", "upper_limit"))
    return lower if lower == upper else f"{lower} to {upper}"


def _value(value: float | None, row: Row) -> str:
    """A value without its unit, which stands beside, but for a share, which is written in percent."""
    return numbers.quantity(value, "share" if row["unit"] == "share" else None)


def _category(rows: list[Row]) -> str:
    def note(row: Row) -> str:
        before = row["share_before"]
        changed = before is not None and numbers.percent(before) != numbers.percent(row["share"])
        told = f"{numbers.count(row['customers'])} customers"
        return told + (f", {numbers.percent(before)} before cleaning" if changed else "")

    bars = (_bar(row["level"], row["share"], note(row)) for row in rows)
    title = html.sentence_case(rows[0]["feature_label"])
    return tag("li", tag("h3", escape(title)), tag("ol", *bars, class_="sg-bars"))


def _bar(label: str, share: float, note: str) -> str:
    name = tag("span", escape(html.sentence_case(label)), class_="sg-named")
    told = tag("span", escape(f"{numbers.percent(share)} · {note}"), class_="sg-figures")
    track = tag("span", class_="sg-track", style=f"--seg: var(--sg-accent); --share: {share:.4f}", aria_hidden="true")
    return tag("li", tag("span", name, told, class_="sg-bar-head"), track)


def _heat(value: float | None, *, same: bool) -> str:
    if same or value is None:
        return tag("span", "" if same else numbers.MISSING, class_="sg-heat")
    kind = "high" if value >= 0 else "low"
    return tag("span", numbers.decimal(value), class_=f"sg-heat sg-heat-{kind}", style=f"--strength: {abs(value):.2f}")


def _pairs(warehouse: Warehouse, segmentation: Segmentation) -> list[Row]:
    """Each pair of features once, the closest first."""
    rows = warehouse.query("correlations", segmentation=segmentation.name)
    return [row for row in rows if row["feature"] < row["other_feature"]]


def _labels(features: list[Row]) -> dict[str, str]:
    return {row["feature"]: row["feature_label"] for row in features}


def _pair_name(warehouse: Warehouse, segmentation: Segmentation, pair: Row) -> str:
    labels = _labels(warehouse.query("number_features", segmentation=segmentation.name))
    names = " and ".join(labels.get(pair[side], pair[side]) for side in ("feature", "other_feature"))
    return f"{names}, {numbers.decimal(pair['transformed_correlation'])}"


def _pair_table(segmentation: Segmentation, pairs: list[Row], labels: dict[str, str]) -> str:
    listed = [
        row
        for row in pairs
        if row["transformed_correlation"] is not None and abs(row["transformed_correlation"]) >= WORTH_LISTING
    ]
    lines = [
        (
            escape(html.sentence_case(labels.get(row["feature"], row["feature"]))),
            escape(html.sentence_case(labels.get(row["other_feature"], row["other_feature"]))),
            numbers.decimal(row["transformed_correlation"]),
            numbers.decimal(row["correlation"]),
            numbers.decimal(row["correlation_before"]),
            numbers.count(row["customers"]),
            pill(row["strength"], "warn") if row["strength"] else "",
        )
        for row in listed
    ]
    head = ("Feature", "Other feature", "As clustered", "As it is", "Before cleaning", "Customers", "Strength")
    caption = f"Pairs of features from {WORTH_LISTING} on: {segmentation.label}"
    return html.table(head, lines, caption=caption, numbers=range(2, 6), sortable=True, filterable=True)
