"""What the stored networks say of new customers: one row per segmentation and customer."""

import numpy as np

from segmentation.classifier import cold_start
from segmentation.features import transforms
from segmentation.networks import scoring
from segmentation.warehouse import io

TYPES = {
    "segmentation": "string",
    "customer_id": "string",
    "moment": "string",
    "segment_id": "int32",
    "probability": "double",
    "second_segment_id": "int32",
    "second_probability": "double",
    "abstains": "bool",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, features = dbt.ref("segmentation_inputs"), dbt.ref("segmentation_features")
    fitted, arrays = dbt.ref("cold_start_transforms"), dbt.ref("cold_start_arrays")
    parts = []
    for segmentation in io.segmentations(dbt.ref("champions"), features):
        moments = io.cold_start_features(features, segmentation)
        trained = sorted(set(io.of(fitted, segmentation)["moment"].to_pylist()))
        table = io.new_customers(inputs, segmentation, moments)
        latest = cold_start.latest_moments(table, {moment: moments[moment] for moment in trained})
        for moment in trained:
            customers = table.take(np.flatnonzero(latest == moment))
            columns = io.fitted_columns(fitted, segmentation, where=f"moment = '{moment}'")
            weights = io.network_weights(arrays, segmentation, where=f"moment = '{moment}'")
            probabilities = scoring.predict(transforms.apply(customers, columns), weights)
            decided = cold_start.decisions(probabilities, confident_from=segmentation.confident_from)
            identity = {"segmentation": segmentation.name, "customer_id": customers["customer_id"], "moment": moment}
            # What was learned are the numbers of the segments themselves.
            parts.append(identity | io.as_segments(decided, np.arange(probabilities.shape[1] + 1)))
    return io.frame(parts, TYPES)
