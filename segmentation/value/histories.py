"""What a model of orders needs to know of a customer: three numbers, which many customers share."""

from dataclasses import dataclass

import numpy as np

DAYS_PER_WEEK = 7.0


@dataclass(frozen=True)
class Histories:
    """Customers by what they have done up to a day.

    Attributes
    ----------
    orders : numpy.ndarray of shape (rows,)
        Days with an order after the first one.
    last : numpy.ndarray of shape (rows,)
        Weeks from the first order to the last one.
    age : numpy.ndarray of shape (rows,)
        Weeks from the first order to the day.
    weight : numpy.ndarray of shape (rows,)
        Customers who share the row.
    """

    orders: np.ndarray
    last: np.ndarray
    age: np.ndarray
    weight: np.ndarray

    @classmethod
    def of_days(cls, orders: np.ndarray, last_days: np.ndarray, age_days: np.ndarray) -> "Histories":
        """One row a customer, from days."""
        orders, last, age = (np.asarray(values, dtype=float) for values in (orders, last_days, age_days))
        return cls(orders, last / DAYS_PER_WEEK, age / DAYS_PER_WEEK, np.ones(len(orders)))

    def __len__(self) -> int:
        return len(self.orders)

    def take(self, rows: np.ndarray) -> "Histories":
        """Some of the rows."""
        return Histories(self.orders[rows], self.last[rows], self.age[rows], self.weight[rows])

    def grouped(self) -> "Histories":
        """Equal customers as one row, so that a likelihood is worked out once for all of them."""
        order = np.lexsort((self.age, self.last, self.orders))
        one = self.take(order)
        begins = np.zeros(len(one), dtype=bool)
        begins[:1] = True
        for values in (one.orders, one.last, one.age):
            begins[1:] |= values[1:] != values[:-1]
        starts = np.flatnonzero(begins)
        weight = np.add.reduceat(one.weight, starts) if len(one) else one.weight
        return Histories(one.orders[starts], one.last[starts], one.age[starts], weight)
