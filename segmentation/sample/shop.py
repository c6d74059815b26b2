"""Two years of a homeware and gift shop: customers, order lines, visits, tickets, answers, contacts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from segmentation.sample.catalogue import CATEGORIES, products
from segmentation.sample.draws import (
    AS_OF,
    Sample,
    Table,
    booleans,
    dates,
    decimals,
    field,
    integers,
    mix_in,
    moments,
    numbered,
    pick,
    shuffled_codes,
    spread_around,
    take,
)

SEED = 20_250_101

FIRST_DAY = np.datetime64("2024-01-01")
DAYS = int((AS_OF - FIRST_DAY).astype(int)) + 1
LAST = DAYS - 1

# A day in November or December sees this many times the orders of any other day.
SEASON_LIFT = 1.7
PRICE_RISE_2025 = 1.03
# Outside the season this share of the wish for festive products is left.
FESTIVE_OFF_SEASON = 0.15
LINES_IN_ORDER_BEYOND_FIRST = 0.44
RETURNED_WITHIN_DAYS = 28

REGIONS = ("North", "East", "South", "West", "Coast")
ACQUISITION_CHANNELS = ("search", "social", "referral", "newsletter", "store")
GENDERS = ("Female", "Male", "Other", "")
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

# Dirt in the order lines: rows added per clean line, none of which stands for a real purchase...
EXACT_DUPLICATES = 0.008
GUEST_LINES = 0.025
NON_PRODUCT_LINES = 0.012
NON_POSITIVE_PRICES = 0.003
NON_POSITIVE_QUANTITIES = 0.002
POSITIVE_CANCELLATIONS = 0.001
UNPARSEABLE_DATES = 0.002
UNPARSEABLE_QUANTITIES = 0.002
UNPARSEABLE_PRICES = 0.002
FUTURE_LINES = 0.002
ANCIENT_LINES = 0.001
# ... and clean lines written untidily.
SPACED_IDS = 0.004
LOWER_CASE_CANCELLATIONS = 0.03

# Dirt in the customers: rows added, rows left out, and birth dates spoilt.
REPEATED_CUSTOMERS = 8
DUPLICATED_CUSTOMERS = 6
NAMELESS_CUSTOMERS = 3
FUTURE_SIGN_UPS = 3
MISSING_CUSTOMERS = 8
IMPOSSIBLE_BIRTH_DATES = 12
SPACED_CUSTOMERS = 6

# Dirt in each of the other tables: rows added of each kind (nameless, unparseable, duplicate, future).
OTHER_DIRT = 4

BAD_DATES = ("n/a", "2024-13-45", "yesterday", "31.31.2025")
BAD_QUANTITIES = ("two", "n/a", "1 pc")
BAD_PRICES = ("n/a", "12,5O", "free")
WORTHLESS_PRICES = ("0.00", "-9.50")
WORTHLESS_QUANTITIES = ("0", "-1")
FUTURE_DAYS = ("2026-02-14", "2027-06-01", "2099-12-31")
ANCIENT_DAYS = ("1900-01-01", "1970-01-01")
MIDDAY = " 12:00:00"
BAD_BIRTH_DATES = ("1850-03-01", "2031-07-15", "1985-02-30", "unknown")
NON_PRODUCTS = ("POST", "FEE", "GIFTWRAP", "ADJUST")
NON_PRODUCT_NAMES = ("Postage", "Payment fee", "Gift wrapping", "Manual adjustment")
NON_PRODUCT_PRICES = ("4.95", "1.50", "3.50", "-5.00")


@dataclass(frozen=True)
class Persona:
    """How one kind of customer buys, returns, visits, complains, answers and reacts.

    Attributes
    ----------
    recency, length : tuple of float
        Days since the last order, days from first to last order: median and spread of the logarithm.
    orders : tuple of float
        Orders in the two years: median and spread of the logarithm.
    early_sign_ups : float
        Share that signed up weeks or months before the first order.
    off_season : float
        Orders on a day outside November and December, beside 1 for an ordinary customer.
    taste : float
        Lean to dear (positive) or cheap (negative) products.
    quantity : float
        Mean pieces of a line beyond the first.
    on_sale, discount, returned : float
        Share of lines bought at a discount, size of that discount, share of lines sent back.
    visits, complaints, questions : float
        Web sessions in a year, complaints and other tickets in the two years.
    recommend, price_matters, quality_matters : float
        Means of the survey answers; `answers` is the share that gives any.
    contacts, opens, clicks : float
        Campaign contacts in the two years, share opened, share of the opened ones clicked.
    age, female : float
        Mean age, share of women.
    regions, channels : tuple of float
        Weights in the order of REGIONS and ACQUISITION_CHANNELS.
    categories : dict of str to float
        Categories bought more or less often than by others.
    """

    name: str
    customers: int
    recency: tuple[float, float]
    orders: tuple[float, float]
    length: tuple[float, float]
    early_sign_ups: float = 0.4
    off_season: float = 1.0
    taste: float = 0.0
    quantity: float = 0.4
    on_sale: float = 0.12
    discount: float = 0.15
    returned: float = 0.025
    visits: float = 3.0
    complaints: float = 0.06
    questions: float = 0.1
    answers: float = 0.3
    recommend: float = 7.0
    price_matters: float = 3.0
    quality_matters: float = 3.5
    contacts: float = 4.0
    opens: float = 0.4
    clicks: float = 0.25
    age: float = 43
    female: float = 0.6
    regions: tuple[float, ...] = (0.22, 0.2, 0.22, 0.18, 0.18)
    channels: tuple[float, ...] = (0.3, 0.2, 0.15, 0.2, 0.15)
    categories: tuple[tuple[str, float], ...] = ()


PERSONAS = (
    Persona(
        "champions",
        170,
        recency=(9, 0.45),
        orders=(13.4, 0.18),
        length=(660, 0.08),
        taste=0.55,
        quantity=0.8,
        visits=8.5,
        recommend=9.2,
        price_matters=2.2,
        quality_matters=4.5,
        answers=0.5,
        contacts=5,
        opens=0.65,
        clicks=0.45,
        age=47,
        female=0.66,
        channels=(0.22, 0.12, 0.3, 0.24, 0.12),
        categories=(("Lighting", 1.5), ("Textiles", 1.5)),
    ),
    Persona(
        "loyal_regulars",
        310,
        recency=(38, 0.4),
        orders=(6.5, 0.2),
        length=(560, 0.15),
        visits=1.8,
        recommend=8.0,
        quality_matters=4.0,
        opens=0.5,
        age=45,
        categories=(("Kitchen", 1.5), ("Tableware", 1.5)),
    ),
    Persona(
        "bargain_hunters",
        240,
        recency=(48, 0.45),
        orders=(6, 0.22),
        length=(480, 0.18),
        taste=-0.35,
        on_sale=0.93,
        discount=0.38,
        visits=3.4,
        recommend=6.6,
        price_matters=4.7,
        quality_matters=2.7,
        contacts=5,
        opens=0.6,
        clicks=0.5,
        age=34,
        female=0.56,
        channels=(0.32, 0.34, 0.06, 0.22, 0.06),
        categories=(("Stationery", 1.6), ("Candles", 1.3)),
    ),
    Persona(
        "serial_returners",
        150,
        recency=(45, 0.45),
        orders=(10, 0.16),
        length=(480, 0.18),
        returned=0.5,
        visits=3.2,
        complaints=4.6,
        questions=0.5,
        recommend=3.4,
        price_matters=3.4,
        quality_matters=4.3,
        answers=0.4,
        opens=0.3,
        clicks=0.15,
        age=38,
        female=0.57,
        regions=(0.2, 0.18, 0.2, 0.16, 0.26),
        categories=(("Textiles", 1.6), ("Lighting", 1.4)),
    ),
    Persona(
        "seasonal_gift_buyers",
        240,
        recency=(21, 0.4),
        orders=(3.6, 0.2),
        length=(385, 0.05),
        off_season=0.0,
        taste=0.1,
        quantity=0.7,
        visits=0.6,
        recommend=7.5,
        answers=0.22,
        opens=0.25,
        clicks=0.2,
        age=53,
        female=0.52,
        channels=(0.26, 0.08, 0.16, 0.16, 0.34),
        categories=(("Festive", 4.0), ("Candles", 1.6), ("Garden", 0.4)),
    ),
    Persona(
        "new_customers",
        160,
        recency=(24, 0.5),
        orders=(1.1, 0.35),
        length=(14, 0.6),
        early_sign_ups=0.0,
        visits=22,
        recommend=7.6,
        answers=0.2,
        contacts=1.2,
        opens=0.5,
        clicks=0.35,
        age=31,
        channels=(0.24, 0.48, 0.12, 0.08, 0.08),
        categories=(("Festive", 1.8),),
    ),
    Persona(
        "lapsed_regulars",
        200,
        recency=(360, 0.16),
        orders=(5, 0.25),
        length=(230, 0.25),
        visits=2.0,
        complaints=0.12,
        recommend=5.4,
        answers=0.15,
        opens=0.12,
        clicks=0.08,
        age=44,
        channels=(0.36, 0.2, 0.12, 0.16, 0.16),
    ),
)

# Signed up, perhaps looked around, never bought.
SILENT = Persona(
    "silent",
    130,
    recency=(0, 0),
    orders=(0, 0),
    length=(0, 0),
    visits=0.4,
    complaints=0.0,
    questions=0.03,
    answers=0.04,
    recommend=6.0,
    contacts=3,
    opens=0.1,
    clicks=0.05,
    age=36,
    channels=(0.3, 0.42, 0.06, 0.16, 0.06),
)
ALL_PERSONAS = (*PERSONAS, SILENT)
SILENT_CODE = len(PERSONAS)


@dataclass(frozen=True)
class Shoppers:
    """The customers as they truly are; days count from FIRST_DAY, -1 standing for no order."""

    ids: np.ndarray
    codes: np.ndarray
    orders: np.ndarray
    first_day: np.ndarray
    last_day: np.ndarray
    signed_up_day: np.ndarray

    def trait(self, name: str) -> np.ndarray:
        """Return a field of each customer's persona."""
        return field(ALL_PERSONAS, name)[self.codes]


