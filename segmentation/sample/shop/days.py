"""The two years of the shop: its days, its season, and the order in which things happen."""

from __future__ import annotations

import numpy as np

from segmentation.sample.draws import AS_OF, field
from segmentation.sample.shop.personas import ALL_PERSONAS

FIRST_DAY = np.datetime64("2024-01-01")
DAYS = int((AS_OF - FIRST_DAY).astype(int)) + 1
LAST = DAYS - 1

# A day in November or December sees this many times the orders of any other day.
SEASON_LIFT = 1.7


def is_season(days: np.ndarray) -> np.ndarray:
    """Say of days since FIRST_DAY whether they lie in November or December."""
    return (FIRST_DAY + days).astype("datetime64[M]").astype(np.int64) % 12 >= 10


def days_between(rng: np.random.Generator, *, first: np.ndarray, last: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Draw days, weighted by the season and by what the persona buys outside it.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    first, last : numpy.ndarray
        The days to draw between, both included.
    codes : numpy.ndarray
        Persona of the customer each day is for.

    Returns
    -------
    numpy.ndarray
        Days since FIRST_DAY.
    """
    weights = np.where(
        is_season(np.arange(DAYS)), SEASON_LIFT, np.maximum(1e-6, field(ALL_PERSONAS, "off_season"))[:, None]
    )
    until = np.concatenate([np.zeros((len(ALL_PERSONAS), 1)), np.cumsum(weights, axis=1)], axis=1)
    low, high = until[codes, first], until[codes, last + 1]
    aim = low + rng.random(len(codes)) * (high - low)
    days = np.empty(len(codes), dtype=np.int64)
    for code in range(len(ALL_PERSONAS)):
        rows = codes == code
        days[rows] = np.searchsorted(until[code], aim[rows], side="right") - 1
    return np.clip(days, first, last)


def seconds(rng: np.random.Generator, *, count: int) -> np.ndarray:
    """Draw seconds of a day in waking hours, most of them in the afternoon and evening."""
    return ((7 + 16 * rng.beta(2.6, 1.9, count)) * 3600).astype(np.int64)


def in_time(rng: np.random.Generator, *, day: np.ndarray, of: tuple[np.ndarray, ...]) -> tuple[np.ndarray, ...]:
    """Draw a second for each day and put everything in order of time.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    day : numpy.ndarray
        Days since FIRST_DAY.
    of : tuple of numpy.ndarray
        What else is known of each row.

    Returns
    -------
    tuple of numpy.ndarray
        The days, the seconds, and the arrays of `of`.
    """
    second = seconds(rng, count=len(day))
    order = np.lexsort((second, day))
    return tuple(values[order] for values in (day, second, *of))
