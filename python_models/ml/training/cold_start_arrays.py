"""The networks of the cold start: one row per model version, moment and number of one of a network's arrays.

Arrays named `layer/weight` are weights; arrays named `history/measure` have one number per epoch.
"""

from segmentation.classifier import cold_start
from segmentation.networks import trainer
from segmentation.warehouse import io

TYPES = {
    "segmentation": "string",
    "version": "int32",
    "moment": "string",
    "array_name": "string",
    "i": "int32",
    "j": "int32",
    "value": "double",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, features = dbt.ref("segmentation_inputs"), dbt.ref("segmentation_features")
    fitted, centres = dbt.ref("feature_transforms"), dbt.ref("segment_centres")
    segmentations = io.segmentations(dbt.ref("training_plan"), features)
    tasks = {}
    for segmentation in io.in_training(segmentations):
        lessons = io.cold_start_lessons(inputs, fitted, centres, features, segmentation)
        for moment, lesson in lessons.items():
            tasks[segmentation.name, segmentation.version, moment] = cold_start.task(lesson)
    parts = [
        {"segmentation": name, "version": version, "moment": moment, "array_name": array_name} | io.cells(values)
        for (name, version, moment), trained in zip(tasks, trainer.train_all(list(tasks.values())), strict=True)
        for array_name, values in trained.arrays().items()
    ]
    return io.frame(parts, TYPES, kept=io.stored(dbt, session, segmentations, required=False))
