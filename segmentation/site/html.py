"""HTML by Jinja2 templates that escape every value: parts to call like functions, and whole blocks.

Only sections, articles, lists and tables are used, and class names start with sg-: Quarto turns each div in a
dashboard card into a flexible box and gives classes such as card or tabset a meaning of its own.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2.ext import Extension
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup, escape

from segmentation.site import numbers
from segmentation.site.palette import segment_colour
from segmentation.site.warehouse import Segmentation

if TYPE_CHECKING:
    import plotly.graph_objects as go

JSON = {"separators": (",", ":"), "allow_nan": False}
# The title of a column; the name of a value or a function of the row; for numbers how they are written.
Column = tuple[str, str | Callable[[Any], Any]] | tuple[str, str | Callable[[Any], Any], Callable[[Any], str]]


class _WithoutLineBreaks(Extension):
    """Line breaks between the tags of a template are for its readers alone."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return re.sub(r"\s*\n\s*", " ", re.sub(r"(?<=[>}])\s*\n\s*(?=[<{]|$)", "", source))


def sentence_case(text: str) -> str:
    """Start a label with a capital."""
    return text[:1].upper() + text[1:]


_environment = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    extensions=[_WithoutLineBreaks],
)
_environment.policies["json.dumps_kwargs"] = JSON
_environment.globals |= {"segment_colour": segment_colour}
_environment.filters |= {
    "count": numbers.count,
    "percent": numbers.percent,
    "segment": numbers.segment,
    "sentence_case": sentence_case,
}
_parts = _environment.get_template("parts.html.j2").module

badge, mark, named, pill = _parts.badge, _parts.mark, _parts.named, _parts.pill
bar, bars, heat, jump, tiles, track = _parts.bar, _parts.bars, _parts.heat, _parts.jump, _parts.tiles, _parts.track
code, text, hidden, subtitle, paragraph = _parts.code, _parts.text, _parts.hidden, _parts.subtitle, _parts.paragraph
empty, reading, note, tint = _parts.empty, _parts.reading, _parts.note, _parts.tint
behind, grid, sparkline = _parts.behind, _parts.grid, _parts.sparkline

KINDS = {
    "natural": ("natural groups", "good"),
    "reproducible": ("reproducible segments", "good"),
    "constructive": ("one crowd, divided", "warn"),
}


def kind_pill(kind: str) -> Markup:
    """A pill that says what kind of segmentation it is."""
    return pill(*KINDS[kind])


def render(template: str, /, **values: Any) -> Markup:
    """Write a block by its template."""
    return Markup(_environment.get_template(f"{template}.html.j2").render(values))


def join(*parts: str) -> Markup:
    """Put parts after each other; what is not HTML yet is escaped."""
    return Markup("").join(parts)


def section(css_class: str, *parts: str) -> Markup:
    """Parts in a box of a class."""
    return _parts.section(css_class, join(*parts))


def segment(row: Mapping[str, Any]) -> Markup:
    """Name of the segment of a row, after its badge."""
    return named(row["segment_id"], row["segment_name"])


def marked(value: object, mark: str, kind: str = "good") -> object:
    """Value with a small label after it, if there is one."""
    return join(str(value), " ", pill(mark, kind)) if mark else value


def dated(sentence: str) -> Markup:
    """Escape a sentence and keep its dates in one piece."""
    return Markup(re.sub(r"\d{4}-\d{2}-\d{2}", r"<time>\g<0></time>", str(escape(sentence))))


def table(rows: Iterable[Any], columns: Sequence[Column], *, caption: str, **look: Any) -> Markup:
    """Write a table of rows; the first cell heads its row.

    On a phone it scrolls sideways, or turns each row into a small list if it is `stacked`. Readers can order the rows
    of a `sortable` one by any column, and look for words in a `filterable` one (site.js): numbers are read as they are
    written, with their thousands, signs, percents and letters for size.

    Parameters
    ----------
    rows
        Dictionaries, or whatever the functions of the columns take.
    columns
        Title, name of a value (or a function of the row), and for numbers, which are set flush right, how they are
        written: `("Customers", "customers", numbers.count)`.
    caption
        What is in the table, for those who cannot see it.
    look
        `stacked`, `sortable`, `filterable`.
    """
    lines = [[_cell(row, *column) for column in columns] for row in rows]
    right = [place for place, column in enumerate(columns) if len(column) > 2]
    return grid([title for title, *_ in columns], lines, caption=caption, numbers=right, **look)


def _cell(row: Any, _: str, value: Any, write: Callable[[Any], str] = lambda value: value) -> str:
    return write(value(row) if callable(value) else row[value])


def heat_map(
    head: Sequence[str], lines: Iterable[Sequence[str]], *, caption: str, kind: str = "", columns: int, **look: Any
) -> Markup:
    """Write a table of coloured cells, so many columns wide."""
    return _parts.heat_map(grid(head, lines, caption=caption, **look), kind, columns)


def signed_heat(value: float | None) -> Markup:
    """Cell of a heat map with a figure from −1 to 1."""
    if value is None or value != value:
        return heat(numbers.MISSING)
    return heat(numbers.decimal(value), "high" if value >= 0 else "low", abs(value))


def chart(figure: "go.Figure", *, height: int, label: str) -> Markup:
    """Figure for Plotly, drawn by site.js once it is seen; the label is read to those who cannot see it."""
    return _parts.chart(json.loads(figure.to_json()), height, label)


def script_json(value: object) -> str:
    """JSON that can be part of a script whatever the data hold."""
    return htmlsafe_json_dumps(value, **JSON)


def anchor(kind: str, segmentation: Segmentation, row: Mapping[str, Any]) -> str:
    """Name by which a link leads to what a page has of a segment."""
    plain = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in segmentation.name)
    return f"{kind}-{plain}-{row['segment_id']}"
