"""The timed steps. Each runs the project's own function, and the least work that could give the same result."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import duckdb
import numpy as np
import pyarrow as pa
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits

from segmentation.clustering import criteria, kmeans
from segmentation.networks import process, scoring, trainer
from segmentation.networks.specs import PRESETS, TrainingTask
from segmentation.warehouse.settings import LEARNING_ROWS

SEED = 7
K_RANGE = range(2, 11)
HIDDEN = (100, 20, 6)


@dataclass(frozen=True)
class Timing:
    """Best of several runs of a step and of its floor, in seconds."""

    step: str
    seconds: float
    floor: str
    floor_seconds: float

    @property
    def ratio(self) -> float:
        """Of the floor."""
        return self.seconds / self.floor_seconds


def run(customers: int, columns: int) -> Iterator[Timing]:
    """Time every step on made-up customers in overlapping groups."""
    x, rng = _made_up(customers, columns)
    with threadpool_limits(1):
        yield _sweep(x)
        yield _silhouettes(x)
        yield _scoring(x)
    yield _training(x[:160], rng.integers(4, size=160))


def inertia(customers: int, columns: int) -> float:
    """Inertia of all customers by the fits of a build, of that of ten starts on all of them: of k the worst."""
    x, _ = _made_up(customers, columns)
    learned_from = x[kmeans.sample_rows(customers, LEARNING_ROWS, seed=SEED)]
    with threadpool_limits(1):
        return max(
            criteria.inertia(x, kmeans.fit_kmeans(learned_from, k, seed=SEED))
            / KMeans(k, n_init=10, random_state=SEED).fit(x).inertia_
            for k in K_RANGE
        )


def _made_up(customers, columns):
    rng = np.random.default_rng(SEED)
    groups = rng.normal(0, 2, (8, columns))
    return groups[rng.integers(8, size=customers)] + rng.normal(size=(customers, columns)), rng


def _sweep(x):
    learned_from = x[kmeans.sample_rows(len(x), LEARNING_ROWS, seed=SEED)]
    return Timing(
        f"K-means, k = {K_RANGE[0]} to {K_RANGE[-1]}, 20 starts each",
        _best(lambda: [kmeans.fit_kmeans(learned_from, k, seed=SEED) for k in K_RANGE], runs=1),
        "one fit on all rows from one start, k = 8",
        _best(lambda: KMeans(8, n_init=1, random_state=SEED).fit(x)),
    )


def _silhouettes(x):
    sample = x[kmeans.sample_rows(len(x), criteria.SILHOUETTE_ROWS, seed=SEED)]
    labels = [np.random.default_rng(k).integers(k, size=len(sample)) for k in K_RANGE]

    def all_k():
        between = criteria.distances(sample)
        return [criteria.silhouette(between, each) for each in labels]

    return Timing(
        "silhouettes of every k", _best(all_k), "one distance matrix", _best(lambda: criteria.distances(sample))
    )


def _scoring(x):
    widths = (x.shape[1], *HIDDEN, 6)
    rng = np.random.default_rng(SEED)
    weights = {}
    for index, (inputs, outputs) in enumerate(pairwise(widths), start=1):
        name = "output" if index == len(widths) - 1 else f"dense_{index}"
        weights |= {f"{name}/kernel": rng.normal(size=(inputs, outputs)), f"{name}/bias": rng.normal(size=outputs)}
    connection = duckdb.connect()
    source = pa.table({f"x{index}": column for index, column in enumerate(x.T)})
    connection.register("source", source)
    connection.execute("create table customers as select * from source")

    def from_table_to_table():
        rows = connection.sql("select * from customers").to_arrow_table()
        values = np.column_stack([column.to_numpy() for column in rows.columns])
        scored = pa.table({"cluster": scoring.predict(values, weights).argmax(axis=1)})  # noqa: F841 - read by SQL
        connection.execute("create or replace table scores as select * from scored")

    def products():
        values = x
        for name in [name for name in weights if name.endswith("kernel")]:
            values = values @ weights[name]

    return Timing("network scores, read and written", _best(from_table_to_table), "the bare products", _best(products))


def _training(x, classes):
    import os

    os.environ.update(process.ENVIRONMENT)
    import keras

    spec = PRESETS["published"]
    task = TrainingTask(x, classes, 4, spec, SEED)

    def fitted_by_keras():
        keras.utils.set_random_seed(SEED)
        layers = []
        for width in spec.hidden:
            layers += [
                keras.layers.Dense(width, "relu"),
                keras.layers.Dropout(spec.dropout),
                keras.layers.BatchNormalization(),
            ]
        model = keras.Sequential([*layers, keras.layers.Dense(4, "softmax")])
        model.compile("adam", "sparse_categorical_crossentropy")
        model.fit(x, classes, epochs=spec.epochs, batch_size=spec.batch_size, verbose=0, validation_split=0.2)

    return Timing(
        f"training, 160 customers, {spec.epochs} epochs",
        _best(lambda: trainer.train([task]), runs=2),
        "the same by model.fit",
        _best(fitted_by_keras, runs=1),
    )


def _best(step: Callable, *, runs: int = 3) -> float:
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        step()
        seconds.append(time.perf_counter() - start)
    return min(seconds)
