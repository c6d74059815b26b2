"""The leaves of a small decision tree fitted to the segments: one row per segmentation, segment and rule."""

from segmentation.clustering import kmeans
from segmentation.describing import rules
from segmentation.describing.conditions import Wording
from segmentation.features import transforms
from segmentation.warehouse import io

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
    for segmentation in io.segmentations(dbt.ref("champions"), features):
        table = io.customers(inputs, segmentation)
        columns = io.fitted_columns(fitted, segmentation)
        placed = kmeans.assign(transforms.apply(table, columns), io.centres_in_use(centres, segmentation))
        wording = {
            row["feature"]: Wording(row["feature_label"], row["unit"], row["type"] == "flag")
            for row in io.of(features, segmentation).to_pylist()
        }
        segments = io.segment_ids(centres, segmentation)[placed["cluster"]]
        found = rules.segment_rules(table, segments, columns, wording, seed=segmentation.seed)
        parts.append(
            {"segmentation": segmentation.name, "fidelity": found.fidelity}
            | {"segment_id": [rule.cluster for rule in found.rules]}
            | {name: [getattr(rule, name) for rule in found.rules] for name in list(TYPES)[2:-1]}
        )
    return io.frame(parts, TYPES)
