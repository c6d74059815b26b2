"""How each file of a folder is written: as configured, or in a form of its own that can be told beyond doubt.

A file with another delimiter, decimal mark, way to write dates or names of columns is read by its own form. Where two
readings are possible, or a column that is needed cannot be found, the file has a problem and is not read.
"""

import re
from dataclasses import asdict, replace
from glob import has_magic
from os.path import commonpath, dirname, relpath
from pathlib import Path
from typing import Any

import duckdb

from segmentation.intake import file_system
from segmentation.intake.endings import ending
from segmentation.intake.file_versions import version
from segmentation.intake.form_columns import with_columns
from segmentation.intake.form_files import Asked, File, opened, written_as
from segmentation.intake.form_marks import with_marks
from segmentation.intake.form_values import odd, with_values
from segmentation.intake.text_file import Layout

_FEWEST_OTHERS = 2
_CUT_OFF = "it ends without a line break, which others have there: see whether it is cut off"


def answer(request: dict[str, Any]) -> list[dict[str, Any]]:
    """The files of a request of the macro ``files_of_batches``, in order of their versions."""
    return [
        {key: value for key, value in asdict(each).items() if key not in ("layout", "form", "texts")}
        for each in files(request["file"], asked_for(request))
    ]


def left_out(place: str) -> list[str]:
    """The data files next to those of a pattern such as orders/*.csv, which takes all files of one ending alone."""
    path = Path(place)
    if not re.fullmatch(r"\*(\.\w+)+", path.name) or has_magic(str(path.parent)):
        return []
    read = set(file_system.files_of(place))
    return [
        Path(each).name for each in file_system.files_of(str(path.parent)) if each not in read and ending(Path(each))
    ]


def asked_for(request: dict[str, Any]) -> Asked:
    """What a request asks for."""
    place = request["place"]
    columns, plain, needed = {}, set(), set()
    for target, (expression, type_) in request["columns"].items():
        for name in _names_in(expression):
            if name not in columns or target in request["needed"]:
                columns[name] = (target, type_)
            if expression.strip('"').lower() == name:
                plain.add(name)
            if target in request["needed"]:
                needed.add(name)
    dates = place.get("dates") or []
    return Asked(
        Layout(place.get("delimiter"), place.get("header"), place.get("skip"), place.get("sheet")),
        place.get("decimal") or ".",
        tuple([dates] if isinstance(dates, str) else dates),
        columns,
        frozenset(plain),
        frozenset(needed),
    )


def files(place: str, asked: Asked) -> list[File]:
    """The files of a place, each with its form."""
    names = _names(file_system.files_of(place))
    found = [opened(path, names[path], asked.layout) for path in sorted(names, key=lambda path: version(names[path]))]
    usual = _usual(found, asked)
    if usual is None:
        return found
    found = [replace(each, format=written_as(each, asked)) for each in found]
    expected = [name for name in asked.columns if name not in usual.lacks([name])]
    with duckdb.connect() as connection:
        file_system.register(connection)
        found = [with_columns(connection, each, usual, expected, asked) for each in found]
        others = odd(connection, found, asked)
        found = [with_values(connection, each, asked) if each in others else each for each in found]
        found = with_marks(connection, found, asked)
    found = [replace(each, told=(*each.told, _CUT_OFF)) if _may_be_cut_off(each, found) else each for each in found]
    return [replace(each, format="; ".join((each.format, *each.told))) for each in found]


def _may_be_cut_off(each, found):
    texts = [other for other in found if other.rows and other.format.startswith("text")]
    return len(texts) > _FEWEST_OTHERS and [other for other in texts if not other.ends_a_line] == [each]


def _names(paths):
    """The name of each file from the folder that holds all of them."""
    folder = commonpath([dirname(path) for path in paths]) if paths else ""
    return {path: relpath(path, folder or ".") for path in paths}


def _names_in(expression):
    if re.fullmatch(r'"[^"]+"|[A-Za-z_]\w*', expression):
        return [] if expression.lower() == "null" else [expression.strip('"').lower()]
    return [
        name
        for (name,) in duckdb.execute(
            "select distinct lower(value ->> -1) from json_tree(json_serialize_sql('select (' || ? || ')'))"
            " where key = 'column_names' order by all",
            [expression],
        ).fetchall()
    ]


def _usual(found, asked):
    """The file that others are compared with: the first of those with the most of the columns that are read."""
    read = [each for each in found if each.problem is None and each.rows]
    return min(read, key=lambda each: (len(each.lacks(asked.columns)), found.index(each)), default=None)
