"""A trained model: transforms, centres with the numbers of their segments, and a network."""

import hashlib
import re
from dataclasses import asdict, dataclass, field

import numpy as np
import pyarrow as pa

from segmentation.clustering import algorithms, kmeans
from segmentation.clustering.confidence import Confidence
from segmentation.clustering.levels import Outer
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
    outer : Outer, optional
        The larger segments that these lie within, where they are sub-segments.
    confidence : Confidence, optional
        How likely customers would be in the same segments again; None where an earlier release trained the model.
    """

    columns: list[FittedColumn]
    centres: np.ndarray
    segment_ids: np.ndarray
    algorithm: str = "kmeans"
    weights: dict[str, np.ndarray] = field(default_factory=dict)
    outer: Outer | None = None
    confidence: Confidence | None = None

    @property
    def digest(self) -> str:
        """Eight digits that identify a model by its numbers: the same ones, whenever it was trained."""
        found = hashlib.md5(usedforsecurity=False)
        for column in self.columns:
            found.update(repr([_rounded(value) for value in asdict(column).values()]).encode())
        numbers = {"centres": self.centres, "ids": self.segment_ids} | self.weights
        if self.outer:
            numbers |= {f"outer/{name}": values for name, values in vars(self.outer).items()}
        for name, values in sorted(numbers.items()):
            # Adding 0 turns a negative zero into zero.
            found.update(name.encode() + (np.round(np.asarray(values, dtype=float), DIGITS) + 0.0).tobytes())
        return found.hexdigest()[:8]

    def coordinates(self, table: pa.Table) -> np.ndarray:
        """Scaled coordinates of customers, of shape (customers, columns)."""
        return transforms.apply(table, self.columns)

    def allowed(self, x: np.ndarray) -> np.ndarray | None:
        """Which sub-segments lie within the segment of each customer, see `Outer.allowed`; None where all do."""
        return self.outer.allowed(x) if self.outer else None

    def segments(self, x: np.ndarray) -> np.ndarray:
        """Number of the nearest segment of each customer."""
        return self.segment_ids[self._placed(x)["cluster"] - 1]

    def segments_of(self, table: pa.Table) -> np.ndarray:
        """The same by the raw features of customers."""
        return self.segments(self.coordinates(table))

    def assignments(self, x: np.ndarray) -> dict[str, np.ndarray]:
        """Nearest and second nearest segment of each customer, with distances; the second is 0 where there is none."""
        return self.numbered(self._placed(x))

    def probabilities(self, x: np.ndarray) -> np.ndarray:
        """Chance of being in each segment again, of shape (customers, segments); NaN where it is not known."""
        return self._probabilities(self._distances(x))

    def network_probabilities(self, x: np.ndarray) -> np.ndarray:
        """The network's softmax over the segments, of shape (customers, segments)."""
        return scoring.predict(x, self.weights, self.allowed(x))

    def scores(self, x: np.ndarray) -> dict[str, np.ndarray]:
        """Chances of each customer's two nearest segments, and the network's two likeliest; see `next_to_centres`."""
        distances = self._distances(x)
        network, again = self.network_probabilities(x), self._probabilities(distances)
        return self.numbered(scoring.next_to_centres(network, again, distances))

    @property
    def looks_at_all(self) -> bool:
        """Whether `algorithm_results` of one customer depend on the others."""
        return algorithms.looks_at_all(self.algorithm)

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

    def _distances(self, x):
        return kmeans.distances(x, self.centres, self.allowed(x))

    def _probabilities(self, distances):
        return self.confidence.probabilities(distances) if self.confidence else np.full(distances.shape, np.nan)

    def _placed(self, x):
        return kmeans.assign(x, self.centres, self.allowed(x))

    def numbered(self, columns: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        """Columns in which clusters, counted from 1 with 0 for none, become the numbers of their segments."""
        ids = np.append(0, self.segment_ids)
        renamed = {name: re.sub("cluster$", "segment_id", name) for name in columns}
        return {renamed[name]: ids[values] if renamed[name] != name else values for name, values in columns.items()}


def _rounded(value):
    return round(value, DIGITS) + 0.0 if isinstance(value, float) else value
