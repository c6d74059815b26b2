"""The same inputs and seed give the same tables, whatever the number of threads."""

import duckdb
import pytest
from conftest import build

TABLES = (
    "customers",
    "customer_segments",
    "segments",
    "segment_profiles",
    "segment_strategies",
    "k_selection",
    "classifier_metrics",
    "classifier_training_history",
    "rejected_rows",
    "feature_statistics",
    "category_frequencies",
    "feature_correlations",
    "data_findings",
)


@pytest.fixture(scope="module")
def rows_of(tmp_path_factory, built_warehouse):
    again = build(
        tmp_path_factory.mktemp("again"),
        "--threads",
        "1",
        "--exclude-resource-type",
        "test",
        "--exclude-resource-type",
        "unit_test",
    )

    def rows(table):
        result = []
        for path in (built_warehouse, again):
            with duckdb.connect(str(path), read_only=True) as connection:
                result.append(connection.sql(f"select * from marts.{table} order by all").fetchall())
        return result

    return rows


@pytest.mark.parametrize("table", TABLES)
def test_a_second_build_on_one_thread_gives_the_same_table(rows_of, table):
    first, second = rows_of(table)
    assert first == second
