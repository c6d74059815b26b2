"""Centres for every k tried, of whatever algorithm: one row per model version, k, cluster and scaled column."""

from segmentation.clustering import algorithms
from segmentation.warehouse import io

TYPES = {
    "segmentation": "string",
    "version": "int32",
    "k": "int32",
    "cluster": "int32",
    "position": "int32",
    "column_name": "string",
    "centre": "double",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, fitted = dbt.ref("segmentation_inputs"), dbt.ref("feature_transforms")
    segmentations = io.segmentations(dbt.ref("training_plan"), dbt.ref("segmentation_features"))
    parts = []
    for segmentation in io.in_training(segmentations):
        _, x = io.design(inputs, fitted, segmentation)
        columns = io.fitted_columns(fitted, segmentation)
        found = algorithms.centres_by_k(
            segmentation.algorithm, x, segmentation.candidates(x), seed=segmentation.seed, columns=columns
        )
        for k, centres in segmentation.tried(found).items():
            parts.append({"k": k} | io.centre_cells(segmentation, centres, columns))
    return io.frame(parts, TYPES, kept=io.stored(dbt, session, segmentations))
