"""What customers do beside buying: web sessions, support tickets, survey answers, campaign contacts."""

from __future__ import annotations

import numpy as np

from segmentation.sample.draws import Table, booleans, dates, decimals, integers, moments, pick, serial
from segmentation.sample.shop.customers import Shoppers
from segmentation.sample.shop.days import FIRST_DAY, LAST, days_between, in_time

DEVICES = ("phone", "desktop", "tablet")
COMPLAINT_TOPICS = ("delivery", "quality", "refund", "invoice")
OTHER_TOPICS = ("order change", "product advice", "account", "delivery", "invoice")
CONTACT_CHANNELS = ("email", "sms", "post")
CONTACT_CHANNEL_WEIGHTS = (0.72, 0.16, 0.12)
CAMPAIGNS = (
    "2024-01-15",
    "2024-02-12",
    "2024-03-25",
    "2024-05-06",
    "2024-06-17",
    "2024-07-29",
    "2024-09-16",
    "2024-10-28",
    "2024-11-25",
    "2025-01-13",
    "2025-02-10",
    "2025-03-24",
    "2025-05-05",
    "2025-06-16",
    "2025-07-28",
    "2025-09-15",
    "2025-10-27",
    "2025-11-24",
    "2025-12-08",
)


def _days_as_customer(rng: np.random.Generator, *, shoppers: Shoppers, rows: np.ndarray, afterwards: int) -> np.ndarray:
    """Draw days from the first order to some days after the last one, or since signing up without an order."""
    buys = shoppers.buys[rows]
    start = np.where(buys, shoppers.first_day[rows], np.clip(shoppers.signed_up_day[rows], 0, LAST))
    end = np.where(buys, np.minimum(LAST, shoppers.last_day[rows] + afterwards), LAST)
    return rng.integers(start, end + 1)


def web_sessions(rng: np.random.Generator, *, shoppers: Shoppers) -> Table:
    """Draw the clean web sessions.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    shoppers : Shoppers
        The customers.

    Returns
    -------
    Table
        One row per session, in order of time.
    """
    start = np.clip(shoppers.signed_up_day, 0, LAST)
    lapsed = shoppers.last_day < LAST - 250
    end = np.where(shoppers.buys & lapsed, shoppers.last_day + rng.integers(5, 40, len(start)), LAST)
    years = (end - start + 1) / 365.25
    # Newcomers look around more than their few weeks would let expect: rates are per year.
    mean = shoppers.trait("visits") * years * rng.gamma(25, 1 / 25, len(start))
    visitor = np.repeat(np.arange(len(start)), rng.poisson(mean))
    day = days_between(rng, first=start[visitor], last=end[visitor], codes=shoppers.codes[visitor])
    day, second, visitor = in_time(rng, day=day, of=(visitor,))
    count = len(visitor)
    pages = 1 + rng.poisson(rng.gamma(2.0, 3.0, count))
    young = np.clip((55 - shoppers.trait("age")[visitor]) / 30, 0.1, 0.9)
    return {
        "session_id": serial("W", count=count, width=5),
        "customer_id": shoppers.ids[visitor],
        "started_at": moments(FIRST_DAY + day, seconds=second),
        "device": np.array(DEVICES)[
            pick(rng, weights=np.column_stack([0.3 + 0.6 * young, 0.7 - 0.6 * young, np.full(count, 0.12)]))
        ],
        "pages": integers(pages),
        "minutes": decimals(pages * rng.gamma(3.0, 0.35, count), places=1),
    }


