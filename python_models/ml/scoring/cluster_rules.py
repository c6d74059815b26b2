"""The leaves of a small decision tree fitted to the segments: one row per segmentation, segment and rule."""

from functools import partial

from segmentation.describing import rules
from segmentation.describing.conditions import Wording
from segmentation.warehouse import io, settings, versions

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
    inputs, features = dbt.ref("segmentation_inputs"), dbt.ref("segmentation_features")
    segmentations = settings.segmentations(dbt.ref("segmentation_settings"), features)
    described = io.grouped(features, "segmentation", order_by="position")
    stored = versions.of_table(io.read(dbt.ref("trained_models")))
    parts = []
    for name, champion in versions.champions(stored, segmentations).items():
        segmentation, model = segmentations[name], champion.model
        table, is_all = settings.every_so_many(inputs, segmentation, most=rules.TREE_ROWS)
        wording = {
            row["feature"]: Wording(row["feature_label"], row["unit"], row["type"] == "flag")
            for row in described[name,]
        }
        counts = None if is_all else partial(_counts, inputs, segmentation, model)
        found = rules.segment_rules(
            table, model.segments_of(table), model.columns, wording, seed=segmentation.seed, counts_of_all=counts
        )
        parts.append(
            {"segmentation": name, "fidelity": found.fidelity}
            | {"segment_id": [rule.cluster for rule in found.rules]}
            | {column: [getattr(rule, column) for rule in found.rules] for column in list(TYPES)[2:-1]}
        )
    return io.frame(parts, TYPES)


def _counts(inputs, segmentation, model, tree):
    def counted(table):
        return {"customers": tree.counts(table, model.segments_of(table))}

    return settings.sums(inputs, segmentation, counted)["customers"].reshape(-1, len(tree.clusters) + 1)
