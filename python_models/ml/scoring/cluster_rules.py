"""The leaves of a small decision tree fitted to the segments: one row per segmentation, segment and rule."""

from segmentation import clustering, engine, rules, transforms
from segmentation.conditions import Wording

TYPES = {
    "segmentation": "string",
    "segment_id": "int32",
    "rule_number": "int32",
    "rule": "string",
    "predicate": "string",
    "customers": "int64",
    "coverage": "double",
    "precision": "double",
    "fidelity": "double",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, fitted, centres = (
        dbt.ref("segmentation_inputs"),
        dbt.ref("feature_transforms"),
        dbt.ref("segment_centres"),
    )
    features = dbt.ref("segmentation_features")
    parts = []
    for segmentation in engine.segmentations(dbt.ref("champions"), features):
        table = engine.customers(inputs, segmentation)
        columns = engine.fitted_columns(fitted, segmentation)
        placed = clustering.assign(transforms.apply(table, columns), engine.centres_in_use(centres, segmentation))
        wording = {
            row["feature"]: Wording(row["feature_label"], row["unit"], row["type"] == "flag")
            for row in engine.of(features, segmentation).to_pylist()
        }
        segments = engine.segment_ids(centres, segmentation)[placed["cluster"]]
        found = rules.segment_rules(table, segments, columns, wording, seed=segmentation.seed)
        parts.append(
            {"segmentation": segmentation.name, "fidelity": found.fidelity}
            | {"segment_id": [rule.cluster for rule in found.rules]}
            | {name: [getattr(rule, name) for rule in found.rules] for name in list(TYPES)[2:-1]}
        )
    return engine.frame(parts, TYPES)
