"""Algorithms side by side on the same customers: one row per model version and algorithm.

The customers of the maps and their clusters are lists, since an algorithm is run once, for its figures and for them.
"""

from dataclasses import asdict

from segmentation.clustering import algorithms, criteria, kmeans
from segmentation.warehouse import io

TYPES = {
    "segmentation": "string",
    "version": "int32",
    "algorithm": "string",
    "is_chosen": "bool",
    "k": "int32",
    "silhouette": "double",
    "placed_silhouette": "double",
    "inertia": "double",
    "stability": "double",
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
    "customer_id": "string[]",
    "cluster": "int32[]",
    "similar_segment_id": "int32[]",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, fitted = dbt.ref("segmentation_inputs"), dbt.ref("feature_transforms")
    centres, verdicts = dbt.ref("segment_centres"), dbt.ref("structure_verdicts")
    segmentations = io.segmentations(dbt.ref("training_plan"), dbt.ref("segmentation_features"))
    parts = []
    for segmentation in io.in_training(segmentations):
        customer_id, x = io.design(inputs, fitted, segmentation)
        columns = io.fitted_columns(fitted, segmentation)
        used = io.centres_in_use(centres, segmentation)
        chosen = io.verdict(verdicts, segmentation)["algorithm"]
        names = algorithms.compared(segmentation.compared_algorithms.split(","), chosen, columns)
        labels = io.segment_ids(centres, segmentation)[criteria.nearest(x, used) + 1]
        # The customers of the maps.
        points = kmeans.sample_rows(len(x), segmentation.most_points, seed=segmentation.seed)
        ids = customer_id.take(points).to_pylist()
        options = {"k": len(used), "seed": segmentation.seed, "columns": columns, "points": points}
        for row in algorithms.compare(x, labels, names=names, chosen=chosen, **options):
            figures = {name: [value] for name, value in asdict(row).items()}
            # One that failed has put nobody anywhere.
            told = {"customer_id": [ids[: len(row.clusters)]], "cluster": [row.clusters.tolist()]}
            told["similar_segment_id"] = [row.alike.tolist()]
            parts.append(segmentation.key | {"is_chosen": row.algorithm == chosen} | figures | told)
    return io.frame(parts, TYPES, kept=io.stored(dbt, session, segmentations))
