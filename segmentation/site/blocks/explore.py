"""Blocks of the page on the data: distributions, what goes together, what is missing, what cleaning did."""

from itertools import groupby

import pandas as pd

from segmentation.site import html, numbers
from segmentation.site.html import Markup, pill, sentence_case
from segmentation.site.warehouse import MISSING_LEVEL, Row, Segmentation, Warehouse

# More features make a map of correlations that nobody reads; those that form the segments come first.
MOST_CORRELATED = 24
# Correlations below this are in the map only.
WORTH_LISTING = 0.1
GRAINS = {"customer": "", "order line": " of an order line"}
ACCENT = "var(--sg-accent)"
HISTOGRAMS = (
    "Customers by value, after cleaning. Bars are ranges of one width; where the note says logarithmic, of one "
    "width on the logarithm, so each is wider than the one before. Customers whose value is not known are in no bar. "
    "Here are all customers; the typical figures of other pages are of those in a segment: the median where a "
    "few are far above the others, else the mean."
)
CORRELATIONS = (
    "How far two features go together (Pearson correlation, of the logarithm where the segments are made from that): "
    "at 1 they rise together, at −1 one rises as the other falls, at 0 neither. Columns are numbered as the rows."
)
OUTLIERS = (
    " Outliers lie far outside the middle half of all values, by more than 1.5 times its width (the interquartile "
    "range); they are kept unless the segmentation says otherwise."
)
AFTER_ONLY = " The features of a shop's customers are made from cleaned order lines, so they exist only after cleaning."


def _quantity(row: Row, name: str) -> str:
    """A value without its unit, which is written elsewhere, but for a share, which is written in percent."""
    return numbers.quantity(row[name], "share" if row["unit"] == "share" else None)


def _statistic(title: str, name: str) -> html.Column:
    return title, lambda row: _quantity(row, name), str


CLEANING_COLUMNS = (
    ("Feature", lambda row: sentence_case(row["label"]) + GRAINS.get(row["grain"], f" of one {row['grain']}")),
    ("Rows before", "row_count_before", numbers.count),
    ("Rows after", "row_count", numbers.count),
    ("Missing before", "missing_before", numbers.count),
    ("Unreadable", "unreadable_before", numbers.count),
    ("Missing after", "missing", numbers.count),
    _statistic("Mean before", "mean_before"),
    _statistic("Mean after", "mean"),
    _statistic("Median before", "median_before"),
    _statistic("Median after", "median"),
    _statistic("Highest before", "maximum_before"),
    _statistic("Highest after", "maximum"),
    _statistic("Lowest", "minimum"),
    _statistic("Deviation", "standard_deviation"),
    ("Skewness", "skewness", numbers.decimal),
    ("After logarithm", "log_skewness", numbers.decimal),
    ("Outliers", "outlier_share", numbers.percent),
)
PAIR_COLUMNS = (
    ("Feature", "label"),
    ("Other feature", "other_label"),
    ("As clustered", "transformed_correlation", numbers.decimal),
    ("As it is", "correlation", numbers.decimal),
    ("Before cleaning", "correlation_before", numbers.decimal),
    ("Customers", "customers", numbers.count),
    ("Strength", lambda row: pill(row["strength"], "warn") if row["strength"] else ""),
)


