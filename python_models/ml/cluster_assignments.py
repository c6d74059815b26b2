"""Nearest and second nearest centre of the chosen clustering: one row per segmentation and placed customer."""

from segmentation import clustering, engine

TYPES = {
    "segmentation": "string",
    "customer_id": "string",
    "cluster": "int32",
    "distance": "double",
    "second_cluster": "int32",
    "second_distance": "double",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, fitted = dbt.ref("segmentation_inputs"), dbt.ref("feature_transforms")
    centres, choice = dbt.ref("cluster_centres"), dbt.ref("k_choice")
    parts = []
    for segmentation in engine.segmentations(dbt.ref("segmentation_settings"), dbt.ref("segmentation_features")):
        customer_id, x = engine.design(inputs, fitted, segmentation)
        placed = clustering.assign(x, engine.chosen_centres(centres, choice, segmentation))
        parts.append({"segmentation": segmentation.name, "customer_id": customer_id} | placed)
    return engine.frame(parts, TYPES)
