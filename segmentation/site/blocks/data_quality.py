"""Blocks on the quality of the data: what was found in them, and which rows could not be used."""

from segmentation.site import html, numbers
from segmentation.site.html import escape, pill, tag
from segmentation.site.warehouse import Row, Segmentation, Warehouse


def findings(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """What to know about the data before trusting the segments, warnings first."""
    rows = warehouse.findings(segmentation.name)
    if not rows:
        return html.empty("There is nothing to tell: no finding about these data is worth a word.")
    lines = [
        (
            escape(row["sentence"]),
            escape(html.sentence_case(row["finding"].replace("_", " "))),
            severity(row),
        )
        for row in rows
    ]
    head = ("What was found", "Kind", "Weight")
    caption = f"What to know about the data: {segmentation.label}"
    return html.table(head, lines, caption=caption, stacked=True, sortable=True)


def inputs(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Share of the rows of each input that could not be used."""
    rows = warehouse.query("input_quality", segmentation=segmentation.name)
    if not rows:
        return html.empty("No input of this segmentation has rows.")
    most = max(row["rejected_share"] for row in rows) or 1
    lines = [
        (
            escape(_name(row["source"])),
            numbers.count(row["rows_read"]),
            numbers.count(row["rows_rejected"]),
            numbers.percent(row["rejected_share"]),
            _bar(row["rejected_share"] / most),
        )
        for row in rows
    ]
    head = ("Input", "Rows read", "Set aside", "Share", "")
    caption = f"Rows set aside by input: {segmentation.label}"
    return html.table(head, lines, caption=caption, numbers=[1, 2, 3], sortable=True)


def set_aside(warehouse: Warehouse) -> str:
    """Rows that were set aside, by input and reason, the most first."""
    rows = warehouse.query("set_aside")
    if not rows:
        return html.empty("No row was set aside: every one was read and used.")
    total = sum(row["rejected_rows"] for row in rows)
    most = max(row["rejected_rows"] for row in rows)
    lines = [
        (
            escape(_name(row["source"])),
            escape(html.sentence_case(row["reason"])),
            numbers.count(row["rejected_rows"]),
            _bar(row["rejected_rows"] / most),
        )
        for row in rows
    ]
    told = (
        f"{numbers.count(total)} rows of the inputs of all segmentations were not used. Each is kept, as it was and "
        "with its reason, in marts.rejected_rows."
    )
    table = html.table(
        ("Input", "Reason", "Rows", ""),
        lines,
        caption="Rows set aside by input and reason",
        numbers=[2],
        sortable=True,
        filterable=True,
    )
    return tag("p", escape(told), class_="sg-reading") + table


def severity(row: Row) -> str:
    """Mark of a finding: a warning, or a note."""
    return pill("warning", "warn") if row["severity"] == "warning" else pill("note")


def _name(source: str) -> str:
    return html.sentence_case(source.replace("_", " "))


def _bar(share: float) -> str:
    return tag("span", class_="sg-bar", style=f"--share: {share:.4f}", aria_hidden="true")
