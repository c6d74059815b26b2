"""Days that were wrong are taken back, and the next build goes on as if they had never been."""

import re
import subprocess
import sys
from datetime import date

import duckdb
import pytest
from click.testing import CliRunner
from conftest import PROJECT
from shop_of_months import may

from segmentation.cli.main import main
from segmentation.cli.undone import sentence
from segmentation.warehouse import undo as undoing
from segmentation.warehouse.opening import WarehouseError
from segmentation.warehouse.undo import Undone, undo

WRONG = date(2024, 6, 15)
STAY = (
    "segmentation varchar, customer_id varchar, segment_id integer, segment_name varchar,"
    " valid_from date, valid_to date, merged_into varchar"
)
ENDS = "current_from_segment_name varchar, current_to_segment_name varchar"
MODEL = "segmentation varchar, version integer, model_version varchar, is_champion boolean"
TABLES = {
    "ml.segment_periods": STAY,
    "marts.segment_history": f"{STAY}, current_segment_name varchar",
    "ml.segment_names": "segmentation varchar, segment_id integer, segment_name varchar, valid_from date,"
    " valid_to date",
    "ml.scored_customers": "segmentation varchar, as_of_date date, customer_id varchar, version integer,"
    " segment_id integer, spend double",
    "ml.trained_models": f"{MODEL}, is_stored boolean, took_over boolean, as_of_date date, centres integer[]",
    "ml.clustered_customers": "segmentation varchar, version integer, customer_id varchar",
    "marts.segment_migrations": "segmentation varchar, period_end date, from_segment_id integer, to_segment_id integer,"
    f" {ENDS}",
    "marts.segment_lineage": "segmentation varchar, version integer, as_of_date date",
    "marts.feature_drift": "segmentation varchar, as_of_date date",
    "marts.assignment_drift": "segmentation varchar, as_of_date date",
    "marts.model_registry": f"{MODEL}, trained_on date",
    "marts.model_updates": "segmentation varchar, version integer, trained_on date",
    "ml.segmentation_settings": "segmentation varchar, within varchar, shop varchar",
    "marts.audience_members": "segmentation varchar, customer_id varchar, member_since date, left_on date",
    "marts.campaign_assignments": "segmentation varchar, customer_id varchar, assigned_on date",
}
# A shop whose second model took over on the wrong day, and a table of customers of one later day.
ROWS = """
    insert into ml.segment_periods values
        ('shop', 'stays', 1, 'Uno', '2023-03-31', null, null),
        ('shop', 'moves', 1, 'Uno', '2023-03-31', '2024-06-15', null),
        ('shop', 'moves', 2, 'Zwei', '2024-06-15', null, null),
        ('shop', 'merges', 1, 'Uno', '2023-03-31', '2024-06-15', 'stays'),
        ('shop', 'left', 1, 'Uno', '2023-03-31', '2023-05-28', null),
        ('shop', 'comes', 0, 'None', '2024-06-15', null, null),
        ('table', 'any', 1, 'One', '2025-12-31', null, null);
    insert into marts.segment_history select *, segment_name || ' today' from ml.segment_periods;
    insert into ml.segment_names values
        ('shop', 1, 'Uno', '2023-03-31', '2024-06-15'), ('shop', 1, 'Eins', '2024-06-15', null),
        ('shop', 2, 'Zwei', '2024-06-15', null), ('table', 1, 'One', '2025-12-31', null);
    insert into ml.trained_models values
        ('shop', 1, 'shop-a', false, true, true, '2023-05-28', [1]),
        ('shop', 2, 'shop-b', false, true, false, '2023-05-28', [2]),
        ('shop', 3, 'shop-c', true, true, true, '2024-06-15', [3]),
        ('table', 1, 'table-a', true, true, true, '2025-12-31', [1]);
    insert into marts.model_registry
        select segmentation, version, model_version, is_champion, as_of_date from ml.trained_models;
    insert into ml.clustered_customers
        select segmentation, version, 'stays' from ml.trained_models;
    insert into ml.scored_customers values
        ('shop', '2024-06-15', 'stays', 3, 1, 5.0), ('table', '2025-12-31', 'any', 1, 1, 5.0);
    insert into marts.segment_migrations values
        ('shop', '2023-05-28', 1, 1, 'Eins', 'Eins'), ('shop', '2024-06-15', 1, 2, 'Eins', 'Zwei');
    insert into marts.segment_lineage values ('shop', 1, '2023-05-28'), ('shop', 3, '2024-06-15');
    insert into ml.segmentation_settings values
        ('shop', null, 'till'), ('parts', 'shop', 'till'), ('table', null, null);
    insert into ml.segment_periods values ('parts', 'stays', 1, 'A', '2024-06-15', null, null);
    insert into marts.audience_members values
        ('shop', 'stays', '2023-03-31', null), ('shop', 'moves', '2023-03-31', '2024-06-15'),
        ('shop', 'comes', '2024-06-15', null);
    insert into marts.campaign_assignments values
        ('shop', 'stays', '2023-05-28'), ('shop', 'comes', '2024-06-15'), ('table', 'any', '2025-12-31');
    insert into marts.model_updates values ('shop', 3, '2024-06-15');
    insert into marts.feature_drift values ('shop', '2024-06-15');
    insert into marts.assignment_drift values ('shop', '2023-05-28'), ('shop', '2024-06-15'), ('table', '2025-12-31');
"""


