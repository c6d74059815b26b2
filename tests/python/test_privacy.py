"""What identifies people directly stays in staging, and what of customers a site gives away."""

import contextlib
import json
import re
from datetime import date

import duckdb
import pytest
import small_shop
import yaml
from conftest import PROJECT, WITHOUT_TESTS, dbt
from own_project import project, propose, write  # noqa: F401

from segmentation import site
from segmentation.intake import reading
from segmentation.intake.customer_ids import is_card_number
from segmentation.site import customer_lists, dbt_docs, hashed_ids, lookup, sql_box
from segmentation.site.small_groups import without_small_groups
from segmentation.site.warehouse import Warehouse


def masked(row):
    text = row if isinstance(row, str) else json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    ((shown,),) = duckdb.execute(f"select {reading.masked_raw_row('text')} from (select ? as text)", [text]).fetchall()
    return shown


IDENTIFYING = {
    "E-Mail": "ada@example.org",
    "phone_no": 491701234567,
    "Last Name": 'O"Hara, Ada',
    "customerName": "Ada",
    "strasse": "Am Weg 3\\",
    "IBAN": "x",
    "card number": "4111",
    "Geburtsdatum": "1980-01-01",
    "zip": 10115,
    "tel": "030 1234",
    "氏名": "花子",
}
KEPT = {"customer_id": "c-17", "amount": "12,50", "product": "card game", "hotel": "Astoria", "emails": None, "n": 7}


@pytest.mark.parametrize("name", IDENTIFYING)
def test_a_field_whose_name_says_that_it_identifies_is_masked_and_no_other(name):
    row = {"before": "kept", name: IDENTIFYING[name]} | KEPT
    assert json.loads(masked(row)) == row | {name: "(masked)"}


@pytest.mark.parametrize(
    "value",
    [
        "ada.o'hara+x@mail.example.co.uk".replace("'", ""),
        "ädä@bücher.de",
        "4111 1111 1111 1111",
        "4111111111111111",
        "3782-822463-10005",
        "DE89 3704 0044 0532 0130 00",
        "GB29NWBK60161331926819",
        "+49 (170) 123-4567",
    ],
)
@pytest.mark.parametrize("line", ["a1;{};9", '{{"note":"call {} soon","a":1}}'])
def test_a_value_that_looks_as_if_it_identifies_is_masked_wherever_it_stands(value, line):
    assert masked(line.format(value)) == line.format("(masked)")


@pytest.mark.parametrize(
    "line", ["a1;2024-01-01 10:30:00;-12.50", "4006381333931;100000000000", "C-17|x @ y|1.234.567,89", '{"a":null}']
)
def test_other_values_stay(line):
    assert masked(line) == line


def test_of_a_line_without_fields_all_words_are_masked():
    line = "c-17;Ada Lovelace;Straße 3;ada@example.org;2024-01-01;12,50;花子"
    assert masked(line) == "c-17;(masked) (masked);(masked) 3;(masked);2024-01-01;12,50;(masked)"


WHO = {
    "e-mail": "byron@example.org",
    "phone": "+49 170 5551234",
    "name": "Adalovelace Byron",
    "street": "Lovelacestreet 3",
    "iban": "DE89 3704 0044 0532 0130 00",
    "card number": "4111 1111 1111 1111",
}
IDENTIFIERS = ("byron@", "5551234", "Adalovelace", "Lovelacestreet", "DE89 3704", "4111 1111")


def with_who(path, *rejected):
    """Add to each row of a file who it is of, and rows of the same that are rejected."""
    header, *rows = path.read_text().splitlines()
    lines = [f"{line},{','.join(WHO.values())}" for line in [*rows, *rejected]]
    path.write_text("\n".join([f"{header},{','.join(WHO)}", *lines, lines[0], f"{lines[1]},more"]) + "\n")


