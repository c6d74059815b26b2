"""The one module that touches an engine: relations of the warehouse in, Arrow tables and numpy arrays out."""

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from threadpoolctl import threadpool_limits

from segmentation.classifier import cold_start
from segmentation.clustering import kmeans
from segmentation.features import transforms
from segmentation.features.transforms import Feature, FittedColumn, Preparation
from segmentation.lifecycle import drift, retraining_policy

# What the rows of a trained model are told by.
VERSION = ["segmentation", "version"]


@dataclass(frozen=True)
class Segmentation:
    """The settings of one segmentation, as the model `segmentation_settings` keeps them."""

    name: str
    k: int | None
    k_min: int
    k_max: int
    seed: int
    network: str
    stable_from: float
    features: list[Feature]
    algorithm: str = "kmeans"
    compared_algorithms: str = ""
    bands: int = 4
    splits: int | None = None
    experiments: bool = False
    trains: bool = True
    version: int = 1
    kept_versions: str = ""
    most_points: int = 5_000
    confident_from: float = 0.6
    preparation: Preparation = transforms.KEPT

    @property
    def key(self) -> dict[str, str | int]:
        """What the rows of its model are told by."""
        return {"segmentation": self.name, "version": self.version}

    def candidates(self, x: np.ndarray) -> list[int]:
        """The numbers of clusters to try: the configured range, as far as there are distinct customers.

        Raises
        ------
        ValueError
            If all customers are alike, or there are fewer distinct ones than the configured k.
        """
        distinct = len(np.unique(x, axis=0))
        wanted = sorted({*range(self.k_min, self.k_max + 1), *([self.k] if self.k else [])})
        possible = [k for k in wanted if k <= distinct]
        if not possible or (self.k and self.k not in possible):
            raise ValueError(
                f"Segmentation '{self.name}' has {distinct} distinct customers in its features, fewer than the "
                f"{self.k or self.k_min} segments asked for: choose other features or a smaller k."
            )
        return possible

    def tried(self, centres: dict[int, np.ndarray]) -> dict[int, np.ndarray]:
        """The clusterings that an algorithm found, by k.

        Raises
        ------
        ValueError
            If the k asked for is not among them.
        """
        if not centres or (self.k and self.k not in centres):
            raise ValueError(
                f"Segmentation '{self.name}': {self.algorithm} does not fill {self.k or self.k_min} segments with "
                "these customers: choose a smaller k, or another algorithm."
            )
        return centres


def read(relation, *, where: str | None = None, order_by: str | None = None) -> pa.Table:
    """Read a relation, filtered and ordered by the engine."""
    relation = relation.filter(where) if where else relation
    relation = relation.order(order_by) if order_by else relation
    return relation.to_arrow_table()


def segmentations(settings_relation, features_relation) -> list[Segmentation]:
    """All configured segmentations by name, with the features that form their segments.

    Every model starts here, so this is where the process is held to one thread per library: models run side by side,
    and sums made by several threads differ in their last digits from one run to the next.
    """
    threadpool_limits(1)
    features = read(features_relation, where="in_clustering", order_by="segmentation, position").to_pylist()
    return [
        Segmentation(
            name=row["segmentation"],
            features=[
                Feature(feature["feature"], feature["transform"], feature["missing"])
                for feature in features
                if feature["segmentation"] == row["segmentation"]
            ],
            preparation=Preparation(**_settings(row, Preparation)),
            **_settings(row, Segmentation),
        )
        for row in read(settings_relation, order_by="segmentation").to_pylist()
    ]


def _settings(row, kind):
    """The values of a row that a dataclass has fields for."""
    return {field.name: row[field.name] for field in fields(kind) if field.name in row}


