"""Whether this build trains the models of a segmentation, and why: its settings with the decision, a row for each."""

from segmentation import engine, training


def model(dbt, session):
    dbt.config(materialized="table")
    settings = engine.read(dbt.ref("segmentation_settings"), order_by="segmentation")
    features = engine.grouped(dbt.ref("segmentation_features"), "segmentation", order_by="position")
    drifts = engine.grouped(dbt.ref("drift_figures"), "segmentation", order_by="feature")
    # What the last build left; this one writes it when all is trained.
    models = engine.from_last_build(dbt, session, "trained_models")
    stored = {
        row["segmentation"]: training.Stored(row["configuration"], row["as_of_date"])
        for row in ([] if models is None else models.to_pylist())
    }
    plan = []
    for row in settings.to_pylist():
        name = row["segmentation"]
        forming = [feature for feature in features[name,] if feature["in_clustering"]]
        digest = training.configuration_digest(row, forming)
        indices = {each["feature"]: each["stability_index"] for each in drifts.get((name,), [])}
        decision = training.decide(row, configuration=digest, stored=stored.get(name), drifts=indices)
        plan.append({"configuration": digest, "trains": decision.trains, "reason": decision.reason})
    return engine.beside(settings, plan)
