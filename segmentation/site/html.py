"""HTML from values, every one of them escaped.

Only sections, articles, lists and tables are used, and class names start with sg-: Quarto turns each div in a
dashboard card into a flexible box and gives classes such as card or tabset a meaning of its own.
"""

import json
from collections.abc import Iterable, Sequence
from html import escape as _escape

import plotly.graph_objects as go

from segmentation.site.numbers import segment
from segmentation.site.palette import segment_colour


def escape(value: object) -> str:
    """Escape a value for HTML text and attributes."""
    return _escape(str(value), quote=True)


def tag(name: str, *children: str, **attributes: object) -> str:
    """Write an element: children are HTML already, attribute values are escaped here.

    Underscores of a keyword become what HTML wants: class_ -> class, aria_label -> aria-label.
    """
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{escape(value)}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return f"<{name}{written}>{''.join(children)}</{name}>"


def sentence_case(text: str) -> str:
    """Start a label with a capital."""
    return text[:1].upper() + text[1:]


def badge(segment_id: int) -> str:
    """Round mark with the number of a segment, in its colour."""
    return mark(segment(segment_id), segment_colour(segment_id))


def named(segment_id: int, name: str) -> str:
    """Name of a segment after its badge."""
    return tag("span", badge(segment_id), tag("span", escape(name)), class_="sg-named")


def mark(text: str, colour: str) -> str:
    """Round mark with a short text in a colour."""
    return tag("span", escape(text), class_="sg-badge", style=f"--seg: {colour}", aria_hidden="true")


def pill(text: str, kind: str = "plain") -> str:
    """Small label; kind is plain, good or warn."""
    return tag("span", escape(text), class_=f"sg-pill sg-pill-{kind}")


def tiles(items: Iterable[tuple[str, str, str]]) -> str:
    """Row of figures: (label, value, note), the value and note as HTML."""
    boxes = (
        tag(
            "li",
            tag("span", escape(label), class_="sg-tile-label"),
            tag("span", value, class_="sg-tile-value"),
            tag("span", note, class_="sg-tile-note"),
            class_="sg-tile",
        )
        for label, value, note in items
    )
    return tag("ul", *boxes, class_="sg-tiles")


def table(
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    caption: str,
    numbers: Iterable[int] = (),
    stacked: bool = False,
    sortable: bool = False,
    filterable: bool = False,
    marks: Sequence[str] = (),
) -> str:
    """Write a table whose cells are HTML and whose head is text; the first cell heads its row.

    On a phone it scrolls sideways, or turns each row into a small list if it is `stacked`. Readers can order the rows
    of a `sortable` one by any column, and look for words in a `filterable` one (site.js): numbers are read as they are
    written, with their thousands, signs, percents and letters for size. Marks are HTML before
    the titles of the columns.
    """
    marks = marks or [""] * len(head)
    right = set(numbers)

    def cell(name: str, place: int, content: str, **attributes: object) -> str:
        return tag(name, content, class_="sg-number" if place in right else None, **attributes)

    # A column without a title has no head: a reader of the screen would announce an empty one.
    header = "".join(
        cell("th" if title else "td", place, marks[place] + escape(title), scope="col" if title else None)
        for place, title in enumerate(head)
    )
    body = "".join(
        "<tr>"
        + "".join(
            cell(
                "td" if place else "th",
                place,
                content,
                scope=None if place else "row",
                data_label=head[place] if stacked and place else None,
            )
            for place, content in enumerate(row)
        )
        + "</tr>"
        for row in rows
    )
    look = "sg-table sg-stacked" if stacked else "sg-table"
    inner = tag("caption", escape(caption), class_="sg-hidden-text")
    inner += tag("thead", tag("tr", header)) + tag("tbody", body)
    # Quarto would turn the table into one of its own and drop what it does not know.
    asked = {"data_sortable": sortable, "data_filterable": filterable}
    return scroller(tag("table", inner, class_=look, data_quarto_disable_processing="true", **asked), caption)


def scroller(content: str, label: str) -> str:
    """Box that scrolls sideways and can be reached with the keyboard."""
    return tag("section", content, class_="sg-scroll", tabindex="0", role="region", aria_label=label)


def behind(content: str, title: str) -> str:
    """What stands behind a chart, closed until it is asked for."""
    return tag("details", tag("summary", escape(title)), content, class_="sg-behind")


def empty(sentence: str) -> str:
    """Sentence in the place of figures that do not exist."""
    return tag("p", escape(sentence), class_="sg-empty")


def chart(figure: go.Figure, *, height: int, label: str) -> str:
    """Figure for Plotly, drawn by site.js once it is seen; the label is read to those who cannot see it."""
    return tag(
        "figure",
        tag("script", _script_safe(figure.to_json()), type="application/json"),
        class_="sg-chart",
        style=f"height: {height}px",
        role="img",
        aria_label=label,
    )


def script_json(value: object) -> str:
    """JSON that can stand inside a script element whatever the data hold."""
    return _script_safe(json.dumps(value, allow_nan=False, separators=(",", ":")))


def _script_safe(text: str) -> str:
    for character in "<>&`":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
