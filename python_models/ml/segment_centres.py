"""The centres that place customers: one row per segmentation, cluster and scaled column.

They are those of the chosen clustering, or of quantile bands where there is no structure to follow.
"""

from segmentation import algorithms, engine

TYPES = {
    "segmentation": "string",
    "cluster": "int32",
    "position": "int32",
    "column_name": "string",
    "centre": "double",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, fitted = dbt.ref("segmentation_inputs"), dbt.ref("feature_transforms")
    tried, verdicts = dbt.ref("cluster_centres"), dbt.ref("structure_verdicts")
    segmentations = engine.segmentations(dbt.ref("training_plan"), dbt.ref("segmentation_features"))
    parts = []
    for segmentation in engine.in_training(segmentations):
        columns = engine.fitted_columns(fitted, segmentation)
        verdict = engine.verdict(verdicts, segmentation)
        if verdict["basis"] == "bands":
            _, x = engine.design(inputs, fitted, segmentation)
            centres = algorithms.fit("bands", x, k=segmentation.bands, seed=segmentation.seed).centres
        else:
            centres = engine.centres_by_k(tried, segmentation)[verdict["k"]]
        parts.append(engine.centre_cells(segmentation, centres, columns))
    return engine.frame(parts, TYPES, kept=engine.stored(dbt, session, segmentations))
