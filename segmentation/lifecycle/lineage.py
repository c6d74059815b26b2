"""What became of the segments when a model was trained: which go on, are born, split, die or merge."""

from dataclasses import dataclass

import numpy as np

from segmentation.clustering.matching import LEAST_SHARED, shared_customers


@dataclass(frozen=True)
class Event:
    """What became of a segment in a training.

    ``event`` is continued, born, split (born of a segment that goes on), died, or merged (gone into one that goes
    on); ``other_segment_id`` is the segment it was split from or merged into. ``shared`` customers were in the segment
    before and after, or in both of the two; ``overlap`` is their share of all who were in either (Jaccard).
    """

    segment_id: int
    event: str
    other_segment_id: int | None
    customers_before: int
    customers_after: int
    shared: int
    overlap: float


def events(before: np.ndarray, after: np.ndarray, customers: np.ndarray | None = None) -> list[Event]:
    """What became of every segment, by number.

    Parameters
    ----------
    before, after : numpy.ndarray of shape (rows,)
        Segment before and after the training; 0 where there is none.
    customers : numpy.ndarray of shape (rows,), optional
        How many customers are in both; one by default.

    Returns
    -------
    list of Event
    """
    old, new = np.unique(before[before > 0]), np.unique(after[after > 0])
    shared, sizes_before, sizes_after = shared_customers(before, after, old, new, customers)
    row, column = ({int(number): place for place, number in enumerate(numbers)} for numbers in (old, new))
    found = []
    for number in np.union1d(old, new).tolist():
        other = None
        if number in row and number in column:
            event, at = "continued", (row[number], column[number])
        elif number in column:
            # Who comes mostly from one segment was split from it; it goes on, or the number would be its.
            source = int(shared[:, column[number]].argmax()) if len(old) else None
            is_split = (
                source is not None and shared[source, column[number]] >= LEAST_SHARED * sizes_after[column[number]]
            )
            event, at = ("split", (source, column[number])) if is_split else ("born", (None, column[number]))
            other = int(old[source]) if is_split else None
        else:
            target = int(shared[row[number]].argmax()) if len(new) else None
            is_merged = target is not None and shared[row[number], target] >= LEAST_SHARED * sizes_before[row[number]]
            event, at = ("merged", (row[number], target)) if is_merged else ("died", (row[number], None))
            other = int(new[target]) if is_merged else None
        in_both = int(shared[at]) if None not in at else 0
        of_before = int(sizes_before[at[0]]) if at[0] is not None else 0
        of_after = int(sizes_after[at[1]]) if at[1] is not None else 0
        either = of_before + of_after - in_both
        found.append(Event(number, event, other, of_before, of_after, in_both, in_both / max(either, 1)))
    return found
