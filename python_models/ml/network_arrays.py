"""Everything a trained network is made of: one row per segmentation and number of one of its arrays.

Arrays named `layer/weight` are weights; arrays named `history/measure` have one number per epoch.
"""

from segmentation import clustering, engine
from segmentation.classifier import evaluation, network

TYPES = {
    "segmentation": "string",
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
    segmentations = engine.segmentations(dbt.ref("segmentation_settings"), dbt.ref("segmentation_features"))
    tasks = []
    for segmentation in segmentations:
        _, x = engine.design(inputs, fitted, segmentation)
        chosen = engine.centres_in_use(centres, segmentation)
        classes = clustering.assign(x, chosen)["cluster"] - 1
        train = ~evaluation.held_out(classes, seed=segmentation.seed)
        spec = network.PRESETS[segmentation.network]
        tasks.append(network.TrainingTask(x[train], classes[train], len(chosen), spec, segmentation.seed))
    parts = [
        {"segmentation": segmentation.name, "model": f"{segmentation.network}_network", "array_name": name}
        | engine.cells(values)
        for segmentation, trained in zip(segmentations, network.train_all(tasks), strict=True)
        for name, values in trained.arrays().items()
    ]
    return engine.frame(parts, TYPES)
