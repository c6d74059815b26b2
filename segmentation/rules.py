"""Short rules that tell the segments by a small decision tree, in words and in the features' own units."""

from dataclasses import dataclass

import numpy as np
from sklearn.tree import DecisionTreeClassifier

from segmentation import transforms
from segmentation.naming import figure
from segmentation.transforms import FittedColumn

LEAVES_PER_CLUSTER = 2
TREE_ROWS = 20_000
WORTH_KEEPING = 0.01


@dataclass(frozen=True)
class Rule:
    """The leaf of the tree that holds most of a cluster, without the conditions that do not help.

    ``coverage`` is the share of the cluster the rule catches, ``precision`` the share of those it catches that
    belong to the cluster. A cluster that is the majority of no leaf has no rule, coverage 0 and no precision.
    """

    cluster: int
    rule: str | None
    coverage: float
    precision: float | None


def segment_rules(
    x: np.ndarray,
    clusters: np.ndarray,
    columns: list[FittedColumn],
    wording: dict[str, tuple[str, str | None]],
    *,
    seed: int,
) -> list[Rule]:
    """Fit a tree of at most two leaves per cluster and read one rule per cluster off it.

    Parameters
    ----------
    x : numpy.ndarray of shape (customers, columns)
        Scaled coordinates; the tree splits there and its thresholds are turned back into raw units.
    clusters : numpy.ndarray of shape (customers,)
        Numbered from 1.
    columns : list of FittedColumn
    wording : dict of feature to (label, unit)
    seed : int

    Returns
    -------
    list of Rule, in the order of the clusters
    """
    found = np.unique(clusters)
    step = -(-len(x) // TREE_ROWS)
    tree = DecisionTreeClassifier(max_leaf_nodes=max(2, LEAVES_PER_CLUSTER * len(found)), random_state=seed)
    tree.fit(x[::step], clusters[::step])
    leaves = tree.apply(x)
    paths = _paths(tree.tree_)
    rules = []
    for cluster in found:
        in_cluster = clusters == cluster
        sizes = {leaf: int((in_cluster & (leaves == leaf)).sum()) for leaf in paths}
        leaf = max(sizes, key=lambda leaf: (sizes[leaf], -leaf))
        majority = tree.classes_[tree.tree_.value[leaf][0].argmax()]
        if majority != cluster:
            rules.append(Rule(int(cluster), None, 0.0, None))
            continue
        bounds = _pruned(paths[leaf], x, in_cluster)
        caught = _met(bounds, x)
        hits = int((caught & in_cluster).sum())
        text = _wording(bounds, columns, wording)
        rules.append(Rule(int(cluster), text, hits / int(in_cluster.sum()), hits / int(caught.sum())))
    return rules


def _pruned(bounds, x, in_cluster):
    """Drop bounds one by one while the rule's F1 does not fall by more than `WORTH_KEEPING` for any of them."""
    bounds = {(column, side): limit for column, pair in bounds.items() for side, limit in enumerate(pair)}
    bounds = {key: limit for key, limit in bounds.items() if np.isfinite(limit)}
    while len(bounds) > 1:
        score = _f1(_met(_paired(bounds), x), in_cluster)
        without = {
            key: _f1(_met(_paired({k: v for k, v in bounds.items() if k != key}), x), in_cluster) for key in bounds
        }
        dispensable = max(without, key=without.get)
        if without[dispensable] < score - WORTH_KEEPING:
            break
        del bounds[dispensable]
    return _paired(bounds)


def _paired(bounds):
    columns = {column for column, _ in bounds}
    return {column: (bounds.get((column, 0), -np.inf), bounds.get((column, 1), np.inf)) for column in columns}


def _met(bounds, x):
    caught = np.ones(len(x), dtype=bool)
    for column, (low, high) in bounds.items():
        caught &= (x[:, column] > low) & (x[:, column] <= high)
    return caught


def _f1(caught, wanted):
    return 2 * (caught & wanted).sum() / max(int(caught.sum() + wanted.sum()), 1)


def _paths(tree):
    """Bounds (lower, upper) in scaled units by column, for each leaf."""
    paths, open_nodes = {}, [(0, {})]
    while open_nodes:
        node, bounds = open_nodes.pop()
        if tree.children_left[node] < 0:
            paths[node] = bounds
            continue
        column, threshold = int(tree.feature[node]), float(tree.threshold[node])
        low, high = bounds.get(column, (-np.inf, np.inf))
        open_nodes.append((int(tree.children_left[node]), {**bounds, column: (low, min(high, threshold))}))
        open_nodes.append((int(tree.children_right[node]), {**bounds, column: (max(low, threshold), high)}))
    return paths


def _wording(bounds, columns, wording):
    return (
        " and ".join(
            _condition(columns[index], *bounds[index], *wording[columns[index].feature]) for index in sorted(bounds)
        )
        or "everyone"
    )


def _condition(column, low, high, label, unit):
    if column.level is not None:
        return f"{label} is {'' if high == np.inf else 'not '}{column.level}"
    low, high = (
        figure(transforms.invert(bound, column), unit) if np.isfinite(bound) else None for bound in (low, high)
    )
    if low is None:
        return f"{label} up to {high}"
    return f"{label} over {low}" if high is None else f"{label} over {low} up to {high}"
