"""What the name of a column says of it, by the table words.csv: one place to teach it another word or language."""

import csv
import re
import unicodedata
from functools import cache
from importlib.resources import files

# Long enough to be told inside a name written in one piece, such as "customerid" or "spendingscore".
_TOLD_INSIDE = 6
# What is looked for in names with abbreviations in full too: cust_code is the code of a customer.
_SPELLED_OUT = ("id", "line")


def tokens(header: str) -> list[str]:
    """The words of a header in small letters: camel case, underscores and blanks part them, accents are left out.

    Examples
    --------
    >>> tokens("NumWebVisitsMonth"), tokens("Annual Income (k$)"), tokens("CLTV_2024")
    (['num', 'web', 'visits', 'month'], ['annual', 'income', 'k'], ['cltv', '2024'])
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", header) if not unicodedata.combining(c))
    # Accents of other scripts are part of their letters.
    text = plain if plain.isascii() else unicodedata.normalize("NFC", plain)
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text)
    text = re.sub(r"(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z]{2})", " ", text)
    return [word.casefold() for word in re.split(r"[\W_]+", text) if word]


def meaning(header: str, about: str) -> str | None:
    """What a header means in one respect: the value of the longest words of words.csv found in it, else nothing.

    Examples
    --------
    >>> meaning("TotalSpend", "role"), meaning("Genre", "sensitive"), meaning("colour", "role")
    ('spend', '', None)
    """
    matches = _matches(header, about)
    return max(matches)[-1] if matches else None


def says(header: str, about: str) -> bool:
    """Whether a header holds any of the words for a thing."""
    return meaning(header, about) is not None


def spelled_out(word: str) -> str:
    """A word in full, where words.csv knows it for an abbreviation.

    Examples
    --------
    >>> spelled_out("amt"), spelled_out("wines")
    ('amount', 'wines')
    """
    return next((value for value, phrase in _table()["abbreviation"] if phrase == (word,)), word)


def strength(header: str, about: str, value: str) -> int:
    """How well a header fits one value: the letters of the longest words found, 0 where there are none."""
    return max((match[0] for match in _matches(header, about) if match[-1] == value), default=0)


def is_exactly(header: str, about: str, value: str) -> bool:
    """Whether a header is one of the words for a value and nothing more."""
    words = tokens(header)
    return any(list(phrase) == words for known, phrase in _table()[about] if known == value)


def _matches(header, about):
    """Each match with its letters, how near the start it is, and its value."""
    words = tokens(header)
    spellings = [words]
    if about in _SPELLED_OUT and (in_full := [spelled_out(word) for word in words]) != words:
        spellings.append(in_full)
    found = []
    for value, phrase in _table()[about]:
        for spelling in spellings:
            place = _place(spelling, phrase)
            if place is not None:
                found.append((len("".join(phrase)), -place, value))
    return found


def _place(words, phrase):
    for start in range(len(words) - len(phrase) + 1):
        if all(_same(word, wanted) for word, wanted in zip(words[start:], phrase, strict=False)):
            return start
    joined = "".join(phrase)
    if len(words) == 1 and (not joined.isascii() or len(joined) >= _TOLD_INSIDE) and joined in words[0]:
        return len(words)
    return None


def _same(word, wanted):
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted


@cache
def _table():
    table: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    with files("segmentation.intake").joinpath("words.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for words in row["words"].split(";"):
                table.setdefault(row["about"], []).append((row["value"], _phrase(words)))
    return table


def _phrase(words):
    return tuple(word if word.endswith("*") else "".join(tokens(word)) for word in words.split())
