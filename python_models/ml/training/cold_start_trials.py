"""How well the cold start does: one row per model version, moment, model, split and threshold.

A threshold of 0 covers all tested customers; any other those whose likeliest segment is as probable.
"""

from segmentation.classifier import cold_start
from segmentation.networks import trainer
from segmentation.warehouse import io

TYPES = {
    "segmentation": "string",
    "version": "int32",
    "moment": "string",
    "model": "string",
    "split": "string",
    "threshold": "double",
    "tested": "int64",
    "customers": "int64",
    "accuracy": "double",
    "majority_accuracy": "double",
    "macro_f1": "double",
    "log_loss": "double",
    "calibration_error": "double",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, features = dbt.ref("segmentation_inputs"), dbt.ref("segmentation_features")
    fitted, centres = dbt.ref("feature_transforms"), dbt.ref("segment_centres")
    segmentations = io.segmentations(dbt.ref("training_plan"), features)
    trials = []
    for segmentation in io.in_training(segmentations):
        lessons = io.cold_start_lessons(inputs, fitted, centres, features, segmentation)
        for moment, lesson in lessons.items():
            identity = segmentation.key | {"moment": moment}
            trials += [(identity, segmentation.confident_from, trial) for trial in cold_start.trials(lesson)]
    trained = trainer.train_all([trial.task for _, _, trial in trials])
    parts = [
        identity | cold_start.outcomes(trial, each.weights, confident_from=confident_from)
        for (identity, confident_from, trial), each in zip(trials, trained, strict=True)
    ]
    return io.frame(parts, TYPES, kept=io.stored(dbt, session, segmentations, required=False))
