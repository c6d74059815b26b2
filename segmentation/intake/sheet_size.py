"""How much memory a spreadsheet takes once it is read, found out while it is unpacked, of which nothing is kept."""

import io
import re
import zipfile
from collections.abc import Iterator

_READ_AT_ONCE = 1 << 20
# A tag that is longer is not put together again where a part ends.
_LONGEST_TAG = 1000
# The least that a cell takes, filled or not.
_BYTES_A_CELL = 32
# A cell by its letters and its row, unless it is seen to hold nothing but its colours.
_CELL = re.compile(rb"""\br\s*=\s*["']([A-Za-z]+)([0-9]+)["'](?![^>]*/>)""")
# Rows and cells of OpenDocument, each of which may stand for several.
_REPEATED = re.compile(rb"<table:table-(?:row|(cell))\b[^>]*>")
_TIMES = re.compile(rb"""-repeated\s*=\s*["']([0-9]+)""")
_OPEN_DOCUMENT = "content.xml"


def sizes(data: bytes) -> Iterator[int]:
    """The bytes that a spreadsheet takes, as far as it has been looked at; it need not be looked at any further.

    Parameters
    ----------
    data : bytes
        A spreadsheet that is a zip archive, as all but the oldest are.

    Raises
    ------
    zipfile.BadZipFile
        If it is damaged.
    """
    unpacked = cells = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.infolist():
            sheet, rest = _Repeated() if member.filename == _OPEN_DOCUMENT else _Rectangle(), b""
            with archive.open(member) as stream:
                while part := stream.read(_READ_AT_ONCE):
                    unpacked += len(part)
                    text = rest + part
                    end = text.rfind(b"<", -_LONGEST_TAG)
                    text, rest = (text, b"") if end < 0 else (text[:end], text[end:])
                    sheet.add(text)
                    yield unpacked + _BYTES_A_CELL * (cells + sheet.cells)
            cells += sheet.cells


class _Rectangle:
    """The rectangle that a sheet is read into, which holds all of its cells: two can be as far apart as a million."""

    def __init__(self):
        self._columns, self._rows = set(), set()

    def add(self, text):
        found = _CELL.findall(text)
        self._columns = _ends({*self._columns, *map(_number, {letters for letters, _ in found})})
        self._rows = _ends({*self._rows, *map(int, {row for _, row in found})})

    @property
    def cells(self):
        return _length(self._columns) * _length(self._rows)


class _Repeated:
    """The cells with a value of an OpenDocument sheet, as often as they and their rows are repeated."""

    def __init__(self):
        self.cells, self._rows = 0, 1

    def add(self, text):
        for tag in _REPEATED.finditer(text):
            times = _TIMES.search(tag[0])
            number = int(times[1]) if times else 1
            if tag[1] is None:
                self._rows = number
            elif b"value-type" in tag[0]:
                self.cells += self._rows * number


def _ends(numbers):
    return {min(numbers), max(numbers)} if numbers else numbers


def _length(ends):
    return max(ends) - min(ends) + 1 if ends else 0


def _number(letters):
    """The number of a column from its letters, from A, which is 1."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - ord("A") + 1
    return number
