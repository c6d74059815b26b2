"""Stored models place who is new or changed, and nothing is trained until something asks for it."""

import json
import os
import shutil
import signal
import subprocess
import sys

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.csv
import pytest
from conftest import PROJECT, WITHOUT_TESTS, build, dbt
from test_clustering import blobs

pytestmark = pytest.mark.long

TRAINED = "select * from ml.trained_models order by all"
NEW = {"new_at_a_centre": (0.0, 0.0), "new_far_away": (55.0, -40.0)}


def options(path):
    """Options of a build of the customers in a file, which takes the place of the one before: dbt parses but once."""
    given = path.parent / "customers.csv"
    shutil.copy(path, given)
    pair = {name: {} for name in ("spend", "orders")}
    entry = {"customers": {"file": str(given)}, "id": "no", "features": pair, "k": 4, "splits": 2}
    variables = {"segmentations": {"shop": entry | {"compare_algorithms": []}}, "shops": {}}
    return ["--vars", json.dumps(variables)]


# TensorFlow lives in a process of its own alone: where none may be started, nothing is trained and nothing imports it.
WITHOUT_TRAINING = """
import json, sys
from concurrent.futures import ProcessPoolExecutor
from dbt.cli.main import dbtRunner
def refuse(*arguments, **options):
    raise AssertionError("a process for training was started")
ProcessPoolExecutor.__init__ = refuse
result = dbtRunner().invoke(json.loads(sys.argv[1]))
sys.exit(0 if result.success and "tensorflow" not in sys.modules else 1)
"""


def build_without_training(folder, *arguments):
    """Build as `build` does, in a process that cannot start another for training."""
    paths = ["--target-path", str(folder / "target"), "--log-path", str(folder / "logs")]
    arguments = ["build", *arguments, *paths]
    command = [sys.executable, "-c", WITHOUT_TRAINING, json.dumps(arguments)]
    environment = os.environ | {"SEGMENTS_WAREHOUSE": str(folder / "warehouse.duckdb")}
    run = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-2000:]