def customers(inputs_relation, segmentation: Segmentation) -> pa.Table:
    """Customers of a segmentation that can be placed: id and raw features, ordered by id."""
    columns = ", ".join(["customer_id", *(feature.name for feature in segmentation.features)])
    where = f"segmentation = '{segmentation.name}' and set_apart_reason is null"
    table = read(inputs_relation.filter(where).project(columns), order_by="customer_id")
    if table.num_rows == 0:
        raise ValueError(f"Segmentation '{segmentation.name}' has no customer with a value for any of its features.")
    return table


def cold_start_features(features_relation, segmentation: Segmentation) -> dict[str, list[Feature]]:
    """What becomes known of a new customer, by moment: at sign-up, by the first order."""
    moments: dict[str, list[Feature]] = {}
    rows = of(features_relation, segmentation, where="cold_start_moment is not null", order_by="position")
    for row in rows.to_pylist():
        feature = Feature(row["feature"], row["transform"], row["missing"])
        moments.setdefault(row["cold_start_moment"], []).append(feature)
    return moments


def new_customers(inputs_relation, segmentation: Segmentation, moments: dict[str, list[Feature]]) -> pa.Table:
    """Customers who have yet to show where they belong, with what is known of them, ordered by id.

    Newcomers cannot be placed; young customers are, unless they are set apart for what they have done.
    """
    where = "maturity in ('newcomer', 'young') and (maturity = 'newcomer') = (set_apart_reason is not null)"
    return _early_signs(inputs_relation, segmentation, moments, where)


def cold_start_lessons(
    inputs_relation, transforms_relation, centres_relation, features_relation, segmentation: Segmentation
) -> dict[str, cold_start.Lesson]:
    """What the customers who have shown where they belong teach, by moment."""
    moments = cold_start_features(features_relation, segmentation)
    if not moments:
        return {}
    table = _early_signs(inputs_relation, segmentation, moments, "set_apart_reason is null")
    # The same customers in the same order: everybody who is not set apart is placed.
    _, x = design(inputs_relation, transforms_relation, segmentation)
    nearest = kmeans.assign(x, centres_in_use(centres_relation, segmentation))["cluster"]
    clusters = segment_ids(centres_relation, segmentation)[nearest]
    mature = pc.equal(table["maturity"], "mature")
    return cold_start.lessons(table.filter(mature), clusters[mature.to_numpy()] - 1, moments, seed=segmentation.seed)


def _early_signs(inputs_relation, segmentation, moments, where):
    features = [feature.name for known in moments.values() for feature in known]
    columns = ", ".join(["customer_id", "maturity", *features])
    relation = inputs_relation.filter(f"segmentation = '{segmentation.name}' and {where}").project(columns)
    return read(relation, order_by="customer_id")


def fitted_columns(transforms_relation, segmentation: Segmentation, *, where: str = "true") -> list[FittedColumn]:
    """The stored transforms of a segmentation."""
    table = of(transforms_relation, segmentation, where=where, order_by="position")
    return [FittedColumn(**_settings(row, FittedColumn)) for row in table.to_pylist()]


def design(inputs_relation, transforms_relation, segmentation: Segmentation) -> tuple[pa.ChunkedArray, np.ndarray]:
    """Customer ids and scaled coordinates of a segmentation, ordered by customer id."""
    table = customers(inputs_relation, segmentation)
    return table["customer_id"], transforms.apply(table, fitted_columns(transforms_relation, segmentation))


def of(relation, segmentation: Segmentation, *, where: str = "true", order_by: str | None = None) -> pa.Table:
    """The rows of one segmentation, and of its version where the relation has several."""
    version = f"version = {segmentation.version} and " if "version" in relation.columns else ""
    return read(relation, where=f"segmentation = '{segmentation.name}' and {version}{where}", order_by=order_by)


def grouped(relation, *keys: str, order_by: str) -> dict[tuple, list[dict]]:
    """Rows of a small relation by key, keys and rows in order; the keys are taken out of the rows."""
    groups: dict[tuple, list[dict]] = {}
    for row in read(relation, order_by=", ".join([*keys, order_by])).to_pylist():
        groups.setdefault(tuple(row.pop(key) for key in keys), []).append(row)
    return groups


