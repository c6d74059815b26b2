"""What `segments init` found and proposes, as a person reads it in a terminal."""

from rich.console import Console
from rich.table import Table

from segmentation.intake.look import Look
from segmentation.intake.proposal import DESCRIBES, FORMS, LEFT_OUT, Proposal

_STYLES = {FORMS: "bold green", DESCRIBES: "", LEFT_OUT: "dim", "id": "bold"}


def show(look: Look, proposal: Proposal, name: str, out: Console) -> None:
    """Print what a source is, and what becomes of each of its columns and why."""
    out.print(_what(look, proposal, name))
    out.print()
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("column", overflow="fold", max_width=28)
    table.add_column("what it is", max_width=12)
    table.add_column("used as", max_width=18)
    table.add_column("how, or why not", overflow="fold")
    for treatment in proposal.treatments:
        cells = (treatment.column, treatment.what, treatment.used_as, treatment.how)
        table.add_row(*cells, style=_STYLES.get(treatment.used_as, "bold green"))
    out.print(table)
    out.print()
    for remark in proposal.remarks:
        out.print(f"Note: {remark}")
    if proposal.remarks:
        out.print()


def _what(look, proposal, name):
    what = "an order log" if proposal.shop else "a customer table"
    id_text = f"id {proposal.id_column}" if proposal.id_column else "rows numbered"
    facts = [f"{look.rows:,} rows", f"{proposal.customers:,} customers", id_text, *look.source.facts]
    facts += [f"shares and relations between columns{look.looked_at}, spread over it"] if look.looked_at else []
    facts += ["decimal comma"] if look.decimal == "," else []
    lines = "1 line" if look.unreadable_lines == 1 else f"{look.unreadable_lines:,} lines"
    facts += [f"{lines} with another number of fields"] if look.unreadable_lines else []
    return f"{look.source.name} is {what}: {', '.join(facts)}. Segmentation: {name}."
