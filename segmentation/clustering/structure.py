"""Whether there are groups at all: customers compared with data of the same shape that have none."""

from collections.abc import Iterator

import numpy as np
from sklearn.decomposition import PCA
from sklearn.preprocessing import PowerTransformer

from segmentation.clustering import mixtures
from segmentation.clustering.kmeans import sample_rows
from segmentation.features.threads import one_thread

ROWS = 300
SAMPLES = 9
REFERENCES = 19
# The verdict where there is nothing to test.
NONE = {"structure": "no structure", "best_gain": np.nan, "structureless_gain": np.nan}


@one_thread()
def verdict(x: np.ndarray, ks: list[int], *, gain: float, seed: int) -> dict[str, float | str]:
    """Say whether customers form groups.

    They do where a mixture of several groups describes them better than one group, and gains more than it does on any
    data without groups. Those may choose their best k from `ks`, as the clustering that is judged did.

    Parameters
    ----------
    x : numpy.ndarray of shape (customers, columns)
    ks : list of int
    gain : float
        The highest of `mixtures.gains`, from more customers than this test can afford.
    seed : int

    Returns
    -------
    dict
        ``best_gain`` and ``structureless_gain``, both of at most `ROWS` customers (the first the median of `SAMPLES`
        draws), and ``structure``: 'found' or 'no structure'.
    """
    samples = _samples(x, seed=seed)
    distinct = min(len(np.unique(sample, axis=0)) for sample in samples)
    ks = [k for k in ks if k <= distinct]
    drawn = list(references(samples, seed=seed))
    gains = mixtures.quick_gains(samples + drawn, ks, seed=seed)
    best, structureless = float(np.median(gains[: len(samples)])), float(gains[len(samples) :].max())
    return {
        "best_gain": best,
        "structureless_gain": structureless,
        "structure": "found" if gain > 0 and best > structureless else "no structure",
    }


def _samples(x, *, seed):
    """Customers few enough for the test, several times where there are more, so that no one draw decides."""
    turns = SAMPLES if len(x) > ROWS else 1
    return [x[sample_rows(len(x), ROWS, seed=seed + turn)] for turn in range(turns)]


def references(samples: list[np.ndarray], *, seed: int) -> Iterator[np.ndarray]:
    """Draw data without groups, as many rows as in each sample in turn.

    They are Gaussian data of the same covariance, the same with the skew of each column (by its Yeo-Johnson power
    transform), and uniform data in the box of the principal components. A figure above those of 19 references of a
    kind is better than chance at the 5% level.
    """
    rng = np.random.default_rng(seed)
    # One transform for all samples, which are draws of the same customers: to fit it is what references cost.
    power = PowerTransformer(standardize=False).fit(samples[0])
    fitted = [(x, PCA().fit(x)) for x in samples[:REFERENCES]]
    for turn in range(REFERENCES):
        x, pca = fitted[turn % len(fitted)]
        box, unskewed = pca.transform(x), power.transform(x)
        yield _gaussian_like(x, rng)
        # Beyond the range of the data the power transform need not have an inverse.
        ranges = unskewed.min(axis=0), unskewed.max(axis=0)
        yield power.inverse_transform(np.clip(_gaussian_like(unskewed, rng), *ranges))
        yield pca.inverse_transform(rng.uniform(box.min(axis=0), box.max(axis=0), box.shape))


def _gaussian_like(x, rng):
    covariance = np.atleast_2d(np.cov(x, rowvar=False))
    return rng.multivariate_normal(x.mean(axis=0), covariance, len(x), method="eigh")