@pytest.fixture
def warehouse(tmp_path):
    """A small warehouse with what a history has."""
    path = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema ml; create schema marts")
        for table, columns in TABLES.items():
            connection.execute(f"create table {table} ({columns})")
        connection.execute(ROWS)
    return path


def rows(path, query):
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(query).fetchall()


def everything(path):
    with duckdb.connect(str(path), read_only=True) as connection:
        return {table: connection.execute(f"select * from {table} order by all").fetchall() for table in TABLES}


def test_stays_of_the_days_go_and_what_ended_in_them_goes_on(warehouse):
    assert undo(warehouse, WRONG) == [
        Undone("parts", 1, 0, 0, None, None, None),
        Undone("shop", 2, 2, 1, date(2023, 5, 28), "shop-a", is_stored=True),
    ]
    left = [
        ("left", 1, date(2023, 5, 28), None),
        ("merges", 1, None, None),
        ("moves", 1, None, None),
        ("stays", 1, None, None),
    ]
    for table in ("ml.segment_periods", "marts.segment_history"):
        query = f"select customer_id, segment_id, valid_to, merged_into from {table} where segmentation = 'shop'"
        assert rows(warehouse, f"{query} order by all") == left
    current = "select distinct segmentation, current_segment_name from marts.segment_history order by all"
    assert rows(warehouse, current) == [("shop", "Uno"), ("table", "One today")]


def test_names_drift_and_lineage_of_the_days_go(warehouse):
    undo(warehouse, WRONG)
    assert rows(warehouse, "select segment_name, valid_to from ml.segment_names where segmentation = 'shop'") == [
        ("Uno", None)
    ]
    assert rows(warehouse, "select period_end, current_to_segment_name from marts.segment_migrations") == [
        (date(2023, 5, 28), "Uno")
    ]
    for table, column in undoing.DAYS.items():
        assert not rows(warehouse, f"select 1 from {table} where segmentation = 'shop' and {column} >= '{WRONG}'")


def test_audiences_and_groups_of_the_days_go(warehouse):
    undo(warehouse, WRONG)
    members = rows(warehouse, "select customer_id, left_on from marts.audience_members order by all")
    assert members == [("moves", None), ("stays", None)]
    groups = rows(warehouse, "select customer_id from marts.campaign_assignments order by all")
    assert groups == [("any",), ("stays",)]


def test_a_warehouse_without_campaigns_is_taken_back_too(warehouse):
    with duckdb.connect(str(warehouse)) as connection:
        for table in undoing.OPTIONAL:
            connection.execute(f"drop table {table}")
    assert undo(warehouse, WRONG)[1].stays == 2


def test_the_last_model_that_took_over_before_is_in_force_again(warehouse):
    undo(warehouse, WRONG)
    models = [(1, True), (2, False)]
    for table in ("ml.trained_models", "marts.model_registry"):
        assert rows(warehouse, f"select version, is_champion from {table} where segmentation = 'shop'") == models
    assert rows(warehouse, "select version from ml.clustered_customers where segmentation = 'shop'") == [(1,), (2,)]


