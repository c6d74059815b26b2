"""Every model that was ever trained, and which one is the champion: one row per model version."""

from segmentation.lifecycle import challenger, retraining_policy
from segmentation.warehouse import io

TYPES = {
    "segmentation": "string",
    "version": "int32",
    "model_version": "string",
    "configuration": "string",
    "is_champion": "bool",
    "is_stored": "bool",
    "as_of_date": "date32",
    "data_from": "date32",
    "customers": "int64",
    "reason": "string",
    "verdict": "string",
    "algorithm": "string",
    "k": "int32",
    "seed": "int32",
    "network": "string",
    "features": "string",
    "structure": "string",
    "silhouette": "double",
    "stability": "double",
    "network_accuracy": "double",
}


def model(dbt, session):
    dbt.config(materialized="table")
    # Written last, so that a model counts only when everything about it is stored.
    dbt.ref("network_layers"), dbt.ref("training_statistics"), dbt.ref("assignment_statistics")
    dbt.ref("cold_start_arrays"), dbt.ref("cold_start_trials")
    dbt.ref("preparation_trials"), dbt.ref("projection_axes")
    plan = io.read(dbt.ref("training_plan"), order_by="segmentation").to_pylist()
    outcomes = io.grouped(dbt.ref("challenge_outcomes"), "segmentation", "version", order_by="way")
    figures = io.grouped(dbt.ref("model_versions"), "segmentation", "version", order_by="model_version")
    earlier = io.from_last_build(dbt, session, "registered_models")
    rows = [] if earlier is None else earlier.to_pylist()
    for decided in plan:
        name, version = decided["segmentation"], decided["version"]
        known = [row for row in rows if row["segmentation"] == name]
        for row in known:
            row["is_stored"] = str(row["version"]) in decided["kept_versions"].split(",")
        if not decided["trains"]:
            continue
        by_way = {
            row["way"]: retraining_policy.Figures(row["silhouette"], row["churn"])
            for row in outcomes.get((name, version), [])
        }
        (found,) = figures[name, version]
        had_structure = any(row["is_champion"] and row["structure"] == "found" for row in known)
        judged = retraining_policy.judge(
            by_way.get(challenger.CHAMPION),
            by_way.get(challenger.ANEW),
            allowed_churn=decided["allowed_churn"],
            finds_structure=found["structure"] == "found" and not had_structure,
        )
        for row in known:
            row["is_champion"] = row["is_champion"] and not judged.holds
        told = {"is_champion": judged.holds, "is_stored": True, "verdict": judged.reason}
        rows.append({"segmentation": name, "version": version} | decided | found | told)
    return io.frame([{name: [row[name] for row in rows] for name in TYPES}], TYPES)
