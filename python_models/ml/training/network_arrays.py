"""Everything the networks in use are made of: one row per model version, model and number of one of its arrays.

Arrays named `layer/weight` are weights; arrays named `history/measure` have one number per epoch.
"""

from segmentation.classifier import trials
from segmentation.networks import specs, trainer
from segmentation.warehouse import io

TYPES = {
    "segmentation": "string",
    "version": "int32",
    "model": "string",
    "array_name": "string",
    "i": "int32",
    "j": "int32",
    "value": "double",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, fitted = dbt.ref("segmentation_inputs"), dbt.ref("feature_transforms")
    centres = dbt.ref("segment_centres")
    segmentations = io.segmentations(dbt.ref("training_plan"), dbt.ref("segmentation_features"))
    parts = []
    for segmentation in io.in_training(segmentations):
        _, x = io.design(inputs, fitted, segmentation)
        used = io.centres_in_use(centres, segmentation)
        for name, spec in specs.beside_published(segmentation.network).items():
            (trained,) = trainer.train_all([trials.task(x, used, spec, seed=segmentation.seed)])
            parts += [
                segmentation.key | {"model": name, "array_name": array} | io.cells(values)
                for array, values in trained.arrays().items()
            ]
    return io.frame(parts, TYPES, kept=io.stored(dbt, session, segmentations))
