"""Blocks of the page on value: what customers will be worth, who has it, who is at risk, and how far to believe it."""

from segmentation.site import charts, dates, html, numbers
from segmentation.site.html import Markup
from segmentation.site.palette import segment_colour
from segmentation.site.warehouse import Row, Segmentation, Warehouse, first, grouped

NONE = (
    "What these customers will order and spend is not predicted. Where it is, this page says which segments the value "
    "of the next year comes from, how few customers have most of it, and who is at risk of leaving."
)
HOW = "Ask whoever builds the segments for it: every order has to be known, with its customer, day and amount."
SPENT = " What customers have spent so far is with the audiences on Campaigns."
SWITCH = "For analysts: the setting"
SETTING = (
    "An order log is predicted by value: true in its entry under shops in dbt_project.yml, from the next build on."
)
UNTESTED = "The orders do not go back far enough to test a prediction on a day of the past: believe it with care."
WITHOUT_LISTS = "Single customers are not on this site: they stay in the warehouse (table customer_value)."
UNMOVED = "Who moved is known from the second build on."
NOBODY = "Nobody who ordered in the last year is at risk."
QUESTIONS = {
    "chance": "Who comes back",
    "orders": "How many orders",
    "revenue": "How much they spend",
}
# Of the measures, those that readers know, and how they are written.
MEASURES = {
    "chance": (
        ("Error (Brier)", "brier_score", numbers.decimal3),
        ("Ranked rightly (AUROC)", "auroc", numbers.percent),
        ("Called rightly", "accuracy", numbers.percent),
        ("Shares off by", "calibration_error", numbers.percent),
    ),
    "orders": (
        ("Error (root mean square)", "squared_error", numbers.decimal),
        ("Mean error", "absolute_error", numbers.decimal),
        ("Total, of what came", "total", numbers.percent),
        ("Rank correlation", "rank_correlation", numbers.decimal),
        ("Best tenth found", "best_tenth_found", numbers.percent),
    ),
}
MEASURES["revenue"] = MEASURES["orders"]
AT_RISK = (
    ("Customer", "customer_id"),
    ("Segment", html.segment),
    ("Spent in the last year", "revenue_last_year", numbers.compact),
    ("Back within 90 days", "chance_90_days", numbers.percent),
    ("Within a year", "chance_365_days", numbers.percent),
    ("At risk", "value_at_risk", numbers.compact),
    ("A win-back may cost", "win_back_worth", numbers.compact),
)
MOVEMENTS = {"moved": "moved", "came": "new customers", "left": "left", "stayed": "stayed"}
MOVEMENT_READING = (
    "What customers are worth today who moved between {start} and {end}: a move to a segment with more a customer is "
    "worth more only where they go on as those there do."
)
HELD = {"chance": "Customers who come back", "orders": "Orders", "revenue": "Revenue"}
HELD_READING = (
    "What earlier builds predicted for all customers of their day, and what came: of each the last prediction whose "
    "days are over."
)
RISK_READING = (
    "At risk is what a customer was worth in the last 365 days, times the chance that no order comes in the next. "
    "Winning a customer back may cost at most as much more as they would be worth if they surely were one still."
)
ASSUMPTIONS = (
    "The models (BG/NBD and its kin) suppose that customers order at random moments, at a rate of their own that stays "
    "the same until they leave for good without a word. Who buys by the season, or has a subscription, does not: there "
    "a rule is often nearer, and then the rule is used. Rules learn from other customers of the same days, and the "
    "borders of segments are those of today: both favours them a little."
)


