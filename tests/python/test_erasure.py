"""Customers who ask to be forgotten: nothing of them is left, nothing of others is lost, and they do not come back."""

import shutil
from datetime import date

import duckdb
import pytest
import yaml
from conftest import PROJECT
from own_project import project  # noqa: F401
from small_shop import build_month, name, two_months

from segmentation import site
from segmentation.cli.erasure import forget_customers
from segmentation.intake import forgotten, reading
from segmentation.intake.errors import InputError
from segmentation.warehouse import erasure, storage
from segmentation.warehouse.erasure import EVERYWHERE, Forgotten

MADE = """
    create schema marts; create schema ml; create schema staging;
    create table ml.segmentation_settings as from (values
        ('buyers', 'till', null), ('buyers_sub_segments', 'buyers', 'buyers'), ('members', 'members', null)
    ) as settings (segmentation, dataset, within);
    create table marts.customer_segments as from (values
        ('buyers', 'a7', 1), ('buyers_sub_segments', 'a7', 2), ('members', 'a7', 1), ('buyers', 'b8', 1),
        ('buyers', 'A7', 2)
    ) as rows (segmentation, customer_id, segment_id);
    create table ml.segment_periods as from (values
        ('buyers', 'a7', 1, date '2024-01-31'), ('buyers', 'a7', 2, date '2024-02-29'),
        ('buyers', 'b8', 1, date '2024-01-31'), ('members', 'a7', 1, date '2024-01-31')
    ) as rows (segmentation, customer_id, segment_id, valid_from);
    create table marts.segment_history as from ml.segment_periods;
    create table ml.trained_models as select 'buyers' as segmentation, [
        {'algorithm': 'ward', 'customer_id': 'a7'}, {'algorithm': 'ward', 'customer_id': 'b8'}
    ] as algorithm_points, [1, 2] as numbers;
    create table marts.rejected_rows as from (values
        ('till', '{"customer_id":" a7 ","amount":"a"}'), ('till', '{"customer_id":"b8","amount":"a7x"}'),
        ('till', '1;a7;"x"'), ('members', 'a7|2')
    ) as rows (dataset, raw_row);
    create table staging.stg_shop__customer_ids as from (values
        ('till', 'card 1', 'a7'), ('till', 'card 2', 'a7'), ('till', 'card 3', 'b8')
    ) as rows (shop, source_customer_id, customer_id);
"""


@pytest.fixture
def warehouse(tmp_path):
    """The tables in which ids may lie, with customers of a shop and of a table."""
    path = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(path), config={"storage_compatibility_version": "v1.2.0"}) as connection:
        connection.execute(MADE)
    return path


def rows(path, table):
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(f"select * from {table} order by all").fetchall()


def hashed(identity, of=EVERYWHERE):
    ((hash_,),) = duckdb.execute("select sha256(concat('pepper', ?))", [identity]).fetchall()
    return Forgotten(of, "pepper", hash_)


def test_a_customer_of_one_shop_is_taken_out_of_it_and_its_segmentations(warehouse):
    erased = erasure.erase(warehouse, [hashed("a7", "till")], 1, reading.unified_id)
    assert rows(warehouse, "marts.customer_segments") == [
        ("buyers", "A7", 2),
        ("buyers", "b8", 1),
        ("members", "a7", 1),
    ]
    assert rows(warehouse, "ml.trained_models") == [("buyers", [{"algorithm": "ward", "customer_id": "b8"}], [1, 2])]
    assert erased.customers == 1
    assert "ml.trained_models" in erased.tables


def test_all_customers_of_an_id_are_taken_out_where_no_shop_is_named(warehouse):
    erasure.erase(warehouse, [hashed("a7")], 1, reading.unified_id)
    assert rows(warehouse, "marts.customer_segments") == [("buyers", "A7", 2), ("buyers", "b8", 1)]


def test_rejected_rows_are_looked_into(warehouse):
    erasure.erase(warehouse, [hashed("a7")], 1, reading.unified_id)
    assert rows(warehouse, "marts.rejected_rows") == [("till", '{"customer_id":"b8","amount":"a7x"}')]


def test_stays_go_on_under_one_random_word_in_both_tables_of_the_history(warehouse):
    erasure.erase(warehouse, [hashed("a7")], 1, reading.unified_id)
    kept = rows(warehouse, "ml.segment_periods")
    assert kept == rows(warehouse, "marts.segment_history")
    words = {(segmentation, customer) for segmentation, customer, *_ in kept if customer.startswith("erased-")}
    assert sorted(segmentation for segmentation, _ in words) == ["buyers", "members"]
    assert len({customer for _, customer in words}) == 2
    assert len(kept) == 4


def test_all_ids_that_the_inputs_map_to_a_customer_are_of_that_customer(warehouse):
    found = erasure.aliases(warehouse, ["card 2"], EVERYWHERE, reading.unified_id)
    assert found == ["a7", "card 1", "card 2"]
    assert erasure.aliases(warehouse, ["a7"], "members", reading.unified_id) == ["a7"]


def test_the_record_has_no_id_and_the_storage_version_stays(warehouse):
    before = storage.number(warehouse)
    erased = erasure.erase(warehouse, [hashed("a7"), hashed("b8")], 2, reading.unified_id)
    ((_, customers, row_count, tables),) = rows(warehouse, "marts.erasures")
    assert (customers, row_count, tables) == (2, erased.rows, ", ".join(erased.tables))
    assert "a7" not in tables
    assert storage.number(warehouse) == before


