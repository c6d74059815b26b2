"""Everything the networks in use are made of: one row per model version, model and number of one of its arrays.

Arrays named `layer/weight` are weights; arrays named `history/measure` have one number per epoch.
"""

from segmentation import engine
from segmentation.classifier import network, specs, trials

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
    segmentations = engine.segmentations(dbt.ref("training_plan"), dbt.ref("segmentation_features"))
    parts = []
    for segmentation in engine.in_training(segmentations):
        _, x = engine.design(inputs, fitted, segmentation)
        used = engine.centres_in_use(centres, segmentation)
        for name, spec in specs.beside_published(segmentation.network).items():
            (trained,) = network.train_all([trials.task(x, used, spec, seed=segmentation.seed)])
            parts += [
                segmentation.key | {"model": name, "array_name": array} | engine.cells(values)
                for array, values in trained.arrays().items()
            ]
    return engine.frame(parts, TYPES, kept=engine.stored(dbt, session, segmentations))
