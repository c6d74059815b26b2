"""Customers taken out of a warehouse: out of every table, out of lists in tables, and out of the bytes of its file.

Stays of the history are kept without the customer, so that past sizes of segments and moves stay as they were reported.
"""

import contextlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from segmentation.warehouse import storage
from segmentation.warehouse.opening import WarehouseError, unreadable
from segmentation.warehouse.schemas import with_own_names

EVERYWHERE = "*"
# Tables in which a stay goes on under a random word.
HISTORY = ("segment_periods", "segment_history")
_ERASURES = "marts.erasures (erased_at timestamp, customers integer, row_count bigint, tables varchar)"
# A text such as a raw row that was rejected, whose values may be ids.
_ROW = "raw_row"
_DELIMITERS = "[,;|\\t\"'']"
# Another id of the same person, by which a stay in the history ended.
_OTHER_ID = "merged_into"
# What stands for an id of a shop's customer where the id itself does not.
_KEY = "customer_key"
_KEYS = ("intermediate", "int_customers")


@dataclass(frozen=True)
class Forgotten:
    """A customer to recognise: of which shop or segmentation (``*`` for all), and the salted hash of the id."""

    of: str
    salt: str
    hash: str


@dataclass(frozen=True)
class Erased:
    """What was taken out: customers, rows, and the tables in which they were."""

    customers: int
    rows: int
    tables: tuple[str, ...]


def is_one_of(customers: Iterable[Forgotten], unified_id: str) -> str:
    """SQL that is true for an id of one of the customers; the id is SQL too, as `unified_id` writes it."""
    by_salt: dict[str, list[str]] = {}
    for customer in customers:
        by_salt.setdefault(customer.salt, []).append(f"'{customer.hash}'")
    conditions = [f"sha256(concat('{salt}', {unified_id})) in ({', '.join(known)})" for salt, known in by_salt.items()]
    return f"coalesce({' or '.join(conditions)}, false)"


def aliases(path: Path, ids: list[str], of: str, unified: Callable[[str], str]) -> list[str]:
    """All ids of the same customers: those given, and those that the inputs of a shop map to the same customer."""
    with _opened(path) as connection:
        if not _has(connection, "staging", "stg_shop__customer_ids"):
            return ids
        rows = connection.execute(
            f"select {unified('source_customer_id')}, {unified('customer_id')} from staging.stg_shop__customer_ids"
            " where source_customer_id is not null and customer_id is not null and $of in ('*', shop)",
            {"of": of},
        ).fetchall()
    whole = {customer for source, customer in rows if {source, customer} & set(ids)}
    return sorted({*ids, *whole, *(source for source, customer in rows if customer in whole)})


def erase(path: Path, customers: list[Forgotten], people: int, unified: Callable[[str], str]) -> Erased:
    """Take customers out of a warehouse, compact its file, and keep a record of it without their ids.

    Parameters
    ----------
    path : pathlib.Path
    customers : list of Forgotten
    people : int
        How many they are: one may have several ids.
    unified : callable
        Makes SQL of an id, given as SQL, such that ids which differ only in their writing are the same.

    Raises
    ------
    WarehouseError
        If the file cannot be opened or written.
    StorageError
        If it cannot be compacted; the customers are out of all tables then.
    """
    by_group: dict[str, list[Forgotten]] = {}
    for customer in customers:
        by_group.setdefault(customer.of, []).append(customer)
    rows: dict[str, int] = {}
    with _opened(path) as connection:
        connection.execute("begin")
        for of, group in by_group.items():
            _Erasing(connection, of, group, unified, rows).all_tables()
        erased = Erased(people, sum(rows.values()), tuple(sorted(name for name, count in rows.items() if count)))
        if erased.rows:
            _record(connection, erased)
        connection.execute("commit")
    storage.compact(path)
    return erased


