"""What `segments init` found and proposes, as a person reads it in a terminal."""

import sys

from rich.console import Console
from rich.table import Table
from rich.text import Text

from segmentation.intake.look import Look
from segmentation.intake.proposal import DESCRIBES, FORMS, LEFT_OUT, Proposal

WIDTH_IN_A_FILE = 140
_STYLES = {FORMS: "bold green", DESCRIBES: "", LEFT_OUT: "dim", "id": "bold"}


def console() -> Console:
    """The terminal, or a file as wide as the columns need."""
    return Console(width=None if sys.stdout.isatty() else WIDTH_IN_A_FILE, highlight=False, soft_wrap=False)


def show(look: Look, proposal: Proposal, name: str, out: Console) -> None:
    """Print what a source is, and what becomes of each of its columns and why."""
    out.print(Text(_what(look, proposal, name)))
    out.print()
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("column", overflow="fold", max_width=28)
    table.add_column("what it is", max_width=12)
    table.add_column("used as", max_width=18)
    table.add_column("how, or why not", overflow="fold")
    for treatment in proposal.treatments:
        cells = (treatment.column, treatment.what, treatment.used_as, treatment.how)
        # A text, not markup: a column may be called [red].
        table.add_row(*(Text(_printable(cell)) for cell in cells), style=_STYLES.get(treatment.used_as, "bold green"))
    out.print(table)
    out.print()
    for remark in proposal.remarks:
        out.print(Text(f"Note: {_printable(remark)}"))
    if proposal.remarks:
        out.print()


def _what(look, proposal, name):
    what = "an order log" if proposal.shop else "a customer table"
    id_text = f"id {proposal.id_column}" if proposal.id_column else "rows numbered"
    facts = [f"{look.rows:,} rows", f"{proposal.customers:,} customers", id_text, *look.source.facts]
    facts += ["decimal comma"] if look.decimal == "," else []
    facts += [f"{look.unreadable_lines:,} lines with another number of fields"] if look.unreadable_lines else []
    return f"{_printable(look.source.name)} is {what}: {_printable(', '.join(facts))}. Segmentation: {name}."


def _printable(text):
    """A text whose control characters cannot move the cursor or colour the terminal."""
    return "".join(character if character.isprintable() else " " for character in text)
