"""Silhouettes in every clustering tried: one row per segmentation, k and sampled customer of the map."""

import pyarrow.compute as pc

from segmentation.clustering import criteria
from segmentation.warehouse import io

TYPES = {
    "segmentation": "string",
    "k": "int32",
    "customer_id": "string",
    "cluster": "int32",
    "silhouette": "double",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, fitted = dbt.ref("segmentation_inputs"), dbt.ref("feature_transforms")
    centres, points = dbt.ref("cluster_centres"), dbt.ref("projected_customers")
    parts = []
    for segmentation in io.segmentations(dbt.ref("champions"), dbt.ref("segmentation_features")):
        customer_id, x = io.design(inputs, fitted, segmentation)
        is_point = pc.is_in(customer_id, value_set=io.of(points, segmentation)["customer_id"].combine_chunks())
        customer_id, x = customer_id.filter(is_point), x[is_point.to_numpy()]
        clusterings = io.centres_by_k(centres, segmentation)
        rows, found = criteria.by_customer(x, clusterings, seed=segmentation.seed)
        for k, values in found.items():
            parts.append({"segmentation": segmentation.name, "k": k, "customer_id": customer_id.take(rows)} | values)
    return io.frame(parts, TYPES)
