"""A trained model: transforms, centres with the numbers of their segments, and a network."""

import hashlib
import re
from dataclasses import asdict, dataclass, field

import numpy as np
import pyarrow as pa
from scipy.spatial.distance import cdist

from segmentation.clustering import algorithms, kmeans
from segmentation.features import transforms
from segmentation.features.transforms import FittedColumn
from segmentation.networks import scoring

# Digits of a model's numbers that make it another model.
DIGITS = 6


@dataclass(frozen=True)
class Model:
    """A model that assigns customers to segments.

    Attributes
    ----------
    columns : list of FittedColumn
        The scaled columns, in order.
    centres : numpy.ndarray of shape (segments, columns)
    segment_ids : numpy.ndarray of shape (segments,)
        Numbers of the segments in order, which have gaps where segments have died.
    algorithm : str
        The algorithm that found the segments.
    weights : dict of str to numpy.ndarray
        The network in use, as `segmentation.networks.scoring.predict` takes it.
    """

    columns: list[FittedColumn]
    centres: np.ndarray
    segment_ids: np.ndarray
    algorithm: str = "kmeans"
    weights: dict[str, np.ndarray] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Eight digits that identify a model by its numbers: the same ones, whenever it was trained."""
        found = hashlib.md5(usedforsecurity=False)
        for column in self.columns:
            found.update(repr([_rounded(value) for value in asdict(column).values()]).encode())
        for name, values in sorted(({"centres": self.centres, "ids": self.segment_ids} | self.weights).items()):
            # Adding 0 turns a negative zero into zero.
            found.update(name.encode() + (np.round(np.asarray(values, dtype=float), DIGITS) + 0.0).tobytes())
        return found.hexdigest()[:8]

    def coordinates(self, table: pa.Table) -> np.ndarray:
        """Scaled coordinates of customers, of shape (customers, columns)."""
        return transforms.apply(table, self.columns)

    def segments(self, x: np.ndarray) -> np.ndarray:
        """Number of the nearest segment of each customer."""
        return self.segment_ids[kmeans.assign(x, self.centres)["cluster"] - 1]

    def assignments(self, x: np.ndarray) -> dict[str, np.ndarray]:
        """Nearest and second nearest segment of each customer, with distances; the second is 0 where there is none."""
        return self.numbered(kmeans.assign(x, self.centres))

    def network_scores(self, x: np.ndarray) -> dict[str, np.ndarray]:
        """The network's two likeliest segments of each customer, with probabilities and distances."""
        return self.numbered(scoring.next_to_centres(scoring.predict(x, self.weights), cdist(x, self.centres)))

    def algorithm_results(self, x: np.ndarray, *, seed: int) -> dict[str, np.ndarray | list]:
        """What the algorithm says of each customer next to the nearest centre.

        Returns
        -------
        dict
            ``is_noise``; ``membership`` of the nearest segment, NaN where the algorithm has none; ``memberships``, for
            each customer a list of dictionaries with ``segment_id`` and ``membership``, or None.
        """
        found = algorithms.memberships_and_noise(self.algorithm, x, self.centres, seed=seed)
        of_each, ids = found["memberships"], self.segment_ids.tolist()
        if of_each is None:
            return found | {"memberships": [None] * len(x)}
        pairs = [
            [{"segment_id": segment, "membership": value} for segment, value in zip(ids, row, strict=True)]
            for row in of_each.tolist()
        ]
        return found | {"memberships": pairs}

    def numbered(self, columns: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        """Columns in which clusters, counted from 1 with 0 for none, become the numbers of their segments."""
        ids = np.append(0, self.segment_ids)
        renamed = {name: re.sub("cluster$", "segment_id", name) for name in columns}
        return {renamed[name]: ids[values] if renamed[name] != name else values for name, values in columns.items()}


def _rounded(value):
    return round(value, DIGITS) + 0.0 if isinstance(value, float) else value
