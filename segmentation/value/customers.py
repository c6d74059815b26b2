"""Customers on a day: what is known of them by then, and what they did in the days after it."""

from dataclasses import dataclass, fields

import numpy as np
import pyarrow as pa

from segmentation.value.histories import Histories

# Columns of `ml.value_customers` that are asked for of each of its days.
HISTORY = ("later_orders", "last_days", "age_days")
OUTCOME = ("outcome_days", "days_to_next", "orders_after", "amount_after")
NAMES = ("segment", "rfm_cell")
COLUMNS = {
    "today": (*HISTORY, "mean_amount"),
    "tested": (*HISTORY, "mean_amount", "orders_last_year", "amount_last_year", *OUTCOME, *NAMES),
    "learned": (*HISTORY, "days_to_next"),
}


@dataclass(frozen=True)
class Customers:
    """Customers of a shop on one day.

    Attributes
    ----------
    known : Histories
        What the models need to know, one row a customer.
    silent_days : numpy.ndarray of shape (customers,)
        Days since the last order.
    mean_amount : numpy.ndarray of shape (customers,)
        Mean amount of the days with an order after the first one; 0 where there are none.
    orders_last_year, amount_last_year : numpy.ndarray of shape (customers,)
    segment, rfm_cell : numpy.ndarray of shape (customers,)
        Names of the groups on that day; empty where there are none.
    days : int
        Days that are known after the day; 0 of today.
    days_to_next : numpy.ndarray of shape (customers,)
        Days to the next order; NaN where none is known.
    orders_after, amount_after : numpy.ndarray of shape (customers,)
        What came in these days.
    """

    known: Histories
    silent_days: np.ndarray
    mean_amount: np.ndarray
    orders_last_year: np.ndarray
    amount_last_year: np.ndarray
    segment: np.ndarray
    rfm_cell: np.ndarray
    days: int
    days_to_next: np.ndarray
    orders_after: np.ndarray
    amount_after: np.ndarray

    @classmethod
    def of_table(cls, table: pa.Table) -> "Customers | None":
        """Read them from `ml.value_customers`, or from some of its `COLUMNS`; none where there are no rows."""
        if not len(table):
            return None
        numbers = {
            name: table[name].cast(pa.float64()).to_numpy()
            if name in table.column_names
            else np.full(len(table), np.nan)
            for name in COLUMNS["tested"]
            if name not in NAMES
        }
        orders, last, age = (numbers.pop(name) for name in HISTORY)
        return cls(
            known=Histories.of_days(orders, last, age),
            silent_days=age - last,
            mean_amount=np.nan_to_num(numbers.pop("mean_amount")),
            days=int(np.nan_to_num(numbers.pop("outcome_days")[0])),
            **{name: _names(table[name]) if name in table.column_names else np.zeros(0, str) for name in NAMES},
            **numbers,
        )

    def __len__(self) -> int:
        return len(self.known)

    def sample(self, size: int, *, seed: int) -> "Customers":
        """So many of them, drawn by lot, or all where there are no more."""
        if len(self) <= size:
            return self
        rows = np.sort(np.random.default_rng(seed).choice(len(self), size, replace=False))
        columns = {field.name: getattr(self, field.name) for field in fields(self)}
        return Customers(
            **{
                name: values.take(rows) if isinstance(values, Histories | np.ndarray) else values
                for name, values in columns.items()
            }
        )

    @property
    def came_back(self) -> np.ndarray:
        """Whether an order came in the days after."""
        return ~np.isnan(self.days_to_next)


def _names(column):
    # A few names stand in many rows.
    named = column.fill_null("").combine_chunks().dictionary_encode()
    return (
        np.array(named.dictionary.to_pylist(), dtype=str)[named.indices.to_numpy()] if len(named) else np.zeros(0, str)
    )
