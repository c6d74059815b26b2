"""Block on fairness: who is in which segment, who gets which offer, and for whom the network errs."""

from segmentation.site import charts, html, numbers
from segmentation.site.html import Markup
from segmentation.site.warehouse import MISSING_LEVEL, Row, Segmentation, Warehouse, first, grouped

# More rows make a chart that nobody reads; all are in the table behind it.
MOST_DRAWN = 15
MEANING = (
    "A flag says that an offer to this segment reaches one kind of people more than another, so somebody should "
    "look at what the offer is. It does not say that this is unfair, nor why it is so: these attributes form no "
    "segment, but features that do may depend on them. No flag does not prove fairness either: small groups are not "
    "flagged, and only what is declared sensitive is audited."
)
LEVEL = ("Group of people", lambda row: html.marked(row["level"], "flagged" if row["is_flagged"] else "", "warn"))
COLUMNS = (
    ("Segment", html.segment),
    ("Ratio", "ratio", numbers.decimal3),
    ("Of this group", "share_of_level", numbers.percent),
    ("95% interval", lambda row: _interval(row, "share_of_level"), str),
    ("Of everybody", "share_of_all", numbers.percent),
    ("Customers", lambda row: f"{numbers.count(row['customers'])} of {numbers.count(row['level_customers'])}", str),
    ("Against chance (up to 2 either way is usual)", lambda row: numbers.decimal(row["deviations"], 1), str),
)
OFFERS = {"discount": "a discount", "premium": "something premium"}
OFFERED = (
    ("Is offered first", lambda row: OFFERS[row["offer_kind"]]),
    ("Of this group", "share_of_level", numbers.percent),
    ("95% interval", lambda row: _interval(row, "share_of_level"), str),
    ("Of everybody", "share_of_all", numbers.percent),
    ("Customers", lambda row: f"{numbers.count(row['customers'])} of {numbers.count(row['level_customers'])}", str),
)
ERRORS = (
    ("Wrong", "error_share", numbers.percent),
    ("In tests", lambda row: f"{numbers.count(row['errors'])} of {numbers.count(row['tests'])}", str),
    ("95% interval", lambda row: _interval(row, "error_share"), str),
    ("Of everybody", "error_share_of_all", numbers.percent),
    ("Customers tested", "customers", numbers.count),
)
PROXIES = (
    ("Attribute", lambda row: html.sentence_case(row["feature_label"])),
    ("Predicted right", "balanced_accuracy", numbers.percent),
    ("Interval", lambda row: _interval(row, "balanced_accuracy"), str),
    ("By chance", "by_chance", numbers.percent),
    ("Clearness of the groups without it", "silhouette_without", numbers.decimal3),
    ("Clearness lost", "silhouette_cost", numbers.decimal3),
)
OFFERS_MEANING = (
    "By the first recommendation of each segment. Offers that are neither a discount nor premium are not listed."
)
ERRORS_MEANING = (
    "How often the network would give customers another segment than they belong in, where their figures are known. "
    "Tested are only those of today's customers from whom it has not learned, so they are fewer than all; some were "
    "tested in several trials, so there are more tests than customers. A group is marked where the share of everybody "
    "lies outside its interval: few tests make it wide."
)
PROXIES_MEANING = (
    "How often such an attribute is guessed right from a feature that forms the segments (the mean over its groups). "
    "A feature whose whole interval is above chance is a proxy: it can stand in for the attribute. The intervals are "
    "wide enough that all of this table hold together with 95% confidence, since of many features that say nothing "
    "some look as if they did. The last columns say what the segments would lose without it: how clear the groups are "
    "(silhouette, from 0 to 1). Whoever runs this project can let such a figure describe the segments without forming "
    "them."
)