def summary(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """What all customers are expected to be worth, as tiles."""
    totals = first(warehouse.query("value_totals", segmentation))
    if not totals:
        has_audiences = warehouse.has("audiences") and warehouse.query("audiences", segmentation)
        how = HOW + SPENT if has_audiences else HOW
        return html.empty(NONE) + html.note(how) + html.behind(html.note(SETTING), SWITCH)
    best = first(warehouse.query("value_tenths", segmentation))
    customers = totals["customers"]
    items = [
        (
            "Value of the next year",
            numbers.compact(totals["value_next_year"]),
            f"{numbers.quantity(totals['value_next_year'] / customers)} a customer",
        ),
        (
            "Orders of the next year",
            numbers.compact(totals["orders_next_year"]),
            f"{numbers.decimal(totals['orders_next_year'] / customers, 1)} a customer",
        ),
        ("Back within 90 days", numbers.percent(totals["chance_90_days"]), f"of {numbers.count(customers)} customers"),
        ("The best tenth", numbers.percent(best["value_share"]), "of the value of the next year"),
        ("At risk", numbers.compact(totals["value_at_risk"]), "of what they were worth in the last year"),
    ]
    return html.tiles(items)


def by_segment(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Table of the segments by what is to come from them."""
    rows = warehouse.query("segment_value", segmentation)
    if not rows:
        return html.empty(NONE, is_said=True)
    most = max(row["value_share"] or 0 for row in rows) or 1
    for row in rows:
        share = row["value_share"] or 0
        row["share_drawn"] = numbers.percent(row["value_share"]) + html.track(
            segment_colour(row["segment_id"]), max(share, 0) / most
        )
    columns = (
        ("Segment", html.segment),
        ("Customers", "customers", numbers.count),
        ("Value of the next year", "value_next_year", numbers.compact),
        ("Share of it", "share_drawn", Markup),
        ("Each", "value_per_customer", numbers.quantity),
        ("Orders each", "orders_per_customer", lambda value: numbers.decimal(value, 1)),
        ("Back within 90 days", "chance_90_days", numbers.percent),
        ("At risk", "value_at_risk", numbers.compact),
        ("Win-backs may cost", "win_back_worth", numbers.compact),
    )
    caption = f"Expected value by segment: {segmentation.label}"
    return html.table(rows, columns, caption=caption, stacked=True, sortable=True)


def by_movement(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Table of the movements of the last period by what the customers are worth who made them."""
    if not warehouse.query("segment_value", segmentation):
        return html.empty(NONE, is_said=True)
    rows = warehouse.query("value_movements", segmentation)
    if not rows:
        return html.empty(UNMOVED)
    columns = (
        ("Movement", lambda row: MOVEMENTS[row["movement"]]),
        ("From", lambda row: row["from_segment_name"] or "-"),
        ("To", lambda row: row["to_segment_name"] or "-"),
        ("Customers", "customers", numbers.count),
        ("Value of the next year", "value_next_year", numbers.compact),
        ("Share of it", "value_share", numbers.percent),
        ("Each", "value_per_customer", numbers.quantity),
        ("At risk", "value_at_risk", numbers.compact),
    )
    start, end = (dates.day(rows[0][f"period_{side}"]) for side in ("start", "end"))
    table = html.table(
        rows, columns, caption=f"Expected value by movement: {segmentation.label}", stacked=True, sortable=True
    )
    return html.join(html.reading(MOVEMENT_READING.format(start=start, end=end)), table)


def concentration(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Curve of the value over the customers, those worth most first."""
    rows = warehouse.query("value_tenths", segmentation)
    if not rows or rows[0]["value_share"] is None:
        return html.empty(NONE, is_said=True)
    shares = [(row["customer_share"], row["value_share"]) for row in rows]
    spoken = "; ".join(f"the best {numbers.percent(one)} have {numbers.percent(other)}" for one, other in shares)
    chart = html.chart(
        charts.concentration(*zip(*shares, strict=True)), height=320, label=f"Value of the next year: {spoken}."
    )
    columns = (
        ("Tenth", "value_tenth"),
        ("Customers", "customers", numbers.count),
        ("Value of the next year", "value_next_year", numbers.compact),
        ("Together", "value_share", numbers.percent),
    )
    table = html.table(rows, columns, caption=f"Value by tenths of the customers: {segmentation.label}")
    return html.join(chart, html.behind(table, "Every tenth"))


def at_risk(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """The customers of whom most is to be lost."""
    if not warehouse.query("segment_value", segmentation):
        return html.empty(NONE, is_said=True)
    if not warehouse.shows_customers():
        return html.empty(WITHOUT_LISTS)
    rows = warehouse.query("value_at_risk", segmentation)
    if not rows:
        return html.empty(NOBODY)
    caption = f"Customers of whom most is to be lost: {segmentation.label}"
    return html.join(
        html.reading(RISK_READING), html.table(rows, AT_RISK, caption=caption, sortable=True, stacked=True)
    )


def quality(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """How well each model and rule would have predicted, and which is in use."""
    rows = warehouse.query("value_quality", segmentation)
    if not rows:
        is_predicted = bool(warehouse.query("segment_value", segmentation))
        return html.empty(UNTESTED) if is_predicted else html.empty(NONE, is_said=True)
    parts = [html.reading(_tested(rows[0]))]
    for question, of_question in grouped(rows, "question").items():
        said = f"{_verdict(of_question)} {_in_plain_words(of_question)}"
        table = html.behind(_table(of_question), "All models and rules")
        parts += [html.subtitle(QUESTIONS[question]), html.reading(said), table]
    return html.join(*parts, html.note(ASSUMPTIONS))


def held(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Table of what earlier builds predicted and what came."""
    rows = warehouse.query("value_drift", segmentation)
    if not rows:
        return html.empty(NONE, is_said=True)
    over = [row for row in rows if row["is_over"]]
    if not over:
        first_day = min(row["known_on"] for row in rows)
        return html.empty(f"The first prediction of a build can be compared with what came on {dates.day(first_day)}.")
    columns = (
        ("Predicted on", "as_of_date", dates.day),
        ("For", "days", lambda days: f"{days} days"),
        ("What", lambda row: HELD[row["question"]]),
        ("By", "model_label"),
        ("Customers", "customers", numbers.count),
        ("Predicted", "predicted", numbers.compact),
        ("Came", "actual", numbers.compact),
        ("Predicted, of what came", "predicted_share", numbers.percent),
    )
    table = html.table(over, columns, caption=f"Predicted and what came: {segmentation.label}", sortable=True)
    return html.join(html.reading(HELD_READING), table)


def _tested(row: Row) -> str:
    day, days = dates.day(row["tested_on"]), numbers.count(row["outcome_days"])
    return (
        f"Predicted from what was known of {numbers.count(row['customers'])} customers on {day}, and compared with "
        f"what they did in the {days} days after."
    )


def _verdict(rows: list[Row]) -> str:
    decisive = [row for row in rows if row["is_decisive"]]
    used = first([row for row in decisive if row["is_in_use"]])
    if not used:
        return "None of these is in use: the model that was used then cannot be fitted any more."
    others = [row for row in decisive if row is not used]
    if not others:
        return f"{used['model_label']} is in use."
    best = others[0]
    more = best["figure"] / used["figure"] - 1 if used["figure"] else 0
    if more < 0:
        return f"{used['model_label']} is in use. {best['model_label']} was a little nearer, which may be chance."
    begin = f"{used['model_label']} is in use. The next best, {best['model_label']}, was"
    if best["beside_best"] == "worse":
        return f"{begin} off by {numbers.percent(more)} more."
    if numbers.percent(more) == numbers.percent(0):
        return f"{begin} as near."
    return f"{begin} off by {numbers.percent(more)} more, though one cannot tell whether by chance."


def _in_plain_words(rows: list[Row]) -> str:
    """How often what is in use would have been right, or how near its total came."""
    used = {row["measure"]: row["figure"] for row in rows if row["is_in_use"]}
    everyone = {row["measure"]: row["figure"] for row in rows if row["model"] == "everyone"}
    if "accuracy" in used and "accuracy" in everyone:
        return (
            f"What is in use would have been right for {numbers.percent(used['accuracy'])} of the customers; to say "
            f"the same of all is right for {numbers.percent(everyone['accuracy'])}."
        )
    return f"The total of what is in use was {numbers.percent(used['total'])} of what came." if "total" in used else ""


def _table(rows: list[Row]) -> Markup:
    question = rows[0]["question"]
    found: dict[str, Row] = {}
    for row in rows:
        line = found.setdefault(row["model"], row | {"figures": {}})
        line["figures"][row["measure"]] = row["figure"]
    columns = [
        ("Model or rule", lambda row: html.marked(row["model_label"], "in use" if row["is_in_use"] else "")),
        *(
            (title, lambda row, measure=measure: row["figures"].get(measure), write)
            for title, measure, write in MEASURES[question]
        ),
    ]
    return html.table(
        found.values(), columns, caption=f"{QUESTIONS[question]}: how well it was predicted", sortable=True
    )
