"""A challenger and its champion on customers held out: one row per challenged model and way."""

from dataclasses import asdict, replace

from segmentation.clustering import kmeans
from segmentation.lifecycle import challenger
from segmentation.networks import specs
from segmentation.warehouse import io

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
    segmentations = io.segmentations(dbt.ref("training_plan"), dbt.ref("segmentation_features"))
    challenged = io.challenged(dbt.ref("training_plan"), io.registered(dbt, session))
    parts = []
    for segmentation in segmentations:
        if segmentation.name not in challenged:
            continue
        champion = replace(segmentation, version=challenged[segmentation.name])
        stored = challenger.Model(
            columns=io.fitted_columns(fitted, champion),
            centres=io.centres_in_use(centres, champion),
            segment_ids=io.segment_ids(centres, champion)[1:],
            weights=io.network_weights(arrays, champion),
        )
        customer_id, x = io.design(inputs, fitted, segmentation)
        clusters = kmeans.assign(x, io.centres_in_use(centres, segmentation))["cluster"]
        before, _ = io.segments_before(io.scored_before(dbt, session, segmentation), customer_id)
        outcomes = challenger.compare(
            io.customers(inputs, segmentation),
            segmentation.features,
            segmentation.preparation,
            stored,
            io.segment_ids(centres, segmentation)[clusters],
            before,
            algorithm=io.verdict(verdicts, segmentation)["algorithm"],
            spec=specs.PRESETS[segmentation.network],
            seed=segmentation.seed,
        )
        parts += [segmentation.key | {name: [value] for name, value in asdict(each).items()} for each in outcomes]
    return io.frame(parts, TYPES, kept=io.stored(dbt, session, segmentations, required=False))
