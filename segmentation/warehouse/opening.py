"""The warehouse opened, and what to say where it cannot be."""

import os
from pathlib import Path

import duckdb

from segmentation.warehouse.schemas import with_own_names

_MARK, _MARK_AT = b"DUCK", 8
_LOCKED = "set lock on file"
_SIGNS_OF_DAMAGE = ("corrupt", "could not read enough", "not a valid duckdb")


class WarehouseError(Exception):
    """The warehouse cannot be read or written; the message names the file, what is wrong with it, and what to do."""


def open_for_reading(path: Path, *, as_is: bool = False) -> duckdb.DuckDBPyConnection:
    """Open a database file read-only.

    Parameters
    ----------
    path : pathlib.Path
        A file or folder that is there.
    as_is : bool
        Whether schemas are to be named with their prefix, and those of others seen.

    Raises
    ------
    WarehouseError
        If it is no DuckDB database, damaged, or another program writes to it.
    """
    _check(path)
    try:
        connection = duckdb.connect(str(path), read_only=True)
        return connection if as_is else with_own_names(connection)
    except duckdb.Error as error:
        raise unreadable(path, error) from error


def open_for_writing(path: Path, config: dict | None = None) -> duckdb.DuckDBPyConnection:
    """Open a database file that no other program has open; where this one has, with the options it was opened with.

    Raises
    ------
    WarehouseError
        If there is no such file, it is no DuckDB database, damaged, or another program has it open.
    """
    if not path.exists():
        raise WarehouseError(f"There is no warehouse at {path}: run `dbt build` first.")
    _check(path)
    try:
        return with_own_names(duckdb.connect(str(path), config=config or {}))
    except duckdb.Error as error:
        if _LOCKED in str(error).lower():
            raise WarehouseError(
                f"The warehouse {path} is open in another program: close notebooks, query tools and builds, then try "
                "again."
            ) from error
        raise unreadable(path, error) from error


def check_place(path: Path) -> None:
    """Check that a build may write here: a database or nothing, in a folder that is there.

    Raises
    ------
    WarehouseError
        If it may not.
    """
    folder = path.resolve().parent
    if not folder.is_dir():
        raise WarehouseError(
            f"There is no folder {folder} for the warehouse: make it, or name another place by SEGMENTS_WAREHOUSE."
        )
    for place in (folder, path):
        if place.exists() and not os.access(place, os.W_OK):
            raise WarehouseError(
                f"{place} may only be read, so that the warehouse cannot be built there: change the rights, or name "
                "another place by SEGMENTS_WAREHOUSE."
            )
    if path.exists():
        _check(path)


def _check(path):
    """That the file is a database."""
    if path.is_dir():
        raise WarehouseError(f"The warehouse {path} is a folder: name a file in it by SEGMENTS_WAREHOUSE.")
    if not path.is_file():
        raise WarehouseError(f"The warehouse {path} is no file: name one by SEGMENTS_WAREHOUSE.")
    # Asked here, because DuckDB would download an extension to open an SQLite file.
    try:
        with path.open("rb") as file:
            mark = file.read(_MARK_AT + len(_MARK))[_MARK_AT:]
    except OSError as error:
        raise WarehouseError(f"The warehouse {path} cannot be read ({error.strerror}): check who may.") from error
    if mark != _MARK:
        raise WarehouseError(
            f"The warehouse {path} is no DuckDB database: move it away, or name another file by SEGMENTS_WAREHOUSE, "
            "and run `dbt build`."
        )


def unreadable(path: Path, error: duckdb.Error) -> WarehouseError:
    """The sentence for an error of DuckDB on opening or reading a file."""
    line = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".!")
    if any(sign in line.lower() for sign in _SIGNS_OF_DAMAGE):
        return WarehouseError(
            f"The warehouse {path} is damaged ({line}): put a copy of it back, or move it away and run `dbt build`, "
            "which starts its history anew."
        )
    what = f"The warehouse {path} cannot be opened for reading ({line}): "
    if _LOCKED in line.lower():
        return WarehouseError(f"{what}close the program that writes to it, or wait for its end, then try again.")
    return WarehouseError(f"{what}look whether another version of DuckDB wrote it, or run `dbt build` into a new file.")
