"""Extras next to the pages: customers to download and to look up, tables and an engine for SQL, dbt's own page."""

import os
from pathlib import Path

from segmentation.site import customer_lists, dbt_docs, lookup, sql_box
from segmentation.site.warehouse import Warehouse

# Set to "no", it leaves out the box that runs SQL in the browser.
WITH_SQL = "SEGMENTS_SITE_SQL"


def write(site: Path) -> None:
    """Write it all into the folder of the site, from the warehouse; customers only where they may leave it."""
    tables = Warehouse()
    try:
        customer_lists.write(tables, site)
        lookup.write(tables, site)
        sql_box.write(tables, site, wanted=os.environ.get(WITH_SQL) != "no")
    finally:
        tables.close()
    dbt_docs.write(site)
