"""What a million customers will be worth: `python -m bench.value`.

The models of value, fitted, tested and scored by dbt on a made-up order log, in CPU seconds next to the least that a
look at the same lines takes: recency, frequency and monetary by customer.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click
import duckdb
from rich.console import Console
from rich.table import Table

from bench import order_log

PROJECT = Path(__file__).parents[1]
MODELS = ["value_customers", "value_models", "value_histories", "value_expectations", "customer_value", "value_quality"]
# What models of value read of an order log, as the project would have made it.
ORDERS = """
    create table intermediate.int_orders as
    select
        'made' as shop, hash(customer_id) as customer_key, hash(order_id) as order_key,
        cast(ordered_at as date) as ordered_on, 1::integer as lines,
        cast(quantity * unit_price as decimal(18, 4)) as amount
    from lines;
    create table intermediate.int_customers as
    select distinct 'made' as shop, hash(customer_id) as customer_key, customer_id from lines;
    create table features.customer_order_sums as
    select customer_key, cast(null as date) as next_event_on, sum(amount) as gross_revenue, 0 as returned_amount
    from intermediate.int_orders group by customer_key;
    create table features.customer_features as
    select shop, customer_id, true as is_current from intermediate.int_customers;
"""
OTHERS = """
    create table staging.stg_shop__shops as
    select 'made' as shop, date '{last}' as as_of_date, 's' as segmentation;
    create table intermediate.int_as_of_days as
    from (values
        ('made', date '{last}', true, false, false), ('made', date '{last}' - 180, false, true, false)
    ) as days(shop, as_of_date, is_current, is_cut_off, is_month_end);
    create table features.customer_rfm_scores as
    select days.shop, days.as_of_date, customers.customer_id, cast(hash(customer_id) % 125 as varchar) as rfm_score
    from intermediate.int_as_of_days as days, intermediate.int_customers as customers;
    create table ml.past_segments as
    select 's' as segmentation, as_of_date, customer_id, cast(hash(customer_id) % 6 + 1 as integer) as segment_id
    from features.customer_rfm_scores where as_of_date < date '{last}';
    create table ml.segment_members as
    select 's' as segmentation, customer_id, cast(hash(customer_id) % 6 + 1 as integer) as segment_id
    from features.customer_rfm_scores where as_of_date = date '{last}';
"""


@click.command()
@click.option("--customers", default=1_000_000, show_default=True)
def main(customers):
    """Time the models of value on made-up customers."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        warehouse = folder / "warehouse.duckdb"
        with duckdb.connect(str(warehouse)) as connection:
            query, _ = order_log.lines(connection, customers)
            connection.execute(f"create table lines as {query}")
            started = time.process_time()
            connection.execute(order_log.RFM)
            floor = time.process_time() - started
            for schema in ("staging", "intermediate", "features", "ml"):
                connection.execute(f"create schema {schema}")
            connection.execute(ORDERS + OTHERS.format(last=order_log.LAST_DAY))
            known = connection.sql("select count(*), count(distinct customer_id) from lines").fetchone()
        features = {name: {"transform": "log"} for name in ("recency_days", "frequency")}
        segmentations = {"s": {"customers": {"shop": "made"}, "features": features}}
        shops = {"made": {"order_lines": {"relation": "intermediate.int_orders"}}}
        variables = json.dumps(
            {"as_of_date": order_log.LAST_DAY, "sample": False, "shops": shops, "segmentations": segmentations}
        )
        _dbt(folder, "parse", "--vars", variables)
        # What a command takes that has read the project before.
        fixed = _dbt(folder, "parse", "--vars", variables)
        seconds = _dbt(folder, "run", "--vars", variables, "--select", *MODELS) - fixed
        models = json.loads((folder / "target" / "run_results.json").read_text())["results"]
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            fits = connection.sql("select model, histories, has_converged from ml.value_models order by all").fetchall()
    table = Table(title=f"{known[1]:,} customers, {known[0]:,} orders", title_justify="left", box=None)
    for heading in ("what", "CPU seconds", "floors"):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    table.add_row("floor: recency, frequency, monetary", f"{floor:.1f}", "1.0")
    table.add_row("value: fitted, tested, scored", f"{seconds:.1f}", f"{seconds / floor:.1f}")
    console = Console(width=120)
    console.print(table)
    for result in models:
        console.print(f"{result['unique_id'].split('.')[-1]}: {result['execution_time']:.1f} s of wall")
    console.print(fits)


def _dbt(folder: Path, *arguments: str) -> float:
    """CPU seconds of a dbt command."""
    places = ("--project-dir", PROJECT, "--profiles-dir", PROJECT, "--target-path", folder / "target")
    command = [sys.executable, "-m", "dbt.cli.main", "--quiet", *arguments, *places, "--log-path", folder / "logs"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"SEGMENTS_WAREHOUSE": str(folder / "warehouse.duckdb")}
    subprocess.run([str(part) for part in command], env=environment, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
