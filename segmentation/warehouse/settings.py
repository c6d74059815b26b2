"""The settings of the segmentations and the customers they divide, from the tables that hold them."""

from collections.abc import Callable, Iterable
from dataclasses import fields
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from threadpoolctl import threadpool_limits

from segmentation.clustering import kmeans
from segmentation.features.transforms import Feature, Preparation
from segmentation.lifecycle.counterfactuals import LAST_BUILD
from segmentation.lifecycle.settings import Segmentation
from segmentation.warehouse import io
from segmentation.warehouse.engine import Relation
from segmentation.warehouse.io import from_last_build, read

ASSIGNABLE = "set_apart_reason is null"
# Customers that models are trained on and judged by, at most: drawn by lot where there are more.
LEARNING_ROWS = 200_000


def segmentations(settings_relation, features_relation) -> dict[str, Segmentation]:
    """All configured segmentations by name, in order, with the features that form their segments.

    Every model starts here, so this is where the process is held to one thread per library: models run side by side,
    and sums made by several threads differ in their last digits from one run to the next.
    """
    threadpool_limits(1)
    features = read(features_relation, where="in_clustering", order_by="segmentation, position").to_pylist()
    return {
        row["segmentation"]: Segmentation(
            name=row["segmentation"],
            features=[_feature(feature) for feature in features if feature["segmentation"] == row["segmentation"]],
            preparation=Preparation(**of_class(row, Preparation)),
            **of_class(row, Segmentation),
        )
        for row in read(settings_relation, order_by="segmentation").to_pylist()
    }


def of_class(row: dict, kind: type) -> dict:
    """The values of a row that a dataclass has fields for."""
    return {field.name: row[field.name] for field in fields(kind) if field.name in row}


def cold_start_features(features_relation, name: str) -> dict[str, list[Feature]]:
    """What becomes known of a new customer of a segmentation, by stage: at sign-up, by the first order."""
    stages: dict[str, list[Feature]] = {}
    where = f"segmentation = '{name}' and cold_start_moment is not null"
    for row in read(features_relation, where=where, order_by="position").to_pylist():
        stages.setdefault(row["cold_start_moment"], []).append(_feature(row))
    return stages


def _feature(row):
    return Feature(row["feature"], row["transform"], row["missing"])


def customers(inputs_relation, segmentation: Segmentation, further: Iterable[str] = ()) -> pa.Table:
    """Customers of a segmentation that can be assigned: id, raw features and further columns, ordered by id.

    Of more than `LEARNING_ROWS` so many are drawn by lot.
    """
    names = list(dict.fromkeys([*_names_of(segmentation), *further]))
    relation = _unordered(inputs_relation, segmentation.name, names, ASSIGNABLE)
    return _some(by_lot(relation, LEARNING_ROWS, seed=segmentation.seed), segmentation)


def sums(
    inputs_relation, segmentation: Segmentation, function: Callable[[pa.Table], dict[str, np.ndarray]]
) -> dict[str, np.ndarray]:
    """What a function counts of some of these customers, of all of them: see `segmentation.warehouse.io.sums`."""
    found = io.sums(_unordered(inputs_relation, segmentation.name, _names_of(segmentation), ASSIGNABLE), function)
    return _some(found, segmentation)


def sums_beyond(
    learned: pa.Table, inputs_relation, scored: Relation | None, segmentation: Segmentation, further: Iterable[str]
) -> Callable[[Callable[[pa.Table], dict[str, np.ndarray]]], dict[str, np.ndarray]] | None:
    """What adds up a function over all customers, as a `Job` takes it; None where those it learns from are all."""
    if len(learned) < LEARNING_ROWS:
        return None
    names = list(dict.fromkeys([*_names_of(segmentation), *further]))
    now = _unordered(inputs_relation, segmentation.name, names, ASSIGNABLE)
    if scored is None:
        relation = now.project("*, 0 as segment_before")
    else:
        was = scored.filter(f"segmentation = '{segmentation.name}'").set_alias("was")
        both = now.set_alias("now").join(was, "now.customer_id = was.customer_id", "left")
        relation = both.project(
            f"{', '.join(f'now.{name}' for name in names)}, coalesce(was.segment_id, 0) as segment_before"
        )
    return partial(io.sums, relation)


