"""What a model finds of customers: of each alone, but where its algorithm or the model before it is asked too."""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from segmentation.lifecycle import counterfactuals
from segmentation.lifecycle.model import Model


def of_customers(
    table: pa.Table, *, segmentation: str, model: Model, seed: int, model_before: Model | None
) -> Iterator[dict[str, Any]]:
    """Segments, distances and chances of customers, column by column.

    Parameters
    ----------
    table : pyarrow.Table
        ``customer_id`` and raw features; where another model was in force in the last build, those of then too: see
        `counterfactuals.segments`.
    segmentation : str
    model : Model
        The champion.
    seed : int
    model_before : Model, optional
        That other model; None where its numbers are not stored.
    """
    has_other = f"{counterfactuals.LAST_BUILD}customer_id" in table.column_names
    x = model.coordinates(table)
    yield (
        {"segmentation": segmentation, "customer_id": table["customer_id"]}
        | model.assignments(x)
        | model.scores(x)
        | model.algorithm_results(x, seed=seed)
        | (counterfactuals.segments(table, model_before, model) if has_other else counterfactuals.none(len(x)))
    )