def fairness(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """How evenly sensitive attributes are spread over the segments, what is flagged first."""
    rows = warehouse.query("fairness", segmentation)
    limits = first(warehouse.query("audit_limits"))
    if not rows or limits is None:
        return html.empty(
            "No attribute of these customers is declared sensitive, so nothing was audited. Whoever runs this project "
            "can declare those that are."
        )
    _name_levels(rows)
    for row in rows:
        row["level_with_size"] = f"{row['level']}, {numbers.count(row['level_customers'])} customers"
    flagged = [row for row in rows if row["is_flagged"]]
    # Rows come with the level that stands out most first.
    levels = list(grouped(rows, "level_with_size").items())
    drawn = levels[:MOST_DRAWN]
    spoken = "; ".join(
        f"{row['level']} in {row['segment_name']} {numbers.decimal(row['ratio'])}" for row in flagged[:MOST_DRAWN]
    )
    ratio = limits["fairness_ratio"]
    figure = charts.ratios(drawn, ratio=ratio)
    chart = html.chart(
        figure,
        height=round(figure.layout.height),
        label=f"Ratio of shares by level and segment. Flagged: {spoken or 'none'}",
    )
    reading = (
        "Each mark is a segment: right of 1, these people are in it more often than everybody, left of 1 less. "
        f"Diamonds are flagged: the ratio is under {ratio:g} or over {1 / ratio:g} (the four-fifths rule), these "
        f"people and the rest are {limits['fairness_fewest']} customers or more each, and the difference is unlikely "
        f"to be chance: {limits['fairness_deviations']:g} times what chance usually brings (the standard deviation), "
        "or more."
    )
    if len(levels) > len(drawn):
        reading += f" The {len(drawn)} of {len(levels)} groups that stand out most are drawn."
    table = html.paragraph("Nothing is flagged.", "sg-note")
    if flagged:
        table = _table(flagged, ("Group of people", "level"), f"Groups that are flagged: {segmentation.label}")
    every = _table(rows, LEVEL, f"All groups and segments: {segmentation.label}")
    return html.join(
        html.reading(reading),
        chart,
        html.subtitle("What is flagged"),
        table,
        html.note(MEANING),
        html.behind(every, "All groups and segments"),
        *_further(warehouse, segmentation),
    )


def uneven(warehouse: Warehouse, segmentation: Segmentation) -> dict[int, str]:
    """By segment, the group of people that is flagged in it first, as a sentence."""
    found: dict[int, str] = {}
    for row in warehouse.query("fairness", segmentation):
        if row["is_flagged"]:
            share, of_all = (numbers.percent(row[f"share_of_{whom}"]) for whom in ("level", "all"))
            said = f"Uneven by {row['feature_label']}: of “{row['level']}” {share} get this, of everybody {of_all}."
            found.setdefault(row["segment_id"], said)
    return found


def _further(warehouse, segmentation):
    """Offers, errors and proxies, each under its title where there is any."""
    offers, errors, proxies = (
        warehouse.query(name, segmentation) for name in ("fairness_offers", "fairness_errors", "fairness_proxies")
    )
    _name_levels(offers)
    _name_levels(errors)
    for row in proxies:
        row["proxy_label"] = html.sentence_case(row["proxy_label"].strip("()"))
    proxy = ("Predicted from", lambda row: html.marked(row["proxy_label"], "proxy" if row["is_proxy"] else "", "warn"))
    for title, rows, columns, meaning in (
        ("Who gets which offers", offers, (LEVEL, *OFFERED), OFFERS_MEANING),
        ("For whom the prediction is wrong", errors, (LEVEL, *ERRORS), ERRORS_MEANING),
        ("From which figures such an attribute can be guessed", proxies, (proxy, *PROXIES), PROXIES_MEANING),
    ):
        if rows:
            caption = f"{title}: {segmentation.label}"
            yield from (html.subtitle(title), _listed(rows, columns, caption), html.note(meaning))


def _name_levels(rows):
    for row in rows:
        level = "not known" if row["level"] == MISSING_LEVEL else row["level"]
        row["level"] = f"{html.sentence_case(row['feature_label'])}: {level}"


def _interval(row, share):
    return f"{numbers.percent(row[share + '_low'])} to {numbers.percent(row[share + '_high'])}"


def _table(rows: list[Row], level: html.Column, caption: str) -> Markup:
    return _listed(rows, (level, *COLUMNS), caption)


def _listed(rows, columns, caption):
    look = {"sortable": True, "filterable": len(rows) > 10, "stacked": True}
    return html.table(rows, columns, caption=caption, **look)
