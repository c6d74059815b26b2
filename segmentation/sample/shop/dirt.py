"""Unusable and untidy rows, put among the clean ones."""

from __future__ import annotations

import numpy as np

from segmentation.sample.draws import AS_OF, Table, dates, integers, mix_in, serial, take
from segmentation.sample.shop.personas import REGIONS

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


def _in_turn(texts: tuple[str, ...], *, count: int) -> np.ndarray:
    """Repeat texts one after the other until there are enough."""
    return np.resize(np.array(texts), count)


def dirty_lines(rng: np.random.Generator, *, lines: Table, returns: Table) -> Table:
    """Put purchases and returns into one table, with dirt between the rows and in a few ids.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    lines, returns : Table
        The clean rows; the purchases in order of time.

    Returns
    -------
    Table
        All rows.
    """
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
        changes = {name: _in_turn(values, count=len(rows)) for name, values in texts.items()}
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


def dirty_customers(rng: np.random.Generator, *, clean: Table, buys: np.ndarray) -> Table:
    """Add, leave out and spoil rows of the customers.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    clean : Table
        The clean rows.
    buys : numpy.ndarray
        Which of the customers order; only they are touched.

    Returns
    -------
    Table
        The rows that are left and those added.
    """
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

    birth_dates = clean["birth_date"].copy()
    birth_dates[unborn] = _in_turn(BAD_BIRTH_DATES, count=len(unborn))
    ids = clean["customer_id"].astype("<U12")
    ids[spaced] = np.char.add(np.char.add(" ", ids[spaced]), " ")
    spoilt = clean | {"birth_date": birth_dates, "customer_id": ids}

    moved = np.array(REGIONS)[rng.integers(0, len(REGIONS), len(repeated))]
    extras = (
        (take(spoilt, repeated, region=moved, signed_up_on=dates(np.repeat(AS_OF, len(repeated)))), repeated),
        (take(spoilt, duplicated), duplicated),
        (take(spoilt, nameless, customer_id=""), nameless),
        (take(spoilt, future, signed_up_on="2026-09-30"), future),
    )
    dirty = mix_in(spoilt, *((extra, rows + 0.5) for extra, rows in extras))
    is_missing = np.isin(np.char.strip(dirty["customer_id"]), clean["customer_id"][missing])
    return take(dirty, np.flatnonzero(~is_missing))


def dirty_events(
    rng: np.random.Generator, *, clean: Table, at: str, clock: str = MIDDAY, key: str | None = None
) -> Table:
    """Add a few nameless, unparseable, duplicate and future rows to a table of events.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    clean : Table
        The clean rows.
    at : str
        Column that says when the event was.
    clock : str
        Time of day, put behind the days of future rows.
    key : str, optional
        Column of the event's id, a letter and a number, where it has one.

    Returns
    -------
    Table
        All rows.
    """
    count = len(clean[at])
    rows = rng.choice(count, (4, OTHER_DIRT), replace=False)
    future = np.char.add(_in_turn(FUTURE_DAYS, count=OTHER_DIRT), clock)
    extras = [
        take(clean, rows[0], customer_id=""),
        take(clean, rows[1], **{at: _in_turn(BAD_DATES, count=OTHER_DIRT)}),
        take(clean, rows[2], **{at: future}),
    ]
    if key is not None:
        # Rows of their own, not second versions of a good row: they carry ids of their own.
        for part, extra in enumerate(extras):
            first = count + 1 + part * OTHER_DIRT
            extra[key] = serial(str(clean[key][0][0]), count=OTHER_DIRT, width=5, first=first)
    extras.append(take(clean, rows[3]))
    return mix_in(clean, *((extra, places + 0.5) for extra, places in zip(extras, rows, strict=True)))
