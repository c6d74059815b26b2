"""Figures that follow from others, told by their numbers: the same twice, multiples, sums, products and ratios."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

SIMILAR = 0.95
_FEWEST_ROWS = 20
_FEWEST_VALUES = 5
_AGREEING = 0.99
_LOOKED_AT_FIRST = 64
_LOOKED_AT = 5_000
# Rows from all over a table of which the order is compared.
_RANKED = 20_000
_MOST_COLUMNS = 60
_SMALLEST_KNOWN = 0.5


@dataclass(frozen=True)
class Relation:
    """One column that follows from others: ``whole`` equals ``parts`` by a rule (line, product, ratio, sum)."""

    rule: str
    whole: str
    parts: tuple[str, ...]
    slope: float = 1.0
    offset: float = 0.0


def lines(columns: Mapping[str, np.ndarray]) -> list[Relation]:
    """Pairs of columns of which one is the other, a multiple of it, or a multiple and a constant.

    Examples
    --------
    >>> spend = np.arange(30.0)
    >>> lines({"spend": spend, "cost": 0.5 * spend + 100})
    [Relation(rule='line', whole='cost', parts=('spend',), slope=0.5, offset=100.0)]
    """
    if len(columns) < 2:
        return []
    names, found = list(columns), []
    likely, _ = _correlations(np.column_stack([values[:_LOOKED_AT] for values in columns.values()]))
    # What cannot be said of all pairs at once is looked at as well.
    for first, second in np.argwhere(np.triu(~(likely < 0.999), 1)):
        first, second = names[first], names[second]
        x, y = _known(columns[first], columns[second])
        if len(x) < _FEWEST_ROWS or len(np.unique(x[:_LOOKED_AT])) < _FEWEST_VALUES:
            continue
        if np.array_equal(x, y):
            found.append(Relation("line", second, (first,)))
            continue
        if x.std() <= 0 or y.std() <= 0 or abs(np.corrcoef(x[:_LOOKED_AT], y[:_LOOKED_AT])[0, 1]) < 0.9999:
            continue
        slope, offset = np.polyfit(x, y, 1)
        slope, offset = _rounded(slope), _rounded(offset, y.std())
        if _agree(slope * x + offset, y):
            found.append(Relation("line", second, (first,), slope, offset))
    return found


def sums(columns: Mapping[str, np.ndarray]) -> list[Relation]:
    """Columns that are the sum of two or more others."""
    # Scipy takes two seconds to import, and many sources have no use for it.
    from scipy.optimize import nnls

    names = list(columns)[:_MOST_COLUMNS]
    found = []
    for whole in names:
        others = [name for name in names if name != whole]
        if len(others) < 2:
            continue
        values = _known(*(columns[name] for name in [whole, *others]))
        y, rows = values[0], np.column_stack(values[1:])
        if len(y) < max(_FEWEST_ROWS, len(others) + 2) or len(np.unique(y[:_LOOKED_AT])) < _FEWEST_VALUES:
            continue
        scale = max(y.std(), 1e-300)
        try:
            weights, _ = nnls(rows[:_LOOKED_AT] / scale, y[:_LOOKED_AT] / scale)
        except RuntimeError:
            continue
        ones = np.abs(weights - 1) < 0.02
        if ones.sum() >= 2 and np.all(ones | (weights < 0.02)):
            parts = tuple(name for name, one in zip(others, ones, strict=True) if one)
            if _agree(rows[:, ones].sum(axis=1), y) and _each_matters(rows[:, ones]):
                found.append(Relation("sum", whole, parts))
    return found


def products(columns: Mapping[str, np.ndarray]) -> list[Relation]:
    """Columns that are the product or the ratio of two others.

    The ratio is given as found: ``whole = parts[0] / parts[1]`` says the same as ``parts[0] = whole x parts[1]``.
    """
    names = list(columns)[:_MOST_COLUMNS]
    varied = [name for name in names if len(np.unique(_known(columns[name])[0][:_LOOKED_AT])) >= 3]
    heads = np.column_stack([columns[name][:_LOOKED_AT_FIRST] for name in varied]) if varied else np.empty((0, 0))
    agreeing = _Agreeing(heads)
    found = []
    for i, first in enumerate(varied):
        for j, second in enumerate(varied[i + 1 :], start=i + 1):
            for place in agreeing.with_values(heads[:, i] * heads[:, j]):
                whole = varied[place]
                if whole not in (first, second) and _is_product(columns, whole, first, second):
                    found.append(Relation("product", whole, (first, second)))
    told = {frozenset((relation.whole, *relation.parts)) for relation in found}
    # A ratio that was rounded is no exact factor, and a share may be in hundredths.
    for (i, first), (j, second) in permutations(enumerate(varied), 2):
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            places = {scale: agreeing.with_values(scale * heads[:, i] / heads[:, j]) for scale in (1.0, 100.0)}
        for place in sorted({*places[1.0], *places[100.0]}):
            whole = varied[place]
            if whole in (first, second) or frozenset((whole, first, second)) in told:
                continue
            for scale in (1.0, 100.0):
                if place in places[scale] and _is_ratio(columns, whole, first, second, scale):
                    found.append(Relation("ratio", whole, (first, second), scale))
                    told.add(frozenset((whole, first, second)))
                    break
    return found


def similarities(columns: Sequence[np.ndarray]) -> np.ndarray:
    """How surely one column rises or falls with another, of each pair: the absolute correlation of their ranks.

    A rank is that among the known values of its column; a pair is compared over rows that have both, and is not similar
    where these are few. Of more than `_RANKED` rows each so many-th is looked at.
    """
    if not len(columns):
        return np.empty((0, 0))
    from scipy.stats import rankdata

    rows = np.column_stack(columns)
    rows = rows[:: max(1, -(-len(rows) // _RANKED))]
    rows = np.where(np.isfinite(rows), rows, np.nan)
    found, both = _correlations(rankdata(rows, axis=0, nan_policy="omit"))
    known = np.isfinite(rows).sum(axis=0)
    is_enough = (both >= _FEWEST_ROWS) & (both >= _SMALLEST_KNOWN * np.maximum.outer(known, known))
    return np.where(is_enough, np.nan_to_num(found), 0.0)


def _correlations(rows):
    """Absolute correlations of all pairs of columns over the rows that have both, and how many these are.

    Not a number where a column hardly varies in these rows.
    """
    known = np.isfinite(rows)
    with np.errstate(all="ignore"):
        count = np.maximum(known.sum(axis=0), 1)
        rows = np.where(known, rows, 0.0)
        rows = np.where(known, rows - rows.sum(axis=0) / count, 0.0)
        rows /= np.sqrt((rows**2).sum(axis=0) / count)
        is_known = known.astype(float)
        both, sums, squares = is_known.T @ is_known, rows.T @ is_known, (rows**2).T @ is_known
        varies = both * squares - sums**2
        varies[~(varies > 1e-9 * both * squares)] = np.nan
        return np.abs(both * (rows.T @ rows) - sums * sums.T) / np.sqrt(varies * varies.T), both


class _Agreeing:
    """Which of some columns may be what is expected, by their first rows: never fewer than `_agree_so_far` finds."""

    def __init__(self, heads):
        self._heads, self._known = heads, np.isfinite(heads)
        with np.errstate(all="ignore"):
            heads = np.where(self._known, heads, 0.0)
            spread = heads.max(axis=0, initial=0.0) - heads.min(axis=0, initial=0.0)
            self._tolerance = np.minimum(0.51, 0.01 * spread) + 1.1e-6 * np.abs(heads)

    def with_values(self, expected):
        """The places of the columns that nine in ten of some values are near to, where they are known."""
        with np.errstate(all="ignore"):
            known = self._known & np.isfinite(expected)[:, None]
            near = (np.abs(self._heads - expected[:, None]) <= self._tolerance) & known
        return np.flatnonzero(near.sum(axis=0) >= 0.9 * known.sum(axis=0)).tolist()


def _is_product(columns, whole, first, second):
    a, b, y = (columns[name][:_LOOKED_AT_FIRST] for name in (first, second, whole))
    if not _agree_so_far(a * b, y):
        return False
    a, b, y = _known(columns[first], columns[second], columns[whole])
    return len(y) >= _FEWEST_ROWS and _vary_beside(a, b, y) and _agree(a * b, y)


def _is_ratio(columns, whole, first, second, scale):
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        a, b, y = (columns[name][:_LOOKED_AT_FIRST] for name in (first, second, whole))
        if not _agree_so_far(scale * a / b, y):
            return False
        a, b, y = _known(columns[first], columns[second], columns[whole])
        a, b, y = a[b != 0], b[b != 0], y[b != 0]
        return len(y) >= _FEWEST_ROWS and _vary_beside(a, b, y) and _agree(scale * a / b, y)


def _vary_beside(a, b, y):
    """Whether both parts matter: a product with a column of ones is no product."""
    return all(len(np.unique(part[:_LOOKED_AT])) >= 3 for part in (a, b, y)) and not (
        np.array_equal(a, y) or np.array_equal(b, y)
    )


def _each_matters(parts):
    spreads = parts.std(axis=0)
    return bool(np.all(spreads > 1e-9))


def _agree_so_far(expected, actual):
    with np.errstate(invalid="ignore", over="ignore"):
        known = np.isfinite(expected) & np.isfinite(actual)
        if not known.any():
            return True
        return bool(np.mean(_near(expected[known], actual[known])) >= 0.9)


def _agree(expected, actual):
    with np.errstate(invalid="ignore", over="ignore"):
        return bool(np.mean(_near(expected, actual)) >= _AGREEING)


def _near(expected, actual):
    """Equal but for the rounding of the figure, and never by less than a fiftieth of its deviation."""
    step = 0.505 * _step(actual)
    tolerance = min(step, 0.02 * float(np.std(actual)))
    return np.abs(expected - actual) <= max(tolerance, 0.0) + 1e-6 * np.abs(actual)


def _step(values):
    """The smallest decimal place the values use."""
    for places in range(7):
        scaled = values * 10.0**places
        if np.all(np.abs(scaled - np.round(scaled)) < 1e-6 * np.maximum(1.0, np.abs(scaled))):
            return 10.0**-places
    return 0.0


def _rounded(value, beside=1.0):
    """A figure as it was meant: 0.5 for 0.49999999."""
    if abs(value) < 1e-9 * max(1.0, abs(beside)):
        return 0.0
    for digits in range(1, 7):
        rounded = float(f"{value:.{digits}g}")
        if abs(rounded - value) <= 1e-7 * abs(value) + 1e-12 * abs(beside):
            return rounded
    return float(value)


def _known(*columns):
    known = np.logical_and.reduce([np.isfinite(column) for column in columns])
    return tuple(column[known] for column in columns)