@pytest.mark.long
def test_what_identifies_people_is_in_no_table_but_those_of_staging_nor_in_a_log(tmp_path):
    small_shop.write_inputs(tmp_path, until=date(2024, 9, 30))
    with_who(tmp_path / "orders.csv", ",Zq001xWv,2024-03-01,5", "o1-x,Zq001xWv,soon,5")
    with_who(tmp_path / "members.csv", ",3,40", "Zq001xWv,often,40")
    wanted = ["--select", "+rejected_rows", "+segmentation_inputs", "+customer_features", *WITHOUT_TESTS]
    warehouse = tmp_path / "warehouse.duckdb"
    variables = small_shop.variables(tmp_path, as_of_date="2024-09-30")
    run = dbt("build", *wanted, *variables, warehouse=warehouse, folder=tmp_path)
    assert run.returncode == 0, run.stdout[-3000:]
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        tables = connection.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall()
        texts = {name: str(connection.execute(f"from {name}").fetchall()) for (name,) in tables}
    reasons = {"missing customer id", "wrong number of fields", "exact duplicate", "missing order id"}
    assert reasons <= {reason for reason in reasons if reason in texts["marts.rejected_rows"]}
    assert all(secret in texts["staging.stg_tables__customers"] for secret in IDENTIFIERS)
    found = {name: text for name, text in texts.items() if any(secret in text for secret in IDENTIFIERS)}
    assert {name.split(".")[0] for name in found} == {"staging"}
    for folder in ("logs", "target"):
        assert {secret: names for secret in IDENTIFIERS if (names := files_with(tmp_path / folder, secret))} == {}
    assert not any(secret in run.stdout for secret in IDENTIFIERS)


SECRETS = ("person-8a1", "zoroastrian", "ada@example.org", "7654321", "7.65", "8765432", "1234567")
PLANTED = """
    update marts.site_settings set customers_on_site = false;
    update marts.customer_segments set customer_id = 'person-8a1' || customer_id;
    update marts.segment_points set customer_id = 'person-8a1' || customer_id;
    update marts.point_features set customer_id = 'person-8a1' || customer_id, value = 7654321.25;
    update marts.segment_points set pc1 = 7.6543, pc2 = 7.6543, ld1 = 7.6543;
    update marts.k_customers set silhouette = 0.1234567, pc1 = 7.6543;
    update marts.algorithm_points set customer_id = 'person-8a1' || customer_id;
    update marts.rejected_rows set raw_row = '{"note":"ada@example.org"}';
    update marts.feature_statistics set maximum = 8765432, minimum = -8765432;
    insert into marts.category_frequencies
    select segmentation, feature, stage, 'zoroastrian', 1, 0.001, 99 from marts.category_frequencies;
    insert into marts.fairness_audit by name
    select segmentation, feature, 'zoroastrian' as level, segment_id, segment_name, 1 as customers,
        1 as level_customers, 1.0 as share_of_level, 0.2 as share_of_all, 5.0 as ratio, 3.0 as deviations,
        true as is_flagged
    from marts.fairness_audit;
    insert into marts.fairness_offers by name
    select distinct segmentation, feature, 'zoroastrian' as level, 'discount' as offer_kind, 1 as customers,
        1 as level_customers, 1.0 as share_of_level, 0.2 as share_of_all, 5.0 as ratio, true as is_flagged
    from marts.fairness_offers;
    insert into marts.fairness_errors by name
    select distinct segmentation, feature, 'zoroastrian' as level, 1 as customers, 2 as tests, 2 as errors,
        1.0 as error_share, 0.1 as error_share_of_all, true as is_flagged
    from marts.fairness_errors;
    insert into marts.segment_profiles by name
    select segmentation, segment_id, segment_name, feature, feature_label, 'zoroastrian' as level, 60 as customers,
        1 / 60.0 as share, 0.001 as population_share, 99 as z_score, 1 as distinctiveness_rank
    from marts.segment_profiles;
"""


@pytest.fixture
def planted(made_up, tmp_path):
    path = made_up(tmp_path / "warehouse.duckdb", "mall")
    with duckdb.connect(str(path)) as connection:
        connection.execute(PLANTED)
    return path


def files_with(folder, secret):
    return [path.name for path in folder.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()]


def test_no_table_that_a_browser_gets_has_a_customer_or_a_small_group(planted, tmp_path):
    with contextlib.closing(Warehouse(planted)) as warehouse:
        written = sql_box.write_tables(warehouse, tmp_path)
    assert {"segments", "category_frequencies", "feature_statistics"} <= set(written)
    planted.unlink()
    assert {secret: found for secret in SECRETS if (found := files_with(tmp_path, secret))} == {}


@pytest.mark.long
def test_no_byte_of_a_site_without_customers_is_of_one_of_them(planted, tmp_path):
    site.build(planted, renderer="builtin", sql=False, output=tmp_path / "site")
    scripts = {"plotly.min.js"}
    found = {secret: set(files_with(tmp_path / "site", secret)) - scripts for secret in SECRETS}
    assert {secret: names for secret, names in found.items() if names} == {}


