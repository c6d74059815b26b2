"""Draws and text formats that the sample data sets share."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

Table = dict[str, np.ndarray]

AS_OF = np.datetime64("2025-12-31")


@dataclass(frozen=True)
class Sample:
    """What one data set's generator makes.

    Attributes
    ----------
    segmentation : str
        Name of the segmentation the data set is for.
    tables : dict of str to Table
        Seed name to its columns, each an array of text.
    customer_ids : numpy.ndarray
        Every customer of the data set, sorted.
    personas : numpy.ndarray
        The planted persona of each of `customer_ids`; it appears in no table.
    """

    segmentation: str
    tables: dict[str, Table]
    customer_ids: np.ndarray
    personas: np.ndarray


def field(personas: tuple, name: str) -> np.ndarray:
    """Return one field of every persona as an array, to be indexed by persona codes.

    Parameters
    ----------
    personas : tuple
        Dataclasses that have an attribute `name`.
    name : str
        The attribute.

    Returns
    -------
    numpy.ndarray
        One row per persona.
    """
    return np.array([getattr(persona, name) for persona in personas])


@dataclass(frozen=True)
class Crowd:
    """Customers by their personas.

    Attributes
    ----------
    personas : tuple
        Dataclasses, one per persona.
    codes : numpy.ndarray
        Position in `personas` of each customer's persona.
    """

    personas: tuple
    codes: np.ndarray

    def trait(self, name: str) -> np.ndarray:
        """Return a field of each customer's persona."""
        return field(self.personas, name)[self.codes]

    def near(self, name: str, *, rng: np.random.Generator) -> np.ndarray:
        """Draw normal values from a field that holds a mean and a standard deviation."""
        mean, deviation = self.trait(name).T
        return rng.normal(mean, deviation)

    def around(self, name: str, *, rng: np.random.Generator) -> np.ndarray:
        """Draw log-normal values from a field that holds a median and the deviation of the logarithm."""
        median, spread = self.trait(name).T
        return median * np.exp(spread * rng.standard_normal(len(median)))


def draw_crowd(rng: np.random.Generator, *, personas: tuple) -> Crowd:
    """Give every customer a persona, in random order, so that position tells nothing.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    personas : tuple
        Dataclasses that have an attribute `customers`.

    Returns
    -------
    Crowd
        As many customers as the personas ask for.
    """
    return Crowd(personas, rng.permutation(np.repeat(np.arange(len(personas)), field(personas, "customers"))))


def pick(rng: np.random.Generator, *, weights: np.ndarray) -> np.ndarray:
    """Draw one choice per row, each row with its own weights.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    weights : numpy.ndarray
        Rows by choices, not negative; rows need not sum to one.

    Returns
    -------
    numpy.ndarray
        Index of the choice of each row.
    """
    cumulative = np.cumsum(weights, axis=1)
    aim = rng.random(len(weights)) * cumulative[:, -1]
    return (aim[:, None] >= cumulative[:, :-1]).sum(axis=1)


def pin_range(values: np.ndarray, *, low: float, high: float) -> np.ndarray:
    """Clip values to a range and put the outermost ones on its ends, so that the range is reached.

    Parameters
    ----------
    values : numpy.ndarray
        Values to clip.
    low, high : float
        The ends.

    Returns
    -------
    numpy.ndarray
        A new array.
    """
    lowest, highest = np.argmin(values), np.argmax(values)
    pinned = np.clip(values, low, high)
    pinned[lowest], pinned[highest] = low, high
    return pinned


def integers(values: np.ndarray) -> np.ndarray:
    """Return whole numbers as text."""
    return np.char.mod("%d", np.asarray(values).astype(np.int64))


def decimals(values: np.ndarray, *, places: int = 2) -> np.ndarray:
    """Return numbers as text with a fixed count of decimals; zero carries no sign."""
    return np.char.mod(f"%.{places}f", np.round(values, places) + 0.0)


def dates(values: np.ndarray) -> np.ndarray:
    """Return dates as text (YYYY-MM-DD), empty where there is none."""
    text = np.datetime_as_string(values.astype("datetime64[D]"))
    return np.where(np.isnat(values), "", text)


def moments(days: np.ndarray, *, seconds: np.ndarray) -> np.ndarray:
    """Return a day and a second of that day as text (YYYY-MM-DD HH:MM:SS)."""
    exact = days.astype("datetime64[s]") + seconds.astype("timedelta64[s]")
    return np.char.replace(np.datetime_as_string(exact), "T", " ")


def booleans(values: np.ndarray) -> np.ndarray:
    """Return truth values as text (true or false)."""
    return np.where(values, "true", "false")


def numbered(prefix: str, *, numbers: np.ndarray, width: int) -> np.ndarray:
    """Return ids: a prefix and a number padded with zeros."""
    return np.char.add(prefix, np.char.zfill(integers(numbers), width))


def serial(prefix: str, *, count: int, width: int, first: int = 1) -> np.ndarray:
    """Return ids with the numbers from `first` on."""
    return numbered(prefix, numbers=np.arange(first, first + count), width=width)


def take(table: Table, rows: np.ndarray, **changes: np.ndarray) -> Table:
    """Return some rows of a table, with some columns replaced.

    Parameters
    ----------
    table : Table
        Columns of equal length.
    rows : numpy.ndarray
        Positions of the rows, in the wanted order; a position may be repeated.
    **changes : numpy.ndarray or str
        New values of columns: one per taken row, or one for all.

    Returns
    -------
    Table
        A new table with the same columns.
    """
    taken = {name: values[rows] for name, values in table.items()}
    for name, values in changes.items():
        taken[name] = np.broadcast_to(np.asarray(values), rows.shape)
    return taken


def mix_in(table: Table, *extras: tuple[Table, np.ndarray]) -> Table:
    """Put extra rows between the rows of a table.

    Parameters
    ----------
    table : Table
        The rows to keep, in their order.
    *extras : tuple of Table and numpy.ndarray
        Rows to add, and after which row of `table` each of them goes.

    Returns
    -------
    Table
        All rows.
    """
    count = len(next(iter(table.values())))
    places = np.concatenate([np.arange(count), *(after for _, after in extras)])
    order = np.argsort(places, kind="stable")
    return {
        name: np.concatenate([values, *(extra[name] for extra, _ in extras)])[order] for name, values in table.items()
    }


def write_csv(table: Table, *, path: Path) -> None:
    """Write a table as CSV in UTF-8 with a header and line ends of one character.

    Parameters
    ----------
    table : Table
        Columns of text.
    path : pathlib.Path
        File to write; an existing one is replaced.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table)
        writer.writerows(zip(*(values.tolist() for values in table.values()), strict=True))
