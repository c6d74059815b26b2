"""What the stored networks predict of new customers: one row per segmentation and customer."""

from functools import partial

from segmentation.classifier import cold_start
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
    wanted = []
    for name, champion in versions.champions(stored, segmentations).items():
        stages = settings.cold_start_features(features, name)
        found = partial(
            cold_start.predictions,
            segmentation=name,
            stages=stages,
            trained=champion.cold_start,
            confident_from=segmentations[name].confident_from,
        )
        wanted.append(io.PerRow(settings.new_customers(inputs, name, stages), found))
    return io.frame_per_row(wanted, TYPES)
