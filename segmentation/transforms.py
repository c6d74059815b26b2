"""Feature transforms: fitted once, kept as rows of numbers, applied the same way in training and scoring.

A transform turns one raw value into one scaled coordinate,

    scaled = (shape(value or fill_value) - centre) / scale

where ``shape`` is the identity or the signed logarithm ``sign(x) ln(1 + |x|)``. A category gives one coordinate
for each of its levels, 1 where the level is met and 0 elsewhere. The same formula is the macro ``scaled_value``.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

MISSING_LEVEL = "(missing)"


@dataclass(frozen=True)
class Feature:
    """How one feature is declared in the configuration.

    ``transform`` is none, standard, robust, log or onehot; ``missing`` is median, mean or zero.
    """

    name: str
    transform: str = "standard"
    missing: str = "median"


@dataclass(frozen=True)
class FittedColumn:
    """One scaled coordinate: a number feature, or one level of a category."""

    position: int
    column_name: str
    feature: str
    level: str | None
    transform: str
    fill_value: float | None
    centre: float
    scale: float


def signed_log(values):
    """Logarithm that keeps zero at zero and the sign of losses: ``sign(x) ln(1 + |x|)``."""
    return np.sign(values) * np.log1p(np.abs(values))


def fit(table: pa.Table, features: list[Feature]) -> list[FittedColumn]:
    """Fit the transforms of `features` on the customers in `table`.

    Parameters
    ----------
    table : pyarrow.Table
        One row per customer; numbers as float, categories as text.
    features : list of Feature

    Returns
    -------
    list of FittedColumn
        In the order of `features`; the levels of a category in alphabetical order.

    Raises
    ------
    ValueError
        If a feature has no value at all.
    """
    columns: list[FittedColumn] = []
    for feature in features:
        fitted = _fit_levels(table, feature) if feature.transform == "onehot" else [_fit_number(table, feature)]
        columns += [FittedColumn(len(columns) + offset + 1, *column) for offset, column in enumerate(fitted)]
    return columns


def _fit_levels(table, feature):
    levels = sorted(set(pc.unique(table[feature.name]).drop_null().to_pylist()) - {MISSING_LEVEL})
    return [(f"{feature.name}={level}", feature.name, level, "onehot", None, 0.0, 1.0) for level in levels]


def _fit_number(table, feature):
    raw = _numbers(table, feature.name)
    known = raw[~np.isnan(raw)]
    if known.size == 0:
        raise ValueError(f"Feature '{feature.name}' has no value for any customer: take it out of the configuration.")
    fill = {"median": np.median, "mean": np.mean, "zero": lambda _: 0.0}[feature.missing](known)
    shaped = _shape(np.where(np.isnan(raw), fill, raw), feature.transform)
    centre, scale = {
        "none": lambda: (0.0, 1.0),
        "standard": lambda: (shaped.mean(), shaped.std()),
        "log": lambda: (shaped.mean(), shaped.std()),
        # Where most customers share one value the quartiles meet; the deviation stands in for their distance.
        "robust": lambda: (np.median(shaped), np.subtract(*np.percentile(shaped, [75, 25])) or shaped.std()),
    }[feature.transform]()
    # A feature that does not vary has no scale; 1 leaves it at its centre, where it decides nothing.
    scale = scale if scale > 1e-12 * max(1.0, abs(centre)) else 1.0
    return (feature.name, feature.name, None, feature.transform, float(fill), float(centre), float(scale))


def apply(table: pa.Table, columns: list[FittedColumn]) -> np.ndarray:
    """Scale the customers in `table` with transforms fitted before.

    Parameters
    ----------
    table : pyarrow.Table
        One row per customer.
    columns : list of FittedColumn

    Returns
    -------
    numpy.ndarray of shape (customers, columns), float64
        A level that was not seen in fitting is 0 in every coordinate of its category.
    """
    scaled = np.empty((table.num_rows, len(columns)))
    for index, column in enumerate(columns):
        if column.transform == "onehot":
            met = pc.fill_null(pc.equal(table[column.feature], column.level), False)
            scaled[:, index] = met.to_numpy()
        else:
            raw = _numbers(table, column.feature)
            shaped = _shape(np.where(np.isnan(raw), column.fill_value, raw), column.transform)
            scaled[:, index] = (shaped - column.centre) / column.scale
    return scaled


def invert(scaled: float, column: FittedColumn) -> float:
    """The raw value behind a scaled coordinate of a number feature."""
    shaped = scaled * column.scale + column.centre
    return float(np.sign(shaped) * np.expm1(np.abs(shaped)) if column.transform == "log" else shaped)


def _numbers(table, name):
    return table[name].cast(pa.float64()).to_numpy(zero_copy_only=False)


def _shape(values, transform):
    return signed_log(values) if transform == "log" else values