def test_the_next_build_compares_with_the_day_before(warehouse):
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("insert into ml.scored_customers values ('shop', '2023-05-28', 'stays', 1, 1, 4.0)")
    undo(warehouse, WRONG)
    scored = "select as_of_date, customer_id, version, segment_id, spend from ml.scored_customers"
    scored += " where segmentation = 'shop' order by all"
    day = date(2023, 5, 28)
    assert rows(warehouse, scored) == [(day, "stays", 1, 1, 4.0)]


def test_where_the_day_before_is_not_stored_the_stays_say_who_was_where(warehouse):
    undo(warehouse, WRONG)
    scored = "select as_of_date, customer_id, version, segment_id, spend from ml.scored_customers"
    found = rows(warehouse, f"{scored} where segmentation = 'shop' order by all")
    day = date(2023, 5, 28)
    assert found == [(day, name, 1, 1, None) for name in ("merges", "moves", "stays")]


def test_a_segmentation_with_no_earlier_day_is_left_alone_unless_it_is_named(warehouse):
    undo(warehouse, WRONG)
    assert rows(warehouse, "select count(*) from ml.segment_periods where segmentation = 'table'") == [(1,)]
    with pytest.raises(WarehouseError, match="Nothing is known from before 2024-06-15 of table: to remove all"):
        undo(warehouse, WRONG)
    assert undo(warehouse, WRONG, segmentation="table") == [Undone("table", 1, 0, 1, None, None, None)]
    for table in TABLES.keys() - {"ml.segmentation_settings"}:
        assert not rows(warehouse, f"select 1 from {table} where segmentation = 'table'")


def test_before_the_first_training_nothing_is_left_not_even_what_was_filled_in(warehouse):
    taken_back = undo(warehouse, date(2023, 5, 1), segmentation="shop")
    assert [(each.segmentation, each.model_version) for each in taken_back] == [("parts", None), ("shop", None)]
    for table in TABLES.keys() - {"ml.segmentation_settings"}:
        assert not rows(warehouse, f"select 1 from {table} where segmentation in ('shop', 'parts')")


def test_a_trial_removes_nothing(warehouse):
    before = everything(warehouse)
    assert [each.stays for each in undo(warehouse, WRONG, is_trial=True)] == [1, 2]
    assert everything(warehouse) == before
    run = CliRunner().invoke(main, ["undo", "2024-06-15", "--dry-run"], env={"SEGMENTS_WAREHOUSE": str(warehouse)})
    assert run.exit_code == 0
    assert "shop: 2 stays and 1 model would be removed, 2 stays that had ended open again;" in run.output
    assert everything(warehouse) == before


def test_the_command_says_what_it_removed(warehouse):
    run = CliRunner().invoke(main, ["undo", "2024-06-15", "--yes"], env={"SEGMENTS_WAREHOUSE": str(warehouse)})
    assert run.exit_code == 0
    assert "\n".join(run.output.splitlines()[1:]).startswith(
        "shop: 2 stays and 1 model removed, 2 stays that had ended open again; the history reaches to 2023-05-28, in"
    )
    again = CliRunner().invoke(main, ["undo", "2030-01-01"], env={"SEGMENTS_WAREHOUSE": str(warehouse)})
    assert again.exit_code == 1
    assert again.output == "Error: The history has no day from 2030-01-01 on.\n"


def test_what_is_left_is_said_in_a_sentence():
    gone = Undone("shop", 1, 0, 0, None, None, None)
    assert sentence(gone, is_done=True) == (
        "shop: 1 stay and 0 models removed; nothing is left, and the next build begins anew."
    )
    unstored = Undone("shop", 1, 1, 1, date(2023, 5, 28), "shop-a", is_stored=False)
    assert "in force is shop-a, whose numbers are not stored, so that the next build" in sentence(
        unstored, is_done=True
    )


