"""The table of algorithms, and one way to fit any of them."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from segmentation.clustering.algorithms import density, partition
from segmentation.clustering.algorithms.agglomerative import ward
from segmentation.clustering.algorithms.bands import bands
from segmentation.clustering.algorithms.fuzzy import fuzziness_for, fuzzy_c_means, memberships
from segmentation.clustering.algorithms.prototypes import k_prototypes
from segmentation.clustering.algorithms.result import NOISE, Clustering, Found, numbered
from segmentation.clustering.criteria import nearest
from segmentation.clustering.kmeans import distinct_rows, sample_rows
from segmentation.features.threads import one_thread
from segmentation.features.transforms import FittedColumn
from segmentation.networks import autoencoder, process


@dataclass(frozen=True)
class Algorithm:
    """One algorithm: its function, and how many rows it is given.

    Up to ``most_rows`` it is fitted on all rows, beyond them on a sample of ``sample_size``. ``finds_k`` says that it
    chooses the number of clusters itself, ``leaves_noise`` that it leaves rows in none of them, ``takes_columns`` that
    it wants to know what the columns are. ``encode`` turns the rows into the space in which they are clustered, once
    for every k.
    """

    function: Callable[..., Found]
    most_rows: int | None = None
    sample_size: int | None = None
    finds_k: bool = False
    leaves_noise: bool = False
    takes_columns: bool = False
    encode: Callable[..., tuple[np.ndarray, str]] | None = None


QUADRATIC = {"most_rows": 20_000, "sample_size": 10_000}
ITERATIVE = {"most_rows": 50_000, "sample_size": 20_000}

ALGORITHMS: dict[str, Algorithm] = {
    "kmeans": Algorithm(partition.kmeans),
    "mini_batch_kmeans": Algorithm(partition.mini_batch_kmeans),
    "ward": Algorithm(ward, **QUADRATIC),
    "birch": Algorithm(partition.birch, **ITERATIVE),
    "gaussian_mixture": Algorithm(partition.gaussian_mixture, **ITERATIVE),
    "dbscan": Algorithm(density.dbscan, **QUADRATIC, finds_k=True, leaves_noise=True),
    "hdbscan": Algorithm(density.hdbscan, **QUADRATIC, finds_k=True, leaves_noise=True),
    "mean_shift": Algorithm(density.mean_shift, **QUADRATIC, finds_k=True),
    "fuzzy_c_means": Algorithm(fuzzy_c_means, **ITERATIVE),
    "k_prototypes": Algorithm(k_prototypes, **ITERATIVE, takes_columns=True),
    "autoencoder": Algorithm(
        partition.kmeans, most_rows=20_000, sample_size=4_000, encode=partial(autoencoder.code, preset="published")
    ),
    "autoencoder_sized": Algorithm(
        partition.kmeans, most_rows=20_000, sample_size=10_000, encode=partial(autoencoder.code, preset="sized")
    ),
    "bands": Algorithm(bands),
}


def fit(name: str, x: np.ndarray, *, k: int, seed: int, columns: list[FittedColumn] | None = None) -> Clustering:
    """Fit an algorithm by name.

    Parameters
    ----------
    name : str
        A key of `ALGORITHMS`.
    x : numpy.ndarray of shape (customers, columns)
        Scaled coordinates.
    k : int
        Clusters to find; the density algorithms choose their own number.
    seed : int
    columns : list of FittedColumn, optional
        What the columns of `x` are; k-prototypes recognises categories by it.

    Returns
    -------
    Clustering

    Raises
    ------
    ValueError
        If the name is unknown, there is no row, or k is under 1.

    Notes
    -----
    Runs on one thread. All but K-means, which is to be the project's own fit, see the rows in the order of their
    coordinates, so that another order of customers changes no label. K is lowered to the number of distinct rows.
    """
    if name not in ALGORITHMS:
        raise ValueError(f"There is no algorithm '{name}': take one of {', '.join(ALGORITHMS)}.")
    if len(x) == 0 or k < 1:
        raise ValueError(f"{name} needs at least one customer and one cluster; it got {len(x)} and {k}.")
    return next(_fits(name, x, [k], seed, columns))


def centres_by_k(
    name: str, x: np.ndarray, ks: list[int], *, seed: int, columns: list[FittedColumn] | None = None
) -> dict[int, np.ndarray]:
    """Centres of an algorithm for every k; of one that finds k itself those of the k it finds, whatever `ks` says.

    A k that the algorithm does not fill is left out. Where all customers are noise the one centre is their mean.
    """
    if ALGORITHMS[name].finds_k:
        found = fit(name, x, k=1, seed=seed, columns=columns).centres
        found = found if len(found) else x.mean(axis=0, keepdims=True)
        return {len(found): found}
    fits = zip(ks, _fits(name, x, ks, seed, columns), strict=True)
    return {k: clustering.centres for k, clustering in fits if clustering.k == k}


def memberships_and_noise(name: str, x: np.ndarray, centres: np.ndarray, *, seed: int) -> dict[str, np.ndarray | None]:
    """What an algorithm says of each customer next to the nearest centre.

    Returns
    -------
    dict
        ``is_noise``: the algorithm left the customer in no cluster; ``memberships`` of shape (customers, centres), rows
        summing to 1, by fuzzy c-means, None for the others; ``membership``: the one of the nearest centre, else NaN.
    """
    noise = np.zeros(len(x), dtype=bool)
    if ALGORITHMS[name].leaves_noise:
        noise = fit(name, x, k=1, seed=seed).labels == NOISE
    of_each = _memberships(name, x, centres, seed)
    membership = np.full(len(x), np.nan) if of_each is None else of_each.max(axis=1)
    return {"is_noise": noise, "membership": membership, "memberships": of_each}


def looks_at_all(name: str) -> bool:
    """Whether what `memberships_and_noise` gives of a customer depends on the others."""
    return ALGORITHMS[name].leaves_noise or name == "fuzzy_c_means"


def _memberships(name, x, centres, seed):
    if name != "fuzzy_c_means":
        return None
    exponent = fuzziness_for(len(_rows_to_fit(name, x, ALGORITHMS[name], seed)), x.shape[1])
    return memberships(x, centres, fuzziness=exponent)


def refitting(name: str, columns: list[FittedColumn]) -> Callable[..., np.ndarray] | None:
    """What gives the centres of a resample: ``refit(x, k, seed=...)``; None where K-means stands in.

    It stands in for the autoencoders, which cannot be trained a hundred times.
    """
    if name == "kmeans" or ALGORITHMS[name].encode:
        return None

    def refit(x, k, *, seed):
        found = centres_by_k(name, x, [k], seed=seed, columns=columns)
        # A resample in which the algorithm fills fewer clusters is one in which they are not the same.
        return next(iter(found.values()), x.mean(axis=0, keepdims=True))

    return refit


def _fits(name, x, ks, seed, columns) -> Iterator[Clustering]:
    algorithm = ALGORITHMS[name]
    if algorithm.encode:
        process.wait()
    started = time.perf_counter()
    with one_thread():
        rows = _rows_to_fit(name, x, algorithm, seed)
        seen = x[rows]
        distinct = distinct_rows(seen, max(ks) + 1)
        encoded = algorithm.encode(seen, seed=seed) if algorithm.encode and distinct > 1 else None
        space, said = (encoded[0], (encoded[1],)) if encoded else (seen, ())
        for k in ks:
            found, notes = _found(algorithm, space, min(k, distinct), seed, columns)
            # The centres of a code are no places in the scaled space: there they are the means of the clusters.
            fitted, centres = numbered(seen, replace(found, centres=None) if encoded else found)
            labels = nearest(x, centres) if len(rows) < len(x) and len(centres) else np.full(len(x), NOISE)
            labels[rows] = fitted
            lowered = () if algorithm.finds_k or k <= distinct else (f"k lowered to {distinct} distinct customers",)
            yield Clustering(
                name, labels, centres, np.sort(rows), time.perf_counter() - started, (*lowered, *said, *notes)
            )


def _rows_to_fit(name, x, algorithm, seed):
    order = np.arange(len(x)) if name == "kmeans" else np.lexsort(x.T[::-1])
    if algorithm.most_rows is None or len(x) <= algorithm.most_rows:
        return order
    return order[sample_rows(len(x), algorithm.sample_size, seed=seed)]


def _found(algorithm, x, k, seed, columns):
    if distinct_rows(x, 2) == 1:
        return Found(np.zeros(len(x), dtype=int)), ("all customers are alike",)
    options = {"columns": columns} if algorithm.takes_columns else {}
    found = algorithm.function(x, k=k, seed=seed, **options)
    none = () if (found.labels >= 0).any() else ("every customer is noise",)
    return found, (*none, *found.notes)
