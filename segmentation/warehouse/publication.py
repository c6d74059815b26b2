"""The public tables of the last whole build, in a second file: readers always find it whole, also while a build runs.

The file has the name of the warehouse, so that the views in it find their tables, and lies in a folder next to it.
"""

import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

import duckdb

from segmentation.warehouse import places, schemas
from segmentation.warehouse.opening import WarehouseError, open_for_reading

FOLDER = "published"
NOWHERE = "no"
PUBLIC = "marts"
RECORD = f"{PUBLIC}.{schemas.RECORD}"

# What the second file is called in a build that makes it, and the one before it: no file is named so.
_NEW = "segments_published_next"
_LAST = "segments_published_last"
# What is to be said of rows that stay, which is new.
_SAID = {"data_findings": "finding = 'input_set_aside'"}
# Names by the column that has them.
Stays = Mapping[str, Collection[str]]
NOBODY: Stays = MappingProxyType({})
_FAILED = ("error", "fail", "skipped", "runtime error", "partial success")


@dataclass(frozen=True)
class State:
    """What the record of builds says of the last one: which it is, when it was published, what it left behind.

    ``behind`` is None where the build did not end, and what it left is not known.
    """

    build: str
    published_at: datetime | None
    behind: frozenset[str] | None


def place(warehouse: Path) -> Path | None:
    """Where the public tables of a warehouse are published: a folder named by SEGMENTS_PUBLISHED; None for nowhere."""
    folder = os.environ.get("SEGMENTS_PUBLISHED") or FOLDER
    return None if folder == NOWHERE else warehouse.parent / folder / warehouse.name


def readable(warehouse: Path) -> Path:
    """The file to read the public tables of: the published one where there is one, else the warehouse."""
    published = place(warehouse)
    return published if published and published.is_file() else warehouse


@contextmanager
def held(warehouse: Path) -> Iterator[Path]:
    """The file to read, which stays the same though another is published meanwhile: under a path of its own."""
    path = readable(warehouse)
    if path == warehouse:
        # No build begins while it is open.
        yield path
        return
    with _scratch(path) as folder:
        held = Path(folder) / path.name
        try:
            os.link(path, held)
        except OSError:
            shutil.copyfile(path, held)
        yield held


@contextmanager
def changed(published: Path) -> Iterator[Path]:
    """A copy of a published file to change, which is then put in its place; who reads the file is not in the way."""
    try:
        with TemporaryDirectory(prefix=".changing-", dir=published.parent) as folder:
            copy = Path(shutil.copy(published, Path(folder) / published.name))
            yield copy
            put_in_place(copy, published)
    except OSError as error:
        raise WarehouseError(f"{published} could not be changed ({error.strerror}): it stays as it is.") from error


def state(connection: duckdb.DuckDBPyConnection, *, before: str = "") -> State | None:
    """What is recorded of the last build, or of the one before the build that is named; None where nothing is."""
    try:
        rows = (
            schemas.with_own_names(connection)
            .execute(
                f"select build_id, published_at, tables_behind from {RECORD} where build_id <> ?"
                " order by began_at desc limit 1",
                [before],
            )
            .fetchall()
        )
    except duckdb.CatalogException:
        return None
    return State(rows[0][0], rows[0][1], None if rows[0][2] is None else _names(rows[0][2])) if rows else None


def remark(warehouse: Path) -> str | None:
    """What to say of the tables that are read, in a sentence; None where they are those of the last build."""
    path = readable(warehouse)
    shown = _state_of(path)
    if path == warehouse:
        return _mixed(path, shown) if shown and shown.behind != frozenset() else None
    try:
        last = _state_of(warehouse)
    except WarehouseError:
        last = None
    if shown is None or (last and last.build == shown.build):
        return None
    when = f"{shown.published_at:%Y-%m-%d %H:%M} UTC" if shown.published_at else "an unknown time"
    why = "A build is running, or the warehouse cannot be read" if last is None else "The last build was not published"
    return f"{why}: these are the tables of the last whole build, published at {when}."


def _state_of(path):
    with open_for_reading(path) as connection:
        return state(connection)


def _mixed(path, last):
    if last.behind is None:
        return f"The last build was stopped before its end: the tables of {path} may be of two builds. Run `dbt build`."
    return f"The tables of {path} are of two builds: {_listed(last.behind)} stayed behind. Run `dbt build`."


def _listed(names):
    few = sorted(names)[:5]
    return ", ".join(few) + (f" and {len(names) - len(few)} more" if len(names) > len(few) else "")


