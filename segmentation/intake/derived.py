"""Figures that follow from others, told by their numbers: the same twice, multiples, sums, products and ratios."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations, permutations

import numpy as np
from scipy.optimize import nnls
from scipy.stats import rankdata

SIMILAR = 0.95
_FEWEST_ROWS = 20
_FEWEST_VALUES = 5
_AGREEING = 0.99
_LOOKED_AT_FIRST = 64
_LOOKED_AT = 5_000
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
    found = []
    for first, second in combinations(columns, 2):
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
    found = []
    for first, second in combinations(varied, 2):
        for whole in varied:
            if whole not in (first, second) and _is_product(columns, whole, first, second):
                found.append(Relation("product", whole, (first, second)))
    told = {frozenset((relation.whole, *relation.parts)) for relation in found}
    # A ratio that was rounded is no exact factor, and a share may be in hundredths.
    for first, second in permutations(varied, 2):
        for whole in varied:
            if whole not in (first, second) and frozenset((whole, first, second)) not in told:
                for scale in (1.0, 100.0):
                    if _is_ratio(columns, whole, first, second, scale):
                        found.append(Relation("ratio", whole, (first, second), scale))
                        told.add(frozenset((whole, first, second)))
                        break
    return found


def similarity(first: np.ndarray, second: np.ndarray) -> float:
    """How surely one column rises or falls with another: the absolute rank correlation, over rows that have both."""
    x, y = _known(first, second)
    known = max(np.isfinite(first).sum(), np.isfinite(second).sum(), 1)
    if len(x) < _FEWEST_ROWS or len(x) < _SMALLEST_KNOWN * known:
        return 0.0
    x, y = rankdata(x), rankdata(y)
    if x.std() == 0 or y.std() == 0:
        return 0.0
    return float(abs(np.corrcoef(x, y)[0, 1]))


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
