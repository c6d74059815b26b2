"""Networks and simpler models on customers they have not seen: one row per model version, model, split and cell.

A cell counts the customers of one segment who were given one segment with nearly one confidence.
"""

from segmentation.classifier import trials
from segmentation.clustering import criteria
from segmentation.networks import specs
from segmentation.warehouse import io

TYPES = {
    "segmentation": "string",
    "version": "int32",
    "model": "string",
    "split": "string",
    "split_set": "string",
    "segment_id": "int32",
    "predicted_segment_id": "int32",
    "confidence_bin": "int32",
    "customers": "int64",
    "confidence": "double",
    "log_loss": "double",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, fitted = dbt.ref("segmentation_inputs"), dbt.ref("feature_transforms")
    centres, verdicts = dbt.ref("segment_centres"), dbt.ref("structure_verdicts")
    segmentations = io.segmentations(dbt.ref("training_plan"), dbt.ref("segmentation_features"))
    parts = []
    for segmentation in io.in_training(segmentations):
        _, x = io.design(inputs, fitted, segmentation)
        used = io.centres_in_use(centres, segmentation)
        folds = trials.folds(
            io.customers(inputs, segmentation),
            segmentation.features,
            segmentation.preparation,
            io.segment_ids(centres, segmentation)[criteria.nearest(x, used) + 1],
            algorithm=io.verdict(verdicts, segmentation)["algorithm"],
            n_splits=segmentation.splits,
            seed=segmentation.seed,
        )
        compared = specs.beside_published(segmentation.network)
        parts += [segmentation.key | cells for cells in trials.run(folds, compared, seed=segmentation.seed)]
    return io.frame(parts, TYPES, kept=io.stored(dbt, session, segmentations))
