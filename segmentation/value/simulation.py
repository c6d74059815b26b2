"""Customers who behave as a model says, to see what it makes of them."""

from dataclasses import dataclass

import numpy as np

from segmentation.value.histories import Histories
from segmentation.value.pareto import PARETO_NBD

# A rate of 0 would wait for ever.
SLOWEST = 1e-12


@dataclass(frozen=True)
class Simulated:
    """What customers did up to a day, and after it.

    Attributes
    ----------
    known : Histories
        Up to the day, one row a customer.
    after : numpy.ndarray of shape (customers,)
        Orders in the weeks after it.
    """

    known: Histories
    after: np.ndarray


def customers(model, theta: np.ndarray, age: np.ndarray, *, weeks: float, seed: int) -> Simulated:
    """Draw customers of a model.

    Parameters
    ----------
    model : Geometric or Pareto
    theta : numpy.ndarray of shape (4,)
    age : numpy.ndarray of shape (customers,)
        Weeks from the first order to the day.
    weeks : float
        Weeks after it.
    seed : int
    """
    rng = np.random.default_rng(seed)
    rate = np.maximum(rng.gamma(theta[0], 1 / theta[1], len(age)), SLOWEST)
    if model is PARETO_NBD:
        ends = rng.exponential(1 / np.maximum(rng.gamma(theta[2], 1 / theta[3], len(age)), SLOWEST))
        leaves = np.zeros(len(age))
    else:
        leaves = rng.beta(theta[2], theta[3], len(age))
        ends = np.where((rng.random(len(age)) < leaves) & bool(model.occasions), 0, np.inf)
    orders, last, after, now = (np.zeros(len(age)) for _ in range(4))
    active = np.arange(len(age))
    while len(active):
        now[active] += rng.exponential(1 / rate[active])
        active = active[now[active] <= np.minimum(ends, age + weeks)[active]]
        before = active[now[active] <= age[active]]
        orders[before] += 1
        last[before] = now[before]
        after[active[now[active] > age[active]]] += 1
        active = active[rng.random(len(active)) >= leaves[active]]
    return Simulated(Histories(orders, last, np.asarray(age, dtype=float), np.ones(len(age))), after)
