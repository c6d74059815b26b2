"""To what degree customers belong to each segment, by fuzzy c-means: one row per segmentation, customer and segment."""

from segmentation.clustering import algorithms
from segmentation.warehouse import io

TYPES = {
    "segmentation": "string",
    "customer_id": "string",
    "segment_id": "int32",
    "membership": "double",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, fitted = dbt.ref("segmentation_inputs"), dbt.ref("feature_transforms")
    centres, verdicts = dbt.ref("segment_centres"), dbt.ref("structure_verdicts")
    parts = []
    for segmentation in io.segmentations(dbt.ref("champions"), dbt.ref("segmentation_features")):
        algorithm = io.verdict(verdicts, segmentation)["algorithm"]
        customer_id, x = io.design(inputs, fitted, segmentation)
        used = io.centres_in_use(centres, segmentation)
        degrees = algorithms.degrees(algorithm, x, used, seed=segmentation.seed)
        if degrees is not None:
            cells = io.cells(degrees)
            parts.append(
                {
                    "segmentation": segmentation.name,
                    "customer_id": customer_id.take(cells["i"] - 1),
                    "segment_id": io.segment_ids(centres, segmentation)[cells["j"]],
                    "membership": cells["value"],
                }
            )
    return io.frame(parts, TYPES)
