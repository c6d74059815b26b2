"""What a million customers will be worth: `python -m bench.value`.

The models of value, fitted, tested and scored by dbt on a made-up order log, in CPU seconds next to the least that a
look at the same orders takes: recency, frequency and monetary by customer.
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

PROJECT = Path(__file__).parents[1]
MODELS = ["value_customers", "value_models", "value_histories", "value_expectations", "customer_value", "value_quality"]
FLOOR = """
    create or replace table floor as
    select customer_key, max(ordered_on) as last_on, count(distinct order_key) as frequency, sum(amount) as monetary
    from intermediate.int_orders group by customer_key
"""
# Customers come over two years, order at a rate of their own, and leave after any order by a chance of their own.
ORDERS = """
    select setseed(0.5);
    create table people as
    select
        i, date '2023-12-31' + cast(700 * random() as integer) as first_on, 5 - 60 * ln(1 - random()) as gap,
        least(1 + cast(-{orders} * 1.6 * ln(1 - random()) as integer), 400) as most
    from range({customers}) as made(i);
    create table intermediate.int_orders as
    with gaps as (
        select i, first_on, k, case when k = 0 then 0 else -gap * ln(1 - random()) end as days
        from people, unnest(range(most)) as orders(k)
    ),
    placed as (
        select i, k, first_on + cast(sum(days) over (partition by i order by k) as integer) as ordered_on from gaps
    )
    select
        'made' as shop, i as customer_key, hash(i, k) as order_key, ordered_on, 1::bigint as lines,
        cast(10 + hash(i, k) % 9000 / 100 as decimal(38, 4)) as amount
    from placed where ordered_on <= date '2025-12-31';
"""
OTHERS = """
    create table staging.stg_shop__shops as
    select 'made' as shop, date '2025-12-31' as as_of_date, 's' as segmentation;
    create table intermediate.int_as_of_days as
    from (values
        ('made', date '2025-12-31', true, false, false), ('made', date '2025-07-04', false, true, false)
    ) as days(shop, as_of_date, is_current, is_cut_off, is_month_end);
    create table intermediate.int_customers as
    select distinct 'made' as shop, customer_key, 'C' || customer_key as customer_id from intermediate.int_orders;
    create table features.customer_rfm_scores as
    select days.shop, days.as_of_date, customers.customer_id, cast(hash(customer_id) % 125 as varchar) as rfm_score
    from intermediate.int_as_of_days as days, intermediate.int_customers as customers;
    create table ml.past_segments as
    select 's' as segmentation, as_of_date, customer_id, cast(hash(customer_id) % 6 + 1 as integer) as segment_id
    from features.customer_rfm_scores where as_of_date < date '2025-12-31';
    create table ml.segment_members as
    select 's' as segmentation, customer_id, cast(hash(customer_id) % 6 + 1 as integer) as segment_id
    from features.customer_rfm_scores where as_of_date = date '2025-12-31';
"""


@click.command()
@click.option("--customers", default=1_000_000, show_default=True)
@click.option("--orders", default=20, show_default=True, help="Orders a customer, about.")
def main(customers, orders):
    """Time the models of value on made-up customers."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        warehouse = folder / "warehouse.duckdb"
        with duckdb.connect(str(warehouse)) as connection:
            for schema in ("staging", "intermediate", "features", "ml"):
                connection.execute(f"create schema {schema}")
            connection.execute(ORDERS.format(customers=customers, orders=orders) + OTHERS)
            started = time.process_time()
            connection.execute(FLOOR)
            floor = time.process_time() - started
            known = connection.sql(
                "select count(*), count(distinct customer_key) from intermediate.int_orders"
            ).fetchone()
        features = {name: {"transform": "log"} for name in ("recency_days", "frequency")}
        segmentations = {"s": {"customers": {"shop": "made"}, "features": features}}
        shops = {"made": {"order_lines": {"relation": "intermediate.int_orders"}}}
        variables = json.dumps(
            {"as_of_date": "2025-12-31", "sample": False, "shops": shops, "segmentations": segmentations}
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
