"""An input that cannot be used: the others are built and published, and what it is of stays as it was, all of it."""

import shutil
from datetime import date

import duckdb
import pytest
from conftest import dbt
from own_project import write
from small_shop import HEADER, members, settings, variables, write_inputs

from segmentation.warehouse import publication

pytestmark = pytest.mark.long

# Rows of public tables by what they are of; what is said of an input that fails is new.
OWNERS = ("segmentation", "shop", "dataset")
OF_THE_BUILD = {"published_builds", "data_findings"}


@pytest.fixture(scope="module")
def folder(made_once, tmp_path_factory):
    """A shop and two customer tables, built and published once."""
    copy = tmp_path_factory.mktemp("aside") / "built"
    shutil.copytree(made_once("shop_and_two_tables", first_build), copy)
    return copy


def first_build(folder):
    write_inputs(folder, until=date(2024, 9, 30))
    write(folder / "guests.csv", ("member_no", "visits", "spend"), members(90, seed=8))
    assert built(folder).returncode == 0


def built(folder, **more):
    chosen = settings(folder)["segmentations"]
    cheap = {name: entry | {"sub_segments": False, "compare_algorithms": []} for name, entry in chosen.items()}
    guests = cheap["members"] | {"customers": {"file": str(folder / "guests.csv")}}
    more = {"segmentations": cheap | {"guests": guests}, "when_inputs_fail": "warn", "as_of_date": "2024-12-31"} | more
    arguments = ("--exclude-resource-type", "unit_test", *variables(folder, **more))
    return dbt("build", *arguments, warehouse=folder / "warehouse.duckdb", folder=folder)


def published(folder, *names):
    """All published rows of names, by table."""
    with duckdb.connect(str(publication.place(folder / "warehouse.duckdb")), read_only=True) as connection:
        columns = connection.execute(
            "select table_name, list(column_name order by column_index) from duckdb_columns()"
            " where schema_name = 'marts' group by all"
        ).fetchall()
        found = {}
        for table, of_table in columns:
            owners = [f"{owner} in {names}" for owner in OWNERS if owner in of_table]
            if owners and table not in OF_THE_BUILD:
                chosen = f"from marts.{table} where {' or '.join(owners)} order by all"
                found[table] = connection.execute(chosen).fetchall()
        return found


def value(folder, sql):
    with duckdb.connect(str(publication.place(folder / "warehouse.duckdb")), read_only=True) as connection:
        return connection.execute(sql).fetchall()


ASIDE = "select set_aside from marts.published_builds order by began_at desc limit 1"
FOUND = "select segmentation, sentence from marts.data_findings where finding = 'input_set_aside' order by all"


def test_a_table_that_is_lost_stays_and_the_others_are_built(folder):
    before, others = published(folder, "members", ""), published(folder, "guests", "till", "buyers")
    write_inputs(folder, until=date(2024, 10, 31))
    write(folder / "guests.csv", ("member_no", "visits", "spend"), members(80, seed=9))
    (folder / "members.csv").unlink()
    run = built(folder)
    assert run.returncode == 0, run.stdout[-4000:]
    assert "members.csv, which is not there" in " ".join(run.stdout.split())
    assert published(folder, "members", "") == before
    assert all(before[table] for table in ("customer_segments", "customer_reasons", "segment_history"))
    now = published(folder, "guests", "till", "buyers")
    assert now["customers"] != others["customers"]
    assert value(folder, "select count(*) from marts.customer_segments where segmentation = 'guests'") == [(80,)]
    assert value(folder, ASIDE) == [("members",)]
    [(segmentation, sentence)] = value(folder, FOUND)
    assert segmentation == "members"
    day = value(folder, "select cast(min(began_at) as date) from marts.published_builds")[0][0]
    assert f"all its tables are those of the build of {day}. The warning" in sentence


def test_a_column_that_is_gone_and_a_shop_of_rejected_lines_stay_too(folder):
    tables = published(folder, "members", "buyers", "till")
    write(folder / "members.csv", ("member_no", "visits", "money"), members(130, seed=10))
    write(folder / "orders.csv", HEADER, [("o", "c", "no day", "1")] * 300)
    write(folder / "guests.csv", ("member_no", "visits", "spend"), members(70, seed=11))
    run = built(folder)
    assert run.returncode == 0, run.stdout[-4000:]
    assert published(folder, "members", "buyers", "till") == tables
    assert value(folder, "select count(*) from marts.customer_segments where segmentation = 'guests'") == [(70,)]
    assert value(folder, ASIDE) == [("buyers, members, till",)]
    assert [segmentation for segmentation, _ in value(folder, FOUND)] == ["buyers", "members"]


def test_a_table_that_lost_most_of_its_customers_stays_though_builds_before_had_none_of_it(folder):
    tables = published(folder, "members")
    write_inputs(folder, until=date(2024, 10, 31))
    write(folder / "members.csv", ("member_no", "visits", "spend"), members(50, seed=12))
    run = built(folder)
    assert run.returncode == 0, run.stdout[-4000:]
    assert "has 50 of 120 customers of the last build, and 50 in all" in " ".join(run.stdout.split())
    assert published(folder, "members") == tables
    assert value(folder, ASIDE) == [("members",)]


def test_an_input_that_is_good_again_goes_on_where_it_was(folder):
    write_inputs(folder, until=date(2024, 11, 30))
    run = built(folder)
    assert run.returncode == 0, run.stdout[-4000:]
    assert value(folder, ASIDE) == [(None,)]
    assert value(folder, FOUND) == []
    versions = "select segmentation, max(version) from marts.model_registry group by all order by all"
    assert value(folder, versions) == [("buyers", 1), ("guests", 1), ("members", 1)]


def test_a_build_stops_where_going_on_was_not_chosen_or_nothing_is_left(folder):
    (folder / "members.csv").unlink()
    before = value(folder, "select max(began_at) from marts.published_builds")
    assert built(folder, when_inputs_fail="fail").returncode != 0
    for name in ("guests.csv", "orders.csv"):
        (folder / name).unlink()
    run = built(folder)
    assert run.returncode != 0
    assert "Traceback" not in run.stdout
    assert value(folder, "select max(began_at) from marts.published_builds") == before
