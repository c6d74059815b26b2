"""Pareto/NBD: a customer orders at a steady rate for a life of unknown length (Schmittlein, Morrison & Colombo 1987).

Rates differ by a gamma distribution (r, alpha), and so do the rates of leaving (s, beta).
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.special import digamma, gammaln

from segmentation.value.histories import Histories

NODES = 16
# In this root of its variable the integrand is smooth where it bends: near 0, long after the last order.
ROOT = 8
BLOCK = 5_000


@dataclass(frozen=True)
class Pareto:
    """The model; its functions are those of `geometric.Geometric`."""

    name: str = "pareto_nbd"
    parameters = ("r", "alpha", "s", "beta")
    starts = ((1.0, 8.0, 1.0, 8.0), (0.5, 10.0, 0.6, 12.0), (2.0, 30.0, 0.5, 50.0))

    def log_likelihood(self, theta: np.ndarray, known: Histories) -> tuple[np.ndarray, np.ndarray]:
        """Logarithm of the likelihood of each row, and its derivatives by r, alpha, s and beta."""
        value, slopes = np.empty(len(known)), np.empty((4, len(known)))
        for start in range(0, len(known), BLOCK):
            rows = slice(start, start + BLOCK)
            value[rows], slopes[:, rows] = _likelihood(theta, known.take(rows))
        return value, slopes

    def alive(self, theta: np.ndarray, known: Histories) -> np.ndarray:
        """Chance of still being a customer."""
        return 1 / (1 + np.exp(np.minimum(_log_odds(theta, known)[0], 700)))

    def chance(self, theta: np.ndarray, known: Histories, weeks: float) -> np.ndarray:
        """Chance of at least one order in the weeks to come."""
        r, alpha, s, beta = theta
        orders, stays = alpha + known.age, beta + known.age
        still_there = np.exp(-(r + known.orders) * np.log1p(weeks / orders) - s * np.log1p(weeks / stays))
        left_before = _leaves_first(orders, stays, weeks, r + known.orders, s)
        return self.alive(theta, known) * (1 - still_there - left_before)

    def expected(self, theta: np.ndarray, known: Histories, weeks: float) -> np.ndarray:
        """Orders to expect in the weeks to come."""
        r, alpha, s, beta = theta
        rate = (r + known.orders) * (beta + known.age) / (alpha + known.age)
        longer = np.log1p(weeks / (beta + known.age))
        return self.alive(theta, known) * rate * longer * _mean_decay((s - 1) * longer)


@cache
def unit_nodes() -> tuple[np.ndarray, np.ndarray]:
    """Nodes and weights of the Gauss-Legendre rule on 0 to 1."""
    places, weights = np.polynomial.legendre.leggauss(NODES)
    return (places + 1) / 2, weights / 2


def _leaves_first(orders, stays, weeks, shape, s):
    """Chance to leave within the weeks, and before any order."""
    return np.exp(_leaving(orders, stays, weeks, shape, s)[0])


def _leaving(orders, stays, weeks, shape, s):
    """Logarithm of `_leaves_first`, weights of the nodes, which add up to 1, their times, and two logarithms of these.

    It is s / B times the integral of (1 + t/A)^-R (1 + t/B)^-(s + 1), where A, B, R are `orders`, `stays`, `shape`. In
    v = (1 + t/M)^-(R + s) what is left is flat at t = 0, by the choice of M, and constant where A and B are equal. The
    logarithms are those of 1 + t/A and 1 + t/B.
    """
    power = shape + s
    scale = (power + 1) / (shape / orders + (s + 1) / stays)
    places, weights = unit_nodes()
    begin = np.exp(-power / ROOT * np.log1p(weeks / scale))
    # v = root^ROOT.
    log_root = np.log(begin + (1 - begin) * places[:, None])
    longer = -ROOT / power * log_root
    time = scale * np.expm1(longer)
    log_order, log_stay = np.log1p(time / orders), np.log1p(time / stays)
    left = (ROOT - 1) * log_root + (power + 1) * longer - shape * log_order - (s + 1) * log_stay
    terms = weights[:, None] * (1 - begin) * ROOT * np.exp(left)
    total = terms.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log(s * scale / (power * stays) * total), terms / total, time, log_order, log_stay


def _log_odds(theta, known):
    """Logarithm of the odds of having left, and what `_leaving` says of when that may have been."""
    r, alpha, s, beta = theta
    shape = r + known.orders
    orders, stays, silent = alpha + known.last, beta + known.last, known.age - known.last
    log_left, *when = _leaving(orders, stays, silent, shape, s)
    return log_left + shape * np.log1p(silent / orders) + s * np.log1p(silent / stays), *when


def _likelihood(theta, known):
    r, alpha, s, beta = theta
    shape = r + known.orders
    log_odds, weights, times, log_order, log_stay = _log_odds(theta, known)
    odds = np.exp(np.minimum(log_odds, 700))
    gone = odds / (1 + odds)
    orders, stays = np.log(alpha + known.age), np.log(beta + known.age)
    value = gammaln(shape) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
    value = value - shape * orders - s * stays + np.log1p(odds)
    # Who has left did so at one of the times: the derivatives are means over them. With nothing silent nobody has.
    weights = np.nan_to_num(weights)
    begin, end = alpha + known.last, beta + known.last
    ordering, staying = np.log(begin) + _mean(weights, log_order), np.log(end) + _mean(weights, log_stay)
    by_r = digamma(shape) - digamma(r) + np.log(alpha) - (1 - gone) * orders - gone * ordering
    by_alpha = r / alpha - shape * ((1 - gone) / (alpha + known.age) + gone * _mean(weights, 1 / (begin + times)))
    by_s = np.log(beta) - (1 - gone) * stays + gone * (1 / s - staying)
    by_beta = s / beta - (1 - gone) * s / (beta + known.age) - gone * (s + 1) * _mean(weights, 1 / (end + times))
    return value, np.array([by_r, by_alpha, by_s, by_beta])


def _mean(weights, values):
    return (weights * values).sum(axis=0)


def _mean_decay(rate):
    """(1 - exp(-rate)) / rate, also near 0."""
    near = np.abs(rate) < 1e-5
    safe = np.where(near, 1, rate)
    return np.where(near, 1 - rate / 2 + rate**2 / 6, -np.expm1(-safe) / safe)


PARETO_NBD = Pareto()
