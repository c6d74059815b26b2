"""The kinds of customers planted in the shop, with the rates at which each of them does things."""

from __future__ import annotations

from dataclasses import dataclass

REGIONS = ("North", "East", "South", "West", "Coast")
ACQUISITION_CHANNELS = ("search", "social", "referral", "newsletter", "store")


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
