"""Every model that was ever trained, and which one is the champion: one row per segmentation and version.

The numbers of the versions that are kept are nested tables: a version is stored whole or not at all.
"""

from segmentation.lifecycle import training
from segmentation.lifecycle.training import Job
from segmentation.warehouse import io, settings, versions


def model(dbt, session):
    dbt.config(materialized="table")
    # Who takes part is written before the model, which then stands with all that belongs to it.
    dbt.ref("clustered_customers")
    inputs, features = dbt.ref("segmentation_inputs"), dbt.ref("segmentation_features")
    levels = dbt.ref("sensitive_levels")
    segmentations = settings.segmentations(dbt.ref("training_plan"), features)
    described = io.grouped(features, "segmentation", order_by="position")
    plan = io.read(dbt.ref("training_plan"), order_by="segmentation").to_pylist()
    stored = versions.last_build(dbt, session)
    known = versions.of_table(stored)
    training_now = [decided for decided in plan if decided["trains"]]
    highest = versions.highest_ids(known)
    scored = io.last_day(dbt, session, "scored_customers") if training_now else None
    jobs = []
    for decided in training_now:
        name = decided["segmentation"]
        champion = known.get((name, decided["champion"]))
        rival, stages = (
            versions.rival(decided, champion, described[name,]),
            settings.cold_start_features(features, name),
        )
        further = versions.features_of(rival)
        table = settings.customers(inputs, segmentations[name], further)
        jobs.append(
            Job(
                segmentations[name],
                table,
                early=settings.early_customers(inputs, name, stages, table["customer_id"]),
                stages=stages,
                before=settings.segments_before(scored, name, table["customer_id"]),
                left=settings.segments_left(scored, inputs, name),
                of_all=settings.sums_beyond(table, inputs, scored, segmentations[name], further),
                highest_id=highest.get(name, 0),
                sensitive=settings.sensitive_levels(levels, name, table["customer_id"]),
                outer=versions.outer_model(known, plan, segmentations[name]),
                **rival,
                **versions.last_champion(decided, champion),
            )
        )
    return versions.register(stored, plan, dict(training.run(jobs)))
