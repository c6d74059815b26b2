"""Find the structure of a dashboard in a page's blocks: rows, columns, tabs, cards and value boxes.

The rules are Quarto's: headings of level 2 and deeper make rows and columns by turns, their text is not shown
(but names a tab inside a tabset), each cell is a card, loose content in a row is a card, and loose content
before the first heading stands without one.
"""

from dataclasses import dataclass, field
from typing import Any

from segmentation.site.renderer.execute import Executed
from segmentation.site.renderer.pandoc import Block, plain_text
from segmentation.site.renderer.qmd import unknown

HEADING_CLASSES = {"tabset", "fill", "flow", "sidebar"}
SIZES = {"width", "height"}
CARD_ATTRIBUTES = {"title", "width", "height", "padding", "expandable", "fill"}
BOX_ATTRIBUTES = {"title", "icon", "color"}
CALLOUTS = {f"callout-{kind}" for kind in ("note", "tip", "warning", "caution", "important")}
# Classes to which Quarto gives a meaning that the renderer does not know.
UNKNOWN_CLASSES = {
    "card-toolbar", "card-sidebar", "toolbar", "content-visible", "content-hidden", "column-margin", "aside",
    "column-page", "column-screen", "incremental", "hidden", "input-panel", "grid", "cell",
}  # fmt: skip
UNKNOWN_ATTRIBUTES = ("layout", "layout-ncol", "layout-nrow", "content", "component")


@dataclass
class Leaf:
    """Content: a card, a value box, or loose blocks."""

    kind: str
    blocks: list[Block]
    title: str = ""
    sizes: dict[str, str] = field(default_factory=dict)
    value: str | None = None
    color: str | None = None


@dataclass
class Group:
    """Rows, columns or tabs, and what is in them."""

    kind: str
    children: list["Group | Leaf"] = field(default_factory=list)
    title: str = ""
    sizes: dict[str, str] = field(default_factory=dict)


def structure(executed: Executed, blocks: list[Block]) -> tuple[list[Block], Group]:
    """Return the leading blocks of a page and the tree of its rows."""
    heads = [block["c"][0] for block in blocks if block["t"] == "Header"]
    if 1 in heads:
        title = next(plain_text(block["c"][2]) for block in blocks if block["t"] == "Header" and block["c"][0] == 1)
        raise _unknown(executed, f"pages inside a page (# {title})", f"# {title}")
    options = executed.page.front.get("format", {})
    options = options.get("dashboard") or {} if isinstance(options, dict) else {}
    kind = "columns" if options.get("orientation") == "columns" else "rows"
    lead, start = [], 0
    if heads or any(_is_item(block) for block in blocks):
        while start < len(blocks) and blocks[start]["t"] != "Header" and not _is_item(blocks[start]):
            lead.append(blocks[start])
            start += 1
    return lead, Group(kind, _children(executed, blocks[start:], kind))


def _children(executed: Executed, blocks: list[Block], kind: str) -> list[Group | Leaf]:
    """Split blocks at their highest headings; what stands before the first is content of this group."""
    level = min((block["c"][0] for block in blocks if block["t"] == "Header"), default=0)
    children: list[Group | Leaf] = []
    start = 0
    while start < len(blocks):
        block = blocks[start]
        end = start + 1
        if block["t"] == "Header" and block["c"][0] == level:
            while end < len(blocks) and not (blocks[end]["t"] == "Header" and blocks[end]["c"][0] == level):
                end += 1
            children.append(_group(executed, block, blocks[start + 1 : end], kind))
        elif _is_item(block):
            children.append(_item(executed, block))
        else:
            while end < len(blocks) and blocks[end]["t"] != "Header" and not _is_item(blocks[end]):
                end += 1
            children.append(Leaf("card", _checked(executed, blocks[start:end])))
        start = end
    return children


