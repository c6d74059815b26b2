"""What the name of a column says of it, by the table words.csv: one place to teach it another word or language."""

import csv
import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import NamedTuple

# Long enough to be told inside a name written in one piece, such as "customerid" or "spendingscore".
_TOLD_INSIDE = 6
# What a header says later is not its name.
_MOST_WORDS = 50
# What is looked for in names with abbreviations in full too: cust_code is the code of a customer.
_SPELLED_OUT = ("id", "line")
# Letters that are no other letter with an accent, as they are written without them.
_PLAIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
    | {"Æ": "Ae", "Œ": "Oe", "Ø": "O", "Ł": "L", "Đ": "D", "Ð": "D", "Þ": "Th"}
)
_MAY_LACK_ACCENTS = ("LATIN", "GREEK", "ARABIC", "HEBREW")
# Scripts that part no words, and say with one or two signs what others say with a word.
_UNPARTED = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI")


class _Phrase(NamedTuple):
    """Words that stand for a value; ``is_all`` where nothing else may stand next to them."""

    value: str
    words: tuple[str, ...]
    is_all: bool
    is_unparted: bool


def without_accents(text: str) -> str:
    """A text without the accents that people leave out; those of other scripts are part of their letters.

    Examples
    --------
    >>> without_accents("Płeć"), without_accents("Größe"), without_accents("φύλο"), without_accents("パス")
    ('Plec', 'Grosse', 'φυλο', 'パス')
    """
    kept, base = [], ""
    for character in unicodedata.normalize("NFKD", text.translate(_PLAIN)):
        if not unicodedata.combining(character):
            base = unicodedata.name(character, "")
        elif base.startswith(_MAY_LACK_ACCENTS):
            continue
        kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


def tokens(header: str) -> list[str]:
    """The words of a header in small letters: camel case, underscores and blanks part them, accents are left out.

    Examples
    --------
    >>> tokens("NumWebVisitsMonth"), tokens("Annual Income (k$)"), tokens("CLTV_2024")
    (['num', 'web', 'visits', 'month'], ['annual', 'income', 'k'], ['cltv', '2024'])
    """
    text = header if header.isascii() else without_accents(header)
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text)
    text = re.sub(r"(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z]{2})", " ", text)
    return "".join(c.casefold() if _is_of_a_word(c) else " " for c in text).split()


def _is_of_a_word(character):
    """Letters and digits, and the signs for vowels that some scripts put between them."""
    return character.isalnum() or unicodedata.category(character).startswith("M")


def meaning(header: str, about: str) -> str | None:
    """What a header means in one respect: the value of the longest words of words.csv found in it, else nothing.

    Examples
    --------
    >>> meaning("TotalSpend", "role"), meaning("Jenis Kelamin", "sensitive"), meaning("colour", "role")
    ('spend', 'gender', None)
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
    return next((phrase.value for phrase in _table()["abbreviation"] if phrase.words == (word,)), word)


def strength(header: str, about: str, value: str) -> int:
    """How well a header fits one value: the letters of the longest words found, 0 where there are none."""
    return max((match[0] for match in _matches(header, about) if match[-1] == value), default=0)


def is_exactly(header: str, about: str, value: str) -> bool:
    """Whether a header is one of the words for a value and nothing more."""
    return value in wholly(header, about)


def wholly(text: str, about: str) -> set[str]:
    """The values for which a text is one of the words and nothing more.

    Examples
    --------
    >>> wholly("Verheiratet", "level"), wholly("Verheiratet mit", "level")
    ({'marital status'}, set())
    """
    words, (whole, begun) = tuple(tokens(text)), _by_words(about)
    return whole.get(words, set()) | {
        phrase.value for phrase in begun if len(phrase.words) == len(words) and all(map(_same, words, phrase.words))
    }


@cache
def _by_words(about):
    """The values by the words that say them, and the phrases of which only the beginning of a word is given."""
    whole, begun = {}, []
    for phrase in _table()[about]:
        if any(word.endswith("*") for word in phrase.words):
            begun.append(phrase)
        else:
            whole.setdefault(phrase.words, set()).add(phrase.value)
    return whole, begun


@cache
def _matches(header, about):
    """Each match with its letters, how near the start it is, and its value."""
    words, found = tokens(header)[:_MOST_WORDS], []
    spellings = [words]
    if about in _SPELLED_OUT and (in_full := [spelled_out(word) for word in words]) != words:
        spellings.append(in_full)
    for phrase in _table()[about]:
        for spelling in spellings:
            place = _place(spelling, phrase)
            if place is not None:
                found.append((len("".join(phrase.words)), -place, phrase.value))
    return found


def _place(words, phrase):
    wanted, room = phrase.words, len(words) - len(phrase.words)
    if phrase.is_all and room:
        return None
    for start in range(room + 1):
        if all(map(_same, words[start : start + len(wanted)], wanted)):
            return start
    return None if phrase.is_all or not _is_inside(words, phrase) else len(words)


def _is_inside(words, phrase):
    """Whether a word is part of a longer one: a long word of a name in one piece, signs of scripts without blanks."""
    joined = "".join(phrase.words).rstrip("*")
    if phrase.is_unparted:
        return len(joined) > 1 and any(joined in word for word in words)
    return len(words) == 1 and len(joined) >= _TOLD_INSIDE and joined in words[0]


def _same(word, wanted):
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted


@cache
def _table():
    table: dict[str, list[_Phrase]] = {}
    with files("segmentation.intake").joinpath("words.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for words in row["words"].split(";"):
                words = words.strip()
                phrase = tuple(_word(word) for word in words.removeprefix("=").split())
                is_unparted = unicodedata.name(phrase[0][0], "").startswith(_UNPARTED)
                table.setdefault(row["about"], []).append(
                    _Phrase(row["value"], phrase, words.startswith("="), is_unparted)
                )
    return table


def _word(word):
    return "".join(tokens(word.rstrip("*"))) + ("*" if word.endswith("*") else "")
