"""A report to send: one HTML file with all that it needs, and a PDF of it where there is a Chromium."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from segmentation.site import explain, html
from segmentation.site.blocks import overview, segment_cards, strategies
from segmentation.site.errors import SiteError
from segmentation.site.warehouse import Row, Segmentation, Warehouse
from segmentation.warehouse.places import BROUGHT

ASSETS = BROUGHT / "dashboards" / "assets"
SHEETS = ("theme.css", "site.css", "cards.css", "overview.css", "strategies.css", "report.css")
CHAPTERS = ("changed", "trust")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def write(warehouse: Warehouse, segmentations: Sequence[Segmentation], path: Path) -> None:
    """Write the report on segmentations: what changed, the segments and their strategies, no single customers."""
    sheets = [Markup((ASSETS / name).read_text("utf-8")) for name in SHEETS]
    parts = [_part(warehouse, segmentation) for segmentation in segmentations]
    title = f"Customer segments: {', '.join(segmentation.label for segmentation in segmentations)}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html.render("report", title=title, sheets=sheets, parts=parts), encoding="utf-8")


def print_to_pdf(page: Path, path: Path) -> None:
    """Print a page of this disk to a PDF by the browser that is installed."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise SiteError(
            f"A PDF needs Chromium or Chrome on the PATH: install one, or open {page} in any browser and print it."
        )
    options = ["--headless", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={path.resolve()}"]
    # Chromium refuses its sandbox to root, as in a container; the page is our own and loads nothing.
    options += ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    done = subprocess.run([browser, *options, page.resolve().as_uri()], capture_output=True, text=True, check=False)
    if done.returncode or not path.is_file():
        raise SiteError(f"{browser} could not print {page} to {path}: {done.stderr.strip()[-300:]}")


def _part(warehouse: Warehouse, segmentation: Segmentation) -> Row:
    known = explain.facts(warehouse, segmentation)
    build: Row | None = known["build"]
    day = f", as of {build['as_of_date'] or build['trained_on']}" if build else ""
    return {
        "label": segmentation.label,
        "sentence": f"{len(known['segments'])} segments{day}.",
        "chapters": [(explain.title(chapter, known), explain.sentences(chapter, known)) for chapter in CHAPTERS],
        "segments": overview.segments(warehouse, segmentation, on_one_page=True),
        "cards": segment_cards.cards(warehouse, segmentation),
        "plans": strategies.plans(warehouse, segmentation, with_customers=False),
    }