def write(path, customers):
    x = np.array(list(customers.values()))
    pa.csv.write_csv(pa.table({"no": list(customers), "spend": x[:, 0], "orders": x[:, 1]}), path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A file of customers, and the same with some who are new and one who has changed."""
    folder = tmp_path_factory.mktemp("stored")
    x, _ = blobs()
    before = {f"{row:04d}": tuple(values) for row, values in enumerate(x)}
    write(folder / "before.csv", before)
    # The changed customer has gone where another stands, and one has left.
    after = before | {"0000": before["0200"]} | NEW
    del after["0001"]
    write(folder / "after.csv", after)
    # The segment of the many is gone, and there are others far away.
    shifted = {name: values for name, values in before.items() if max(np.abs(values)) > 4}
    others = np.random.default_rng(3).normal(25, 1, (60, 2))
    shifted |= {f"other_{row}": tuple(values) for row, values in enumerate(others)}
    write(folder / "shifted.csv", shifted)
    # Everybody does more of the same, and stays beside whom they were.
    write(folder / "grown.csv", {name: tuple(1.25 * np.array(values)) for name, values in shifted.items()})
    return folder


@pytest.fixture(scope="module")
def builds(folder):
    """Rows of queries on a first build that trains, and on a second that does not."""
    warehouse = build(folder, *WITHOUT_TESTS, *options(folder / "before.csv"))

    def rows(sql):
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def look():
        found = {"trained": rows(TRAINED)}
        found["names"] = rows("select segment_id, segment_name, model_version from marts.segments order by all")
        customers = rows(
            "select customer_id, segment_id, segment_name, assigned_by, placed_by, nearest_segment_id,"
            " network_segment_id, probability, margin from marts.customer_segments"
        )
        found["customers"] = {row[0]: row[1:] for row in customers}
        return found

    first = look()
    build_without_training(folder, *WITHOUT_TESTS, *options(folder / "after.csv"))
    return first, look()


def test_what_was_trained_stays_as_it_was(builds):
    before, after = builds
    for name in ("trained", "names"):
        assert before[name] == after[name]


def test_a_build_that_trains_has_placed_everybody_by_clustering(builds):
    before, _ = builds
    assert {(row[2], row[3]) for row in before["customers"].values()} == {("clustering", "nearest_centre")}


def test_who_is_new_or_changed_is_placed_by_the_classifier_and_nobody_else(builds):
    before, after = builds
    customers = after["customers"]
    assert {name for name, row in customers.items() if row[2] == "classifier"} == {"0000", *NEW}
    assert {row[3] for row in customers.values() if row[2] == "classifier"} == {"network"}
    assert "0001" not in customers
    for name, row in customers.items():
        if row[2] == "clustering":
            assert row == before["customers"][name]


def test_the_changed_customer_is_where_others_of_their_kind_are(builds):
    _, after = builds
    assert after["customers"]["0000"][0] == after["customers"]["0200"][0]
    assert after["customers"]["0000"][0] != after["customers"]["0002"][0]


def test_the_network_says_how_surely(builds):
    _, after = builds
    for name in NEW:
        segment, _, _, _, _, by_network, probability, margin = after["customers"][name]
        assert segment == by_network
        assert 0 < probability <= 1
        assert 0 <= margin <= probability


def test_the_drift_of_the_second_build_is_told(folder, builds):
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as connection:
        rows = connection.execute("select feature, drift, was_trained, reason from marts.feature_drift").fetchall()
        ((outside,),) = connection.execute("select max(outside_share) from marts.feature_drift").fetchall()
    assert sorted(rows) == [
        ("orders", "none", False, "nothing asks for it"),
        ("spend", "none", False, "nothing asks for it"),
    ]
    # One of the new customers has figures that nobody had.
    assert 0 < outside < 0.01


def asking(folder):
    """Rows of queries, on a connection for each: the next build needs the file for itself."""

    def rows(sql):
        with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    return rows


def marts(folder):
    """What BI users read, by table."""
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as connection:
        tables = ("model_registry", "segments", "customer_segments", "segment_history", "segment_lineage")
        return {name: connection.execute(f"select * from marts.{name} order by all").fetchall() for name in tables}


@pytest.fixture(scope="module")
def killed(folder, builds):
    """The public tables before and after a build that is killed as soon as a new model is registered."""
    before = marts(folder)
    command = [sys.executable, "-m", "dbt.cli.main", "build", *WITHOUT_TESTS, *options(folder / "shifted.csv")]
    command += ["--target-path", str(folder / "target"), "--log-path", str(folder / "logs"), "--threads", "1"]
    environment = os.environ | {"SEGMENTS_WAREHOUSE": str(folder / "warehouse.duckdb")}
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    with subprocess.Popen(command, cwd=PROJECT, env=environment, start_new_session=True, **streams) as process:
        seen = any("OK created python table model ml.trained_models" in line for line in process.stdout)
        # With the process that trains, which would hold the output open.
        os.killpg(process.pid, signal.SIGKILL)
    assert seen
    assert process.returncode != 0
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as connection:
        assert connection.execute("select max(version) from ml.trained_models").fetchall() == [(2,)]
    return before, marts(folder)


def test_a_build_that_is_killed_before_it_places_leaves_the_old_champion_in_force(killed):
    before, after = killed
    assert before == after
    assert [row[:4] for row in after["model_registry"]] == [row[:4] for row in before["model_registry"]]


@pytest.fixture(scope="module")
def shifted(folder, killed):
    """Rows of queries on the tables of the build after the one that was killed."""
    build(folder, *options(folder / "shifted.csv"))
    return asking(folder)


def test_the_next_build_completes_what_was_registered(shifted):
    champion = "select version, reason, verdict from marts.model_registry where is_champion"
    ((version, reason, verdict),) = shifted(champion)
    assert version == 2
    assert "drifted, by an index of" in reason
    assert verdict.startswith("it is better: silhouette")
    assert shifted("select count(*) from marts.model_registry") == [(2,)]


def test_segments_keep_their_numbers_and_names_and_new_ones_get_a_new_number(shifted, builds):
    query = shifted
    names = {number: name for number, name, _ in builds[1]["names"]}
    found = dict(query("select segment_id, segment_name from marts.segments"))
    assert sorted(found) == [2, 3, 4, 5]
    assert all(found[number] == names[number] for number in (2, 3, 4))
    assert found[5] not in names.values()
    for customer, segment in query("select customer_id, segment_id from marts.customer_segments"):
        if customer in builds[0]["customers"]:
            assert segment == builds[0]["customers"][customer][0]


def test_the_lineage_tells_what_became_of_the_segments(shifted):
    query = shifted
    events = dict(query("select segment_id, event from marts.segment_lineage where version = 2"))
    assert events == {1: "died", 2: "continued", 3: "continued", 4: "continued", 5: "born"}
    assert query("select min(overlap) > 0.9 from marts.segment_lineage where event = 'continued'") == [(True,)]
    assert query("select distinct event from marts.segment_lineage where version = 1") == [("born",)]


def test_every_customer_of_the_training_is_placed_by_clustering_again(shifted):
    query = shifted
    assert query("select distinct assigned_by from marts.customer_segments") == [("clustering",)]


@pytest.fixture(scope="module")
def grown(folder, shifted):
    """What two builds say of customers who all do more of the same, and rows of queries on the tables after them."""
    said = []
    for _ in range(2):
        arguments = ["build", *WITHOUT_TESTS, *options(folder / "grown.csv")]
        run = dbt(*arguments, warehouse=folder / "warehouse.duckdb", folder=folder)
        assert run.returncode == 0, run.stdout[-4000:]
        said.append(run.stdout)
    return said, asking(folder)


def test_a_challenger_that_is_no_better_is_recorded_and_does_not_take_over(grown):
    said, query = grown
    assert "shop: trains anew, since" in said[0]
    rows = query("select version, is_champion, is_stored, verdict from marts.model_registry order by version")
    assert [row[:3] for row in rows] == [(1, False, True), (2, True, True), (3, False, True)]
    assert rows[2][3].startswith("it cannot be told to be better: silhouette")
    assert query("select count(distinct model_version) from marts.customer_segments") == [(1,)]
    assert query("select distinct assigned_by from marts.customer_segments") == [("classifier",)]


def test_after_it_the_next_build_waits_before_it_trains_another(grown):
    said, query = grown
    assert "drifted, by an index of" in said[1]
    assert "but a challenger lost on" in said[1]
    assert query("select max(version) from marts.model_registry") == [(3,)]


def test_a_full_refresh_keeps_what_was(folder, grown):
    _, query = grown
    kept = ("segment_history", "segment_lineage", "model_registry", "assignment_drift", "feature_drift")
    before = {table: query(f"select * from marts.{table} order by all") for table in kept}
    arguments = ["build", "--full-refresh", "--selector", "score", *WITHOUT_TESTS, *options(folder / "grown.csv")]
    run = dbt(*arguments, warehouse=folder / "warehouse.duckdb", folder=folder)
    assert run.returncode == 0, run.stdout[-4000:]
    for table, rows in before.items():
        assert rows
        assert query(f"select * from marts.{table} order by all") == rows


def test_an_earlier_model_places_customers_in_sql(folder, grown):
    _, query = grown
    ((first,),) = query("select model_version from marts.model_registry where version = 1")
    inline = (
        "select segment_id, count(*) as customers from ({{ segment_of('shop', 'nearest_centre',"
        f" model_version='{first}') }}}}) as placed group by 1 order by 1"
    )
    arguments = ["show", "--inline", inline, "--output", "json", "--quiet", *options(folder / "grown.csv")]
    run = dbt(*arguments, warehouse=folder / "warehouse.duckdb", folder=folder)
    assert run.returncode == 0, run.stdout[-2000:]
    placed = json.loads(run.stdout[run.stdout.index("{") :])["show"]
    # Segment 5 was born later: who is in it is placed in those of old.
    assert {row["segment_id"] for row in placed} <= {1, 2, 3, 4}
    assert sum(row["customers"] for row in placed) == query("select count(*) from marts.customer_segments")[0][0]


def test_a_model_that_is_not_stored_is_refused_in_one_sentence(folder, grown):
    inline = "select * from ({{ segment_of('shop', 'network', model_version='shop-00000000') }}) as placed"
    arguments = ["show", "--inline", inline, *options(folder / "grown.csv")]
    run = dbt(*arguments, warehouse=folder / "warehouse.duckdb", folder=folder)
    assert run.returncode != 0
    assert "asks for the model 'shop-00000000', which is not stored: choose one of marts.model_registry" in run.stdout


def test_a_build_that_trains_looks_at_the_last_champion_and_not_at_itself(folder, grown):
    names, given = options(folder / "grown.csv")
    build(folder, *WITHOUT_TESTS, names, json.dumps(json.loads(given) | {"train": "always"}))
    query = asking(folder)
    assert query("select version from marts.model_registry where is_champion") == [(4,)]
    latest = "from marts.assignment_drift order by as_of_date desc limit 1"
    # Everybody does more of the same: in the last champion's eyes they have moved away.
    assert query(f"select compared_with_version, mean_distance > mean_distance_at_training {latest}") == [(2, True)]
