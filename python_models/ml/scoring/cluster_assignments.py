"""Nearest and second nearest centre of the segments: one row per segmentation and placed customer."""

from segmentation.clustering import algorithms, kmeans
from segmentation.warehouse import io

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
    for segmentation in io.segmentations(dbt.ref("champions"), dbt.ref("segmentation_features")):
        customer_id, x = io.design(inputs, fitted, segmentation)
        used = io.centres_in_use(centres, segmentation)
        algorithm = io.verdict(verdicts, segmentation)["algorithm"]
        said = algorithms.belonging(algorithm, x, used, seed=segmentation.seed)
        placed = io.as_segments(kmeans.assign(x, used), io.segment_ids(centres, segmentation)) | said
        parts.append({"segmentation": segmentation.name, "customer_id": customer_id} | placed)
    return io.frame(parts, TYPES)
