"""The dashboard site: queries over the marts, charts, HTML, and a renderer for the Quarto pages."""

from segmentation.site.build import build, refuse_customers_held_back
from segmentation.site.errors import SiteError
from segmentation.site.pages import Site

__all__ = ["Site", "SiteError", "build", "refuse_customers_held_back"]
