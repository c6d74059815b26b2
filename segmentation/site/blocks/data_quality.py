"""Blocks on the quality of the data: what was found in them, and which rows could not be used."""

import re

from segmentation.site import explain, html, numbers
from segmentation.site.html import Markup, pill
from segmentation.site.warehouse import Row, Segmentation, Warehouse, first


def findings(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """What to know about the data before trusting the segments, warnings first."""
    rows = warehouse.findings(segmentation)
    if not rows:
        return html.empty("Nothing about these data needs a warning or a note.")
    columns = (
        ("What was found", lambda row: _said(row["sentence"])),
        ("Kind", lambda row: _name(row["finding"])),
        ("Weight", severity),
    )
    caption = f"What to know about the data: {segmentation.label}"
    return html.table(rows, columns, caption=caption, stacked=True, sortable=True)


def inputs(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Share of the rows of each input that could not be used."""
    rows = warehouse.query("input_quality", segmentation)
    if not rows:
        return html.empty("No input of this segmentation has rows.")
    most = max(row["rejected_share"] for row in rows) or 1
    columns = (
        ("Input", lambda row: _name(row["source"])),
        ("Rows read", "rows_read", numbers.count),
        ("Rejected", "rows_rejected", numbers.count),
        ("Share", "rejected_share", numbers.percent),
        ("", lambda row: html.bar(row["rejected_share"] / most)),
    )
    counted = {"counted": first(warehouse.query("customers_counted", segmentation))}
    reading = (html.reading(sentence) for sentence in explain.sentences("counted", counted))
    table = html.table(rows, columns, caption=f"Rejected rows by input: {segmentation.label}", sortable=True)
    return html.join(*reading, table)


def rejected(warehouse: Warehouse) -> Markup:
    """Rows that were rejected, by input and reason, the most first."""
    rows = warehouse.query("rejected")
    if not rows:
        return html.empty("No row was rejected: every one was read and used.")
    most = rows[0]["rejected_rows"]
    columns = (
        ("Input", lambda row: _name(row["source"])),
        ("Reason", lambda row: html.sentence_case(row["reason"])),
        ("Rows", "rejected_rows", numbers.count),
        ("", lambda row: html.bar(row["rejected_rows"] / most)),
    )
    reading = (
        f"{numbers.count(sum(row['rejected_rows'] for row in rows))} rows of the inputs of all segmentations were not "
        "used. Each is kept with its reason, what identifies people being masked: the table rejected_rows on Data."
    )
    table = html.table(rows, columns, caption="Rejected rows by input and reason", sortable=True, filterable=True)
    return html.reading(reading) + table


def severity(row: Row) -> Markup:
    """Mark of a finding: a warning, or a note."""
    return pill("warning", "warn") if row["severity"] == "warning" else pill("note")


def _said(sentence: str) -> Markup | str:
    """A finding, with what names a setting behind it."""
    plain, settings = [], []
    for part in re.split(r"(?<=[.?]) (?=[A-Z])", sentence):
        (settings if "`" in part else plain).append(part)
    if not (plain and settings):
        return sentence
    setting = html.note(" ".join(settings).replace("`", ""))
    return html.section("", " ".join(plain), html.behind(setting, "For analysts"))


def _name(source: str) -> str:
    return html.sentence_case(source.replace("_", " "))
