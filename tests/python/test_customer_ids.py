"""Customers of a table whose ids are written in several ways: what init says, and what a build makes of them."""

import json
import random

import duckdb
import pytest
import yaml
from conftest import PROJECT, WITHOUT_TESTS, dbt
from own_project import entry, project, propose, write  # noqa: F401

from segmentation.intake import initialise
from segmentation.intake.errors import InputError

CUSTOMERS, TWICE = 60, 3
KINDS = {
    "cards": (lambda i: f"{1700 + i}", lambda i: f"{1700 + i}.0"),
    "addresses": (lambda i: f"person{i}@mail.org", lambda i: f" Person{i}@Mail.org "),
}


def members(folder, kind):
    """A file of customers, the first of whom stand there twice, with the id in the other way."""
    plain, other = KINDS[kind]
    generator = random.Random(3)
    ids = [plain(i) for i in range(CUSTOMERS)] + [other(i) for i in range(TWICE)]
    rows = [(each, generator.randint(1, 40), round(generator.expovariate(1 / 80), 2)) for each in ids]
    return write(folder / f"{kind}.csv", ("customer_id", "visits", "spend"), rows)


@pytest.mark.parametrize("kind", KINDS)
def test_init_says_that_ids_written_in_several_ways_are_one(project, kind):  # noqa: F811
    plan = propose(members(project, kind))
    assert entry(plan)["id"] == "customer_id"
    assert plan.proposal.customers == CUSTOMERS
    ways, repeated, *identifying = plan.proposal.remarks
    assert f"writes {CUSTOMERS} customers in {CUSTOMERS + TWICE} ways" in ways
    assert "unless the input says `ids: as_written`" in ways
    assert repeated == f"customer_id repeats in {TWICE} rows, which the build sets aside."
    assert len(identifying) == (kind == "addresses")


def test_ids_written_in_one_way_are_not_worth_a_word(project):  # noqa: F811
    path = write(project / "shops.csv", ("customer_id", "visits"), [(f"K{i}.0b", i % 17) for i in range(CUSTOMERS)])
    assert propose(path).proposal.remarks == ()


@pytest.mark.parametrize("example", ["1.23457E+11", "1.23457e+11"])
def test_a_chosen_id_that_a_spreadsheet_has_shortened_is_refused(project, example):  # noqa: F811
    rows = [(example if i == 7 else f"{10**11 + i}", i % 17) for i in range(CUSTOMERS)]
    path = write(project / "scanned.csv", ("scan", "visits"), rows)
    with pytest.raises(InputError, match=r"ids in scan that a spreadsheet has shortened \(1 rows, such as 1.23457"):
        propose(path, id_column="scan")


@pytest.mark.long
def test_a_build_keeps_one_row_of_a_customer_and_lists_the_others(tmp_path):
    configured = {"segmentations": {}, "shops": {}, "sample": False}
    for kind in KINDS:
        plan = initialise.plan(str(members(tmp_path, kind)), project=PROJECT)
        configured["segmentations"][kind] = entry(plan)
    written = yaml.safe_load(json.dumps(configured["segmentations"]["cards"]))
    written["customers"]["ids"] = "as_written"
    configured["segmentations"]["cards_as_written"] = written
    arguments = ("--vars", json.dumps(configured), "--select", "+int_rejected_rows", "+finding_rejected_rows")
    run = dbt("build", *arguments, *WITHOUT_TESTS, warehouse=tmp_path / "warehouse.duckdb", folder=tmp_path)
    assert run.returncode == 0, run.stdout
    with duckdb.connect(str(tmp_path / "warehouse.duckdb"), read_only=True) as connection:
        kept = connection.execute(
            "select segmentation, count(*) filter (reject_reason is null), count(*) from staging.stg_tables__customers"
            " group by all order by all"
        ).fetchall()
        ids = connection.execute(
            "select count(*) from staging.stg_tables__customers where segmentation in ('cards', 'addresses')"
            " and (customer_id like '%.0' or customer_id <> lower(trim(customer_id)))"
        ).fetchone()
        rejected = connection.execute(
            "select dataset, reason, count(*) from intermediate.int_rejected_rows group by all order by all"
        ).fetchall()
    both = CUSTOMERS + TWICE
    assert kept == [("addresses", CUSTOMERS, both), ("cards", CUSTOMERS, both), ("cards_as_written", both, both)]
    assert ids == (0,)
    assert rejected == [("addresses", "repeated customer id", TWICE), ("cards", "repeated customer id", TWICE)]


@pytest.mark.long
def test_a_build_stops_where_a_spreadsheet_has_shortened_most_ids(tmp_path):
    path = write(tmp_path / "scanned.csv", ("scan", "visits"), [(f"{1 + i / 100}E+11", i % 17) for i in range(60)])
    people = {"customers": {"file": str(path)}, "id": "scan", "features": {"visits": {}}}
    configured = {"segmentations": {"people": people}, "shops": {}, "sample": False}
    arguments = ("--vars", json.dumps(configured), "--select", "+stg_tables__customers")
    run = dbt("build", *arguments, *WITHOUT_TESTS, warehouse=tmp_path / "warehouse.duckdb", folder=tmp_path)
    assert run.returncode != 0
    assert "`id: scan` has values that a spreadsheet has shortened in 60 of 60 rows" in " ".join(run.stdout.split())
