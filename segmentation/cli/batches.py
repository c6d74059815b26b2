"""`segments batches`: the batches of order lines as the last build judged them, and decisions on them."""

from pathlib import Path

from rich.table import Table

from segmentation.cli.terminal import console
from segmentation.intake import batch_decisions
from segmentation.intake.batch_decisions import Decision
from segmentation.intake.batches import ACCEPTED
from segmentation.intake.errors import InputError
from segmentation.site.warehouse import Row, Warehouse, default_path

_BATCHES = """
    select shop, batch, state, first_on, last_on, lines, amount, sentence, content_hash from staging.stg_shop__batches
    order by shop, batch_number
"""
_HAS_BATCHES = """
    select count(*) > 0 as has_batches from information_schema.tables
    where table_schema = 'staging' and table_name = 'stg_shop__batches'
"""


def print_batches() -> None:
    """Print the batches, one a line, and what is to be said of each.

    Raises
    ------
    InputError
        If no shop has several files of order lines.
    """
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading, justify in (
        ("shop", "left"),
        ("batch", "left"),
        ("state", "left"),
        ("from", "left"),
        ("to", "left"),
        ("lines", "right"),
        ("amount", "right"),
    ):
        table.add_column(heading, justify=justify, no_wrap=True)
    rows = _batches()
    for row in rows:
        amount = "" if row["amount"] is None else f"{row['amount']:,.2f}"
        days = (str(row[end] or "") for end in ("first_on", "last_on"))
        table.add_row(row["shop"], row["batch"], row["state"], *days, f"{row['lines']:,}", amount)
    console().print(table)
    for row in rows:
        if row["sentence"]:
            console().print(row["sentence"])


def decide(batch: str, decision: str, reason: str, *, shop: str | None, project: Path | None = None) -> None:
    """Write down what is decided of a batch, and print what that does.

    Raises
    ------
    InputError
        If there is no such batch, several shops have one, or it cannot be read whatever is decided.
    """
    found = [row for row in _batches() if row["batch"] == batch and shop in (None, row["shop"])]
    if not found:
        known = ", ".join(dict.fromkeys(row["batch"] for row in _batches()))
        raise InputError(f"There is no batch {batch}: choose one of {known}.")
    shops = sorted({row["shop"] for row in found})
    if len(shops) > 1:
        raise InputError(f"Several shops have a batch {batch}: name one by --shop, {' or '.join(shops)}.")
    row = found[0]
    if decision == ACCEPTED and row["lines"] and row["amount"] is None:
        raise InputError(f"{batch} cannot be read, whatever is decided. {row['sentence']}")
    file = batch_decisions.write(
        project or Path(), Decision(row["shop"], batch, row["content_hash"], decision, reason.strip().rstrip("."))
    )
    console().print(f"{batch} is {decision} by {file.name}, as long as its content stays the same. Next: dbt build.")


def _batches() -> list[Row]:
    # Not the published file: what was set aside stopped the build that would have been published.
    warehouse = Warehouse(default_path())
    try:
        rows = warehouse.rows(_BATCHES) if warehouse.rows(_HAS_BATCHES)[0]["has_batches"] else []
    finally:
        warehouse.close()
    if not rows:
        raise InputError(
            "No shop has order lines in several files: all of each input is one batch, which marts.input_batches has."
        )
    return rows