@dataclass
class _Erasing:
    connection: duckdb.DuckDBPyConnection
    of: str
    customers: list[Forgotten]
    unified: Callable[[str], str]
    rows: dict[str, int]

    def all_tables(self):
        tables: dict[tuple[str, str], dict[str, str]] = {}
        for schema, table, column, kind in self.connection.execute(
            "select schema_name, table_name, column_name, data_type from duckdb_columns()"
            " inner join duckdb_tables() using (database_name, schema_name, table_name)"
            " where database_name = current_database() and not temporary order by schema_name, table_name, column_index"
        ).fetchall():
            tables.setdefault((schema, table), {})[column] = kind
        names = self._names(tables)
        self._remember_keys(tables, names)
        for (schema, table), columns in tables.items():
            of_them = self._of_them(columns, names)
            ids = [each for each, kind in columns.items() if kind == "VARCHAR" and each.endswith("customer_id")]
            if of_them and (ids or {_ROW, _KEY} & set(columns) or any(map(_has_ids, columns.values()))):
                self._one_table(f"{schema}.{table}", table, columns, ids, of_them)

    def _remember_keys(self, tables, names):
        self.connection.execute("create or replace temp table forgotten_keys (customer_key ubigint)")
        columns = tables.get(_KEYS, {})
        if _KEY in columns:
            self.connection.execute(
                f"insert into forgotten_keys select {_KEY} from {'.'.join(_KEYS)}"
                f" where {self._of_them(columns, names)} and {self._matches('customer_id')}"
            )

    def _names(self, tables):
        """The shops and segmentations whose customers they are; nothing where they may be of all."""
        if self.of == EVERYWHERE:
            return None
        names = {self.of}
        if ("ml", "segmentation_settings") in tables:
            rows = self.connection.execute("select segmentation, dataset, within from ml.segmentation_settings")
            settings = rows.fetchall()
            names |= {name for name, dataset, _ in settings if dataset == self.of}
            names |= {name for name, _, within in settings if within in names}
        return names

    def _of_them(self, columns, names):
        """SQL that is true for rows of these shops and segmentations; nothing where a table does not say it."""
        if names is None:
            return "true"
        key = next((each for each in ("shop", "segmentation", "dataset") if each in columns), None)
        return key and f"{key} in ({', '.join(map(_text, sorted(names)))})"

    def _one_table(self, name, table, columns, ids, of_them):
        self.rows.setdefault(name, 0)
        for column, kind in columns.items():
            if _has_ids(kind):
                self._shorten(name, column, of_them)
        conditions = [self._matches(column) for column in ids]
        if _ROW in columns:
            conditions.append(f"coalesce(len({self._named_in(_ROW)}) > 0, false)")
        if _KEY in columns and not ids:
            conditions.append(f"{_KEY} in (select {_KEY} from forgotten_keys)")
        if not conditions:
            return
        where = f"{of_them} and ({' or '.join(conditions)})"
        if table in HISTORY:
            self._make_nameless(name, where)
            if _OTHER_ID in columns:
                self._count(
                    name,
                    f"update {name} as stays set {_OTHER_ID} = coalesce((select min(word) from nameless where"
                    f" nameless.segmentation = stays.segmentation and nameless.customer_id = stays.{_OTHER_ID}),"
                    f" 'erased') where {of_them} and {self._matches(_OTHER_ID)}",
                )
        else:
            self._count(name, f"delete from {name} where {where}")

    def _matches(self, expression):
        return is_one_of(self.customers, self.unified(f"cast({expression} as varchar)"))

    def _named_in(self, column):
        """SQL of the values of a raw row, an object or a line, that are ids of theirs."""
        values = (
            f"case when json_valid({column}) then json_extract_string({column}, '$.*')"
            f" else regexp_split_to_array({column}, '{_DELIMITERS}') end"
        )
        return f"[value for value in {values} if {self._matches('value')}]"

    def _shorten(self, name, column, of_them):
        """Take them out of lists of what is known of customers."""
        within = self._matches("each.customer_id")
        self._count(
            name,
            f"update {name} set {column} = [each for each in {column} if not {within}]"
            f" where {of_them} and len([each for each in {column} if {within}]) > 0",
        )

    def _make_nameless(self, name, where):
        """Give each of them a random word, the same in all tables of the history."""
        self.connection.execute(
            "create temp table if not exists nameless (segmentation text, customer_id text, word text)"
        )
        self.connection.execute(f"""
            insert into nameless
            select segmentation, customer_id, 'erased-' || uuid()
            from (select distinct segmentation, customer_id from {name} where {where})
            where (segmentation, customer_id) not in (select (segmentation, customer_id) from nameless)
        """)
        self._count(
            name,
            f"update {name} as stays set customer_id = word from nameless where"
            " stays.segmentation = nameless.segmentation and stays.customer_id = nameless.customer_id",
        )

    def _count(self, name, change):
        ((count,),) = self.connection.execute(change).fetchall()
        self.rows[name] += count


def _record(connection, erased):
    connection.execute("create schema if not exists marts")
    connection.execute(f"create table if not exists {_ERASURES}")
    connection.execute(
        "insert into marts.erasures select cast(get_current_timestamp() as timestamp), ?, ?, ?",
        [erased.customers, erased.rows, ", ".join(erased.tables)],
    )


def _has_ids(kind):
    return bool(re.match(r"STRUCT\(.*\bcustomer_id VARCHAR\b.*\)\[\]$", kind))


def _has(connection, schema, table):
    asked = "select 1 from duckdb_tables() where schema_name = ? and table_name = ?"
    return bool(connection.execute(asked, [schema, table]).fetchall())


@contextlib.contextmanager
def _opened(path):
    try:
        connection = with_own_names(duckdb.connect(str(path)))
    except duckdb.Error as error:
        raise unreadable(path, error) from error
    with connection:
        try:
            yield connection
        except duckdb.Error as error:
            reason = str(error).strip().splitlines()[0]
            raise WarehouseError(f"The warehouse {path} could not be written ({reason}): it stays as it is.") from error


def _text(value):
    return "'" + value.replace("'", "''") + "'"