def every_so_many(inputs_relation, segmentation: Segmentation, *, most: int) -> tuple[pa.Table, bool]:
    """At most so many of these customers, at equal distances in the order of their ids, and whether they are all."""
    relation = _unordered(inputs_relation, segmentation.name, _names_of(segmentation), ASSIGNABLE)
    rows = _count(relation)
    every = max(1, -(-rows // most))
    return _some(_at(relation, np.arange(0, rows, every), rows), segmentation), every == 1


def by_lot(relation: Relation, most: int, *, seed: int) -> pa.Table:
    """At most so many customers of a relation, ordered by id."""
    rows = _count(relation)
    return _at(relation, kmeans.sample_rows(rows, most, seed=seed), rows)


def _count(relation):
    return relation.aggregate("count(*) as customers").fetchall()[0][0]


def _at(relation, places, rows):
    """Customers at some places in the order of their ids, or all of so many rows."""
    if len(places) == rows:
        return relation.order("customer_id").to_arrow_table()
    numbered = relation.project("*, row_number() over (order by customer_id) - 1 as place")
    return io.read_among(numbered, "place", pa.array(places)).sort_by("place").drop_columns("place")


def _some(found, segmentation):
    if not len(found):
        raise ValueError(f"Segmentation '{segmentation.name}' has no customer with a value for any of its features.")
    return found


def assignable(inputs_relation, segmentation: Segmentation) -> Relation:
    """All of these customers as a relation, without further columns."""
    return _of(inputs_relation, segmentation.name, _names_of(segmentation), ASSIGNABLE)


def assignable_with_last_build(inputs_relation, segmentation: Segmentation, scored: Relation) -> Relation:
    """The same with all columns, next to those of the last build: see `counterfactuals.segments`."""
    of_name = f"segmentation = '{segmentation.name}'"
    now = inputs_relation.filter(f"{of_name} and {ASSIGNABLE}").set_alias("now")
    names = scored.limit(0).to_arrow_table().column_names
    columns = ["now.*", *(f"was.{name} as {LAST_BUILD}{name}" for name in names)]
    both = now.join(scored.filter(of_name).set_alias("was"), "now.customer_id = was.customer_id", "left")
    return both.project(", ".join(columns)).order("customer_id")


def _names_of(segmentation):
    return [feature.name for feature in segmentation.features]


OUTCOMES = {
    "segment_id": "int32",
    "rfm_name": "string",
    "rfm_score": "string",
    "has_bought": "bool",
    "revenue": "double",
}


def customers_then(
    outcomes_relation, past_relation, segmentation: Segmentation, today: pa.Table, *, most: int
) -> pa.Table:
    """Customers as they were at the cut-off, with their segment and RFM then and what they did after, ordered by id.

    Of more than ``most`` so many are drawn by lot. Only those who had a segment and RFM scores: all ways of dividing
    customers are judged by the same ones. Of a table of customers nothing is known of the past: then there are none,
    with the columns of ``today``.
    """
    known = f"segmentation = '{segmentation.name}' and segment_id > 0 and rfm_name is not null"
    after = outcomes_relation.filter(known).set_alias("after")
    if not after.limit(1).fetchall():
        none = today.slice(0, 0)
        return pa.table(dict(zip(none.column_names, none.columns, strict=True)) | _none(OUTCOMES))
    divided = segmentation.within or segmentation.name
    past = past_relation.filter(f"segmentation = '{divided}'").set_alias("past")
    columns = ["after.customer_id", *(f"after.{name}" for name in OUTCOMES)]
    columns += [f"past.{feature.name}" for feature in segmentation.features]
    joined = after.join(past, "after.customer_id = past.customer_id and after.cut_off_on = past.as_of_date")
    return by_lot(joined.project(", ".join(columns)), most, seed=segmentation.seed)


def _none(types):
    return {name: pa.array([], pa.type_for_alias(kind)) for name, kind in types.items()}


def rfm_of(scores_relation, settings_relation, table: pa.Table, name: str) -> pa.Table:
    """RFM name and score today of the customers of a table, in its order; empty where a customer has none."""
    day = settings_relation.filter(f"segmentation = '{name}' and shop is not null").set_alias("day")
    scores = scores_relation.set_alias("scores")
    joined = scores.join(day, "scores.shop = day.shop and scores.as_of_date = day.as_of_date")
    known = joined.project("scores.customer_id as customer_id, scores.rfm_name, scores.rfm_score")
    return _in_order(known, table["customer_id"]).select(["rfm_name", "rfm_score"])


def early_customers(
    inputs_relation, name: str, stages: dict[str, list[Feature]], customer_id: pa.ChunkedArray
) -> pa.Table:
    """What was known early on of customers who can be assigned, and whether they are mature, in the order of ids."""
    return _in_order(_unordered(inputs_relation, name, ["maturity", *_names(stages)], ASSIGNABLE), customer_id)


def sensitive_levels(levels_relation, name: str, customer_id: pa.ChunkedArray) -> dict[str, np.ndarray]:
    """Level of each customer, in the order of their ids, by sensitive attribute."""
    of_name = levels_relation.filter(f"segmentation = '{name}'")
    rows = io.read_among(of_name, "customer_id", customer_id.combine_chunks())
    rows = rows.sort_by([("feature", "ascending"), ("customer_id", "ascending")])
    found = {}
    for feature in pc.unique(rows["feature"]).to_pylist():
        of_feature = rows.filter(pc.equal(rows["feature"], feature))
        places = pc.index_in(customer_id, value_set=of_feature["customer_id"].combine_chunks())
        found[feature] = of_feature["level"].take(places).to_numpy().astype(str)
    return found


def new_customers(inputs_relation, name: str, stages: dict[str, list[Feature]]) -> Relation:
    """Customers who have yet to show where they belong, with what is known of them, ordered by id.

    Newcomers cannot be assigned; young customers are, unless they are excluded for what they have done.
    """
    where = "maturity in ('newcomer', 'young') and (maturity = 'newcomer') = (set_apart_reason is not null)"
    return _of(inputs_relation, name, ["maturity", *_names(stages)], where)


def _names(stages):
    return [feature.name for known in stages.values() for feature in known]


def _of(relation, name, columns, where):
    return _unordered(relation, name, columns, where).order("customer_id")


def _unordered(relation, name, columns, where):
    relation = relation.filter(f"segmentation = '{name}' and {where}")
    return relation.project(", ".join(["customer_id", *columns]))


def last_versions(scored: Relation | None) -> dict[str, int]:
    """The version that scored the customers of each segmentation in the last build that was finished."""
    return dict(scored.aggregate("segmentation, version").fetchall()) if scored is not None else {}


def segments_before(scored: Relation | None, name: str, customer_id: pa.ChunkedArray) -> np.ndarray:
    """Segment each customer had in the last build, 0 of whom there is none."""
    if scored is None:
        return np.zeros(len(customer_id), dtype=int)
    given = scored.filter(f"segmentation = '{name}'").project("customer_id, segment_id")
    known = _in_order(given, customer_id)["segment_id"]
    return pc.fill_null(known, 0).to_numpy()


def segments_left(scored: Relation | None, inputs_relation, name: str) -> np.ndarray:
    """Segments of the customers of the last build who cannot be assigned any more."""
    if scored is None:
        return np.zeros(0, dtype=int)
    was = scored.filter(f"segmentation = '{name}'").set_alias("was")
    now = _unordered(inputs_relation, name, [], ASSIGNABLE).set_alias("now")
    both = was.join(now, "was.customer_id = now.customer_id", "left")
    left = both.project("was.segment_id, now.customer_id as customer_id").filter("customer_id is null")
    counted = left.aggregate("segment_id, count(*) as customers").order("segment_id").fetchall()
    return np.repeat(*np.array(counted, dtype=int).reshape(-1, 2).T)


def _in_order(relation, customer_id):
    """The rows of customers in the order of their ids; empty where a customer has none."""
    ids = customer_id.combine_chunks()
    known = io.read_among(relation, "customer_id", ids)
    return known.take(pc.index_in(ids, value_set=known["customer_id"].combine_chunks()))


def names_had(dbt, session) -> dict[tuple[str, str], dict[int, str]]:
    """The last name of each segment by segmentation and digest of the configuration that formed it.

    A warehouse of an earlier release has no `segment_names`: what it called the segments last is known.
    """
    stored = from_last_build(dbt, session, "segment_names")
    stored = from_last_build(dbt, session, "segment_descriptions") if stored is None else stored.sort_by("valid_from")
    found: dict[tuple[str, str], dict[int, str]] = {}
    for row in [] if stored is None else stored.to_pylist():
        found.setdefault((row["segmentation"], row["configuration"]), {})[row["segment_id"]] = row["segment_name"]
    return found


def still_there(rows: pa.Table, inputs_relation, name: str) -> pa.Table:
    """Those of some rows whose customers can be assigned today."""
    ids = inputs_relation.filter(f"segmentation = '{name}' and {ASSIGNABLE}").project("customer_id")
    known = io.read_among(ids, "customer_id", rows["customer_id"].combine_chunks())
    return rows.filter(pc.is_in(rows["customer_id"], value_set=known["customer_id"].combine_chunks()))
