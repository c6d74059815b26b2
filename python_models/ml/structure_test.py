"""The silhouette that data without clusters reach, to hold the chosen clustering against: one row per segmentation."""

from segmentation import clustering, criteria, engine

TYPES = {"segmentation": "string", "k": "int32", "structureless_silhouette": "double"}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, fitted, choice = dbt.ref("segmentation_inputs"), dbt.ref("feature_transforms"), dbt.ref("k_choice")
    parts = []
    for segmentation in engine.segmentations(dbt.ref("segmentation_settings"), dbt.ref("segmentation_features")):
        _, x = engine.design(inputs, fitted, segmentation)
        rows = clustering.sample_rows(len(x), criteria.STRUCTURE_ROWS, seed=segmentation.seed)
        chosen = engine.of(choice, segmentation, where="chosen")["k"][0].as_py()
        # A k that was chosen from a range is held against references that may choose from it too.
        ks = [segmentation.k] if segmentation.k else segmentation.candidates(x[rows])
        highest = criteria.structureless_silhouette(x[rows], ks, seed=segmentation.seed)
        parts.append({"segmentation": segmentation.name, "k": [chosen], "structureless_silhouette": highest})
    return engine.frame(parts, TYPES)
