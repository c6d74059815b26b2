"""Block on how much the segments say of customers, of what they are like and do next, next to simpler groupings."""

from segmentation.site import dates, html, numbers
from segmentation.site.html import Markup
from segmentation.site.warehouse import Row, Segmentation, Warehouse

OUTCOMES = {"revenue": "What they spent after", "purchase": "Whether they bought again"}
VERDICTS = {
    "less": "more than {way} ({share})",
    "more": "less than {way} ({share})",
    "cannot tell": "and whether more or less than {way} ({share}) one cannot tell",
}
READING = (
    "The other groupings are simple ones that anybody can make: segments are worth their effort only where they say "
    "more. 100% would mean that the group says all there is to know of a customer, 0% that it says nothing. In "
    "brackets the range of most repetitions, each of which predicts a random half of the customers by the other half. "
    "Bands of equal size: customers lined up by what they differ in most, and cut into groups of the same size."
)
RFM = (
    " RFM groups customers by how recently, how often and for how much they bought: its names are the usual ones, "
    "such as Champions, its cells every combination of three grades from 1 to 5."
)


def usefulness(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Bars of every grouping of the customers, and a sentence that says which explains more."""
    rows = warehouse.query("usefulness", segmentation)
    if not rows:
        return html.empty("How much the segments say is measured by the next build.")
    blocks = [("What customers are like", bars(rows, "variance_explained"))]
    known = {outcome: title for outcome, title in OUTCOMES.items() if rows[0][f"{outcome}_explained"] is not None}
    blocks += [(title, bars(rows, f"{outcome}_explained")) for outcome, title in known.items()]
    sentences = [sentence(rows, outcome) for outcome in known] or [
        "What customers did next is known only of the customers of a shop: here groupings are compared by how alike "
        "the customers of a group are."
    ]
    return html.render(
        "usefulness",
        sentences=[_since(rows[0]) if known else "", *sentences],
        blocks=blocks,
        reading=READING + (RFM if known else ""),
    )


def _since(row: Row) -> str:
    day, days = dates.day(row["cut_off_on"]), numbers.count(row["outcome_days"])
    return f"{numbers.count(row['outcome_customers'])} customers as they stood on {day}, and the {days} days after."


def sentence(rows: list[Row], outcome: str) -> str:
    """What the segments explain of an outcome, and whether that is more or less than other ways do."""
    own, others = rows[0], [row for row in rows if row["way"] in ("rfm_names", "rfm_cells", "bands")]
    said = [
        VERDICTS[row[f"{outcome}_beside_segments"]].format(
            way=row["way_label"].replace("Bands", "bands"),
            share=_share(row, f"{outcome}_explained"),
        )
        for row in others
        if row[f"{outcome}_beside_segments"]
    ]
    start = f"{OUTCOMES[outcome]}: the segments explain {_share(own, f'{outcome}_explained')} of the differences"
    return f"{start}, {', '.join(said)}." if said else f"{start}."


def bars(rows: list[Row], figure: str) -> Markup:
    """A figure of every way, with its interval."""
    items = []
    for row in rows:
        low, high = (row.get(f"{figure}_{end}") for end in ("low", "high"))
        within = "" if low is None else f" ({_percent(low)} to {_percent(high)}%)"
        colour = "var(--sg-accent)" if row["way"] == "segments" else "var(--sg-muted)"
        items.append((_label(row), _share(row, figure) + within, colour, max(row[figure] or 0, 0)))
    return html.bars(items)


def _label(row: Row) -> str:
    return f"{row['way_label']}, {numbers.counted(row['group_count'], 'group')}"


def _share(row: Row, figure: str) -> str:
    return numbers.MISSING if row[figure] is None else f"{_percent(row[figure])}%"


def _percent(share: float) -> str:
    return numbers.decimal(100 * share, 0)
