"""A shop that changes: prices double, a kind of customer goes, another comes, and some behave like others."""

import json

import duckdb
import pytest
import yaml
from conftest import PROJECT, WITHOUT_TESTS, build, dbt

pytestmark = pytest.mark.long

SAMPLE = PROJECT / "seeds" / "sample"
INPUTS = ("customers", "order_lines", "web_sessions", "support_tickets", "survey_answers", "campaign_contacts")
GONE, COPIED, CAUTIOUS, LIVELY = "serial_returners", "lapsed_regulars", "bargain_hunters", "champions"
SWITCHED = 12


ALIKE = "(select customer_id from personas where segmentation = 'rfm' and persona = '{}')"


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    """A folder with the inputs after the change as files, and the customers who behave like others now."""
    folder = tmp_path_factory.mktemp("shift")
    connection = duckdb.connect()
    for name in (*INPUTS, "personas"):
        connection.sql(f"create table {name} as from read_csv('{SAMPLE / f'sample_{name}.csv'}', all_varchar = true)")
    connection.sql(
        f"""
        create table switched as
        select old.customer_id as old_id, new.customer_id as new_id
        from (select *, row_number() over (order by customer_id) as place from {ALIKE.format(CAUTIOUS)}) as old
        inner join (select *, row_number() over (order by customer_id) as place from {ALIKE.format(LIVELY)}) as new
            using (place)
        where place <= {SWITCHED}
        """
    )
    for name in INPUTS:
        columns = connection.sql(f"select * from {name}").columns
        connection.sql(f"delete from {name} where customer_id in {ALIKE.format(GONE)}")
        if name != "customers":
            connection.sql(f"delete from {name} where customer_id in (select old_id from switched)")
            ids = {"customer_id": "old_id", columns[0]: f"'S' || {columns[0]}"}
            own = ", ".join(ids.get(column, column) for column in reversed(columns))
            order = ", ".join(reversed(columns))
            connection.sql(
                f"insert into {name} ({order}) select {own} from {name} join switched on customer_id = new_id"
            )
    for name in ("customers", "order_lines"):
        ids = {column: f"'N' || {column}" for column in ("customer_id", "order_id")}
        own = ", ".join(ids.get(column, column) for column in connection.sql(f"select * from {name}").columns)
        connection.sql(f"insert into {name} select {own} from {name} where customer_id in {ALIKE.format(COPIED)}")
    connection.sql(
        "insert into support_tickets select 'N' || customer_id || number, 'N' || customer_id,"
        f" '2025-10-01 10:00:00', 'delivery', 'true', '1' from {ALIKE.format(COPIED)}, range(5) as numbers(number)"
    )
    connection.sql(
        "insert into web_sessions select 'N' || customer_id || number, 'N' || customer_id,"
        f" '2025-11-10 10:00:00', 'phone', '5', '4.0' from {ALIKE.format(COPIED)}, range(30) as numbers(number)"
    )
    connection.sql(
        "update order_lines set unit_price = 2 * cast(unit_price as decimal(12, 2)),"
        " list_price = 2 * cast(list_price as decimal(12, 2)) where try_cast(unit_price as decimal(12, 2)) is not null"
    )
    for name in INPUTS:
        connection.sql(f"select * from {name}").write_csv(str(folder / f"{name}.csv"))
    switched = {row[0] for row in connection.sql("select old_id from switched").fetchall()}
    connection.close()
    return folder, switched


def options(shop, as_of_date):
    project = yaml.safe_load((PROJECT / "dbt_project.yml").read_text())
    entry = project["vars"]["segmentations"]["rfm"] | {"compare_algorithms": [], "splits": 2}
    variables = {"segmentations": {"rfm": entry}, "shops": {"sample": shop}, "as_of_date": as_of_date}
    return [*WITHOUT_TESTS, "--vars", json.dumps(variables)]


@pytest.fixture(scope="module")
def query(changed):
    """Rows of queries after a build of the sample and one of the changed shop a month later."""
    folder, _ = changed
    as_it_was = {name: {"model": f"sample_{name}"} for name in INPUTS}
    as_it_is = {name: {"file": str(folder / f"{name}.csv")} for name in INPUTS}
    warehouse = build(folder, *options(as_it_was, "2025-12-31"))
    run = dbt("build", *options(as_it_is, "2026-01-31"), warehouse=warehouse, folder=folder)
    assert run.returncode == 0, run.stdout[-4000:]
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        yield lambda sql: connection.sql(sql).fetchall()


