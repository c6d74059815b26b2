"""What the last build did, found, changed and recommends, in sentences from the public tables.

The templates of `templates/explain` hold the words, one sentence a line. They are written in one of three voices:
plain text for a terminal, Markdown for a mail, HTML for a page. A voice says how a value is escaped and how a segment
is named.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from segmentation.site import dates, html, numbers
from segmentation.site.movement import Period, periods
from segmentation.site.warehouse import Row, Segmentation, Warehouse, first

CHAPTERS = {
    "did": "What the build did",
    "changed": "What changed",
    "found": "Who the customers are",
    "recommends": "What to do",
    "trust": "Can I trust this?",
}
TEMPLATES = Path(__file__).parent / "templates" / "explain"
MARKDOWN_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~&!])")


@dataclass(frozen=True)
class Voice:
    """How sentences are written: what becomes of a text from the data, of the name of a segment, of a heading."""

    text: Callable[[str], str]
    name: Callable[[int, str], str]
    heading: Callable[[str, str], str]
    is_html: bool = False


def markdown_text(text: str) -> str:
    """A text as Markdown shows it letter by letter."""
    return MARKDOWN_SIGNS.sub(r"\\\1", text)


PLAIN = Voice(str, lambda _, name: f"“{name}”", lambda word, _: f"{word}:")
MARKDOWN = Voice(markdown_text, lambda _, name: f"**{markdown_text(name)}**", lambda word, _: f"{word}:")
HTML = Voice(str, lambda segment_id, name: html.named(segment_id, name), html.pill, True)


def facts(warehouse: Warehouse, segmentation: Segmentation) -> Row:
    """All that the sentences on a segmentation speak of."""
    rows = warehouse.query("overview", segmentation)
    found = periods(warehouse, segmentation)
    excluded = sum(row["customers"] for row in rows if row["segment_id"] == 0)
    build = first(warehouse.query("last_build", segmentation))
    known = {
        "rows": rows,
        "segments": [row for row in rows if row["segment_id"]],
        "customers": sum(row["customers"] for row in rows),
        "leaving": [row for row in rows if row["is_leaving"]],
        "excluded": excluded,
        "build": build,
        "inputs": warehouse.query("input_quality", segmentation),
        "counted": first(warehouse.query("customers_counted", segmentation)),
        "findings": warehouse.findings(segmentation),
        "trust": first(warehouse.query("trust_level", segmentation)),
        "changes": {row["change"]: row for row in warehouse.query("changes", segmentation)},
        "period": found[0] if found else None,
    }
    return known | (_changed(found[0], rows, build) if found else {})


def sentences(chapter: str, known: Row, voice: Voice = HTML) -> list[str]:
    """Sentences of a chapter in a voice."""
    written = _environment(voice).get_template(f"{chapter}.j2").render(known)
    lines = (line.strip() for line in written.splitlines())
    return [Markup(line) if voice.is_html else line for line in lines if line]


def when(known: Row) -> str:
    """The period that what changed belongs to; empty where there is one build only."""
    return known["period"].name if known["period"] else ""


def markdown(warehouse: Warehouse, segmentations: list[Segmentation]) -> str:
    """The whole text as Markdown, as for a mail."""
    lines = []
    for segmentation in segmentations:
        known = facts(warehouse, segmentation)
        lines += [f"# {markdown_text(segmentation.label)}", ""]
        for chapter in CHAPTERS:
            lines += [f"## {title(chapter, known)}", "", *(f"- {line}" for line in sentences(chapter, known, MARKDOWN))]
            lines.append("")
    return "\n".join(lines)


def title(chapter: str, known: Row) -> str:
    """Title of a chapter; of what changed with its period."""
    during = f", {when(known)}" if chapter == "changed" and when(known) else ""
    return CHAPTERS[chapter] + during


def _changed(period: Period, rows: list[Row], build: Row | None) -> Row:
    """Which segments grew and shrank most in a period, and what the model had to do with it."""
    changed = [row for row in rows if row["segment_id"] and row["customers_change"] is not None]
    return {
        "grown": max(changed, key=lambda row: row["customers_change"], default=None),
        "shrunk": min(changed, key=lambda row: row["customers_change"], default=None),
        "by_model": period.caused("model_changed") + period.caused("both_changed"),
        "took_over": bool(build) and build["version"] > 1 and build["trained_on"] > period.start,
    }


@cache
def _environment(voice: Voice) -> jinja2.Environment:
    def finalised(value: Any) -> Any:
        if not isinstance(value, str) or isinstance(value, Markup):
            return value
        return voice.text(" ".join(value.split()))

    def named(segment_id: int, name: str | None) -> Markup:
        return Markup(voice.name(segment_id, name or "a segment that no longer exists"))

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=voice.is_html,
        undefined=jinja2.StrictUndefined,
        finalize=finalised,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "name": named,
        "names": lambda rows: Markup(" and ").join(named(row["segment_id"], row["segment_name"]) for row in rows),
        "heading": lambda word, kind="warn": Markup(voice.heading(word, kind)),
        "day": dates.day,
    }
    environment.filters |= {
        "count": numbers.count,
        "counted": numbers.counted,
        "percent": numbers.percent,
        "lower_first": lambda text: text[:1].lower() + text[1:],
    }
    return environment