def test_the_configuration_keeps_hashes_and_no_ids(project):  # noqa: F811
    path = project / "dbt_project.yml"
    path.write_text(
        path.read_text().replace(
            "  sample: true\n", "  sample: true\n  forgotten_customers:\n    - 1703\n    - Ada@X.org\n"
        )
    )
    register = forgotten.read(project)
    register.with_ids(list(register.listed)).with_ids(["k-9"], "till").write()
    again = forgotten.read(project)
    assert yaml.safe_load(path.read_text())["vars"]["forgotten_customers"] == "forgotten_customers.csv"
    assert {each.of for each in again.customers} == {"*", "till"}
    assert len(again.customers) == 3
    assert len({each.salt for each in again.customers}) == 1
    written = (project / "forgotten_customers.csv").read_text() + path.read_text().partition("shops:")[0]
    assert not [each for each in ("1703", "Ada", "ada@x.org", "k-9") if each in written]
    assert again.with_ids(["1703"]).customers == again.customers


def test_a_file_that_is_gone_is_said(project):  # noqa: F811
    path = project / "dbt_project.yml"
    path.write_text(path.read_text().replace("  sample: true\n", "  sample: true\n  forgotten_customers: away.csv\n"))
    with pytest.raises(InputError, match="put it back, or customers who asked to be forgotten come back"):
        forgotten.read(project)


def sizes(path):
    """How many customers were in each segment from when to when."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(
            "select segmentation, segment_id, segment_name, valid_from, valid_to, cause, count(*) as customers"
            " from marts.segment_history group by all order by all"
        ).fetchall()


def tables_with(path, identity):
    """The tables and views in which the id stands, whatever their columns."""
    with duckdb.connect(str(path), read_only=True) as connection:
        names = connection.execute("select table_schema || '.' || table_name from information_schema.tables").fetchall()
        return [
            table
            for (table,) in names
            if connection.execute(
                f"select 1 from {table} as t where contains(cast(t as text), ?) limit 1", [identity]
            ).fetchall()
        ]


def files_with(folder, identity):
    """The files in which the bytes of the id stand, in any case of letters."""
    wanted = identity.lower().encode()
    return [str(path) for path in folder.rglob("*") if path.is_file() and wanted in path.read_bytes().lower()]


def test_a_shop_that_is_none_is_said(project):  # noqa: F811
    with pytest.raises(InputError, match="--of till is no shop or customer table: choose one of sample, mall, service"):
        forget_customers(("1703",), "till", project=project, site=project / "site")


@pytest.mark.long
def test_nothing_of_a_customer_is_left_and_a_later_build_does_not_bring_it_back(made_once, project):  # noqa: F811
    folder = project.parent / "built"
    shutil.copytree(made_once("small_shop", two_months), folder)
    path, gone = project / "warehouse.duckdb", name(4)
    shutil.copy(folder / "warehouse.duckdb", path)
    (folder / "warehouse.duckdb").unlink()
    shutil.copytree(folder / "published", project / "published")
    rendered = site.build(path, renderer="builtin", sql=False, output=project / "site").parent
    before, of_others = sizes(path), tables_with(path, name(5))
    assert {"ml.trained_models", "marts.rejected_rows", "marts.segment_history"} <= set(tables_with(path, gone))
    assert files_with(project, gone)

    forget_customers((f" {gone} ",), None, project=project, site=rendered)

    assert tables_with(path, gone) == []
    assert tables_with(project / "published" / path.name, gone) == []
    assert files_with(project, gone) == []
    assert files_with(folder / "target", gone) == []
    assert tables_with(path, name(5)) == of_others
    assert sizes(path) == before

    shutil.copy(path, folder)
    built = build_month(folder, date(2024, 11, 30), forgotten_customers=str(project / "forgotten_customers.csv"))
    assert gone in (folder / "orders.csv").read_text()
    assert tables_with(built, gone) == []
    assert files_with(folder / "target", gone) == []
    assert rows(built, "marts.erasures") == rows(path, "marts.erasures")
    closed = [row[:-2] for row in before if row[4] is not None]
    assert closed
    assert set(closed) <= {row[:-2] for row in sizes(built)}
    customers = {row[1] for row in rows(built, "marts.customer_segments")}
    assert len(customers) == 179
    assert (PROJECT / "forgotten_customers.csv").exists() is False


def test_orders_known_by_a_key_and_ids_by_which_a_stay_ended_are_theirs_too(warehouse):
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("""
            create schema intermediate;
            create table intermediate.int_customers as from (values
                ('till', 'a7', 1::ubigint), ('till', 'b8', 2::ubigint), ('corner', 'a7', 3::ubigint)
            ) as rows (shop, customer_id, customer_key);
            create table intermediate.int_orders as from (values
                ('till', 1::ubigint, 10), ('till', 2::ubigint, 20), ('corner', 3::ubigint, 30)
            ) as rows (shop, customer_key, amount);
            alter table ml.segment_periods add column merged_into text;
            update ml.segment_periods set merged_into = 'a7' where customer_id = 'b8';
        """)
    erasure.erase(warehouse, [hashed("a7", "till")], 1, reading.unified_id)
    assert rows(warehouse, "intermediate.int_orders") == [("corner", 3, 30), ("till", 2, 20)]
    stays = {customer: merged for _, customer, *_, merged in rows(warehouse, "ml.segment_periods")}
    assert stays["b8"] in stays
    assert stays["b8"].startswith("erased-")
