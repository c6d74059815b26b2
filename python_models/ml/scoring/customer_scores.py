"""What the champion finds of each customer: one row per segmentation and customer who can be assigned."""

from functools import partial

from segmentation.lifecycle import scores
from segmentation.warehouse import io, settings, versions

TYPES = {
    "segmentation": "string",
    "customer_id": "string",
    "segment_id": "int32",
    "distance": "double",
    "second_segment_id": "int32",
    "second_distance": "double",
    "is_noise": "bool",
    "membership": "double",
    "memberships": {"segment_id": "int32", "membership": "double"},
    "probability": "double",
    "second_probability": "double",
    "network_segment_id": "int32",
    "network_probability": "double",
    "network_segment_probability": "double",
    "network_distance": "double",
    "network_second_segment_id": "int32",
    "network_second_probability": "double",
    "network_second_segment_probability": "double",
    "network_second_distance": "double",
    "has_other_model": "bool",
    "segment_by_old_model": "int32",
    "segment_by_old_behaviour": "int32",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs = dbt.ref("segmentation_inputs")
    segmentations = settings.segmentations(dbt.ref("segmentation_settings"), dbt.ref("segmentation_features"))
    stored = versions.of_table(io.read(dbt.ref("trained_models")))
    scored, wanted = io.last_day(dbt, session, "scored_customers"), []
    scored_by = settings.last_versions(scored)
    for name, champion in versions.champions(stored, segmentations).items():
        segmentation, model = segmentations[name], champion.model
        version, before = scored_by.get(name), None
        if version in (None, champion["version"]):
            customers = settings.assignable(inputs, segmentation)
        else:
            customers = settings.assignable_with_last_build(inputs, segmentation, scored)
            before = versions.stored_model(stored, name, version)
        found = partial(
            scores.of_customers, segmentation=name, model=model, seed=segmentation.seed, model_before=before
        )
        wanted.append(io.PerRow(customers, found, at_once=model.looks_at_all))
    return io.frame_per_row(wanted, TYPES)
