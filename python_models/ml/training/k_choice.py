"""The chosen k and the votes behind it: one row per model version and k."""

from segmentation.clustering import choosing_k
from segmentation.warehouse import io

TYPES = {
    "segmentation": "string",
    "version": "int32",
    "k": "int32",
    "votes": "int32",
    "voted_by": "string",
    "chosen": "bool",
}


def model(dbt, session):
    dbt.config(materialized="table")
    candidates = dbt.ref("k_candidates")
    segmentations = io.segmentations(dbt.ref("training_plan"), dbt.ref("segmentation_features"))
    parts = []
    for segmentation in io.in_training(segmentations):
        rows = io.of(candidates, segmentation, order_by="k").to_pylist()
        tried = [choosing_k.Candidate.from_row(row) for row in rows]
        chosen = segmentation.k or choosing_k.choose_k(tried, stable_from=segmentation.stable_from)
        votes = choosing_k.votes(tried)
        for candidate in tried:
            voters = [criterion for criterion, k in votes.items() if k == candidate.k]
            parts.append(
                {
                    **segmentation.key,
                    "k": [candidate.k],
                    "votes": len(voters),
                    "voted_by": ", ".join(voters) or None,
                    "chosen": candidate.k == chosen,
                }
            )
    return io.frame(parts, TYPES, kept=io.stored(dbt, session, segmentations))
