"""Short rules that describe the segments by a small decision tree, in words and in SQL over the raw features."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from sklearn.tree import DecisionTreeClassifier

from segmentation.describing.conditions import MOST_CONDITIONS, Levels, Range, Wording, readable_limit
from segmentation.features import transforms
from segmentation.features.transforms import FittedColumn

LEAVES_PER_CLUSTER = 2
# The tree is grown larger than it may be, so that pruning has a choice of leaves.
GROWN_PER_CLUSTER = 4
# As many customers as a tree is to be grown from, at most.
TREE_ROWS = 20_000
# A limit may move past this share of the customers it parts, to be a number that people remember.
READABLE_SHARE = 0.0025
WORTH_A_LEAF = 0.01


@dataclass(frozen=True)
class Rule:
    """One leaf of the tree.

    ``rule_number`` counts the rules of a cluster, the one that catches most of it first. ``coverage`` is the share of
    the cluster that the rule catches, ``precision`` the share of the ``customers`` it catches that belong to the
    cluster.
    """

    cluster: int
    rule_number: int
    rule: str
    predicate: str
    customers: int
    coverage: float
    precision: float


@dataclass(frozen=True)
class RuleSet:
    """The leaves of one tree: every customer meets exactly one of the rules.

    ``placed_by`` is, for each customer the tree was grown from, the index of that rule; ``fidelity`` the share of all
    customers whom it assigns in their cluster.
    """

    rules: list[Rule]
    placed_by: np.ndarray
    fidelity: float


@dataclass(frozen=True)
class Node:
    """A part of the customers: what holds for them, and its parts, up to a limit of one column and above it.

    ``rows`` are those of it that the tree was grown from; ``counts`` how many are in each cluster, and in none of them.
    """

    rows: np.ndarray
    conditions: dict[str, Range | Levels]
    position: int = 0
    limit: float = 0.0
    parts: tuple["Node", ...] = ()
    counts: np.ndarray | None = None

    @property
    def hits(self) -> int:
        """How many are in the cluster that most are in."""
        return int(self.counts[:-1].max())

    @property
    def cluster(self) -> int:
        """The place of that cluster."""
        return int(self.counts[:-1].argmax())


@dataclass(frozen=True)
class Tree:
    """A tree that is grown, and the numbers of the clusters that it knows."""

    root: Node
    clusters: np.ndarray
    columns: list[FittedColumn]

    def counts(self, table: pa.Table, clusters: np.ndarray) -> np.ndarray:
        """How many of some customers are in each node, root first, and in each cluster or in none of them."""
        places = np.searchsorted(self.clusters, clusters)
        is_known = self.clusters.take(places, mode="clip") == clusters
        index, values = np.where(is_known, places, len(self.clusters)), transforms.unscaled(table, self.columns)
        return np.stack(list(_counts(self.root, values, index, len(self.clusters) + 1)))


def segment_rules(
    table: pa.Table,
    clusters: np.ndarray,
    columns: list[FittedColumn],
    wording: dict[str, Wording],
    *,
    seed: int,
    counts_of_all: Callable[[Tree], np.ndarray] | None = None,
) -> RuleSet:
    """Fit the smallest tree that separates the clusters about as well as any of two leaves a cluster.

    Parameters
    ----------
    table : pyarrow.Table
        One row per customer, with the raw features: all customers, or a sample of them.
    clusters : numpy.ndarray of shape (customers,)
        Numbered from 1.
    columns : list of FittedColumn
        They say what stands in for a missing value, and between which limits a feature counts.
    wording : dict of feature to Wording
    seed : int
    counts_of_all : callable, optional
        Gives `Tree.counts` of all customers, where those at hand are a sample.

    Returns
    -------
    RuleSet
        No leaf asks for more than two things of one feature. Rules are in the order of the clusters.
    """
    found, index = np.unique(clusters, return_inverse=True)
    tree = Tree(_grow(table, index, columns, most_leaves=GROWN_PER_CLUSTER * len(found), seed=seed), found, columns)
    counts = counts_of_all(tree) if counts_of_all else tree.counts(table, clusters)
    root = _counted(tree.root, iter(counts))
    leaves = _chosen(_prunings(root, max(2, LEAVES_PER_CLUSTER * len(found))), counts[0].sum())
    leaves.sort(key=lambda leaf: (leaf.cluster, -leaf.hits, leaf.rows[0]))
    rules, placed_by = [], np.empty(len(clusters), dtype=int)
    for leaf in leaves:
        cluster, customers = int(found[leaf.cluster]), int(leaf.counts.sum())
        placed_by[leaf.rows] = len(rules)
        rules.append(
            Rule(
                cluster=cluster,
                rule_number=1 + sum(rule.cluster == cluster for rule in rules),
                rule=" and ".join(_words(leaf, columns, wording)) or "everyone",
                predicate=" and ".join(each.predicate for each in _ordered(leaf, columns)) or "true",
                customers=customers,
                coverage=leaf.hits / int(root.counts[leaf.cluster]),
                precision=leaf.hits / customers,
            )
        )
    return RuleSet(rules, placed_by, sum(leaf.hits for leaf in leaves) / int(counts[0].sum()))


def _grow(table, index, columns, *, most_leaves, seed):
    """A tree whose splits are moved to readable numbers."""
    values = transforms.unscaled(table, columns)
    # The order of the values is all that a split needs; their ranks survive the tree's single precision.
    ranks = np.column_stack([np.unique(column, return_inverse=True)[1] for column in values.T])
    grown = DecisionTreeClassifier(max_leaf_nodes=max(2, most_leaves), random_state=seed).fit(ranks, index)
    tree = grown.tree_

    def node(number, rows, conditions):
        left, right = int(tree.children_left[number]), int(tree.children_right[number])
        position = int(tree.feature[number])
        column = columns[position] if left >= 0 else None
        if column is None or not _may_split(conditions, column):
            return Node(rows, conditions)
        given = values[rows, position]
        count = int((ranks[rows, position] <= tree.threshold[number]).sum())
        # Limits that moved further up the tree may have left nobody to part here.
        if not 0 < count < len(given):
            return Node(rows, conditions)
        limit = _limit(np.sort(given), count, column)
        low, high = _sides(conditions, column, limit)
        parts = (
            node(left, rows[given <= limit], conditions | {column.feature: low}),
            node(right, rows[given > limit], conditions | {column.feature: high}),
        )
        return Node(rows, conditions, position, limit, parts)

    return node(0, np.arange(len(values)), {})


def _counts(node, values, index, size) -> Iterator[np.ndarray]:
    yield np.bincount(index, minlength=size)
    if node.parts:
        is_low = values[:, node.position] <= node.limit
        for part, side in zip(node.parts, (is_low, ~is_low), strict=True):
            yield from _counts(part, values[side], index[side], size)


def _counted(node, counts):
    """A node and those below it with their counts, which come in the same order."""
    own = next(counts)
    return replace(node, counts=own, parts=tuple(_counted(part, counts) for part in node.parts))


def _may_split(conditions, column):
    """Numbers always, since a new limit takes the place of one; a category until enough of its levels are named."""
    known = conditions.get(column.feature)
    return column.level is None or known is None or known.conditions < MOST_CONDITIONS


def _limit(given, count, column):
    """A readable number that parts about the lowest `count` of the values from the others, both sides not empty."""
    if column.level is not None:
        return 0.5
    middle = transforms.invert(transforms.scaled(given[count - 1 : count + 1], column).mean(), column)
    slack = int(READABLE_SHARE * len(given))
    low, high = given[max(count - 1 - slack, 0)], given[min(count + slack, len(given) - 1)]
    return readable_limit(float(low), float(high), middle)


def _sides(conditions, column, limit):
    """What holds for a feature on the low and on the high side of a limit."""
    name = column.feature
    if column.level is not None:
        unmet = conditions.get(name, Levels(name)).unmet
        return Levels(name, unmet=(*unmet, column.level)), Levels(name, met=column.level)
    known = conditions.get(name, Range(name, column.fill_value))
    return (Range(name, known.fill_value, known.low, limit), Range(name, known.fill_value, limit, known.high))


def _prunings(node, most_leaves):
    """The best trees below a node, by their number of leaves: how many customers they place rightly, and the leaves."""
    best = {1: (node.hits, [node])}
    if node.parts:
        low, high = (_prunings(part, most_leaves) for part in node.parts)
        for fewer, (hits, leaves) in low.items():
            for more, (other_hits, other_leaves) in high.items():
                size, together = fewer + more, hits + other_hits
                if size <= most_leaves and together > best.get(size, (-1,))[0]:
                    best[size] = (together, leaves + other_leaves)
    return best


def _chosen(prunings, customers):
    """Of the trees that are nearly as good as the best, the smallest of those that separate the most clusters."""
    enough = max(hits for hits, _ in prunings.values()) - WORTH_A_LEAF * customers
    good = [leaves for _, (hits, leaves) in sorted(prunings.items()) if hits >= enough]
    return max(good, key=lambda leaves: len({leaf.cluster for leaf in leaves}))


def _ordered(leaf, columns):
    names = dict.fromkeys(column.feature for column in columns)
    return [leaf.conditions[name] for name in names if name in leaf.conditions]


def _words(leaf, columns, wording):
    return [each.words(wording[each.feature]) for each in _ordered(leaf, columns)]
