"""Customers on the principal components and the discriminants: one row per segmentation and sampled customer."""

import numpy as np

from segmentation.clustering import criteria, projection
from segmentation.warehouse import io

TYPES = {
    "segmentation": "string",
    "customer_id": "string",
    "pc1": "double",
    "pc2": "double",
    "pc3": "double",
    "ld1": "double",
    "ld2": "double",
    "silhouette": "double",
    "is_sample": "bool",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, fitted, centres = (
        dbt.ref("segmentation_inputs"),
        dbt.ref("feature_transforms"),
        dbt.ref("segment_centres"),
    )
    parts = []
    for segmentation in io.segmentations(dbt.ref("champions"), dbt.ref("segmentation_features")):
        customer_id, x = io.design(inputs, fitted, segmentation)
        labels = criteria.nearest(x, io.centres_in_use(centres, segmentation))
        views = [projection.principal_components(x), projection.discriminants(x, labels)]
        rows, points = projection.segment_points(x, views, seed=segmentation.seed, size=segmentation.most_points)
        parts.append(
            {
                "segmentation": segmentation.name,
                "customer_id": customer_id.take(rows),
                "silhouette": criteria.silhouettes(x[rows], labels[rows]),
                "is_sample": np.full(len(rows), len(rows) < len(x)),
            }
            | points
        )
    return io.frame(parts, TYPES)
