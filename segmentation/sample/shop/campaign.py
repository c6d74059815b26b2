"""A campaign of the shop with an effect that is known: who was treated, who was held out, and who ordered on it."""

from __future__ import annotations

import numpy as np

from segmentation.sample.draws import Table, dates, decimals
from segmentation.sample.shop.customers import Shoppers
from segmentation.sample.shop.days import FIRST_DAY

# Draws of its own, so that no other table of the shop depends on the campaign.
SEED = 20_251_201
START, DAYS = np.datetime64("2025-12-01"), 21
HOLDOUT = 0.4
# Share of the customers who order from the catalogue without having been sent it, and how many more do who have.
USUAL = {"champions": 0.3, "loyal_regulars": 0.2, "seasonal_gift_buyers": 0.2}
OTHERS = 0.12
EFFECT = {"bargain_hunters": 0.25, "lapsed_regulars": 0.25}


def campaign_members(*, shoppers: Shoppers) -> Table:
    """Draw the campaign: all who had bought before it, in random groups.

    Parameters
    ----------
    shoppers : Shoppers
        The customers.

    Returns
    -------
    Table
        One row per customer, by id.
    """
    rng = np.random.default_rng(SEED)
    start = int((START - FIRST_DAY).astype(int))
    members = np.flatnonzero(shoppers.buys & (shoppers.first_day < start))
    names = shoppers.trait("name")[members]
    count = len(members)
    treated = rng.random(count) >= HOLDOUT
    usual = np.array([USUAL.get(name, OTHERS) for name in names])
    effect = np.array([EFFECT.get(name, 0.0) for name in names])
    ordered = rng.random(count) < usual + effect * treated
    day = START + rng.integers(0, DAYS, count)
    amount = decimals(rng.lognormal(np.log(45), 0.5, count))
    return {
        "customer_id": shoppers.ids[members],
        "campaign_group": np.where(treated, "treated", "held out"),
        "ordered_on": np.where(ordered, dates(day), ""),
        "amount": np.where(ordered, amount, ""),
    }
