"""Whether this build trains a segmentation, as which version, and why: its settings with the decision and the drift."""

from functools import partial

from segmentation.lifecycle import drift, retraining_policy
from segmentation.warehouse import io, settings, versions

DECISION = {
    "configuration": "string",
    "trains": "bool",
    "reason": "string",
    "version": "int32",
    "champion": "int32",
    "kept_versions": "string",
    "drifts": {"feature": "string", "customers": "int64", "stability_index": "double", "outside_share": "double"},
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, configured = dbt.ref("segmentation_inputs"), dbt.ref("segmentation_settings")
    segmentations = settings.segmentations(configured, dbt.ref("segmentation_features"))
    features = io.grouped(dbt.ref("segmentation_features"), "segmentation", order_by="position")
    stored = versions.last_build(dbt, session)
    registered, known = versions.registered(stored), versions.of_table(stored)
    table = io.read(configured, order_by="segmentation")
    decisions: dict[str, dict] = {}
    for row in table.to_pylist():
        name, within = row["segmentation"], row["within"]
        models = registered.get(name, [])
        champion = next((each.version for each in models if each.is_champion), None)
        bins = known[name, champion].bins if champion else {}
        counts = partial(drift.counts_by_feature, bins_of=bins)
        drifts = drift.by_feature(settings.sums(inputs, segmentations[name], counts), bins) if bins else {}
        forming = [feature for feature in features[name,] if feature["in_clustering"]]
        decisions[name] = retraining_policy.plan(
            row,
            forming,
            models=models,
            drifts=drifts,
            outer_trains=bool(within) and decisions[within]["trains"],
            is_divided=bool(within) and versions.is_divided(known, decisions[within], segmentations[name]),
        )
    return io.with_columns(table, list(decisions.values()), DECISION)
