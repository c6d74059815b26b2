"""Proxies: how well what forms the segments predicts a sensitive attribute, and what leaving it out costs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm
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
CONFIDENCE = 0.95


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
        Mean over the levels of the share that is predicted right, of customers not learned from; with an interval, wide
        enough that all that are tried hold together with 95% confidence. One divided by the number of levels is chance.
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
        Of attributes with two levels or more that are large enough. Of many that are tried some would look like proxies
        by chance, so that each interval is of a level that allows for all of them (Bonferroni).
    """
    names = list(dict.fromkeys(features))
    columns = {ALL: np.ones(len(features), dtype=bool)} | {name: np.array(features) == name for name in names}
    costs = {ALL: {}} | _costs(x, {name: columns[name] for name in names}, k=k, seed=seed)
    large = {attribute: _large(of_each) for attribute, of_each in levels.items()}
    tried = {attribute: known for attribute, known in large.items() if len(known) > 1}
    for attribute, known in tried.items():
        of_each = levels[attribute]
        rows = np.flatnonzero(np.isin(of_each, known))
        rows = rows[sample_rows(len(rows), MOST_CUSTOMERS, seed=seed)]
        for name, of_name in columns.items():
            figures = predictability(
                x[np.ix_(rows, of_name)], of_each[rows], seed=seed, tried=len(tried) * len(columns)
            )
            yield Proxy(attribute, name, len(known), len(rows), *figures, **costs[name])


def _large(of_each):
    known, sizes = np.unique(of_each, return_counts=True)
    return known[(sizes >= FEWEST) & (known != MISSING)]


def predictability(x: np.ndarray, levels: np.ndarray, *, seed: int, tried: int = 1) -> tuple[float, float, float]:
    """Balanced accuracy of logistic regression on values and their squares, cross-validated, with an interval.

    As many intervals as are ``tried`` hold together with 95% confidence. Two right and two wrong ones are added to each
    level (Agresti & Coull 1998), since few are never sure, and the variance allows for folds that share what they learn
    from (Nadeau & Bengio 2003).
    """
    model = make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced", max_iter=200))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    right = cross_val_predict(model, np.hstack([x, x**2]), levels, cv=folds) == levels
    _, of_each, sizes = np.unique(levels, return_inverse=True, return_counts=True)
    hits = np.bincount(of_each, weights=right)
    share, cautious = float((hits / sizes).mean()), (hits + 2) / (sizes + 4)
    variance = (1 + FOLDS / (FOLDS - 1)) * (cautious * (1 - cautious) / (sizes + 4)).sum() / len(sizes) ** 2
    middle, reach = cautious.mean(), norm.isf((1 - CONFIDENCE) / 2 / tried) * np.sqrt(variance)
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
