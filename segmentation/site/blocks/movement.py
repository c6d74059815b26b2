"""Blocks of the page on movement: who moved where and why, and how the segments grew and shrank."""

from collections.abc import Sequence

from segmentation.site import charts, dates, html, numbers
from segmentation.site.blocks import predicted
from segmentation.site.html import Markup
from segmentation.site.movement import (
    CAUSES,
    Period,
    because,
    latest_with_movement,
    periods,
    segment_names,
    some,
    whole,
)
from segmentation.site.palette import segment_colour
from segmentation.site.warehouse import Row, Segmentation, Warehouse

HEIGHT = 300
LEGEND_HEIGHT = 19
# Moves in the headline.
LARGEST = 2
# Column of the matrix, and the choice by which it is shown.
FILTERS = {
    "customers": "every cause",
    "customer_changed": "what the customers did",
    "model_changed": "the model",
    "both_changed": "both reasons",
}
# Cause, its title and what it means.
CAUSE_TILES = (
    ("customer_changed", "Because of what they did", "the same model would have moved them"),
    ("model_changed", "Because the model changed", "they did not change enough to move"),
    ("both_changed", "For both reasons", "they and the model changed"),
)
READING = (
    "Left: the segment at the start of the period, right: the one at its end; a ribbon is as wide as its customers "
    "are many. In the table rows are the start, columns the end, and who stayed is on the diagonal."
)
FILLED_IN_NOTE = (
    "Left of the dashed line the segments are reconstructed, from what was known of customers on those days."
)
GONE_NOTE = "who stops buying stays in the data, in another segment"
# In a card that movement.css takes away, since the headline says so.
ONE_DAY = html.paragraph("There is one day only.", "sg-empty sg-one-day")


