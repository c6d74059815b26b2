"""The settings of the published study, tried again: one row per segmentation, k and setting.

They take minutes: only the segmentations that the variable `experiments` names are tried, the others keep their rows.
"""

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.classifier import experiments
from segmentation.warehouse import io, settings, versions

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
    segmentations = settings.segmentations(dbt.ref("segmentation_settings"), dbt.ref("segmentation_features"))
    tried = [name for name, segmentation in segmentations.items() if segmentation.experiments]
    stored = versions.of_table(io.read(dbt.ref("trained_models")))
    before = io.from_last_build(dbt, session, "experiment_results")
    parts = []
    for name, champion in versions.champions(stored, tried).items():
        segmentation, model = segmentations[name], champion.model
        table = settings.customers(dbt.ref("segmentation_inputs"), segmentation)
        for results in experiments.by_k(
            table,
            segmentation.features,
            segmentation.preparation,
            model.columns,
            champion.clusterings,
            algorithm=segmentation.algorithm,
            seed=segmentation.seed,
        ):
            parts.append({"segmentation": name} | results)
    found = io.frame(parts, TYPES)
    if before is None:
        return found
    others = before.filter(pc.invert(pc.is_in(before["segmentation"], pa.array(tried, pa.string()))))
    return pa.concat_tables([found, others.select(list(TYPES)).cast(found.schema)])
