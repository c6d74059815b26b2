"""Matrices and rows in long form, as columns by name, to be stored as tables."""

from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow as pa

from segmentation.lifecycle.model import Model
from segmentation.networks import scoring
from segmentation.networks.specs import TrainedNetwork

Columns = dict[str, list | np.ndarray | pa.ChunkedArray]


def network_arrays(network: TrainedNetwork) -> Iterator[Columns]:
    """Weights and history of a network in long form, an array after the other."""
    for name, values in network.arrays().items():
        yield {"array_name": name} | cells(values)


def cells(values: np.ndarray) -> dict[str, np.ndarray]:
    """The long form of a matrix (a vector counts as one column): ``i``, ``j`` from 1 and ``value``."""
    values = values.reshape(len(values), -1)
    i, j = np.indices(values.shape)
    return {"i": i.ravel() + 1, "j": j.ravel() + 1, "value": values.ravel()}


def of_rows(rows: Iterable[dict]) -> Columns:
    """Columns of rows; no column where there is no row."""
    rows = list(rows)
    return {name: [row[name] for row in rows] for name in rows[0]} if rows else {}


def stacked(parts: Iterable[Columns]) -> Columns:
    """Columns of parts one below the other; a value that is no array stands for all rows of its part."""
    parts = list(parts)
    if not parts:
        return {}
    lengths = [max(len(each) for each in part.values() if isinstance(each, np.ndarray | list)) for part in parts]
    return {
        name: np.concatenate(
            [
                part[name] if isinstance(part[name], np.ndarray | list) else np.full(length, part[name], dtype=object)
                for part, length in zip(parts, lengths, strict=True)
            ]
        )
        for name in parts[0]
    }


def centres_by_k(clusterings: dict[int, np.ndarray]) -> Columns:
    """Centres of every clustering, by k."""
    longs = {k: cells(centres) for k, centres in clusterings.items()}
    return stacked(
        {"k": k, "cluster": long["i"], "position": long["j"], "centre": long["value"]} for k, long in longs.items()
    )


def segment_centres(model: Model) -> Columns:
    """The centres that assign customers, with the names of their columns."""
    long = cells(model.centres)
    names = np.array([column.column_name for column in model.columns], dtype=object)
    return {
        "segment_id": model.segment_ids[long["i"] - 1],
        "position": long["j"],
        "column_name": names[long["j"] - 1],
        "centre": long["value"],
    }


def outer_centres(model: Model) -> Columns:
    """The centres of the larger segments that those of a model lie within; no column where there are none."""
    if model.outer is None:
        return {}
    long = cells(model.outer.centres)
    return {"segment_id": model.outer.segment_ids[long["i"] - 1], "position": long["j"], "centre": long["value"]}


def outer_segments(model: Model) -> Columns:
    """The larger segment that each segment of a model lies within; no column where there are none."""
    if model.outer is None:
        return {}
    return {"segment_id": model.segment_ids, "within_segment_id": model.outer.of}


def confidence(model: Model) -> Columns:
    """What the chances of a customer follow from, a row per segment."""
    sure = model.confidence
    return stacked(
        [{"segment_id": model.segment_ids, "narrow": sure.narrow, "wide": sure.wide, "wide_share": sure.wide_share}]
    )


def network_layers(network: TrainedNetwork) -> Columns:
    """One matrix a layer, biases in row 0: a sum of weights times inputs, then a ReLU, or a softmax after the last."""
    longs = [cells(np.vstack([bias, kernel])) for kernel, bias in scoring.layers(network.weights)]
    return stacked({"layer": layer} | long | {"i": long["i"] - 1} for layer, long in enumerate(longs, start=1))
