"""Whether the customers form groups at all, and the figures that tell: one row per model version."""

from segmentation.clustering import structure
from segmentation.warehouse import io

TYPES = {
    "segmentation": "string",
    "version": "int32",
    "algorithm_asked_for": "string",
    "k_asked_for": "int32",
    "k": "int32",
    "best_gain": "double",
    "structureless_gain": "double",
    "structure": "string",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, fitted, candidates, choice = (
        dbt.ref("segmentation_inputs"),
        dbt.ref("feature_transforms"),
        dbt.ref("k_candidates"),
        dbt.ref("k_choice"),
    )
    segmentations = io.segmentations(dbt.ref("training_plan"), dbt.ref("segmentation_features"))
    parts = []
    for segmentation in io.in_training(segmentations):
        _, x = io.design(inputs, fitted, segmentation)
        tried = io.of(candidates, segmentation, order_by="k")
        chosen = io.of(choice, segmentation, where="chosen")["k"][0].as_py()
        # A k that was chosen from a range is held against references that may choose from it too.
        ks = [segmentation.k] if segmentation.k else segmentation.candidates(x)
        gain = max(tried["mixture_gain"].drop_null().to_pylist(), default=0.0)
        found = structure.verdict(x, ks, gain=gain, seed=segmentation.seed)
        asked_for = {"algorithm_asked_for": segmentation.algorithm, "k_asked_for": segmentation.k}
        parts.append(segmentation.key | asked_for | {"k": [chosen]} | found)
    return io.frame(parts, TYPES, kept=io.stored(dbt, session, segmentations))
