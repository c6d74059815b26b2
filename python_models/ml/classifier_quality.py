"""How well the network and its baselines tell the segments: one row per segmentation, model and split."""

from segmentation import clustering, engine
from segmentation.classifier import evaluation, scoring

TYPES = {
    "segmentation": "string",
    "model": "string",
    "split": "string",
    "customers": "int64",
    "accuracy": "double",
    "macro_f1": "double",
    "log_loss": "double",
    "calibration_error": "double",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, fitted = dbt.ref("segmentation_inputs"), dbt.ref("feature_transforms")
    centres, arrays = dbt.ref("segment_centres"), dbt.ref("network_arrays")
    parts = []
    for segmentation in engine.segmentations(dbt.ref("segmentation_settings"), dbt.ref("segmentation_features")):
        _, x = engine.design(inputs, fitted, segmentation)
        chosen = engine.centres_in_use(centres, segmentation)
        classes = clustering.assign(x, chosen)["cluster"] - 1
        test = evaluation.held_out(classes, seed=segmentation.seed)
        models = {f"{segmentation.network}_network": scoring.predict(x, engine.network_weights(arrays, segmentation))}
        models |= evaluation.baselines(x, classes, test, chosen)
        for name, probabilities in models.items():
            for split, rows in (("train_1", ~test), ("test_1", test)):
                if not rows.any():
                    continue
                quality = evaluation.measures(classes[rows], probabilities[rows])
                identity = {"segmentation": segmentation.name, "model": name, "split": split}
                parts.append(identity | {"customers": [int(rows.sum())]} | quality)
    return engine.frame(parts, TYPES)
