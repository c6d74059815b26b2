"""A file system for DuckDB under which text files and spreadsheets are Parquet files: ``read_parquet('text://...')``.

A path says how to read before it says what: ``text://<delimiter>,<header>,<skip>/<path>`` with the delimiter as
``whitespace`` or its UTF-8 bytes in hexadecimal, the header as ``header`` or ``bare``, and the number of lines to skip;
each may be ``auto``. A sheet may follow, as ``sheet-`` and its name in hexadecimal, and a form of the file's own, as
``form-`` and JSON in hexadecimal, out of which it is brought into that of the others. So
`text://3b,header,auto/data/members.csv` is a file of the working folder and `text://auto,auto,auto//data/days` all
files of a folder.
"""

import io
import json
import os
import threading
from collections import OrderedDict
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from glob import glob, has_magic
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from fsspec.spec import AbstractFileSystem

from segmentation.intake import reading
from segmentation.intake.errors import InputError
from segmentation.intake.names import quoted
from segmentation.intake.text_file import UNREADABLE_LINE, WHITESPACE, Layout, read

PROTOCOL = "text"
AUTO = "auto"
SUMMARY = "summary"
# No equals sign, which the database takes for a partition.
_SHEET = "sheet-"
_FORM = "form-"

# What one process keeps of the files it has read, compressed: the files of a build are opened many times.
_KEPT_BYTES = 1 << 30
_ROW_GROUP = 122_880


@dataclass(frozen=True)
class Form:
    """How a file is written where that is not as its place says, and how it is to be written.

    ``names`` are those of the columns in the file and wanted; the ``numbers`` have a decimal mark of their own, the
    ``dates`` formats by column. A value that cannot be read so stays as it is.
    """

    names: dict[str, str] = field(default_factory=dict)
    numbers: tuple[str, ...] = ()
    decimal: str = "."
    written_decimal: str = "."
    dates: dict[str, str] = field(default_factory=dict)
    written_dates: str = ""

    def applied(self, rows: pa.Table) -> pa.Table:
        """The rows as they are to be written; columns are named as wanted in the form itself."""
        rows = rows.rename_columns([self.names.get(name, name) for name in rows.column_names])
        texts = {
            name: f"replace(cast(cast({reading.number(_text(name), self.decimal)} as decimal(28, 6)) as varchar), '.',"
            f" '{self.written_decimal}')"
            for name in self.numbers
        }
        texts |= {
            name: f"strftime({reading.strict_timestamp(_text(name), format_)}, '{self.written_dates}')"
            for name, format_ in self.dates.items()
        }
        if not texts:
            return rows
        written = ", ".join(f"coalesce({text}, {_text(name)}) as {quoted(name)}" for name, text in texts.items())
        with duckdb.connect() as connection:
            return connection.execute(f"select * replace ({written}) from rows").to_arrow_table()


def _text(name):
    return f"cast({quoted(name)} as varchar)"


class TextFileSystem(AbstractFileSystem):
    """Text files of the local disk, read-only, as the bytes of Parquet files."""

    protocol = PROTOCOL
    cachable = False

    def glob(self, path, **_):
        """Paths that a path stands for: a file, all files of a folder, or those that match a pattern.

        DuckDB is given the plain path of a file that is Parquet already and has no form of its own, and reads it
        without going through here.
        """
        options, place = _split(self._strip_protocol(path))
        is_served = options.endswith(f",{SUMMARY}") or f",{_FORM}" in options
        return [
            f"{PROTOCOL}://{options}/{found}" if is_served or not is_parquet(found) else found
            for found in files_of(place)
        ]

    def info(self, path, **_):
        """Size of the Parquet file, and when the text file was changed."""
        path = self._strip_protocol(path)
        _, place = _split(path)
        return {"name": path, "size": len(served(path)), "type": "file", "mtime": os.stat(place).st_mtime}

    def exists(self, path, **_):
        """Whether there is such a file."""
        return Path(_split(self._strip_protocol(path))[1]).is_file()

    def modified(self, path):
        """When the text file was changed."""
        return datetime.fromtimestamp(os.stat(_split(self._strip_protocol(path))[1]).st_mtime, UTC)

    def _open(self, path, mode="rb", **_):
        if mode != "rb":
            raise InputError(f"The file {_split(path)[1]} is only read: write to another place.")
        return _File(served(path))

    def unstrip_protocol(self, name):
        """The name as it is: those that `glob` gives are whole."""
        return name

    @classmethod
    def _strip_protocol(cls, path):
        # As it is: the file system of fsspec would take a slash away at the end, and a double one within.
        return path.removeprefix(f"{cls.protocol}://")


class _File(io.RawIOBase):
    """Bytes to read from; each thread has a place of its own, because DuckDB's threads share what they open."""

    def __init__(self, data):
        super().__init__()
        self._data = data
        self._place = threading.local()

    def readable(self):
        return True

    def seekable(self):
        return True

    def tell(self):
        return getattr(self._place, "at", 0)

    def seek(self, offset, whence=os.SEEK_SET):
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self.tell(), os.SEEK_END: len(self._data)}[whence]
        self._place.at = start + offset
        return self._place.at

    def read(self, size=-1):
        start = self.tell()
        end = len(self._data) if size is None or size < 0 else start + size
        found = self._data[start:end]
        self._place.at = start + len(found)
        return found


def register(connection) -> None:
    """Make ``text://`` known to a DuckDB database, for all its connections."""
    if not connection.filesystem_is_registered(PROTOCOL):
        connection.register_filesystem(TextFileSystem())


