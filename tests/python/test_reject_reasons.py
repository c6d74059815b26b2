"""The reasons to reject a row: those that the staging models give are those of the seed, in the order of the page."""

import csv
import re

import pytest
from conftest import PROJECT

STAGING = PROJECT / "models" / "staging"
EVENTS = PROJECT / "macros" / "shop" / "event_rows.sql"
SOURCES = {
    "customer table": [STAGING / "customer_tables" / "stg_tables__customers.sql"],
    "order lines": [STAGING / "shop" / "stg_shop__order_lines.sql"],
    "customers of a shop": [STAGING / "shop" / "stg_shop__customers.sql"],
    "sessions, tickets, answers, contacts": [EVENTS],
    "customer ids": [STAGING / "shop" / "stg_shop__customer_ids.sql"],
}


def reasons(*paths):
    """The reasons in the branches of a `case` that gives one, in their order."""
    text = "\n".join(path.read_text() for path in paths)
    cases = re.findall(r"\bcase\b((?:(?!\bcase\b).)*?)\bend as (?:own_reason|reject_reason)", text, re.DOTALL)
    found = re.findall(r"\bthen '([^']+)'", "\n".join(cases))
    return list(dict.fromkeys(found))


def listed():
    """The reasons of each source as docs/own-data.md lists them."""
    page = (PROJECT / "docs" / "own-data.md").read_text()
    rows = re.findall(r"^\| ([^|]+) \| (wrong number of fields, [^|]+) \|$", page, re.MULTILINE)
    return {source: names.split(", ") for source, names in rows}


@pytest.mark.parametrize("source", SOURCES)
def test_the_page_lists_the_reasons_in_the_order_in_which_they_are_tried(source):
    assert reasons(*SOURCES[source]) == listed()[source]


def test_every_reason_is_explained_and_no_other():
    with (PROJECT / "seeds" / "reference" / "reject_reasons.csv").open(newline="") as lines:
        explained = [row["reason"] for row in csv.DictReader(lines)]
    assert sorted(explained) == sorted(set(reasons(*(path for paths in SOURCES.values() for path in paths))))
    assert listed().keys() == SOURCES.keys()
