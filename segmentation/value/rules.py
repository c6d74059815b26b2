"""Simple rules, which need no model: groups of customers, and what those of a group did on the average."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from segmentation.value.customers import Customers

# Days for which `customer_value` looks ahead.
HORIZONS = (30, 90, 365)
DAYS_PER_YEAR = 365
SILENT, ACTIVE = "silent", "active"


def longest_silence(customers: Customers) -> float:
    """Days of silence from which on "will not come back" is right most often, by what came after."""
    order = np.argsort(customers.silent_days, kind="stable")
    silent, came = customers.silent_days[order], customers.came_back[order].astype(int)
    # Up to each customer all come back, after it none does.
    right = np.cumsum(came) + (1 - came).sum() - np.cumsum(1 - came)
    is_last = np.append(silent[1:] != silent[:-1], True)
    return float(silent[is_last][np.argmax(right[is_last])])


def groups(customers: Customers, silence: float | None) -> dict[str, np.ndarray]:
    """The group of each customer under every rule; a rule that puts all into one group is left out but the first."""
    found = {"everyone": np.full(len(customers), "all")}
    if silence is not None:
        found["silent"] = np.where(customers.silent_days > silence, SILENT, ACTIVE)
    named = {"segments": customers.segment, "rfm_cells": customers.rfm_cell}
    return found | {name: values for name, values in named.items() if (values != values[0]).any()}


def last_year(customers: Customers, days: float) -> dict[str, np.ndarray]:
    """Orders and revenue of the last year again, in proportion to the days to come."""
    share = days / DAYS_PER_YEAR
    return {"orders": customers.orders_last_year * share, "revenue": customers.amount_last_year * share}


def rates(names: np.ndarray, customers: Customers) -> dict[str, np.ndarray]:
    """What the customers of each group did after the day, as columns by name.

    The chance of coming back within more days than are known supposes that it goes on as in those days.
    """
    # To hash a million names is quicker than to sort them.
    encoded = pa.array(names).dictionary_encode()
    places = encoded.indices.to_numpy()
    sizes = np.bincount(places)

    def mean(values):
        return np.bincount(places, weights=values) / sizes

    days, came = customers.days, mean(customers.came_back.astype(float))
    chances: Mapping[str, np.ndarray] = {
        f"chance_{horizon}_days": mean((customers.days_to_next <= horizon).astype(float))
        if horizon <= days
        else 1 - (1 - came) ** (horizon / days)
        for horizon in HORIZONS
    }
    return {
        "group": np.array(encoded.dictionary.to_pylist()),
        "customers": sizes,
        **chances,
        "orders_a_day": mean(customers.orders_after) / days,
        "revenue_a_day": mean(customers.amount_after) / days,
    }