def url(path: str, layout: Layout | None = None, form: Form | None = None) -> str:
    """The path under which a text file, a folder or a pattern is read with a layout, and a file with its own form."""
    layout = layout or Layout()
    delimiter = layout.delimiter or AUTO
    if delimiter not in (AUTO, WHITESPACE):
        delimiter = delimiter.encode().hex()
    header = AUTO if layout.header is None else "header" if layout.header else "bare"
    skip = AUTO if layout.skip is None else layout.skip
    sheet = "" if layout.sheet is None else f",{_SHEET}{layout.sheet.encode().hex()}"
    own = "" if form in (None, Form()) else f",{_FORM}{json.dumps(asdict(form)).encode().hex()}"
    return f"{PROTOCOL}://{delimiter},{header},{skip}{sheet}{own}/{path}"


def opened(address: str) -> io.RawIOBase:
    """What is served under an address, to read from."""
    return pa.BufferReader(served(address.removeprefix(f"{PROTOCOL}://")))


def files_of(place: str) -> list[str]:
    """Files that a name stands for, in order of their names: itself, those of a folder, or those of a pattern."""
    if os.path.isdir(place):
        found = [entry.path for entry in os.scandir(place) if entry.is_file() and not entry.name.startswith((".", "_"))]
    elif os.path.isfile(place) or not has_magic(place):
        found = [place] if os.path.isfile(place) else []
    else:
        found = [path for path in glob(place, recursive=True) if os.path.isfile(path)]
    return sorted(each_once(found))


def each_once(paths: Iterable[str]) -> Iterable[str]:
    """Each file by one path, its own before a link's: folders may hold links to files, and to themselves."""
    found: dict[str, str] = {}
    for path in sorted(map(str, paths), key=lambda path: (os.path.realpath(path) != os.path.abspath(path), path)):
        found.setdefault(os.path.realpath(path), path)
    return found.values()


def served(path: str) -> bytes:
    """The Parquet bytes of a path, read once as long as the file stays the same.

    Raises
    ------
    InputError
        If the file cannot be read as text.
    """
    options, place = _split(path)
    state = os.stat(place)
    key = (options, os.path.abspath(place), state.st_mtime_ns, state.st_size)
    return _kept.get(key, lambda: _parquet(options, place))


class _Kept:
    """The last results within a bound of memory; what several threads ask for at once is made once."""

    def __init__(self, bound):
        self._bound = bound
        self._lock = threading.Lock()
        self._results: OrderedDict[tuple, Future] = OrderedDict()

    def get(self, key, make):
        with self._lock:
            future = self._results.get(key)
            is_mine = future is None
            if is_mine:
                future = self._results[key] = Future()
            self._results.move_to_end(key)
        if is_mine:
            try:
                future.set_result(make())
            except BaseException as error:
                with self._lock:
                    del self._results[key]
                future.set_exception(error)
            self._forget()
        return future.result()

    def _forget(self):
        with self._lock:
            sizes = {key: len(future.result()) for key, future in self._results.items() if future.done()}
            total = sum(sizes.values())
            # The latest stays, however large: the query that asked for it opens it again.
            for key in list(sizes)[:-1]:
                if total <= self._bound:
                    break
                total -= sizes[key]
                del self._results[key]


_kept = _Kept(_KEPT_BYTES)


def _split(path):
    options, _, place = path.partition("/")
    return options, place


def _parquet(options, place):
    layout = [option for option in options.split(",") if option != SUMMARY]
    if options.endswith(f",{SUMMARY}"):
        return _written(_summary(layout, place))
    forms = [option for option in layout if option.startswith(_FORM)]
    layout = [option for option in layout if option not in forms]
    if is_parquet(place):
        rows = pq.ParquetFile(place).read()
    else:
        rows = read(Path(place).read_bytes(), _layout(layout), name=f"The file {place}")
    for form in forms:
        rows = Form(**json.loads(bytes.fromhex(form.removeprefix(_FORM)))).applied(rows)
    return _written(rows)


def is_parquet(place: str) -> bool:
    """Whether a file is Parquet as it lies there."""
    with open(place, "rb") as file:
        return file.read(4) == b"PAR1"


def _layout(options):
    delimiter, header, skip, *sheet = options
    if delimiter not in (AUTO, WHITESPACE):
        delimiter = bytes.fromhex(delimiter).decode()
    return Layout(
        None if delimiter == AUTO else delimiter,
        None if header == AUTO else header == "header",
        None if skip == AUTO else int(skip),
        bytes.fromhex(sheet[0].removeprefix(_SHEET)).decode() if sheet else None,
    )


def _summary(layout, place):
    """One row on a file: how many columns, rows and unreadable lines it has, or why it cannot be read."""
    figures, problem = (None, None, None), None
    try:
        file = pq.ParquetFile(place if is_parquet(place) else pa.BufferReader(served(f"{','.join(layout)}/{place}")))
        names = file.schema_arrow.names
        lines = file.read(columns=[UNREADABLE_LINE]).column(0) if UNREADABLE_LINE in names else pa.nulls(0)
        figures = (len(names) - (UNREADABLE_LINE in names), file.metadata.num_rows, len(lines) - lines.null_count)
    except InputError as error:
        problem = str(error)
    except pa.ArrowInvalid:
        problem = f"The file {place} is a damaged Parquet file: get it anew."
    return pa.table(
        [
            pa.array([place], pa.string()),
            *(pa.array([figure], pa.int64()) for figure in figures),
            pa.array([problem], pa.string()),
        ],
        names=["file", "data_columns", "data_rows", "unreadable_lines", "problem"],
    )


def _written(table):
    sink = pa.BufferOutputStream()
    # Few distinct values are the rule, and DuckDB casts each only once; statistics of text serve nobody.
    pq.write_table(
        table, sink, compression="lz4", use_dictionary=True, write_statistics=False, row_group_size=_ROW_GROUP
    )
    return sink.getvalue().to_pybytes()
