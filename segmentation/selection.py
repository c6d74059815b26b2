"""The rule that chooses k, and the vote of each criterion beside it."""

from dataclasses import dataclass, fields
from itertools import pairwise

import numpy as np

SILHOUETTE_TIE = 0.005
SMALLEST_SHARE = 0.01


@dataclass(frozen=True)
class Candidate:
    """The criteria of one k."""

    k: int
    inertia: float
    silhouette: float
    gap: float
    gap_se: float
    calinski_harabasz: float
    davies_bouldin: float
    stability: float
    smallest_share: float

    @classmethod
    def from_row(cls, row: dict) -> "Candidate":
        """A candidate from a row of `k_candidates`; a criterion that could not be computed counts as the worst."""
        worst = {"davies_bouldin": np.inf}
        return cls(
            **{
                field.name: row[field.name] if row[field.name] is not None else worst.get(field.name, -np.inf)
                for field in fields(cls)
            }
        )


def elbow(ks: list[int], inertias: list[float]) -> int:
    """The k furthest below the straight line between the ends of the inertia curve.

    References
    ----------
    Satopaa et al. (2011), Finding a "kneedle" in a haystack.
    """
    x = (np.array(ks) - ks[0]) / max(ks[-1] - ks[0], 1)
    y = np.array(inertias) - inertias[-1]
    y = y / y[0] if y[0] > 0 else np.zeros(len(y))
    return ks[int(np.argmax(1 - x - y))]


def gap_choice(candidates: list[Candidate]) -> int:
    """The smallest k whose gap is within one standard error of the next one's; the largest gap if none is."""
    for this, following in pairwise(candidates):
        if this.gap >= following.gap - following.gap_se:
            return this.k
    return max(candidates, key=lambda candidate: candidate.gap).k


def votes(candidates: list[Candidate]) -> dict[str, int]:
    """The k each criterion would choose by itself."""
    return {
        "silhouette": max(candidates, key=lambda c: c.silhouette).k,
        "elbow": elbow([c.k for c in candidates], [c.inertia for c in candidates]),
        "gap": gap_choice(candidates),
        "calinski_harabasz": max(candidates, key=lambda c: c.calinski_harabasz).k,
        "davies_bouldin": min(candidates, key=lambda c: c.davies_bouldin).k,
        "stability": max(candidates, key=lambda c: c.stability).k,
    }


def choose_k(candidates: list[Candidate]) -> int:
    """Choose k: the highest silhouette, and among silhouettes as good as equal the one nearest to the elbow.

    A k whose smallest cluster holds less than `SMALLEST_SHARE` of the customers is chosen only if every k has one.
    Silhouettes within `SILHOUETTE_TIE` of the best count as equal.
    """
    large_enough = [c for c in candidates if c.smallest_share >= SMALLEST_SHARE] or candidates
    best = max(candidate.silhouette for candidate in large_enough)
    tied = [c for c in large_enough if c.silhouette >= best - SILHOUETTE_TIE]
    bend = elbow([c.k for c in candidates], [c.inertia for c in candidates])
    return min(tied, key=lambda c: (abs(c.k - bend), -c.silhouette)).k
