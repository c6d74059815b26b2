"""The settings of the published study, tried again: one row per segmentation, k and setting.

They take minutes: only the segmentations that the variable `experiments` names are tried, the others keep their rows.
"""

from segmentation.classifier import experiments, trials
from segmentation.clustering import kmeans
from segmentation.warehouse import io

TYPES = {
    "segmentation": "string",
    "k": "int32",
    "architecture": "string",
    "optimizer": "string",
    "learning_rate": "double",
    "stage": "int32",
    "runs": "int32",
    "train_accuracy": "double",
    "test_accuracy": "double",
    "test_accuracy_sd": "double",
    "test_accuracy_min": "double",
    "majority_accuracy": "double",
    "logistic_accuracy": "double",
    "kept_epoch": "double",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, fitted, tried = dbt.ref("segmentation_inputs"), dbt.ref("feature_transforms"), dbt.ref("cluster_centres")
    segmentations = io.segmentations(dbt.ref("champions"), dbt.ref("segmentation_features"))
    parts = []
    for segmentation in segmentations:
        if not segmentation.experiments:
            continue
        _, x = io.design(inputs, fitted, segmentation)
        for k, centres in io.centres_by_k(tried, segmentation).items():
            if k in experiments.K_RANGE:
                folds = trials.folds(
                    io.customers(inputs, segmentation),
                    segmentation.features,
                    segmentation.preparation,
                    kmeans.assign(x, centres)["cluster"],
                    algorithm=segmentation.algorithm,
                    n_splits=experiments.SPLITS,
                    seed=segmentation.seed,
                )
                results = list(experiments.study(folds, k, seed=segmentation.seed))
                columns = {name: [result[name] for result in results] for name in list(TYPES)[1:]}
                parts.append({"segmentation": segmentation.name} | columns)
    others = [segmentation.name for segmentation in segmentations if not segmentation.experiments]
    return io.frame(parts, TYPES, kept=io.previous(dbt, session, others))
