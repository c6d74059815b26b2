"""Who the customers are, when each of them buys for the first and the last time, and what the shop knows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from segmentation.sample.draws import AS_OF, Crowd, Table, dates, draw_crowd, numbered, pick
from segmentation.sample.shop.days import FIRST_DAY, LAST
from segmentation.sample.shop.personas import ACQUISITION_CHANNELS, ALL_PERSONAS, REGIONS, SILENT_CODE

GENDERS = ("Female", "Male", "Other", "")


@dataclass(frozen=True)
class Shoppers(Crowd):
    """The customers as they truly are; days count from FIRST_DAY, -1 standing for no order."""

    ids: np.ndarray
    orders: np.ndarray
    first_day: np.ndarray
    last_day: np.ndarray
    signed_up_day: np.ndarray

    @property
    def buys(self) -> np.ndarray:
        """Whether each customer ever orders."""
        return self.orders > 0


def draw_shoppers(rng: np.random.Generator) -> Shoppers:
    """Draw who the customers are and when they buy for the first and the last time.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    Shoppers
        All customers, silent ones included, sorted by id.
    """
    crowd = draw_crowd(rng, personas=ALL_PERSONAS)
    count = len(crowd.codes)

    def around(name: str) -> np.ndarray:
        return np.rint(crowd.around(name, rng=rng)).astype(np.int64)

    buys = crowd.codes != SILENT_CODE
    recency, length = np.maximum(1, around("recency")), around("length")
    orders = np.where(buys, np.maximum(1, around("orders")), 0)
    last_day = LAST - recency
    first_day = last_day - length
    # Seasonal buyers keep to the season: from November on in the last year, within it in the first.
    season_starts, season_ends = (
        int((np.datetime64(day) - FIRST_DAY).astype(int)) for day in ("2024-11-01", "2024-12-31")
    )
    seasonal = crowd.trait("off_season") == 0
    orders = np.where(seasonal, np.maximum(2, orders), orders)
    last_day = np.where(seasonal, np.maximum(last_day, LAST - 58), last_day)
    first_day = np.where(seasonal, np.clip(first_day, season_starts, season_ends), first_day)
    # A customer who is too old for the two years is seen from some day of their first month.
    first_day = np.where(first_day < 0, rng.integers(0, 31, count), first_day)
    first_day = np.where(orders == 1, last_day, np.minimum(first_day, last_day))

    early = rng.random(count) < crowd.trait("early_sign_ups")
    ahead = np.where(early, rng.integers(12, 500, count), rng.integers(0, 12, count))
    signed_up_day = np.where(buys, first_day - ahead, LAST - rng.integers(20, 900, count))
    return Shoppers(
        personas=crowd.personas,
        codes=crowd.codes,
        ids=np.sort(numbered("K", numbers=rng.choice(90_000, count, replace=False) + 10_000, width=5)),
        orders=orders,
        first_day=np.where(buys, first_day, -1),
        last_day=np.where(buys, last_day, -1),
        signed_up_day=signed_up_day,
    )


def known_customers(rng: np.random.Generator, *, shoppers: Shoppers) -> Table:
    """Draw the clean customers table.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    shoppers : Shoppers
        The customers.

    Returns
    -------
    Table
        One row per shopper.
    """
    count = len(shoppers.ids)
    female = shoppers.trait("female")
    gender = pick(
        rng,
        weights=np.column_stack([female, 0.94 - female, np.full(count, 0.02), np.full(count, 0.04)]),
    )
    age_days = 365.25 * np.clip(rng.normal(shoppers.trait("age"), 9.5), 18, 86)
    birth_dates = dates(AS_OF - age_days.astype(np.int64))
    return {
        "customer_id": shoppers.ids,
        "gender": np.array(GENDERS)[gender],
        "birth_date": np.where(rng.random(count) < 0.05, "", birth_dates),
        "region": np.array(REGIONS)[pick(rng, weights=shoppers.trait("regions"))],
        "acquisition_channel": np.array(ACQUISITION_CHANNELS)[pick(rng, weights=shoppers.trait("channels"))],
        "signed_up_on": dates(FIRST_DAY + shoppers.signed_up_day),
    }
