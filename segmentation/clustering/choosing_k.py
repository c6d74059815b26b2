"""The rule that chooses k, and the vote of each criterion."""

from collections import Counter
from dataclasses import dataclass, fields
from itertools import pairwise

import numpy as np

from segmentation.clustering.criteria import nearest

SMALLEST_SHARE = 0.01
AGREEMENT = 5
PART_OF_GAIN = 0.9
RISEN = 0.85
LONG_CLIMB = 4
MAJORITY = 4


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
    mixture_gain: float
    mixture_gain_se: float
    stability: float
    smallest_share: float
    least_stability: float = -np.inf

    @classmethod
    def from_row(cls, row: dict) -> "Candidate":
        """A candidate from a row of `k_candidates`; a criterion that could not be computed counts as the worst."""
        worst = {"davies_bouldin": np.inf, "mixture_gain_se": 0.0}
        return cls(
            **{
                field.name: row[field.name] if row[field.name] is not None else worst.get(field.name, -np.inf)
                for field in fields(cls)
            }
        )


@dataclass(frozen=True)
class Useful:
    """What a division of customers without natural groups has to keep, to be of use.

    Attributes
    ----------
    fewest, most : int
        Segments.
    stable_from : float
        Mean Jaccard overlap that every segment reaches.
    smallest_share : float
        Share of the customers that every segment has.
    """

    fewest: int
    most: int
    stable_from: float
    smallest_share: float

    def holds(self, candidate: Candidate) -> bool:
        """Whether resamples give the same segments again, none of them too small."""
        return candidate.least_stability >= self.stable_from and self.is_large_enough(candidate)

    def is_large_enough(self, candidate: Candidate) -> bool:
        """Whether no segment is too small."""
        return candidate.smallest_share >= self.smallest_share


def without_tiny_clusters(
    x: np.ndarray, clusterings: dict[int, np.ndarray]
) -> tuple[dict[int, np.ndarray], dict[str, np.ndarray]]:
    """Clusterings in which a few customers unlike all others own no cluster, where no k is without such a one.

    Their clusters are given up, and the customers go to the nearest of the others, whose centres stay where they are.

    Parameters
    ----------
    x : numpy.ndarray of shape (customers, columns)
    clusterings : dict of int to numpy.ndarray of shape (k, columns)
        Centres by k.

    Returns
    -------
    clusterings : dict of int to numpy.ndarray
        The same where a k has no cluster under `SMALLEST_SHARE` of the customers, or nothing would be left.
    merged : dict of str to numpy.ndarray
        ``k``, and the ``customers`` of the clusters that were given up on the way to it.
    """
    kept, merged = {}, {"k": [], "customers": []}
    for centres in clusterings.values():
        sizes = np.bincount(nearest(x, centres), minlength=len(centres))
        large = sizes >= SMALLEST_SHARE * len(x)
        if large.all() and len(centres) > 1:
            return clusterings, {}
        k = int(large.sum())
        if k > 1 and k not in kept:
            kept[k] = centres[large]
            merged["k"].append(k)
            merged["customers"].append(int(sizes[~large].sum()))
    if not kept:
        return clusterings, {}
    return dict(sorted(kept.items())), {name: np.array(values) for name, values in merged.items()}


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


def mixture_choice(candidates: list[Candidate]) -> Candidate:
    """The candidate whose mixture gains most."""
    return max(candidates, key=lambda candidate: candidate.mixture_gain)


def has_clear_peak(candidates: list[Candidate], *, stable_from: float) -> bool:
    """Whether the mixture's gain comes to an end.

    It does not where the highest is that of the last k, nor where it had risen to `RISEN` of its highest `LONG_CLIMB`
    or more k before: where that climb ends is then a matter of chance, and another sample would end it elsewhere. A
    climb one shorter is doubted where its clusters are not stable and `MAJORITY` criteria agree on a k whose are.
    """
    best = mixture_choice(candidates)
    first = next((c.k for c in candidates if c.mixture_gain >= RISEN * best.mixture_gain), best.k)
    others = Counter(k for criterion, k in votes(candidates).items() if criterion != "mixture")
    agreed, agreeing = others.most_common(1)[0]
    stability = next(c.stability for c in candidates if c.k == agreed)
    is_doubted = agreeing >= MAJORITY and stability >= stable_from > best.stability
    return best is not candidates[-1] and best.k - first < LONG_CLIMB - is_doubted


def votes(candidates: list[Candidate]) -> dict[str, int]:
    """The k each criterion would choose by itself."""
    return {
        "mixture": mixture_choice(candidates).k,
        "silhouette": max(candidates, key=lambda c: c.silhouette).k,
        "elbow": elbow([c.k for c in candidates], [c.inertia for c in candidates]),
        "gap": gap_choice(candidates),
        "calinski_harabasz": max(candidates, key=lambda c: c.calinski_harabasz).k,
        "davies_bouldin": min(candidates, key=lambda c: c.davies_bouldin).k,
        "stability": max(candidates, key=lambda c: c.stability).k,
    }


def choose_k(candidates: list[Candidate], *, stable_from: float) -> int:
    """Choose k: of the numbers of groups that a mixture allows the one with the most votes.

    The mixture allows every k whose gain is within one standard error of the highest, and one on which `AGREEMENT`
    criteria agree if it reaches `PART_OF_GAIN` of the highest. Where the gain has no clear peak, the mixture would go
    on splitting: it describes these customers badly, and allows every k. A k whose smallest cluster holds less than
    `SMALLEST_SHARE` of the customers is taken only if there is no other. Equal votes go to the higher silhouette.

    Parameters
    ----------
    candidates : list of Candidate
        One for each k that was tried, in order.
    stable_from : float
        Mean Jaccard overlap from which clusters count as stable.
    """
    best, has_peak = mixture_choice(candidates), has_clear_peak(candidates, stable_from=stable_from)
    for_k = Counter(votes(candidates).values())
    allowed = [
        c
        for c in candidates
        if not has_peak
        or c.mixture_gain >= best.mixture_gain - c.mixture_gain_se
        or (for_k[c.k] >= AGREEMENT and c.mixture_gain >= PART_OF_GAIN * best.mixture_gain)
    ]
    large_enough = [[c for c in some if c.smallest_share >= SMALLEST_SHARE] for some in (allowed, candidates)]
    some = next(filter(None, [*large_enough, candidates]))
    return max(some, key=lambda c: (for_k[c.k], c.silhouette)).k


def useful_k(candidates: list[Candidate], useful: Useful) -> int:
    """Choose k where customers form no natural groups: the finest division that holds, else the most stable one.

    Finer segments say more of their customers, and stability falls off in one step where they become arbitrary. Of
    fewer segments than `useful` asks for, three are taken where they hold and no finer division does: two halves of a
    crowd say too little.

    Parameters
    ----------
    candidates : list of Candidate
        One for each k that was tried, in order.
    useful : Useful

    References
    ----------
    Dolnicar, Leisch (2010), Evaluation of structure and reproducibility of cluster solutions using the bootstrap.
    """
    for some in ((useful.fewest, useful.most), (3, useful.fewest - 1)):
        holding = [c.k for c in candidates if some[0] <= c.k <= some[1] and useful.holds(c)]
        if holding:
            return max(holding)
    within = [c for c in candidates if useful.fewest <= c.k <= useful.most] or candidates
    return max(within, key=lambda c: (useful.is_large_enough(c), c.stability)).k
