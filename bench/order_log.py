"""Made-up order logs of any size, and what the least work on them costs.

Each of these is run as a process of its own: `python -m bench.order_log make|load|rfm|notebook ...`.
"""

import sys
from pathlib import Path

import duckdb

ORDERS_EACH = 20
FIRST_DAY, LAST_DAY = "2024-01-01", "2026-06-30"

# A uniform number of a row, the same whatever the threads; hashes of several values would go along with each other.
_DRAWS = """
create macro uniform(i, salt) as (hash(i * 32 + salt) >> 11) / 9007199254740992.0;
create macro normal(i, salt) as
    sqrt(-2 * ln(greatest(uniform(i, salt), 1e-12))) * cos(2 * pi() * uniform(i, salt + 1));
"""
# One customer in twenty has nearly half of the lines. Each has a time of being a customer, a usual price and usual
# categories; nothing else divides them, so they are one continuum.
_LINES = """
with
drawn as (
    select
        i,
        cast(floor({customers} * (0.97 * power(uniform(i, 1), 4) + 0.03 * uniform(i, 1))) as bigint) as customer
    from range({lines}) as numbers(i)
),
dated as (
    select
        *,
        greatest(0, floor({days} * (uniform(customer, 2) * 0.8))) as first_day,
        least({days}, {days} * (0.35 + uniform(customer, 3))) as last_day
    from drawn
)
select
    printf('O%010d', i) as order_id,
    printf('C%08d', customer) as customer_id,
    printf('P%05d', cast(floor(20000 * power(uniform(i, 4), 2)) as integer)) as product_id,
    'Category ' || cast(1 + cast(floor(14 * power(uniform(i, 5), 1 + uniform(customer, 6))) as integer) as varchar)
        as category,
    cast(1 + floor(3 * power(uniform(i, 7), 4)) as integer) as quantity,
    cast(greatest(0.5, exp(2.8 + 0.6 * normal(customer, 8) + 0.5 * normal(i, 10))) as decimal(10, 2)) as unit_price,
    date '{first}' + to_days(cast(
        first_day + floor((greatest(last_day, first_day + 1) - first_day) * uniform(i, 12)) as integer
    )) + to_seconds(cast(floor(uniform(i, 13) * 43200) as integer) + 28800) as ordered_at
from dated
"""
RFM = """
create table rfm as
select
    customer_id,
    max(ordered_at) as last_order,
    count(distinct order_id) as frequency,
    sum(quantity * unit_price) as monetary
from lines
group by customer_id
"""


def lines(connection: duckdb.DuckDBPyConnection, customers: int) -> tuple[str, int]:
    """The query of so many customers' order lines, each an order, and the days they lie on."""
    connection.execute(_DRAWS)
    days = connection.execute(f"select date '{LAST_DAY}' - date '{FIRST_DAY}'").fetchone()[0] + 1
    return _LINES.format(customers=customers, lines=customers * ORDERS_EACH, days=days, first=FIRST_DAY), days


def make(customers: int, orders: Path, later: Path) -> None:
    """Write a Parquet file a month to one folder, and that of one further day to another."""
    connection = duckdb.connect()
    query, days = lines(connection, customers)
    for folder in (orders, later):
        folder.mkdir(parents=True, exist_ok=True)
    connection.execute(
        f"copy (select *, strftime(ordered_at, '%Y-%m') as month from ({query})) to '{orders}'"
        " (format parquet, partition_by (month), filename_pattern 'orders')"
    )
    for part in sorted(orders.glob("month=*")):
        (part / "orders0.parquet").rename(orders / f"orders-{part.name.removeprefix('month=')}.parquet")
        part.rmdir()
    # The day after: as many lines as a day has, by customers who were there before and one in fifty who was not.
    many = customers * ORDERS_EACH // days
    connection.execute(
        f"copy (select 'N' || order_id as order_id,"
        f" case when hash(order_id) % 50 = 0 then 'N' || customer_id else customer_id end as customer_id,"
        f" product_id, category, quantity, unit_price, date '{LAST_DAY}' + interval 1 day"
        f" + (ordered_at - date_trunc('day', ordered_at)) as ordered_at"
        f" from ({query.replace(f'range({customers * ORDERS_EACH})', f'range({many})')}))"
        f" to '{later / 'orders-2026-07-01.parquet'}' (format parquet)"
    )


def load(orders: Path, warehouse: Path) -> None:
    """The floor of reading: Parquet into a table."""
    warehouse.unlink(missing_ok=True)
    duckdb.connect(str(warehouse)).execute(f"create table lines as select * from '{orders}/*.parquet'")


def rfm(_: Path, warehouse: Path) -> None:
    """The floor of features: recency, frequency by distinct orders and revenue over the stored lines."""
    duckdb.connect(str(warehouse)).execute(RFM)


def notebook(orders: Path, _: Path) -> None:
    """What a notebook does: pandas, a group-by, six features, K-means from 2 to 10 with a silhouette of a sample."""
    import numpy as np
    import pandas as pd
    from sklearn.cluster import KMeans
    from sklearn.metrics import silhouette_score
    from sklearn.preprocessing import StandardScaler

    lines = pd.read_parquet(orders)
    lines["amount"] = lines["quantity"] * lines["unit_price"].astype(float)
    grouped = lines.groupby("customer_id").agg(
        first=("ordered_at", "min"),
        last=("ordered_at", "max"),
        orders=("order_id", "nunique"),
        revenue=("amount", "sum"),
        categories=("category", "nunique"),
    )
    day = lines["ordered_at"].max()
    features = pd.DataFrame(
        {
            "recency": (day - grouped["last"]).dt.days,
            "frequency": grouped["orders"],
            "monetary": grouped["revenue"],
            "length": (grouped["last"] - grouped["first"]).dt.days,
            "basket": grouped["revenue"] / grouped["orders"],
            "categories": grouped["categories"],
        }
    )
    x = StandardScaler().fit_transform(np.log1p(features))
    for k in range(2, 11):
        labels = KMeans(k, n_init=10, random_state=0).fit_predict(x)
        silhouette_score(x, labels, sample_size=10_000, random_state=0)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["make", customers, orders, later]:
            make(int(customers), Path(orders), Path(later))
        case ["load" | "rfm" | "notebook" as name, orders, warehouse]:
            {"load": load, "rfm": rfm, "notebook": notebook}[name](Path(orders), Path(warehouse))
