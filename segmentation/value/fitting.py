"""Maximum likelihood: the parameters under which what customers did is most likely, found from several starts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from segmentation.value.amounts import GAMMA_GAMMA
from segmentation.value.geometric import BG_NBD, MBG_NBD, Geometric
from segmentation.value.histories import Histories
from segmentation.value.pareto import PARETO_NBD, Pareto

Model = Geometric | Pareto
MODELS: dict[str, Model] = {model.name: model for model in (BG_NBD, MBG_NBD, PARETO_NBD)}

# Logarithms of parameters: past these a distribution is a point, and the data say no more of it.
LIMITS = (-9.0, 12.0)
# With q of 1 or less, customers would spend an infinite amount on the average.
LEAST_Q = np.log(1.05)
# Derivatives of the mean logarithm by the logarithm of a parameter that count as none.
FLAT = 1e-5
# Maxima that differ by less are one.
SAME = 1e-5
# Many groups are looked at from all starts by a sample, and then once as they are.
SAMPLE = 20_000
FEWEST_REPEATS = 10


@dataclass(frozen=True)
class Fit:
    """A fitted model.

    Attributes
    ----------
    model : str
    parameters : numpy.ndarray
    log_likelihood : float
        Of all customers together.
    customers : int
    groups : int
        Different histories among them.
    starts, agreeing : int
        Starts that were tried, and those that led to the same maximum.
    converged : bool
        Whether it is a maximum: flat, away from the limits, and found from two starts.
    """

    model: str
    parameters: np.ndarray
    log_likelihood: float
    customers: int
    groups: int
    starts: int
    agreeing: int
    converged: bool


def fit(model: Model, known: Histories, *, seed: int = 0) -> Fit | None:
    """Fit a model of orders; none where too few customers have ordered again."""
    groups = known.grouped()
    if groups.weight[groups.orders > 0].sum() < FEWEST_REPEATS:
        return None
    rows = np.arange(len(groups))
    if len(rows) > SAMPLE:
        rows = np.random.default_rng(seed).choice(
            len(rows), SAMPLE, replace=False, p=groups.weight / groups.weight.sum()
        )
    part = groups.take(np.sort(rows))
    brief = Histories(part.orders, part.last, part.age, np.ones(len(part))) if len(part) < len(groups) else part
    tried = [_maximum(_objective(model, brief), np.log(start)) for start in model.starts]
    return _best(model, tried, _objective(model, groups), len(part) < len(groups), groups)


def fit_amounts(orders: np.ndarray, mean: np.ndarray) -> Fit | None:
    """Fit Gamma-Gamma to the customers with orders whose mean amount is above 0; none where these are too few."""
    usable = (orders > 0) & (mean > 0)
    if usable.sum() < FEWEST_REPEATS:
        return None
    orders, mean = orders[usable].astype(float), mean[usable]
    typical = mean.mean()
    groups = Histories(orders, mean, mean, np.ones(len(orders)))

    def objective(logs):
        theta = np.exp(logs)
        value, slopes = GAMMA_GAMMA.log_likelihood(theta, orders, mean)
        return -value.mean(), -slopes.mean(axis=1) * theta

    limits = [LIMITS, (LEAST_Q, LIMITS[1]), (np.log(typical) + LIMITS[0], np.log(typical) + LIMITS[1])]
    starts = [(1, 2, typical), (6, 4, typical / 2), (2, 8, typical * 3)]
    tried = [_maximum(objective, np.log(start), limits) for start in starts]
    return _best(GAMMA_GAMMA, tried, objective, False, groups, limits)


def _objective(model, groups) -> Callable:
    share = groups.weight / groups.weight.sum()

    def objective(logs):
        theta = np.exp(logs)
        value, slopes = model.log_likelihood(theta, groups)
        return -(share @ value), -(slopes @ share) * theta

    return objective


def _maximum(objective, start, limits: Sequence[tuple[float, float]] | None = None):
    bounds = limits or [LIMITS] * len(start)
    inside = np.clip(start, *np.transpose(bounds))
    options = {"maxiter": 500, "ftol": 1e-14, "gtol": FLAT / 20}
    return minimize(objective, inside, jac=True, method="L-BFGS-B", bounds=bounds, options=options)


def _best(model, tried: Iterable, objective, refines: bool, groups: Histories, limits=None) -> Fit:
    tried = list(tried)
    best = min(tried, key=lambda found: found.fun)
    agreeing = sum(found.fun - best.fun < SAME for found in tried)
    if refines:
        best = _maximum(objective, best.x, limits)
    value, slope = objective(best.x)
    low, high = np.transpose(limits or [LIMITS] * len(best.x))
    is_inside = bool(((best.x > low + 1e-6) & (best.x < high - 1e-6)).all())
    customers = groups.weight.sum()
    return Fit(
        model=model.name,
        parameters=np.exp(best.x),
        log_likelihood=float(-value * customers),
        customers=int(customers),
        groups=len(groups),
        starts=len(tried),
        agreeing=agreeing,
        converged=is_inside and agreeing > 1 and float(np.abs(slope).max()) < FLAT,
    )
