"""Audiences and groups from day to day: who comes and leaves is told, and nobody's group changes.

The models of the sample's audience and campaign run over a few made-up tables, a day after the other.
"""

import json
from datetime import date

import duckdb
import pytest
from fake_marts import public_tables

MODELS = ("audience_candidates", "audience_members", "audiences", "campaign_assignments")
START = date(2026, 1, 12)
KNOWN = """
    create schema marts; create schema ml; create schema features; create schema staging;
    create table features.customer_features (shop text, customer_id text, is_current boolean, monetary double);
    create table staging.stg_campaigns__given
        (kind text, name text, customer_id text, is_treated boolean, happened_on date, revenue double);
    create table staging.stg_shop__campaign_contacts (shop text, customer_id text, sent_on date, reject_reason text);
    create table ml.segment_periods
        (segmentation text, customer_id text, segment_id integer, segment_name text, valid_from date, valid_to date);
    create table ml.segmentation_settings (segmentation text, as_of_date date);
"""
# An audience has both segments, since both have the same first strategy.
CUSTOMERS = [(f"C{number:03}", 1 + number % 2, 100 + number % 50) for number in range(200)]


class Days:
    """A warehouse that is built on one day after the other."""

    def __init__(self, folder, run):
        self.folder, self.run, self.warehouse = folder, run, folder / "warehouse.duckdb"
        with duckdb.connect(str(self.warehouse)) as connection:
            connection.execute(KNOWN)
            for table in ("customer_segments", "segment_strategies", "customer_value"):
                columns = ", ".join(f"{name} {kind}" for name, kind in public_tables()[table].items())
                connection.execute(f"create table marts.{table} ({columns})")

    def build(self, day, customers=CUSTOMERS, *, names=("One", "Two"), contacted=(), arguments=()):
        """Build a day on which the shop has these customers, in segments of these names."""
        rows = [(customer, segment, names[segment - 1], monetary) for customer, segment, monetary in customers]
        with duckdb.connect(str(self.warehouse)) as connection:
            for table in ("marts.customer_segments", "marts.segment_strategies", "features.customer_features"):
                connection.execute(f"delete from {table}")
            connection.execute("delete from ml.segmentation_settings")
            connection.execute("delete from staging.stg_shop__campaign_contacts")
            connection.execute("insert into ml.segmentation_settings values ('rfm', ?)", [day])
            connection.executemany(
                "insert into marts.customer_segments (segmentation, customer_id, segment_id, segment_name)"
                " values ('rfm', ?, ?, ?)",
                [row[:3] for row in rows],
            )
            connection.executemany(
                "insert into features.customer_features values ('sample', ?, true, ?)",
                [(customer, monetary) for customer, *_, monetary in rows],
            )
            for segment in (1, 2):
                connection.execute(
                    "insert into marts.segment_strategies (segmentation, segment_id, priority, strategy)"
                    " values ('rfm', ?, 1, 'win_back')",
                    [segment],
                )
            for customer in contacted:
                connection.execute(
                    "insert into staging.stg_shop__campaign_contacts values ('sample', ?, ?, null)", [customer, day]
                )
        self.run("run", "--select", *MODELS, *arguments, warehouse=self.warehouse, folder=self.folder)

    def rows(self, query):
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            return connection.execute(query).fetchall()

    @property
    def groups(self):
        query = "select customer_id, campaign_group from marts.campaign_assignments where campaign = 'january_win_back'"
        return dict(self.rows(query))

    def changes(self):
        query = "select change, count(*) from marts.audience_members group by change"
        return dict(self.rows(query))


@pytest.fixture(scope="module")
def seen(warm_dbt, tmp_path_factory):
    """What there is after each of several days."""
    days, found = Days(tmp_path_factory.mktemp("campaigns"), warm_dbt), {}

    def build(name, *arguments, **settings):
        days.build(*arguments, **settings)
        rows = days.rows("select * from marts.campaign_assignments order by all")
        members = {row[0] for row in days.rows("select customer_id from marts.audience_members where left_on is null")}
        sizes = days.rows("select customers, came, left_since, contacted_lately, has_changed_much from marts.audiences")
        found[name] = {"rows": rows, "members": members, "audience": sizes[0]}
        found[name] |= {"groups": days.groups, "changes": days.changes()}

    build("first", date(2025, 12, 31))
    later = [*CUSTOMERS[20:], *((f"N{number:03}", 1, 120) for number in range(10))]
    build("before", date(2026, 1, 11), later, contacted=["C199"])
    # The segments have other numbers and names, and most have left the audience.
    turned = [(customer, 3 - segment, 500) for customer, segment, _ in CUSTOMERS[100:]]
    build("started", START, turned, names=("Uno", "Due"), arguments=["--full-refresh"])
    # Fourteen days after the last day of the campaign.
    build("rested", date(2026, 2, 8), turned)
    return found


