"""How the customers of a training lay in its segments: one row per model version and segment."""

import numpy as np

from segmentation.clustering import kmeans
from segmentation.networks import scoring
from segmentation.warehouse import io

TYPES = {
    "segmentation": "string",
    "version": "int32",
    "segment_id": "int32",
    "customers": "int64",
    "distance": "double",
    "low_confidence": "int64",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, fitted = dbt.ref("segmentation_inputs"), dbt.ref("feature_transforms")
    centres, arrays = dbt.ref("segment_centres"), dbt.ref("network_arrays")
    segmentations = io.segmentations(dbt.ref("training_plan"), dbt.ref("segmentation_features"))
    parts = []
    for segmentation in io.in_training(segmentations):
        _, x = io.design(inputs, fitted, segmentation)
        placed = kmeans.assign(x, io.centres_in_use(centres, segmentation))
        segments = io.segment_ids(centres, segmentation)[placed["cluster"]]
        probabilities = scoring.predict(x, io.network_weights(arrays, segmentation))
        confidence = probabilities[np.arange(len(x)), placed["cluster"] - 1]
        found, index = np.unique(segments, return_inverse=True)
        sums = {"distance": placed["distance"], "low_confidence": confidence < segmentation.confident_from}
        parts.append(
            segmentation.key
            | {"segment_id": found, "customers": np.bincount(index)}
            | {name: np.bincount(index, weights=values) for name, values in sums.items()}
        )
    return io.frame(parts, TYPES, kept=io.stored(dbt, session, segmentations))
