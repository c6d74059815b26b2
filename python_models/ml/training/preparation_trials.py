"""The same features prepared in several ways, and what K-means finds: one row per model version and preparation."""

from dataclasses import asdict

from segmentation.clustering import preparation_effects
from segmentation.warehouse import io

TYPES = {
    "segmentation": "string",
    "version": "int32",
    "preparation": "string",
    "columns": "int32",
    "k": "int32",
    "silhouette": "double",
    "configured_silhouette": "double",
    "smallest_share": "double",
    "largest_share": "double",
    "agreement": "double",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs = dbt.ref("segmentation_inputs")
    segmentations = io.segmentations(dbt.ref("training_plan"), dbt.ref("segmentation_features"))
    parts = []
    for segmentation in io.in_training(segmentations):
        table = io.customers(inputs, segmentation)
        ks = [segmentation.k] if segmentation.k else list(range(segmentation.k_min, segmentation.k_max + 1))
        for effect in preparation_effects.effects(
            table, segmentation.features, segmentation.preparation, ks=ks, seed=segmentation.seed
        ):
            parts.append(segmentation.key | {name: [value] for name, value in asdict(effect).items()})
    return io.frame(parts, TYPES, kept=io.stored(dbt, session, segmentations))
