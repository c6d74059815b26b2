"""How far the customers of this build are from those of the champion: one row per segmentation and feature."""

from dataclasses import replace

from segmentation import drift, engine

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
    statistics = engine.from_last_build(dbt, session, "training_statistics")
    champions = engine.champions(dbt, session)
    parts = []
    for segmentation in engine.segmentations(dbt.ref("segmentation_settings"), dbt.ref("segmentation_features")):
        if segmentation.name not in champions:
            continue
        table = engine.customers(inputs, segmentation)
        champion = replace(segmentation, version=champions[segmentation.name])
        for feature, bins in engine.bins_by_feature(statistics, champion).items():
            # A feature that was taken out of the configuration, or renamed, is not here any more.
            if feature in table.column_names:
                identity = {"segmentation": segmentation.name, "feature": feature, "customers": [table.num_rows]}
                parts.append(identity | drift.figures(table[feature], bins))
    return engine.frame(parts, TYPES)
