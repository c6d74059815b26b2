"""Blocks of the page on campaigns: what each brought, what the planned ones can find, and the audiences."""

from collections.abc import Collection

from segmentation.site import charts, customer_lists, dates, html, numbers
from segmentation.site.html import Markup
from segmentation.site.warehouse import Row, Segmentation, Warehouse, first, grouped

NONE = "There is no campaign with these customers. Whoever runs this project can add one."
NO_AUDIENCES = "There are no audiences of these customers."
# A rule of more letters is behind its title.
SHORT = 90
FROM = "Customers of a segment who are not in its audience do not fit the rule, or are left out. "
EXPECTED = (
    "“Expected value” is what customers will spend in the next year, as Value predicts it, unless the audience says "
    "otherwise."
)
SPENT = (
    "“Spent so far” is a guide to what customers are worth: what they will spend is not predicted here. An audience "
    "may have a rule of its own."
)
WHOLE = "The list is of the whole audience. Whom a campaign addresses is listed with it, without those held out."
WITHOUT_LISTS = "This site holds no single customers: `segments audience NAME` writes the lists from the warehouse."
VERDICTS = {
    "works": ("works", "good"),
    "harms": ("harms", "warn"),
    "does not work": ("does not work", "warn"),
    "too small to tell": ("too small to tell", "plain"),
    "too early": ("too early", "plain"),
    "planned": ("planned", "plain"),
}
RECORDS = {
    "works": "It worked",
    "harms": "It did harm",
    "does not work": "It did not work",
    "too small to tell": "There were too few customers to tell",
}
# Verdicts that say whether something works.
ANSWERS = ("works", "harms", "does not work")
READING = (
    "Who gets the campaign and who does not (held out, to compare with) is drawn by lot: what the first do more, the "
    "campaign brought. A mark is this difference; the true one very likely lies on its line (95% interval). The "
    "verdict on the campaign is that of all customers together, the diamond. A line that crosses 0 may be chance: one "
    "segment alone often has too few customers to tell. Of many segments one stands out by chance; the verdicts allow "
    "for it."
)
READING_RUNNING = (
    "Orders still come in, and whoever looks every day sees something by chance sooner or later: the verdict waits for "
    "the end. These lines are wider, so that they may be looked at on any day."
)
RESULTS = (
    ("Customers", lambda row: _named(row)),
    ("Got it", "treated", numbers.count),
    ("Did not (held out)", "held_out", numbers.count),
    ("With it", lambda row: _mean(row, row["treated_mean"]), str),
    ("Without it", lambda row: _mean(row, row["held_out_mean"]), str),
    ("Difference", lambda row: _effect(row, row["difference"]), str),
    ("Very likely (95%)", lambda row: _between(row, "difference_low", "difference_high"), str),
    ("So much by chance", lambda row: _chance(row["adjusted_p_value"])),
    ("Verdict", lambda row: html.pill(*VERDICTS[row["verdict"]])),
)
MEASURES = {"conversion": "Share who ordered (conversion)", "revenue": "Revenue per customer"}
# By stage: what those who are treated do, and those who are held out.
COUNTED = {"planned": "orders will count", "running": "orders count", "ended": "orders counted"}
GROUPS = {"planned": ("will get it", "will not"), "running": ("get it", "do not"), "ended": ("got it", "did not")}


