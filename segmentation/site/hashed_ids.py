"""Ids of customers on a site: those of the input, or salted hashes of them where that is asked for."""

import re
from collections.abc import Iterable, Mapping

# What the user sets, and what pages are told while a site is made: commands next to it show ids as they are.
SALT = "SEGMENTS_SITE_SALT"
IN_FORCE = "SEGMENTS_SITE_SALT_IN_FORCE"
COLUMNS = ("customer_id", "merged_into")
# Of 64: enough to tell all customers apart.
_DIGITS = 32


def with_hashed_ids(sql: str, tables: Mapping[str, Iterable[str]], salt: str) -> str:
    """A query of public tables with hashes in place of ids.

    Parameters
    ----------
    sql
        The query.
    tables
        Those that hold ids, and the columns that do.
    salt
        Whoever has it can find the id that a hash is of.

    Examples
    --------
    >>> with_hashed_ids("select 1 from marts.customers", {"segments": []}, "s")
    'select 1 from marts.customers'
    """
    tables = {table: columns for table, columns in tables.items() if columns}
    if not tables:
        return sql
    quoted = salt.replace("'", "''")

    def hashed(found):
        table, alias = found[1], found[2] or f" as {found[1]}"
        columns = ", ".join(
            f"left(sha256(concat('{quoted}', {column})), {_DIGITS}) as {column}" for column in tables[table]
        )
        return f"(select * replace ({columns}) from marts.{table}){alias}"

    return re.sub(rf"\bmarts\.({'|'.join(tables)})\b(\s+as\s+\w+)?", hashed, sql)