def support_tickets(rng: np.random.Generator, *, shoppers: Shoppers) -> Table:
    """Draw the clean support tickets, complaints and questions.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    shoppers : Shoppers
        The customers.

    Returns
    -------
    Table
        One row per ticket, in order of time.
    """
    complaints = rng.poisson(shoppers.trait("complaints"))
    questions = rng.poisson(shoppers.trait("questions"))
    everyone = np.arange(len(shoppers.ids))
    writer = np.concatenate([np.repeat(everyone, complaints), np.repeat(everyone, questions)])
    is_complaint = np.arange(len(writer)) < complaints.sum()
    day = _days_as_customer(rng, shoppers=shoppers, rows=writer, afterwards=20)
    day, second, writer, is_complaint = in_time(rng, day=day, of=(writer, is_complaint))
    count = len(writer)
    topic = np.where(
        is_complaint,
        np.array(COMPLAINT_TOPICS)[rng.choice(4, count, p=(0.36, 0.34, 0.2, 0.1))],
        np.array(OTHER_TOPICS)[rng.choice(5, count, p=(0.3, 0.25, 0.2, 0.15, 0.1))],
    )
    satisfaction = np.clip(np.rint(rng.normal(np.where(is_complaint, 2.1, 4.0), 0.9)), 1, 5)
    return {
        "ticket_id": serial("T", count=count, width=5),
        "customer_id": shoppers.ids[writer],
        "opened_at": moments(FIRST_DAY + day, seconds=second),
        "topic": topic,
        "is_complaint": booleans(is_complaint),
        "satisfaction": np.where(rng.random(count) < 0.3, "", integers(satisfaction)),
    }


def survey_answers(rng: np.random.Generator, *, shoppers: Shoppers) -> Table:
    """Draw the clean survey answers.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    shoppers : Shoppers
        The customers.

    Returns
    -------
    Table
        At most one row per customer, in order of time.
    """
    answers = (rng.random(len(shoppers.ids)) < shoppers.trait("answers")).nonzero()[0]
    day = _days_as_customer(rng, shoppers=shoppers, rows=answers, afterwards=60)
    by_day = np.argsort(day, kind="stable")
    answers, day = answers[by_day], day[by_day]

    def likert(name: str, low: int, high: int, deviation: float) -> np.ndarray:
        drawn = rng.normal(shoppers.trait(name)[answers], deviation)
        return integers(np.clip(np.rint(drawn), low, high))

    return {
        "customer_id": shoppers.ids[answers],
        "answered_on": dates(FIRST_DAY + day),
        "recommend": likert("recommend", 0, 10, 1.3),
        "price_importance": likert("price_matters", 1, 5, 0.7),
        "quality_importance": likert("quality_matters", 1, 5, 0.7),
    }


def campaign_contacts(rng: np.random.Generator, *, shoppers: Shoppers) -> Table:
    """Draw the clean campaign contacts; nobody is written to before signing up.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    shoppers : Shoppers
        The customers.

    Returns
    -------
    Table
        One row per contact, in order of time.
    """
    sent_days = (np.array(CAMPAIGNS, dtype="datetime64[D]") - FIRST_DAY).astype(np.int64)
    chance = shoppers.trait("contacts") * rng.gamma(8, 1 / 8, len(shoppers.ids)) / len(sent_days)
    eligible = shoppers.signed_up_day[:, None] < sent_days
    # Newcomers have known few campaigns; those they knew reach them more often.
    chance = np.clip(chance * len(sent_days) / np.maximum(3, eligible.sum(axis=1)), 0, 0.9)
    reached = eligible & (rng.random(eligible.shape) < chance[:, None])
    campaign, reader = np.nonzero(reached.T)
    count = len(reader)
    channel = rng.choice(3, count, p=CONTACT_CHANNEL_WEIGHTS)
    ease = np.array([1.0, 1.2, 0.5])[channel]
    opened = rng.random(count) < np.clip(shoppers.trait("opens")[reader] * ease, 0, 0.95)
    clicked = opened & (rng.random(count) < shoppers.trait("clicks")[reader])
    return {
        "contact_id": serial("A", count=count, width=5),
        "customer_id": shoppers.ids[reader],
        "sent_at": moments(FIRST_DAY + sent_days[campaign], seconds=32_400 + rng.integers(0, 3_600, count)),
        "channel": np.array(CONTACT_CHANNELS)[channel],
        "opened": booleans(opened),
        "clicked": booleans(clicked),
    }