def summary(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """How many campaigns there are and how they went, as tiles."""
    rows = _campaigns(warehouse, segmentation)
    if not rows:
        return html.empty(NONE)
    count = {stage: sum(row["stage"] == stage for row in rows) for stage in ("running", "ended", "planned")}
    working = sum(row["verdict"] == "works" for row in rows)
    return html.tiles(
        [
            ("Running", numbers.count(count["running"]), "their verdict waits for the end"),
            ("Ended", numbers.count(count["ended"]), f"{numbers.counted(working, 'campaign')} found to work"),
            ("Planned", numbers.count(count["planned"]), "below: what each can show"),
        ]
    )


def results(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """A card for each campaign that has started: the verdict, intervals by segment, and the figures."""
    return _cards(warehouse, segmentation, ("running", "ended"), "No campaign with these customers has started.")


def planned(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """A card for each campaign to come: its groups, and what it can find."""
    return _cards(warehouse, segmentation, ("planned",), "No campaign with these customers is planned.")


def audiences(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Table of the audiences: size, who came and left, what they are worth, who was left out."""
    rows = warehouse.query("audiences", segmentation) if warehouse.has("audiences") else []
    if not rows:
        return html.empty(NO_AUDIENCES)
    with_lists = warehouse.shows_customers()
    is_predicted = bool(warehouse.query("segment_value", segmentation))
    members = grouped(warehouse.query("audience_segments", segmentation), "audience")
    columns = [
        ("Audience", lambda row: html.marked(row["audience_label"], "changed much" * row["has_changed_much"], "warn")),
        ("Customers", "customers", numbers.count),
        ("New", "came", numbers.count),
        ("Gone", "left_since", numbers.count),
        ("Expected value" if is_predicted else "Spent so far", "expected_value", numbers.compact),
        ("Per customer", "expected_value_each", numbers.quantity),
        ("Left out though the rule fits", _left_out),
        ("Rule", _rule),
    ]
    if with_lists:
        columns.insert(2, ("Of", lambda row: _from(members.get(row["audience"], []))))
        columns.append(("List", lambda row: _download("audience", row["audience"], row["audience_label"])))
    table = html.table(rows, columns, caption=f"Audiences: {segmentation.label}", stacked=True)
    notes = (FROM + (EXPECTED if is_predicted else SPENT), WHOLE if with_lists else WITHOUT_LISTS)
    return html.join(table, *(html.note(note) for note in notes if note))


def verdict(campaign: Row, row: Row | None) -> str:
    """What came of a campaign, in a sentence or two."""
    if campaign["stage"] == "planned" or row is None:
        return campaign["plan"]
    if row["difference"] is None:
        return "Too small to tell: one of the groups has hardly any customers."
    did = _did(row)
    between = _between(row, "difference_low", "difference_high")
    effect = f"{_effect(row, row['difference'])} (very likely {between})"
    if campaign["stage"] == "running":
        until = dates.day(campaign["measured_until"])
        any_day = (
            f" On any day it may be read as {_between(row, 'always_low', 'always_high')}." if row["always_low"] else ""
        )
        return f"It counts until {until}. So far: {did}, a difference of {effect}.{any_day}"
    lift = f", that is {_lift(row['ratio'] - 1)} than without it (lift)" if row["ratio"] else ""
    return f"{html.sentence_case(did)}: a difference of {effect}{lift}.{_needed(row)}"


def where_it_works(rows: list[Row]) -> str:
    """The segments in which a campaign works or harms, in a sentence; nothing where that is in none."""
    said = []
    for word, start in (("works", "It works with"), ("harms", "It harms with")):
        names = [row["segment_name"] for row in rows if row["segment_id"] is not None and row["verdict"] == word]
        said += [f"{start} {'; '.join(names)}."] if names else []
    unknown = sum(row["segment_id"] is not None and row["verdict"] == "too small to tell" for row in rows)
    if said and unknown:
        said.append(f"{numbers.counted(unknown, 'other segment')} alone: too few customers to tell.")
    return " ".join(said)


def records(
    warehouse: Warehouse, segmentation: Segmentation, verdicts: Collection[str] = frozenset(RECORDS)
) -> dict[tuple[str | None, int], list[str]]:
    """What earlier campaigns have done with segments, as sentences by the strategy they tried and segment."""
    found: dict[tuple[str | None, int], list[str]] = {}
    for row in _tried(warehouse, segmentation):
        if row["verdict"] in verdicts:
            found.setdefault((row["strategy"], row["segment_id"]), []).append(_record(row))
    return found


def worked(warehouse: Warehouse, segmentation: Segmentation) -> dict[int, str]:
    """By segment, the last campaign that was found to work with it, in a few words."""
    return {
        row["segment_id"]: f"They responded to {row['campaign_label']}"
        for row in _tried(warehouse, segmentation)[::-1]
        if row["verdict"] == "works"
    }


def reach(warehouse: Warehouse, segmentation: Segmentation) -> dict[int, list[Row]]:
    """By segment, how many of its customers each planned campaign is for, where the others are, and its list."""
    with_lists = warehouse.shows_customers()
    return {
        segment_id: [
            {
                "sentence": _reach(row, row["campaign_label"], "these"),
                "held_out_of": f"{numbers.count(row['held_out'])} held out of {row['campaign_label']}",
                "label": row["campaign_label"],
                "treated": row["treated"],
                "list": customer_lists.campaign_address("campaign", row["campaign"]) if with_lists else None,
            }
            for row in rows
        ]
        for segment_id, rows in grouped(_reached(warehouse, segmentation), "segment_id").items()
    }


def _tried(warehouse, segmentation):
    return warehouse.query("strategy_record", segmentation) if warehouse.has("campaign_results") else []


def _reached(warehouse, segmentation):
    return warehouse.query("campaign_reach", segmentation) if warehouse.has("campaign_assignments") else []


def _reach(row, start, which):
    customers, treated, held_out, others = (
        numbers.count(row[each]) for each in ("customers", "treated", "held_out", "not_in_it")
    )
    rest = f", {others} are not in its audience" if row["not_in_it"] else ""
    return f"{start}: {treated} of {which} {customers} customers get it, {held_out} are held out to compare{rest}."


def _record(row):
    effect = f": {_did(row)}" if row["difference"] is not None else ""
    return f"{RECORDS[row['verdict']]} in {row['campaign_label']} ({dates.month(row['known_until'])}){effect}."


def _did(row):
    treated, held_out = (_mean(row, row[f"{group}_mean"]) for group in ("treated", "held_out"))
    if row["measure"] == "revenue":
        return f"those who got it spent {treated}, those who did not {held_out}"
    return f"{treated} of those who got it ordered, {held_out} of those who did not"


def gain(row: Row | None) -> str:
    """What a campaign brought in money, in a sentence; nothing where that is not known."""
    if row is None or row["stage"] != "ended" or row["incremental"] is None:
        return ""
    brought = (
        f"It brought {numbers.compact(row['incremental'])} of revenue "
        f"(very likely {numbers.compact(row['incremental_low'])} to {numbers.compact(row['incremental_high'])})"
    )
    if not row["cost"]:
        return f"{brought}."
    return (
        f"{brought} for a cost of {numbers.compact(row['cost'])}: a gain of {numbers.compact(row['net_gain'])} "
        f"({numbers.compact(row['net_gain_low'])} to {numbers.compact(row['net_gain_high'])})."
    )


def _campaigns(warehouse, segmentation):
    return warehouse.query("campaigns", segmentation) if warehouse.has("campaigns") else []


def _cards(warehouse, segmentation, stages, nothing):
    campaigns = [row for row in _campaigns(warehouse, segmentation) if row["stage"] in stages]
    if not campaigns:
        return html.empty(nothing)
    found = grouped(warehouse.query("campaign_results", segmentation), "campaign")
    reached = grouped(_reached(warehouse, segmentation), "campaign")
    with_lists = warehouse.shows_customers()
    cards = [
        _card(row, found.get(row["campaign"], []), reached.get(row["campaign"], []), with_lists=with_lists)
        for row in campaigns
    ]
    return html.render("campaigns", cards=cards)


def _card(campaign, rows, reached, *, with_lists):
    decisive = [row for row in rows if row["is_decisive"]]
    whole = first([row for row in decisive if row["segment_id"] is None])
    money = first([row for row in rows if row["segment_id"] is None and row["measure"] == "revenue"])
    is_running = campaign["stage"] == "running"
    return {
        "title": campaign["campaign_label"],
        "verdict": html.pill(*VERDICTS[campaign["verdict"]]),
        "facts": _facts(campaign),
        "sentences": [
            *(_reach(row, row["segment_name"], "the") for row in reached),
            *(each for each in (verdict(campaign, whole), where_it_works(decisive), gain(money)) if each),
        ],
        "reading": (READING_RUNNING if is_running else READING) if whole else "",
        "chart": _chart(campaign, decisive, is_running=is_running),
        "tables": [
            html.behind(
                html.table(
                    of_measure, RESULTS, caption=f"{campaign['campaign_label']}: {MEASURES[name]}", stacked=True
                ),
                title,
            )
            for name, of_measure in grouped(rows, "measure").items()
            for title in [f"{MEASURES[name]}, by segment"]
        ],
        "balance": campaign["balance"] or "",
        "is_balanced": campaign["is_balanced"] is not False,
        "download": _download("campaign", campaign["campaign"], campaign["campaign_label"], campaign["treated"])
        if with_lists and campaign["stage"] != "ended" and campaign["treated"]
        else "",
    }


def _facts(campaign):
    get, do_not = GROUPS[campaign["stage"]]
    treated, held_out = (numbers.count(campaign[group]) for group in ("treated", "held_out"))
    groups = f"{treated} {get}, {held_out} {do_not} (held out, to compare)"
    days = f"{dates.day(campaign['starts_on'])} to {dates.day(campaign['ends_on'])}"
    counted = f"{COUNTED[campaign['stage']]} until {dates.day(campaign['measured_until'])}"
    strategy = [f"strategy {campaign['strategy'].replace('_', ' ')}"] if campaign["strategy"] else []
    return [days, counted, groups, *strategy]


def _chart(campaign, rows, *, is_running):
    ends = ("always_low", "always_high") if is_running else ("difference_low", "difference_high")
    known = [row for row in rows if row["difference"] is not None and row[ends[0]] is not None]
    if not known:
        return ""
    spoken = "; ".join(f"{_name(row)} {_effect(row, row['difference'])}, {_between(row, *ends)}" for row in known)
    figure = charts.effects(known, ends=ends, is_share=campaign["decides_by"] == "conversion")
    return html.chart(figure, height=90 + 46 * len(known), label=f"With the campaign less without it: {spoken}.")


def _download(kind, name, label, rows=None):
    return html.render(
        "download", address=customer_lists.campaign_address(kind, name), label=label, rows=rows, kind=kind
    )


def _from(rows):
    """How many of which segments are in an audience."""
    said = (
        f"{numbers.count(row['members'])} of the {numbers.count(row['customers'])} in {row['segment_name']}"
        for row in rows
    )
    return "; ".join(said) or numbers.MISSING


def _rule(row):
    rule = html.code(row["rule"])
    return rule if len(row["rule"]) <= SHORT else html.behind(rule, "As SQL")


def _left_out(row):
    """How many customers the rule found who are no members, and why."""
    reasons = ("without_consent", "suppressed", "contacted_lately", "over_the_limit")
    said = [f"{numbers.count(row[each])} {each.replace('_', ' ')}" for each in reasons if row[each]]
    return ", ".join(said) or "nobody"


def _name(row):
    return row["segment_name"] or "All customers"


def _named(row):
    return html.segment(row) if row["segment_id"] is not None else "All customers"


def _mean(row, value):
    return numbers.percent(value) if row["measure"] == "conversion" else numbers.quantity(value)


def _effect(row, value):
    if value is None:
        return numbers.MISSING
    return f"{numbers.decimal(100 * value, 1)} points" if row["measure"] == "conversion" else numbers.decimal(value)


def _between(row, low, high):
    if row[low] is None:
        return numbers.MISSING
    digits, scale = (1, 100) if row["measure"] == "conversion" else (2, 1)
    return f"{numbers.decimal(scale * row[low], digits)} to {numbers.decimal(scale * row[high], digits)}"


def _lift(value):
    """A relative change in words, no finer than the shares next to it."""
    return f"about {numbers.decimal(100 * abs(value), 0)}% {'more' if value >= 0 else 'less'}"


def _chance(value):
    """How often chance alone would bring such a difference."""
    return "under 0.1%" if value is not None and value < 0.001 else numbers.percent(value)


def _needed(row):
    if row["number_needed_to_treat"] is None:
        return ""
    return f" Of every {numbers.count(row['number_needed_to_treat'])} customers who get it one more orders."
