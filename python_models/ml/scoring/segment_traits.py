"""Every figure of a segment as a trait in words: one row per segmentation, segment, feature and level.

`trait_rank` counts the marked traits, the strongest first; it is empty for a figure close to the population's.
"""

from segmentation.describing import naming
from segmentation.warehouse import io

TYPES = {
    "segmentation": "string",
    "segment_id": "int32",
    "trait_rank": "int32",
    "feature": "string",
    "level": "string",
    "role": "string",
    "z_score": "double",
    "trait": "string",
}


def model(dbt, session):
    dbt.config(materialized="table")
    parts = []
    for (segmentation, segment_id), rows in io.grouped(
        dbt.ref("segment_trait_figures"), "segmentation", "segment_id", order_by="position, level nulls first"
    ).items():
        traits = [naming.Trait(**row) for row in rows]
        ranks = {id(trait): rank for rank, trait in enumerate(naming.marked_traits(traits), start=1)}
        parts.append(
            {
                "segmentation": segmentation,
                "segment_id": segment_id,
                "trait_rank": [ranks.get(id(trait)) for trait in traits],
                "trait": [naming.phrase(trait) for trait in traits],
            }
            | {name: [getattr(trait, name) for trait in traits] for name in ("feature", "level", "role", "z_score")}
        )
    return io.frame(parts, TYPES)
