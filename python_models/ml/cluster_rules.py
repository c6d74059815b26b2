"""The shortest useful rule for each cluster, in words: one row per segmentation and cluster."""

from segmentation import clustering, engine, rules

TYPES = {
    "segmentation": "string",
    "cluster": "int32",
    "rule": "string",
    "coverage": "double",
    "precision": "double",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, fitted, features = (
        dbt.ref("segmentation_inputs"),
        dbt.ref("feature_transforms"),
        dbt.ref("segmentation_features"),
    )
    centres = dbt.ref("segment_centres")
    parts = []
    for segmentation in engine.segmentations(dbt.ref("segmentation_settings"), features):
        _, x = engine.design(inputs, fitted, segmentation)
        clusters = clustering.assign(x, engine.centres_in_use(centres, segmentation))["cluster"]
        wording = {
            row["feature"]: (row["feature_label"], row["unit"]) for row in engine.of(features, segmentation).to_pylist()
        }
        columns = engine.fitted_columns(fitted, segmentation)
        found = rules.segment_rules(x, clusters, columns, wording, seed=segmentation.seed)
        parts.append(
            {"segmentation": segmentation.name, "cluster": [rule.cluster for rule in found]}
            | {name: [getattr(rule, name) for rule in found] for name in ("rule", "coverage", "precision")}
        )
    return engine.frame(parts, TYPES)
