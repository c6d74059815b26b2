"""What became of the segments whenever a model took over: one row per model version and segment."""

from dataclasses import asdict

import numpy as np

from segmentation.clustering import criteria
from segmentation.lifecycle import segment_matching
from segmentation.warehouse import io

TYPES = {
    "segmentation": "string",
    "version": "int32",
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
    champions = {row["segmentation"]: row for row in io.read(dbt.ref("champions")).to_pylist()}
    parts = []
    for segmentation in io.segmentations(dbt.ref("champions"), dbt.ref("segmentation_features")):
        scored = io.scored_before(dbt, session, segmentation)
        if io.version_before(scored) == segmentation.version:
            continue
        customer_id, x = io.design(inputs, fitted, segmentation)
        before, left = io.segments_before(scored, customer_id)
        nearest = criteria.nearest(x, io.centres_in_use(centres, segmentation))
        after = io.segment_ids(centres, segmentation)[nearest + 1]
        rows = [asdict(event) for event in segment_matching.events(np.append(before, left), np.append(after, 0 * left))]
        told = {name: champions[segmentation.name][name] for name in ("as_of_date", "reason")}
        columns = {name: [row[name] for row in rows] for name in rows[0]}
        parts.append(segmentation.key | told | columns)
    now = {(part["segmentation"], part["version"]) for part in parts}
    return io.frame(parts, TYPES, kept=io.earlier(dbt, session, now))
