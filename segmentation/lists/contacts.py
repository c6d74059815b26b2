"""The customers of an audience or a campaign, and their addresses from where the configuration says."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb

from segmentation.intake import file_system, reading
from segmentation.intake.errors import InputError
from segmentation.intake.text_file import Layout
from segmentation.lists.layouts import FIELDS

CHUNK = 10_000


def read(warehouse: Path, customers: str, key: str, place: Mapping[str, Any], what: str) -> Iterator[dict]:
    """Read the addresses of customers.

    Parameters
    ----------
    warehouse : pathlib.Path
    customers : str
        A query of their ids, as `customer_id` and in their order as `place`, with `?` for the key.
    key : str
        The name of the audience or campaign.
    place : mapping
        The entry `contacts` of the configuration.
    what : str
        What to call it in a message.

    Raises
    ------
    InputError
        If the addresses are not there, or an expression cannot be read.
    """
    customer_id = reading.unified_id(f"cast({place.get('id', 'customer_id')} as varchar)")
    columns = [f"min(cast({place[field]} as varchar)) as {field}" for field in FIELDS if field in place]
    try:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            file_system.register(connection)
            listed = connection.execute(
                f"with customers as ({customers}), contacts as (select {customer_id} as contact_id,"
                f" {', '.join(columns)} from {_relation(connection, place, what)} group by 1)"
                " select contacts.* from customers left join contacts on customer_id = contact_id order by place",
                [key],
            )
            names = [column[0] for column in listed.description]
            while rows := listed.fetchmany(CHUNK):
                yield from (dict(zip(names, row, strict=True)) for row in rows)
    except duckdb.Error as error:
        reason = str(error).strip().splitlines()[0]
        raise InputError(f"{what} cannot be read ({reason}): correct it in dbt_project.yml.") from error


def _relation(connection, place, what):
    if "file" in place:
        layout = Layout(place.get("delimiter"), place.get("header"), place.get("skip"), place.get("sheet"))
        url = file_system.url(place["file"], layout).replace("'", "''")
        return f"read_parquet('{url}', union_by_name = true)"
    if "relation" in place:
        return place["relation"]
    found = connection.execute(
        "select table_schema from information_schema.tables where table_name = ? order by table_schema",
        [place["model"]],
    ).fetchall()
    if not found:
        raise InputError(
            f"{what} names the model {place['model']}, which is not in the warehouse: run dbt build first."
        )
    return f'"{found[0][0]}"."{place["model"]}"'