def salted(monkeypatch, tmp_path, made_up):
    path = made_up(tmp_path / "warehouse.duckdb", "mall")
    with duckdb.connect(str(path)) as connection:
        columns = connection.execute("""
            select table_name, column_name
            from duckdb_columns() inner join duckdb_tables() using (schema_name, table_name)
            where schema_name = 'marts' and column_name in ('customer_id', 'merged_into')
        """).fetchall()
        for table, column in columns:
            connection.execute(f"update marts.{table} set {column} = 'person-8a1-' || {column}")
    monkeypatch.setenv(hashed_ids.IN_FORCE, "it's a salt")
    return path


def test_with_a_salt_no_table_or_query_has_an_id_and_all_have_the_same_hash(made_up, tmp_path, monkeypatch):
    path = salted(monkeypatch, tmp_path, made_up)
    with contextlib.closing(Warehouse(path)) as warehouse:
        assert sql_box.write_tables(warehouse, tmp_path)
        [row] = warehouse.rows("select customer_id from marts.customer_segments order by all limit 1")
        assert warehouse.rows("select 1 from marts.customer_segments as c where customer_id = ?", [row["customer_id"]])
        assert re.fullmatch("[0-9a-f]{32}", row["customer_id"])
        customer_lists.write(warehouse, tmp_path)
        assert lookup.write(warehouse, tmp_path)
    path.unlink()
    assert files_with(tmp_path, "person-8a1") == []
    assert files_with(tmp_path, row["customer_id"])


@pytest.mark.long
def test_no_byte_of_a_site_with_a_salt_is_an_id(made_up, tmp_path, monkeypatch):
    path = salted(monkeypatch, tmp_path, made_up)
    monkeypatch.setenv(hashed_ids.SALT, "it's a salt")
    site.build(path, renderer="builtin", sql=False, output=tmp_path / "site")
    assert files_with(tmp_path / "site", "person-8a1") == []


def shown(table, rows, columns):
    with duckdb.connect() as connection:
        connection.execute("create schema marts; create table marts.site_settings as select 5 as smallest_group")
        connection.execute(f"create table marts.{table} as from (values {rows}) as rows ({columns})")
        return connection.execute(without_small_groups(f"select * from marts.{table} order by all")).fetchall()


def test_documentation_on_a_site_names_no_folder_of_the_machine():
    shown = dbt_docs.without_folders(f'"root_path":"{PROJECT}","sql":"file://{PROJECT}/data/a.csv"')
    assert shown == '"root_path":"…","sql":"file://…/data/a.csv"'


LEVELS = "segmentation, feature, stage, level, customers"


def test_small_groups_are_left_out_and_the_next_one_where_the_sum_would_tell():
    one = "('s', 'f', 'a', 'w', 90), ('s', 'f', 'a', 'x', 40), ('s', 'f', 'a', 'y', 8), ('s', 'f', 'a', 'z', 1)"
    assert [row[3] for row in shown("category_frequencies", one, LEVELS)] == ["w", "x"]
    two = one + ", ('s', 'f', 'a', 'v', 4)"
    assert [row[3] for row in shown("category_frequencies", two, LEVELS)] == ["w", "x", "y"]
    none = "('s', 'f', 'a', 'w', 5), ('s', 'f', 'a', 'x', 0)"
    assert [row[3] for row in shown("category_frequencies", none, LEVELS)] == ["w", "x"]


def card(number):
    """A number of 16 digits with the checksum of a payment card."""
    return next(text for last in range(10) if is_card_number(text := f"4{number:014d}{last}"))


@pytest.mark.parametrize(
    ("values", "what"), [(card, "payment card numbers"), (lambda i: f"person{i}@example.org", "e-mail addresses")]
)
@pytest.mark.parametrize("given", ["", "  customers_on_site: true\n"])
def test_ids_that_identify_people_are_said_and_kept_off_the_site(values, what, given, project):  # noqa: F811
    path = project / "dbt_project.yml"
    path.write_text(path.read_text().replace("  sample: true\n", f"  sample: true\n{given}"))
    rows = [(values(i), 20 + i % 50, 100 + 7 * i % 900) for i in range(200)]
    plan = propose(write(project / "people.csv", ("customer_id", "visits", "spend"), rows))
    (remark,) = [remark for remark in plan.proposal.remarks if what in remark]
    assert ("customers_on_site becomes false" in remark) == (not given)
    assert yaml.safe_load(plan.text)["vars"]["customers_on_site"] is bool(given)


def test_ids_that_are_only_numbers_change_nothing(project):  # noqa: F811
    rows = [(4_000_000_000_000_000 + i, 20 + i % 50, 100 + 7 * i % 900) for i in range(200)]
    plan = propose(write(project / "people.csv", ("customer_id", "visits", "spend"), rows))
    assert "customers_on_site" not in yaml.safe_load(plan.text)["vars"]
