"""A file of several as it is opened: under which address it is read, what it holds, and how it is written."""

import hashlib
from dataclasses import dataclass, field, replace

import pyarrow as pa
import pyarrow.parquet as pq

from segmentation.intake import file_system, text_file
from segmentation.intake.errors import InputError
from segmentation.intake.file_system import Form
from segmentation.intake.names import quoted
from segmentation.intake.text_file import UNREADABLE_LINE, Layout

# Rows of a file that are looked at to find out how they are written.
LOOKED_AT = 20_000
_HEAD = 1 << 16
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars", text_file.WHITESPACE: "blanks"}


@dataclass(frozen=True)
class Asked:
    """What a place is asked for: how its files are said to be written, and which columns are read as what.

    ``columns`` has, for each column of the files that is read, what it gives and the type of that; ``plain`` are those
    that are taken as they are, and not within an expression; ``needed`` are the columns no line can do without.
    """

    layout: Layout
    decimal: str
    dates: tuple[str, ...]
    columns: dict[str, tuple[str, str]]
    plain: frozenset[str]
    needed: frozenset[str]

    @property
    def of_dates(self) -> list[str]:
        """The columns of dates that may be written in another way."""
        return [name for name in self.plain if self.columns[name][1] in ("date", "timestamp")]

    @property
    def of_numbers(self) -> list[str]:
        """The columns of numbers that may be written in another way."""
        return [name for name in self.plain if self.columns[name][1].startswith(("decimal", "integer"))]


@dataclass(frozen=True)
class File:
    """One file: where it is, what people call it, under which address it is read, and what is to be said of its form.

    ``texts`` are its columns of text, in Parquet not all; ``told`` says how it differs from what is configured,
    ``problem`` why it cannot be read. ``ends_a_line`` is false where a text may be cut off.
    """

    file: str
    name: str = ""
    url: str = ""
    raw_url: str = ""
    rows: int = 0
    columns: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    format: str = ""
    content_hash: str = ""
    ends_a_line: bool = True
    told: tuple[str, ...] = ()
    problem: str | None = None
    layout: Layout = field(default_factory=Layout)
    form: Form = field(default_factory=Form)

    @property
    def is_parquet(self) -> bool:
        """Whether it is Parquet as it lies there, which has names and types, and no layout."""
        return self.raw_url == self.file

    def lacks(self, names) -> list[str]:
        """Those of some columns that it does not have."""
        has = {name.lower() for name in self.columns}
        return [name for name in names if name not in has]

    def values(self, name) -> str:
        """The filled values of a column as text, on so many rows as are looked at, as SQL."""
        step = max(self.rows // LOOKED_AT, 1)
        return (
            f"(select trim(cast({quoted(name)} as varchar)) as value from read_parquet('{escaped(self.url)}')"
            f" where file_row_number % {step} = 0 and trim(cast({quoted(name)} as varchar)) <> '')"
        )


def opened(path: str, name: str, layout: Layout) -> File:
    """A file as its place says that it is written, or with a problem."""
    each = File(path, name)
    try:
        with open(path, "rb") as file:
            each = replace(each, content_hash=hashlib.file_digest(file, "sha256").hexdigest()[:16])
            file.seek(max(file.tell() - 2, 0))
            end = file.read()
    except OSError as error:
        return replace(each, problem=f"{name} cannot be read ({error.strerror}): check who may read it.")
    # In UTF-16 a line break is two bytes.
    return addressed(replace(each, ends_a_line=b"\n" in end or b"\r" in end), layout)


def addressed(each: File, layout: Layout, form: Form | None = None) -> File:
    """The file as it is read by a layout and a form."""
    form = form or Form()
    try:
        is_parquet = file_system.is_parquet(each.file)
        raw = each.file if is_parquet else file_system.url(each.file, layout)
        address = raw if form == Form() else file_system.url(each.file, layout, form)
        table = pq.ParquetFile(each.file if address == each.file else file_system.opened(address))
    except InputError as error:
        return replace(each, problem=str(error).replace(f"The file {each.file}", each.name))
    except (OSError, pa.ArrowInvalid):
        return replace(each, problem=f"{each.name} is damaged: get it anew.")
    schema = table.schema_arrow
    return replace(
        each,
        url=address,
        raw_url=raw,
        rows=table.metadata.num_rows,
        columns=tuple(name for name in schema.names if name != UNREADABLE_LINE),
        texts=tuple(
            each.name for each in schema if pa.types.is_string(each.type) or pa.types.is_large_string(each.type)
        ),
        layout=layout,
        form=form,
        problem=None,
    )


def written_as(each: File, asked: Asked) -> str:
    """The kind and encoding of a file, and what its fields are separated by where that is not configured."""
    if each.problem or each.is_parquet:
        return "Parquet" if each.url else "not readable"
    with open(each.file, "rb") as file:
        head = file.read(_HEAD)
    try:
        text = text_file.text_of(head[: head.rfind(b"\n") + 1] or head, each.file, asked.layout)
    except InputError:
        return "spreadsheet or compressed"
    layout = text.layout if text.layout.delimiter else text_file.detect(text_file.beginning(text.text), asked.layout)
    return f"text, {text.written[0]}, {parted_by(layout)}"


def parted_by(layout: Layout) -> str:
    """What the fields of a line are separated by."""
    return f"separated by {_DELIMITERS.get(layout.delimiter, layout.delimiter)}"


def detected(each: File, asked: Asked) -> Layout | None:
    """The layout that a file seems to have, whatever is configured; nothing of one that is no text."""
    try:
        with open(each.file, "rb") as file:
            text = text_file.text_of(file.read(), each.file, Layout(sheet=asked.layout.sheet))
        return text_file.detect(text_file.beginning(text.text), Layout(sheet=asked.layout.sheet))
    except InputError:
        return None


def escaped(text: str) -> str:
    """A text as it stands within quotes in SQL."""
    return text.replace("'", "''")
