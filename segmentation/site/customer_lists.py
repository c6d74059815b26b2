"""Lists of the customers of each segment: CSV files next to the pages, and the SQL that gives the same rows."""

import csv
import re
import shutil
from pathlib import Path
from typing import Any

from segmentation.lists.layouts import FORMULA_STARTS
from segmentation.site.warehouse import QUERIES, Warehouse

QUERY = "customer_list"
FOLDER = "lists"


def address(segmentation: str, segment_id: int) -> str:
    """Address of a segment's list, relative to the pages."""
    return f"{FOLDER}/{re.sub('[^a-z0-9_]', '-', segmentation)}-{segment_id}.csv"


def campaign_address(kind: str, name: str) -> str:
    """Address of the list of an audience, or of the treated customers of a campaign, relative to the pages."""
    return f"{FOLDER}/{kind}-{name}.csv"


def campaign_lists(warehouse: Warehouse) -> dict[str, list[str]]:
    """The audiences, and the campaigns that are not over, by name."""
    if not warehouse.has("campaigns"):
        return {}
    audiences = warehouse.rows("select audience from marts.audiences order by audience")
    campaigns = warehouse.rows("select campaign from marts.campaigns where stage <> 'ended' order by campaign")
    return {
        "audience": [row["audience"] for row in audiences],
        "campaign": [row["campaign"] for row in campaigns],
    }


def sql(segmentation: str, segment_id: int) -> str:
    """The query behind a segment's list, to be run in the warehouse."""
    literals = {"segmentation": "'" + segmentation.replace("'", "''") + "'", "segment_id": str(segment_id)}
    text = (QUERIES / f"{QUERY}.sql").read_text(encoding="utf-8").strip()
    return re.sub(r"\$(\w+)", lambda match: literals[match[1]], text)


def write(warehouse: Warehouse, site: Path) -> None:
    """Write the lists of all segments into a folder of the site, or take it away where they may not be there."""
    folder = site / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    if not warehouse.shows_customers():
        return
    folder.mkdir(parents=True)
    for segmentation in warehouse.segmentations():
        for segment in warehouse.segments(segmentation.name):
            key = {"segmentation": segmentation.name, "segment_id": segment["segment_id"]}
            write_list(warehouse.query(QUERY, **key), site / address(*key.values()))
    for kind, names in campaign_lists(warehouse).items():
        for name in names:
            write_list(warehouse.query(f"{kind}_list", **{kind: name}), site / campaign_address(kind, name))


def write_list(rows: list[dict[str, Any]], path: Path) -> None:
    """Write rows as a text file that spreadsheets read as it is meant."""
    # Spreadsheets take UTF-8 for it only by its mark, and without quotes some part a cell at a semicolon.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow(list(rows[0]) if rows else ["customer_id"])
        writer.writerows([[safe_cell(value) for value in row.values()] for row in rows])


def safe_cell(value: Any) -> Any:
    """A value that no spreadsheet takes for a formula: texts that look like one get an apostrophe before them."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
