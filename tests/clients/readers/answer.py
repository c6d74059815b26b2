"""What every reader answers, whatever it reads with: the public tables, their rows counted, and the first of them."""

import json
import math
from collections.abc import Callable

TABLES = "select table_name from information_schema.tables where table_schema = 'marts' order by table_name"
FIRST_ROWS = 'select * from marts."{}" order by all limit 25'
COUNT = 'select count(*) from marts."{}"'


def answer(version: str, tables: list[str], rows: Callable[[str], list]) -> None:
    """Print what a client reads: `rows` gives the rows of a query."""
    found = {
        table: {
            "count": int(rows(COUNT.format(table))[0][0]),
            "rows": [[_plain(value) for value in row] for row in rows(FIRST_ROWS.format(table))],
        }
        for table in tables
    }
    print(json.dumps({"version": version, "tables": found}))


def _plain(value):
    """A value as JSON has it: days as their text, and nothing where a client has its own kind of nothing.

    Of a moment the day is compared, since clients write moments differently.
    """
    if value is None or (isinstance(value, float) and math.isnan(value)) or str(value) in ("NaT", "<NA>"):
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10]
    return value.item() if hasattr(value, "item") else value
