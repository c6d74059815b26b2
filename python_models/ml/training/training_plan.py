"""Whether this build trains a segmentation, as which version, and why: its settings with the decision."""

from segmentation import engine, training


def model(dbt, session):
    dbt.config(materialized="table")
    settings = engine.read(dbt.ref("segmentation_settings"), order_by="segmentation")
    features = engine.grouped(dbt.ref("segmentation_features"), "segmentation", order_by="position")
    drifts = engine.grouped(dbt.ref("drift_figures"), "segmentation", order_by="feature")
    registered = engine.registered(dbt, session)
    plan = []
    for row in settings.to_pylist():
        name = row["segmentation"]
        models = registered.get(name, [])
        forming = [feature for feature in features[name,] if feature["in_clustering"]]
        digest = training.configuration_digest(row, forming)
        indices = {each["feature"]: each["stability_index"] for each in drifts.get((name,), [])}
        decision = training.decide(row, configuration=digest, models=models, drifts=indices)
        champion = next((each.version for each in models if each.is_champion), None)
        kept = training.kept_versions(models, row["versions_kept"])
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
    return engine.beside(settings, plan)
