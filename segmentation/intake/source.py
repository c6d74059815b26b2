"""What `segments init` is pointed at: a file, a folder or pattern of files, or a table, opened to be looked at."""

import glob
import os
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb

from segmentation.intake import file_system, spreadsheet, text_file, warehouse
from segmentation.intake.endings import PACKED, PARQUET, TEXT, ending
from segmentation.intake.errors import InputError

_NAMES_SHOWN = 12
# Files up to this many bytes are read once; larger ones are read from the disk for each question.
_KEPT_IN_MEMORY = 1 << 28


@dataclass
class Source:
    """Rows to look at and where the configuration says they are.

    ``relation`` stands behind ``from``; ``place`` is what the configuration writes: file or relation, and how to read
    it. Every column of a text file is text. ``renamed`` are columns whose name in the header another has too.
    """

    name: str
    stem: str
    place: dict[str, Any]
    connection: duckdb.DuckDBPyConnection
    relation: str
    is_text: bool = False
    is_file: bool = True
    renamed: tuple[str, ...] = ()
    facts: list[str] = field(default_factory=list)


def open_source(given: str, project: Path, sheet: str | None = None) -> Source:
    """Open what a person named: a file, folder, pattern, or a table of the warehouse or an attached database.

    Of a spreadsheet a sheet may be wished; else the one with the most rows is taken.

    Raises
    ------
    InputError
        If there is no such thing, or it cannot be read.
    """
    paths, pattern = _files(given)
    if paths:
        return _open_files(given, paths, pattern, project, sheet)
    if not _looks_like_a_file(given):
        connection = warehouse.connect(project)
        relation = warehouse.find_table(connection, given)
        if relation is None:
            known = warehouse.tables(connection)
            shown = ", ".join(known[:_NAMES_SHOWN]) + (", ..." if len(known) > _NAMES_SHOWN else "")
            raise InputError(
                f"There is neither a file nor a table {given}: name a file, or one of the tables of the warehouse"
                f" ({shown or 'which has none'})."
            )
        name = relation if given.count('"') else given
        return Source(given, given.split(".")[-1].strip('"'), {"relation": name}, connection, relation, is_file=False)
    raise InputError(f"There is no file {given}: check the name and the folder ({Path.cwd()}).")


def _files(given):
    """The files a name stands for, and how the configuration names them all."""
    path = Path(given).expanduser()
    if path.is_file():
        return [path], None
    if path.is_dir():
        inside = _each_once(each for each in path.iterdir() if each.is_file() and not each.name.startswith("."))
        endings = Counter(filter(None, map(ending, inside)))
        if not endings:
            raise InputError(f"The folder {given} holds no data file: put CSV or Parquet files in it.")
        usual = endings.most_common(1)[0][0]
        return [each for each in inside if ending(each) == usual], path / f"*{usual}"
    if glob.has_magic(str(path)):
        found = _each_once(each for each in glob.glob(str(path), recursive=True) if Path(each).is_file())
        if not found:
            raise InputError(f"No file matches {given}: check the pattern and the folder ({Path.cwd()}).")
        return found, path
    return [], None


def _each_once(paths):
    return sorted(map(Path, file_system.each_once(paths)))


def _looks_like_a_file(given):
    return os.sep in given or ending(Path(given)) != "" or given.lower().endswith((*PACKED, ".json"))


def _open_files(given, paths, pattern, project, sheet):
    place = {"file": _written(pattern or paths[0], project)}
    stem = _stem(Path(given) if not pattern or Path(given).is_dir() else _named_part(pattern))
    if any(path.name.lower().endswith(PARQUET) for path in paths):
        return _open_parquet(given, stem, paths, place)
    return _open_text(given, stem, paths, place, sheet)


def _written(path, project):
    """A path as the configuration has it: from the project folder where it lies in it, else from the root."""
    absolute = Path(os.path.abspath(path))
    root = Path(os.path.abspath(project))
    return absolute.relative_to(root).as_posix() if absolute.is_relative_to(root) else absolute.as_posix()


def _stem(path):
    name = path.name
    while Path(name).suffix.lower() in (*PACKED, *TEXT, *PARQUET, *spreadsheet.ENDINGS):
        name = Path(name).stem
    return name


