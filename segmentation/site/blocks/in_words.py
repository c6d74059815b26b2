"""Block of the page that says in sentences what the last build did, found, changed and recommends."""

from segmentation.site import explain, html
from segmentation.site.html import Markup
from segmentation.site.warehouse import Segmentation, Warehouse


def chapters(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """The whole text, a chapter after the other."""
    known = explain.facts(warehouse, segmentation)
    written = [(explain.title(chapter, known), explain.sentences(chapter, known)) for chapter in explain.CHAPTERS]
    return html.render("in_words", chapters=written)
