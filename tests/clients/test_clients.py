"""Each client reads all public tables whole: their rows, and in them days, nothing, accents and long numbers."""

import duckdb
import pytest
from clients import CLIENTS, CannotBeInstalledError, differences, expected

pytestmark = pytest.mark.long

# Every driver has these; of others, such as HUGEINT, DECIMAL or lists, some have none.
TYPES = {"VARCHAR", "DOUBLE", "INTEGER", "BIGINT", "BOOLEAN", "DATE", "TIMESTAMP"}


@pytest.fixture(scope="module")
def wanted(warehouse):
    return expected(warehouse)


def test_the_hard_rows_are_among_those_that_are_read(wanted):
    cells = {str(cell) for table in ("segments", "customers") for row in wanted[table]["rows"] for cell in row}
    assert any("東京" in cell for cell in cells)
    assert {"1582-10-15", "9999-12-31", "9007199254740993", "0.30000000000000004", "None"} <= cells


def test_public_columns_have_types_that_every_driver_knows(sample):
    with duckdb.connect(str(sample), read_only=True) as connection:
        columns = connection.execute(
            "select table_name, column_name, data_type from duckdb_columns() where schema_name = 'marts'"
        ).fetchall()
    assert columns
    assert [column for column in columns if column[2] not in TYPES] == []


@pytest.mark.parametrize("client", CLIENTS, ids=[client.name for client in CLIENTS])
def test_a_client_reads_every_public_table(client, warehouse, wanted):
    try:
        answer = client.read(warehouse)
    except CannotBeInstalledError as missing:
        pytest.skip(f"{client.name} was not tried: {missing}.")
    assert not differences(answer, wanted)
