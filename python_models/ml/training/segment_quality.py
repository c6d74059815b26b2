"""Silhouette and bootstrap stability of the segments: one row per model version and segment."""

from segmentation.clustering import algorithms, criteria
from segmentation.warehouse import io

TYPES = {
    "segmentation": "string",
    "version": "int32",
    "segment_id": "int32",
    "silhouette": "double",
    "stability": "double",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, fitted = dbt.ref("segmentation_inputs"), dbt.ref("feature_transforms")
    centres, verdicts = dbt.ref("segment_centres"), dbt.ref("structure_verdicts")
    segmentations = io.segmentations(dbt.ref("training_plan"), dbt.ref("segmentation_features"))
    parts = []
    for segmentation in io.in_training(segmentations):
        _, x = io.design(inputs, fitted, segmentation)
        used = io.centres_in_use(centres, segmentation)
        algorithm = io.verdict(verdicts, segmentation)["algorithm"]
        refit = algorithms.refitting(algorithm, io.fitted_columns(fitted, segmentation))
        (quality,) = criteria.by_cluster(x, {len(used): used}, seed=segmentation.seed, refit=refit).values()
        ids = io.segment_ids(centres, segmentation)
        parts.append(segmentation.key | io.as_segments(quality, ids))
    return io.frame(parts, TYPES, kept=io.stored(dbt, session, segmentations))
