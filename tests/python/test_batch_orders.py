"""Whatever comes first: the same batches, some sent twice or corrected, end in the same public tables of today."""

import duckdb
import pytest
from own_project import write
from shop_of_months import HEADER, lines, may

pytestmark = pytest.mark.long

# What says what was, and not what is: the days between are others.
OF_THE_PAST = {
    "assignment_drift",
    "feature_drift",
    "movement_value",
    "published_builds",
    "segment_history",
    "segment_migrations",
    "segment_trends",
    "value_drift",
}
PAST_COLUMNS = {
    "customer_segments": ("previous_segment_id", "assigned_since"),
    "input_batches": ("came_after", "late_lines", "sentence"),
}
JUNE = list(lines(6))
BATCHES = {
    "2023-06.csv": JUNE,
    "2023-06 corrected.csv": [(*line[:5], line[5] + 50 * (i < 3)) for i, line in enumerate(JUNE)],
    "2023-06-fix.csv": [(*line[:5], 7.5) for line in JUNE[10:12]],
    "2023-07.csv": list(lines(7)),
    "again 2023-04.csv": list(lines(4)),
}
JUNE_FILES = ("2023-06.csv", "2023-06 corrected.csv", "2023-06-fix.csv")
ORDERS = {
    "at once": [tuple(BATCHES)],
    "one after the other": [(JUNE_FILES[0], "again 2023-04.csv"), (JUNE_FILES[1], "2023-07.csv"), JUNE_FILES[2:]],
    "corrections first": [(JUNE_FILES[2], "2023-07.csv"), (JUNE_FILES[1],), (JUNE_FILES[0], "again 2023-04.csv")],
}


def arrived(shop, order):
    """Build the shop after each group of files; return the public tables of today."""
    for names in order:
        for name in names:
            write(shop.files / name, HEADER, BATCHES[name])
        # A model is of what was there when it was fitted: segments' of May, those of value of the last build.
        with duckdb.connect(str(shop.warehouse)) as connection:
            connection.execute("drop table ml.value_models")
        shop.build(variables={"train": "never"})
    tables = shop.rows("select table_name from information_schema.tables where table_schema = 'marts' order by all")
    return {
        table: shop.rows(f"select {_columns(table)} from marts.{table} order by all")
        for (table,) in tables
        if table not in OF_THE_PAST
    }


def _columns(table):
    past = PAST_COLUMNS.get(table)
    return f"* exclude ({', '.join(past)})" if past else "*"


def test_any_order_of_arrival_ends_in_the_same_public_tables_of_today(made_once, tmp_path):
    found = {}
    for name, order in ORDERS.items():
        folder = tmp_path / name.replace(" ", "_")
        found[name] = arrived(may(made_once, folder), order)
        differ = [table for table, rows in found[name].items() if rows != found["at once"][table]]
        assert differ == [], name
    today = found["at once"]
    assert {"segments", "customer_segments", "segment_profiles", "segment_strategies", "customers"} <= today.keys()
    states = {row[3]: row[4] for row in today["input_batches"] if row[1] == "order_lines"}
    assert [name for name, state in states.items() if state != "accepted"] == ["2023-04.csv", "2023-06.csv"]