def _group(executed: Executed, header: Block, blocks: list[Block], parent: str) -> Group:
    _, (_, classes, attributes), words = header["c"]
    text = plain_text(words)
    for name in classes:
        if name not in HEADING_CLASSES:
            raise _unknown(executed, f"the class .{name} on a heading", f".{name}")
    sizes = {}
    for name, value in attributes:
        if name not in SIZES | {"title"}:
            raise _unknown(executed, f"the attribute {name} on a heading", f"{name}=")
        sizes[name] = value
    title = sizes.pop("title", text)
    if "sidebar" in classes:
        return Group("sidebar", _children(executed, blocks, "rows"), "", sizes)
    if "tabset" in classes:
        return Group("tabset", _children(executed, blocks, "rows"), "", sizes)
    kind = "columns" if parent == "rows" else "rows"
    return Group(kind, _children(executed, blocks, kind), title, sizes)


def _is_item(block: Block) -> bool:
    return block["t"] == "Div" and bool({"card", "valuebox", "sg-cell"} & set(block["c"][0][1]))


def _item(executed: Executed, block: Block) -> Leaf:
    (name, classes, pairs), content = block["c"]
    attributes = dict(pairs)
    if "sg-cell" in classes:
        return _cell(executed, name, content)
    known = CARD_ATTRIBUTES if "card" in classes else BOX_ATTRIBUTES
    for attribute in attributes:
        if attribute not in known:
            raise _unknown(executed, f"the attribute {attribute} on a {classes[0]}", f"{attribute}=")
    sizes = {key: attributes[key] for key in SIZES if key in attributes}
    title = attributes.get("title", "")
    if "valuebox" in classes:
        if not title and len(content) > 1:
            title, content = plain_text(content[0]), content[1:]
        if not content:
            raise _unknown(executed, "a value box without a value", ".valuebox")
        return Leaf("valuebox", content[1:], title, sizes, plain_text(content[0]), attributes.get("color"))
    if content and content[0]["t"] == "Header":
        title, content = title or plain_text(content[0]["c"][2]), content[1:]
    return Leaf("card", _checked(executed, _unwrapped(content)), title, sizes)


def _cell(executed: Executed, name: str, content: list[Block]) -> Leaf:
    shown = executed.cells[name]
    options = shown.options
    title = str(options.get("title", ""))
    sizes = {key: str(options[key]) for key in SIZES if key in options}
    if shown.value is None:
        return Leaf("card", _checked(executed, content), title, sizes)
    value: Any = shown.value
    color = options.get("color")
    if isinstance(value, dict):
        title, color = str(value.get("title", title)), value.get("color", color)
        value = value.get("value", "")
    return Leaf("valuebox", [], title, sizes, str(value), str(color) if color else None)


def _unwrapped(blocks: list[Block]) -> list[Block]:
    """Cells inside a card are content of the card."""
    written = []
    for block in blocks:
        is_cell = block["t"] == "Div" and "sg-cell" in block["c"][0][1]
        written += block["c"][1] if is_cell else [block]
    return written


def _checked(executed: Executed, blocks: list[Block]) -> list[Block]:
    """Refuse what Quarto would treat in a way of its own."""
    for block in blocks:
        if block["t"] == "Header" and block["c"][1][1]:
            raise _unknown(executed, f"the class .{block['c'][1][1][0]} here", f".{block['c'][1][1][0]}")
        if block["t"] != "Div":
            continue
        (_, classes, pairs), content = block["c"]
        for name in classes:
            if name in UNKNOWN_CLASSES or (name.startswith("callout-") and name not in CALLOUTS):
                raise _unknown(executed, f"the class .{name}", f".{name}")
        for name, _ in pairs:
            if name in UNKNOWN_ATTRIBUTES:
                raise _unknown(executed, f"the attribute {name}", f"{name}=")
        _checked(executed, content)
    return blocks


def _unknown(executed: Executed, feature: str, token: str):
    return unknown(executed.page.name, executed.page.line_of(token), feature)
