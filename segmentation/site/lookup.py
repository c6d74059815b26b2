"""The files by which a page finds one customer among a million: plain scripts, a few thousand customers each.

A page that is opened from disk may load scripts but fetch nothing, so each file calls a function with its customers.
DuckDB writes the text of whole files; nothing here is done per customer.
"""

import shutil
from pathlib import Path

from segmentation.site.html import script_json
from segmentation.site.warehouse import Row, Warehouse

FOLDER = "customers"
CUSTOMERS_PER_FILE = 2_000
REASONS = 5
# A feature with less than this share of all support says next to nothing.
LEAST_SUPPORT = 0.01
NO_HISTORY = """
    select
        '' as segmentation, '' as customer_id, 0 as segment_id, '' as segment_name,
        null::date as valid_from, null::date as valid_to, '' as cause, false as is_backfilled
    where false
"""


def write(warehouse: Warehouse, site: Path) -> int:
    """Write the files of all customers into the site, or none where they may not be there.

    Returns
    -------
    int
        The number of customers written.
    """
    folder = site / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    if not warehouse.shows_customers():
        return 0
    folder.mkdir(parents=True)
    files = _files(warehouse)
    for file in files:
        # Inside a script these two would end a line for older browsers.
        script = file["script"].replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
        (folder / f"{file['file']}.js").write_text(script, "utf-8", newline="\n")
    index = f"segmentCustomersIndex({script_json([file['first_id'] for file in files])});\n"
    (folder / "index.js").write_text(index, "utf-8", newline="\n")
    return sum(file["customers"] for file in files)


def _files(warehouse: Warehouse) -> list[Row]:
    has_history = warehouse.rows(
        "select 1 from information_schema.tables where table_schema = 'marts' and table_name = 'segment_history'"
    )
    source = "select * from marts.segment_history" if has_history else NO_HISTORY
    warehouse.rows(f"create or replace temp view segment_history as {source}")
    return warehouse.query(
        "customer_shards",
        segmentations=[segmentation.name for segmentation in warehouse.segmentations()],
        customers_per_file=CUSTOMERS_PER_FILE,
        reasons=REASONS,
        least_support=LEAST_SUPPORT,
    )
