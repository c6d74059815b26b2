"""From the bytes of a file to its text in UTF-8, whatever it was packed in and written by."""

import bz2
import codecs
import gzip
import io
import lzma
import os
import zipfile
import zlib

import pyarrow as pa

from segmentation.intake import sheet_size, spreadsheet
from segmentation.intake.errors import InputError

_ARCHIVE = "is an archive of files: unpack it and name the folder, or one of its files."
_NO_TEXT = "is not a text file: export the data as CSV or Parquet and name that file."
# Parquet that came this way is compressed, or its name does not end in .parquet.
_PARQUET = "is a Parquet file: unpack it if it is compressed, and let its name end in .parquet."

# How a file of another kind starts, and what to say of it.
_OTHER_KINDS = {
    b"PAR1": _PARQUET,
    b"SQLite format 3\0": "is an SQLite database: attach it in profiles.yml and name a table by `relation:`.",
    b"%PDF-": _NO_TEXT,
    b"7z\xbc\xaf\x27\x1c": _ARCHIVE,
    b"Rar!": _ARCHIVE,
}
_BYTE_ORDER_MARK = codecs.BOM_UTF8
_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_UTF_32 = {codecs.BOM_UTF32_LE: "utf-32-le", codecs.BOM_UTF32_BE: "utf-32-be"}
_DAMAGED = (
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
    pa.ArrowException,
)
_NESTING = 4
# A file that is larger than this and so many times as large as it was packed is no table: a few bytes of it would fill
# the memory.
_LARGEST = int(os.environ.get("SEGMENTS_LARGEST_UNPACKED", 1 << 30))
_MOST_TIMES = 100
_READ_AT_ONCE = 1 << 20
_LOOKED_AT = 1 << 16


def unpack(data: bytes, name: str = "The file") -> bytes:
    """Take a file out of what it is compressed in, known by its first bytes and not by its name; sheets stay packed.

    Raises
    ------
    InputError
        If it is damaged, an archive of several files, or neither text nor a spreadsheet.
    """
    packed = len(data)
    for _ in range(_NESTING):
        is_sheets = spreadsheet.is_one(data)
        opener = next((opener for start, opener in _PACKINGS.items() if data.startswith(start)), None)
        if opener is None and not is_sheets:
            break
        try:
            if is_sheets:
                _check_sheets(data, packed, name)
                return data
            data = opener(data, packed, name)
        except _DAMAGED as error:
            raise InputError(f"{name} is compressed and damaged, or needs a password: get it anew.") from error
    _check_is_text(data, name)
    return data


def _check_sheets(data, packed, name):
    """Refuse a spreadsheet that would fill the memory; one of the oldest format cannot."""
    most = max(_LARGEST, _MOST_TIMES * packed)
    if zipfile.is_zipfile(io.BytesIO(data)) and any(size > most for size in sheet_size.sizes(data)):
        raise InputError(
            f"{name} takes more than {most:,} bytes once it is read, from {packed:,}: see whether a cell stands far"
            " from all others, then save the sheet as CSV and name that file, or raise SEGMENTS_LARGEST_UNPACKED."
        )


def decode(data: bytes) -> tuple[bytes, str]:
    """Text as UTF-8 with line ends as newlines, without NUL bytes and byte order marks; and the encoding it was in.

    Where a file is not UTF-8 as a whole, each line that is not is taken for Windows-1252, and the five bytes which that
    leaves undefined for Latin-1: no byte is ever lost or refused.

    Returns
    -------
    tuple of bytes and str
        The text, and one of ``utf-8``, ``utf-8 with a byte order mark``, ``utf-16``, ``utf-32``, ``windows-1252`` or
        ``utf-8 and windows-1252``.
    """
    text, encoding = _to_utf8(data)
    for unwanted, wanted in ((b"\0", b""), (_BYTE_ORDER_MARK, b""), (b"\r\n", b"\n"), (b"\r", b"\n")):
        if unwanted in text:
            text = text.replace(unwanted, wanted)
    # The end-of-file character of old systems.
    return text.rstrip(b"\x1a"), encoding


