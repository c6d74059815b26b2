"""K-means centres for every k tried: one row per segmentation, k, cluster and scaled column."""

import numpy as np

from segmentation import clustering, engine

TYPES = {
    "segmentation": "string",
    "k": "int32",
    "cluster": "int32",
    "position": "int32",
    "column_name": "string",
    "centre": "double",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, fitted = dbt.ref("segmentation_inputs"), dbt.ref("feature_transforms")
    parts = []
    for segmentation in engine.segmentations(dbt.ref("segmentation_settings"), dbt.ref("segmentation_features")):
        _, x = engine.design(inputs, fitted, segmentation)
        names = np.array([column.column_name for column in engine.fitted_columns(fitted, segmentation)], dtype=object)
        for k in segmentation.candidates(x):
            cells = engine.cells(clustering.fit_kmeans(x, k, seed=segmentation.seed))
            parts.append(
                {
                    "segmentation": segmentation.name,
                    "k": k,
                    "cluster": cells["i"],
                    "position": cells["j"],
                    "column_name": names[cells["j"] - 1],
                    "centre": cells["value"],
                }
            )
    return engine.frame(parts, TYPES)
