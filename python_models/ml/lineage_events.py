"""What became of the segments in every training: one row per segmentation, as-of date and segment."""

from dataclasses import asdict

import numpy as np

from segmentation import criteria, engine, identity

TYPES = {
    "segmentation": "string",
    "as_of_date": "date32",
    "segment_id": "int32",
    "event": "string",
    "other_segment_id": "int32",
    "customers_before": "int64",
    "customers_after": "int64",
    "shared": "int64",
    "overlap": "double",
    "reason": "string",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, fitted, centres = dbt.ref("segmentation_inputs"), dbt.ref("feature_transforms"), dbt.ref("segment_centres")
    plan = {row["segmentation"]: row for row in engine.read(dbt.ref("training_plan")).to_pylist()}
    parts = []
    for segmentation in engine.in_training(
        engine.segmentations(dbt.ref("training_plan"), dbt.ref("segmentation_features"))
    ):
        customer_id, x = engine.design(inputs, fitted, segmentation)
        before, left = engine.segments_before(dbt, session, segmentation, customer_id)
        nearest = criteria.nearest(x, engine.centres_in_use(centres, segmentation))
        after = engine.segment_ids(centres, segmentation)[nearest + 1]
        rows = [asdict(event) for event in identity.events(np.append(before, left), np.append(after, 0 * left))]
        told = {name: plan[segmentation.name][name] for name in ("as_of_date", "reason")}
        columns = {name: [row[name] for row in rows] for name in rows[0]}
        parts.append({"segmentation": segmentation.name} | told | columns)
    # A training of the same day takes the place of the one before.
    now = [(part["segmentation"], part["as_of_date"]) for part in parts]
    return engine.frame(parts, TYPES, kept=engine.earlier(dbt, session, now))