def test_a_file_that_another_program_has_open_is_refused_in_one_sentence(warehouse):
    code = "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True); print('open', flush=True); input()"
    streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", code, str(warehouse)], **streams) as process:
        process.stdout.readline()
        with pytest.raises(WarehouseError, match="is open in another program: close notebooks, query tools and builds"):
            undo(warehouse, WRONG)
        process.communicate(b"\n")
    with pytest.raises(WarehouseError, match="There is no warehouse at"):
        undo(warehouse.with_name("none.duckdb"), WRONG)


def test_batches_came_after_the_day_that_the_history_reaches_now(warehouse):
    reached = date(2023, 5, 28)
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create table marts.input_batches (came_after date, as_of_date date)")
        connection.execute("insert into marts.input_batches values (?, ?), (null, ?)", [WRONG, WRONG, date(2020, 1, 1)])
    undo(warehouse, WRONG)
    with duckdb.connect(str(warehouse)) as connection:
        rows = connection.execute("select * from marts.input_batches order by as_of_date").fetchall()
    assert rows == [(None, date(2020, 1, 1)), (reached, reached)]


def test_predictions_of_the_days_go_and_what_came_in_them_is_counted_again(warehouse):
    before = date(2024, 5, 1)
    with duckdb.connect(str(warehouse)) as connection:
        columns = "shop varchar, as_of_date date, known_on date, actual double, predicted_share double"
        connection.execute(f"create table marts.value_drift ({columns})")
        predictions = [("till", before, date(2024, 5, 31)), ("till", before, WRONG), ("till", WRONG, date(2024, 7, 15))]
        for row in [*predictions, ("other", WRONG, date(2024, 7, 15))]:
            connection.execute("insert into marts.value_drift values (?, ?, ?, 9, 1)", row)
    undo(warehouse, WRONG)
    left = "shop, as_of_date, known_on, actual from marts.value_drift order by all"
    assert rows(warehouse, f"select {left}") == [
        ("other", WRONG, date(2024, 7, 15), 9),
        ("till", before, date(2024, 5, 31), 9),
        ("till", before, WRONG, None),
    ]


def test_a_warehouse_of_an_earlier_release_is_built_once_before(warehouse):
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("drop table ml.segment_names")
    with pytest.raises(WarehouseError, match="has no history that can be taken back: run `dbt build` once"):
        undo(warehouse, WRONG)


def test_every_table_that_goes_on_from_build_to_build_is_taken_back():
    goes_on = re.compile(r"own_rows\(|materialized='incremental'")
    paths = [path for path in (PROJECT / "models").rglob("*.sql") if goes_on.search(path.read_text())]
    assert len(paths) >= 5
    # Whatever days are taken back: who was forgotten stays so, and which builds there were; when batches came does not.
    names = {path.stem for path in paths} - {"erasures", "published_builds", "int_batch_arrivals"}
    assert names <= {table.split(".")[1] for table in (*undoing.DAYS, *undoing.DAYS_OF_SHOPS)}


SAME = {
    "history": "* from marts.segment_history",
    "names": "* from ml.segment_names",
    "migrations": "* from marts.segment_migrations",
    "lineage": "* from marts.segment_lineage",
    "registry": "* from marts.model_registry",
    "drift": "* from marts.assignment_drift",
    "assigned": "customer_id, segment_id, segment_name, assigned_by, probability from marts.customer_segments",
}


@pytest.mark.long
def test_a_month_after_a_wrong_line_is_as_in_a_run_that_never_saw_it(made_once, tmp_path):
    # More of them than those that are left alone as a slip.
    wrong, right = (
        [(f"6-wrong-{number}", f"C{number:03d}", f"{year}-06-15 10:00", "P1", 1, 9.0) for number in range(12)]
        for year in (2024, 2023)
    )
    shop, other = may(made_once, tmp_path / "shop"), may(made_once, tmp_path / "other")
    shop.add(6, *wrong)
    shop.build()
    assert shop.rows("select max(valid_from) from marts.segment_history") == [(WRONG,)]
    taken_back = undo(shop.warehouse, WRONG)
    assert [each.segmentation for each in taken_back] == ["club"]
    for each in (shop, other):
        each.add(6, *right)
        each.build()
    for what, query in SAME.items():
        found, wanted = (each.rows(f"select {query} order by all") for each in (shop, other))
        assert found == wanted, what
