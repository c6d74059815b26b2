"""What the last build did, found, changed and recommends, in sentences."""

import click

from segmentation.cli.terminal import console, printable
from segmentation.site import explain
from segmentation.site.warehouse import Warehouse


def print_explanation(name: str | None, *, as_markdown: bool) -> None:
    """Print the sentences on one segmentation or on all, for a terminal or as Markdown."""
    warehouse = Warehouse()
    segmentations = warehouse.asked_for(name)
    if as_markdown:
        lines = explain.markdown(warehouse, segmentations).split("\n")
        click.echo("\n".join(map(printable, lines)), nl=False)
        return
    out = console()
    for segmentation in segmentations:
        known = explain.facts(warehouse, segmentation)
        out.print(segmentation.label, style="bold underline")
        for chapter in explain.CHAPTERS:
            out.print()
            out.print(explain.title(chapter, known), style="bold")
            for sentence in explain.sentences(chapter, known, explain.PLAIN):
                out.print(f"  {sentence}")
        out.print()
