"""Where a new champion stands beside the old: what each alone would have moved.

One row per segmentation whose champion is another than in the last build, and customer of both builds.
"""

from dataclasses import replace

import pyarrow.compute as pc

from segmentation.clustering import kmeans
from segmentation.features import transforms
from segmentation.warehouse import io

TYPES = {
    "segmentation": "string",
    "customer_id": "string",
    "segment_by_old_model": "int32",
    "segment_by_old_behaviour": "int32",
}


def model(dbt, session):
    dbt.config(materialized="table")
    inputs, fitted, centres = dbt.ref("segmentation_inputs"), dbt.ref("feature_transforms"), dbt.ref("segment_centres")
    parts = []
    for segmentation in io.segmentations(dbt.ref("champions"), dbt.ref("segmentation_features")):
        scored = io.scored_before(dbt, session, segmentation)
        before = io.version_before(scored)
        if before in (None, segmentation.version):
            continue
        now = io.read(inputs, where=f"segmentation = '{segmentation.name}' and set_apart_reason is null")
        in_both = now.filter(pc.is_in(now["customer_id"], value_set=scored["customer_id"].combine_chunks()))
        then = scored.take(pc.index_in(in_both["customer_id"], value_set=scored["customer_id"].combine_chunks()))

        def placed(customers, version, segmentation=segmentation):
            stored = replace(segmentation, version=version)
            columns = io.fitted_columns(fitted, stored)
            # Of other features there may be nothing to tell by.
            if not columns or not {column.feature for column in columns} <= set(customers.column_names):
                return None
            x = transforms.apply(customers, columns)
            clusters = kmeans.assign(x, io.centres_in_use(centres, stored))["cluster"]
            return io.segment_ids(centres, stored)[clusters]

        parts.append(
            {
                "segmentation": segmentation.name,
                "customer_id": in_both["customer_id"],
                "segment_by_old_model": placed(in_both, before),
                "segment_by_old_behaviour": placed(then, segmentation.version),
            }
        )
    return io.frame(parts, TYPES)
