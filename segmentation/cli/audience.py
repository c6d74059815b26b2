"""`segments audience`: an audience in figures, and its list in the layout of the tool that is to address it."""

import csv
from pathlib import Path

import click
import pyarrow as pa
import pyarrow.parquet as pq
from rich.table import Table

from segmentation.cli.terminal import console
from segmentation.intake import configuration
from segmentation.intake.errors import InputError
from segmentation.lists import contacts, layouts
from segmentation.site.errors import SiteError
from segmentation.site.warehouse import Warehouse

PLAIN = "plain"
PLAIN_COLUMNS = ("customer_id", "segment_name", "expected_value")
_MEMBERS = """
    select customer_id, segment_name, expected_value, place from marts.audience_members
    where audience = ? and left_on is null
"""
_TREATED = """
    select customer_id, segment_name, expected_value, row_number() over (order by customer_id) as place
    from marts.campaign_assignments where campaign = ? and campaign_group = 'treated'
"""


def run(
    name: str,
    *,
    campaign: str | None = None,
    layout: str = PLAIN,
    to: Path | None = None,
    hashes: bool = True,
    project: Path | None = None,
) -> None:
    """Print an audience, and write its list where one is asked for.

    Raises
    ------
    SiteError
        If there is no such audience or campaign.
    InputError
        If the layout needs addresses, and the configuration does not say where they are.
    """
    warehouse = Warehouse()
    audience = _audience(warehouse, name)
    if to is None:
        _show(warehouse, audience)
    chosen = _campaign(warehouse, audience, campaign)
    if to is None:
        return
    query, key = (_TREATED, chosen["campaign"]) if chosen else (_MEMBERS, name)
    if layout == PLAIN:
        rows = warehouse.rows(f"select {', '.join(PLAIN_COLUMNS)} from ({query}) order by place", [key])
        heads, cells, told = PLAIN_COLUMNS, [[_plain(value) for value in row.values()] for row in rows], ""
    else:
        heads, cells, told = _addressed(warehouse, name, query, key, layout, hashes, project)
    _write(to, heads, cells)
    click.echo(f"{to}: {len(cells):,} customers{told}.")


def _audience(warehouse, name):
    if not warehouse.has("audiences"):
        raise SiteError("There are no audiences: write one into dbt_project.yml (docs/campaigns.md), then dbt build.")
    rows = {row["audience"]: row for row in warehouse.rows("select * from marts.audiences order by audience")}
    if name not in rows:
        raise SiteError(
            f"There is no audience {name!r} in {warehouse.path}: choose {', '.join(rows) or 'another file'}."
        )
    return rows[name]


def _campaign(warehouse, audience, name):
    """The campaign whose treated customers are meant; without a name, those with the audience are told of."""
    rows = warehouse.rows("select * from marts.campaigns where audience = ? order by campaign", [audience["audience"]])
    if name is None:
        for row in (row for row in rows if row["stage"] != "ended"):
            click.echo(
                f"Campaign {row['campaign']} holds {row['held_out']:,} of them out: --campaign {row['campaign']} writes"
                f" the {row['treated']:,} to address."
            )
        return None
    found = [row for row in rows if row["campaign"] == name]
    if not found:
        names = ", ".join(row["campaign"] for row in rows) or "none has it"
        raise SiteError(
            f"There is no campaign {name!r} with the audience {audience['audience']}: choose one ({names})."
        )
    return found[0]


def _show(warehouse, audience):
    out = console()
    out.print(f"{audience['audience_label']} ({audience['audience']}), {audience['segmentation']}", highlight=False)
    lines = Table(box=None, show_header=False, padding=(0, 0, 0, 2))
    changed = f"{audience['came']:,} came, {audience['left_since']:,} left since the last build"
    lines.add_row("customers", f"{audience['customers']:,} ({changed})")
    left_out = ("without_consent", "suppressed", "contacted_lately", "over_the_limit")
    told = [f"{audience[each]:,} {each.replace('_', ' ')}" for each in left_out if audience[each]]
    lines.add_row("left out", ", ".join(told) or "nobody")
    if audience["expected_value"] is not None:
        each = f"{audience['expected_value_each']:,.2f} each" if audience["expected_value_each"] is not None else ""
        lines.add_row("expected value", f"{audience['expected_value']:,.0f} ({each})")
    lines.add_row("rule", audience["rule"])
    for row in warehouse.rows(
        "select segment_name, count(*) as customers from marts.audience_members where audience = ? and left_on is null"
        " group by all order by customers desc, segment_name",
        [audience["audience"]],
    ):
        share = row["customers"] / audience["customers"]
        lines.add_row("of them", f"{row['segment_name']}: {row['customers']:,} ({share:.0%})")
    out.print(lines)


def _addressed(warehouse, name, query, key, layout, hashes, project):
    entry = configuration.read(project or Path()).entries("audiences").get(name) or {}
    place, chosen, what = entry.get("contacts"), layouts.LAYOUTS[layout], f"Audience '{name}', `contacts`,"
    fields = [field for field in layouts.FIELDS if field in (place or {})]
    if not set(chosen.needs) & set(fields):
        raise InputError(
            f"The layout {layout} needs {' or '.join(chosen.needs)}: say under `contacts` of audience '{name}' in"
            " dbt_project.yml where to read it."
        )
    warehouse.close()
    found = contacts.read(warehouse.path, query, key, place, what)
    written = layouts.write(found, chosen, fields, hashes=hashes)
    told = [
        f"{written.without_address:,} without a usable {' or '.join(chosen.needs)}" if written.without_address else "",
        f"{written.repeated:,} with an address that is in it already" if written.repeated else "",
    ]
    left_out = " and ".join(each for each in told if each)
    return written.heads, written.rows, f"; left out are {left_out}" if left_out else ""


def _plain(value):
    return layouts.safe(value) if isinstance(value, str) else value


def _write(path, heads, cells):
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".parquet":
        columns = zip(*cells, strict=True) if cells else [[] for _ in heads]
        pq.write_table(pa.table(dict(zip(heads, map(list, columns), strict=True))), path)
        return
    # No mark of UTF-8: the tools take it for a part of the first head.
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heads)
        writer.writerows(cells)
