"""Everything a trained network is made of: one row per segmentation and number of one of its arrays.

Arrays named `layer/weight` are weights; arrays named `history/measure` have one number per epoch.
"""

from segmentation import clustering, engine, evaluation, network

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
    centres, choice = dbt.ref("cluster_centres"), dbt.ref("k_choice")
    parts = []
    for segmentation in engine.segmentations(dbt.ref("segmentation_settings"), dbt.ref("segmentation_features")):
        _, x = engine.design(inputs, fitted, segmentation)
        chosen = engine.chosen_centres(centres, choice, segmentation)
        classes = clustering.assign(x, chosen)["cluster"] - 1
        training = ~evaluation.held_out(classes, seed=segmentation.seed)
        spec = network.PRESETS[segmentation.network]
        trained = network.train(x[training], classes[training], len(chosen), spec, seed=segmentation.seed)
        for name, values in trained.arrays().items():
            cells = engine.cells(values)
            parts.append({"segmentation": segmentation.name, "model": "published_network", "array_name": name} | cells)
    return engine.frame(parts, TYPES)
