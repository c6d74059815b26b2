"""Nearest and second nearest centre of the segments: one row per segmentation and placed customer."""

from segmentation import algorithms, clustering, engine

TYPES = {
    "segmentation": "string",
    "customer_id": "string",
    "segment_id": "int32",
    "distance": "double",
    "second_segment_id": "int32",
    "second_distance": "double",
    "is_noise": "bool",
    "membership": "double",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, fitted = dbt.ref("segmentation_inputs"), dbt.ref("feature_transforms")
    centres, verdicts = dbt.ref("segment_centres"), dbt.ref("structure_verdicts")
    parts = []
    for segmentation in engine.segmentations(dbt.ref("champions"), dbt.ref("segmentation_features")):
        customer_id, x = engine.design(inputs, fitted, segmentation)
        used = engine.centres_in_use(centres, segmentation)
        algorithm = engine.verdict(verdicts, segmentation)["algorithm"]
        said = algorithms.belonging(algorithm, x, used, seed=segmentation.seed)
        placed = engine.as_segments(clustering.assign(x, used), engine.segment_ids(centres, segmentation)) | said
        parts.append({"segmentation": segmentation.name, "customer_id": customer_id} | placed)
    return engine.frame(parts, TYPES)
