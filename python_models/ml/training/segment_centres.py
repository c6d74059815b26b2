"""The centres that place customers: one row per model version, segment and scaled column.

They are those of the chosen clustering, or of quantile bands where there is no structure to follow.
"""

import numpy as np

from segmentation import algorithms, criteria, engine, identity

TYPES = {
    "segmentation": "string",
    "version": "int32",
    "segment_id": "int32",
    "position": "int32",
    "column_name": "string",
    "centre": "double",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, fitted = dbt.ref("segmentation_inputs"), dbt.ref("feature_transforms")
    tried, verdicts = dbt.ref("cluster_centres"), dbt.ref("structure_verdicts")
    segmentations = engine.segmentations(dbt.ref("training_plan"), dbt.ref("segmentation_features"))
    lineage = engine.from_last_build(dbt, session, "lineage_events")
    highest = engine.highest_ids(lineage)
    parts = []
    for segmentation in engine.in_training(segmentations):
        columns = engine.fitted_columns(fitted, segmentation)
        verdict = engine.verdict(verdicts, segmentation)
        customer_id, x = engine.design(inputs, fitted, segmentation)
        if verdict["basis"] == "bands":
            centres = algorithms.fit("bands", x, k=segmentation.bands, seed=segmentation.seed).centres
        else:
            centres = engine.centres_by_k(tried, segmentation)[verdict["k"]]
        # The clusters are counted by size; who was in a segment before keeps its number.
        before, _ = engine.segments_before(engine.scored_before(dbt, session, segmentation), customer_id)
        used_up_to = highest.get(segmentation.name, 0)
        ids = identity.match(before, criteria.nearest(x, centres), len(centres), used_up_to=used_up_to)
        parts.append(engine.as_segments(engine.centre_cells(segmentation, centres, columns), np.append(0, ids)))
    return engine.frame(parts, TYPES, kept=engine.stored(dbt, session, segmentations))
