"""The page that finds a customer, in a real browser."""

import pytest
from browser import NEEDS_CHROMIUM, pick
from fake_marts import HOSTILE_IDS, HOSTILE_NAME

from segmentation.site.warehouse import Warehouse

pytestmark = NEEDS_CHROMIUM


@pytest.fixture
def find(open_page):
    """Open the page that finds a customer, type an id and press Enter; the answer is waited for."""
    page = open_page("customer")

    def found(customer: str):
        page.locator(".sg-find input").fill(customer)
        page.locator(".sg-find input").press("Enter")
        page.wait_for_function(
            "id => [...document.querySelectorAll('.sg-who .sg-id, .sg-unknown .sg-id')]"
            ".some(shown => shown.textContent === id)",
            arg=customer,
        )
        return page

    return found


def test_the_history_of_a_customer_is_shown_in_words(find, warehouse):
    tables = Warehouse(warehouse)
    (moved,) = tables.rows(
        "select customer_id as id, count(*) as stays, bool_or(is_backfilled) as filled_in from marts.segment_history "
        "where segmentation = 'rfm' and customer_id in (select customer_id from marts.customer_segments) "
        "group by customer_id order by stays desc, id limit 1"
    )
    tables.close()
    page = find(moved["id"])
    periods = page.locator(".sg-periods li")
    assert periods.count() == moved["stays"]
    assert "Since " in periods.first.inner_text()
    assert "first seen" in periods.last.inner_text()
    assert page.get_by_text("* Reconstructed: the segments of the first build").count() == moved["filled_in"]


def test_a_customer_is_found_with_the_segments_and_what_speaks_for_them(find, segments, warehouse):
    tables = Warehouse(warehouse)
    rows = tables.rows(
        """
        select customer_id, segmentation, segment_name, probability
        from marts.customer_segments
        where segment_id > 0 and segment_name is not null
        qualify row_number() over (partition by segmentation, segment_id order by customer_id) = 1
        """
    )
    labels = {segmentation.name: segmentation.label for segmentation in tables.segmentations()}
    tables.close()
    for row in rows:
        card = find(row["customer_id"]).locator(".sg-membership", has_text=labels[row["segmentation"]])
        assert card.locator("h2").inner_text().split("\n")[-1].split() == row["segment_name"].split()
        assert card.locator(".sg-bars").count() == (row["probability"] is not None)
        assert card.locator(".sg-advice li").count() > 0


def test_every_reason_reads_as_in_the_table(find, warehouse):
    tables = Warehouse(warehouse)
    (customer,) = tables.rows("select min(customer_id) as id, min(segmentation) as name from marts.customer_reasons")
    shown = [
        row["reason"]
        for row in tables.rows(
            "select reason from marts.customer_reasons where customer_id = ? and support_share >= 0.01 "
            "and reason_rank <= 5 order by segmentation <> 'rfm', segmentation, reason_rank",
            [customer["id"]],
        )
    ]
    tables.close()
    page = find(customer["id"])
    assert page.locator(".sg-why li > :last-child").all_text_contents() == shown


def test_the_picked_segmentation_comes_first(find, segments, warehouse):
    tables = Warehouse(warehouse)
    shared = tables.rows(
        "select customer_id from marts.customer_segments group by customer_id "
        "having count(distinct segmentation) > 1 order by customer_id limit 1"
    )
    tables.close()
    if not shared:
        pytest.skip("No two segmentations have a customer of the same id.")
    page = find(shared[0]["customer_id"])
    for label in page.locator(".sg-of").all_inner_texts():
        pick(page, label, segments)
        page.wait_for_function("label => document.querySelector('.sg-of').textContent === label", arg=label)


def test_an_unknown_id_is_named_and_near_misses_are_offered(find, warehouse):
    tables = Warehouse(warehouse)
    (known,) = tables.rows(
        "select max(customer_id) as id from marts.customer_segments where customer_id ~ '^[A-Z0-9]+$'"
    )
    tables.close()
    page = find("nobody has this id")
    assert page.locator(".sg-unknown").inner_text().startswith("There is no customer nobody has this id.")
    page = find(f" {known['id'].lower()} ")
    page.locator(".sg-unknown a", has_text=known["id"]).first.click()
    page.wait_for_selector(".sg-membership")
    assert page.locator(".sg-who .sg-id").text_content() == known["id"]


def test_ids_that_are_hard_to_write_are_found_and_never_run(find, warehouse):
    tables = Warehouse(warehouse)
    known = {row["customer_id"] for row in tables.rows("select customer_id from marts.customer_segments")}
    tables.close()
    # The field of a page takes one line.
    for customer in [hostile for hostile in HOSTILE_IDS if hostile in known and "\n" not in hostile]:
        page = find(customer)
        assert page.locator(".sg-who .sg-id").text_content() == customer
        assert page.locator(".sg-shop h2").text_content() == f"Purchases in the shop {HOSTILE_NAME}"
        assert page.evaluate("window.hacked") is None


def test_a_link_leads_to_a_customer(open_page, warehouse):
    tables = Warehouse(warehouse)
    (known,) = tables.rows(
        "select min(customer_id) as id from marts.customer_segments where segmentation = 'jewellery'"
    )
    tables.close()
    page = open_page("customer")
    page.evaluate("id => { location.hash = '#id=' + encodeURIComponent(id); }", known["id"])
    page.wait_for_selector(".sg-membership")
    assert page.locator(".sg-who .sg-id").text_content() == known["id"]
