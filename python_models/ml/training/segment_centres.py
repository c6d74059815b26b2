"""The centres that place customers: one row per model version, segment and scaled column.

They are those of the chosen clustering, or of quantile bands where there is no structure to follow.
"""

import numpy as np

from segmentation.clustering import algorithms, criteria
from segmentation.lifecycle import segment_matching
from segmentation.warehouse import io

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
    segmentations = io.segmentations(dbt.ref("training_plan"), dbt.ref("segmentation_features"))
    lineage = io.from_last_build(dbt, session, "lineage_events")
    highest = io.highest_ids(lineage)
    parts = []
    for segmentation in io.in_training(segmentations):
        columns = io.fitted_columns(fitted, segmentation)
        verdict = io.verdict(verdicts, segmentation)
        customer_id, x = io.design(inputs, fitted, segmentation)
        if verdict["basis"] == "bands":
            centres = algorithms.fit("bands", x, k=segmentation.bands, seed=segmentation.seed).centres
        else:
            centres = io.centres_by_k(tried, segmentation)[verdict["k"]]
        # The clusters are counted by size; who was in a segment before keeps its number.
        before, _ = io.segments_before(io.scored_before(dbt, session, segmentation), customer_id)
        used_up_to = highest.get(segmentation.name, 0)
        ids = segment_matching.match(before, criteria.nearest(x, centres), len(centres), used_up_to=used_up_to)
        parts.append(io.as_segments(io.centre_cells(segmentation, centres, columns), np.append(0, ids)))
    return io.frame(parts, TYPES, kept=io.stored(dbt, session, segmentations))
