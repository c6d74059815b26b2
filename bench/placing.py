"""A million customers placed by one stored network in three ways: `python -m bench.placing`.

By matrix products from the weights in the table, by the SQL that the macro `segment_of` writes, and by the Keras model
of the same weights: what each takes from table to table, and on how many customers their labels differ.
"""

import time
from types import SimpleNamespace

import click
import duckdb
import numpy as np
import pyarrow as pa
from rich.console import Console
from rich.table import Table
from threadpoolctl import threadpool_limits

from segmentation.classifier import trials
from segmentation.clustering import kmeans
from segmentation.features.transforms import FittedColumn
from segmentation.networks import scoring, trainer
from segmentation.networks.specs import PRESETS
from segmentation.warehouse import macros

MACROS = ("text_literal.sql", "segmentation/placing/*.sql", "segmentation/features/*.sql")
SEED, SEGMENTS, LEARNED_FROM, RUNS = 7, 6, 2_000, 3


@click.command()
@threadpool_limits.wrap(limits=1)
@click.option("--customers", default=1_000_000, show_default=True)
@click.option("--columns", default=12, show_default=True, help="Scaled columns of the customers.")
@click.option("--preset", default="published", show_default=True, type=click.Choice(sorted(PRESETS)))
def main(customers, columns, preset):
    """Time the ways against the bare matrix products, and count the labels in which they differ."""
    rng = np.random.default_rng(SEED)
    groups = rng.normal(0, 2, (SEGMENTS, columns))
    x = groups[rng.integers(SEGMENTS, size=customers)] + rng.normal(0, 1.5, size=(customers, columns))
    learned_from = x[:LEARNED_FROM]
    centres = kmeans.fit_kmeans(learned_from, SEGMENTS, seed=SEED)
    (trained,) = trainer.train([trials.task(learned_from, centres, PRESETS[preset], seed=SEED)])
    connection = duckdb.connect()
    source = pa.table({"customer_id": np.arange(customers)} | {f"f{index}": values for index, values in enumerate(x.T)})
    connection.register("source", source)
    connection.execute("create table customers as select * from source")

    kernels = [kernel for kernel, _ in scoring.layers(trained.weights)]
    single = x.astype("float32")
    floor = _timed(lambda: _products(single, [kernel.astype("float32") for kernel in kernels]))
    ways = {
        "weights in the table": lambda: _by_weights(connection, trained.weights),
        "SQL": lambda: _by_sql(connection, trained.weights),
        "Keras, batches of 100,000": lambda: _by_keras(connection, trained.weights),
    }
    table = Table(title=f"{customers:,} customers, {columns} columns, {preset} network", title_justify="left", box=None)
    for heading in ("way", "seconds", "times the bare products", "labels that differ"):
        table.add_column(heading, justify="left" if heading == "way" else "right")
    table.add_row("the bare products, in single precision", f"{floor:.2f}", "1.0", "")
    expected = None
    for way, step in ways.items():
        seconds = _timed(step)
        labels = connection.sql("select cluster from placed order by customer_id").fetchnumpy()["cluster"]
        expected = labels if expected is None else expected
        table.add_row(way, f"{seconds:.2f}", f"{seconds / floor:.1f}", f"{(labels != expected).sum():,}")
    Console(width=110).print(table)


def _timed(step):
    """Seconds of the best of some runs."""
    seconds = []
    for _ in range(RUNS):
        started = time.perf_counter()
        step()
        seconds.append(time.perf_counter() - started)
    return min(seconds)


def _products(x, kernels):
    for start in range(0, len(x), scoring.ROWS_AT_ONCE):
        values = x[start : start + scoring.ROWS_AT_ONCE]
        for kernel in kernels:
            values = values @ kernel


def _read(connection):
    rows = connection.sql("select * from customers").to_arrow_table()
    return rows["customer_id"], np.stack([column.to_numpy() for column in rows.columns[1:]]).T


def _write(connection, customer_id, clusters):
    placed_now = pa.table({"customer_id": customer_id, "cluster": clusters})
    connection.register("placed_now", placed_now)
    connection.execute("create or replace table placed as select * from placed_now")


def _by_weights(connection, weights):
    customer_id, x = _read(connection)
    _write(connection, customer_id, scoring.likeliest(scoring.predict(x, weights)) + 1)


def _by_sql(connection, weights):
    sql = SimpleNamespace(**macros.rendered(*MACROS))
    names = [column for column, *_ in connection.sql("describe customers").fetchall()[1:]]
    features = [{"name": name, "kind": "number", "in_clustering": True} for name in names]
    columns = [
        FittedColumn(position, name, name, None, "none", 0.0, 0.0, 1.0).__dict__
        for position, name in enumerate(names, start=1)
    ]
    scaled = sql.scaled_customers(sql.known_customers({"features": features}, "customers"), columns)
    layers = [np.vstack([bias, kernel]).T.tolist() for kernel, bias in scoring.layers(weights)]
    query = sql.network_query(scaled, layers)
    connection.execute(f"create or replace table placed as select customer_id, segment_id as cluster from ({query})")


def _by_keras(connection, weights):
    import keras

    customer_id, x = _read(connection)
    hidden = sum(name.startswith("dense_") and name.endswith("/kernel") for name in weights)
    layers = [keras.Input((x.shape[1],))]
    for index in range(1, hidden + 1):
        layers.append(keras.layers.Dense(weights[f"dense_{index}/bias"].size, "relu", name=f"dense_{index}"))
        if f"norm_{index}/gamma" in weights:
            layers.append(keras.layers.BatchNormalization(name=f"norm_{index}"))
    model = keras.Sequential([*layers, keras.layers.Dense(weights["output/bias"].size, "softmax", name="output")])
    for layer in model.layers:
        layer.set_weights([weights[f"{layer.name}/{weight.name}"] for weight in layer.weights])
    _write(connection, customer_id, model.predict(x, batch_size=100_000, verbose=0).argmax(axis=1) + 1)


if __name__ == "__main__":
    main()
