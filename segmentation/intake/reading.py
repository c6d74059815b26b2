"""How values are read: the macros of `macros/values`, rendered for DuckDB, so that init reads as the build does.

Only what dates look like is written here, because the build is given their formats and init has to find them.
"""

import re
from collections.abc import Iterable
from functools import cache

from segmentation.warehouse import macros

# As the macro number_text evens blanks, apostrophes and minus signs; a column is read by the macro itself.
_EVENED = str.maketrans("\u2212\u2013\u00a0\u202f\u2009\u2007\u2019\u2018\u00b4'", "--    ````")

_DATES = {
    r"\d{4}-\d{1,2}-\d{1,2}": ("%Y-%m-%d",),
    r"\d{4}/\d{1,2}/\d{1,2}": ("%Y/%m/%d",),
    r"\d{4}\.\d{1,2}\.\d{1,2}": ("%Y.%m.%d",),
    r"\d{1,2}/\d{1,2}/\d{4}": ("%d/%m/%Y", "%m/%d/%Y"),
    r"\d{1,2}-\d{1,2}-\d{4}": ("%d-%m-%Y", "%m-%d-%Y"),
    r"\d{1,2}\.\d{1,2}\.\d{4}": ("%d.%m.%Y",),
    r"\d{1,2}/\d{1,2}/\d{2}": ("%d/%m/%y", "%m/%d/%y"),
    r"\d{1,2}-\d{1,2}-\d{2}": ("%d-%m-%y", "%m-%d-%y"),
    r"\d{1,2}\.\d{1,2}\.\d{2}": ("%d.%m.%y",),
    r"(?:19|20)\d{6}": ("%Y%m%d",),
    r"\d{1,2}-[A-Za-z]{3}-\d{4}": ("%d-%b-%Y",),
    r"\d{1,2}-[A-Za-z]{3}-\d{2}": ("%d-%b-%y",),
    r"\d{1,2}/[A-Za-z]{3}/\d{4}": ("%d/%b/%Y",),
    r"\d{1,2} [A-Za-z]{3} \d{4}": ("%d %b %Y",),
    r"\d{1,2} [A-Za-z]{4,9} \d{4}": ("%d %B %Y",),
    r"[A-Za-z]{3} \d{1,2},? \d{4}": ("%b %d, %Y", "%b %d %Y"),
    r"[A-Za-z]{4,9} \d{1,2},? \d{4}": ("%B %d, %Y", "%B %d %Y"),
}
_TIMES = {
    r"": ("",),
    r" \d{1,2}:\d{2}": (" %H:%M",),
    r" \d{1,2}:\d{2}:\d{2}": (" %H:%M:%S",),
    r" \d{1,2}:\d{2}:\d{2}\.\d+": (" %H:%M:%S.%f",),
    r" \d{1,2}:\d{2} ?[AaPp][Mm]": (" %I:%M %p", " %I:%M%p"),
    r" \d{1,2}:\d{2}:\d{2} ?[AaPp][Mm]": (" %I:%M:%S %p", " %I:%M:%S%p"),
}
# What is read without a format.
ISO = "iso"
# The days that spreadsheets number, of which a name has to tell that they are dates: 1 is 1899-12-31.
DAY_NUMBER = "day number"
_ISO = r"\d{4}-\d{1,2}-\d{1,2}(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?(?:Z|UTC|[+-]\d{2}(?::?\d{2})?))?)?"
# The formats of dates, and what their texts look like.
DATE_SHAPES = {ISO: _ISO} | {
    format_ + time: shape + clock
    for shape, formats in _DATES.items()
    for clock, times in _TIMES.items()
    for format_ in formats
    for time in times
    if not format_.startswith("%Y-")
}
_CLOCK = r"\d{1,2}[:.]\d{2}\S*(?: (?:[AaPp]\.?[Mm]\.?|Z|UTC|[+-]\d{2}\S*))?"

_DATED = f"(?:{'|'.join(_DATES)})(?:[T ,]+{_CLOCK})?|{_CLOCK}"

