"""Maximum likelihood: the parameters under which what customers did is most likely, found from several starts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from segmentation.features.threads import one_thread
from segmentation.value.amounts import GAMMA_GAMMA
from segmentation.value.geometric import BG_NBD, MBG_NBD, Geometric
from segmentation.value.histories import Histories
from segmentation.value.pareto import PARETO_NBD, Pareto

Model = Geometric | Pareto
MODELS: dict[str, Model] = {model.name: model for model in (BG_NBD, MBG_NBD, PARETO_NBD)}

# Logarithms of parameters: past these a distribution is a point, and the data say no more of it.
LIMITS = (-9.0, 9.0)
# With q of 1 or less, customers would spend an infinite amount on the average.
LEAST_Q = np.log(1.05)
# Derivatives of the mean logarithm by the logarithm of a parameter that count as none.
FLAT = 1e-5
# Maxima that differ by less are one.
SAME = 1e-5
# Every start goes so far; the best of them goes on.
BRIEFLY = {"maxiter": 100, "ftol": 1e-9, "gtol": 1e-4}
TO_THE_END = {"maxiter": 200, "ftol": 1e-14, "gtol": FLAT / 20}
# Customers with whom a fit starts, and with whom it ends: more would move the parameters by a percent or so.
FEW, MANY = 5_000, 100_000
FEWEST_REPEATS = 10


@dataclass(frozen=True)
class Fit:
    """A fitted model.

    Attributes
    ----------
    model : str
    parameters : numpy.ndarray
    log_likelihood : float
        Of these customers together.
    customers : int
        Customers to whom it was fitted, a sample where there are many.
    groups : int
        Different histories among them.
    starts, agreeing : int
        Starts that were tried, and those that led to the same maximum.
    converged : bool
        Whether it is a maximum: flat, and found from two starts.
    at_limit : bool
        Whether a parameter went as far as it may: the customers differ less than the model supposes, or in another way.
    """

    model: str
    parameters: np.ndarray
    log_likelihood: float
    customers: int
    groups: int
    starts: int
    agreeing: int
    converged: bool
    at_limit: bool


@one_thread()
def fit(model: Model, known: Histories, *, seed: int = 0) -> Fit | None:
    """Fit a model of orders; none where too few customers have ordered again."""
    if (known.orders > 0).sum() < FEWEST_REPEATS:
        return None
    few, many = (known.take(_some(len(known), size, seed)).grouped() for size in (FEW, MANY))
    objectives = [_objective(model, groups) for groups in (few, many)]
    return _best(model, objectives, model.starts, [LIMITS] * 4, many)


@one_thread()
def fit_amounts(orders: np.ndarray, mean: np.ndarray, *, seed: int = 0) -> Fit | None:
    """Fit Gamma-Gamma to the customers with orders whose mean amount is above 0; none where these are too few."""
    usable = np.flatnonzero((orders > 0) & (mean > 0))
    if len(usable) < FEWEST_REPEATS:
        return None
    few, many = (usable[_some(len(usable), size, seed)] for size in (FEW, MANY))
    objectives = [_objective_of_amounts(orders[rows].astype(float), mean[rows]) for rows in (few, many)]
    typical = mean[many].mean()
    limits = [LIMITS, (LEAST_Q, LIMITS[1]), (np.log(typical) + LIMITS[0], np.log(typical) + LIMITS[1])]
    starts = [(1, 2, typical), (6, 4, typical / 2), (2, 8, typical * 3)]
    return _best(GAMMA_GAMMA, objectives, starts, limits, Histories(*[np.ones(len(many))] * 4))


def _some(customers, size, seed):
    """Rows of so many customers, drawn by lot, or of all."""
    if customers <= size:
        return np.arange(customers)
    return np.sort(np.random.default_rng(seed).choice(customers, size, replace=False))


def _objective(model, groups) -> Callable:
    share = groups.weight / groups.weight.sum()

    def objective(logs):
        theta = np.exp(logs)
        value, slopes = model.log_likelihood(theta, groups)
        return -(share @ value), -(slopes @ share) * theta

    return objective


def _objective_of_amounts(orders, mean) -> Callable:
    def objective(logs):
        theta = np.exp(logs)
        value, slopes = GAMMA_GAMMA.log_likelihood(theta, orders, mean)
        return -value.mean(), -slopes.mean(axis=1) * theta

    return objective


def _maximum(objective, start, limits, options):
    inside = np.clip(start, *np.transpose(limits))
    return minimize(objective, inside, jac=True, method="L-BFGS-B", bounds=limits, options=options)


def _best(model, objectives: Sequence[Callable], starts, limits, groups: Histories) -> Fit:
    """The best of all starts, on few customers, goes on to the end on many."""
    brief, objective = objectives
    tried = [_maximum(brief, np.log(start), limits, BRIEFLY) for start in starts]
    best = min(tried, key=lambda found: found.fun)
    agreeing = int(sum(found.fun - best.fun < SAME for found in tried))
    best = _maximum(objective, best.x, limits, TO_THE_END)
    value, slope = objective(best.x)
    low, high = np.transpose(limits)
    at_low, at_high = best.x < low + 1e-6, best.x > high - 1e-6
    # At a limit it may go on rising beyond.
    slope = np.where(at_low, np.minimum(slope, 0), np.where(at_high, np.maximum(slope, 0), slope))
    customers = groups.weight.sum()
    return Fit(
        model=model.name,
        parameters=np.exp(best.x),
        log_likelihood=float(-value * customers),
        customers=int(customers),
        groups=len(groups),
        starts=len(tried),
        agreeing=agreeing,
        converged=agreeing > 1 and float(np.abs(slope).max()) < FLAT,
        at_limit=bool((at_low | at_high).any()),
    )
