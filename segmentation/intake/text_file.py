"""A text file as a table of text: every line is a row, or is kept as it stands where it cannot be one."""

import csv
import re
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from segmentation.intake import spreadsheet
from segmentation.intake.errors import InputError
from segmentation.intake.layouts import WHITESPACE, Layout, detect, parsed_records, usual_width
from segmentation.intake.quotes import straighten
from segmentation.intake.unpacking import decode, unpack
from segmentation.intake.words import wholly

__all__ = [
    "UNREADABLE_LINE",
    "WHITESPACE",
    "Layout",
    "Text",
    "beginning",
    "decode",
    "detect",
    "read",
    "text_of",
    "unpack",
]

UNREADABLE_LINE = "unreadable_line"

_BLOCK = 1 << 24
_LARGEST_BLOCK = (1 << 31) - 1
_LOOKED_AT = 1 << 18
# Among so many rows at the end totals are looked for.
_LAST_ROWS = 5


def read(data: bytes, layout: Layout | None = None, *, name: str = "The file") -> pa.Table:
    """Read a text file, or a sheet of a spreadsheet, into a table of text.

    Parameters
    ----------
    data : bytes
        The file as it lies there, compressed or not.
    layout : Layout, optional
        What is known of the layout; the rest is detected.
    name : str
        What an error calls the file.

    Returns
    -------
    pyarrow.Table
        The columns of the file, trimmed, empty values null, and a last column ``unreadable_line``: null, or the text of
        a line with another number of fields than the header, or of totals at the end, all other columns being null. The
        order is that of the file, and rows add up to its lines with anything on them.

    Raises
    ------
    InputError
        If this is no text file, or its layout cannot be.
    """
    text, layout, _ = text_of(data, name, layout)
    layout = detect(beginning(text), layout)
    text = _without_first_lines(text, layout.skip)
    if layout.delimiter == WHITESPACE:
        text, layout = _blanks_as_tabs(text), replace(layout, delimiter="\t")
    header, text = _take_header(text, layout)
    if header is None and not text.strip():
        return pa.table({UNREADABLE_LINE: pa.array([], pa.string())})
    expected = _expected_width(text, header, layout)
    parts = _parse(text, layout.delimiter, expected, name)
    return _with_totals_apart(_assembled(parts, header, layout.delimiter, expected), layout.delimiter)


class Text(NamedTuple):
    """The text of a file in UTF-8, what is known of its layout, and in words what it was written in."""

    text: bytes
    layout: Layout
    written: tuple[str, ...]


def text_of(data: bytes, name: str, layout: Layout | None = None) -> Text:
    """The text of a file, taken out of its packing and encoding, or of a sheet.

    Raises
    ------
    InputError
        If it is neither, or has no such sheet.
    """
    layout = layout or Layout()
    _check(layout, name)
    data = unpack(data, name)
    if spreadsheet.is_one(data):
        text, sheet, sheets = spreadsheet.as_text(data, name, layout.sheet)
        others = f", of {len(sheets)} sheets" if len(sheets) > 1 else ""
        return Text(text, replace(layout, delimiter=spreadsheet.DELIMITER, sheet=sheet), (f"sheet {sheet}{others}",))
    if layout.sheet is not None:
        raise InputError(f"{name} is no spreadsheet and has no sheet {layout.sheet}: leave the sheet out.")
    text, encoding = decode(data)
    return Text(text, layout, (encoding,))


def beginning(text: bytes) -> str:
    """As many whole lines of a decoded text as detecting its layout needs."""
    for size in (_LOOKED_AT, _LOOKED_AT << 6):
        start = text[:size]
        if len(text) <= size:
            return text.decode()
        if b"\n" in start:
            return start[: start.rindex(b"\n")].decode()
    return start.decode(errors="ignore")


def column_names(header: list[str]) -> list[str]:
    """Names that differ by more than their case: blank ones by position, repeated ones by a number.

    Examples
    --------
    >>> column_names(["id", " Spend", "spend", ""])
    ['id', 'Spend', 'spend_2', 'column_4']
    """
    wanted = [re.sub(r"[\n\t]+", " ", name.strip()) or f"column_{i}" for i, name in enumerate(header, 1)]
    explicit = {name.strip().lower() for name in header}
    taken, names = {UNREADABLE_LINE}, []
    for original, name in zip(header, wanted, strict=True):
        unique, number = name, 1
        while unique.lower() in taken or (unique.lower() in explicit and (number > 1 or not original.strip())):
            number += 1
            unique = f"{name}_{number}"
        taken.add(unique.lower())
        names.append(unique)
    return names


