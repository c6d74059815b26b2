"""Values that people write where they know none, or where there is none yet: 1900-01-01, 999, 9999-12-31.

All functions take what was read of each text; ``counts`` has how often it stands there, and for which share.
"""

from collections.abc import Mapping
from datetime import datetime

# Nobody who was born so early, or is so old, is still a customer.
_FIRST_BIRTH_YEAR = 1906
_OLDEST = 110
# The last day of a type of Microsoft's lies in 2079; what is later is no plan.
_OPEN_FROM = 2079
_FIRST_DAYS = {(1, 1, 1), (1753, 1, 1), (1800, 1, 1), (1899, 12, 30), (1899, 12, 31), (1900, 1, 1), (1901, 1, 1)}
_NO_AGES = {-1, 999, 9999}
_NO_YEARS = {0, 1, 9999}
_FEWEST = 3
_FEWEST_SHARE = 0.01


def open_ends(days: Mapping[str, datetime | None]) -> tuple[str, ...]:
    """Dates that say that something has not ended, as they are written."""
    return tuple(text for text, day in days.items() if day and day.year >= _OPEN_FROM)


def unknown_days(
    days: Mapping[str, datetime | None], counts: Mapping[str, tuple[int, float]], *, of_births: bool
) -> tuple[str, ...]:
    """Dates that stand for one that is not known: what programs write there, and impossible births that come back."""
    return tuple(
        text
        for text, day in days.items()
        if day
        and (
            (day.year, day.month, day.day) in _FIRST_DAYS
            or (of_births and day.year >= _OPEN_FROM)
            or (of_births and day.year < _FIRST_BIRTH_YEAR and _comes_back(text, counts))
        )
    )


def unknown_years(years: Mapping[str, float | None], counts: Mapping[str, tuple[int, float]]) -> tuple[str, ...]:
    """Birth years that stand for one that is not known."""
    return tuple(
        text
        for text, year in years.items()
        if year is not None
        and (year in _NO_YEARS or (not _FIRST_BIRTH_YEAR <= year < _OPEN_FROM and _comes_back(text, counts)))
    )


def unknown_ages(ages: Mapping[str, float | None], counts: Mapping[str, tuple[int, float]]) -> tuple[str, ...]:
    """Ages that stand for one that is not known; 0 does where there are no other children."""
    has_children = any(age is not None and 0 < age < 10 for age in ages.values())
    return tuple(
        text
        for text, age in ages.items()
        if age is not None
        and (
            age in _NO_AGES
            or (age == 0 and not has_children)
            or (not 0 <= age <= _OLDEST and _comes_back(text, counts))
        )
    )


def _comes_back(text, counts):
    count, share = counts[text]
    return count >= _FEWEST and share >= _FEWEST_SHARE
