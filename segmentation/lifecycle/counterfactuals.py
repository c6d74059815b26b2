"""What each of two changes alone would have moved: that of the model, and that of the customer."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.lifecycle.model import Model

# What a column of the last build is called next to that of today.
LAST_BUILD = "last_build__"


def segments(customers: pa.Table, old: Model | None, new: Model) -> dict[str, np.ndarray]:
    """Segments of customers by the old model today, and by the new model as they were in the last build.

    Parameters
    ----------
    customers : pyarrow.Table
        ``customer_id`` and raw features of the customers of this build, and as `LAST_BUILD` columns those of the last
        one: empty of who was not there. Of whom no ``maturity`` is known, no features are.
    old : Model, optional
        The model of the last build; None where its numbers are not stored.
    new : Model

    Returns
    -------
    dict
        For every customer of today ``has_other_model``, which is true of those who were there before, and their
        ``segment_by_old_model`` and ``segment_by_old_behaviour``; None for the others, and where a feature is missing.
    """
    then = pa.table(
        {
            name.removeprefix(LAST_BUILD): customers[name]
            for name in customers.column_names
            if name.startswith(LAST_BUILD)
        }
    )
    was_there, is_known = (
        pc.is_valid(then[name]).to_numpy(zero_copy_only=False) for name in ("customer_id", "maturity")
    )
    by_model, by_behaviour = (np.full(len(customers), None, dtype=object) for _ in range(2))
    by_model[was_there] = _segments(customers.filter(pa.array(was_there)), old)
    by_behaviour[is_known] = _segments(then.filter(pa.array(is_known)), new)
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
