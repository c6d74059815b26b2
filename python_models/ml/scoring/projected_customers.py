"""Customers on the principal components and the discriminants: one row per segmentation and sampled customer.

They are those of the training, as the axes are: a build that trains nothing keeps them.
"""

import numpy as np

from segmentation.clustering import criteria, projection
from segmentation.warehouse import io, settings, versions

TYPES = {
    "segmentation": "string",
    "model_version": "string",
    "customer_id": "string",
    "pc1": "double",
    "pc2": "double",
    "pc3": "double",
    "ld1": "double",
    "ld2": "double",
    "silhouette": "double",
    "is_sample": "bool",
    "clusters": {"k": "int32", "cluster": "int32", "silhouette": "double"},
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs = dbt.ref("segmentation_inputs")
    segmentations = settings.segmentations(dbt.ref("segmentation_settings"), dbt.ref("segmentation_features"))
    stored = versions.of_table(io.read(dbt.ref("trained_models")))
    before, parts, kept = io.from_last_build(dbt, session, "projected_customers"), [], []
    for name, champion in versions.champions(stored, segmentations).items():
        rows = versions.kept_of_training(before, champion, TYPES)
        if rows is not None:
            kept.append(settings.still_there(rows, inputs, name))
            continue
        table, model, seed = settings.customers(inputs, segmentations[name]), champion.model, segmentations[name].seed
        x = model.coordinates(table)
        labels = model.segments(x)
        views = [projection.principal_components(x), projection.discriminants(x, labels)]
        rows, points = projection.segment_points(x, views, seed=seed, size=segmentations[name].most_points)
        parts.append(
            {
                "segmentation": name,
                "model_version": champion["model_version"],
                "customer_id": table["customer_id"].take(rows),
                "silhouette": criteria.silhouettes(x[rows], labels[rows]),
                "is_sample": np.full(len(rows), len(rows) < len(x)),
                "clusters": criteria.clusters_of_each(x[rows], champion.clusterings, seed=seed),
            }
            | points
        )
    return io.joined(io.frame(parts, TYPES), kept)
