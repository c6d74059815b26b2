"""What the network in use says of each customer: one row per segmentation and placed customer."""

import numpy as np

from segmentation import clustering, engine
from segmentation.classifier import scoring

TYPES = {
    "segmentation": "string",
    "customer_id": "string",
    "network_cluster": "int32",
    "network_probability": "double",
    "probability": "double",
    "second_probability": "double",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, fitted = dbt.ref("segmentation_inputs"), dbt.ref("feature_transforms")
    centres, arrays = dbt.ref("segment_centres"), dbt.ref("network_arrays")
    parts = []
    for segmentation in engine.segmentations(dbt.ref("segmentation_settings"), dbt.ref("segmentation_features")):
        customer_id, x = engine.design(inputs, fitted, segmentation)
        placed = clustering.assign(x, engine.centres_in_use(centres, segmentation))
        probabilities = scoring.predict(x, engine.network_weights(arrays, segmentation))
        rows = np.arange(len(x))
        second = probabilities[rows, placed["second_cluster"] - 1]
        parts.append(
            {
                "segmentation": segmentation.name,
                "customer_id": customer_id,
                "network_cluster": scoring.likeliest(probabilities) + 1,
                "network_probability": probabilities.max(axis=1),
                "probability": probabilities[rows, placed["cluster"] - 1],
                "second_probability": np.where(placed["second_cluster"] > 0, second, np.nan),
            }
        )
    return engine.frame(parts, TYPES)
