"""Whether this build trains a segmentation, as which version, and why: its settings with the decision."""

from segmentation.lifecycle import retraining_policy
from segmentation.warehouse import io


def model(dbt, session):
    dbt.config(materialized="table")
    settings = io.read(dbt.ref("segmentation_settings"), order_by="segmentation")
    features = io.grouped(dbt.ref("segmentation_features"), "segmentation", order_by="position")
    drifts = io.grouped(dbt.ref("drift_figures"), "segmentation", order_by="feature")
    registered = io.registered(dbt, session)
    plan = []
    for row in settings.to_pylist():
        name = row["segmentation"]
        models = registered.get(name, [])
        forming = [feature for feature in features[name,] if feature["in_clustering"]]
        digest = retraining_policy.configuration_digest(row, forming)
        indices = {each["feature"]: each["stability_index"] for each in drifts.get((name,), [])}
        decision = retraining_policy.decide(row, configuration=digest, models=models, drifts=indices)
        champion = next((each.version for each in models if each.is_champion), None)
        kept = retraining_policy.kept_versions(models, row["versions_kept"])
        plan.append(
            {
                "configuration": digest,
                "trains": decision.holds,
                "reason": decision.reason,
                "version": models[-1].version + 1 if decision.holds and models else champion or 1,
                "champion": champion,
                "kept_versions": ",".join(map(str, kept)),
            }
        )
    return io.beside(settings, plan)
