"""What a page calls: one block of HTML for each segmentation, and the picker that chooses between them.

A block is a function of the warehouse and a segmentation that returns HTML. All segmentations are in the
page; the picker (site.js) shows one at a time and remembers it from page to page.
"""

import re
from collections.abc import Callable
from pathlib import Path

from segmentation.site import html
from segmentation.site.html import Markup
from segmentation.site.warehouse import Segmentation, Warehouse

BlockFunction = Callable[[Warehouse, Segmentation], str]


class Block(str):
    """Markdown that holds raw HTML; a notebook cell that ends with one shows it."""

    __slots__ = ()

    def _repr_markdown_(self) -> str:
        return str(self)


def raw_html(text: str) -> Block:
    """Wrap HTML in a raw block whose fence is longer than any run of backticks in it."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return Block(f"\n{fence}{{=html}}\n{text}\n{fence}\n")


class Site:
    """The blocks of one page over one warehouse."""

    def __init__(self, warehouse: Warehouse):
        self.warehouse = warehouse
        self.segmentations = warehouse.segmentations()
        self._panels = 0

    @classmethod
    def open(cls, path: Path | None = None) -> "Site":
        """Open the warehouse read-only: `path`, else the one of the environment, else the project's own."""
        return cls(Warehouse(path))

    def lead(self, sentence: str, *blocks: BlockFunction) -> Block:
        """Top of a page: a sentence, the picker, and blocks for the picked segmentation."""
        panels = self._panels_of(*blocks)
        return raw_html(html.render("lead", sentence=sentence, segmentations=self.segmentations, panels=panels))

    def each(self, block: BlockFunction) -> Block:
        """Block of every segmentation; the picked one is seen."""
        return raw_html(self._panels_of(block))

    def once(self, block: Callable[[Warehouse], str]) -> Block:
        """Block that is the same whatever segmentation is picked."""
        return raw_html(block(self.warehouse))

    def _panels_of(self, *blocks: BlockFunction) -> Markup:
        contents = [
            (segmentation.label, html.join(*(block(self.warehouse, segmentation) for block in blocks)))
            for segmentation in self.segmentations
        ]
        start = self._panels + 1
        self._panels += len(contents)
        return html.render("panels", contents=contents, start=start)
