"""Algorithms side by side on the same customers: one row per model version and algorithm."""

from dataclasses import asdict

from segmentation import algorithms, criteria, engine

TYPES = {
    "segmentation": "string",
    "version": "int32",
    "algorithm": "string",
    "is_chosen": "bool",
    "k": "int32",
    "silhouette": "double",
    "placed_silhouette": "double",
    "calinski_harabasz": "double",
    "davies_bouldin": "double",
    "smallest_share": "double",
    "largest_share": "double",
    "noise_share": "double",
    "adjusted_rand": "double",
    "faithfulness": "double",
    "seconds": "double",
    "rows_used": "int64",
    "is_sample": "bool",
    "note": "string",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, fitted = dbt.ref("segmentation_inputs"), dbt.ref("feature_transforms")
    centres, verdicts = dbt.ref("segment_centres"), dbt.ref("structure_verdicts")
    segmentations = engine.segmentations(dbt.ref("training_plan"), dbt.ref("segmentation_features"))
    parts = []
    for segmentation in engine.in_training(segmentations):
        _, x = engine.design(inputs, fitted, segmentation)
        columns = engine.fitted_columns(fitted, segmentation)
        used = engine.centres_in_use(centres, segmentation)
        chosen = engine.verdict(verdicts, segmentation)["algorithm"]
        names = algorithms.compared(segmentation.compared_algorithms.split(","), chosen, columns)
        labels = criteria.nearest(x, used)
        options = {"k": len(used), "seed": segmentation.seed, "columns": columns}
        for row in algorithms.compare(x, labels, names=names, chosen=chosen, **options):
            figures = {name: [value] for name, value in asdict(row).items()}
            parts.append(segmentation.key | {"is_chosen": row.algorithm == chosen} | figures)
    return engine.frame(parts, TYPES, kept=engine.stored(dbt, session, segmentations))
