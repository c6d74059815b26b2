"""Blocks of the page on movement: who moved where and why, and how the segments grew and shrank."""

from collections.abc import Sequence

from segmentation.site import charts, dates, html, numbers
from segmentation.site.html import badge, escape, tag
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
# Moves told in the headline.
TOLD = 2
# Column of the matrix, and the choice by which it is shown.
FILTERS = {
    "customers": "every cause",
    "customer_changed": "what the customers did",
    "model_changed": "the model",
    "both_changed": "both",
}


def summary(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """What moved most in the last period with movement, and its figures."""
    found = periods(warehouse, segmentation)
    if not found:
        return tag("p", escape(_no_past(warehouse, segmentation)), class_="sg-headline")
    period = latest_with_movement(found)
    moved = numbers.percent(period.moved / period.there_throughout) if period.there_throughout else numbers.MISSING
    items = [("Moved", numbers.count(period.moved), escape(f"{moved} of those there at both ends, {period.name}"))]
    items += [
        (html.sentence_case(label), numbers.count(period.caused(cause)), escape(note))
        for cause, label, note in (
            ("customer_changed", "because of what they did", "the same model would have moved them"),
            ("model_changed", "because the model changed", "they did not change enough to move"),
            ("both_changed", "for both", "they and the model changed"),
        )
    ]
    items.append(("Came and left", f"{numbers.count(period.came)} / {numbers.count(period.left)}", escape(period.note)))
    return _headline(period, is_latest=period is found[0]) + html.tiles(items)


def flow(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Sankey and matrix of one period, with the choice of the period and of the cause (movement.js)."""
    found = periods(warehouse, segmentation)
    if not found:
        return _nothing_over_time()
    start = found.index(latest_with_movement(found))
    if len(found) > 1:
        found.append(whole(warehouse, segmentation, found[0].end))
    names = segment_names(found)
    current = {row["segment_id"] for row in warehouse.segments(segmentation.name)}
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
    reading = (
        "Left: the segment at the start of the period, right: the one at its end; a ribbon is as wide as its customers "
        "are many. In the table rows are the start, columns the end, and who stayed is on the diagonal."
    )
    return tag(
        "section",
        _choices(segmentation, found, start),
        tag("p", class_="sg-moved", aria_live="polite"),
        tag(
            "section",
            tag(
                "figure", class_="sg-sankey", role="img", aria_label=f"Customers between segments: {segmentation.label}"
            ),
            tag("section", _matrix(segmentation, names), tag("p", escape(reading), class_="sg-note sg-below")),
            class_="sg-flows",
        ),
        tag("script", html.script_json(data), type="application/json", class_="sg-flow-data"),
        tag("noscript", tag("p", "Flows need JavaScript; the figures are in the table marts.segment_migrations.")),
        class_="sg-flow",
    )


def sizes(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Customers of each segment over time, from the ends of the periods."""
    found = periods(warehouse, segmentation)[::-1]
    if not found:
        return _nothing_over_time()
    names = segment_names(found)
    ends = [(found[0].start, found[0].sizes("from")), *((period.end, period.sizes("to")) for period in found)]
    days = [day for day, _ in ends]
    series = [(number, name, [counts.get(number, 0) for _, counts in ends]) for number, name in names.items()]
    filled = sum(period.is_filled_in for period in found) + found[0].rows[0]["starts_filled_in"]
    figure = charts.sizes([dates.month(day) for day in days], series, filled_in=filled)
    spoken = "; ".join(
        f"{name} from {numbers.count(counts[0])} to {numbers.count(counts[-1])}" for _, name, counts in series
    )
    head = ("Day", *(numbers.segment(number) for number in names))
    lines = [
        (escape(dates.day(day)), *(numbers.count(counts.get(number, 0)) for number in names))
        for day, counts in reversed(ends)
    ]
    return (
        html.chart(
            figure,
            height=HEIGHT + LEGEND_HEIGHT * len(names),
            label=f"Customers by segment, {dates.day(days[0])} to {dates.day(days[-1])}: {spoken}.",
        )
        + _filled_in_note(filled)
        + html.behind(_key(names) + _table(f"Sizes over time: {segmentation.label}", head, lines), "Sizes at every day")
    )


def causes(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Customers who moved in each period, by cause."""
    found = periods(warehouse, segmentation)[::-1]
    if not found:
        return _nothing_over_time()
    labels = {cause: html.sentence_case(words) for cause, words in CAUSES.items()}
    series = [(label, [period.caused(cause) for period in found]) for cause, label in labels.items()]
    spoken = "; ".join(f"{label} {numbers.count(sum(counts))}" for label, counts in series)
    filled = sum(period.is_filled_in for period in found)
    figure = charts.by_period([dates.month(period.end) for period in found], series, filled_in=filled)
    lines = [
        (
            escape(period.name),
            numbers.count(period.moved),
            *(numbers.count(period.caused(cause)) for cause in CAUSES),
            _filled_in(period),
        )
        for period in reversed(found)
    ]
    head = ("Period", "Moved", "What they did", "The model", "Both", "Filled in")
    table = _table(f"Moved by cause: {segmentation.label}", head, lines, texts=1)
    return html.chart(
        figure, height=HEIGHT, label=f"Customers who moved by period and cause, in all: {spoken}."
    ) + html.behind(table, "Moved in every period")


def arrivals(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Customers who came and who left in each period."""
    found = periods(warehouse, segmentation)[::-1]
    if not found:
        return _nothing_over_time()
    came, left = [period.came for period in found], [period.left for period in found]
    filled = sum(period.is_filled_in for period in found)
    figure = charts.by_period(
        [dates.month(period.end) for period in found],
        [("Came, or came back", came), ("Left", [-number for number in left])],
        filled_in=filled,
    )
    lines = [
        (
            escape(period.name),
            numbers.count(period.came),
            numbers.count(period.left),
            numbers.count(sum(period.sizes("to").values())),
            _filled_in(period),
        )
        for period in reversed(found)
    ]
    head = ("Period", "Came", "Left", "Customers at the end", "Filled in")
    table = _table(f"Arrivals and losses: {segmentation.label}", head, lines, texts=1)
    label = f"Customers by period: {numbers.count(sum(came))} came, {some(sum(left))} left."
    return html.chart(figure, height=HEIGHT, label=label) + html.behind(table, "Arrivals and losses in every period")


def _headline(period: Period, *, is_latest: bool) -> str:
    when = dates.during(period.start, period.end)
    if not period.moved:
        text = (
            f"Nobody has moved from one segment to another. {when}, {some(period.came)} came, {some(period.left)} left."
        )
        return tag("p", escape(text), class_="sg-headline")
    largest = period.moves[:TOLD]
    reasons = [because(move) for move in largest]
    is_one_reason = len(set(reasons)) == 1 and "," not in reasons[0]
    told = [
        escape(numbers.count(move["customers"]) + ("" if place else _customers(move["customers"])) + " from ")
        + _ends(move)
        + ("" if is_one_reason else escape(f" ({reason})"))
        for place, (move, reason) in enumerate(zip(largest, reasons, strict=True))
    ]
    ranking = "the largest move" if len(period.moves) > 1 else "the only move"
    if len(told) > 1:
        ranking = "the two largest moves" if len(period.moves) > TOLD else "the only moves"
    last = (
        f", {ranking}" + (f", {reasons[0]}." if is_one_reason else ".") + ("" if is_latest else " Nobody moved since.")
    )
    return tag("p", escape(f"{when}, "), " and ".join(told), escape(last), class_="sg-headline")


def _customers(number: int) -> str:
    return " customer went" if number == 1 else " customers went"


def _ends(move: Row) -> str:
    start, end = (
        tag(
            "span",
            badge(move[f"{side}_segment_id"]),
            tag("strong", escape(move[f"{side}_segment_name"])),
            class_="sg-end",
        )
        for side in ("from", "to")
    )
    return f"{start} to {end}"


def _no_past(warehouse: Warehouse, segmentation: Segmentation) -> str:
    began = warehouse.query("history_begins", segmentation=segmentation.name)[0]["began_on"]
    if began is None:
        return "No history of these segments is stored, so nobody can have moved."
    return (
        f"The history of these segments is one day long: it begins on {dates.day(began)}. "
        "Who moved is seen once a build of a later day has been made."
    )


def _nothing_over_time() -> str:
    """In a card that movement.css takes away, since the headline says so."""
    return tag("p", "There is one day only.", class_="sg-empty sg-one-day")


def _choices(segmentation: Segmentation, found: Sequence[Period], start: int) -> str:
    options = [
        tag("option", escape(_option(period)), value=str(place), selected=place == start)
        for place, period in enumerate(found)
    ]
    causes = [tag("option", label, value=column) for column, label in FILTERS.items()]
    name = f"sg-flow-{segmentation.name}"
    box = tag("input", type="checkbox", id=f"{name}-stayed", autocomplete="off").removesuffix("</input>")
    return tag(
        "p",
        tag("label", "Period", for_=f"{name}-period"),
        tag("select", *options, id=f"{name}-period", class_="sg-select", autocomplete="off", data_choice="period"),
        tag("label", "moved because of", for_=f"{name}-cause"),
        tag("select", *causes, id=f"{name}-cause", class_="sg-select", autocomplete="off", data_choice="cause"),
        tag("label", box, " draw who stayed", for_=f"{name}-stayed", class_="sg-check"),
        class_="sg-choices",
    )


def _option(period: Period) -> str:
    if period.is_whole:
        return f"The whole time: {period.name}"
    return period.name + (" (filled in)" if period.is_filled_in else "")


def _written(period: Period, order: list[int]) -> dict:
    """One period for movement.js: segments by their place, −1 for none."""

    def place(segment_id: int | None) -> int:
        return -1 if segment_id is None else order.index(segment_id)

    return {
        "name": period.name,
        "told": period.told,
        "note": period.note,
        "rows": [
            [*(place(row[f"{side}_segment_id"]) for side in ("from", "to")), *(row[column] for column in FILTERS)]
            for row in period.rows
        ],
    }


def _matrix(segmentation: Segmentation, names: dict[int, str]) -> str:
    """Head of the matrix, whose body is filled by movement.js."""
    head = ("From, to", *(numbers.segment(number) for number in names), "Left", "All")
    table = html.table(head, [], caption=f"Customers by segment at the start and at the end: {segmentation.label}")
    return tag("section", table, class_="sg-heatmap sg-confusion sg-moves", style=f"--features: {len(names) + 1}")


def _table(caption: str, head: Sequence[str], lines: Sequence[Sequence[str]], *, texts: int = 0) -> str:
    """Table of numbers after its first column, with so many columns of text at the end."""
    return html.table(head, lines, caption=caption, numbers=range(1, len(head) - texts), sortable=True)


def _key(names: dict[int, str]) -> str:
    told = "; ".join(f"{numbers.segment(number)} {name}" for number, name in names.items())
    return tag("p", escape(told), class_="sg-reading")


def _filled_in(period: Period) -> str:
    return "by the first build" if period.is_filled_in else ""


def _filled_in_note(filled: int) -> str:
    if not filled:
        return ""
    text = "Days left of the dashed line were worked out by the first build, from what was known by then."
    return tag("p", text, class_="sg-note sg-below")
