"""What the customers of the last training were like: one row per model version, feature and bin."""

from dataclasses import asdict

from segmentation.lifecycle import drift
from segmentation.warehouse import io

TYPES = {
    "segmentation": "string",
    "version": "int32",
    "feature": "string",
    "bin": "int32",
    "lower_limit": "double",
    "upper_limit": "double",
    "level": "string",
    "share": "double",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs = dbt.ref("segmentation_inputs")
    segmentations = io.segmentations(dbt.ref("training_plan"), dbt.ref("segmentation_features"))
    parts = []
    for segmentation in io.in_training(segmentations):
        table = io.customers(inputs, segmentation)
        for feature in segmentation.features:
            rows = [asdict(each) for each in drift.bins(table[feature.name])]
            columns = {name: [row[name] for row in rows] for name in list(TYPES)[3:]}
            parts.append(segmentation.key | {"feature": feature.name} | columns)
    return io.frame(parts, TYPES, kept=io.stored(dbt, session, segmentations))
