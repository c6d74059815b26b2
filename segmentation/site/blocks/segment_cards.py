"""Blocks of the segments page: a card for each segment."""

from segmentation.describing.naming import MARKED
from segmentation.site import dates, html, numbers
from segmentation.site.blocks.profiles import TRAITS, Feature, compared
from segmentation.site.blocks.stability import STABILITY_MARKS
from segmentation.site.html import Markup, pill
from segmentation.site.warehouse import MISSING_LEVEL, Row, Segmentation, Warehouse, grouped

STRATEGIES = 3
# Figures on a card at most, and those by which a segment is named.
MOST_ON_A_CARD, NAMING = 9, 2
SAME_TRAITS = (
    "Every card has the same figures of its typical customer, in bold those that name the segment. A bar to the right "
    "is more than usual, one to the left less; the longest bar of a figure is that of the segment furthest from usual. "
    "Usual is: {everyone}."
)
REVENUE = "Revenue is that of all orders from {start} to {end}, less what was sent back."
DETAILS = (
    ("Offer", "offer"),
    ("Channel", "channel"),
    ("Message", "message"),
    ("Measure", "success_measure"),
    ("At stake", "stake"),
    ("Because", "because"),
)
TRAIT_COLUMNS = (
    ("Typical", lambda row: _trait_label(row)),
    ("This segment", lambda row: _arrow(row) + numbers.quantity(row["typical"], _unit(row)), Markup),
    ("Everyone", lambda row: numbers.quantity(row["population_typical"], _unit(row)), str),
)


def summary(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Links to the cards of a segmentation's segments."""
    segments = warehouse.segments(segmentation)
    rules = warehouse.query("rules", segmentation)
    links = [
        (html.anchor("segment", segmentation, row), row, numbers.percent(row["customer_share"])) for row in segments
    ]
    notes = sorted({row["kind_meaning"] for row in segments})
    fidelity = numbers.percent(rules[0]["fidelity"]) if rules else None
    sentence = f"The rules of the cards together find the right segment for {fidelity} of the customers."
    features = naming(compared(warehouse, segmentation)[1])
    everyone = ", ".join(
        f"{feature.label[:1].lower()}{feature.label[1:]} {feature.write(feature.population)}" for feature in features
    )
    notes += [SAME_TRAITS.format(everyone=everyone)] if features else []
    notes += [
        REVENUE.format(start=dates.month(row["first_day"]), end=dates.month(row["last_day"]))
        for row in warehouse.query("revenue_period", segmentation)
    ]
    return html.join(
        *(html.paragraph(note, "sg-note") for note in notes),
        html.jump(links),
        html.note(sentence) if fidelity else "",
    )


def cards(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Card for each segment: who they are and what to do."""
    strategies = warehouse.strategies(segmentation)
    profiles = grouped(warehouse.query("segment_profiles", segmentation), "segment_id")
    rules = warehouse.rules(segmentation)
    values = grouped(warehouse.query("segment_value", segmentation), "segment_id")
    places, features = compared(warehouse, segmentation)
    features = naming(features)
    return html.render(
        "segment_cards",
        details=DETAILS,
        cards=[
            {
                **segment,
                "anchor": html.anchor("segment", segmentation, segment),
                "facts": facts(segment) + _value(values.get(segment["segment_id"])) + _stability(segment),
                "same_traits": _same_traits(list(places), features, segment["segment_id"]),
                "traits": _traits(profiles.get(segment["segment_id"], [])),
                "rules": rules.get(segment["segment_id"], []),
                "strategies": [
                    row | {"stake": stake(row)} for row in strategies.get(segment["segment_id"], [])[:STRATEGIES]
                ],
            }
            for segment in warehouse.segments(segmentation)
        ],
    )


def naming(features: list[Feature]) -> list[Feature]:
    """The features by which the segments are named: of each the two in which it differs most, in their order."""
    forming = [feature for feature in features if feature.in_clustering] or features
    ranks: dict[int, int] = {}
    for place in range(len(forming[0].rows) if forming else 0):
        for rank, number in enumerate(_furthest(forming, place)):
            ranks[number] = min(rank, ranks.get(number, rank))
    chosen = sorted(ranks, key=lambda number: (ranks[number], number))[:MOST_ON_A_CARD]
    return [forming[number] for number in sorted(chosen)]


def _furthest(features: list[Feature], place: int) -> list[int]:
    """The features in which a segment differs most from all customers."""
    return sorted(range(len(features)), key=lambda number: -features[number].distance(place))[:NAMING]


def stake(strategy: Row) -> str | None:
    """The money that a strategy is about; None where it is about none or none is predicted."""
    if strategy["value_at_stake"] is None:
        return None
    amount = numbers.compact(strategy["value_at_stake"])
    if strategy["most_per_customer"] is None:
        return f"{amount} that may be lost in the next year"
    most = numbers.quantity(strategy["most_per_customer"])
    return f"{amount} that may be won back, at a cost of at most {most} a customer"


def _same_traits(segments: list[int], features: list[Feature], segment_id: int) -> list[Row]:
    """The figures that are on every card: how far to the left or right of everyone, and in their own unit."""
    if segment_id not in segments:
        return []
    place = segments.index(segment_id)
    own = _furthest(features, place)
    return [
        {
            "label": feature.label,
            "value": feature.values[place],
            "everyone": feature.write(feature.population),
            "reach": feature.reaches[place],
            "is_own": number in own and feature.distance(place) >= MARKED,
        }
        for number, feature in enumerate(features)
    ]


def facts(segment: Row) -> Markup:
    """How large a segment is, and of a sub-segment what it is part of."""
    written = pill(f"part of {segment['within_segment_name']}") if segment["within_segment_name"] else Markup("")
    written += pill(f"{numbers.count(segment['customers'])} customers")
    written += pill(f"{numbers.percent(segment['customer_share'])} of all")
    if segment["revenue_share"] is not None:
        written += pill(f"{numbers.percent(segment['revenue_share'])} of revenue")
    return written


def _value(rows: list[Row] | None) -> Markup | str:
    if not rows or rows[0]["value_share"] is None:
        return ""
    return pill(f"{numbers.percent(rows[0]['value_share'])} of the value of the next year")


def _stability(segment: Row) -> Markup | str:
    if segment["stability"] is None:
        return ""
    word = segment["stability_word"]
    return pill(f"{word}: stability {numbers.decimal(segment['stability'])}", STABILITY_MARKS[word])


def _traits(profile: list[Row]) -> Markup | str:
    rows = [row for row in profile if row["level"] != MISSING_LEVEL][:TRAITS]
    if not rows:
        return ""
    return html.table(rows, TRAIT_COLUMNS, caption=f"Traits of {rows[0]['segment_name']} compared with everyone")


def _trait_label(row: Row) -> str:
    label = html.sentence_case(row["feature_label"] or row["feature"])
    return label if row["level"] is None else f"{label}: {row['level']}"


def _unit(row: Row) -> str | None:
    return row["unit"] if row["level"] is None else "share"


def _arrow(row: Row) -> Markup:
    """Whether the segment's figure is higher or lower than everyone's."""
    own, everyone = row["typical"], row["population_typical"]
    if own is None or everyone is None or own == everyone:
        return Markup("")
    return html.hidden("▲ " if own > everyone else "▼ ", "sg-arrow")
