"""One choice of k: clusterings for every k, their criteria and votes, the test of structure, and the verdict."""

from dataclasses import dataclass

import numpy as np

from segmentation.clustering import algorithms, choosing_k, confidence, criteria, structure
from segmentation.clustering.choosing_k import Useful, useful_k
from segmentation.clustering.confidence import Confidence
from segmentation.features.transforms import FittedColumn

CLUSTERS, BANDS = "clusters", "bands"
NATURAL, REPRODUCIBLE, CONSTRUCTIVE = "natural", "reproducible", "constructive"


@dataclass(frozen=True)
class Choice:
    """What was tried, and what divides the customers.

    Attributes
    ----------
    clusterings : dict of int to numpy.ndarray of shape (k, columns)
        Centres of every k tried.
    clusters : dict of str to numpy.ndarray
        Figures of every cluster tried, a row per ``k`` and ``cluster``.
    candidates : dict of str to numpy.ndarray
        Criteria and votes, a row per ``k``; ``chosen`` is true for one.
    k : int
        The chosen one.
    structure : str
        'found' or 'no structure'.
    kind : str
        `NATURAL` where customers form groups with gaps between them, `REPRODUCIBLE` where resamples give the same
        segments again without gaps, `CONSTRUCTIVE` where the segments divide one crowd.
    basis : str
        What the segments are made of: `CLUSTERS`, or `BANDS`.
    algorithm : str
    centres : numpy.ndarray of shape (segments, columns)
        Centres in use, the largest cluster first, or the bands in order.
    quality : dict of str to numpy.ndarray
        ``silhouette`` and ``stability`` of each of them.
    confidence : Confidence
    reliability : dict of str to numpy.ndarray
        How reliable it is, see `confidence.measure`.
    """

    clusterings: dict[int, np.ndarray]
    clusters: dict[str, np.ndarray]
    candidates: dict[str, np.ndarray]
    k: int
    structure: str
    kind: str
    basis: str
    algorithm: str
    centres: np.ndarray
    quality: dict[str, np.ndarray]
    confidence: Confidence
    reliability: dict[str, np.ndarray]


def choose(
    x: np.ndarray,
    clusterings: dict[int, np.ndarray],
    columns: list[FittedColumn],
    *,
    algorithm: str,
    k: int | None,
    ks: list[int],
    useful: Useful,
    seed: int,
    is_within: bool = False,
) -> Choice:
    """Judge the clusterings of every k, test whether there is structure to follow, and choose one.

    Where there is none, the one of most use is taken. An algorithm that finds a single group leaves nothing to choose
    from: then the segments are bands.

    Parameters
    ----------
    x : numpy.ndarray of shape (customers, columns)
    clusterings : dict of int to numpy.ndarray
        Centres by k, as `algorithms.centres_by_k` finds them.
    columns : list of FittedColumn
    algorithm : str
        The one that made the clusterings.
    k : int or None
        The k asked for, which is a wish for clusters; None to choose one.
    ks : list of int
        Those to choose from, which the references of the structure test may choose from too.
    useful : Useful
    seed : int
    is_within : bool
        Whether the clusters divide larger segments, in the coordinates of `levels.apart`: gaps between these say
        nothing of groups within them.
    """
    by_k = criteria.by_k(x, clusterings, seed=seed)
    known_gains = by_k["mixture_gain"][~np.isnan(by_k["mixture_gain"])]
    verdict = structure.NONE if is_within else structure.verdict(x, ks, gain=max(known_gains, default=0.0), seed=seed)
    is_found = verdict["structure"] == "found"
    refit = algorithms.refitting(algorithm, columns)
    # Other algorithms would take minutes.
    effort = criteria.THOROUGH if not is_found and refit is None else criteria.BRIEF
    by_cluster = criteria.by_cluster(x, clusterings, seed=seed, refit=refit, effort=effort)
    candidates = _candidates(by_cluster, by_k)
    tried = [choosing_k.Candidate.from_row(row) for row in _rows(candidates)]
    votes = choosing_k.votes(tried)
    by_rule = choosing_k.choose_k(tried, stable_from=useful.stable_from) if is_found else useful_k(tried, useful)
    chosen = k or by_rule
    is_chosen = candidates["k"] == chosen
    holds = any(useful.holds(candidate) for candidate in tried if candidate.k == chosen)
    voters = [[criterion for criterion, choice in votes.items() if choice == each] for each in candidates["k"]]
    candidates |= {
        "stability_rows": np.full(len(tried), min(len(x), effort.rows)),
        "votes": np.array([len(some) for some in voters]),
        "voted_by": [", ".join(some) or None for some in voters],
        "chosen": is_chosen,
        "best_gain": np.where(is_chosen, verdict["best_gain"], np.nan),
        "structureless_gain": np.where(is_chosen, verdict["structureless_gain"], np.nan),
    }
    basis = BANDS if algorithm == BANDS or chosen == 1 else CLUSTERS
    centres, quality = clusterings[chosen], by_cluster[chosen]
    if chosen == 1:
        centres = algorithms.fit(BANDS, x, k=useful.fewest, seed=seed).centres
        refit = algorithms.refitting(BANDS, columns)
        (quality,) = criteria.by_cluster(x, {len(centres): centres}, seed=seed, refit=refit).values()
    sure, reliability = confidence.measure(x, centres, has_groups=is_found, seed=seed, refit=refit)
    every = list(by_cluster.values())
    clusters = {name: np.concatenate([figures[name] for figures in every]) for name in every[0]}
    return Choice(
        clusterings=clusterings,
        clusters={"k": np.repeat(list(by_cluster), [len(figures["cluster"]) for figures in every])} | clusters,
        candidates=candidates,
        k=chosen,
        structure=verdict["structure"],
        kind=NATURAL if is_found else REPRODUCIBLE if holds else CONSTRUCTIVE,
        basis=basis,
        algorithm=BANDS if basis == BANDS else algorithm,
        centres=centres,
        quality={name: quality[name] for name in ("silhouette", "stability")},
        confidence=sure,
        reliability=reliability,
    )


def _candidates(by_cluster, by_k):
    """The criteria of every k with what follows from its clusters."""
    figures = [_of_clusters(quality) for quality in by_cluster.values()]
    return by_k | {name: np.array([each[name] for each in figures]) for name in figures[0]}


def _of_clusters(quality):
    sampled, sizes = quality["sampled"], quality["customers"]
    silhouette = _mean(quality["silhouette"], sampled)
    square = _mean(quality["silhouette_deviation"] ** 2 + quality["silhouette"] ** 2, sampled)
    known = quality["stability"][~np.isnan(quality["stability"])]
    return {
        "silhouette": silhouette,
        "silhouette_se": np.sqrt(np.maximum(square - silhouette**2, 0) / sampled.sum()),
        "stability": known.mean() if len(known) else np.nan,
        "least_stability": known.min() if len(known) else np.nan,
        "smallest_size": sizes.min(),
        "smallest_share": sizes.min() / sizes.sum(),
        "largest_share": sizes.max() / sizes.sum(),
    }


def _mean(values, weights):
    """Weighted mean in which unknown values add nothing; NaN where none is known."""
    known = ~np.isnan(values)
    return (values[known] * weights[known]).sum() / weights.sum() if known.any() else np.nan


def _rows(columns):
    """Rows of columns, None for what could not be computed."""
    names = list(columns)
    for values in zip(*(columns[name].tolist() for name in names), strict=True):
        yield {name: None if value != value else value for name, value in zip(names, values, strict=True)}
