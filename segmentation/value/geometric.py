"""BG/NBD and MBG/NBD: a customer orders at a steady rate, and after any order may never come back.

Rates differ by a gamma distribution (r, alpha), the chances of leaving by a beta distribution (a, b). Under the BG/NBD
(Fader, Hardie & Lee 2005) nobody leaves before the second order; under the MBG/NBD (Batislam et al. 2007) one may leave
after the first.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import eigh_tridiagonal
from scipy.special import digamma, gammaln

from segmentation.value.histories import Histories

NODES = 24


@dataclass(frozen=True)
class Geometric:
    """One of the two models.

    Attributes
    ----------
    name : str
    occasions : int
        Chances to leave that the first order gives: 0 or 1.
    """

    name: str
    occasions: int
    parameters = ("r", "alpha", "a", "b")
    starts = ((1.0, 8.0, 1.0, 1.0), (0.3, 4.0, 0.8, 2.5), (2.0, 30.0, 0.5, 5.0))

    def log_likelihood(self, theta: np.ndarray, known: Histories) -> tuple[np.ndarray, np.ndarray]:
        """Logarithm of the likelihood of each row.

        Parameters
        ----------
        theta : numpy.ndarray of shape (4,)
            r, alpha, a, b.
        known : Histories

        Returns
        -------
        numpy.ndarray of shape (rows,)
        numpy.ndarray of shape (4, rows)
            Its derivatives by the parameters.
        """
        r, alpha, a, b = theta
        x, stays = known.orders, known.orders + self.occasions
        of_x = _by_count(
            x,
            lambda n: np.array(
                [
                    gammaln(r + n) - gammaln(r) + r * np.log(alpha) + _beta_ratio(a, b, n + self.occasions),
                    digamma(r + n) - digamma(r) + np.log(alpha),
                    digamma(a + b) - digamma(a + b + n + self.occasions),
                    digamma(a + b) - digamma(a + b + n + self.occasions) + digamma(b + n + self.occasions) - digamma(b),
                ]
            ),
        )
        value, by_r, by_a, by_b = of_x
        lasting, ended = np.log(alpha + known.age), np.log(alpha + known.last)
        odds = self._odds_of_leaving(theta, known)
        gone = odds / (1 + odds)
        value = value - (r + x) * lasting + np.log1p(odds)
        by_r = by_r - (1 - gone) * lasting - gone * ended
        by_alpha = r / alpha - (r + x) * ((1 - gone) / (alpha + known.age) + gone / (alpha + known.last))
        by_a = by_a + gone / a
        by_b = by_b - gone / np.where(stays > 0, b + stays - 1, 1)
        return value, np.array([by_r, by_alpha, by_a, by_b])

    def alive(self, theta: np.ndarray, known: Histories) -> np.ndarray:
        """Chance of still being a customer."""
        return 1 / (1 + self._odds_of_leaving(theta, known))

    def chance(self, theta: np.ndarray, known: Histories, weeks: float) -> np.ndarray:
        """Chance of at least one order in the weeks to come."""
        r, alpha, *_ = theta
        return self.alive(theta, known) * -np.expm1(-(r + known.orders) * np.log1p(weeks / (alpha + known.age)))

    def expected(self, theta: np.ndarray, known: Histories, weeks: float) -> np.ndarray:
        """Orders to expect in the weeks to come: (1 - exp(-rate p weeks)) / p, over what p and the rate may be."""
        r, alpha, *_ = theta
        counts, places = np.unique(known.orders, return_inverse=True)
        p, weights = self.nodes(theta, counts)
        shape, horizon = r + known.orders, weeks / (alpha + known.age)
        total = np.zeros(len(known))
        for node, weight in zip(p.T, weights.T, strict=True):
            leaves = node[places]
            total += weight[places] * -np.expm1(-shape * np.log1p(leaves * horizon)) / leaves
        return self.alive(theta, known) * total

    def nodes(self, theta: np.ndarray, orders: np.ndarray, *, size: int = NODES) -> tuple[np.ndarray, np.ndarray]:
        """Chances of leaving that stand for all those that a customer with so many orders may have (Gauss-Jacobi).

        Parameters
        ----------
        theta : numpy.ndarray of shape (4,)
        orders : numpy.ndarray of shape (counts,)
        size : int

        Returns
        -------
        numpy.ndarray of shape (counts, size)
            Chances, above 0 and under 1.
        numpy.ndarray of shape (counts, size)
            Their weights, which add up to 1.
        """
        *_, a, b = theta
        pairs = [_gauss_beta(a, b + n + self.occasions, size) for n in orders]
        return np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs])

    def _odds_of_leaving(self, theta, known):
        """Odds that the last order was the last for good."""
        r, alpha, a, b = theta
        stays = known.orders + self.occasions
        longer = np.log(alpha + known.age) - np.log(alpha + known.last)
        log_odds = np.log(a) - np.log(np.where(stays > 0, b + stays - 1, 1)) + (r + known.orders) * longer
        return np.where(stays > 0, np.exp(np.minimum(log_odds, 700)), 0)


def _beta_ratio(a, b, n):
    """Logarithm of B(a, b + n) / B(a, b)."""
    return gammaln(a + b) + gammaln(b + n) - gammaln(b) - gammaln(a + b + n)


def _by_count(orders, figures):
    """Figures that depend on the number of orders alone, worked out once for each number."""
    counts, places = np.unique(orders, return_inverse=True)
    return figures(counts)[:, places]


def _gauss_beta(a, b, size):
    """Nodes and weights of a Gauss rule for a beta distribution (Golub & Welsch 1969)."""
    # Jacobi polynomials on -1 to 1 under (1 - t)^(b - 1) (1 + t)^(a - 1).
    n, one, other = np.arange(size), b - 1, a - 1
    total = 2 * n + one + other
    with np.errstate(invalid="ignore", divide="ignore"):
        diagonal = (other**2 - one**2) / (total * (total + 2))
        squares = 4 * n * (n + one) * (n + other) * (n + one + other) / (total**2 * (total**2 - 1))
    diagonal[0] = (other - one) / (one + other + 2)
    squares[1:2] = 4 * (1 + one) * (1 + other) / ((2 + one + other) ** 2 * (3 + one + other))
    places, vectors = eigh_tridiagonal(diagonal, np.sqrt(squares[1:]))
    return np.clip((places + 1) / 2, 1e-300, None), vectors[0] ** 2


BG_NBD = Geometric("bg_nbd", 0)
MBG_NBD = Geometric("mbg_nbd", 1)