def _is_season(days: np.ndarray) -> np.ndarray:
    """Say of days since FIRST_DAY whether they lie in November or December."""
    return (FIRST_DAY + days).astype("datetime64[M]").astype(np.int64) % 12 >= 10


def _days_between(rng: np.random.Generator, *, first: np.ndarray, last: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Draw a day from first to last, both included, weighted by the season and the persona's off-season."""
    weights = np.where(
        _is_season(np.arange(DAYS)), SEASON_LIFT, np.maximum(1e-6, field(ALL_PERSONAS, "off_season"))[:, None]
    )
    until = np.concatenate([np.zeros((len(ALL_PERSONAS), 1)), np.cumsum(weights, axis=1)], axis=1)
    low, high = until[codes, first], until[codes, last + 1]
    aim = low + rng.random(len(codes)) * (high - low)
    days = np.empty(len(codes), dtype=np.int64)
    for code in range(len(ALL_PERSONAS)):
        rows = codes == code
        days[rows] = np.searchsorted(until[code], aim[rows], side="right") - 1
    return np.clip(days, first, last)


def _seconds(rng: np.random.Generator, *, count: int) -> np.ndarray:
    """Draw seconds of a day in waking hours, most of them in the afternoon and evening."""
    return ((7 + 16 * rng.beta(2.6, 1.9, count)) * 3600).astype(np.int64)


def _shoppers(rng: np.random.Generator) -> Shoppers:
    """Draw who the customers are and when they buy for the first and the last time."""
    codes = shuffled_codes(rng, personas=ALL_PERSONAS)
    count = len(codes)

    def around(name: str) -> np.ndarray:
        median, spread = field(ALL_PERSONAS, name)[codes].T
        return np.rint(spread_around(rng, median=median, spread=spread)).astype(np.int64)

    buys = codes != SILENT_CODE
    off_season = field(ALL_PERSONAS, "off_season")[codes]
    recency, length = np.maximum(1, around("recency")), around("length")
    orders = np.where(buys, np.maximum(1, around("orders")), 0)
    last_day = LAST - recency
    first_day = last_day - length
    # Seasonal buyers keep to the season: from November on in the last year, within it in the first.
    season_starts, season_ends = (
        int((np.datetime64(day) - FIRST_DAY).astype(int)) for day in ("2024-11-01", "2024-12-31")
    )
    seasonal = off_season == 0
    orders = np.where(seasonal, np.maximum(2, orders), orders)
    last_day = np.where(seasonal, np.maximum(last_day, LAST - 58), last_day)
    first_day = np.where(seasonal, np.clip(first_day, season_starts, season_ends), first_day)
    # A customer who is too old for the two years is seen from some day of their first month.
    first_day = np.where(first_day < 0, rng.integers(0, 31, count), first_day)
    first_day = np.where(orders == 1, last_day, np.minimum(first_day, last_day))

    early = rng.random(count) < field(ALL_PERSONAS, "early_sign_ups")[codes]
    ahead = np.where(early, rng.integers(12, 500, count), rng.integers(0, 12, count))
    signed_up_day = np.where(buys, first_day - ahead, LAST - rng.integers(20, 900, count))
    return Shoppers(
        ids=np.sort(numbered("K", numbers=rng.choice(90_000, count, replace=False) + 10_000, width=5)),
        codes=codes,
        orders=orders,
        first_day=np.where(buys, first_day, -1),
        last_day=np.where(buys, last_day, -1),
        signed_up_day=signed_up_day,
    )


def _customers(rng: np.random.Generator, shoppers: Shoppers) -> Table:
    """Return the clean customers table, one row per shopper."""
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


def _order_lines(rng: np.random.Generator, shoppers: Shoppers) -> tuple[Table, Table]:
    """Return the clean purchases and the clean returns, both in order of time."""
    goods = products()

    buyer = np.repeat(np.arange(len(shoppers.ids)), shoppers.orders)
    starts = np.cumsum(shoppers.orders) - shoppers.orders
    turn = np.arange(len(buyer)) - starts[buyer]
    first, last = shoppers.first_day[buyer], shoppers.last_day[buyer]
    day = _days_between(rng, first=first, last=last, codes=shoppers.codes[buyer])
    day = np.where(turn == 0, first, np.where(turn == 1, last, day))
    second = _seconds(rng, count=len(buyer))
    in_time = np.lexsort((second, day))
    buyer, day, second = buyer[in_time], day[in_time], second[in_time]

    order = np.repeat(np.arange(len(buyer)), 1 + rng.poisson(LINES_IN_ORDER_BEYOND_FIRST, len(buyer)))
    festive = goods["category"] == CATEGORIES.index("Festive")
    timely = np.where(festive & ~_is_season(day[order])[:, None], FESTIVE_OFF_SEASON, 1.0)
    product = pick(rng, weights=_product_weights(goods)[shoppers.codes[buyer[order]]] * timely)
    # An order names a product once.
    order, product = np.unique(np.column_stack([order, product]), axis=0).T
    buyer, day, second = buyer[order], day[order], second[order]
    codes = shoppers.codes[buyer]
    quantity = 1 + rng.poisson(field(ALL_PERSONAS, "quantity")[codes])
    list_price = goods["list_price"][product]
    rise = np.where((FIRST_DAY + day) >= np.datetime64("2025-01-01"), PRICE_RISE_2025, 1.0)
    list_price = np.rint(list_price * rise / 5).astype(np.int64) * 5

    # Each customer has habits of their own around those of the persona.
    def habit(name: str, *, concentration: float) -> np.ndarray:
        mean = shoppers.trait(name)
        return rng.beta(concentration * mean, concentration * (1 - mean))[buyer]

    on_sale = rng.random(len(buyer)) < habit("on_sale", concentration=14)
    discount = np.clip(rng.normal(field(ALL_PERSONAS, "discount")[codes], 0.06), 0.05, 0.7)
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
    returned = (rng.random(len(day)) < habit("returned", concentration=90)) & (back_on <= LAST)
    rows = np.flatnonzero(returned)
    part = rng.random(len(rows)) < 0.12
    back = np.where(part, np.maximum(1, quantity[rows] // 2), quantity[rows])
    returns = take(
        lines,
        rows,
        order_id=np.char.add("C", lines["order_id"][rows]),
        quantity=integers(-back),
        ordered_at=moments(FIRST_DAY + back_on[rows], seconds=_seconds(rng, count=len(rows))),
    )
    return lines, returns


def _sessions(rng: np.random.Generator, shoppers: Shoppers) -> Table:
    """Return the clean web sessions in order of time."""
    start = np.clip(shoppers.signed_up_day, 0, LAST)
    lapsed = shoppers.last_day < LAST - 250
    end = np.where((shoppers.orders > 0) & lapsed, shoppers.last_day + rng.integers(5, 40, len(start)), LAST)
    years = (end - start + 1) / 365.25
    # Newcomers look around more than their few weeks would let expect: rates are per year.
    mean = shoppers.trait("visits") * years * rng.gamma(25, 1 / 25, len(start))
    visitor = np.repeat(np.arange(len(start)), rng.poisson(mean))
    codes = shoppers.codes[visitor]
    day = _days_between(rng, first=start[visitor], last=end[visitor], codes=codes)
    second = _seconds(rng, count=len(day))
    in_time = np.lexsort((second, day))
    visitor, day, second = visitor[in_time], day[in_time], second[in_time]
    count = len(visitor)
    pages = 1 + rng.poisson(rng.gamma(2.0, 3.0, count))
    young = np.clip((55 - shoppers.trait("age")[visitor]) / 30, 0.1, 0.9)
    return {
        "session_id": numbered("W", numbers=np.arange(1, count + 1), width=5),
        "customer_id": shoppers.ids[visitor],
        "started_at": moments(FIRST_DAY + day, seconds=second),
        "device": np.array(DEVICES)[
            pick(rng, weights=np.column_stack([0.3 + 0.6 * young, 0.7 - 0.6 * young, np.full(count, 0.12)]))
        ],
        "pages": integers(pages),
        "minutes": decimals(pages * rng.gamma(3.0, 0.35, count), places=1),
    }


def _tickets(rng: np.random.Generator, shoppers: Shoppers) -> Table:
    """Return the clean support tickets in order of time."""
    complaints = rng.poisson(shoppers.trait("complaints"))
    questions = rng.poisson(shoppers.trait("questions"))
    everyone = np.arange(len(shoppers.ids))
    writer = np.concatenate([np.repeat(everyone, complaints), np.repeat(everyone, questions)])
    is_complaint = np.arange(len(writer)) < complaints.sum()
    buys = shoppers.orders[writer] > 0
    start = np.where(buys, shoppers.first_day[writer], np.clip(shoppers.signed_up_day[writer], 0, LAST))
    end = np.where(buys, np.minimum(LAST, shoppers.last_day[writer] + 20), LAST)
    day = rng.integers(start, end + 1)
    second = _seconds(rng, count=len(day))
    in_time = np.lexsort((second, day))
    writer, is_complaint, day, second = writer[in_time], is_complaint[in_time], day[in_time], second[in_time]
    count = len(writer)
    topic = np.where(
        is_complaint,
        np.array(COMPLAINT_TOPICS)[rng.choice(4, count, p=(0.36, 0.34, 0.2, 0.1))],
        np.array(OTHER_TOPICS)[rng.choice(5, count, p=(0.3, 0.25, 0.2, 0.15, 0.1))],
    )
    satisfaction = np.clip(np.rint(rng.normal(np.where(is_complaint, 2.1, 4.0), 0.9)), 1, 5)
    return {
        "ticket_id": numbered("T", numbers=np.arange(1, count + 1), width=5),
        "customer_id": shoppers.ids[writer],
        "opened_at": moments(FIRST_DAY + day, seconds=second),
        "topic": topic,
        "is_complaint": booleans(is_complaint),
        "satisfaction": np.where(rng.random(count) < 0.3, "", integers(satisfaction)),
    }


def _answers(rng: np.random.Generator, shoppers: Shoppers) -> Table:
    """Return the clean survey answers in order of time, at most one per customer."""
    answers = (rng.random(len(shoppers.ids)) < shoppers.trait("answers")).nonzero()[0]
    start = np.maximum(np.where(shoppers.orders > 0, shoppers.first_day, shoppers.signed_up_day)[answers], 0)
    end = np.where(shoppers.orders > 0, np.minimum(LAST, shoppers.last_day + 60), LAST)[answers]
    day = rng.integers(start, end + 1)
    in_time = np.argsort(day, kind="stable")
    answers, day = answers[in_time], day[in_time]

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


def _contacts(rng: np.random.Generator, shoppers: Shoppers) -> Table:
    """Return the clean campaign contacts in order of time; nobody is written to before signing up."""
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
        "contact_id": numbered("A", numbers=np.arange(1, count + 1), width=5),
        "customer_id": shoppers.ids[reader],
        "sent_at": moments(FIRST_DAY + sent_days[campaign], seconds=32_400 + rng.integers(0, 3_600, count)),
        "channel": np.array(CONTACT_CHANNELS)[channel],
        "opened": booleans(opened),
        "clicked": booleans(clicked),
    }


def _dirty_lines(rng: np.random.Generator, *, lines: Table, returns: Table) -> Table:
    """Return purchases and returns as one table, with dirt between the rows and in a few ids."""
    purchases = len(lines["order_id"])
    # Orders that never took place are numbered apart from those that did.
    next_order = 900_001

    def some(rate: float) -> np.ndarray:
        return rng.integers(0, purchases, max(4, round(rate * purchases)))

    def added(
        rate: float, *, new_order: bool = True, prefix: str = "", **texts: tuple[str, ...]
    ) -> tuple[Table, np.ndarray]:
        """Copy some lines, each text in turn written over a column."""
        nonlocal next_order
        rows = some(rate)
        changes = {name: np.resize(np.array(values), len(rows)) for name, values in texts.items()}
        if new_order:
            changes["order_id"] = np.char.add(prefix, integers(next_order + np.arange(len(rows))))
            next_order += len(rows)
        return take(lines, rows, **changes), rows

    extras = [
        added(GUEST_LINES, customer_id=("",)),
        added(
            NON_PRODUCT_LINES,
            new_order=False,
            product_id=NON_PRODUCTS,
            product_name=NON_PRODUCT_NAMES,
            category=("",),
            quantity=("1",),
            unit_price=NON_PRODUCT_PRICES,
            list_price=NON_PRODUCT_PRICES,
        ),
        added(NON_POSITIVE_PRICES, unit_price=WORTHLESS_PRICES, list_price=WORTHLESS_PRICES),
        added(NON_POSITIVE_QUANTITIES, quantity=WORTHLESS_QUANTITIES),
        added(POSITIVE_CANCELLATIONS, prefix="C"),
        added(UNPARSEABLE_DATES, ordered_at=BAD_DATES),
        added(UNPARSEABLE_QUANTITIES, quantity=BAD_QUANTITIES),
        added(UNPARSEABLE_PRICES, unit_price=BAD_PRICES),
        added(FUTURE_LINES, ordered_at=tuple(day + MIDDAY for day in FUTURE_DAYS)),
        added(ANCIENT_LINES, ordered_at=tuple(day + MIDDAY for day in ANCIENT_DAYS)),
    ]

    order_ids = returns["order_id"]
    lower = rng.random(len(order_ids)) < LOWER_CASE_CANCELLATIONS
    untidy_returns = returns | {"order_id": np.where(lower, np.char.lower(order_ids), order_ids)}
    after = np.searchsorted(lines["ordered_at"], returns["ordered_at"]) - 0.5

    ids = lines["customer_id"]
    spaced = rng.random(purchases) < SPACED_IDS
    untidy = lines | {"customer_id": np.where(spaced, np.char.add(np.char.add(" ", ids), "  "), ids)}
    rows = some(EXACT_DUPLICATES)
    extras.append((take(untidy, rows), rows + 0.5))
    return mix_in(untidy, (untidy_returns, after), *extras)


def _dirty_customers(rng: np.random.Generator, *, customers: Table, buys: np.ndarray) -> Table:
    """Return the customers with rows added, left out and spoilt."""
    chosen = rng.permutation(np.flatnonzero(buys))
    kinds = np.cumsum(
        [
            MISSING_CUSTOMERS,
            IMPOSSIBLE_BIRTH_DATES,
            SPACED_CUSTOMERS,
            REPEATED_CUSTOMERS,
            DUPLICATED_CUSTOMERS,
            NAMELESS_CUSTOMERS,
            FUTURE_SIGN_UPS,
        ]
    )
    missing, unborn, spaced, repeated, duplicated, nameless, future, _ = np.split(chosen, kinds)

    birth_dates = customers["birth_date"].copy()
    birth_dates[unborn] = np.resize(np.array(BAD_BIRTH_DATES), len(unborn))
    ids = customers["customer_id"].astype("<U12")
    ids[spaced] = np.char.add(np.char.add(" ", ids[spaced]), " ")
    spoilt = customers | {"birth_date": birth_dates, "customer_id": ids}

    moved = np.array(REGIONS)[rng.integers(0, len(REGIONS), len(repeated))]
    extras = (
        (take(spoilt, repeated, region=moved, signed_up_on=dates(np.repeat(AS_OF, len(repeated)))), repeated),
        (take(spoilt, duplicated), duplicated),
        (take(spoilt, nameless, customer_id=""), nameless),
        (take(spoilt, future, signed_up_on="2026-09-30"), future),
    )
    dirty = mix_in(spoilt, *((extra, rows + 0.5) for extra, rows in extras))
    is_missing = np.isin(np.char.strip(dirty["customer_id"]), customers["customer_id"][missing])
    return take(dirty, np.flatnonzero(~is_missing))


def _dirty_events(
    rng: np.random.Generator, *, table: Table, at: str, clock: str = MIDDAY, key: str | None = None
) -> Table:
    """Return a table of events with a few nameless, unparseable, duplicate and future rows added."""
    count = len(table[at])
    rows = rng.choice(count, (4, OTHER_DIRT), replace=False)
    future = np.char.add(np.resize(np.array(FUTURE_DAYS), OTHER_DIRT), clock)
    extras = [
        take(table, rows[0], customer_id=""),
        take(table, rows[1], **{at: np.resize(np.array(BAD_DATES), OTHER_DIRT)}),
        take(table, rows[2], **{at: future}),
    ]
    if key is not None:
        # Rows of their own, not second versions of a good row: they carry ids of their own.
        for part, extra in enumerate(extras):
            start = count + 1 + part * OTHER_DIRT
            numbers = np.arange(start, start + OTHER_DIRT)
            extra[key] = numbered(str(table[key][0][0]), numbers=numbers, width=5)
    extras.append(take(table, rows[3]))
    return mix_in(table, *((extra, places + 0.5) for extra, places in zip(extras, rows, strict=True)))


def sample() -> Sample:
    """Draw the shop.

    Returns
    -------
    Sample
        The six seeds of the shop and the planted personas, silent customers included.
    """
    rng = np.random.default_rng(SEED)
    shoppers = _shoppers(rng)
    customers = _customers(rng, shoppers)
    lines, returns = _order_lines(rng, shoppers)
    sessions = _sessions(rng, shoppers)
    tickets = _tickets(rng, shoppers)
    answers = _answers(rng, shoppers)
    contacts = _contacts(rng, shoppers)
    tables = {
        "sample_customers": _dirty_customers(rng, customers=customers, buys=shoppers.orders > 0),
        "sample_order_lines": _dirty_lines(rng, lines=lines, returns=returns),
        "sample_web_sessions": _dirty_events(rng, table=sessions, at="started_at", key="session_id"),
        "sample_support_tickets": _dirty_events(rng, table=tickets, at="opened_at", key="ticket_id"),
        "sample_survey_answers": _dirty_events(rng, table=answers, at="answered_on", clock=""),
        "sample_campaign_contacts": _dirty_events(rng, table=contacts, at="sent_at", key="contact_id"),
    }
    return Sample("rfm", tables, shoppers.ids, field(ALL_PERSONAS, "name")[shoppers.codes])