def left_behind(
    before: frozenset[str] | None,
    nodes: Mapping[str, dict],
    statuses: Mapping[str, str],
    *,
    is_part_meant: bool = False,
) -> frozenset[str]:
    """Public tables that are older than what they are made of after a build, or that did not pass their tests.

    Parameters
    ----------
    before
        Those of the build before; None where they are not known.
    nodes
        All nodes of the project as dbt's graph has them.
    statuses
        What became of each node of the build.
    is_part_meant
        Whether what the build does not make is meant to stay as it is, as where it only assigns customers.
    """
    public = {name: node["name"] for name, node in nodes.items() if is_public(node)}
    failed = _failed(statuses)
    failed |= {each for name in failed for each in _parents(nodes.get(name, {})) if _is_test(nodes.get(name, {}))}
    built = {name for name, node in nodes.items() if name in statuses and node["resource_type"] == "model"}
    ancestors: dict[str, set[str]] = {}
    stale = {
        table
        for table in public
        if not is_part_meant and table not in built and _ancestors(table, nodes, ancestors) & built
    }
    known = set(public.values()) if before is None else before & set(public.values())
    return frozenset(known - {public[table] for table in public.keys() & built - failed}) | {
        public[table] for table in public.keys() & (failed | stale)
    }


def has_failed(statuses: Mapping[str, str]) -> bool:
    """Whether anything of a build failed or was skipped."""
    return bool(_failed(statuses))


def note(connection: duckdb.DuckDBPyConnection, build: str, behind: frozenset[str], stays: Stays = NOBODY) -> None:
    """Record what a build that has ended left behind, and whose rows stay as they were."""
    own = schemas.with_own_names(connection)
    own.execute(f"update {RECORD} set tables_behind = ? where build_id = ?", [", ".join(sorted(behind)), build])
    if aside := {name for names in stays.values() for name in names}:
        own.execute(f"update {RECORD} set set_aside = ? where build_id = ?", [", ".join(sorted(aside)), build])


def not_published(target: Path, behind: frozenset[str]) -> str:
    """The sentence of a build that is not published."""
    what = f": {_listed(behind)} would be older than the rest" if behind else ", since something failed"
    if not target.is_file():
        return f"{target} is not published{what}. Readers take the tables of the warehouse until `dbt build` succeeds."
    return (
        f"{target} is not published anew{what}. It stays as the last whole build made it, until `dbt build` succeeds."
    )


def relations(nodes: Mapping[str, dict]) -> list[tuple[str, str]]:
    """Schema and name of the public tables and of what their views read, each after what it reads itself."""
    found: dict[tuple[str, str], None] = {}

    def add(node):
        if node["config"]["materialized"] in ("view", "ephemeral"):
            for parent in _parents(node):
                add(nodes[parent])
        found[node["schema"], node["alias"]] = None

    for _, node in sorted(nodes.items()):
        if is_public(node):
            add(node)
    return list(found)


def publish(
    connection: duckdb.DuckDBPyConnection,
    target: Path,
    tables: Iterable[tuple[str, str]],
    *,
    build: str,
    storage_version: str,
    stays: Stays = NOBODY,
) -> None:
    """Write public tables with their descriptions into a new file, and put it in the place of the last one at once.

    Parameters
    ----------
    connection
        To the warehouse, of which one state is read.
    target
        Where it is published. Who has the last one open goes on reading it.
    tables
        What `relations` gives.
    build
        The build to note as published, in both files.
    storage_version
        That in which the file is written.
    stays
        Rows that are taken from what was published last, by the names that they have in a column.

    Raises
    ------
    WarehouseError
        If it cannot be written. What was published last is then as it was.
    """
    new, now = target.with_name(target.name + ".new"), datetime.now(UTC).replace(tzinfo=None)
    noted = "update {}{} set published_at = ? where build_id = ?"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove(new)
        record = schemas.prefix(connection) + RECORD
        connection.execute(f"attach '{_escaped(new)}' as {_NEW} (storage_version '{storage_version}')")
        try:
            connection.execute("begin")
            _copy(connection, tables, _Staying(connection, target, stays))
            connection.execute(noted.format(f"{_NEW}.", record), [now, build])
            connection.execute("commit")
            connection.execute(f"checkpoint {_NEW}")
        except duckdb.Error:
            with suppress(duckdb.Error):
                connection.execute("rollback")
            raise
        finally:
            connection.execute(f"detach {_NEW}; detach database if exists {_LAST}")
        put_in_place(new, target)
        connection.execute(noted.format("", record), [now, build])
    except (duckdb.Error, OSError) as error:
        reason = str(error).strip().splitlines()[0].rstrip(".")
        raise WarehouseError(
            f"The public tables could not be published as {target} ({reason}): readers go on with those of the build "
            "before. See to the space and the rights of its folder, then run `dbt build`, or set SEGMENTS_PUBLISHED to "
            "another folder."
        ) from error
    finally:
        # What cannot be removed cannot be written either, which is said above.
        with suppress(OSError):
            _remove(new)


