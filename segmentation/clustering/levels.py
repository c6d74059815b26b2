"""A second level: centres that each lie within one of a few larger segments."""

from dataclasses import dataclass

import numpy as np

from segmentation.clustering import kmeans

# Times the widest distance from the middle of all: so far apart no cluster reaches from one segment into another.
APART = 4


@dataclass(frozen=True)
class Outer:
    """The segments that centres lie within.

    Attributes
    ----------
    centres : numpy.ndarray of shape (outer segments, columns)
    segment_ids : numpy.ndarray of shape (outer segments,)
        Their numbers.
    of : numpy.ndarray of shape (centres,)
        Number of the segment that each centre lies within.
    """

    centres: np.ndarray
    segment_ids: np.ndarray
    of: np.ndarray

    def segments(self, x: np.ndarray) -> np.ndarray:
        """Number of the outer segment of each customer, that of the nearest centre."""
        return self.segment_ids[kmeans.assign(x, self.centres)["cluster"] - 1]

    def allowed(self, x: np.ndarray) -> np.ndarray:
        """Which centres lie within the segment of each customer, of shape (customers, centres)."""
        return self.segments(x)[:, None] == self.of


def apart(x: np.ndarray, segments: np.ndarray) -> np.ndarray:
    """Coordinates with a further column for each segment, which put the segments far from each other.

    What clusters them finds clusters within segments alone; distances within a segment are as they were.

    Parameters
    ----------
    x : numpy.ndarray of shape (customers, columns)
    segments : numpy.ndarray of shape (customers,)
        Segment of each customer.
    """
    widest = np.sqrt(((x - x.mean(axis=0)) ** 2).sum(axis=1).max())
    return np.hstack([x, APART * max(widest, 1.0) * (segments[:, None] == np.unique(segments))])


def joined(centres: np.ndarray, segments: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Centres found in the coordinates of `apart`, without its columns, and the segment that each lies within."""
    found = np.unique(segments)
    return centres[:, : -len(found)], found[centres[:, -len(found) :].argmax(axis=1)]


def around(x: np.ndarray, segments: np.ndarray, of: np.ndarray) -> Outer:
    """The segments of labelled customers with the means of these as centres, and the centres within them."""
    found = np.unique(segments)
    return Outer(np.array([x[segments == segment].mean(axis=0) for segment in found]), found, of)
