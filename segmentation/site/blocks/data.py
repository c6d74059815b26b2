"""Blocks of the page of the public tables: what is in them, ready queries, and the box that runs SQL."""

from segmentation.site import dbt_docs, html, numbers
from segmentation.site.html import escape, pill, tag
from segmentation.site.ready_queries import ReadyQuery, ready_queries
from segmentation.site.warehouse import Row, Warehouse

FIRST_QUERY = """select segmentation_label, segment_name, customers, revenue_share
from marts.segments
order by segmentation, segment_id"""


def lead(warehouse: Warehouse) -> str:
    """Say what the tables are, and lead to the documentation that dbt makes of them."""
    sentence = (
        "Every figure of this site is in these tables and can be queried there; their columns are under contract."
    )
    return tag("p", sentence, class_="sg-intro") + tag("p", _documentation(), class_="sg-note")


def _documentation() -> str:
    made = dbt_docs.made()
    if made is None:
        return (
            "How each table is made from the others stands in the documentation by dbt: run "
            + tag("code", dbt_docs.COMMAND)
            + " and then "
            + tag("code", "segments dashboard")
            + ", and it is linked here."
        )
    link = tag("a", "documentation by dbt", href=dbt_docs.PAGE)
    return f"How each table is made from the others stands in the {link}, made on {dbt_docs.made_on(made)}."


def tables(warehouse: Warehouse) -> str:
    """The public tables with their rows, columns and definitions, and a field that filters them."""
    found = warehouse.query("public_tables")
    counts = _counts(warehouse, [row["table_name"] for row in found if not row["is_view"]])
    columns: dict[str, list[Row]] = {}
    for column in warehouse.query("public_columns"):
        columns.setdefault(column["table_name"], []).append(column)
    entries = (_table(row, counts.get(row["table_name"]), columns.get(row["table_name"], [])) for row in found)
    field = '<input id="sg-table-filter" type="search" autocomplete="off" spellcheck="false">'
    filtered = tag(
        "section",
        tag("label", "Filter by the name or definition of a table or column", for_="sg-table-filter"),
        tag("section", field, tag("span", class_="sg-muted", role="status"), class_="sg-find-field"),
        class_="sg-look",
    )
    listed = tag("section", *entries, class_="sg-tables", tabindex="0", role="region", aria_label="Public tables")
    return filtered + listed


def queries(warehouse: Warehouse) -> str:
    """Questions with the SQL that answers them."""
    return tag("section", *map(_query, ready_queries()), class_="sg-queries")


def sql_box(warehouse: Warehouse) -> str:
    """The box; data.js shows it where it can work, else the sentence that says why it cannot."""
    form = tag(
        "form",
        tag("label", "SQL over the tables of schema marts", for_="sg-sql-text"),
        tag("textarea", escape(FIRST_QUERY), id="sg-sql-text", rows="9", spellcheck="false"),
        tag("button", "Run", type="submit", class_="sg-button"),
        tag("span", "or Ctrl + Enter", class_="sg-muted"),
        class_="sg-sql-form",
        hidden=True,
    )
    told = tag("p", "The box needs JavaScript.", class_="sg-sql-told", role="status")
    return tag("section", form, told, tag("section", class_="sg-sql-answer"), class_="sg-sql-box")


def _counts(warehouse: Warehouse, names: list[str]) -> dict[str, int]:
    if not names:
        return {}
    # The names are those of the database's own catalogue.
    quoted = (name.replace('"', '""') for name in names)
    counts = ", ".join(f'(select count(*) from marts."{name}")' for name in quoted)
    return dict(zip(names, warehouse.rows(f"select [{counts}] as counts")[0]["counts"], strict=True))


def _table(table: Row, count: int | None, columns: list[Row]) -> str:
    size = "a view" if table["is_view"] else f"{numbers.count(count)} row{'' if count == 1 else 's'}"
    head = tag("code", escape(table["table_name"]), class_="sg-table-name") + pill(size)
    told = tag("span", _definition(table["comment"]), class_="sg-definition")
    rows = [
        (tag("code", escape(column["column_name"])), escape(column["data_type"]), _definition(column["comment"]))
        for column in columns
    ]
    inside = html.table(
        ("Column", "Type", "Definition"), rows, caption=f"Columns of {table['table_name']}", stacked=True
    )
    return tag("details", tag("summary", head, told), inside, class_="sg-public")


def _query(query: ReadyQuery) -> str:
    sql = query.sql or f"dbt show --limit 100 --select {query.name}"
    buttons = tag("button", "Copy", type="button", class_="sg-button sg-copy")
    if query.sql:
        buttons += tag("button", "Run it here", type="button", class_="sg-button sg-run", hidden=True)
    else:
        buttons += tag("span", "dbt writes this query; the command runs it.", class_="sg-muted")
    return tag(
        "details",
        tag("summary", escape(query.question)),
        tag("p", escape(query.row), class_="sg-note"),
        tag("pre", tag("code", escape(sql)), tabindex="0", aria_label=query.name, role="region"),
        tag("p", buttons, class_="sg-buttons"),
        class_="sg-query",
    )


def _definition(comment: str | None) -> str:
    """Definition with what it names in backticks as code."""
    parts = (comment or "").split("`")
    if len(parts) % 2 == 0:
        return escape(comment)
    return "".join(tag("code", escape(part)) if place % 2 else escape(part) for place, part in enumerate(parts))