def test_the_drift_is_seen_where_it_is(query):
    drifts = dict(query("select feature, drift from marts.feature_drift"))
    assert drifts["monetary"] == drifts["sessions"] == "much"
    assert drifts["discount_share"] == "none"


def test_a_challenger_is_trained_and_takes_over_for_its_figures(query):
    (first, second) = query("select is_champion, reason, verdict from marts.model_registry order by version")
    assert first == (False, "there was no model", "there was no other model to compare it with")
    assert second[0]
    assert "drifted, by an index of" in second[1]
    assert second[2].startswith("it is better: silhouette")
    figures = dict(query("select way, silhouette from marts.model_updates"))
    assert set(figures) == {"champion", "anew", "warm_start", "combined"}
    assert figures["anew"] > figures["champion"]


def most_of(query, condition):
    """The segment of most customers of a kind, and what share of them it has."""
    rows = query(
        "select segment_id, count(*) / sum(count(*)) over () as share from marts.customer_segments"
        f" where {condition} group by segment_id order by share desc"
    )
    return rows[0]


def test_who_came_are_a_segment_that_is_born(query):
    segment, share = most_of(query, "customer_id like 'N%'")
    assert share > 0.9
    lineage = query(f"select version, event from marts.segment_lineage where segment_id = {segment}")
    assert lineage == [(2, "born")]


def test_the_segment_of_those_who_went_dies(query):
    connection = "read_csv('{}')".format(SAMPLE / "sample_personas.csv")
    ((segment,),) = query(
        f"""
        select mode(segment_id)
        from marts.segment_history
        where valid_to is not null
            and customer_id in (select customer_id from {connection} where persona = '{GONE}')
            and customer_id not in (select customer_id from marts.customer_segments)
        """
    )
    event = query(f"select event from marts.segment_lineage where version = 2 and segment_id = {segment}")
    assert event == [("died",)]
    assert query(f"select * from marts.customer_segments where segment_id = {segment}") == []


def test_the_other_segments_go_on_under_their_numbers(query):
    persona = "(select customer_id from read_csv('{}') where persona = '{}')"
    for kind in (LIVELY, CAUTIOUS, COPIED):
        same = query(
            f"""
            select avg(case when before.segment_id = now.segment_id then 1 else 0 end)
            from marts.customer_segments as now
            inner join marts.segment_history as before
                on now.customer_id = before.customer_id and date '2026-01-30' >= before.valid_from
                and date '2026-01-30' < coalesce(before.valid_to, date '9999-12-31')
            where now.customer_id in {persona.format(SAMPLE / "sample_personas.csv", kind)}
            """
        )
        assert same[0][0] > 0.85


def test_who_behaves_like_others_has_moved_for_that(query, changed):
    _, switched = changed
    moves = query("select customer_id, cause from marts.segment_history where valid_from = '2026-01-31'")
    causes = {customer: cause for customer, cause in moves if customer in switched}
    assert len(causes) >= 0.75 * SWITCHED
    assert set(causes.values()) == {"customer"}


def test_a_month_alone_moves_nobody_to_another_cause_than_the_two(query):
    migrations = query(
        """
        select sum(customers), sum(customer_changed + model_changed + both_changed), sum(model_changed + both_changed)
        from marts.segment_migrations
        where period_end = '2026-01-31' and from_segment_id <> to_segment_id
        """
    )
    ((moved, caused, by_the_model),) = migrations
    assert moved == caused
    assert 0 < by_the_model < moved


def test_totals_of_the_migrations_are_those_of_the_customers(query):
    (totals,) = query(
        """
        select
            (select sum(customers) from marts.segment_migrations
            where period_end = '2026-01-31' and to_segment_id is not null),
            (select count(*) from marts.customer_segments),
            (select sum(customers) from marts.segment_migrations
            where period_end = '2026-01-31' and to_segment_id is null)
        """
    )
    assert totals[0] == totals[1]
    assert totals[2] > 100
