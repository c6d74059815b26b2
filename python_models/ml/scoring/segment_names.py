"""The name and the sentence of each segment, made from its traits: one row per segmentation and segment."""

from segmentation.describing import naming
from segmentation.warehouse import io

TYPES = {
    "segmentation": "string",
    "segment_id": "int32",
    "segment_name": "string",
    "description": "string",
    "configuration": "string",
}


def model(dbt, session):
    dbt.config(materialized="table")
    words = {(row["role"], row["direction"]): row["word"] for row in io.read(dbt.ref("trait_words")).to_pylist()}
    segmentations = {}
    for (segmentation, segment_id), rows in io.grouped(
        dbt.ref("segment_trait_figures"), "segmentation", "segment_id", order_by="position, level nulls first"
    ).items():
        if segment_id > 0:
            segmentations.setdefault(segmentation, {})[segment_id] = [naming.Trait(**row) for row in rows]
    bands = {row["segmentation"]: row["label"] for row in io.read(dbt.ref("band_features")).to_pylist()}
    configurations = {row["segmentation"]: row["configuration"] for row in io.read(dbt.ref("champions")).to_pylist()}
    before = io.from_last_build(dbt, session, "segment_names")
    named = [] if before is None else before.to_pylist()
    parts = []
    for segmentation, segments in segmentations.items():
        # A segment keeps its name as long as it is made by the same features.
        made_of = {"segmentation": segmentation, "configuration": configurations[segmentation]}
        kept = [row for row in named if made_of.items() <= row.items()]
        if segmentation in bands:
            names = naming.name_bands(list(segments), bands[segmentation])
        else:
            names = naming.name_segments(segments, words)
        names = naming.kept_names(names, {row["segment_id"]: row["segment_name"] for row in kept})
        parts.append(
            {
                **made_of,
                "segment_id": list(segments),
                "segment_name": [names[segment] for segment in segments],
                "description": [naming.describe(traits) for traits in segments.values()],
            }
        )
    return io.frame(parts, TYPES)
