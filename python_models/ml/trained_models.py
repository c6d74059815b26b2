"""The models that stand, once everything about them is stored: one row per segmentation."""

from segmentation import engine

TYPES = {
    "segmentation": "string",
    "configuration": "string",
    "as_of_date": "date32",
    "reason": "string",
}


def model(dbt, session):
    dbt.config(materialized="table")
    # Written last, so that a build which was stopped before it trains again.
    dbt.ref("network_layers"), dbt.ref("classifier_trials"), dbt.ref("training_statistics")
    dbt.ref("cold_start_arrays"), dbt.ref("cold_start_trials"), dbt.ref("segment_quality")
    plan = dbt.ref("training_plan")
    segmentations = engine.segmentations(plan, dbt.ref("segmentation_features"))
    parts = [
        {name: [row[name]] for name in TYPES}
        for row in engine.read(plan, order_by="segmentation").to_pylist()
        if row["trains"]
    ]
    return engine.frame(parts, TYPES, kept=engine.stored(dbt, session, segmentations))