def summary(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """What moved most in the last period with movement, and its figures."""
    found = periods(warehouse, segmentation)
    if not found:
        return html.paragraph(_no_past(warehouse, segmentation), "sg-headline")
    period = latest_with_movement(found)
    there = period.there_throughout
    share = numbers.percent(period.moved / there) if there else numbers.MISSING
    items = [
        (
            "Moved",
            numbers.count(period.moved),
            f"{share} of the {numbers.count(there)} in the data at both ends, {period.name}",
        ),
        *((title, numbers.count(period.caused(cause)), note) for cause, title, note in CAUSE_TILES),
        ("New, and out of the data", f"{numbers.count(period.came)} / {numbers.count(period.left)}", GONE_NOTE),
    ]
    return _headline(period, is_latest=period is found[0]) + html.tiles(items)


def flow(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Sankey and matrix of one period, with the choice of the period and of the cause (movement.js)."""
    found = periods(warehouse, segmentation)
    if not found:
        return ONE_DAY
    start = found.index(latest_with_movement(found))
    if len(found) > 1:
        found.append(whole(warehouse, segmentation, found[0].end))
    names = segment_names(found)
    current = {row["segment_id"] for row in warehouse.segments(segmentation)}
    data = {
        "segments": [
            {
                "number": numbers.segment(segment_id),
                "name": name,
                "colour": segment_colour(segment_id),
                "gone": segment_id > 0 and segment_id not in current,
            }
            for segment_id, name in names.items()
        ],
        "periods": [_written(period, list(names)) for period in found],
    }
    # The body of the matrix is filled by movement.js.
    head = ("From, to", *map(numbers.segment, names), "Gone", "All")
    caption = f"Customers by segment at the start and at the end: {segmentation.label}"
    kind = "sg-confusion sg-moves"
    return html.render(
        "flow",
        name=f"sg-flow-{segmentation.name}",
        label=segmentation.label,
        periods=[(place, _option(period)) for place, period in enumerate(found)],
        start=start,
        causes=FILTERS.items(),
        matrix=html.heat_map(head, [], caption=caption, kind=kind, columns=len(names) + 1),
        reading=READING + predicted.among(warehouse, segmentation),
        data=data,
    )


def sizes(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Customers of each segment over time, from the ends of the periods."""
    found = periods(warehouse, segmentation)[::-1]
    if not found:
        return ONE_DAY
    names = segment_names(found)
    ends = [(found[0].start, found[0].sizes("from")), *((period.end, period.sizes("to")) for period in found)]
    days = [day for day, _ in ends]
    series = [(number, name, [counts.get(number, 0) for _, counts in ends]) for number, name in names.items()]
    filled = sum(period.is_filled_in for period in found) + found[0].rows[0]["starts_filled_in"]
    spoken = "; ".join(
        f"{name} from {numbers.count(counts[0])} to {numbers.count(counts[-1])}" for _, name, counts in series
    )
    chart = html.chart(
        charts.sizes([dates.month(day) for day in days], series, filled_in=filled),
        height=HEIGHT + LEGEND_HEIGHT * len(names),
        label=f"Customers by segment, {dates.day(days[0])} to {dates.day(days[-1])}: {spoken}.",
    )
    rows = [{"day": dates.day(day)} | counts for day, counts in reversed(ends)]
    columns = [
        (numbers.segment(number), lambda row, number=number: row.get(number, 0), numbers.count) for number in names
    ]
    caption = f"Sizes over time: {segmentation.label}"
    table = html.table(rows, [("Day", "day"), *columns], caption=caption, sortable=True)
    key = "; ".join(f"{numbers.segment(number)} {name}" for number, name in names.items())
    note = html.note(FILLED_IN_NOTE) if filled else ""
    return html.join(chart, note, html.behind(html.reading(key) + table, "Sizes at every day"))


def causes(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Customers who moved in each period, by cause."""
    found = periods(warehouse, segmentation)[::-1]
    if not found:
        return ONE_DAY
    series = [
        (html.sentence_case(words), [period.caused(cause) for period in found]) for cause, words in CAUSES.items()
    ]
    spoken = "; ".join(f"{label} {numbers.count(sum(counts))}" for label, counts in series)
    titles = zip(CAUSES, ("What they did", "The model", "Both"), strict=True)
    columns = [
        ("Moved", lambda period: period.moved, numbers.count),
        *((title, lambda period, cause=cause: period.caused(cause), numbers.count) for cause, title in titles),
    ]
    label = f"Customers who moved by period and cause, in all: {spoken}."
    table = _period_table(found, columns, f"Moved by cause: {segmentation.label}")
    return _by_period(found, series, label) + html.behind(table, "Moved in every period")


def arrivals(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Customers who came and who left in each period."""
    found = periods(warehouse, segmentation)[::-1]
    if not found:
        return ONE_DAY
    came, left = [period.came for period in found], [period.left for period in found]
    columns = [
        ("Came", lambda period: period.came, numbers.count),
        ("Gone", lambda period: period.left, numbers.count),
        ("Customers at the end", lambda period: sum(period.sizes("to").values()), numbers.count),
    ]
    series = [("Came, or came back", came), ("No longer in the data", [-number for number in left])]
    label = f"Customers by period: {numbers.count(sum(came))} came, {some(sum(left))} went out of the data."
    table = _period_table(found, columns, f"New and gone: {segmentation.label}")
    return _by_period(found, series, label) + html.behind(table, "New and gone in every period")


def _by_period(found: Sequence[Period], series: list[tuple[str, list[int]]], label: str) -> Markup:
    filled = sum(period.is_filled_in for period in found)
    figure = charts.by_period([dates.month(period.end) for period in found], series, filled_in=filled)
    return html.chart(figure, height=HEIGHT, label=label)


def _period_table(found: Sequence[Period], columns: list[html.Column], caption: str) -> Markup:
    """Table of the periods, the latest first."""
    first = ("Period", lambda period: period.name)
    last = ("How known", lambda period: "reconstructed" if period.is_filled_in else "")
    return html.table(found[::-1], [first, *columns, last], caption=caption, sortable=True)


def _headline(period: Period, *, is_latest: bool) -> Markup:
    when = dates.during(period.start, period.end)
    if not period.moved:
        came, left = some(period.came), some(period.left)
        text = (
            f"Nobody has moved from one segment to another. {when}, {came} came, "
            f"{left} went out of the data{period.merged_too}."
        )
        return html.paragraph(text, "sg-headline")
    largest = period.moves[:LARGEST]
    reasons = [because(move) for move in largest]
    ranking = "the largest move" if len(period.moves) > 1 else "the only move"
    if len(largest) > 1:
        ranking = "the two largest moves" if len(period.moves) > LARGEST else "the only moves"
    return html.render(
        "headline",
        when=when,
        moves=list(zip(largest, reasons, strict=True)),
        reason=reasons[0] if len(set(reasons)) == 1 and "," not in reasons[0] else "",
        ranking=ranking,
        is_latest=is_latest,
    )


def _no_past(warehouse: Warehouse, segmentation: Segmentation) -> str:
    began = warehouse.query("history_begins", segmentation)[0]["began_on"]
    if began is None:
        return "No history of these segments is stored, so nobody can have moved."
    return (
        f"The history of these segments is one day long: it begins on {dates.day(began)}. "
        "Who moved is seen once a build of a later day has been made."
    )


def _option(period: Period) -> str:
    if period.is_whole:
        return f"The whole time: {period.name}"
    return period.name + (" (reconstructed)" if period.is_filled_in else "")


def _written(period: Period, order: list[int]) -> Row:
    """One period for movement.js: segments by their place, −1 for none."""

    def place(segment_id: int | None) -> int:
        return -1 if segment_id is None else order.index(segment_id)

    return {
        "name": period.name,
        "sentence": period.sentence,
        "note": period.note,
        "rows": [
            [*(place(row[f"{side}_segment_id"]) for side in ("from", "to")), *(row[column] for column in FILTERS)]
            for row in period.rows
        ],
    }