@dataclass
class _Parts:
    """What parsing gave: rows of the expected width, and the others by their place among all records."""

    rows: pa.Table
    others: list[tuple[int, str]] = field(default_factory=list)

    def add(self, row):
        """Keep a record of another width; a line of nothing but blanks is none."""
        self.others.append((row.number - 1, row.text if row.text.strip() else ""))
        return "skip"

    @property
    def records(self):
        return self.rows.num_rows + len(self.others)


def _check(layout, name):
    delimiter = layout.delimiter
    if delimiter is not None and delimiter != WHITESPACE and (len(delimiter) != 1 or delimiter in '\n\r"'):
        raise InputError(
            f"{name} is to be read with the delimiter '{delimiter}', which is not a single character: write one, such"
            " as ; or , or |, or the word whitespace for runs of blanks."
        )


def _without_first_lines(text, skip):
    start = 0
    for _ in range(skip):
        end = text.find(b"\n", start)
        if end < 0:
            return b""
        start = end + 1
    return text[start:]


def _blanks_as_tabs(text):
    """Runs of blanks as one tab, none at the ends of lines; what stands between quotes on one line is left alone."""
    text = re.sub(rb"(?m)^[ \t]+|[ \t]+$", b"", text.replace("\xa0".encode(), b" "))
    if b'"' not in text:
        return re.sub(rb"[ \t]+", b"\t", text)
    return re.sub(rb'((?:^|(?<=[ \t\n]))"(?:[^"\n]|"")*"(?=[ \t\n]|\Z))|[ \t]+', lambda found: found[1] or b"\t", text)


def _take_header(text, layout):
    """The names of the first record and the text after it, or None and the text where there is no header."""
    if not layout.header:
        return None, text
    lines = beginning(text).split("\n")
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        record = next(parsed_records(lines, layout.delimiter, quoting), None)
        # A quote that nothing closes takes in all lines.
        if record is not None and (record.end < len(lines) or len(lines) == 1):
            break
    if record is None:
        return None, b""
    return record.fields, _without_first_lines(text, record.end)


def _expected_width(text, header, layout):
    """How many fields a line has: as many as the header, or, where those more or less are empty, as most lines."""
    usual = usual_width(beginning(text), layout.delimiter)
    if header is None:
        return max(usual.fields, 1)
    named = max((i for i, name in enumerate(header, 1) if name.strip()), default=len(header))
    return (
        usual.fields
        if named <= usual.fields <= len(header) or usual.filled <= len(header) < usual.fields
        else len(header)
    )


def _parse(text, delimiter, width, name):
    """Parse all lines; where quotes are odd, once more with the quotes put right."""
    parts = _parsed(text, delimiter, width)
    if b'"' in text and _has_odd_quotes(text, parts):
        parts = _parsed(straighten(text.decode(), delimiter, width).encode(), delimiter, width)
    if parts is None:
        raise InputError(f"{name} has a line of more than 2 GB: look whether its line ends were lost, and split it.")
    return parts


def _parsed(text, delimiter, width):
    names = [str(i) for i in range(width)]
    for block in (_BLOCK, _LARGEST_BLOCK):
        parts = _Parts(pa.table({each: pa.array([], pa.string()) for each in names}))
        if not text.strip(b"\n"):
            return parts
        try:
            parts.rows = arrow_csv.read_csv(
                pa.py_buffer(text),
                # Several threads would not tell where in the file an unreadable line was.
                read_options=arrow_csv.ReadOptions(column_names=names, use_threads=False, block_size=block),
                parse_options=arrow_csv.ParseOptions(
                    delimiter=delimiter, newlines_in_values=True, invalid_row_handler=parts.add
                ),
                convert_options=arrow_csv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
                ),
            )
        except pa.ArrowInvalid:
            # A record that is longer than a block.
            continue
        parts.rows = pa.table([_trimmed(column) for column in parts.rows.columns], names=names)
        return parts
    return None


def _trimmed(column):
    trimmed = pc.utf8_trim_whitespace(column)
    if pc.min(pc.binary_length(trimmed)).as_py() == 0:
        trimmed = pc.if_else(pc.equal(trimmed, ""), None, trimmed)
    return trimmed


