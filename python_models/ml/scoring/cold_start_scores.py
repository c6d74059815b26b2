"""What the stored networks predict of new customers: one row per segmentation and customer."""

import numpy as np

from segmentation.classifier import cold_start
from segmentation.features import transforms
from segmentation.networks import scoring
from segmentation.warehouse import io, settings, versions

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
    segmentations = settings.segmentations(dbt.ref("segmentation_settings"), features)
    stored = versions.of_table(io.read(dbt.ref("trained_models")))
    parts = []
    for name, champion in versions.champions(stored, segmentations).items():
        stages, trained = settings.cold_start_features(features, name), champion.cold_start
        table = settings.new_customers(inputs, name, stages)
        latest = cold_start.latest_stages(table, {stage: stages[stage] for stage in trained if stage in stages})
        for stage, (columns, weights) in trained.items():
            customers = table.take(np.flatnonzero(latest == stage))
            probabilities = scoring.predict(transforms.apply(customers, columns), weights)
            decided = cold_start.decisions(probabilities, confident_from=segmentations[name].confident_from)
            # What the network has learned are the numbers of the segments themselves.
            named = {column.replace("cluster", "segment_id"): values for column, values in decided.items()}
            parts.append({"segmentation": name, "customer_id": customers["customer_id"], "moment": stage} | named)
    return io.frame(parts, TYPES)
