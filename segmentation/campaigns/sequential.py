"""An interval that holds on every day at once, however often it is looked at while a campaign runs.

What a group has done so far only grows, and what chance adds to the difference from day to day has mean 0: a random
walk, whose variance is the squared standard error of the day. Robbins (1970) bounds it on all days by a normal mixture.
"""

import math

CONFIDENCE = 0.95


def half_width(variance: float, expected_variance: float, confidence: float = CONFIDENCE) -> float:
    """Half the width of the interval of a difference.

    Parameters
    ----------
    variance : float
        Squared standard error of the difference today.
    expected_variance : float
        The same as it is expected at the end, by what is known before the start: there the interval is narrowest.
    confidence : float
    """
    if variance <= 0 or expected_variance <= 0:
        return math.inf
    mixing = expected_variance / _best(1 - confidence)
    return math.sqrt((variance + mixing) * (math.log((variance + mixing) / mixing) - 2 * math.log(1 - confidence)))


def _best(alpha):
    """By how much the variance at which the interval is narrowest is above that of the mixture, nearly."""
    doubled = -2 * math.log(alpha)
    return doubled + math.log(1 + doubled)
