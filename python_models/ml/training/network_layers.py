"""The stored network as it is applied, one matrix a layer: one row per model version and number of a layer.

Batch normalisation is folded into the layer after it and the temperature into the last: a layer is a sum of weights
times inputs and a bias, then a ReLU, or a softmax after the last.
"""

import numpy as np

from segmentation.networks import scoring
from segmentation.warehouse import io

TYPES = {
    "segmentation": "string",
    "version": "int32",
    "layer": "int32",
    "i": "int32",
    "j": "int32",
    "value": "double",
}


def model(dbt, session):
    dbt.config(materialized="table")
    arrays = dbt.ref("network_arrays")
    segmentations = io.segmentations(dbt.ref("training_plan"), dbt.ref("segmentation_features"))
    parts = []
    for segmentation in io.in_training(segmentations):
        layers = scoring.layers(io.network_weights(arrays, segmentation))
        for layer, (kernel, bias) in enumerate(layers, start=1):
            cells = io.cells(np.vstack([bias, kernel]))
            cells["i"] = cells["i"] - 1
            parts.append(segmentation.key | {"layer": layer} | cells)
    return io.frame(parts, TYPES, kept=io.stored(dbt, session, segmentations))
