"""How many groups a mixture of Gaussian densities separates."""

from itertools import combinations

import numpy as np
from scipy.spatial.distance import cdist
from sklearn.cluster import kmeans_plusplus

from segmentation.features.threads import one_thread

STARTS = 4
KMEANS_STEPS = 20
FIRST_STEPS = 15
STEPS = 200
# A fit has come to rest when a customer's log-likelihood no longer grows by this.
TOLERANCE = 1e-5
# No group has less than this part of a column's variance, nor of the mean volume.
NARROWEST = 0.01
SMALLEST_VOLUME = 0.02


@one_thread()
def gains(x: np.ndarray, clusterings: dict[int, np.ndarray], *, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """How much better than one group a mixture of every k describes a customer.

    Measured by the integrated completed likelihood: the Bayes information criterion plus twice the entropy of the
    memberships, so that further groups have to explain more than their parameters cost, and to be kept apart. All
    groups of a mixture have the same shape, along the columns, and each a volume of its own (the model VEI), which
    takes few parameters and lets groups differ in spread. Every mixture is the best of several: grown from the
    K-means centres, from k-means++ draws, and from the mixture of one group more with two of its groups joined.

    Parameters
    ----------
    x : numpy.ndarray of shape (n, d)
        A sample is enough: at most some thousand rows are sensible.
    clusterings : dict of int to numpy.ndarray of shape (k, d)
        Centres by k.
    seed : int

    Returns
    -------
    tuple of numpy.ndarray
        The gain of every k, positive where several groups are better than one, and the standard error of its
        difference from the highest gain.

    References
    ----------
    Biernacki, Celeux, Govaert (2000), Assessing a mixture model for clustering with the integrated completed
    likelihood. Celeux, Govaert (1995), Gaussian parsimonious clustering models. Vuong (1989), Likelihood ratio tests
    for model selection and non-nested hypotheses.
    """
    scale = x.std(axis=0)
    varied = scale > 0
    clusterings = {k: centres[:, varied] / scale[varied] for k, centres in clusterings.items()}
    x, costs, above = _scaled(x, seed), {}, None
    # One more than the largest k, for that to be joined from.
    for k in sorted({1, *clusterings, max(clusterings) + 1}, reverse=True):
        above = _best_fit(x, k, clusterings.get(k), above, seed=seed)
        costs[k] = _cost(x, above)
    gained = np.array([costs[1] - costs[k] for k in clusterings])
    means = gained.mean(axis=1)
    return means, (gained - gained[means.argmax()]).std(axis=1) / np.sqrt(len(x))


def quick_gains(samples: list[np.ndarray], ks: list[int], *, seed: int) -> np.ndarray:
    """The highest gain of any k in each sample, by a few steps from K-means alone.

    It is lower than that of `gains`, and a tenth its cost. Samples of one shape are computed together.
    """
    alike: dict[tuple, list[int]] = {}
    scaled = [_scaled(x, seed) for x in samples]
    for index, x in enumerate(scaled):
        alike.setdefault(x.shape, []).append(index)
    result = np.empty(len(samples))
    for members in alike.values():
        x = np.stack([scaled[member] for member in members])
        one = _cost(x, np.ones((len(x), 1, x.shape[1]))).mean(axis=1)
        starts = _starts(x, max(ks), seed)
        costs = [_cost(x, _climbed(x, _kmeans(x, starts[:, :k]), FIRST_STEPS)).mean(axis=1) for k in ks]
        result[members] = one - np.min(costs, axis=0)
    return result


def _scaled(x, seed):
    scale = x.std(axis=0)
    return spread(x[:, scale > 0] / scale[scale > 0], seed=seed)


def _starts(x, most, seed):
    """Centres in the order in which k-means++ draws them: the first k are a start for k clusters."""
    return np.stack([kmeans_plusplus(each, most, random_state=seed)[0] for each in x])


def _kmeans(x, centres):
    """Memberships of the clusters of K-means in every sample, after `KMEANS_STEPS` steps at most."""
    labels, k = None, centres.shape[1]
    for _ in range(KMEANS_STEPS):
        last, labels = labels, ((centres**2).sum(axis=2)[:, :, None] - 2 * centres @ x.swapaxes(1, 2)).argmin(axis=1)
        memberships = _members(labels, k)
        if np.array_equal(last, labels):
            break
        sizes = memberships.sum(axis=2)[:, :, None]
        centres = np.where(sizes > 0, memberships @ x / np.maximum(sizes, 1), centres)
    return memberships


def _climbed(x, memberships, steps):
    for _ in range(steps):
        memberships, _ = _posterior(_log_densities(x, memberships))
    return memberships


def spread(x: np.ndarray, *, seed: int) -> np.ndarray:
    """Spread every value evenly up to half-way to its nearest neighbour, on both sides.

    A density finds endless likelihood in values that many customers share, such as counts or yes and no. Spread out,
    neighbouring values close the gaps between them, and only differences in how often they occur are left. Values
    measured finely hardly move.

    References
    ----------
    Theis, van den Oord, Bethge (2016), A note on the evaluation of generative models.
    """
    rng = np.random.default_rng(seed)
    result = np.empty_like(x)
    for column, values in enumerate(x.T):
        levels, index = np.unique(values, return_inverse=True)
        steps = np.diff(levels)
        halves = np.minimum(np.append(steps[:1], steps), np.append(steps, steps[-1:])) / 2
        result[:, column] = values + halves[index] * rng.uniform(-1, 1, len(x))
    return result


def _best_fit(x, k, centres, above, *, seed):
    """Memberships of the likeliest mixture of k groups; `above` are those of the mixture with more groups."""
    if k == 1:
        return np.ones((1, len(x)))
    random = np.random.RandomState(seed % 2**31 + k)
    starts = [kmeans_plusplus(x, min(k, len(x)), random_state=random)[0] for _ in range(STARTS)]
    starts += [] if centres is None else [centres]
    # Most starts show soon that they lead nowhere.
    tried = [max((_fit(x, _nearest(x, start), FIRST_STEPS) for start in starts), key=_likelihood)[1]]
    tried += [_joined(x, above)] if above is not None and len(above) == k + 1 else []
    return max((_fit(x, memberships, STEPS) for memberships in tried), key=_likelihood)[1]


def _likelihood(fit):
    return fit[0]


def _nearest(x, centres):
    return _members(cdist(x, centres).argmin(axis=1), len(centres))


def _members(labels, k):
    """Memberships, whose axes are (..., groups, customers) in this module: so the sums over groups are fast."""
    return np.equal(labels[..., None, :], np.arange(k)[:, None]).astype(float)


def _joined(x, memberships):
    """The memberships with those two groups joined that explain the customers best as one."""
    best, result = -np.inf, None
    for one, other in combinations(range(len(memberships)), 2):
        tried = np.delete(memberships, other, axis=0)
        tried[one] += memberships[other]
        likelihood = _posterior(_log_densities(x, tried))[1].sum()
        if result is None or likelihood > best:
            best, result = likelihood, tried
    return result


def _fit(x, memberships, steps):
    """Expectation and maximisation in turn, until the likelihood stands still."""
    last = -np.inf
    for _ in range(steps):
        memberships, totals = _posterior(_log_densities(x, memberships))
        likelihood = float(totals.sum())
        if likelihood - last < TOLERANCE * len(x):
            break
        last = likelihood
    return likelihood, memberships


def _log_densities(x, memberships):
    """Logarithm of each group's share times its density at each customer, the groups fitted by their memberships."""
    n, columns = x.shape[-2:]
    squares, sizes = x * x, memberships.sum(axis=-1) + 1e-9
    means = memberships @ x / sizes[..., None]
    variances = np.maximum(memberships @ squares / sizes[..., None] - means * means, 0)
    volumes = np.ones(sizes.shape)
    for _ in range(3):
        shape = np.maximum((sizes / volumes)[..., None, :] @ variances / n, NARROWEST)
        volumes = np.maximum((variances / shape).mean(axis=-1), SMALLEST_VOLUME)
    variances = volumes[..., None] * shape
    precisions = 1 / variances
    distances = precisions @ squares.swapaxes(-1, -2) - 2 * (means * precisions) @ x.swapaxes(-1, -2)
    logs = (means * means * precisions + np.log(variances)).sum(axis=-1) + columns * np.log(2 * np.pi)
    return (np.log(sizes / n) - logs / 2)[..., None] - distances / 2


def _posterior(logs):
    """Memberships, and the logarithm of each customer's density."""
    highest = logs.max(axis=-2, keepdims=True)
    shares = np.exp(logs - highest)
    sums = shares.sum(axis=-2, keepdims=True)
    return shares / sums, (highest + np.log(sums))[..., 0, :]


def _cost(x, memberships):
    """Each customer's part in the integrated completed likelihood."""
    n, columns = x.shape[-2:]
    k = memberships.shape[-2]
    # Shares, means, volumes, and the shape, whose scale the volumes hold.
    parameters = (k - 1) + k * columns + k + (columns - 1)
    logs = _log_densities(x, memberships)
    posterior, likelihood = _posterior(logs)
    entropy = -(posterior * (logs - likelihood[..., None, :])).sum(axis=-2)
    return 2 * entropy - 2 * likelihood + parameters * np.log(n) / n
