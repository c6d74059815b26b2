"""Blocks of the segments page: a card for each segment."""

from segmentation.site import html, numbers
from segmentation.site.blocks.stability import STABILITY_MARKS
from segmentation.site.html import badge, escape, pill, tag
from segmentation.site.palette import segment_colour
from segmentation.site.warehouse import Row, Segmentation, Warehouse

TRAITS = 5
MISSING_LEVEL = "(missing)"


def summary(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Links to the cards of a segmentation's segments."""
    links = [
        tag(
            "li",
            tag(
                "a",
                badge(segment["segment_id"]) + tag("span", escape(segment["segment_name"])),
                tag("span", numbers.percent(segment["customer_share"]), class_="sg-muted"),
                class_="sg-named",
                href=f"#{_anchor(segmentation, segment)}",
            ),
        )
        for segment in warehouse.segments(segmentation.name)
    ]
    return (
        _no_clusters(warehouse, segmentation)
        + tag("ul", *links, class_="sg-jump")
        + _fidelity(warehouse.rules(segmentation.name))
    )


def _no_clusters(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """The sentence that says that the segments are no clusters, where they are not."""
    told = [row["sentence"] for row in warehouse.findings(segmentation.name) if row["finding"] == "no_structure"]
    return "".join(tag("p", escape(sentence), class_="sg-note") for sentence in told)


def _fidelity(rules: dict[int, list[Row]]) -> str:
    """How often the rules of all cards together are right."""
    fidelity = next((row["fidelity"] for rows in rules.values() for row in rows), None)
    if fidelity is None:
        return ""
    told = f"The rules of the cards together place {numbers.percent(fidelity)} of the customers in their segment."
    return tag("p", escape(told), class_="sg-note sg-below")


def cards(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Card for each segment: who they are and what to do."""
    strategies = warehouse.strategies(segmentation.name)
    profiles = warehouse.profiles(segmentation.name)
    rules = warehouse.rules(segmentation.name)
    written = (
        _card(segmentation, row, *(rows.get(row["segment_id"], []) for rows in (profiles, rules, strategies)))
        for row in warehouse.segments(segmentation.name)
    )
    return tag("section", *written, class_="sg-cards")


def _card(segmentation: Segmentation, segment: Row, profile: list[Row], rules: list[Row], strategies: list[Row]) -> str:
    facts = [
        pill(f"{numbers.count(segment['customers'])} customers"),
        pill(f"{numbers.percent(segment['customer_share'])} of all"),
    ]
    if segment["revenue_share"] is not None:
        facts.append(pill(f"{numbers.percent(segment['revenue_share'])} of revenue"))
    if segment["stability"] is not None:
        word = segment["stability_word"]
        facts.append(pill(f"{word}: stability {numbers.decimal(segment['stability'])}", STABILITY_MARKS[word]))
    title = badge(segment["segment_id"]) + tag("span", escape(segment["segment_name"]))
    parts = [
        tag("h2", title, class_="sg-card-title"),
        tag("p", *facts, class_="sg-facts"),
        tag("p", escape(segment["description"] or ""), class_="sg-sentence"),
        _traits(profile),
        _rules(rules),
        _strategies(strategies),
    ]
    colour = f"--seg: {segment_colour(segment['segment_id'])}"
    return tag("article", *parts, class_="sg-card", id=_anchor(segmentation, segment), style=colour)


def _traits(profile: list[Row]) -> str:
    if not profile:
        return ""
    head = ("Typical", "This segment", "Everyone")
    rows = [_trait(row) for row in profile if row["level"] != MISSING_LEVEL][:TRAITS]
    caption = f"Traits of {profile[0]['segment_name']} beside everyone"
    return tag("h3", "What sets them apart") + html.table(head, rows, caption=caption, numbers=[1, 2])


def _trait(row: Row) -> tuple[str, str, str]:
    """Label, the segment's figure, everyone's, and whether it is higher or lower."""
    label = html.sentence_case(row["feature_label"] or row["feature"])
    if row["level"] is not None:
        label = f"{label}: {row['level']}"
    unit = row["unit"] if row["level"] is None else "share"
    own, everyone = row["typical"], row["population_typical"]
    mark = ""
    if own is not None and everyone is not None and own != everyone:
        mark = tag("span", "▲ " if own > everyone else "▼ ", class_="sg-arrow", aria_hidden="true")
    return escape(label), mark + escape(numbers.quantity(own, unit)), escape(numbers.quantity(everyone, unit))


def _rules(rules: list[Row]) -> str:
    """The rule that catches most of the segment, and the others closed."""
    if not rules:
        return ""
    first, *others = map(_rule, rules)
    if others:
        title = "One more rule" if len(others) == 1 else f"{len(others)} more rules"
        first += html.behind("".join(others), title)
    return tag("h3", "Rule" if len(rules) == 1 else "Rules") + first


def _rule(row: Row) -> str:
    coverage, precision = numbers.percent(row["coverage"]), numbers.percent(row["precision"])
    quality = f"Catches {coverage} of the segment, right for {precision}."
    return tag("p", tag("code", escape(row["rule"])), tag("small", escape(quality)), class_="sg-rule")


def _strategies(strategies: list[Row]) -> str:
    if not strategies:
        return ""
    items = (_strategy(row, first=place == 0) for place, row in enumerate(strategies[:3]))
    return tag("h3", "What to do") + tag("section", *items, class_="sg-strategies")


def _strategy(row: Row, *, first: bool) -> str:
    details = (
        ("Offer", "offer"),
        ("Channel", "channel"),
        ("Message", "message"),
        ("Measure", "success_measure"),
        ("Because", "because"),
    )
    listed = "".join(
        tag("dt", label) + tag("dd", escape(row[column])) for label, column in details if row[column] is not None
    )
    head = tag("strong", escape(row["objective"] or row["strategy"]))
    head += tag("span", escape(row["action"] or ""), class_="sg-action")
    number = tag("span", str(row["priority"]), class_="sg-priority", aria_hidden="true")
    summary_line = tag("summary", number, tag("span", head, class_="sg-strategy-head"))
    return tag("details", summary_line, tag("dl", listed), class_="sg-strategy", open=first)


def _anchor(segmentation: Segmentation, segment: Row) -> str:
    plain = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in segmentation.name)
    return f"segment-{plain}-{segment['segment_id']}"