def figures(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Customers, features, what is missing and what goes together."""
    catalogue = warehouse.query("catalogue", segmentation)
    if not catalogue:
        return html.empty("These data hold no feature.")
    gaps = [row for row in warehouse.query("missing", segmentation) if row["customers"]]
    pairs = [row for row in _pairs(warehouse, segmentation) if row["strength"]]
    forming = sum(row["forms_segments"] for row in catalogue)
    categories = sum(row["kind"] == "category" for row in catalogue)
    most, closest = "every feature of every customer is known", "no two features say the same"
    if gaps:
        most = f"most: {gaps[0]['feature_label']}, {numbers.percent(gaps[0]['share'])} not known"
    if pairs:
        names = f"{pairs[0]['feature_label']} and {pairs[0]['other_feature_label']}"
        closest = f"closest: {names} (correlation {numbers.decimal(pairs[0]['transformed_correlation'])})"
    items = [
        (
            "Features",
            numbers.count(len(catalogue)),
            f"{numbers.count(forming)} form the segments, the others describe them",
        ),
        ("Of these categories", numbers.count(categories), f"and {len(catalogue) - categories} numbers"),
        ("Features with gaps", numbers.count(len(gaps)), most),
        ("Pairs that mostly go together", numbers.count(len(pairs)), closest),
    ]
    return html.tiles(items)


def distributions(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """A histogram of every numeric feature, with the shares of each segment behind it."""
    rows = warehouse.frame("histograms", segmentation)
    if rows.empty:
        return html.empty("These data hold no feature that is a number.")
    names = {row["segment_id"]: row["segment_name"] for row in warehouse.segments(segmentation)}
    middles = {row["feature"]: row for row in warehouse.query("statistics", segmentation) if row["grain"] == "customer"}
    charts = [
        _histogram(segmentation, found, names, middles.get(feature))
        for feature, found in rows.groupby("feature", sort=False)
    ]
    return html.render("histograms", reading=HISTOGRAMS, charts=charts)


def categories(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Shares of the levels of every category."""
    rows = warehouse.query("categories", segmentation)
    if not rows:
        return html.empty("These data hold no category.")
    blocks = []
    for _, levels in groupby(rows, key=lambda row: row["feature"]):
        levels = list(levels)
        title = sentence_case(levels[0]["feature_label"])
        bars = ((_level_name(row["level"]), _level_figures(row), ACCENT, row["share"]) for row in levels)
        blocks.append((title, html.bars(bars)))
    return html.render("categories", blocks=blocks)


def missing(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Bars of the features that are not known of every customer."""
    rows = warehouse.query("missing", segmentation)
    gaps = [row for row in rows if row["customers"]]
    if not gaps:
        return html.empty("Nothing is missing: every feature is known of every customer.")
    reading = "Share of the customers of whom the feature is not known, after cleaning."
    whole = len(rows) - len(gaps)
    if whole:
        noun = "feature is" if whole == 1 else "features are"
        reading += f" {numbers.count(whole)} other {noun} known of everybody."
    bars = (
        (
            sentence_case(row["feature_label"]),
            f"{numbers.percent(row['share'])} · {numbers.count(row['customers'])} customers",
            ACCENT,
            row["share"],
        )
        for row in gaps
    )
    return html.reading(reading) + html.bars(bars)


def correlations(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Heat map of the correlations of the numeric features, with the pairs behind it."""
    pairs = _pairs(warehouse, segmentation)
    features = warehouse.query("number_features", segmentation)
    if not pairs:
        return html.empty("These data do not hold two features that are numbers.")
    shown = features[:MOST_CORRELATED]
    rows = warehouse.frame("correlations", segmentation)
    names = [row["feature"] for row in shown]
    cells = rows.pivot(index="feature", columns="other_feature", values="transformed_correlation")
    cells = cells.reindex(index=names, columns=names)
    lines = []
    for number, row in enumerate(shown, start=1):
        heats = [
            html.heat("") if name == row["feature"] else html.signed_heat(value)
            for name, value in cells.loc[row["feature"]].items()
        ]
        lines.append((f"{number} {sentence_case(row['feature_label'])}", *heats))
    reading = CORRELATIONS
    if len(features) > len(shown):
        reading += f" The first {len(shown)} of {len(features)} features are shown, those that form segments first."
    head = ("Feature", *(str(number) for number in range(1, len(shown) + 1)))
    caption = f"Correlations of the features: {segmentation.label}"
    listed = [
        row | {"label": sentence_case(row["feature_label"]), "other_label": sentence_case(row["other_feature_label"])}
        for row in pairs
        if abs(row["transformed_correlation"] or 0) >= WORTH_LISTING
    ]
    caption_of_pairs = f"Pairs of features from {WORTH_LISTING} on: {segmentation.label}"
    table = html.table(listed, PAIR_COLUMNS, caption=caption_of_pairs, sortable=True, filterable=True)
    return html.join(
        html.reading(reading),
        html.heat_map(head, lines, caption=caption, kind="sg-correlations", columns=len(shown)),
        html.behind(table, "Pairs of features"),
    )


def cleaning(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Figures of the numbers before and after cleaning."""
    rows = warehouse.query("statistics", segmentation)
    if not rows:
        return html.empty("These data hold no number.")
    has_before = any(row["has_before"] and row["grain"] == "customer" for row in rows)
    reading = "Rows are customers, or order lines where the feature says so."
    reading += ("" if has_before else AFTER_ONLY) + OUTLIERS
    caption = f"Numbers before and after cleaning: {segmentation.label}"
    table = html.table(rows, CLEANING_COLUMNS, caption=caption, sortable=True, filterable=len(rows) > 10)
    return html.reading(reading) + html.section("sg-cleaning", table)


def _histogram(segmentation: Segmentation, rows: pd.DataFrame, names: dict[int, str], middle: Row | None) -> Row:
    """One histogram for its template: bars, notes, and the table behind."""
    rows = rows.assign(segment_id=rows["segment_id"].fillna(-1).astype(int))
    first, last = rows.iloc[0], rows.iloc[-1]
    counts = rows.pivot(index="bin", columns="segment_id", values="customers").fillna(0)
    totals = counts.sum(axis="columns")
    ranges = [_range(row) for row in rows.drop_duplicates("bin").to_dict("records")]
    notes = [first["unit"], "logarithmic" if first["scale"] == "logarithmic" else None]
    notes += ["forms the segments" if first["forms_segments"] else None]
    if middle and middle["median"] is not None:
        notes += [f"median {_quantity(middle, 'median')}", f"mean {_quantity(middle, 'mean')}"]
    ends = (_quantity(first, "lower_limit"), _quantity(last, "upper_limit"))
    return {
        "title": sentence_case(first["feature_label"]),
        "notes": ", ".join(note for note in notes if isinstance(note, str)),
        "bars": [
            (total / (totals.max() or 1), f"{span}: {numbers.count(total)} customers")
            for span, total in zip(ranges, totals, strict=True)
        ],
        "ends": ends,
        "spoken": (
            f"Histogram of {first['feature_label']}: {numbers.count(totals.sum())} customers from "
            f"{ends[0]} to {ends[1]}, most at {ranges[totals.argmax()]}."
        ),
        "table": _by_segment(segmentation, first["feature_label"], counts, ranges, names),
    }


def _by_segment(
    segmentation: Segmentation, label: str, counts: pd.DataFrame, ranges: list[str], names: dict[int, str]
) -> Markup:
    """The bars as a table: customers, and of each segment the share of its customers in each bar."""
    segments = sorted((number for number in counts if number >= 0), key=numbers.segment_order)
    shares = counts[segments] / counts[segments].sum()
    totals = map(numbers.count, counts.sum(axis="columns"))
    lines = [
        (span, total, *map(_share, line)) for span, total, line in zip(ranges, totals, shares.to_numpy(), strict=True)
    ]
    head = ("Range", "All", *map(numbers.segment, segments))
    listed = "; ".join(f"{numbers.segment(number)} {names.get(number, '')}" for number in segments)
    caption = f"{sentence_case(label)} by segment: {segmentation.label}"
    table = html.grid(head, lines, caption=caption, numbers=range(1, len(head)))
    return html.reading(f"Share of the customers of each segment. {listed}.") + table


def _share(share: float) -> Markup | str:
    if share != share:
        return ""
    return html.tint(f"{share:.0%}", share) if share else "0%"


def _range(row: Row) -> str:
    lower, upper = (_quantity(row, limit) for limit in ("lower_limit", "upper_limit"))
    return lower if lower == upper else f"{lower} to {upper}"


def _level_name(level: str) -> str:
    return "Not known" if level == MISSING_LEVEL else sentence_case(level)


def _level_figures(row: Row) -> str:
    before, share = row["share_before"], numbers.percent(row["share"])
    figures = f"{share} · {numbers.count(row['customers'])} customers"
    if before is not None and numbers.percent(before) != share:
        figures += f", {numbers.percent(before)} before cleaning"
    return figures


def _pairs(warehouse: Warehouse, segmentation: Segmentation) -> list[Row]:
    """Each pair of features once, with their labels, the closest first."""
    rows = warehouse.query("correlations", segmentation)
    return [row for row in rows if row["feature"] < row["other_feature"]]
