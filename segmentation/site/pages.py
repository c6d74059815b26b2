"""What a page calls: one block of HTML for each segmentation, and the picker that chooses between them.

A block is a function of the warehouse and a segmentation that returns HTML. All segmentations are in the
page; the picker (site.js) shows one at a time and remembers it from page to page.
"""

import re
from collections.abc import Callable
from pathlib import Path

from segmentation.site.html import escape, tag
from segmentation.site.warehouse import Segmentation, Warehouse

# Without JavaScript there is no picker: every segmentation is shown under its name.
WITHOUT_SCRIPT = (
    "<noscript><style>.sg-panel[hidden], .sg-panel .sg-panel-label { display: block !important; }"
    ".sg-picker { display: none; }</style></noscript>"
)

BlockFunction = Callable[[Warehouse, Segmentation], str]


class Block(str):
    """Markdown that holds raw HTML; a notebook cell that ends with one shows it."""

    __slots__ = ()

    def _repr_markdown_(self) -> str:
        return str(self)


def raw_html(html: str) -> Block:
    """Wrap HTML in a raw block whose fence is longer than any run of backticks in it."""
    longest = max((len(run) for run in re.findall("`+", html)), default=0)
    fence = "`" * max(3, longest + 1)
    return Block(f"\n{fence}{{=html}}\n{html}\n{fence}\n")


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
        tabs = "".join(
            tag(
                "button",
                escape(segmentation.label),
                type="button",
                role="tab",
                class_="sg-tab",
                id=f"sg-tab-{place}",
                data_segmentation=str(place),
                data_name=segmentation.name,
                aria_selected="true" if place == 0 else "false",
                tabindex="0" if place == 0 else "-1",
            )
            for place, segmentation in enumerate(self.segmentations)
        )
        picker = tag("p", escape(sentence), class_="sg-intro")
        picker += tag("span", tabs, class_="sg-picker", role="tablist", aria_label="Segmentation")
        return raw_html(tag("header", WITHOUT_SCRIPT, picker, self._panels_of(*blocks), class_="sg-lead"))

    def each(self, block: BlockFunction) -> Block:
        """Block of every segmentation; the picked one is seen."""
        return raw_html(self._panels_of(block))

    def once(self, block: Callable[[Warehouse], str]) -> Block:
        """Block that is the same whatever segmentation is picked."""
        return raw_html(block(self.warehouse))

    def _panels_of(self, *blocks: BlockFunction) -> str:
        panels = []
        for place, segmentation in enumerate(self.segmentations):
            self._panels += 1
            heading = tag("p", escape(segmentation.label), class_="sg-panel-label")
            panels.append(
                # No section: axe takes those for landmarks, which want a name each.
                tag(
                    "sg-panel",
                    heading,
                    *(block(self.warehouse, segmentation) for block in blocks),
                    class_="sg-panel",
                    id=f"sg-panel-{self._panels}",
                    role="tabpanel",
                    aria_labelledby=f"sg-tab-{place}",
                    data_segmentation=str(place),
                    hidden=place > 0,
                )
            )
        return "".join(panels)
