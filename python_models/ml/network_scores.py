"""What the stored network says of each customer: one row per segmentation and placed customer."""

import numpy as np

from segmentation import clustering, engine
from segmentation.classifier import evaluation, scoring

TYPES = {
    "segmentation": "string",
    "customer_id": "string",
    "split": "string",
    "cluster": "int32",
    "network_cluster": "int32",
    "network_probability": "double",
    "probability": "double",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, fitted = dbt.ref("segmentation_inputs"), dbt.ref("feature_transforms")
    centres, arrays = dbt.ref("segment_centres"), dbt.ref("network_arrays")
    parts = []
    for segmentation in engine.segmentations(dbt.ref("segmentation_settings"), dbt.ref("segmentation_features")):
        customer_id, x = engine.design(inputs, fitted, segmentation)
        classes = clustering.assign(x, engine.centres_in_use(centres, segmentation))["cluster"] - 1
        probabilities = scoring.predict(x, engine.network_weights(arrays, segmentation))
        parts.append(
            {
                "segmentation": segmentation.name,
                "customer_id": customer_id,
                "split": np.where(evaluation.held_out(classes, seed=segmentation.seed), "test_1", "train_1"),
                "cluster": classes + 1,
                "network_cluster": probabilities.argmax(axis=1) + 1,
                "network_probability": probabilities.max(axis=1),
                "probability": probabilities[np.arange(len(x)), classes],
            }
        )
    return engine.frame(parts, TYPES)
