"""The settings of the segmentations and the customers they divide, from the tables that hold them."""

from collections.abc import Callable, Iterable
from dataclasses import fields

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from threadpoolctl import threadpool_limits

from segmentation.features.transforms import Feature, Preparation
from segmentation.lifecycle.settings import Segmentation
from segmentation.warehouse import io
from segmentation.warehouse.engine import Relation
from segmentation.warehouse.io import from_last_build, read

ASSIGNABLE = "set_apart_reason is null"


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
    """Customers of a segmentation that can be assigned: id, raw features and further columns, ordered by id."""
    names = list(dict.fromkeys([*_names_of(segmentation), *further]))
    table = _of(inputs_relation, segmentation.name, names, ASSIGNABLE).to_arrow_table()
    return _some(table, segmentation, rows=table.num_rows)


def sums(
    inputs_relation, segmentation: Segmentation, function: Callable[[pa.Table], dict[str, np.ndarray]]
) -> dict[str, np.ndarray]:
    """What a function counts of some of these customers, of all of them: see `segmentation.warehouse.io.sums`."""
    found = io.sums(_unordered(inputs_relation, segmentation.name, _names_of(segmentation), ASSIGNABLE), function)
    return _some(found, segmentation, rows=len(found))


def every_so_many(inputs_relation, segmentation: Segmentation, *, most: int) -> tuple[pa.Table, bool]:
    """At most so many of these customers, at equal distances in the order of their ids, and whether they are all."""
    relation = _unordered(inputs_relation, segmentation.name, _names_of(segmentation), ASSIGNABLE)
    ((customers,),) = relation.aggregate("count(*) as customers").fetchall()
    every = max(1, -(-customers // most))
    if every > 1:
        numbered = relation.project("*, row_number() over (order by customer_id) as place")
        relation = numbered.filter(f"place % {every} = 1")
    return _some(relation.order("customer_id").to_arrow_table(), segmentation, rows=customers), every == 1


def _some(found, segmentation, *, rows):
    if not rows:
        raise ValueError(f"Segmentation '{segmentation.name}' has no customer with a value for any of its features.")
    return found


def assignable(inputs_relation, segmentation: Segmentation, *, all_columns: bool) -> Relation:
    """The same as a relation: without further columns, or with all there are."""
    if all_columns:
        return inputs_relation.filter(f"segmentation = '{segmentation.name}' and {ASSIGNABLE}").order("customer_id")
    return _of(inputs_relation, segmentation.name, _names_of(segmentation), ASSIGNABLE)


def _names_of(segmentation):
    return [feature.name for feature in segmentation.features]


OUTCOMES = {
    "segment_id": "int32",
    "rfm_name": "string",
    "rfm_score": "string",
    "has_bought": "bool",
    "revenue": "double",
}


def customers_then(outcomes_relation, past_relation, segmentation: Segmentation, today: pa.Table) -> pa.Table:
    """Customers as they were at the cut-off, with their segment and RFM then and what they did after, ordered by id.

    Only those who had a segment and RFM scores: all ways of dividing customers are judged by the same ones. Of a table
    of customers nothing is known of the past: then there are none, with the columns of ``today``.
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
    return read(joined.project(", ".join(columns)), order_by="customer_id")


def _none(types):
    return {name: pa.array([], pa.type_for_alias(kind)) for name, kind in types.items()}


def rfm_of(scores_relation, settings_relation, table: pa.Table, name: str) -> pa.Table:
    """RFM name and score today of the customers of a table, in its order; empty where a customer has none."""
    day = settings_relation.filter(f"segmentation = '{name}' and shop is not null").set_alias("day")
    scores = scores_relation.set_alias("scores")
    joined = scores.join(day, "scores.shop = day.shop and scores.as_of_date = day.as_of_date")
    known = read(joined.project("scores.customer_id, scores.rfm_name, scores.rfm_score"))
    rows = pc.index_in(table["customer_id"], value_set=known["customer_id"].combine_chunks())
    return known.select(["rfm_name", "rfm_score"]).take(rows)


def early_customers(inputs_relation, name: str, stages: dict[str, list[Feature]]) -> pa.Table:
    """What was known early on of the customers who can be assigned, and whether they are mature, ordered by id."""
    return _of(inputs_relation, name, ["maturity", *_names(stages)], ASSIGNABLE).to_arrow_table()


def sensitive_levels(levels_relation, name: str, customer_id: pa.ChunkedArray) -> dict[str, np.ndarray]:
    """Level of each customer, in the order of their ids, by sensitive attribute."""
    rows = read(levels_relation.filter(f"segmentation = '{name}'"), order_by="feature, customer_id")
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


def last_scored(scored: pa.Table | None, name: str) -> pa.Table | None:
    """The customers of a segmentation as the last build that was finished knew them; None before the first."""
    rows = None if scored is None else scored.filter(pc.equal(scored["segmentation"], name))
    return rows or None


def segments_before(scored: pa.Table | None, customer_id: pa.ChunkedArray) -> tuple[np.ndarray, np.ndarray]:
    """Segment each customer had in the last build, 0 of whom there is none; and those of customers who have left."""
    if scored is None:
        return np.zeros(len(customer_id), dtype=int), np.zeros(0, dtype=int)
    rows = pc.index_in(customer_id, value_set=scored["customer_id"].combine_chunks())
    known = np.append(scored["segment_id"].to_numpy(), 0)
    has_left = pc.invert(pc.is_in(scored["customer_id"], value_set=customer_id.combine_chunks()))
    return known[pc.fill_null(rows, len(known) - 1).to_numpy()], scored.filter(has_left)["segment_id"].to_numpy()


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
    known = io.among(ids, "customer_id", rows["customer_id"])
    return rows.filter(pc.is_in(rows["customer_id"], value_set=known.combine_chunks()))
