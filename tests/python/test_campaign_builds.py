"""A campaign of an own shop over whole builds: planned, frozen at its start, measured, exported, and erased from."""

import json
from datetime import date

import duckdb
import pytest
from conftest import WITHOUT_TESTS, dbt
from own_project import write
from small_shop import build_month, name, settings

from segmentation.intake import reading
from segmentation.warehouse import backup, erasure

pytestmark = pytest.mark.long

AUDIENCES = {"buyers": {"segmentation": "buyers", "where": "monetary > 50", "not_contacted_days": 14}}
MEMBERS = "select customer_id from marts.audience_members where left_on is null"
CAMPAIGNS = {
    "autumn": {
        "audience": "buyers",
        "start": "2024-10-01",
        "end": "2024-10-21",
        "follow_up_days": 7,
        "holdout": 0.3,
        "cost": 0.5,
    },
    # Of a customer table: groups of a list, and what counts from another.
    "club": {
        "segmentation": "members",
        "start": "2024-09-01",
        "end": "2024-09-20",
        "follow_up_days": 5,
        "members": {"id": "no", "treated": "side = 'A'"},
        "outcome": {"id": "no", "on": "day", "revenue": "paid"},
    },
}


def given(folder):
    """Audiences and campaigns whose lists are files of a folder."""
    audience = AUDIENCES["buyers"] | {
        "suppressed": {"file": str(folder / "unsubscribed.csv"), "id": "no"},
        "consented": {"file": str(folder / "newsletter.csv"), "id": "no", "given": "opted_in"},
    }
    lists = {
        key: dict(CAMPAIGNS["club"][key], file=str(folder / f"{key}_of_club.csv")) for key in ("members", "outcome")
    }
    return {"audiences": {"buyers": audience}, "campaigns": CAMPAIGNS | {"club": CAMPAIGNS["club"] | lists}}


def write_lists(folder):
    """Who has unsubscribed, two groups, and what counts: half of the first and an eighth of the other did it."""
    write(folder / "unsubscribed.csv", ("no",), [(name(0),), (name(1),)])
    consents = [(name(i), "no" if i == 2 else "yes") for i in range(180) if i != 3]
    write(folder / "newsletter.csv", ("no", "opted_in"), [*consents, (name(5), "no")])
    write(folder / "members_of_club.csv", ("no", "side"), [(name(i), "AB"[i % 2]) for i in range(120)])
    did = [i for i in range(120) if i % (4 if i % 2 == 0 else 16) == i % 2]
    write(folder / "outcome_of_club.csv", ("no", "day", "paid"), [(name(i), "2024-09-10", "12.50") for i in did])


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    folder, found = tmp_path_factory.mktemp("campaigns"), {}
    write_lists(folder)
    days = (date(2024, 9, 30), ()), (date(2024, 10, 31), ("--full-refresh",))
    for day, arguments in days:
        train = {"train": "always"} if arguments else {}
        warehouse = build_month(folder, day, *arguments, *WITHOUT_TESTS, **given(folder), **train)
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            rows = connection.execute("from marts.campaign_assignments order by all").fetchall()
            campaigns = connection.execute("from marts.campaigns").df().set_index("campaign")
            results = connection.execute("from marts.campaign_results").df()
            audience = connection.execute("from marts.audiences").df().iloc[0]
            members = {row[0] for row in connection.execute(MEMBERS).fetchall()}
            trained = connection.execute("select max(trained_on) from marts.model_registry").fetchone()[0]
        found[day.month] = (rows, campaigns, results, audience, members)
        assert trained == day
    return warehouse, found


def test_groups_of_the_day_before_the_start_stay(seen):
    """Through a full refresh and a model that was trained anew."""
    _, found = seen
    assert found[10][0] == found[9][0]
    assert found[9][1].loc["autumn"].stage == "planned"
    assert "who get it and" in found[9][1].loc["autumn"].plan
    ended = found[10][1].loc["autumn"]
    assert (ended.stage, ended.is_balanced, ended.late_members) == ("ended", True, 0)


