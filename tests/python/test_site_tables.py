"""Tables, lists, queries and what is copied from the site, in a real browser."""

import csv

import pytest
from browser import ALL_DRAWN, NEEDS_CHROMIUM, hold_time, let_time_pass, pick

from segmentation.site.customer_lists import address as address_of
from segmentation.site.customer_lists import sql
from segmentation.site.warehouse import Warehouse

pytestmark = NEEDS_CHROMIUM


def test_the_list_of_a_segment_is_downloaded_from_disk_and_over_http(open_page, served, warehouse):
    tables = Warehouse(warehouse)
    segmentation, *_ = tables.segmentations()
    segment, *_ = tables.segments(segmentation.name)
    path = address_of(segmentation.name, segment["segment_id"])
    wanted = tables.rows(sql(segmentation.name, segment["segment_id"]))
    tables.close()
    for address in (None, served):
        page = open_page("strategies", address=address)
        with page.expect_download() as found:
            page.locator(f'.sg-download[href="{path}"]').click()
        assert found.value.suggested_filename == path.rpartition("/")[2]
        with open(found.value.path(), encoding="utf-8-sig", newline="") as file:
            assert [row["customer_id"] for row in csv.DictReader(file)] == [row["customer_id"] for row in wanted]


def test_the_sql_of_a_list_is_copied(open_page):
    page = open_page("strategies")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    hold_time(page)
    page.locator(".sg-whom:visible summary").first.click()
    query = page.locator(".sg-sql:visible").first
    query.get_by_role("button").click()
    query.get_by_text("Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == query.locator("code").text_content()
    let_time_pass(page)
    assert query.get_by_role("button").inner_text() == "Copy"


def test_the_sql_is_copied_where_the_clipboard_is_closed_to_scripts(open_page):
    page = open_page("strategies")
    hold_time(page)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.evaluate("document.addEventListener('copy', () => { window.copied = getSelection().toString() })")
    page.locator(".sg-whom:visible summary").first.click()
    query = page.locator(".sg-sql:visible").first
    query.get_by_role("button").click()
    query.get_by_text("Copied").wait_for()
    assert page.evaluate("window.copied").strip() == query.locator("code").text_content()


def test_tables_sort_by_any_column_with_the_keyboard(open_page):
    page = open_page("algorithms")
    table = page.locator(".sg-algorithms table:visible")
    head = table.locator("th[scope=col]", has_text="Largest")
    place = page.evaluate("head => head.cellIndex", head.element_handle())
    numbers = f"table => [...table.tBodies[0].rows].map(row => row.cells[{place}].textContent)"
    head.get_by_role("button").focus()
    for order in ("descending", "ascending"):
        page.keyboard.press("Enter")
        assert head.get_attribute("aria-sort") == order
        shown = table.evaluate(numbers)
        known = [float(text.strip("%")) for text in shown if text != "–"]
        assert known == sorted(known, reverse=order == "descending")
        assert shown[len(known) :] == ["–"] * (len(shown) - len(known))


def test_rows_of_a_table_are_found_by_their_words(open_page):
    page = open_page("explore")
    card = page.locator(".card", has_text="Rejected rows, by reason")
    card.get_by_label("Rows with").fill("DUPLICATE exact")
    rows = card.locator("tbody tr")
    assert all("duplicate" in text for text in rows.filter(visible=True).all_inner_texts())
    assert 0 < rows.filter(visible=True).count() < rows.count()


def test_models_and_flags_sort_and_the_model_in_use_is_marked(open_page, segments, labels):
    page = open_page("trust", drawn=True)
    for label in labels:
        pick(page, label, segments)
        models = page.locator(".sg-registry table:visible")
        assert models.locator("tbody th", has_text="in use").count() == 1
        models.get_by_role("button", name="Version").click()
        versions = [int(text.split()[0]) for text in models.locator("tbody th").all_inner_texts()]
        assert versions == sorted(versions)
        page.wait_for_function(ALL_DRAWN)
    page.get_by_role("tab", name="Rejected rows by reason").click()
    reasons = page.locator("table:visible", has_text="Reason")
    for _ in range(2):
        reasons.get_by_role("button", name="Rows").click()
    counts = [int(text.replace(",", "")) for text in reasons.locator("tbody td:nth-child(3)").all_inner_texts()]
    assert counts == sorted(counts)


def test_the_list_of_tables_filters_by_tables_and_columns(open_page):
    page = open_page("data")
    everything = page.locator(".sg-public:visible").count()
    page.locator("#sg-table-filter").fill("k_selection")
    page.wait_for_function("document.querySelector('.sg-look [role=status]').textContent.includes(' of ')")
    assert "k_selection" in page.locator(".sg-public:visible code").all_inner_texts()
    page.locator("#sg-table-filter").fill("silhouette")
    page.wait_for_function("document.querySelector('.sg-public tbody tr:not([hidden])').offsetParent !== undefined")
    seen = page.locator(".sg-public[open] tbody tr:visible")
    assert seen.count() > 0
    assert all("silhouette" in text.lower() for text in seen.all_inner_texts())
    page.locator("#sg-table-filter").fill("")
    assert page.locator(".sg-public:visible").count() == everything


def test_a_ready_query_is_copied_from_disk(open_page):
    page = open_page("data")
    hold_time(page)
    query = page.locator(".sg-query", has_text="How many customers has each segment")
    query.locator("summary").click()
    query.locator(".sg-copy").click()
    assert query.locator(".sg-copy").inner_text() == "Copied"
    field = page.locator("#sg-table-filter")
    field.press("Control+V")
    assert "from marts.segments" in field.input_value()


def test_from_disk_the_page_says_how_to_serve_it(open_page, has_npm):
    page = open_page("data")
    page.get_by_text("comes from a web server" if has_npm else "npm").wait_for()
    assert not page.locator(".sg-sql-form").is_visible()


def test_a_query_runs_in_the_browser_and_asks_nobody_else(open_page, served, has_npm, segments):
    if not has_npm:
        pytest.skip("SQL in the browser needs npm when the site is made.")
    page = open_page("data", address=served)
    page.locator(".sg-sql-form").wait_for()
    page.get_by_role("button", name="Run", exact=True).click()
    page.locator(".sg-sql-answer table").wait_for()
    rows = page.locator(".sg-sql-answer tbody tr")
    assert rows.count() == sum(map(len, segments.values()))
    page.locator("#sg-sql-text").fill("select customer_id from marts.customer_segments order by all limit 3;")
    page.locator("#sg-sql-text").press("Control+Enter")
    page.wait_for_function("document.querySelectorAll('.sg-sql-answer tbody tr').length === 3")
    page.locator("#sg-sql-text").fill("select * from marts.customer_reasons")
    page.locator("#sg-sql-text").press("Control+Enter")
    if page.locator(".sg-public", has_text="customer_reasons").get_by_text("a view").count():
        page.get_by_text("Not given to the browser: customer_reasons.").wait_for()
