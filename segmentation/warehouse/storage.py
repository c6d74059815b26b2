"""The storage version of the warehouse's file: one that many clients read, also for a file written in a newer one."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

# The number that a release writes into the head of its files. It and all later releases read them.
NUMBERS = {"v1.0": 64, "v1.1": 64, "v1.2": 65, "v1.3": 66, "v1.4": 67, "v1.5": 68, "v2.0": 69}

# That of new files, as in profiles.yml.
_WANTED = "v1.2.0"

# What the copy is called while it is made: no file is named so.
COPY = "segments_copy_in_another_version"

_PROJECT = Path(__file__).resolve().parents[2]
_NEWEST_ENGINE = Path(__file__).with_name("engines") / "highest.txt"

# What a copy has to have in common with the file that it replaces, each counted in one database.
_COUNTED = """
    select 'tables', count(*) from duckdb_tables() where database_name = $name
    union all
    select 'views', count(*) from duckdb_views() where database_name = $name and not internal
    union all
    select 'columns', count(*) from duckdb_columns() where database_name = $name and not internal
    union all
    select 'descriptions', count(comment) from duckdb_columns() where database_name = $name and not internal
    union all
    select 'constraints', count(*) from duckdb_constraints() where database_name = $name
"""


class StorageError(Exception):
    """The warehouse cannot be copied; the message says why and what to do."""


def number(path: Path) -> int | None:
    """The storage version in the head of a file; none where the file is absent or no DuckDB database."""
    try:
        with path.open("rb") as file:
            head = file.read(20)
    except OSError:
        return None
    return int.from_bytes(head[12:20], "little") if head[8:12] == b"DUCK" else None


def wanted() -> str:
    """The storage version in which new warehouses are written."""
    return os.environ.get("SEGMENTS_STORAGE", _WANTED)


def is_newer(path: Path, version: str) -> bool:
    """Whether a file is written in a newer storage version than is wanted."""
    written, wanted = number(path), NUMBERS.get(version.rpartition(".")[0])
    return bool(written and wanted and written > wanted)


def migrate(path: Path, version: str) -> None:
    """Replace a file by a copy in an older storage version, at once and whole.

    Readers that hold the file open go on reading the old one. A file that the installed engine is too old for is
    copied by the newest one, which is installed into a folder of its own for that.

    Raises
    ------
    StorageError
        If the copy cannot be made. The file is then as it was.
    """
    # A link stays a link: what it points to is replaced.
    path = path.resolve()
    try:
        connection = duckdb.connect(str(path))
    except duckdb.IOException as error:
        if "version number" not in str(error):
            raise StorageError(_sentence(path, error)) from error
        _migrate_by_the_newest_engine(path, version)
        return
    with connection:
        _replace(connection, path, version)


def compact(path: Path) -> None:
    """Replace a file by a copy in the same storage version, in which nothing is left of rows that were deleted.

    Raises
    ------
    StorageError
        If the copy cannot be made. The file is then as it was.
    """
    path = path.resolve()
    written = number(path)
    version = next((f"{name}.0" for name, known in reversed(NUMBERS.items()) if known == written), None)
    if version is None:
        raise StorageError(f"The warehouse {path} is in a storage version that is not known here: it stays as it is.")
    with duckdb.connect(str(path)) as connection:
        _replace(connection, path, version)


def _replace(connection, path, version):
    """Copy all that a connection's database holds, and put the copy in its place while its lock is held."""
    copy = path.with_name(path.name + ".copy")
    try:
        for leftover in (copy, _log(copy)):
            leftover.unlink(missing_ok=True)
        connection.execute("set enable_progress_bar = false")
        connection.execute("force checkpoint")
        ((source,),) = connection.execute("select current_database()").fetchall()
        connection.execute(f"attach {_text(copy)} as {COPY} (storage_version {_text(version)})")
        connection.execute(f"copy from database {_name(source)} to {COPY}")
        if _contents(connection, source) != _contents(connection, COPY):
            raise StorageError(f"The copy of {path} in storage version {version} is not whole: it stays as it is.")
        connection.execute(f"detach {COPY}")
        shutil.copymode(path, copy)
        with copy.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(copy, path)
    except (duckdb.Error, OSError) as error:
        raise StorageError(_sentence(path, error)) from error
    finally:
        copy.unlink(missing_ok=True)


def _contents(connection, name):
    """What a database holds, in numbers: of its catalogue, and of the rows of each table."""
    tables = connection.execute(
        "select schema_name, table_name from duckdb_tables() where database_name = ? order by all", [name]
    ).fetchall()
    rows = [
        connection.execute(f"select count(*) from {_name(name)}.{_name(schema)}.{_name(table)}").fetchall()
        for schema, table in tables
    ]
    return connection.execute(_COUNTED, {"name": name}).fetchall(), tables, rows


def _migrate_by_the_newest_engine(path, version):
    with tempfile.TemporaryDirectory() as folder:
        install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
        if _run(*install, "--target", folder, "-r", str(_NEWEST_ENGINE)).returncode:
            raise StorageError(
                f"The warehouse {path} was written by a newer DuckDB than the installed {duckdb.__version__}, and the "
                "newer one could not be installed to copy it. Once: install duckdb 2 into this environment, build, "
                "and install the locked requirements again; or name a new file in SEGMENTS_WAREHOUSE."
            )
        search = os.pathsep.join([folder, str(_PROJECT)])
        copied = _run("-m", __name__, str(path), version, environment={"PYTHONPATH": search})
        if copied.returncode:
            raise StorageError(copied.stderr.strip().rpartition("\n")[2])


def _run(*arguments, environment=None):
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=os.environ | (environment or {}), capture_output=True, text=True, check=False)


def _log(path):
    return path.with_name(path.name + ".wal")


def _name(text):
    return '"' + text.replace('"', '""') + '"'


def _text(value):
    return "'" + str(value).replace("'", "''") + "'"


def _sentence(path, error):
    reason = str(error).strip().splitlines()[0].rstrip(".")
    return f"The warehouse {path} could not be copied into an older storage version ({reason}): it stays as it is."


if __name__ == "__main__":
    try:
        migrate(Path(sys.argv[1]), sys.argv[2])
    except StorageError as error:
        sys.exit(str(error))
