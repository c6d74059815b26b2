"""Write the structure of a dashboard as HTML around pandoc's blocks."""

import re
from html import escape
from itertools import count

from segmentation.site.renderer.layout import CALLOUTS, Group, Leaf
from segmentation.site.renderer.pandoc import Block, plain_text, raw

BOX_COLOURS = {"primary", "secondary", "success", "info", "warning", "danger", "light", "dark"}
_SIZE = re.compile(r"^\d+(\.\d+)?(%|px|em|rem|vh|fr)?$")


class Markup:
    """Writes one page; ids of tabs are numbered through the page."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def write(self, node: Group | Leaf) -> list[Block]:
        """Blocks of a group or leaf, wrapped in HTML."""
        if isinstance(node, Leaf):
            return self._value_box(node) if node.kind == "valuebox" else self._card(node)
        if node.kind == "tabset":
            return self._tabset(node)
        return self._grid(node)

    def loose(self, blocks: list[Block]) -> list[Block]:
        """Content with its panel tabsets and callouts written."""
        written: list[Block] = []
        for block in blocks:
            classes = block["c"][0][1] if block["t"] == "Div" else []
            if "panel-tabset" in classes:
                written += self._panel_tabset(block)
            elif CALLOUTS & set(classes):
                written += self._callout(block, next(name for name in classes if name in CALLOUTS))
            elif block["t"] == "Div":
                written.append({"t": "Div", "c": [block["c"][0], self.loose(block["c"][1])]})
            else:
                written.append(block)
        return written

    def _grid(self, group: Group) -> list[Block]:
        if not group.children:
            return []
        style = _size(group.sizes.get("height"), "min-height")
        kind = group.kind
        sidebars = [child for child in group.children if isinstance(child, Group) and child.kind == "sidebar"]
        if kind == "rows" and sidebars:
            kind = "columns"
            rest = Group("rows", [child for child in group.children if child not in sidebars])
            tracks = [_track(sidebars[0].sizes.get("width", "260px")), "minmax(0, 1fr)"]
            children: list[Group | Leaf] = [Group("rows", sidebars[0].children), rest]
        else:
            children = group.children
            tracks = [_track(child.sizes.get("width")) for child in children]
        if kind == "columns":
            boxes = all(isinstance(child, Leaf) and child.kind == "valuebox" for child in children)
            style += f"--tracks: {' '.join(tracks)};" if not boxes else ""
            kind += " boxes" if boxes else ""
        style = f' style="{style}"' if style else ""
        return [raw(f'<section class="{kind}"{style}>'), *self._all(children), raw("</section>")]

    def _all(self, children: list[Group | Leaf]) -> list[Block]:
        return [block for child in children for block in self.write(child)]

    def _card(self, leaf: Leaf) -> list[Block]:
        style = _size(leaf.sizes.get("height"), "min-height")
        opening = f'<article class="card"{f" style={chr(34)}{style}{chr(34)}" if style else ""}>'
        head = f'<header class="card-header"><h2>{escape(leaf.title)}</h2></header>' if leaf.title else ""
        return [
            raw(opening + head + '<div class="card-body">'),
            *self.loose(leaf.blocks),
            raw("</div></article>"),
        ]

    def _value_box(self, leaf: Leaf) -> list[Block]:
        color = leaf.color if leaf.color in BOX_COLOURS else "secondary"
        title = f'<p class="value-box-title">{escape(leaf.title)}</p>'
        value = f'<p class="value-box-value">{escape(leaf.value or "")}</p>'
        opening = f'<article class="card valuebox bslib-value-box bg-{color}"><div class="value-box-area">'
        return [raw(opening + title + value), *self.loose(leaf.blocks), raw("</div></article>")]

    def _tabset(self, group: Group) -> list[Block]:
        panels = []
        for place, child in enumerate(group.children, start=1):
            title = child.title or f"Tab {place}"
            content = self.loose(child.blocks) if isinstance(child, Leaf) and child.kind == "card" else None
            panels.append((title, content if content is not None else self.write(child)))
        return [raw('<article class="card tabset">'), *self._tabs(panels), raw("</article>")]

    def _panel_tabset(self, block: Block) -> list[Block]:
        panels: list[tuple[str, list[Block]]] = []
        level = min((child["c"][0] for child in block["c"][1] if child["t"] == "Header"), default=0)
        for child in block["c"][1]:
            if child["t"] == "Header" and child["c"][0] == level:
                panels.append((plain_text(child["c"][2]), []))
            elif panels:
                panels[-1][1].append(child)
        written = [(title, self.loose(content)) for title, content in panels]
        return [raw('<section class="tabset">'), *self._tabs(written), raw("</section>")]

    def _tabs(self, panels: list[tuple[str, list[Block]]]) -> list[Block]:
        number = next(self._numbers)
        buttons = "".join(
            f'<button type="button" role="tab" class="tab" id="tab-{number}-{place}" '
            f'aria-controls="tab-panel-{number}-{place}" aria-selected="{str(not place).lower()}" '
            f'tabindex="{-bool(place)}">{escape(title)}</button>'
            for place, (title, _) in enumerate(panels)
        )
        blocks = [raw(f'<header class="card-header"><div class="tablist" role="tablist">{buttons}</div></header>')]
        for place, (_, content) in enumerate(panels):
            hidden = " hidden" if place else ""
            names = f'id="tab-panel-{number}-{place}" aria-labelledby="tab-{number}-{place}"'
            blocks.append(raw(f'<div class="tab-panel card-body" role="tabpanel" {names}{hidden}>'))
            blocks += [*content, raw("</div>")]
        return blocks

    def _callout(self, block: Block, name: str) -> list[Block]:
        content = block["c"][1]
        title = name.removeprefix("callout-").capitalize()
        if content and content[0]["t"] == "Header":
            title, content = plain_text(content[0]["c"][2]), content[1:]
        head = f'<p class="callout-title">{escape(title)}</p>'
        return [raw(f'<aside class="callout {name}">{head}'), *self.loose(content), raw("</aside>")]


def _size(value: str | None, name: str) -> str:
    """CSS of a size; percentages of a page that scrolls have no meaning and are left out."""
    if value is None or not _SIZE.match(value) or value.endswith("%"):
        return ""
    return f"{name}: {value}{'px' if value[-1].isdigit() else ''};"


def _track(width: str | None) -> str:
    """Grid track of a column: a percentage is a share, as in Quarto."""
    if width is None or not _SIZE.match(width):
        return "minmax(0, 1fr)"
    if width.endswith("%"):
        return f"minmax(0, {float(width[:-1]):g}fr)"
    return f"{width}px" if width[-1].isdigit() else width
