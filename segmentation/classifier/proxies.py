"""Proxies: how well what forms the segments predicts a sensitive attribute, and what leaving it out costs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from segmentation.clustering import criteria
from segmentation.clustering.kmeans import fit_kmeans, sample_rows
from segmentation.features.threads import one_thread

ALL = "(all features)"
MISSING = "(missing)"
# Smaller levels say nothing of whether the attribute can be predicted.
FEWEST = 30
MOST_CUSTOMERS = 5_000
SILHOUETTE_ROWS = 2_000
FOLDS = 5
N_INIT = 3


@dataclass(frozen=True)
class Proxy:
    """What a feature, or all together, say of a sensitive attribute.

    Attributes
    ----------
    attribute : str
    proxy : str
        The feature that forms the segments; `ALL` for all of them.
    levels : int
        Levels with `FEWEST` customers or more.
    customers : int
    balanced_accuracy, balanced_accuracy_low, balanced_accuracy_high : float
        Mean over the levels of the share that is predicted right, of customers not learned from; with a 95% interval.
        One divided by the number of levels is chance.
    silhouette, silhouette_without : float
        Mean silhouette of K-means with and without the feature, both in the space of all features; NaN of `ALL`.
    """

    attribute: str
    proxy: str
    levels: int
    customers: int
    balanced_accuracy: float
    balanced_accuracy_low: float
    balanced_accuracy_high: float
    silhouette: float = np.nan
    silhouette_without: float = np.nan


@one_thread()
def find(
    x: np.ndarray, features: Sequence[str], levels: dict[str, np.ndarray], *, k: int, seed: int
) -> Iterator[Proxy]:
    """Try each feature, and all together, as predictors of sensitive attributes.

    Parameters
    ----------
    x : numpy.ndarray of shape (customers, columns)
        Scaled features, ordered by customer.
    features : sequence of str
        The feature of each column.
    levels : dict of str to numpy.ndarray of shape (customers,)
        Level of each customer, by attribute.
    k : int
        Segments in use.
    seed : int

    Yields
    ------
    Proxy
        Of attributes with two levels or more that are large enough.
    """
    names = list(dict.fromkeys(features))
    columns = {ALL: np.ones(len(features), dtype=bool)} | {name: np.array(features) == name for name in names}
    costs = {ALL: {}} | _costs(x, {name: columns[name] for name in names}, k=k, seed=seed)
    for attribute, of_each in levels.items():
        known, sizes = np.unique(of_each, return_counts=True)
        large = known[(sizes >= FEWEST) & (known != MISSING)]
        rows = np.flatnonzero(np.isin(of_each, large))
        if len(large) > 1:
            rows = rows[sample_rows(len(rows), MOST_CUSTOMERS, seed=seed)]
            for name, of_name in columns.items():
                figures = predictability(x[np.ix_(rows, of_name)], of_each[rows], seed=seed)
                yield Proxy(attribute, name, len(large), len(rows), *figures, **costs[name])


def predictability(x: np.ndarray, levels: np.ndarray, *, seed: int) -> tuple[float, float, float]:
    """Balanced accuracy of logistic regression on values and their squares, cross-validated, with a 95% interval.

    The interval adds two right and two wrong ones to each level (Agresti & Coull 1998), since few are never sure.
    """
    model = make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced", max_iter=200))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    right = cross_val_predict(model, np.hstack([x, x**2]), levels, cv=folds) == levels
    _, of_each, sizes = np.unique(levels, return_inverse=True, return_counts=True)
    hits = np.bincount(of_each, weights=right)
    share, cautious = float((hits / sizes).mean()), (hits + 2) / (sizes + 4)
    middle, reach = cautious.mean(), 1.96 * np.sqrt((cautious * (1 - cautious) / (sizes + 4)).sum()) / len(sizes)
    return share, max(min(float(middle - reach), share), 0.0), min(max(float(middle + reach), share), 1.0)


def _costs(x, columns, *, k, seed):
    """Silhouettes with and without each feature; none where there is no other."""
    if len(columns) < 2:
        return {name: {} for name in columns}
    x = x[sample_rows(len(x), SILHOUETTE_ROWS, seed=seed)]
    between = criteria.distances(x)

    def silhouette(of):
        labels = criteria.nearest(x[:, of], fit_kmeans(x[:, of], k, seed=seed, n_init=N_INIT))
        return float(criteria.silhouette(between, labels).mean())

    whole = silhouette(np.ones(x.shape[1], dtype=bool))
    return {name: {"silhouette": whole, "silhouette_without": silhouette(~of)} for name, of in columns.items()}
