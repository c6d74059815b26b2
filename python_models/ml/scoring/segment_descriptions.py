"""Name, sentence and traits of each segment: one row per segmentation and segment.

Segment 0, which holds the customers who cannot be assigned, has traits but no name of its own.
"""

from segmentation.describing import naming
from segmentation.warehouse import io, settings, versions

TYPES = {
    "segmentation": "string",
    "segment_id": "int32",
    "segment_name": "string",
    "description": "string",
    "in_short": "string",
    "is_leaving": "bool",
    "configuration": "string",
    "bands_of": "string",
    "traits": {
        "trait_rank": "int32",
        "trait": "string",
        "feature": "string",
        "level": "string",
        "role": "string",
        "z_score": "double",
    },
}


def model(dbt, session):
    dbt.config(materialized="table")
    read = io.read(dbt.ref("trait_words")).to_pylist()
    words, phrases = (
        {(row["role"], row["direction"]): row[column] for row in read} for column in ("word", "what_they_do")
    )
    features = io.grouped(dbt.ref("segmentation_features"), "segmentation", order_by="position")
    stored = versions.of_table(io.read(dbt.ref("trained_models")))
    outer = {row["segmentation"]: row["within"] for row in io.read(dbt.ref("segmentation_settings")).to_pylist()}
    named = settings.names_had(dbt, session)
    segments: dict[str, dict[int, list[naming.Trait]]] = {}
    for (name, segment_id), rows in io.grouped(
        dbt.ref("segment_figures"), "segmentation", "segment_id", order_by="position, level nulls first"
    ).items():
        segments.setdefault(name, {})[segment_id] = naming.traits(rows)
    parts, names = [], {}
    # A segmentation comes before its sub-segments.
    for name, champion in versions.champions(stored, segments).items():
        # A segment keeps its name as long as it is made by the same features.
        made_of = {"segmentation": name, "configuration": champion["configuration"]}
        kept = named.get(tuple(made_of.values()), {})
        bands = None
        if champion["basis"] == "bands":
            bands = naming.band_label(champion.part("axes").to_pylist(), champion.model.columns, features[name,])
        within = naming.wholes(champion.part("outer_segments").to_pylist(), names.get(outer[name], {}))
        found = naming.described(segments[name], words, phrases, kept=kept, within=within, bands=bands)
        names[name] = dict(zip(found["segment_id"], found["segment_name"], strict=True))
        parts.append(made_of | {"bands_of": bands} | found)
    return io.frame(parts, TYPES)