def test_of_each_stratum_the_wished_share_is_held_out(seen):
    held_out = sum(group == "held out" for group in seen["first"]["groups"].values())
    assert len(seen["first"]["groups"]) == 200
    # Six strata, each to a customer.
    assert abs(held_out - 0.3 * 200) <= 6
    strata = {}
    for row in seen["first"]["rows"]:
        strata.setdefault((row[4], row[6]), []).append(row[3] == "held out")
    assert set(strata) == {(segment, third) for segment in (1, 2) for third in (1, 2, 3)}
    for members in strata.values():
        assert abs(sum(members) - 0.3 * len(members)) < 1


def test_before_the_start_members_come_and_go_and_keep_their_group(seen):
    first, before = seen["first"]["groups"], seen["before"]["groups"]
    assert {customer: first[customer] for customer in before if customer in first} == {
        customer: group for customer, group in before.items() if customer in first
    }
    assert not set(before) & {customer for customer, *_ in CUSTOMERS[:20]}
    assert "C199" not in before
    assert {customer for customer in before if customer.startswith("N")} == {f"N{number:03}" for number in range(10)}


def test_from_the_start_on_nobody_leaves_comes_or_changes(seen):
    """Neither another segment, another name of it nor a full refresh changes a group."""
    assert seen["started"]["rows"] == seen["before"]["rows"]


def test_an_audience_says_who_came_and_left(seen):
    assert seen["first"]["changes"] == {"came": 200}
    assert seen["before"]["audience"] == (189, 10, 21, 1, False)
    assert seen["before"]["changes"] == {"stayed": 179, "came": 10, "left": 21}


def test_whom_a_campaign_treats_is_contacted_until_it_ends(seen):
    before, treated = seen["before"], {name for name, group in seen["before"]["groups"].items() if group == "treated"}
    # The day before the start they are members all the same.
    assert treated <= before["members"]
    here = {customer for customer, *_ in CUSTOMERS[100:]}
    assert seen["started"]["members"] == here - treated
    assert seen["started"]["audience"][3] == len(here & treated)
    # Half of the audience has gone, and it is said.
    assert seen["started"]["audience"][4]
    assert seen["rested"]["members"] == here
    assert seen["rested"]["rows"] == before["rows"]


@pytest.mark.long
def test_a_day_that_is_built_again_or_an_earlier_one_changes_nothing(warm_dbt, tmp_path):
    days = Days(tmp_path, warm_dbt)
    tables = ("audience_members", "campaign_assignments")

    def everything():
        return {table: days.rows(f"select * from marts.{table} order by all") for table in tables}

    days.build(date(2025, 12, 31))
    days.build(date(2026, 1, 11), CUSTOMERS[20:])
    before = everything()
    days.build(date(2026, 1, 11), CUSTOMERS[20:])
    assert everything() == before
    days.build(date(2025, 12, 31), CUSTOMERS[50:])
    assert everything() == before


@pytest.mark.parametrize("late", ["leave_out", "assign"])
@pytest.mark.long
def test_a_campaign_that_is_seen_after_its_start_counts_from_the_day_after(warm_dbt, tmp_path, late):
    days = Days(tmp_path, warm_dbt)
    campaigns = {
        "late": {
            "audience": "lapsed",
            "start": "2026-01-12",
            "end": "2026-01-25",
            "late_members": late,
            "is_sample": True,
        }
    }
    arguments = ["--vars", json.dumps({"campaigns": campaigns})]
    days.build(date(2026, 1, 14), CUSTOMERS[:100], arguments=arguments)
    rows = "select distinct assigned_on, counts_from, is_late from marts.campaign_assignments order by all"
    assert days.rows(rows) == [(date(2026, 1, 14), date(2026, 1, 15), True)]
    days.build(date(2026, 1, 18), arguments=arguments)
    assert len(days.rows(rows)) == (1 if late == "leave_out" else 2)
    days.build(date(2026, 1, 25), [*CUSTOMERS, ("Z", 1, 200)], arguments=arguments)
    assert days.rows("select * from marts.campaign_assignments where customer_id = 'Z'") == []
