"""What each of two changes alone would have moved: that of the model, and that of the customer."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.lifecycle.model import Model


def segments(now: pa.Table, then: pa.Table, old: Model | None, new: Model) -> dict[str, np.ndarray]:
    """Segments of customers by the old model today, and by the new model as they were in the last build.

    Parameters
    ----------
    now, then : pyarrow.Table
        ``customer_id`` and raw features of the customers of this build and of the last one, as far as they are known.
    old : Model, optional
        The model of the last build; None where its numbers are not stored.
    new : Model

    Returns
    -------
    dict
        For every customer of today ``has_other_model``, which is true of those who were there before, and their
        ``segment_by_old_model`` and ``segment_by_old_behaviour``; None for the others, and where a feature is missing.
    """
    places = pc.index_in(now["customer_id"], value_set=then["customer_id"].combine_chunks())
    was_there = pc.is_valid(places).to_numpy(zero_copy_only=False)
    by_model, by_behaviour = (np.full(now.num_rows, None, dtype=object) for _ in range(2))
    by_model[was_there] = _segments(now.filter(pa.array(was_there)), old)
    by_behaviour[was_there] = _segments(then.take(places.drop_null()), new)
    return {"has_other_model": was_there, "segment_by_old_model": by_model, "segment_by_old_behaviour": by_behaviour}


def none(customers: int) -> dict[str, np.ndarray]:
    """The same where no model has taken over."""
    nothing = np.full(customers, None, dtype=object)
    return {
        "has_other_model": np.zeros(customers, dtype=bool),
        "segment_by_old_model": nothing,
        "segment_by_old_behaviour": nothing,
    }


def _segments(customers, model):
    """None where the customers lack a feature of the model."""
    if model is None or not {column.feature for column in model.columns} <= set(customers.column_names):
        return None
    return model.segments(model.coordinates(customers))
