"""Schemas with a prefix: statements and catalogue name them without it, and those of somebody else are left alone."""

import re
from datetime import date

import duckdb
import pytest
from conftest import WITHOUT_TESTS
from own_project import project  # noqa: F401
from small_shop import build_month, name

from segmentation.cli.erasure import forget_customers
from segmentation.site.warehouse import QUERIES, Warehouse
from segmentation.warehouse import publication, schemas
from segmentation.warehouse.opening import open_for_reading, open_for_writing
from segmentation.warehouse.undo import undo

SCHEMAS = "select distinct schema_name from duckdb_tables()"
BUILDS = "published_builds (build_id varchar, began_at timestamp, published_at timestamp, tables_behind varchar)"
MADE = f"""
    create schema marts; create table marts.segments as select 'theirs' as owner;
    create schema p_marts; create table p_marts.{BUILDS};
    create table p_marts.segments as select 's' as segmentation, 'S' as segmentation_label;
    create schema p_ml; create table p_ml.trained_models as select 1 as version;
    comment on column p_marts.segments.segmentation is 'Its name.';
"""


@pytest.fixture
def path(tmp_path):
    with duckdb.connect(str(tmp_path / "w.duckdb")) as connection:
        connection.execute(MADE)
    return tmp_path / "w.duckdb"


def test_statements_name_schemas_without_the_prefix(path):
    with open_for_reading(path) as connection:
        assert connection.execute("select segmentation from marts.segments").fetchall() == [("s",)]
        assert connection.sql('select version from ml."trained_models"').fetchall() == [(1,)]
        # An alias or a text of the same name is none.
        rows = connection.execute("select marts.segmentation, 'marts.segments' from marts.segments as marts").fetchall()
        assert rows == [("s", "marts.segments")]
    assert [each.label for each in Warehouse(path).segmentations()] == ["S"]


def test_the_catalogue_has_the_own_tables_alone(path):
    with open_for_reading(path) as connection:
        tables = "select schema_name, table_name from duckdb_tables() order by all"
        own = [("marts", "published_builds"), ("marts", "segments"), ("ml", "trained_models")]
        assert connection.execute(tables).fetchall() == own
        standard = "select table_schema, table_name from information_schema.tables order by all"
        assert connection.execute(standard).fetchall() == own
        comments = "select comment from duckdb_columns() where schema_name = 'marts' and column_name = 'segmentation'"
        assert connection.execute(comments).fetchall() == [("Its name.",)]
    with open_for_reading(path, as_is=True) as connection:
        assert connection.execute("from marts.segments").fetchall() == [("theirs",)]


def test_commands_write_under_the_prefix(path):
    with open_for_writing(path) as connection:
        connection.execute("create schema if not exists marts")
        connection.execute("create table marts.erasures as select 1 as customers")
        connection.execute("delete from marts.segments")
    with duckdb.connect(str(path)) as connection:
        assert connection.execute("from p_marts.erasures").fetchall() == [(1,)]
        assert connection.execute("from p_marts.segments").fetchall() == []
        assert connection.execute("from marts.segments").fetchall() == [("theirs",)]


def test_without_a_prefix_a_connection_is_itself(tmp_path):
    with duckdb.connect(str(tmp_path / "w.duckdb")) as connection:
        assert schemas.with_own_names(connection) is connection
        connection.execute(f"create schema marts; create table marts.{BUILDS}")
        assert schemas.with_own_names(connection) is connection


def test_of_several_prefixes_the_last_build_counts(path):
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"create table marts.{BUILDS}")
        began = "insert into {} (build_id, began_at) values ('b', timestamp '{}')"
        connection.execute(began.format("marts.published_builds", "2025-01-01"))
        assert schemas.prefix(connection) == ""
        connection.execute(began.format("p_marts.published_builds", "2025-01-02"))
        assert schemas.prefix(connection) == "p_"


def test_tables_that_are_still_to_be_made_get_a_prefix_that_is_given(tmp_path):
    with duckdb.connect(str(tmp_path / "w.duckdb")) as connection:
        named = schemas.with_own_names(connection, new="n_", tables=["trained_models"])
        named.execute("create schema if not exists ml")
        named.execute("create table ml.trained_models as select 1 as version")
        assert connection.execute("from n_ml.trained_models").fetchall() == [(1,)]


def test_pages_read_the_same_under_a_prefix(built_warehouse, tmp_path):
    other = tmp_path / built_warehouse.name
    with duckdb.connect(str(built_warehouse), read_only=True) as connection:
        tables = connection.execute("select table_name from information_schema.tables where table_schema = 'marts'")
        names = [name for (name,) in tables.fetchall()]
        connection.execute(f"attach '{other}' as other (read_write)")
        connection.execute("create schema other.p_marts")
        for name in names:
            connection.execute(f'create table other.p_marts."{name}" as from marts."{name}"')
    plain, prefixed = Warehouse(built_warehouse), Warehouse(other)
    read = 0
    for path in sorted(QUERIES.glob("*.sql")):
        text = path.read_text("utf-8")
        # Descriptions were not copied, and a view became a table.
        is_of_others = set(re.findall(r"\$(\w+)", text)) - {"segmentation"} or path.stem.startswith("public_")
        if is_of_others or not {name for name in re.findall(r"marts\.(\w+)", text)} <= set(names):
            continue
        given = ["rfm"] if "$segmentation" in text else []
        assert sorted(map(repr, prefixed.query(path.stem, *given))) == sorted(map(repr, plain.query(path.stem, *given)))
        read += 1
    assert read > 50


@pytest.mark.long
def test_a_day_and_a_customer_are_taken_back_under_a_prefix_too(project):  # noqa: F811
    first, second = date(2024, 9, 30), date(2024, 10, 31)
    days = "select distinct valid_from from seg_marts.segment_history order by all"
    for day in (first, second):
        warehouse = build_month(project, day, *WITHOUT_TESTS, schema_prefix="seg_")
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        assert connection.execute(days).fetchall()[-1] == (second,)
        assert {prefixed for (prefixed,) in connection.execute(SCHEMAS).fetchall()} == {
            f"seg_{schema}" for schema in schemas.NAMES
        }

    undo(warehouse, second)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        assert connection.execute(days).fetchall()[-1] == (first,)

    gone, files = name(4), (warehouse, publication.place(warehouse))
    assert all(gone.encode() in file.read_bytes() for file in files)
    forget_customers((gone,), None, project=project, site=project / "site")
    assert not any(gone.encode() in file.read_bytes() for file in files)
    forgotten = str(project / "forgotten_customers.csv")
    build_month(project, second, *WITHOUT_TESTS, schema_prefix="seg_", forgotten_customers=forgotten)
    assert not any(gone.encode() in file.read_bytes() for file in files)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        assert connection.execute(days).fetchall()[-1] == (second,)