def _has_odd_quotes(text, parts):
    """Whether there is any sign that a quote is not where the rules want it; most files show none."""
    if parts is None or b'\\"' in text or any('"' in line for _, line in parts.others):
        return True
    empty_lines = len(re.findall(rb"^\n", text, re.MULTILINE)) if b"\n\n" in text or text.startswith(b"\n") else 0
    lines = text.count(b"\n") + (not text.endswith(b"\n")) - empty_lines
    return lines != parts.records or any(pc.any(pc.starts_with(column, '"')).as_py() for column in parts.rows.columns)


def _assembled(parts, header, delimiter, width):
    """The table with its names: what has a field too many or too few is given its place again."""
    rows, surplus = parts.rows, 0
    names = ([*header, *[""] * width] if header is not None else [""] * width)[:width]
    header_width = width if header is None else min(len(header), width)
    unreadable = pa.nulls(rows.num_rows, pa.string())
    if header_width < width:
        rows, unreadable = _without_surplus(rows, header_width, delimiter)
        names = names[:header_width]
    while (
        surplus < len(names) - 1
        and not names[-1 - surplus].strip()
        and _is_empty(rows.column(len(names) - 1 - surplus))
    ):
        surplus += 1
    kept = len(names) - surplus
    unique = column_names(names)[:kept]
    rows = pa.table([*rows.columns[:kept], unreadable], names=[*unique, UNREADABLE_LINE])
    if parts.others:
        rows = _with_others(rows, parts.others, delimiter)
    if width == 1:
        # Nothing but blanks, where a line is one field.
        rows = rows.filter(pc.or_(pc.is_valid(rows.column(0)), pc.is_valid(rows.column(1))))
    return rows


def _is_empty(column):
    return column.null_count == len(column)


def _without_surplus(rows, width, delimiter):
    """Rows as wide as the header; one with a value beyond is put together again as the line it was."""
    beyond = rows.columns[width:]
    has_value = pc.is_valid(pc.coalesce(*beyond))
    line = pc.binary_join_element_wise(*[pc.fill_null(column, "") for column in rows.columns], delimiter)
    unreadable = pc.if_else(has_value, line, None)
    columns = [pc.if_else(has_value, None, column) for column in rows.columns[:width]]
    return pa.table(columns, names=rows.column_names[:width]), unreadable


def _with_others(rows, others, delimiter):
    width = rows.num_columns - 1
    positions, records = [], []
    for position, line in others:
        if line:
            fields = next((record.fields for record in parsed_records(line.split("\n"), delimiter)), [])
            is_row = len(fields) >= width and any(fields[:width]) and not any(fields[width:])
            positions.append(position)
            records.append(
                [*(value or None for value in fields[:width]), None] if is_row else [None] * width + [_line(line)]
            )
    columns = [pa.array(column, pa.string()) for column in zip(*records, strict=True)] or [
        pa.array([], pa.string())
    ] * (width + 1)
    total = rows.num_rows + len(others)
    taken = np.zeros(total, dtype=bool)
    taken[[position for position, _ in others]] = True
    order = np.argsort(np.concatenate([np.flatnonzero(~taken), np.array(positions, dtype=int)]), kind="stable")
    return pa.concat_tables([rows, pa.table(columns, names=rows.column_names)]).take(pa.array(order))


def _with_totals_apart(rows, delimiter):
    """The table with totals among its last rows kept as lines: a word for it comes first, and not all is filled."""
    start = max(rows.num_rows - _LAST_ROWS, 0)
    last, found = rows.slice(start).to_pylist(), False
    for row in last:
        values = list(row.values())[:-1]
        first = next(filter(None, values), "")
        if None in values and wholly(first, "total_row"):
            line, found = delimiter.join(value or "" for value in values).rstrip(delimiter), True
            row |= dict.fromkeys(row) | {UNREADABLE_LINE: line}
    return pa.concat_tables([rows.slice(0, start), pa.Table.from_pylist(last, rows.schema)]) if found else rows


def _line(text):
    """The text of a line; one that was put into quotes as a whole, because its own were odd, without them."""
    alone = re.fullmatch(r'"((?:[^"]|"")*)"', text)
    return alone[1].replace('""', '"') if alone and '""' in text else text
