"""Silhouette and bootstrap stability of the segments: one row per model version and segment."""

from segmentation import algorithms, criteria, engine

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
    segmentations = engine.segmentations(dbt.ref("training_plan"), dbt.ref("segmentation_features"))
    parts = []
    for segmentation in engine.in_training(segmentations):
        _, x = engine.design(inputs, fitted, segmentation)
        used = engine.centres_in_use(centres, segmentation)
        algorithm = engine.verdict(verdicts, segmentation)["algorithm"]
        refit = algorithms.refitting(algorithm, engine.fitted_columns(fitted, segmentation))
        (quality,) = criteria.by_cluster(x, {len(used): used}, seed=segmentation.seed, refit=refit).values()
        ids = engine.segment_ids(centres, segmentation)
        parts.append(segmentation.key | engine.as_segments(quality, ids))
    return engine.frame(parts, TYPES, kept=engine.stored(dbt, session, segmentations))
