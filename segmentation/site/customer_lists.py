"""Lists of the customers of each segment: CSV files next to the pages, and the SQL that gives the same rows."""

import csv
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from segmentation.lists.layouts import FORMULA_STARTS
from segmentation.site.warehouse import QUERIES, Row, Segmentation, Warehouse

QUERY = "customer_list"
FOLDER = "lists"
# Kinds of changes: who went to a segment that brings less, and who has not bought for long.
LEAVING = ("slipping", "quiet")


def address(segmentation: str, segment_id: int) -> str:
    """Address of a segment's list, relative to the pages."""
    return f"{FOLDER}/{re.sub('[^a-z0-9_]', '-', segmentation)}-{segment_id}.csv"


def campaign_address(kind: str, name: str) -> str:
    """Address of the list of an audience, or of the treated customers of a campaign, relative to the pages."""
    return f"{FOLDER}/{kind}-{name}.csv"


def leaving_address(segmentation: str) -> str:
    """Address of the list of those who leave, relative to the pages."""
    return f"{FOLDER}/{re.sub('[^a-z0-9_]', '-', segmentation)}-leaving.csv"


def leaving(changes: dict[str, Row]) -> list[tuple[int, int]]:
    """Pairs of segments between which those go who leave, of the query `changes` by kind of change."""
    return [tuple(pair) for kind in LEAVING if kind in changes for pair in changes[kind]["pairs"]]


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
        held_out = _held_out(warehouse, segmentation)
        for segment in warehouse.segments(segmentation.name):
            key = {"segmentation": segmentation.name, "segment_id": segment["segment_id"]}
            rows = [row | held_out(row) for row in warehouse.query(QUERY, **key)]
            write_list(rows, site / address(*key.values()))
        changes = {row["change"]: row for row in warehouse.query("changes", segmentation)}
        if pairs := leaving(changes):
            rows = [
                row | held_out(row)
                for start, end in pairs
                for row in warehouse.query("moved_list", segmentation, from_segment_id=start, to_segment_id=end)
            ]
            write_list(rows, site / leaving_address(segmentation.name))
    for kind, names in campaign_lists(warehouse).items():
        for name in names:
            write_list(warehouse.query(f"{kind}_list", **{kind: name}), site / campaign_address(kind, name))


def _held_out(warehouse: Warehouse, segmentation: Segmentation) -> Callable[[Row], Row]:
    """What a row of a list says of campaigns that may not reach its customer; nothing where there are none."""
    if not campaign_lists(warehouse).get("campaign"):
        return lambda _: {}
    held_out = {row["customer_id"]: row["held_out_of"] for row in warehouse.query("held_out", segmentation)}
    return lambda row: {"held_out_of": held_out.get(row["customer_id"])}


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