EMAIL = r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}"
UUID = r"[{]?[0-9A-Fa-f]{8}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{12}[}]?"


# What else names no column: amounts with an exponent, those damaged by a locale, dates, addresses and ids.
_OTHER_VALUES = re.compile(
    rf"[-+]?(?:\d+[.,]?\d*|[.,]\d+)[eE][-+]?\d{{1,2}}|-?\d{{1,3}}(?:\.\d{{3}}){{2,}}|-?\d{{1,3}}(?:,\d{{3}}){{2,}}"
    rf"|{_DATED}|{EMAIL}|{UUID}",
    re.ASCII,
)


def number(expression: str, decimal: str) -> str:
    """SQL that reads a value as a number by a decimal mark, null where it is none or damaged by a locale."""
    return _rendered("read_number", expression, {"decimal": decimal})


def timestamp(expression: str, formats: Iterable[str] = ()) -> str:
    """SQL that reads a value as a timestamp by formats and as ISO writes it, null where it is none."""
    return _rendered("read_timestamp", expression, {"dates": [name for name in formats if name != ISO]})


def strict_timestamp(expression: str, format_: str) -> str:
    """SQL that reads a text as a timestamp by one format, null where it is not written so."""
    if format_ == DAY_NUMBER:
        return timestamp(expression, [DAY_NUMBER])
    return f"try_strptime({expression}, '{format_}')"


def day_number(expression: str) -> str:
    """SQL that reads a value as the number of a day, null where it is none."""
    return _rendered("day_number", expression)


def flag(expression: str) -> str:
    """SQL that reads a text as 1 or 0, null where it is neither true nor false."""
    return _rendered("read_flag", expression)


def given(expression: str) -> str:
    """SQL of a value as trimmed text, null where it is empty or a word for what is not known."""
    return _rendered("given_text", expression)


def unified_id(expression: str) -> str:
    """SQL of an id as text, the same where only its writing differs."""
    return _rendered("unified_id", expression)


def is_damaged_id(expression: str) -> str:
    """SQL that is true for an id that a spreadsheet has shortened to a number such as 1.23456E+11."""
    return _rendered("is_damaged_id", expression)


def damaged(expression: str, decimal: str) -> str:
    """SQL that is true for a text such as 8.188.888.889, whose decimal mark a locale took for another."""
    return _rendered("damaged_number", expression, {"decimal": decimal})


def masked_raw_row(expression: str) -> str:
    """SQL of a row or line of a file as text without what identifies a person directly."""
    return _rendered("masked_raw_row", expression)


def looks_like_a_date(expression: str) -> str:
    """SQL that is true where a text is built like a date or a time, whatever the order of its parts."""
    return f"regexp_full_match({expression}, '{_DATED}')"


def is_missing(text: str) -> bool:
    """Whether a text is empty or a word for what is not known."""
    return text.lower() in _missing_words()


def is_value(text: str) -> bool:
    """Whether a text is a number by either decimal mark, a date or an id, and so no name of a column."""
    return any(_is_amount(text, mark) for mark in ".,") or bool(_OTHER_VALUES.fullmatch(text.strip(" ")))


def _is_amount(text, decimal):
    evened = (
        text.lower().translate(_EVENED).strip(" ").replace(f"{decimal}-", "~").replace("r.", "r").replace("rs.", "rs")
    )
    return ("(" in text) == (")" in text) and bool(_amounts(decimal).fullmatch(evened))


@cache
def _amounts(decimal):
    return re.compile(_rendered("number_pattern", decimal))


@cache
def _missing_words():
    return frozenset(_rendered("missing_words").split(";"))


def _rendered(macro, *arguments):
    """A macro as one line of SQL; blanks within a line may be those of a literal."""
    return re.sub(r"\n *", " ", _macros()[macro](*arguments).strip())


@cache
def _macros():
    """The macros by name, calling each other as they do under dbt."""
    return macros.rendered("values/*.sql", "text_literal.sql")
