"""Size, silhouette and bootstrap stability of every cluster tried: one row per model version, k and cluster."""

from segmentation.clustering import algorithms, criteria
from segmentation.warehouse import io

TYPES = {
    "segmentation": "string",
    "version": "int32",
    "k": "int32",
    "cluster": "int32",
    "customers": "int64",
    "sampled": "int64",
    "silhouette": "double",
    "silhouette_deviation": "double",
    "stability": "double",
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
        refit = algorithms.refitting(segmentation.algorithm, io.fitted_columns(fitted, segmentation))
        for k, quality in criteria.by_cluster(x, clusterings, seed=segmentation.seed, refit=refit).items():
            parts.append(segmentation.key | {"k": k} | quality)
    return io.frame(parts, TYPES, kept=io.stored(dbt, session, segmentations))
