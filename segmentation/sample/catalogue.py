"""The products of the sample shop: 120 of them, made from 40 designs in three variants each."""

from __future__ import annotations

import numpy as np

SEED = 20_250_100

# Category, its three variants, and its designs with a list price.
DESIGNS = (
    (
        "Kitchen",
        ("sage", "cream", "charcoal"),
        (
            ("Stoneware mixing bowl", 24.50),
            ("Enamel milk pan", 31.00),
            ("Oak chopping board", 28.00),
            ("Linen tea towel", 8.50),
            ("Storage jar", 12.00),
        ),
    ),
    (
        "Tableware",
        ("white", "indigo", "speckled"),
        (
            ("Breakfast mug", 9.50),
            ("Dinner plate", 14.00),
            ("Serving platter", 36.00),
            ("Water carafe", 22.00),
            ("Egg cup pair", 7.50),
        ),
    ),
    (
        "Textiles",
        ("moss", "oatmeal", "rust"),
        (
            ("Wool throw", 69.00),
            ("Cushion cover", 19.50),
            ("Cotton bedspread", 89.00),
            ("Table runner", 21.00),
            ("Bath towel", 17.00),
        ),
    ),
    (
        "Candles",
        ("fig", "cedar", "orange blossom"),
        (
            ("Scented candle", 16.00),
            ("Reed diffuser", 26.00),
            ("Pillar candle", 9.00),
            ("Travel candle tin", 11.00),
            ("Room spray", 13.50),
        ),
    ),
    (
        "Garden",
        ("small", "medium", "large"),
        (
            ("Terracotta planter", 18.00),
            ("Galvanised watering can", 27.00),
            ("Seed tin", 12.50),
            ("Bird feeder", 20.00),
            ("Willow basket", 32.00),
        ),
    ),
    (
        "Lighting",
        ("brass", "black", "clear glass"),
        (
            ("Table lamp", 74.00),
            ("Pendant shade", 58.00),
            ("Storm lantern", 34.00),
            ("String lights", 18.50),
            ("Reading lamp", 62.00),
        ),
    ),
    (
        "Stationery",
        ("plain", "dotted", "lined"),
        (
            ("Cloth notebook", 11.50),
            ("Desk planner", 15.00),
            ("Card set", 6.50),
            ("Letter paper box", 13.00),
            ("Pocket diary", 9.00),
        ),
    ),
    (
        "Festive",
        ("red", "silver", "natural"),
        (
            ("Glass bauble set", 15.50),
            ("Advent calendar", 23.00),
            ("Felt garland", 12.50),
            ("Gift wrap bundle", 8.00),
            ("Winter hamper", 48.00),
        ),
    ),
)

CATEGORIES = tuple(category for category, _, _ in DESIGNS)

# Each variant costs this much of the design's price, so that no two products are quite alike.
VARIANT_PRICES = (0.95, 1.0, 1.08)


def products() -> dict[str, np.ndarray]:
    """Return the catalogue.

    Returns
    -------
    dict of str to numpy.ndarray
        `product_id`, `product_name`, `category` (its position in CATEGORIES), `list_price` in whole
        cents, and `popularity` (weights).
    """
    rows = [
        (f"{design} ({variant})", position, price * factor)
        for position, (_, variants, designs) in enumerate(DESIGNS)
        for design, price in designs
        for variant, factor in zip(variants, VARIANT_PRICES, strict=True)
    ]
    names, categories, prices = zip(*rows, strict=True)
    rng = np.random.default_rng(SEED)
    return {
        "product_id": np.array([f"P{1001 + position}" for position in range(len(rows))]),
        "product_name": np.array(names),
        "category": np.array(categories),
        # Prices end in 0 or 5 cents.
        "list_price": (np.rint(np.array(prices) * 20) * 5).astype(np.int64),
        "popularity": np.exp(0.7 * rng.standard_normal(len(rows))),
    }
