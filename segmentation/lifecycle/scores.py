"""What a model finds of customers: of each alone, but where its algorithm or the model before it is asked too."""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from segmentation.lifecycle import counterfactuals
from segmentation.lifecycle.model import Model


def of_customers(
    table: pa.Table, *, segmentation: str, model: Model, seed: int, before: tuple[pa.Table, Model | None] | None
) -> Iterator[dict[str, Any]]:
    """Segments, distances and chances of customers, column by column.

    Parameters
    ----------
    table : pyarrow.Table
        ``customer_id`` and raw features.
    segmentation : str
    model : Model
        The champion.
    seed : int
    before : tuple of pyarrow.Table and Model, optional
        The customers of the last build and the model it had, where that is another one: see `counterfactuals.segments`.
    """
    x = model.coordinates(table)
    yield (
        {"segmentation": segmentation, "customer_id": table["customer_id"]}
        | model.assignments(x)
        | model.scores(x)
        | model.algorithm_results(x, seed=seed)
        | (counterfactuals.segments(table, *before, model) if before else counterfactuals.none(len(x)))
    )