def centres_by_k(centres_relation, segmentation: Segmentation) -> dict[int, np.ndarray]:
    """Centres of every clustering tried, by k."""
    table = of(centres_relation, segmentation, order_by="k, cluster, position")
    return {
        k: matrix(table.filter(pc.equal(table["k"], k)), "cluster", "position", "centre")
        for k in pc.unique(table["k"]).to_pylist()
    }


def verdict(verdicts_relation, segmentation: Segmentation) -> dict:
    """Whether structure was found, and by which algorithm the segments are formed."""
    return of(verdicts_relation, segmentation).to_pylist()[0]


def centres_in_use(centres_relation, segmentation: Segmentation) -> np.ndarray:
    """Centres of the segments, in the order of their numbers."""
    table = of(centres_relation, segmentation)
    ids, rows = np.unique(table["segment_id"].to_numpy(), return_inverse=True)
    centres = np.zeros((len(ids), table["position"].to_numpy().max()))
    centres[rows, table["position"].to_numpy() - 1] = table["centre"].to_numpy()
    return centres


def segment_ids(centres_relation, segmentation: Segmentation) -> np.ndarray:
    """Numbers of the segments in order, which have gaps where segments have died; a 0 before them stands for none.

    What a model counts from 1 is found by its count: ``segment_ids(...)[clusters]``.
    """
    return np.append(0, np.unique(of(centres_relation, segmentation)["segment_id"].to_numpy()))


def as_segments(part: dict, ids: np.ndarray) -> dict:
    """A part in which clusters, counted from 1, are told by the numbers of their segments."""
    renamed = {name: re.sub("cluster$", "segment_id", name) for name in part}
    return {renamed[name]: ids[part[name]] if renamed[name] != name else part[name] for name in part}


def highest_ids(lineage: pa.Table | None) -> dict[str, int]:
    """The highest number that a segment of each segmentation has ever had."""
    highest: dict[str, int] = {}
    for row in [] if lineage is None else lineage.to_pylist():
        highest[row["segmentation"]] = max(row["segment_id"], highest.get(row["segmentation"], 0))
    return highest


def champions(dbt, session) -> dict[str, int]:
    """The versions that have placed the customers up to now, by segmentation."""
    models = registered(dbt, session)
    return {name: each.version for name, versions in models.items() for each in versions if each.is_champion}


def challenged(plan_relation, registered: dict[str, list[retraining_policy.Registered]]) -> dict[str, int]:
    """The champions that a model trained in this build is held against, by segmentation.

    A newest model that is asked for takes their place in any case, and one of another configuration divides by other
    features: neither is held against them.
    """
    return {
        row["segmentation"]: row["champion"]
        for row in read(plan_relation, where="trains and train = 'auto' and champion is not null").to_pylist()
        for each in registered[row["segmentation"]]
        if each.is_champion and each.configuration == row["configuration"]
    }


def scored_before(dbt, session, segmentation: Segmentation) -> pa.Table | None:
    """The customers of a segmentation as the last build that was finished knew them; None before the first."""
    rows = from_last_build(dbt, session, "scored_customers")
    return None if rows is None else rows.filter(pc.equal(rows["segmentation"], segmentation.name))


def version_before(scored: pa.Table | None) -> int | None:
    """The version that placed the customers in the last build that was finished."""
    return None if not scored else scored["version"][0].as_py()


def segments_before(scored: pa.Table | None, customer_id: pa.ChunkedArray) -> tuple[np.ndarray, np.ndarray]:
    """Segment each customer had in the last build, 0 of whom there is none; and those of customers who have left."""
    if scored is None:
        return np.zeros(len(customer_id), dtype=int), np.zeros(0, dtype=int)
    rows = pc.index_in(customer_id, value_set=scored["customer_id"].combine_chunks())
    known = np.append(scored["segment_id"].to_numpy(), 0)
    has_left = pc.invert(pc.is_in(scored["customer_id"], value_set=customer_id.combine_chunks()))
    return known[pc.fill_null(rows, len(known) - 1).to_numpy()], scored.filter(has_left)["segment_id"].to_numpy()


