"""Feature transforms: fitted once, kept as rows of numbers, applied the same way in training and scoring.

A transform turns one raw value into one scaled coordinate,

    scaled = (shape(clip(value or fill_value)) - centre) / scale

where ``shape`` is the identity or the signed logarithm ``sign(x) ln(1 + |x|)``, and ``clip`` holds values between the
limits of a winsorised or clipped feature. A category gives one coordinate for each of its levels, 1 where the level is
met and 0 elsewhere.
"""

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

MISSING_LEVEL = "(missing)"
_LAST_SHARE = 0.01


@dataclass(frozen=True)
class Feature:
    """How one feature is declared in the configuration.

    ``transform`` is none, standard, robust, clipped, log or onehot; ``missing`` is median, mean or zero.
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
    lower_limit: float | None = None
    upper_limit: float | None = None


@dataclass(frozen=True)
class Preparation:
    """What is done about outliers and correlated features before the segments are formed.

    Attributes
    ----------
    outliers : str
        ``keep``; ``winsorise`` (Tukey 1962): values beyond the quantiles at `winsorised_share` from either end count
        as these; ``set_apart``: their customers have been taken out before, and here it means the same as ``keep``.
    correlated : str
        ``keep``, or ``drop``: of two number features whose transformed values correlate with `drop_from` or more,
        either way, one is left out.
    winsorised_share, drop_from : float
    """

    outliers: str = "keep"
    correlated: str = "keep"
    winsorised_share: float = 0.01
    drop_from: float = 0.9


KEPT = Preparation()


def signed_log(values):
    """Logarithm that keeps zero at zero and the sign of losses: ``sign(x) ln(1 + |x|)``."""
    return np.sign(values) * np.log1p(np.abs(values))


def fit(table: pa.Table, features: list[Feature], preparation: Preparation = KEPT) -> list[FittedColumn]:
    """Fit the transforms of `features` on the customers in `table`.

    Parameters
    ----------
    table : pyarrow.Table
        One row per customer; numbers as float, categories as text.
    features : list of Feature
    preparation : Preparation

    Returns
    -------
    list of FittedColumn
        In the order of `features`; the levels of a category in alphabetical order.

    Raises
    ------
    ValueError
        If a feature has no value at all.
    """
    share = preparation.winsorised_share if preparation.outliers == "winsorise" else None
    columns = [
        column
        for feature in features
        for column in (
            _fit_levels(table, feature) if feature.transform == "onehot" else [_fit_number(table, feature, share)]
        )
    ]
    if preparation.correlated == "drop":
        numbers = [column for column in columns if column.level is None]
        dropped = correlated_columns(apply(table, numbers), from_correlation=preparation.drop_from)
        columns = [column for column in columns if column.level is not None or numbers.index(column) not in dropped]
    return [replace(column, position=position) for position, column in enumerate(columns, start=1)]


def _fit_levels(table, feature):
    levels = sorted(set(pc.unique(table[feature.name]).drop_null().to_pylist()) - {MISSING_LEVEL})
    return [
        FittedColumn(0, f"{feature.name}={level}", feature.name, level, "onehot", None, 0.0, 1.0) for level in levels
    ]


def _fit_number(table, feature, winsorised_share):
    raw = _numbers(table, feature.name)
    known = raw[~np.isnan(raw)]
    if known.size == 0:
        raise ValueError(f"Feature '{feature.name}' has no value for any customer: take it out of the configuration.")
    is_clipped = feature.transform == "clipped" and winsorised_share is None
    limits = _far_fences(known) if is_clipped else _winsor_limits(known, winsorised_share)
    fill = {"median": np.median, "mean": np.mean, "zero": lambda _: 0.0}[feature.missing](known)
    shaped = _shape(_clip(np.where(np.isnan(raw), fill, raw), *limits), feature.transform)
    centre, scale = {
        "none": lambda: (0.0, 1.0),
        "standard": lambda: (shaped.mean(), shaped.std()),
        "clipped": lambda: (shaped.mean(), shaped.std()),
        "log": lambda: (shaped.mean(), shaped.std()),
        # Where most customers share one value the quartiles meet; the deviation stands in for their distance.
        "robust": lambda: (np.median(shaped), np.subtract(*np.percentile(shaped, [75, 25])) or shaped.std()),
    }[feature.transform]()
    # A feature that does not vary has no scale; 1 leaves it at its centre, where it decides nothing.
    scale = scale if scale > 1e-12 * max(1.0, abs(centre)) else 1.0
    figures = (float(fill), float(centre), float(scale))
    return FittedColumn(0, feature.name, feature.name, None, feature.transform, *figures, *limits)


def _far_fences(known):
    """Three quartile distances from the quartiles (Tukey 1977); of values that hardly vary the last hundredths."""
    low, high = np.percentile(known, [25, 75])
    far = 3 * (high - low)
    return (float(low - far), float(high + far)) if far > 0 else _winsor_limits(known, _LAST_SHARE)


def _winsor_limits(known, share):
    if share is None:
        return None, None
    low, high = np.quantile(known, [share, 1 - share])
    # What nearly all customers share would be all that is left.
    return (float(low), float(high)) if low < high else (None, None)


def correlated_columns(x: np.ndarray, *, from_correlation: float) -> set[int]:
    """Columns to leave out so that no two correlate so strongly, either way.

    The strongest pair loses the column with the higher mean correlation with all others, of equals the later; then
    the next pair, until none is left.
    """
    deviations = x.std(axis=0)
    varies = deviations > 1e-12
    z = np.where(varies, (x - x.mean(axis=0)) / np.where(varies, deviations, 1.0), 0.0)
    strength = np.round(np.abs(z.T @ z) / max(len(x), 1), 9)
    np.fill_diagonal(strength, 0.0)
    dropped: set[int] = set()
    while strength.size and strength.max() >= from_correlation:
        pair = sorted(np.unravel_index(strength.argmax(), strength.shape))
        gone = max(pair, key=lambda column: (strength[column].sum(), column))
        strength[gone] = strength[:, gone] = 0.0
        dropped.add(int(gone))
    return dropped


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
    result = unscaled(table, columns)
    for index, column in enumerate(columns):
        if column.level is None:
            result[:, index] = scaled(result[:, index], column)
    return result


def unscaled(table: pa.Table, columns: list[FittedColumn]) -> np.ndarray:
    """What `apply` scales: numbers in raw units, filled and held between their limits; a level is 1 where it is met."""
    result = np.empty((table.num_rows, len(columns)))
    for index, column in enumerate(columns):
        if column.level is not None:
            met = pc.fill_null(pc.equal(table[column.feature], column.level), False)
            result[:, index] = met.to_numpy()
        else:
            raw = _numbers(table, column.feature)
            filled = np.where(np.isnan(raw), column.fill_value, raw)
            result[:, index] = _clip(filled, column.lower_limit, column.upper_limit)
    return result


def scaled(values: np.ndarray, column: FittedColumn) -> np.ndarray:
    """Scaled coordinates of values of a number feature."""
    return (_shape(values, column.transform) - column.centre) / column.scale


def invert(scaled: float, column: FittedColumn) -> float:
    """The raw value behind a scaled coordinate of a number feature."""
    shaped = scaled * column.scale + column.centre
    return float(np.sign(shaped) * np.expm1(np.abs(shaped)) if column.transform == "log" else shaped)


def _numbers(table, name):
    return table[name].cast(pa.float64()).to_numpy(zero_copy_only=False)


def _clip(values, lower, upper):
    return values if lower is None else np.clip(values, lower, upper)


def _shape(values, transform):
    return signed_log(values) if transform == "log" else values
