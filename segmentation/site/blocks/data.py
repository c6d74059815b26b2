"""Blocks of the page of the public tables: what is in them, ready queries, and the box that runs SQL."""

import re

from segmentation.site import dbt_docs, html
from segmentation.site.html import Markup
from segmentation.site.numbers import counted
from segmentation.site.ready_queries import ready_queries
from segmentation.site.warehouse import Row, Warehouse, grouped

FIRST_QUERY = """select segmentation_label, segment_name, customers, revenue_share
from marts.segments
order by segmentation, segment_id"""
# Those to begin with, which come first where they have rows.
FIRST_TABLES = (
    "segments",
    "customer_segments",
    "segment_strategies",
    "segment_profiles",
    "segment_migrations",
    "customer_value",
)
COLUMNS = (
    ("Column", lambda row: html.code(row["column_name"])),
    ("Type", "data_type"),
    ("Definition", lambda row: _definition(row["comment"])),
)


def lead(warehouse: Warehouse) -> Markup:
    """Say what the tables are, and lead to the documentation that dbt makes of them."""
    made = dbt_docs.made()
    return html.render(
        "data_lead", made_on=made and dbt_docs.made_on(made), page=dbt_docs.PAGE, command=dbt_docs.COMMAND
    )


def tables(warehouse: Warehouse) -> Markup:
    """The public tables with their rows, columns and definitions, and a field that filters them."""
    found = warehouse.query("public_tables")
    counts = _counts(warehouse, [row["table_name"] for row in found if not row["is_view"]])
    found.sort(key=lambda row: _place(row["table_name"], counts))
    columns = grouped(warehouse.query("public_columns"), "table_name")
    written = [_table(row, counts, columns.get(row["table_name"], [])) for row in found]
    first = sum(_is_first(row["table_name"], counts) for row in found)
    return html.render("tables", first=written[:first], others=written[first:])


def queries(warehouse: Warehouse) -> Markup:
    """Questions with the SQL that answers them."""
    return html.render("queries", queries=ready_queries())


def sql_box(warehouse: Warehouse) -> Markup:
    """The box; data.js shows it where it can work, else the sentence that says why it cannot."""
    return html.render("sql_box", query=FIRST_QUERY)


def _place(name: str, counts: dict[str, int]) -> tuple[int, str]:
    return FIRST_TABLES.index(name) if _is_first(name, counts) else len(FIRST_TABLES), name


def _is_first(name: str, counts: dict[str, int]) -> bool:
    return name in FIRST_TABLES and counts.get(name) != 0


def _counts(warehouse: Warehouse, names: list[str]) -> dict[str, int]:
    if not names:
        return {}
    # The names are those of the database's own catalogue.
    quoted = (name.replace('"', '""') for name in names)
    counts = ", ".join(f'(select count(*) from marts."{name}")' for name in quoted)
    return dict(zip(names, warehouse.rows(f"select [{counts}] as counts")[0]["counts"], strict=True))


def _table(table: Row, counts: dict[str, int], columns: list[Row]) -> Row:
    name = table["table_name"]
    first, rest = _first_sentence(table["comment"] or "")
    return {
        "name": name,
        "size": "a view" if table["is_view"] else counted(counts[name], "row"),
        "first": _definition(first),
        "rest": _definition(rest),
        "columns": html.table(columns, COLUMNS, caption=f"Columns of {name}", stacked=True),
    }


def _first_sentence(comment: str) -> tuple[str, str]:
    """What one row is, and what else there is to know."""
    end = re.search(r"[.?](?=\s)", comment)
    return (comment[: end.end()], comment[end.end() :].lstrip()) if end else (comment, "")


def _definition(comment: str | None) -> Markup | str:
    """Definition with what it names in backticks as code."""
    parts = (comment or "").split("`")
    if len(parts) % 2 == 0:
        return comment
    # In one piece, which wraps where a table is stacked.
    return html.text(html.join(*(html.code(part) if place % 2 else part for place, part in enumerate(parts))))
