"""A shop over months, and one thing after another that happens to it: what people were told is found again."""

import pytest
from shop_of_months import may

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
