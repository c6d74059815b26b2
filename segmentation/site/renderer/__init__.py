"""A renderer for Quarto dashboard pages, for machines where Quarto is not installed.

It reads the same _quarto.yml and .qmd files, and knows the part of Quarto that dashboards of charts, tables,
value boxes and text need: `## Row`, `### Column`, `{width=}`, `{height=}`, `.tabset`, `.sidebar`, cards,
value boxes, panel tabsets, callouts, raw HTML. Anything else ends in one sentence with the page, the line and
the feature.
"""

from segmentation.site.renderer.project import render_project

__all__ = ["render_project"]
