"""`make picture`: render the overview from the built warehouse and write its picture for the README."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from segmentation.site import build
from segmentation.site.report import BROWSERS
from segmentation.site.warehouse import default_path

PICTURE = Path(__file__).parent / "images" / "overview.png"
SIZE = (1440, 940)


def main() -> None:
    """Render the site into a folder that goes away again, and take the picture by Chromium."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise SystemExit("The picture needs Chromium or Chrome on the PATH.")
    with tempfile.TemporaryDirectory() as folder:
        page = build(default_path(), renderer="builtin", output=Path(folder) / "site", sql=False)
        options = ["--headless", "--no-sandbox", "--hide-scrollbars", f"--window-size={SIZE[0]},{SIZE[1]}"]
        subprocess.run([browser, *options, f"--screenshot={PICTURE}", page.resolve().as_uri()], check=True)


main()