def centre_cells(
    segmentation: Segmentation, centres: np.ndarray, columns: list[FittedColumn]
) -> dict[str, np.ndarray | str]:
    """The long form of centres with the names of their columns, clusters counted from 1, to be stored."""
    long = cells(centres)
    names = np.array([column.column_name for column in columns], dtype=object)
    return {
        **segmentation.key,
        "cluster": long["i"],
        "position": long["j"],
        "column_name": names[long["j"] - 1],
        "centre": long["value"],
    }


def network_weights(
    arrays_relation, segmentation: Segmentation, *, where: str = "model = 'network'"
) -> dict[str, np.ndarray]:
    """Weights of a stored network, the one in use unless told, by name: matrices for kernels, vectors for the rest."""
    table = of(arrays_relation, segmentation, where=f"array_name not like 'history/%' and {where}")
    return {
        name: values if name.endswith("kernel") else values[:, 0]
        for name in sorted(pc.unique(table["array_name"]).to_pylist())
        for values in [matrix(table.filter(pc.equal(table["array_name"], name)), "i", "j", "value")]
    }


def matrix(table: pa.Table, row: str, column: str, value: str) -> np.ndarray:
    """A matrix from its long form: one row per cell, indices from 1."""
    rows, columns = table[row].to_numpy() - 1, table[column].to_numpy() - 1
    result = np.zeros((rows.max() + 1, columns.max() + 1))
    result[rows, columns] = table[value].to_numpy()
    return result


def cells(values: np.ndarray) -> dict[str, np.ndarray]:
    """The long form of a matrix (a vector counts as one column): ``i``, ``j`` from 1 and ``value``."""
    values = values.reshape(len(values), -1)
    i, j = np.indices(values.shape)
    return {"i": i.ravel() + 1, "j": j.ravel() + 1, "value": values.ravel()}


def in_training(segmentations: list[Segmentation]) -> list[Segmentation]:
    """Those whose models are trained in this build; the others keep what is stored of them."""
    return [segmentation for segmentation in segmentations if segmentation.trains]


def stored(dbt, session, segmentations: list[Segmentation], *, required: bool = True) -> pa.Table | None:
    """The rows that a model's own table has of the versions that are kept.

    Raises
    ------
    ValueError
        If one that is not trained in this build has none, since no build has trained it yet, and there must be some.
    """
    rows = from_last_build(dbt, session, dbt.this.identifier)
    if rows is None or "version" not in rows.column_names:
        rows = None
    else:
        keys = {
            (segmentation.name, int(version))
            for segmentation in segmentations
            for version in segmentation.kept_versions.split(",")
            if version
        }
        rows = _with_keys(rows, keys)
    found = _keys(rows)
    for segmentation in segmentations:
        if required and not segmentation.trains and (segmentation.name, segmentation.version) not in found:
            raise ValueError(
                f"Segmentation '{segmentation.name}' is not to be trained, but '{dbt.this.identifier}' has nothing of "
                "it: build it once with `train: always`."
            )
    return rows


def _keys(rows):
    """The segmentations and versions of which a table has rows."""
    found = [] if rows is None else rows.select(VERSION).group_by(VERSION).aggregate([]).to_pylist()
    return {(row["segmentation"], row["version"]) for row in found}


def _with_keys(rows, keys):
    """The rows of some segmentations and versions."""
    is_wanted = [
        pc.and_(pc.equal(rows["segmentation"], name), pc.equal(rows["version"], version))
        for name, version in sorted(keys)
    ]
    return rows.filter(functools.reduce(pc.or_, is_wanted)) if is_wanted else rows.slice(0, 0)


