"""A challenger and its champion on customers held out: one row per challenged model and way."""

from dataclasses import asdict, replace

from segmentation import clustering, engine, updating
from segmentation.classifier import specs

TYPES = {
    "segmentation": "string",
    "version": "int32",
    "way": "string",
    "held_out": "int64",
    "silhouette": "double",
    "churn": "double",
    "network_accuracy": "double",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, fitted, centres = dbt.ref("segmentation_inputs"), dbt.ref("feature_transforms"), dbt.ref("segment_centres")
    verdicts, arrays = dbt.ref("structure_verdicts"), dbt.ref("network_arrays")
    segmentations = engine.segmentations(dbt.ref("training_plan"), dbt.ref("segmentation_features"))
    challenged = engine.challenged(dbt.ref("training_plan"), engine.registered(dbt, session))
    parts = []
    for segmentation in segmentations:
        if segmentation.name not in challenged:
            continue
        champion = replace(segmentation, version=challenged[segmentation.name])
        stored = updating.Model(
            columns=engine.fitted_columns(fitted, champion),
            centres=engine.centres_in_use(centres, champion),
            segment_ids=engine.segment_ids(centres, champion)[1:],
            weights=engine.network_weights(arrays, champion),
        )
        customer_id, x = engine.design(inputs, fitted, segmentation)
        clusters = clustering.assign(x, engine.centres_in_use(centres, segmentation))["cluster"]
        before, _ = engine.segments_before(engine.scored_before(dbt, session, segmentation), customer_id)
        outcomes = updating.compare(
            engine.customers(inputs, segmentation),
            segmentation.features,
            segmentation.preparation,
            stored,
            engine.segment_ids(centres, segmentation)[clusters],
            before,
            algorithm=engine.verdict(verdicts, segmentation)["algorithm"],
            spec=specs.PRESETS[segmentation.network],
            seed=segmentation.seed,
        )
        parts += [segmentation.key | {name: [value] for name, value in asdict(each).items()} for each in outcomes]
    return engine.frame(parts, TYPES, kept=engine.stored(dbt, session, segmentations, required=False))
