"""Gamma-Gamma: what a customer spends on an order, a mean between their own and everybody's (Fader & Hardie 2013)."""

from dataclasses import dataclass

import numpy as np
from scipy.special import digamma, gammaln


@dataclass(frozen=True)
class GammaGamma:
    """The model of amounts: those of a customer have the shape p, their scales a gamma distribution (q, gamma)."""

    name: str = "gamma_gamma"
    parameters = ("p", "q", "gamma")

    def log_likelihood(self, theta: np.ndarray, orders: np.ndarray, mean: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Logarithm of the likelihood of each customer with orders.

        Parameters
        ----------
        theta : numpy.ndarray of shape (3,)
            p, q, gamma.
        orders : numpy.ndarray of shape (customers,)
            1 or more.
        mean : numpy.ndarray of shape (customers,)
            Mean amount of these, above 0.

        Returns
        -------
        numpy.ndarray of shape (customers,)
        numpy.ndarray of shape (3, customers)
            Its derivatives by the parameters.
        """
        p, q, gamma = theta
        shape, total = p * orders, orders * mean
        value = gammaln(shape + q) - gammaln(shape) - gammaln(q) + q * np.log(gamma) - np.log(mean)
        value = value + shape * np.log(total) - (shape + q) * np.log(gamma + total)
        both = digamma(shape + q) - np.log(gamma + total)
        by_p = orders * (both - digamma(shape) + np.log(total))
        by_q = both - digamma(q) + np.log(gamma)
        return value, np.array([by_p, by_q, q / gamma - (shape + q) / (gamma + total)])

    def expected(self, theta: np.ndarray, orders: np.ndarray, mean: np.ndarray) -> np.ndarray:
        """What an order of each customer is expected to be worth; that of everybody for who has none to judge by."""
        p, q, gamma = theta
        return p * (gamma + orders * mean) / (p * orders + q - 1)


GAMMA_GAMMA = GammaGamma()