def previous(dbt, session, names: list[str]) -> pa.Table | None:
    """The rows that a Python model's own table has of some segmentations from the last build; None before the first."""
    rows = from_last_build(dbt, session, dbt.this.identifier)
    return None if rows is None else rows.filter(pc.is_in(rows["segmentation"], pa.array(names, pa.string())))


def registered(dbt, session) -> dict[str, list[retraining_policy.Registered]]:
    """The models that earlier builds have trained, by segmentation, the latest last."""
    found: dict[str, list[retraining_policy.Registered]] = {}
    rows = from_last_build(dbt, session, "registered_models")
    for row in [] if rows is None else rows.sort_by("version").to_pylist():
        found.setdefault(row["segmentation"], []).append(
            retraining_policy.Registered(**_settings(row, retraining_policy.Registered))
        )
    return found


def earlier(dbt, session, now: set[tuple[str, int]]) -> pa.Table | None:
    """The rows of a Python model's own table from earlier builds, but for the segmentations and versions told."""
    rows = from_last_build(dbt, session, dbt.this.identifier)
    if rows is None or "version" not in rows.column_names:
        return None
    return _with_keys(rows, _keys(rows) - now)


def from_last_build(dbt, session, table: str) -> pa.Table | None:
    """What the last build left in a table of the schema of the model at hand; None before the first."""
    schema = dbt.this.schema
    known = f"select 1 from information_schema.tables where table_schema = '{schema}' and table_name = '{table}'"
    return session.table(f"{schema}.{table}").to_arrow_table() if session.execute(known).fetchall() else None


def bins_by_feature(statistics: pa.Table | None, segmentation: Segmentation) -> dict[str, list[drift.Bin]]:
    """The bins of each feature at the last training; none before the first."""
    found: dict[str, list[drift.Bin]] = {}
    for row in [] if statistics is None else statistics.sort_by("bin").to_pylist():
        if row["segmentation"] == segmentation.name and row["version"] == segmentation.version:
            found.setdefault(row["feature"], []).append(drift.Bin(**_settings(row, drift.Bin)))
    return found


def frame(parts: Iterable[dict], types: dict[str, str], *, kept: pa.Table | None = None) -> pa.Table:
    """Stack parts into one table of explicit types; a value that is not an array stands for all rows of its part.

    The type ``double[]`` is a list of doubles in each row. NaN becomes null: a missing figure is missing in SQL too.
    Rows kept from an earlier build follow.
    """
    schema = pa.schema([(name, _arrow_type(alias)) for name, alias in types.items()])
    tables = []
    for part in parts:
        length = max(len(value) for value in part.values() if _is_array(value))
        arrays = [_column(part[field.name], length, field.type) for field in schema]
        tables.append(pa.table(arrays, schema=schema))
    if kept is not None:
        # Rows of an earlier form of the table lack what has been added since.
        lacking = [name for name in schema.names if name not in kept.column_names]
        for name in lacking:
            kept = kept.append_column(name, pa.nulls(len(kept)))
        tables.append(kept.select(schema.names).cast(schema))
    return pa.concat_tables(tables) if tables else schema.empty_table()


def beside(table: pa.Table, rows: list[dict]) -> pa.Table:
    """A table with further columns, a row of them for each of its own."""
    return pa.table(
        {name: table[name] for name in table.column_names} | {name: [row[name] for row in rows] for name in rows[0]}
    )


def _arrow_type(alias):
    kind = pa.type_for_alias(alias.removesuffix("[]"))
    return pa.list_(kind) if alias.endswith("[]") else kind


def _is_array(value):
    return isinstance(value, np.ndarray | list | pa.ChunkedArray | pa.Array)


def _column(value, length, kind):
    if not _is_array(value):
        return pa.array([value] * length, kind, from_pandas=True)
    if isinstance(value, np.ndarray | list):
        return pa.array(value, kind, from_pandas=True)
    return pc.cast(value, kind)
