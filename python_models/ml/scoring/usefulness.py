"""What the segments say of customers next to simpler groupings: one row per segmentation and grouping.

It is judged when they are trained, or when it is first known what customers did after: other builds keep it.
"""

import numpy as np

from segmentation.clustering import usefulness
from segmentation.warehouse import io, settings, versions

FIGURES = ["smallest_share", "stability", "variance_explained"] + [
    f"{outcome}_{figure}{end}"
    for outcome in ("revenue", "purchase")
    for figure in ("explained", "gain")
    for end in ("", "_low", "_high")
]
TYPES = {"segmentation": "string", "model_version": "string", "way": "string", "group_count": "int32"}
TYPES |= dict.fromkeys(FIGURES, "double")
TYPES |= {"outcome_customers": "int64", "cut_off_on": "date32", "outcome_days": "int32"}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, configured = dbt.ref("segmentation_inputs"), dbt.ref("segmentation_settings")
    past, outcomes = dbt.ref("past_segmentation_inputs"), dbt.ref("outcome_customers")
    scores = dbt.ref("customer_rfm_scores")
    segmentations = settings.segmentations(configured, dbt.ref("segmentation_features"))
    stored = versions.of_table(io.read(dbt.ref("trained_models")))
    judged_on = {
        row["segmentation"]: {name: row[name] for name in ("cut_off_on", "outcome_days")}
        for row in io.read(outcomes.aggregate("segmentation, cut_off_on, outcome_days")).to_pylist()
    }
    before, parts, kept = io.from_last_build(dbt, session, "usefulness"), [], []
    for name, champion in versions.champions(stored, segmentations).items():
        rows = versions.kept_of_training(before, champion, TYPES)
        if rows is not None and (rows["outcome_customers"].null_count == 0 or name not in judged_on):
            kept.append(rows)
            continue
        segmentation, model = segmentations[name], champion.model
        today = settings.customers(inputs, segmentation)
        then = settings.customers_then(outcomes, past, segmentation, today, most=usefulness.ROWS)
        x, x_then = model.coordinates(today), model.coordinates(then)
        ways = [
            usefulness.Way("segments", model.segments(x), then["segment_id"].to_numpy(), champion.least_stability),
            *usefulness.simpler_ways(x, x_then, k=len(model.centres), seed=segmentation.seed),
            *usefulness.rfm_ways(settings.rfm_of(scores, configured, today, name), then),
        ]
        done = {
            "revenue": np.log1p(then["revenue"].to_numpy()),
            "purchase": then["has_bought"].to_numpy().astype(float),
        }
        told = list(usefulness.compare(x, ways, done, seed=segmentation.seed))
        parts.append(
            {"segmentation": name, "model_version": champion["model_version"], "outcome_customers": len(then) or None}
            | judged_on.get(name, {"cut_off_on": None, "outcome_days": None})
            | {figure: [row[figure] for row in told] for figure in told[0]}
        )
    return io.joined(io.frame(parts, TYPES), kept)
