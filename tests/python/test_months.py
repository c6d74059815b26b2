"""A shop over months, and one thing after another that happens to it: what people were told is found again."""

import pytest
from own_project import write
from shop_of_months import entry, may

pytestmark = pytest.mark.long

NAMES = "select segment_id, segment_name from marts.segments order by all"
STAYS = "select customer_id, segment_id, segment_name, valid_from from marts.segment_history where valid_from < "


@pytest.fixture(scope="module")
def shop(made_once, tmp_path_factory):
    """The shop after the build of May."""
    return may(made_once, tmp_path_factory.mktemp("months"))


@pytest.fixture(scope="module")
def divided(shop):
    """What was told in May; in June the shop asks for another number of segments."""
    told = {"names": dict(shop.rows(NAMES)), "stays": shop.rows(f"{STAYS} '2023-06-01' order by all")}
    shop.add(6)
    told["output"] = shop.build("--exclude-resource-type", "unit_test", k=6)
    return told


def test_a_stay_keeps_the_name_that_it_was_told_by(shop, divided):
    assert shop.rows(f"{STAYS} '2023-06-01' order by all") == divided["stays"]
    assert set(divided["names"].values()) <= {name for _, _, name, _ in divided["stays"]}
    today = dict(shop.rows(NAMES))
    assert set(today.values()) - set(divided["names"].values())
    named = shop.rows("select segment_id, segment_name, current_segment_name from marts.segment_history")
    assert {current for number, _, current in named if number in today} <= set(today.values())
    assert all(current == today[number] for number, _, current in named if number in today)


def test_a_migration_has_the_names_of_its_two_ends(shop, divided):
    today = dict(shop.rows(NAMES))
    (latest,) = shop.rows("select max(period_end) from marts.segment_migrations")
    rows = shop.rows(
        "select from_segment_id, from_segment_name, to_segment_id, to_segment_name from marts.segment_migrations"
        f" where period_end = '{latest[0]}'"
    )
    assert {(number, name) for number, name, *_ in rows if number} <= set(divided["names"].items())
    assert {(number, name) for *_, number, name in rows if number} <= set(today.items())


def test_open_stays_are_the_segments_of_today(shop, divided):
    differ = shop.rows(
        "select customer_id, segment_id from marts.customer_segments except"
        " select customer_id, segment_id from marts.segment_history where valid_to is null"
    )
    assert differ == []
    assert "assert_open_stays_are_the_segments_of_today" in divided["output"]


MEMBERS = {"id": "no", "features": {"visits": {}, "spend": {}}, "k": 3, "compare_algorithms": [], "splits": 2}


@pytest.fixture(scope="module")
def renamed(shop, divided):
    """What was known before the segmentation got another name, was taken out and came back; another one was with it."""
    members = ((i, (3, 9, 20)[i % 3] + i % 2, (50, 300, 900)[i % 3] + i) for i in range(90))
    path = write(shop.folder / "members.csv", ("no", "visits", "spend"), members)
    other = {"members": MEMBERS | {"customers": {"file": str(path)}}}
    people = {"people": entry(k=6, formerly="club")}
    before = known(shop, "club")
    shop.build(variables={"segmentations": people | other})
    then = known(shop, "people")
    shop.build(variables={"segmentations": other})
    shop.build(variables={"segmentations": people | other, "train": {"members": "always"}})
    return before, then, known(shop, "people")


def known(shop, name):
    """All that is to go on under another name."""
    queries = {
        "segments": "segment_id, segment_name, customers, model_version from marts.segments",
        "assigned": "customer_id, segment_id, assigned_by from marts.customer_segments",
        "stays": "customer_id, segment_id, segment_name, valid_from, valid_to, cause from marts.segment_history",
        "lineage": "version, segment_id, segment_name, event from marts.segment_lineage",
        "drift": "as_of_date, feature from marts.feature_drift",
        "registry": "version, model_version, is_champion, verdict from marts.model_registry",
    }
    return {
        what: shop.rows(f"select {query} where segmentation = '{name}' order by all") for what, query in queries.items()
    }


def test_a_segmentation_with_another_name_goes_on(shop, renamed):
    before, then, _ = renamed
    assert then == before
    tables = shop.rows(
        "select concat(table_schema, '.', table_name) from information_schema.columns"
        " where column_name = 'segmentation' and table_schema in ('ml', 'marts')"
    )
    assert not [table for (table,) in tables if shop.rows(f"select 1 from {table} where segmentation = 'club' limit 1")]


def test_one_that_was_taken_out_and_is_back_goes_on_from_its_champion(shop, renamed):
    _, then, back = renamed
    assert back == then


def test_one_of_two_was_trained_as_it_was_asked(shop, renamed):
    counted = dict(shop.rows("select segmentation, count(*) from marts.model_registry group by all"))
    assert counted == {"people": 2, "members": 2}


@pytest.fixture(scope="module")
def merged(shop, renamed):
    """In July two pairs of ids turn out to be one customer each."""
    ids = write(shop.folder / "ids.csv", ("source_customer_id", "customer_id"), [("C003", "C007"), ("C010", "C011")])
    shop.add(7)
    shop.build(name="people", k=6, shop={"customer_ids": {"file": str(ids)}})


def test_two_ids_that_became_one_are_merged_and_not_lost(shop, merged):
    gone = "select sum(customers), sum(merged) from marts.segment_migrations where to_segment_id is null"
    assert shop.rows(f"{gone} and segmentation = 'people' and period_end = '2023-07-28'") == [(2, 2)]
    into = "select customer_id, merged_into from marts.segment_history where merged_into is not null order by all"
    assert shop.rows(into) == [("C003", "C007"), ("C010", "C011")]
