"""Put beside the rendered pages what they link and load, whichever renderer wrote them."""

import os
from pathlib import Path

from segmentation.site import SiteError, beside


def main() -> None:
    """Write it into the folder of the site, which Quarto names, or say what is wrong."""
    try:
        beside.write(Path(os.environ["QUARTO_PROJECT_OUTPUT_DIR"]))
    except SiteError as error:
        raise SystemExit(str(error)) from error


main()