def _to_utf8(data):
    for marks in (_UTF_32, _UTF_16):
        for mark, codec in marks.items():
            if data.startswith(mark):
                return data[len(mark) :].decode(codec, errors="replace").encode(), codec[:6]
    if codec := _utf_16_without_mark(data[:_LOOKED_AT]):
        return data.decode(codec, errors="replace").encode(), "utf-16"
    if data.isascii():
        return data, "utf-8"
    try:
        data.decode()
    except UnicodeDecodeError:
        return _decode_lines(data)
    return data, "utf-8 with a byte order mark" if data.startswith(_BYTE_ORDER_MARK) else "utf-8"


def _utf_16_without_mark(data):
    """Western text in UTF-16 has a NUL in nearly every second byte."""
    half = len(data) // 2
    if half < 2:
        return None
    even, odd = data[::2].count(0), data[1::2].count(0)
    if odd > 0.8 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.8 * half and odd < 0.05 * half else None


def _decode_lines(data):
    kinds = set()

    def decoded(line):
        try:
            line.decode()
        except UnicodeDecodeError:
            kinds.add("windows-1252")
            return line.decode("cp1252", errors=_AS_LATIN_1).encode()
        kinds.add("utf-8")
        return line

    # Old Macintosh files have no newline; a lone carriage return ends a line for good, so they can be split here.
    separator = b"\n" if b"\n" in data else b"\r"
    lines = data.split(separator)
    return separator.join([line if line.isascii() else decoded(line) for line in lines]), " and ".join(sorted(kinds))


_AS_LATIN_1 = "segmentation-latin-1"
codecs.register_error(
    _AS_LATIN_1, lambda error: (error.object[error.start : error.start + 1].decode("latin-1"), error.start + 1)
)


def _unzip(data, packed, name):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [member for member in archive.namelist() if not member.endswith("/")]
        # Macintosh archives hold a shadow of every file.
        members = [member for member in members if not member.startswith("__MACOSX/")]
        if len(members) != 1:
            raise InputError(f"{name} {_ARCHIVE}")
        return _read(lambda: archive.open(members[0]), packed, name)


def _opened_by(open_stream):
    def opener(data, packed, name):
        return _read(lambda: open_stream(io.BytesIO(data)), packed, name)

    return opener


def _read(open_stream, packed, name):
    """All of a stream, unless there is far more of it than of what it is packed in, which is counted and not kept."""
    kept, size, usual = bytearray(), 0, _MOST_TIMES * packed
    most = max(_LARGEST, usual)
    with open_stream() as stream:
        while part := stream.read(_READ_AT_ONCE):
            size += len(part)
            if size > most:
                raise InputError(
                    f"{name} unpacks to more than {most:,} bytes from {packed:,}: see whether it is what it should be,"
                    " then unpack it, or raise SEGMENTS_LARGEST_UNPACKED."
                )
            if size > usual:
                kept.clear()
            else:
                kept += part
    if size <= usual:
        return bytes(kept)
    with open_stream() as stream:
        return stream.read()


_PACKINGS = {
    b"\x1f\x8b": _opened_by(gzip.open),
    b"BZh": _opened_by(bz2.open),
    b"\xfd7zXZ\0": _opened_by(lzma.open),
    b"\x28\xb5\x2f\xfd": _opened_by(lambda file: pa.CompressedInputStream(file, "zstd")),
    b"\x04\x22\x4d\x18": _opened_by(lambda file: pa.CompressedInputStream(file, "lz4")),
    b"PK\x03\x04": _unzip,
    b"PK\x05\x06": _unzip,
}


def _check_is_text(data, name):
    for start, sentence in _OTHER_KINDS.items():
        if data.startswith(start):
            raise InputError(f"{name} {sentence}")
    if data[257:262] == b"ustar":
        raise InputError(f"{name} {_ARCHIVE}")
    if not data.startswith((*_UTF_16, *_UTF_32)):
        start = data[:_LOOKED_AT].translate(None, delete=b"\0")
        controls = len(start) - len(start.translate(None, delete=_CONTROLS))
        if controls > 0.05 * len(start):
            raise InputError(f"{name} {_NO_TEXT}")


_CONTROLS = bytes({*range(1, 32), 127} - set(b"\t\n\v\f\r\x1a\x1c\x1d\x1e\x1f"))
