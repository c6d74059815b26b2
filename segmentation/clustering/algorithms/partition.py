"""Algorithms of scikit-learn that are given the number of clusters."""

import numpy as np
from sklearn.cluster import Birch, MiniBatchKMeans
from sklearn.mixture import GaussianMixture

from segmentation.clustering.algorithms.result import Found
from segmentation.clustering.criteria import nearest
from segmentation.clustering.kmeans import fit_kmeans

# BIRCH: enough leaves for k clusters, few enough for the last step, which is quadratic in them.
FEWEST_LEAVES_PER_CLUSTER = 10
MOST_LEAVES = 1_500
BIRCH_TRIES = 12


def kmeans(x: np.ndarray, *, k: int, seed: int, n_init: int = 20) -> Found:
    """K-means as the project fits it (see `segmentation.clustering.kmeans.fit_kmeans`)."""
    centres = fit_kmeans(x, k, seed=seed, n_init=n_init)
    return Found(nearest(x, centres), centres)


def mini_batch_kmeans(x: np.ndarray, *, k: int, seed: int, n_init: int = 10) -> Found:
    """K-means on mini-batches (Sculley 2010)."""
    model = MiniBatchKMeans(k, n_init=n_init, random_state=seed).fit(x)
    return Found(nearest(x, model.cluster_centers_), model.cluster_centers_)


def birch(x: np.ndarray, *, k: int, seed: int) -> Found:
    """BIRCH (Zhang, Ramakrishnan, Livny 1996) with Ward's criterion on the leaves.

    The radius of a leaf is halved or raised until the number of leaves suits k. Rows are taken in a seeded order: the
    tree depends on it, and an ordered column is the worst case.
    """
    order = np.random.default_rng(seed).permutation(len(x))
    distinct = len(np.unique(x, axis=0))
    fewest = min(FEWEST_LEAVES_PER_CLUSTER * k, distinct)
    most = max(MOST_LEAVES, 2 * fewest)
    radius = 0.5 * float(np.sqrt(x.var(axis=0).sum()))
    low, high = 0.0, np.inf
    for _ in range(BIRCH_TRIES):
        model = Birch(threshold=radius, n_clusters=None).fit(x[order])
        leaves = len(model.subcluster_centers_)
        if leaves < fewest:
            high = radius
        elif leaves > most:
            low = radius
        else:
            break
        radius = (low + high) / 2 if np.isfinite(high) else radius * 1.5
    model.set_params(n_clusters=min(k, leaves)).partial_fit()
    labels = np.empty(len(x), dtype=int)
    labels[order] = model.predict(x[order])
    return Found(labels, notes=(f"{leaves} leaves of radius {radius:.3g}",))


def gaussian_mixture(x: np.ndarray, *, k: int, seed: int, n_init: int = 3, reg_covar: float = 1e-3) -> Found:
    """Mixture of Gaussians with full covariances; a row belongs to its likeliest component.

    `reg_covar`, in squared scaled units, keeps a component from collapsing onto equal rows or the levels of a category.
    """
    model = GaussianMixture(k, n_init=n_init, reg_covar=reg_covar, random_state=seed, max_iter=200).fit(x)
    return Found(model.predict(x), model.means_, notes=() if model.converged_ else ("did not converge",))
