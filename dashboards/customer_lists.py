"""Put the customer lists of the segments beside the rendered pages, unless `customers_on_site` is off."""

import os
from pathlib import Path

from segmentation.site import SiteError, customer_lists
from segmentation.site.warehouse import Warehouse


def main() -> None:
    """Write them into the folder of the site, which Quarto names, or say what is wrong."""
    try:
        customer_lists.write(Warehouse(), Path(os.environ["QUARTO_PROJECT_OUTPUT_DIR"]))
    except SiteError as error:
        raise SystemExit(str(error)) from error


main()
