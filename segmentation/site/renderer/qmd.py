"""Read a .qmd page: its front matter, and its text and cells in order."""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from segmentation.site.errors import SiteError

FRONT_MATTER = {"title", "subtitle", "format", "jupyter", "lang", "execute", "description", "pagetitle"}
CELL_OPTIONS = {
    "title", "label", "output", "content", "component", "include", "echo", "eval", "color", "icon", "warning",
    "width", "height", "padding", "expandable", "fill",
}  # fmt: skip

_OPEN = re.compile(r"^ {0,3}(?P<fence>`{3,}|~{3,})\s*(?P<info>.*)$")
_OPTION = re.compile(r"^\s*#\|\s?(?P<text>.*)$")


def unknown(page: str, line: int, feature: str) -> SiteError:
    """Error for a part of Quarto that the renderer does not know."""
    return SiteError(
        f"{page}, line {line}: the built-in renderer does not know {feature}; "
        "install Quarto 1.6 or newer, or write the page without it."
    )


@dataclass(frozen=True)
class Text:
    """Markdown between cells."""

    line: int
    source: str


@dataclass(frozen=True)
class Cell:
    """One Python cell and its options."""

    line: int
    code: str
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """A page as written."""

    name: str
    front: dict[str, Any]
    parts: tuple[Text | Cell, ...]
    source: str

    def line_of(self, text: str) -> int:
        """First line that holds a text, or 1."""
        for number, line in enumerate(self.source.splitlines(), start=1):
            if text in line:
                return number
        return 1


def parse(source: str, *, name: str) -> Page:
    """Split a page into front matter, text and cells.

    Parameters
    ----------
    source
        Text of the page.
    name
        Name of the page, for messages.

    Returns
    -------
    Page
        The page; nothing in it has been run.
    """
    lines = source.splitlines()
    front, start = _front_matter(lines, name)
    parts: list[Text | Cell] = []
    text: list[str] = []
    text_line = start + 1
    number = start
    while number < len(lines):
        opening = _OPEN.match(lines[number])
        if not opening:
            if "{{<" in lines[number]:
                raise unknown(name, number + 1, "shortcodes ({{< ... >}})")
            text.append(lines[number])
            number += 1
            continue
        end = _closing(lines, number, opening["fence"])
        if end is None:
            raise SiteError(
                f"{name}, line {number + 1}: this code fence is never closed; close it with the same marks."
            )
        engine = re.match(r"^\{(\w+)(.*)\}\s*$", opening["info"])
        if engine is None:
            text += lines[number : end + 1]
        else:
            if engine[1] != "python":
                raise unknown(name, number + 1, f"cells in {engine[1]}")
            if engine[2].strip():
                raise unknown(name, number + 1, "options on the fence of a cell")
            parts.append(Text(text_line, "\n".join(text)))
            parts.append(_cell(lines[number + 1 : end], name, number + 1))
            text, text_line = [], end + 2
        number = end + 1
    parts.append(Text(text_line, "\n".join(text)))
    return Page(name, front, tuple(part for part in parts if isinstance(part, Cell) or part.source.strip()), source)


def _front_matter(lines: list[str], name: str) -> tuple[dict[str, Any], int]:
    if not lines or lines[0].strip() != "---":
        return {}, 0
    end = next((number for number, line in enumerate(lines[1:], start=1) if line.strip() in ("---", "...")), None)
    if end is None:
        raise SiteError(f"{name}, line 1: the front matter is never closed; end it with a line of three dashes.")
    front = _yaml("\n".join(lines[1:end]), name, 2)
    for key in front:
        if key not in FRONT_MATTER:
            line = next(number for number, text in enumerate(lines, start=1) if text.startswith(str(key)))
            raise unknown(name, line, f"the page option {key}")
    formats = front.get("format", "dashboard")
    if formats != "dashboard" and list(formats) != ["dashboard"]:
        raise unknown(name, 1, f"the format {formats}")
    return front, end + 1


def _closing(lines: list[str], opening: int, fence: str) -> int | None:
    closing = re.compile(rf"^ {{0,3}}{re.escape(fence[0])}{{{len(fence)},}}\s*$")
    return next((number for number in range(opening + 1, len(lines)) if closing.match(lines[number])), None)


def _cell(lines: list[str], name: str, line: int) -> Cell:
    head = []
    for text in lines:
        option = _OPTION.match(text)
        if option is None:
            break
        head.append(option["text"])
    options = _yaml("\n".join(head), name, line + 1)
    for key in options:
        if key not in CELL_OPTIONS:
            place = next(number for number, text in enumerate(head) if text.startswith(str(key)))
            raise unknown(name, line + 1 + place, f"the cell option {key}")
    kind = options.get("content", options.get("component", "valuebox"))
    if kind != "valuebox":
        raise unknown(name, line + 1, f"cells with content: {kind}")
    # The options stay: they are comments, and keep the line numbers of errors right.
    return Cell(line, "\n".join(lines), options)


def _yaml(text: str, name: str, line: int) -> dict[str, Any]:
    try:
        value = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        reason = getattr(error, "problem", None) or "it cannot be read"
        raise SiteError(f"{name}, line {line}: this is not valid YAML ({reason}); correct it.") from error
    if not isinstance(value, dict):
        raise SiteError(f"{name}, line {line}: options are written as `name: value`, one a line; correct them.")
    return value
