"""Inertia, gap, Calinski-Harabasz, Davies-Bouldin and mixture of every k tried: one row per model version and k."""

from segmentation.clustering import criteria
from segmentation.warehouse import io

TYPES = {
    "segmentation": "string",
    "version": "int32",
    "k": "int32",
    "inertia": "double",
    "gap": "double",
    "gap_se": "double",
    "calinski_harabasz": "double",
    "davies_bouldin": "double",
    "mixture_gain": "double",
    "mixture_gain_se": "double",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, fitted, centres = (
        dbt.ref("segmentation_inputs"),
        dbt.ref("feature_transforms"),
        dbt.ref("cluster_centres"),
    )
    segmentations = io.segmentations(dbt.ref("training_plan"), dbt.ref("segmentation_features"))
    parts = []
    for segmentation in io.in_training(segmentations):
        _, x = io.design(inputs, fitted, segmentation)
        clusterings = io.centres_by_k(centres, segmentation)
        parts.append(segmentation.key | criteria.by_k(x, clusterings, seed=segmentation.seed))
    return io.frame(parts, TYPES, kept=io.stored(dbt, session, segmentations))
