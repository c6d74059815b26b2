"""How a text file is laid out: what parts its fields, whether it has a header, and what stands above it."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from segmentation.intake.reading import is_missing, is_value

WHITESPACE = "whitespace"

# A field may be as long as it likes.
csv.field_size_limit(2**31 - 1)

_LINES_LOOKED_AT = 200
_TITLE_LINES = 20
_YEAR = re.compile(r"(?:19|20)\d\d")
_OTHER_DELIMITERS = re.compile(r"[,;\t|]")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[,;\t ]*', re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """How a text file is laid out; None stands for what is not known yet.

    Parameters
    ----------
    delimiter : str or None
        The character between two fields, or ``whitespace`` for runs of blanks.
    header : bool or None
        Whether the first line holds the names of the columns.
    skip : int or None
        How many lines stand above the header, or above the data where there is no header.
    sheet : str or None
        The sheet of a spreadsheet.
    """

    delimiter: str | None = None
    header: bool | None = None
    skip: int | None = None
    sheet: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Record:
    """The fields of one record, trimmed, and the numbers of lines before it and up to its end."""

    line: int
    end: int
    fields: list[str]

    @property
    def filled(self):
        """How many fields have something in them."""
        return sum(field != "" for field in self.fields)


@dataclass(frozen=True)
class Width:
    """How many fields most lines have, and how many when empty ones at the end do not count."""

    fields: int
    filled: int


def detect(text: str, given: Layout | None = None) -> Layout:
    r"""Find out how a text is laid out, from its first lines and from what is given of the layout.

    Parameters
    ----------
    text : str
        The text, or enough of its beginning, with newlines for line ends.
    given : Layout, optional
        What is known already; it is taken as it is.

    Returns
    -------
    Layout
        Every part of it known.

    Examples
    --------
    >>> detect("id;spend\\n0001;12,5\\n0002;8\\n")
    Layout(delimiter=';', header=True, skip=0)
    """
    given = given or Layout()
    lines = text.split("\n", _LINES_LOOKED_AT)[:_LINES_LOOKED_AT]
    separator = _SEPARATOR_LINE.fullmatch(lines[0].strip(" "))
    above = max(given.skip or 0, 1 if separator else 0)
    delimiter = given.delimiter or (separator and separator[1]) or _delimiter(lines[above:])
    records = _records(lines[above:], delimiter)
    titles = 0 if given.skip is not None or given.header is False else _title_lines(records)
    records = [record for record in records if record.line >= titles]
    header = _has_header(records) if given.header is None else given.header
    return Layout(delimiter, header, above + titles, given.sheet)


def parsed_records(lines: list[str], delimiter: str, quoting: int = csv.QUOTE_MINIMAL) -> Iterator[Record]:
    """The records of some lines, blank ones left out."""
    if delimiter == WHITESPACE:
        lines, delimiter = [re.sub(r"[ \t\xa0]+", "\t", line.strip()) for line in lines], "\t"
    reader = csv.reader([line + "\n" for line in lines], delimiter=delimiter, quoting=quoting)
    start = 0
    for fields in reader:
        fields = [field.strip() for field in fields]
        if any(fields) or len(fields) > 1:
            yield Record(start, reader.line_num, fields)
        start = reader.line_num


def usual_width(text: str, delimiter: str) -> Width:
    """How many fields the lines of a text usually have."""
    records = _records(text.split("\n", _LINES_LOOKED_AT)[:_LINES_LOOKED_AT], delimiter)
    return Width(
        _most_frequent([len(record.fields) for record in records]),
        _most_frequent([len(_without_empty_end(record.fields)) for record in records]),
    )


def _records(lines, delimiter):
    """The records of some lines; where that leaves them more alike, a quote is a character like any other."""
    quotings = (csv.QUOTE_MINIMAL, csv.QUOTE_NONE) if any('"' in line for line in lines) else (csv.QUOTE_NONE,)
    readings = [list(parsed_records(lines, delimiter, quoting)) for quoting in quotings]
    return max(readings, key=lambda records: _alike(records)[0])


def _delimiter(lines):
    """The delimiter that splits the most lines alike, and of those the one that leaves the cleanest fields."""
    scores = {}
    for delimiter in (",", ";", "\t", "|"):
        if any(delimiter in line for line in lines):
            records = _records(lines, delimiter)
            alike, width = _alike(records)
            if width > 1:
                clean = _share_of_clean_fields(records, width)
                scores[delimiter] = (alike > 0.8, round(alike * clean, 2), width)
    best = max(scores, key=scores.get, default=None)
    if best and scores[best][0]:
        return best
    blanks = _records(lines, WHITESPACE)
    alike, width = _alike(blanks)
    columns = zip_longest(*(record.fields for record in blanks[1:]), fillvalue="")
    if width > 1 and alike > 0.95 and any(map(_is_of_values, columns)):
        return WHITESPACE
    return best or ","


def _alike(records):
    """The share of the records that have as many fields as most, and that number; titles at the top do not count."""
    first = next((i for i, record in enumerate(records[:_TITLE_LINES]) if len(record.fields) > 1), 0)
    records = records[first if 2 * first <= len(records) else 0 :]
    spans = [(len(_without_empty_end(record.fields)), len(record.fields)) for record in records]
    widths = {_most_frequent(ends) for ends in zip(*spans, strict=True)} or {0}
    return max((sum(low <= width <= high for low, high in spans) / max(len(spans), 1), width) for width in widths)


def _most_frequent(numbers):
    counts = Counter(numbers)
    return max(counts, key=lambda number: (counts[number], number), default=0)


def _without_empty_end(fields):
    end = len(fields)
    while end > 1 and not fields[end - 1]:
        end -= 1
    return fields[:end]


def _share_of_clean_fields(records, width):
    fields = [field for record in records if len(record.fields) >= width for field in record.fields]
    mixed = [field for field in fields if _OTHER_DELIMITERS.search(field)]
    return 1 - sum(not is_value(field) for field in mixed) / max(len(fields), 1)


def _title_lines(records):
    """How many lines are titles: they have clearly fewer fields than all others, and a header follows them."""
    _, width = _alike(records)
    for position, record in enumerate(records[:_TITLE_LINES] if width > 1 else []):
        if record.filled > width / 2:
            is_header = position and record.filled >= width - 1 and _has_header(records[position:])
            return record.line if is_header else 0
    return 0


def _has_header(records):
    """Whether the first record names the columns that the others fill."""
    if not records:
        return True
    names, body = records[0].fields, [record.fields for record in records[1:]]
    named = [name for name in names if name]
    columns = [[fields[i] for fields in body if i < len(fields)] for i in range(len(names))]
    values = [(name, column) for name, column in zip(names, columns, strict=True) if is_value(name)]
    of_values = [name for name, column in zip(names, columns, strict=True) if _is_of_values(column)]
    are_years = len(values) < len(named) and all(_is_year_above_figures(*value) for value in values)
    if values and not are_years and sum(not (is_value(name) or is_missing(name)) for name in of_values) <= len(values):
        return False
    if 2 * len(named) < len(names):
        return False
    return bool(of_values) or not any(
        name and (name in column or _looks_like_the_others(name, column))
        for name, column in zip(names, columns, strict=True)
    )


def _is_year_above_figures(name, column):
    """Whether a column is one year's figures: named by the year, and not full of years itself."""
    return bool(_YEAR.fullmatch(name)) and 2 * sum(bool(_YEAR.fullmatch(value)) for value in column) < len(column)


def _is_of_values(column):
    """Whether nearly all that is known in a column is numbers, dates or ids."""
    known = [value for value in column if not is_missing(value)]
    return bool(known) and sum(map(is_value, known)) >= 0.8 * len(known)


def _looks_like_the_others(name, column):
    """Whether a text with digits is built like most of its column: C0001 above C0002."""
    shapes = [_shape(value) for value in column if value]
    return any(c.isdigit() for c in name) and 2 * shapes.count(_shape(name)) > len(shapes)


def _shape(value):
    return re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", value))
