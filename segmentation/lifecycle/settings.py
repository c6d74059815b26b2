"""The settings of one segmentation, as the mathematics takes them."""

from dataclasses import dataclass

import numpy as np

from segmentation.clustering import choice, choosing_k
from segmentation.features import transforms
from segmentation.features.transforms import Feature, Preparation


@dataclass(frozen=True)
class Segmentation:
    """The settings of one segmentation, as the model `segmentation_settings` keeps them."""

    name: str
    k: int | None
    k_min: int
    k_max: int
    seed: int
    network: str
    stable_from: float
    k_useful_min: int
    k_useful_max: int
    smallest_share: float
    most_points: int
    confident_from: float
    features: list[Feature]
    algorithm: str = "kmeans"
    compared_algorithms: str = ""
    within: str | None = None
    splits: int | None = None
    experiments: bool = False
    preparation: Preparation = transforms.KEPT

    @property
    def tried_ks(self) -> list[int]:
        """The numbers of clusters to choose from: the one asked for, or the configured range."""
        return [self.k] if self.k else list(range(self.k_min, self.k_max + 1))

    @property
    def useful(self) -> choosing_k.Useful:
        """What a division of customers without natural groups has to keep."""
        return choosing_k.Useful(self.k_useful_min, self.k_useful_max, self.stable_from, self.smallest_share)

    def is_divided_further(self, kind: str, k: int) -> bool:
        """Whether segments are so few, and so far apart, that sub-segments say more of their customers."""
        return kind == choice.NATURAL and k < self.k_useful_min

    def candidates(self, x: np.ndarray, fewest: int = 0) -> list[int]:
        """The numbers of clusters to try: the configured range, as far as there are distinct customers.

        Of sub-segments there are ``fewest`` at least.

        Raises
        ------
        ValueError
            If all customers are alike, or there are fewer distinct ones than the configured k.
        """
        distinct = len(np.unique(x, axis=0))
        wanted = sorted({*range(self.k_min, self.k_max + 1), *([self.k] if self.k else [])})
        possible = [k for k in wanted if fewest <= k <= distinct]
        if not possible or (self.k and self.k not in possible):
            raise ValueError(
                f"Segmentation '{self.name}' has {distinct} distinct customers in its features, fewer than the "
                f"{self.k or self.k_min} segments asked for: choose other features or a smaller k."
            )
        return possible

    def found(self, centres: dict[int, np.ndarray]) -> dict[int, np.ndarray]:
        """The clusterings that an algorithm found, by k.

        Raises
        ------
        ValueError
            If the k asked for is not among them.
        """
        if not centres or (self.k and self.k not in centres):
            raise ValueError(
                f"Segmentation '{self.name}': {self.algorithm} does not fill {self.k or self.k_min} segments with "
                "these customers: choose a smaller k, or another algorithm."
            )
        return centres