def test_members_are_who_may_be_addressed_and_was_not_of_late(seen):
    """Neither who gave no consent or is on the list of those to leave out, nor whom a campaign treated."""
    _, found = seen
    assert tuple(found[9][3][["without_consent", "suppressed", "contacted_lately"]]) == (3, 2, 0)
    treated = {row[2] for row in found[9][0] if row[0] == "autumn" and row[3] == "treated"}
    assert treated <= found[9][4]
    assert not {name(i) for i in (0, 1, 2, 3, 5)} & found[9][4]
    assert not treated & found[10][4]
    assert found[10][3].contacted_lately == len(treated)
    assert found[10][3].customers == len(found[10][4]) > 0


def test_orders_of_the_shop_are_what_counts(seen):
    warehouse, found = seen
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        ((converted, revenue),) = connection.execute("""
            select avg(is_one), avg(spent) from (
                select
                    assigned.customer_id,
                    (count(orders.amount) > 0)::int as is_one,
                    coalesce(sum(orders.amount), 0) as spent
                from marts.campaign_assignments as assigned
                left join staging.stg_shop__order_lines as orders
                    on assigned.customer_id = orders.customer_id and orders.reject_reason is null
                    and cast(ordered_at as date) between '2024-10-01' and '2024-10-28'
                where campaign = 'autumn' and campaign_group = 'held out'
                group by all
            )
        """).fetchall()
    results = (
        found[10][2].query("campaign == 'autumn' and segment_id.isna() and method == 'plain'").set_index("measure")
    )
    for measure, expected in (("conversion", converted), ("revenue", float(revenue))):
        if measure in results.index:
            assert results.loc[measure].held_out_mean == pytest.approx(expected)


def test_a_campaign_of_a_customer_table_is_measured_by_its_own_list(seen):
    _, found = seen
    row = found[9][2].query("campaign == 'club' and segment_id.isna() and measure == 'conversion'").iloc[0]
    assert (row.treated, row.held_out, row.treated_mean, row.held_out_mean) == (60, 60, 0.5, pytest.approx(8 / 60))
    assert row.verdict == "works"
    revenue = found[9][2].query("campaign == 'club' and segment_id.isna() and measure == 'revenue'").iloc[0]
    assert revenue.treated_mean == pytest.approx(6.25)


def test_groups_come_back_from_an_export(seen, tmp_path):
    warehouse, _ = seen
    backup.export(warehouse, tmp_path / "out", "0.1.0")
    backup.restore(tmp_path / "again.duckdb", tmp_path / "out", "0.1.0")
    query = "from marts.campaign_assignments order by all"
    both = []
    for path in (warehouse, tmp_path / "again.duckdb"):
        with duckdb.connect(str(path), read_only=True) as connection:
            both.append(connection.execute(query).fetchall())
    assert both[0] == both[1]


def test_who_is_forgotten_is_in_no_group_and_comes_into_none(seen, tmp_path):
    warehouse, _ = seen
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        gone = connection.execute(
            "select customer_id from marts.campaign_assignments where campaign = 'autumn' order by all limit 1"
        ).fetchone()[0]
    folder = warehouse.parent
    salt = "s"
    with duckdb.connect() as connection:
        digest = connection.execute("select sha256(concat(?, ?))", [salt, gone]).fetchone()[0]
    erasure.erase(warehouse, [erasure.Forgotten("*", salt, digest)], 1, reading.unified_id)
    tables = (
        "marts.campaign_assignments",
        "marts.audience_members",
        "ml.campaign_outcomes",
        "staging.stg_campaigns__given",
    )

    def left():
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            return [
                connection.execute(f"select count(*) from {table} where customer_id = ?", [gone]).fetchone()[0]
                for table in tables
            ]

    assert left() == [0, 0, 0, 0]
    # The lists still have them, and are read without them.
    variables = settings(folder) | given(folder) | {"as_of_date": "2024-10-31", "forgotten_customers": [gone]}
    arguments = ("run", "--select", "stg_campaigns__given", "--vars", json.dumps(variables))
    run = dbt(*arguments, warehouse=warehouse, folder=folder)
    assert run.returncode == 0, run.stdout[-4000:]
    assert left() == [0, 0, 0, 0]
