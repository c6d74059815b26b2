"""What the network in use says of each customer: one row per segmentation and placed customer."""

from scipy.spatial.distance import cdist

from segmentation.networks import scoring
from segmentation.warehouse import io

TYPES = {
    "segmentation": "string",
    "customer_id": "string",
    "probability": "double",
    "second_probability": "double",
    "network_segment_id": "int32",
    "network_probability": "double",
    "network_distance": "double",
    "network_second_segment_id": "int32",
    "network_second_probability": "double",
    "network_second_distance": "double",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, fitted = dbt.ref("segmentation_inputs"), dbt.ref("feature_transforms")
    centres, arrays = dbt.ref("segment_centres"), dbt.ref("network_arrays")
    parts = []
    for segmentation in io.segmentations(dbt.ref("champions"), dbt.ref("segmentation_features")):
        customer_id, x = io.design(inputs, fitted, segmentation)
        used = io.centres_in_use(centres, segmentation)
        probabilities = scoring.predict(x, io.network_weights(arrays, segmentation))
        ids = io.segment_ids(centres, segmentation)
        said = io.as_segments(scoring.beside_centres(probabilities, cdist(x, used)), ids)
        parts.append({"segmentation": segmentation.name, "customer_id": customer_id} | said)
    return io.frame(parts, TYPES)
