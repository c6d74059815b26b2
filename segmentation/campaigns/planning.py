"""What a campaign can find before it starts: the smallest effect, and how many customers or days a wished one takes."""

import math

from scipy.special import ndtri

CONFIDENCE = 0.95
POWER = 0.8


def smallest_effect(standard_error: float) -> float:
    """The smallest difference that is found in four of five campaigns, where a difference has this standard error."""
    return _both() * standard_error


def standard_error(deviation: float, treated: int, held_out: int) -> float:
    """Standard error of the difference of two means, by the standard deviation of one customer."""
    return deviation * math.sqrt(1 / treated + 1 / held_out) if treated and held_out else math.nan


def customers_needed(mean: float, deviation: float, lift: float, holdout: float) -> int | None:
    """Customers in both groups together with which a lift is found in four of five campaigns.

    Parameters
    ----------
    mean, deviation : float
        What a customer does without the campaign, and how far customers differ.
    lift : float
        The wished difference as a share of the mean.
    holdout : float
        Share of the customers who are held out.
    """
    wished = mean * lift
    if wished <= 0 or not 0 < holdout < 1:
        return None
    return math.ceil((_both() * deviation / wished) ** 2 * (1 / holdout + 1 / (1 - holdout)))


def days_needed(share: float, days: int, lift: float, treated: int, held_out: int) -> int | None:
    """Days after which a lift is found in four of five campaigns with these customers.

    It supposes that a day is as good as another: as more time goes by, more customers do it. None where nobody does it,
    or where most would have to: too far from what is known.
    """
    if not 0 < share < 1 or not treated or not held_out or lift <= 0:
        return None
    odds = (_both() / lift) ** 2 * (1 / treated + 1 / held_out)
    wished = odds / (1 + odds)
    return math.ceil(days * math.log(1 - wished) / math.log(1 - share)) if wished <= max(share, 0.5) else None


def _both():
    return float(ndtri((1 + CONFIDENCE) / 2) + ndtri(POWER))
