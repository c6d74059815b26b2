"""Fitted transforms of the cold start: one row per model version, moment and scaled column."""

from dataclasses import asdict

from segmentation.classifier import cold_start
from segmentation.warehouse import io

TYPES = {
    "segmentation": "string",
    "version": "int32",
    "moment": "string",
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
    inputs, features = dbt.ref("segmentation_inputs"), dbt.ref("segmentation_features")
    fitted, centres = dbt.ref("feature_transforms"), dbt.ref("segment_centres")
    segmentations = io.segmentations(dbt.ref("training_plan"), features)
    parts = []
    for segmentation in io.in_training(segmentations):
        lessons = io.cold_start_lessons(inputs, fitted, centres, features, segmentation)
        for moment, lesson in lessons.items():
            rows = [asdict(column) for column in cold_start.fit(lesson)]
            columns = {name: [row[name] for row in rows] for name in list(TYPES)[3:]}
            parts.append(segmentation.key | {"moment": moment} | columns)
    return io.frame(parts, TYPES, kept=io.stored(dbt, session, segmentations, required=False))
