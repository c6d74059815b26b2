"""Whether the chosen clustering beats data without clusters: one row per segmentation."""

from segmentation import clustering, criteria, engine

TYPES = {"segmentation": "string", "k": "int32", "structureless_silhouette": "double"}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, fitted, choice = (
        dbt.ref("segmentation_inputs"),
        dbt.ref("feature_transforms"),
        dbt.ref("k_choice"),
    )
    parts = []
    for segmentation in engine.segmentations(dbt.ref("segmentation_settings"), dbt.ref("segmentation_features")):
        _, x = engine.design(inputs, fitted, segmentation)
        rows = clustering.sample_rows(len(x), criteria.REFERENCE_ROWS, seed=segmentation.seed)
        k = engine.of(choice, segmentation, where="chosen")["k"][0].as_py()
        highest = criteria.structureless_silhouette(x[rows], k, seed=segmentation.seed)
        parts.append({"segmentation": segmentation.name, "k": [k], "structureless_silhouette": highest})
    return engine.frame(parts, TYPES)
