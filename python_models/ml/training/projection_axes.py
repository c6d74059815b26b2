"""What the axes of the projections are made of: one row per model version, axis and scaled column."""

from segmentation.clustering import criteria, projection
from segmentation.warehouse import io

TYPES = {
    "segmentation": "string",
    "version": "int32",
    "axis": "string",
    "position": "int32",
    "column_name": "string",
    "weight": "double",
    "loading": "double",
    "explained_share": "double",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, fitted, centres = (
        dbt.ref("segmentation_inputs"),
        dbt.ref("feature_transforms"),
        dbt.ref("segment_centres"),
    )
    segmentations = io.segmentations(dbt.ref("training_plan"), dbt.ref("segmentation_features"))
    parts = []
    for segmentation in io.in_training(segmentations):
        _, x = io.design(inputs, fitted, segmentation)
        names = [column.column_name for column in io.fitted_columns(fitted, segmentation)]
        labels = criteria.nearest(x, io.centres_in_use(centres, segmentation))
        views = [projection.principal_components(x), projection.discriminants(x, labels)]
        rows = projection.loading_rows(views, names)
        parts.append(segmentation.key | {name: [row[name] for row in rows] for name in list(TYPES)[2:]})
    return io.frame(parts, TYPES, kept=io.stored(dbt, session, segmentations))