def put_in_place(new: Path, target: Path) -> None:
    """Have a file on the disk, then under the name of another one: whenever the machine stops, one of them is there."""
    if target.exists():
        shutil.copymode(target, new)
    with new.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(new, target)
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(target.parent, os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


class _Staying:
    """How tables are read where some of their rows are those of the last publication."""

    def __init__(self, connection, published, stays):
        self._stays = {
            column: ", ".join(f"'{_escaped(each)}'" for each in names) for column, names in stays.items() if names
        }
        self._columns, self._last = _columns(connection), {}
        if not self._stays or not published.is_file():
            return
        with duckdb.connect(str(published), read_only=True) as last:
            # A view reads the tables of the file that is open under its name: its rows are taken before that.
            for schema, name in last.execute(
                "select schema_name, view_name from duckdb_views() where not internal"
            ).fetchall():
                if condition := self.condition(schema, name):
                    rows = f"{_LAST}_{schema}_{name}"
                    connection.register(
                        rows, last.execute(f"from {_address(schema, name)} where {condition}").to_arrow_table()
                    )
                    self._last[schema, name] = _quoted(rows)
            self._last = {each: f"{_LAST}.{_address(*each)}" for each in _columns(last)} | self._last
        connection.execute(f"attach '{_escaped(published)}' as {_LAST} (read_only)")

    def condition(self, schema, name):
        """Which rows stay, as an expression; an empty text where none can."""
        stays = " or ".join(
            f"coalesce({_quoted(column)} in ({names}), false)"
            for column, names in self._stays.items()
            if column in self._columns.get((schema, name), ())
        )
        return f"({stays}) and not ({_SAID[name]})" if stays and name in _SAID else stays

    def query(self, schema, name):
        condition, address = self.condition(schema, name), _address(schema, name)
        if not condition:
            return f"from {address}"
        query = f"from {address} where not ({condition})"
        if last := self._last.get((schema, name)):
            query += f" union all by name from {last} where {condition}"
        return f"select {', '.join(map(_quoted, self._columns[schema, name]))} from ({query})"


def _columns(connection):
    found = connection.execute(
        "select schema_name, table_name, list(column_name order by column_index) from duckdb_columns()"
        " where database_name = current_database() group by all"
    )
    return {(schema, name): columns for schema, name, columns in found.fetchall()}


def _copy(connection, tables, staying):
    views = dict(
        ((schema, name), sql)
        for schema, name, sql in connection.execute(
            "select schema_name, view_name, sql from duckdb_views() where database_name = current_database()"
        ).fetchall()
    )
    for schema, name in tables:
        connection.execute(f"create schema if not exists {_NEW}.{_quoted(schema)}")
        address = _address(schema, name)
        if (schema, name) in views and not staying.condition(schema, name):
            _, _, query = views[schema, name].partition(" AS ")
            connection.execute(f"create view {_NEW}.{address} as {query}")
        else:
            views.pop((schema, name), None)
            connection.execute(f"create table {_NEW}.{address} as {staying.query(schema, name)}")
    described = connection.execute("""
        select 'table', schema_name, table_name, null, comment from duckdb_tables()
        where database_name = current_database() and comment is not null
        union all
        select 'view', schema_name, view_name, null, comment from duckdb_views()
        where database_name = current_database() and comment is not null
        union all
        select 'column', schema_name, table_name, column_name, comment from duckdb_columns()
        where database_name = current_database() and comment is not null
    """).fetchall()
    copied = set(tables)
    for kind, schema, name, column, comment in described:
        if (schema, name) in copied:
            kind = "table" if kind == "view" and (schema, name) not in views else kind
            address = ".".join(_quoted(part) for part in (_NEW, schema, name, column) if part)
            connection.execute(f"comment on {kind} {address} is '{_escaped(comment)}'")


def _failed(statuses):
    return {name for name, status in statuses.items() if status in _FAILED}


def is_public(node: Mapping[str, Any]) -> bool:
    """Whether a node of dbt's graph is a public table: those of a project that has this one as a package are not."""
    is_own = node.get("package_name", places.NAME) == places.NAME
    return is_own and node["resource_type"] == "model" and node["schema"].endswith(PUBLIC) and node["config"]["enabled"]


def _is_test(node):
    return node.get("resource_type") == "test"


def _parents(node):
    return node.get("depends_on", {}).get("nodes", [])


def _ancestors(name, nodes, known):
    if name not in known:
        parents = [parent for parent in _parents(nodes[name]) if parent in nodes]
        known[name] = set(parents).union(*(_ancestors(parent, nodes, known) for parent in parents))
    return known[name]


def _names(text):
    return frozenset(text.split(", ")) - {""}


@contextmanager
def _scratch(path):
    """A folder on the same disk where it may be written, else one of the system."""
    try:
        folder = TemporaryDirectory(prefix=".reading-", dir=path.parent)
    except OSError:
        folder = TemporaryDirectory()
    with folder as name:
        yield name


def _remove(path):
    for each in (path, path.with_name(path.name + ".wal")):
        each.unlink(missing_ok=True)


def _address(schema, name):
    return f"{_quoted(schema)}.{_quoted(name)}"


def _quoted(name):
    return '"' + name.replace('"', '""') + '"'


def _escaped(text):
    return str(text).replace("'", "''")
