"""Fitted feature transforms: one row per model version and scaled column."""

from dataclasses import asdict

from segmentation.features import transforms
from segmentation.warehouse import io

TYPES = {
    "segmentation": "string",
    "version": "int32",
    "position": "int32",
    "column_name": "string",
    "feature": "string",
    "level": "string",
    "transform": "string",
    "fill_value": "double",
    "centre": "double",
    "scale": "double",
    "lower_limit": "double",
    "upper_limit": "double",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs = dbt.ref("segmentation_inputs")
    segmentations = io.segmentations(dbt.ref("training_plan"), dbt.ref("segmentation_features"))
    parts = []
    for segmentation in io.in_training(segmentations):
        table = io.customers(inputs, segmentation)
        columns = transforms.fit(table, segmentation.features, segmentation.preparation)
        rows = [asdict(column) for column in columns]
        parts.append(segmentation.key | {name: [row[name] for row in rows] for name in list(TYPES)[2:]})
    return io.frame(parts, TYPES, kept=io.stored(dbt, session, segmentations))
