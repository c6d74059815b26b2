"""A thousand customers of a jewellery shop in forty mixed columns, in five groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from segmentation.sample.draws import (
    AS_OF,
    Sample,
    booleans,
    dates,
    decimals,
    draw_crowd,
    integers,
    pick,
    pin_range,
    serial,
)

SEED = 20_250_104
CHANNELS = ("Instagram", "Facebook", "LinkedIn")
REGIONS = ("Asia", "Europe", "Middle East", "North America")
GENDERS = ("Female", "Male", "Other")
PRODUCT_TYPES = ("Bracelet", "Earrings", "Necklace", "Ring")

AGES = (18, 64)
SPENDS = (110, 1_958)
LEFT_SHARE = 0.2

# Share of the revenue that goes into making each product type, and into running the shop.
PRODUCT_COST_SHARES = np.array([0.46, 0.48, 0.50, 0.54])
OPERATING_SHARE = 0.20
ADDITIONAL_SHARE = 0.10
YEARS_OF_VALUE = 3
DAYS_IN_MONTH = 30.4375


@dataclass(frozen=True)
class Persona:
    """A group of jewellery customers.

    Pairs are a mean and a standard deviation (for `spend` a median and a spread of the logarithm);
    `channels`, `regions` and `product_types` are weights in the order of the constants above.
    """

    name: str
    customers: int
    purchases: tuple[float, float]
    spend: tuple[float, float]
    engagement: tuple[float, float]
    follow_months: tuple[float, float]
    channels: tuple[float, ...]
    age: tuple[float, float]
    female: float
    regions: tuple[float, ...]
    product_types: tuple[float, ...]


PERSONAS = (
    Persona(
        "devoted_collectors",
        210,
        purchases=(7.4, 1.0),
        spend=(1_350, 0.24),
        engagement=(8.1, 1.0),
        follow_months=(19.0, 3.2),
        channels=(0.86, 0.09, 0.05),
        age=(38, 9),
        female=0.66,
        regions=(0.2, 0.3, 0.25, 0.25),
        product_types=(0.2, 0.25, 0.3, 0.25),
    ),
    Persona(
        "one_big_gift",
        180,
        purchases=(2.1, 0.9),
        spend=(1_300, 0.22),
        engagement=(3.8, 1.0),
        follow_months=(6.5, 2.9),
        channels=(0.04, 0.08, 0.88),
        age=(46, 9),
        female=0.36,
        regions=(0.22, 0.28, 0.24, 0.26),
        product_types=(0.1, 0.15, 0.3, 0.45),
    ),
    Persona(
        "young_followers",
        220,
        purchases=(2.4, 1.0),
        spend=(240, 0.36),
        engagement=(7.8, 1.1),
        follow_months=(11.0, 3.2),
        channels=(0.88, 0.07, 0.05),
        age=(26, 6),
        female=0.62,
        regions=(0.3, 0.22, 0.22, 0.26),
        product_types=(0.35, 0.4, 0.15, 0.1),
    ),
    Persona(
        "small_treats",
        220,
        purchases=(6.2, 1.1),
        spend=(510, 0.30),
        engagement=(4.9, 1.0),
        follow_months=(15.5, 3.0),
        channels=(0.08, 0.87, 0.05),
        age=(44, 10),
        female=0.58,
        regions=(0.22, 0.3, 0.2, 0.28),
        product_types=(0.32, 0.36, 0.2, 0.12),
    ),
    Persona(
        "passers_by",
        170,
        purchases=(1.8, 0.8),
        spend=(190, 0.32),
        engagement=(2.5, 0.9),
        follow_months=(5.0, 2.5),
        channels=(0.07, 0.87, 0.06),
        age=(45, 12),
        female=0.46,
        regions=(0.26, 0.24, 0.26, 0.24),
        product_types=(0.28, 0.32, 0.2, 0.2),
    ),
)


def _scores(values: np.ndarray) -> np.ndarray:
    """Return quintile scores from 1 to 5, 5 for the highest values; equal values share a score."""
    return 1 + np.searchsorted(np.quantile(values, [0.2, 0.4, 0.6, 0.8]), values, side="right")


def sample() -> Sample:
    """Draw the jewellery customers.

    Money is kept in whole cents until it is written, so that the columns add up exactly.

    Returns
    -------
    Sample
        The seed `sample_jewellery_customers` and the planted personas.
    """
    rng = np.random.default_rng(SEED)
    crowd = draw_crowd(rng, personas=PERSONAS)
    count = len(crowd.codes)

    def figure(name: str) -> np.ndarray:
        return crowd.near(name, rng=rng)

    def choice(name: str) -> np.ndarray:
        return pick(rng, weights=crowd.trait(name))

    purchases = np.clip(np.rint(figure("purchases")), 1, 9).astype(np.int64)
    spend = pin_range(np.rint(crowd.around("spend", rng=rng)), low=SPENDS[0], high=SPENDS[1])
    engagement = np.clip(figure("engagement"), 1, 10)
    follow_months = np.clip(np.rint(figure("follow_months")), 1, 24)
    channel = choice("channels")
    age = pin_range(np.rint(figure("age")), low=AGES[0], high=AGES[1])
    female = crowd.trait("female")
    gender = pick(rng, weights=np.column_stack([female, 0.97 - female, np.full(count, 0.03)]))
    region = choice("regions")
    product_type = choice("product_types")

    revenue = (spend * 100).astype(np.int64)
    product_cost = np.rint(revenue * PRODUCT_COST_SHARES[product_type]).astype(np.int64)
    marketing = rng.integers(3_500, 12_500, count)
    operating = np.rint(revenue * OPERATING_SHARE).astype(np.int64)
    additional = np.rint(revenue * ADDITIONAL_SHARE).astype(np.int64)
    gross_profit = revenue - product_cost
    operating_profit = gross_profit - operating
    net_profit = operating_profit - additional
    customer_cost = product_cost + marketing
    abandoned = rng.poisson(1.5, count)

    started = np.datetime64("2023-12-01") + rng.integers(0, 182, count)
    acquired = started - rng.integers(0, 700, count)
    left = rng.permutation(count) < round(count * LEFT_SHARE)
    left_on = started + 120 + rng.integers(0, 420, count)
    seen_until = np.where(left, left_on, AS_OF)
    share_of_time = 1 - rng.beta(1.0, 2.6, count)
    days_open = (seen_until - started).astype(np.int64)
    last_purchase = started + np.rint(days_open * share_of_time).astype(np.int64)
    ended = np.where(left, left_on, np.datetime64("NaT"))
    retained = (seen_until - acquired).astype(np.int64) / DAYS_IN_MONTH
    recency = (AS_OF - last_purchase).astype(np.int64)
    r, f, m = _scores(-recency), _scores(purchases), _scores(spend)

    customer_ids = serial("J", count=count, width=4)
    table = {
        "customer_id": customer_ids,
        "age": integers(age),
        "gender": np.array(GENDERS)[gender],
        "region": np.array(REGIONS)[region],
        "product_type": np.array(PRODUCT_TYPES)[product_type],
        "purchase_count": integers(purchases),
        "total_spend": integers(spend),
        "average_purchase_value": decimals(spend / purchases),
        "engagement_score": decimals(engagement),
        "follow_duration_months": integers(follow_months),
        "preferred_channel": np.array(CHANNELS)[channel],
        "newsletter_opt_in": booleans(rng.random(count) < 0.55),
        "customer_cost": decimals(customer_cost / 100),
        "customer_profitability": decimals((revenue - customer_cost) / 100),
        "roas": decimals(revenue / marketing),
        "roi": decimals((revenue - customer_cost) / customer_cost, places=4),
        "rfm_score": integers(100 * r + 10 * f + m),
        "average_rfm": decimals((r + f + m) / 3),
        "operating_expenses": decimals(operating / 100),
        "additional_costs": decimals(additional / 100),
        "gross_profit": decimals(gross_profit / 100),
        "gross_profit_margin": decimals(100 * gross_profit / revenue),
        "operating_profit": decimals(operating_profit / 100),
        "operating_profit_margin": decimals(100 * operating_profit / revenue),
        "net_profit": decimals(net_profit / 100),
        "net_profit_margin": decimals(100 * net_profit / revenue),
        "cltv": integers(YEARS_OF_VALUE * spend),
        "last_purchase_date": dates(last_purchase),
        "subscription_start_date": dates(started),
        "subscription_end_date": dates(ended),
        "is_active": booleans(~left),
        "marketing_spend": decimals(marketing / 100),
        "product_cost": decimals(product_cost / 100),
        "sales_revenue": decimals(revenue / 100),
        "customer_acquisition_date": dates(acquired),
        "customer_exit_date": dates(ended),
        "customer_retention_months": decimals(retained),
        "cpa": decimals(marketing / 100),
        "number_of_transactions": integers(purchases),
        "completion_rate": decimals(purchases / (purchases + abandoned)),
    }
    return Sample("jewellery", {"sample_jewellery_customers": table}, customer_ids, crowd.trait("name"))
