"""How far the customers of this build are from those of the champion: one row per segmentation and feature."""

from dataclasses import replace

from segmentation.lifecycle import drift
from segmentation.warehouse import io

TYPES = {
    "segmentation": "string",
    "feature": "string",
    "customers": "int64",
    "stability_index": "double",
    "outside_share": "double",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs = dbt.ref("segmentation_inputs")
    statistics = io.from_last_build(dbt, session, "training_statistics")
    champions = io.champions(dbt, session)
    parts = []
    for segmentation in io.segmentations(dbt.ref("segmentation_settings"), dbt.ref("segmentation_features")):
        if segmentation.name not in champions:
            continue
        table = io.customers(inputs, segmentation)
        champion = replace(segmentation, version=champions[segmentation.name])
        for feature, bins in io.bins_by_feature(statistics, champion).items():
            # A feature that was taken out of the configuration, or renamed, is not here any more.
            if feature in table.column_names:
                identity = {"segmentation": segmentation.name, "feature": feature, "customers": [table.num_rows]}
                parts.append(identity | drift.figures(table[feature], bins))
    return io.frame(parts, TYPES)
