"""What customers buy and send back."""

from __future__ import annotations

import numpy as np

from segmentation.sample.catalogue import CATEGORIES, products
from segmentation.sample.draws import Table, decimals, field, integers, moments, pick, take
from segmentation.sample.shop.customers import Shoppers
from segmentation.sample.shop.days import FIRST_DAY, LAST, days_between, in_time, is_season, seconds
from segmentation.sample.shop.personas import ALL_PERSONAS

PRICE_RISE_2025 = 1.03
# Outside the season this share of the wish for festive products is left.
FESTIVE_OFF_SEASON = 0.15
LINES_IN_ORDER_BEYOND_FIRST = 0.44
RETURNED_WITHIN_DAYS = 28


def _product_weights(goods: dict[str, np.ndarray]) -> np.ndarray:
    """Return how much each persona likes each product."""
    price = goods["list_price"] / np.median(goods["list_price"])
    liking = np.ones((len(ALL_PERSONAS), len(CATEGORIES)))
    for row, persona in enumerate(ALL_PERSONAS):
        for category, factor in persona.categories:
            liking[row, CATEGORIES.index(category)] = factor
    taste = field(ALL_PERSONAS, "taste")[:, None]
    # Dear things are bought less often than cheap ones, by everyone.
    return goods["popularity"] * price ** (taste - 0.25) * liking[:, goods["category"]]


def _orders(rng: np.random.Generator, *, shoppers: Shoppers) -> tuple[np.ndarray, ...]:
    """Draw day, second and buyer of every order, in order of time."""
    buyer = np.repeat(np.arange(len(shoppers.ids)), shoppers.orders)
    starts = np.cumsum(shoppers.orders) - shoppers.orders
    turn = np.arange(len(buyer)) - starts[buyer]
    first, last = shoppers.first_day[buyer], shoppers.last_day[buyer]
    day = days_between(rng, first=first, last=last, codes=shoppers.codes[buyer])
    day = np.where(turn == 0, first, np.where(turn == 1, last, day))
    return in_time(rng, day=day, of=(buyer,))


def _baskets(
    rng: np.random.Generator, *, goods: dict[str, np.ndarray], day: np.ndarray, codes: np.ndarray
) -> np.ndarray:
    """Draw order and product of every line, given day and persona of the orders."""
    order = np.repeat(np.arange(len(day)), 1 + rng.poisson(LINES_IN_ORDER_BEYOND_FIRST, len(day)))
    festive = goods["category"] == CATEGORIES.index("Festive")
    timely = np.where(festive & ~is_season(day[order])[:, None], FESTIVE_OFF_SEASON, 1.0)
    product = pick(rng, weights=_product_weights(goods)[codes[order]] * timely)
    # An order names a product once.
    return np.unique(np.column_stack([order, product]), axis=0).T


def _habit(rng: np.random.Generator, *, shoppers: Shoppers, name: str, concentration: float) -> np.ndarray:
    """Draw the share of lines for which each customer does something, around the share of the persona."""
    mean = shoppers.trait(name)
    return rng.beta(concentration * mean, concentration * (1 - mean))


def order_lines(rng: np.random.Generator, *, shoppers: Shoppers) -> tuple[Table, Table]:
    """Draw the clean purchases and the clean returns.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    shoppers : Shoppers
        The customers.

    Returns
    -------
    tuple of Table
        Purchases in order of time, and returns in order of the purchases they undo.
    """
    goods = products()
    day, second, buyer = _orders(rng, shoppers=shoppers)
    order, product = _baskets(rng, goods=goods, day=day, codes=shoppers.codes[buyer])
    day, second, buyer = day[order], second[order], buyer[order]
    quantity = 1 + rng.poisson(shoppers.trait("quantity")[buyer])
    list_price = goods["list_price"][product]
    rise = np.where((FIRST_DAY + day) >= np.datetime64("2025-01-01"), PRICE_RISE_2025, 1.0)
    list_price = np.rint(list_price * rise / 5).astype(np.int64) * 5

    chance = rng.random(len(buyer))
    on_sale = chance < _habit(rng, shoppers=shoppers, name="on_sale", concentration=14)[buyer]
    discount = np.clip(rng.normal(shoppers.trait("discount")[buyer], 0.06), 0.05, 0.7)
    unit_price = np.rint(list_price * (1 - np.where(on_sale, discount, 0))).astype(np.int64)

    lines = {
        "order_id": integers(500_001 + order),
        "product_id": goods["product_id"][product],
        "product_name": goods["product_name"][product],
        "category": np.array(CATEGORIES)[goods["category"][product]],
        "quantity": integers(quantity),
        "unit_price": decimals(unit_price / 100),
        "list_price": decimals(list_price / 100),
        "ordered_at": moments(FIRST_DAY + day, seconds=second),
        "customer_id": shoppers.ids[buyer],
    }

    back_on = day + rng.integers(3, RETURNED_WITHIN_DAYS, len(day))
    chance = rng.random(len(buyer))
    returned = chance < _habit(rng, shoppers=shoppers, name="returned", concentration=90)[buyer]
    rows = np.flatnonzero(returned & (back_on <= LAST))
    part = rng.random(len(rows)) < 0.12
    back = np.where(part, np.maximum(1, quantity[rows] // 2), quantity[rows])
    returns = take(
        lines,
        rows,
        order_id=np.char.add("C", lines["order_id"][rows]),
        quantity=integers(-back),
        ordered_at=moments(FIRST_DAY + back_on[rows], seconds=seconds(rng, count=len(rows))),
    )
    return lines, returns