def _named_part(pattern):
    """Of a pattern such as orders/2024-*.csv the folder, which says more than the rest."""
    return next((part for part in (pattern.parent, *pattern.parent.parents) if not glob.has_magic(str(part))), pattern)


def _open_parquet(given, stem, paths, place):
    connection = duckdb.connect()
    files = ", ".join(_literal(str(path)) for path in paths)
    relation = f"read_parquet([{files}], union_by_name = true)"
    try:
        connection.execute(f"select * from {relation} limit 1").fetchall()
    except duckdb.Error as error:
        reason = str(error).strip().splitlines()[0]
        raise InputError(f"{given} cannot be read as Parquet ({reason}): write it anew, or save it as CSV.") from error
    return Source(given, stem, place, connection, relation, facts=_number_of_files(paths, "Parquet"))


def _open_text(given, stem, paths, place, sheet):
    layout, written, text = _layout(given, paths, sheet)
    is_sheet = layout.sheet is not None
    if len(paths) > 1 and sheet is None:
        # Each file may call its sheet otherwise.
        layout = replace(layout, sheet=None)
    connection = duckdb.connect()
    file_system.register(connection)
    path = os.path.abspath(paths[0]) if len(paths) == 1 else os.path.abspath(place["file"])
    # As the build reads it, so that what is seen now is what it will see.
    relation = f"read_parquet({_literal(file_system.url(path, layout))}, union_by_name = true)"
    is_small = sum(path.stat().st_size for path in paths) <= _KEPT_IN_MEMORY
    try:
        if is_small:
            connection.execute(f"create table given as select * from {relation}")
        names = [column[0] for column in connection.execute(f"select * from {relation} limit 0").description]
    except duckdb.Error as error:
        raise InputError(_reason(error, f"{given} cannot be read")) from error
    relation = "given" if is_small else relation
    # Named so that the next build reads the file as it was looked at now.
    how = _if_any("sheet", layout.sheet) if is_sheet else {"delimiter": layout.delimiter}
    place = place | how | {"header": layout.header} | _if_any("skip", layout.skip)
    parted = [] if is_sheet else [_delimiter_name(layout.delimiter)]
    facts = [*_number_of_files(paths, "spreadsheet" if is_sheet else "text"), *parted, *written]
    facts += [] if layout.header else ["no header"]
    facts += [f"{layout.skip} lines above the header"] if layout.skip else []
    renamed = _renamed(names, text, layout)
    return Source(given, stem, place, connection, relation, is_text=True, renamed=renamed, facts=facts)


def _layout(given, paths, sheet):
    """The layout and encoding of the first file that is not empty; it settles how all are read."""
    for path in paths:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise InputError(f"{path} cannot be read ({error.strerror}): check who may read it.") from error
        text, layout, written = text_file.text_of(data, str(path), text_file.Layout(sheet=sheet))
        if text.strip():
            beginning = text_file.beginning(text)
            return text_file.detect(beginning, layout), written, beginning
    raise InputError(f"{given} is empty: bring a file with a header and rows.")


def _renamed(names, text, layout):
    """Columns with a number behind their name which the header does not have."""
    if not layout.header:
        return ()
    header, known = " ".join(text.splitlines()[: layout.skip + 1]), {name.lower() for name in names}
    numbered = [(name, re.match(r"(.+)_\d+$", name)) for name in names if name not in header]
    return tuple(name for name, match in numbered if match and match[1].lower() in known)


def _reason(error, what):
    """The sentence of the reader where there is one, else the first line of the database."""
    while error is not None:
        if isinstance(error, InputError):
            return str(error)
        text, error = str(error), error.__cause__
    line = text.strip().splitlines()[0]
    return line.split("InputError: ", 1)[1] if "InputError: " in line else f"{what} ({line}): check the file."


def _literal(text):
    return "'" + text.replace("'", "''") + "'"


def _if_any(key, value):
    return {key: value} if value else {}


def _number_of_files(paths, kind):
    return [kind if len(paths) == 1 else f"{len(paths):,} {kind} files"]


def _delimiter_name(delimiter):
    names = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars", "whitespace": "blanks"}
    return f"separated by {names.get(delimiter, repr(delimiter))}"
