"""A shop that changes: prices double, a kind of customer goes, another comes, and some behave like others."""

import json

import duckdb
import pytest
import yaml
from conftest import PROJECT, build, dbt

SAMPLE = PROJECT / "seeds" / "sample"
INPUTS = ("customers", "order_lines", "web_sessions", "support_tickets", "survey_answers", "campaign_contacts")
GONE, COPIED, LIVELY = "serial_returners", "lapsed_regulars", "champions"
SWITCHED = 12


def shifted(folder):
    """The sample a month later, shifted, as files."""
    connection = duckdb.connect()
    for name in (*INPUTS, "personas"):
        connection.sql(f"create table {name} as from read_csv('{SAMPLE / f'sample_{name}.csv'}', all_varchar = true)")
    persona = "(select customer_id from personas where segmentation = 'rfm' and persona = '{}')"
    of = {name: persona.format(name) for name in (GONE, COPIED, LIVELY, "bargain_hunters")}
    # Who switches does from now on, and did before, what one of the lively has done.
    connection.sql(
        f"""
        create table switched as
        select old.customer_id as old_id, new.customer_id as new_id
        from (select *, row_number() over (order by customer_id) as place from {of["bargain_hunters"]}) as old
        inner join (select *, row_number() over (order by customer_id) as place from {of[LIVELY]}) as new using (place)
        where place <= {SWITCHED}
        """
    )
    for name in INPUTS:
        columns = connection.table(name).columns
        late = {"signed_up_on", "ordered_at", "started_at", "opened_at", "answered_on", "sent_at"} & set(columns)
        for column in late:
            kind = "date" if column.endswith("_on") else "timestamp"
            connection.sql(
                f"update {name} set {column} = cast(cast({column} as {kind}) + interval 31 day as {kind})"
                f" where try_cast({column} as {kind}) is not null"
            )
        connection.sql(f"delete from {name} where customer_id in {of[GONE]}")
        if name != "customers":
            connection.sql(f"delete from {name} where customer_id in (select old_id from switched)")
            own = ", ".join(
                f"'S' || {column}" if column.endswith("_id") and column != "customer_id" and column != "product_id"
                else "old_id" if column == "customer_id" else column
                for column in columns
            )
            connection.sql(f"insert into {name} select {own} from {name} join switched on customer_id = new_id")
    for name in ("customers", "order_lines"):
        own = ", ".join(f"'N' || {column}" if column in ("customer_id", "order_id") else column
                        for column in connection.table(name).columns)
        connection.sql(f"insert into {name} select {own} from {name} where customer_id in {of[COPIED]}")
    connection.sql(
        "insert into support_tickets select 'N' || customer_id || number, 'N' || customer_id,"
        f" '2025-10-01 10:00:00', 'delivery', 'true', '1' from {of[COPIED]}, range(5) as numbers(number)"
    )
    connection.sql(
        "insert into web_sessions select 'N' || customer_id || number, 'N' || customer_id,"
        f" '2026-01-10 10:00:00', 'phone', '5', '4.0' from {of[COPIED]}, range(30) as numbers(number)"
    )
    connection.sql("update order_lines set unit_price = 2 * cast(unit_price as decimal(12, 2)), list_price = 2 * cast(list_price as decimal(12, 2)) where try_cast(unit_price as decimal(12, 2)) is not null")
    for name in INPUTS:
        connection.table(name).write_csv(str(folder / f"{name}.csv"))
    switched = connection.sql("select old_id from switched").fetchall()
    connection.close()
    return {row[0] for row in switched}


def options(shop, as_of_date):
    project = yaml.safe_load((PROJECT / "dbt_project.yml").read_text())
    entry = project["vars"]["segmentations"]["rfm"] | {"compare_algorithms": [], "splits": 2}
    variables = {"segmentations": {"rfm": entry}, "shops": {"sample": shop}, "as_of_date": as_of_date}
    return ["--exclude-resource-type", "test", "--vars", json.dumps(variables)]
