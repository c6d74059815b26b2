"""Public tables take their columns from their contracts, and nothing else lists them."""

import re

import duckdb
import pytest
from conftest import PROJECT
from small_project import SmallProject

CONTRACT = """
models:
  - name: totals
    config: {materialized: table, contract: {enforced: true}, persist_docs: {relation: true, columns: true}}
    columns:
      - {name: name, data_type: varchar, description: Whose total it is., constraints: [{type: not_null}]}
      - {name: items, data_type: integer}
      - {name: total, data_type: double}

unit_tests:
  - name: totals_are_sums
    model: totals
    given:
      - {input: ref('lines'), rows: [{name: a, amount: 2}, {name: a, amount: 0.5}]}
    expect:
      rows: [{name: a, items: 2, total: 2.5}]
"""
LINES = "select 'a' as name, 1.5::decimal(9, 2) as amount union all select 'b', 2"
TOTALS = """
with totals as (
    select sum(amount) as total, name, count(*) as items
    from {{ ref('lines') }}
    group by name
)
select {{ contracted_columns() }} from totals
"""


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    """Build the table of totals by this query and this contract, in one project: dbt reads what has changed."""
    project = SmallProject(tmp_path_factory.mktemp("contracts"))

    def build(totals=TOTALS, contract=CONTRACT):
        files = {"lines.sql": LINES, "totals.sql": totals, "models.yml": contract}
        passed, _, messages = project.run("build", files=files)
        return project.warehouse, passed, " ".join(messages.split())

    return build


def test_columns_have_the_order_types_and_descriptions_of_the_contract(build):
    warehouse, passed, messages = build()
    assert passed, messages
    with duckdb.connect(str(warehouse)) as connection:
        columns = connection.sql(
            "select column_name, data_type, comment from duckdb_columns() where table_name='totals'"
        )
        assert columns.fetchall() == [
            ("name", "VARCHAR", "Whose total it is."),
            ("items", "INTEGER", ""),
            ("total", "DOUBLE", ""),
        ]
        assert connection.sql("select * from totals order by name").fetchall() == [("a", 1, 1.5), ("b", 1, 2.0)]


def test_a_view_has_the_order_of_its_contract(build):
    warehouse, passed, messages = build(contract=CONTRACT.replace("materialized: table", "materialized: view"))
    assert passed, messages
    with duckdb.connect(str(warehouse)) as connection:
        assert connection.sql("select * from totals").columns == ["name", "items", "total"]


@pytest.mark.parametrize(
    ("of_contract", "becomes", "reported"),
    [
        ("{name: items, data_type: integer}", "{name: pieces, data_type: integer}", ("totals", "pieces")),
        ("- {name: items, data_type: integer}", "", ("totals", "items", "missing in contract")),
    ],
    ids=["a column that only the contract has", "a column that only the query has"],
)
def test_a_column_that_query_or_contract_lacks_is_reported_by_name(build, of_contract, becomes, reported):
    _, passed, messages = build(contract=CONTRACT.replace(of_contract, becomes))
    assert not passed
    assert all(part in messages for part in reported), messages


def test_every_public_table_takes_its_columns_from_its_contract():
    last = re.compile(r"\nselect \{\{ contracted_columns\(\) \}\} from \w+\n\Z")
    others = [path.name for path in (PROJECT / "models" / "marts").rglob("*.sql") if not last.search(path.read_text())]
    assert others == []
