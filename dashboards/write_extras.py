"""Write the extras that the pages link and load next to them, whichever renderer wrote them."""

import os
from pathlib import Path

from segmentation.site import SiteError, extras


def main() -> None:
    """Write it into the folder of the site, which Quarto names, or say what is wrong."""
    try:
        extras.write(Path(os.environ["QUARTO_PROJECT_OUTPUT_DIR"]))
    except SiteError as error:
        raise SystemExit(str(error)) from error


main()
