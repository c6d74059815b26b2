"""A sheet of a spreadsheet as the text it would be saved as, so that sheets are read by the rules of text files."""

import csv
import io
import zipfile
from collections import Counter
from datetime import date, datetime, time, timedelta

from segmentation.intake.errors import InputError

ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
DELIMITER = ","
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_INSIDE = ("[Content_Types].xml", "META-INF/manifest.xml")
_SHEETS_SHOWN = 8
# A sheet has fifteen digits of a number; what a computer adds behind them is no part of it.
_DIGITS = 15


def is_one(data: bytes) -> bool:
    """Whether some bytes are a spreadsheet, or another document of its family, known by what is inside."""
    if not data.startswith(_ZIP):
        return data.startswith(_OLD)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(name in archive.NameToInfo for name in _INSIDE)
    except zipfile.BadZipFile:
        return False


def as_text(data: bytes, name: str, sheet: str | None = None) -> tuple[bytes, str, list[str]]:
    """One sheet as text in UTF-8 with commas between the fields, its name, and the names of all sheets.

    Every row of the sheet is a line, a blank one an empty line. Dates are written as ISO does, whole numbers without
    decimals, texts as they are, so that ids keep their leading zeros.

    Parameters
    ----------
    data : bytes
    name : str
        What an error calls the file.
    sheet : str, optional
        The sheet to read; by default the one with the most rows that look like a table.

    Raises
    ------
    InputError
        If the file cannot be read, or has no such sheet or no filled one.
    """
    book = _opened(data, name)
    names = [each.name for each in book.sheets_metadata if _is_of_cells(each)] or book.sheet_names
    if sheet is not None:
        names_of_all = book.sheet_names
        same = next((each for each in names_of_all if each.casefold() == sheet.strip().casefold()), None)
        if same is None:
            raise InputError(f"{name} has no sheet {sheet}: name one of {_shown(names_of_all)}.")
        rows = _rows(book, same, name)
    else:
        sheets = {each: _rows(book, each, name) for each in names}
        same = max(sheets, key=lambda each: len(_of_the_table(sheets[each])))
        rows = sheets[same]
    if not any(map(any, rows)):
        raise InputError(f"{name} has nothing in its sheet {same}: name another of {_shown(names)} by --sheet.")
    return _written(_without_other_columns(rows)), same, names


def _opened(data, name):
    from python_calamine import CalamineWorkbook

    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    # The library has an error of its own for each format, and panics on some damaged files.
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise InputError(
            f"{name} is a spreadsheet that cannot be read ({_reason(error)}): take its password off or save it anew as"
            " .xlsx, or save the sheet as CSV and name that file."
        ) from error


def _rows(book, sheet, name):
    """The cells of a sheet as texts."""
    try:
        cells = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise InputError(
            f"{name} has a sheet {sheet} that cannot be read ({_reason(error)}): save the sheet as CSV and name that"
            " file, or name another sheet by --sheet."
        ) from error
    return [[_text(cell) for cell in row] for row in cells]


def _reason(error):
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _is_of_cells(sheet):
    """Whether a sheet is shown and holds cells and no chart."""
    return str(sheet.visible).endswith("Visible") and str(sheet.typ).endswith("WorkSheet")


def _shown(names):
    return ", ".join(names[:_SHEETS_SHOWN]) + (", ..." if len(names) > _SHEETS_SHOWN else "")


def _text(cell):
    """A cell as text: dates at midnight without their time, whole numbers without decimals."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, int | float):
        return str(int(cell)) if cell == int(cell) and abs(cell) < 10**_DIGITS else f"{cell:.{_DIGITS}g}"
    if isinstance(cell, datetime):
        # What is left of a part of a day is rounded, not cut.
        to_the_second = (cell + timedelta(microseconds=500_000)).replace(microsecond=0)
        return str(to_the_second.date() if to_the_second.time() == time() else to_the_second)
    if isinstance(cell, date | time):
        return str(cell)
    if isinstance(cell, timedelta):
        return f"{cell.total_seconds():.{_DIGITS}g}"
    # A line of text is a row.
    return " ".join(cell.split()) if "\n" in cell or "\r" in cell or "\t" in cell else cell.strip()


def _of_the_table(rows):
    """The rows that look like those of a table: filled at least half as far as most are, and in two cells."""
    filled = [sum(map(bool, row)) for row in rows]
    usual = max(Counter(number for number in filled if number > 1).items(), key=lambda item: item[::-1], default=(2, 0))
    return [row for row, number in zip(rows, filled, strict=True) if number >= max(2, usual[0] / 2)]


def _without_other_columns(rows):
    """Rows without columns in which only titles and notes stand, beside or above the table."""
    table = _of_the_table(rows) or rows
    kept = [i for i in range(len(rows[0])) if any(row[i] for row in table)]
    return [[row[i] for i in kept] for row in rows]


def _written(rows):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=DELIMITER, lineterminator="\n")
    for row in rows:
        writer.writerow(row) if any(row) else text.write("\n")
    return text.getvalue().encode()
