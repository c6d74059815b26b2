"""The page on strategies and the lists of customers, over a small made-up warehouse."""

import csv
import re

import pytest
from fake_marts import HOSTILE_NAME

from segmentation.site import customer_lists
from segmentation.site.blocks import overview, strategies
from segmentation.site.warehouse import Segmentation, Warehouse

OFF = "update marts.site_settings set customers_on_site = false"


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_every_strategy_is_shown_with_the_traits_behind_it(page):
    change = (
        "update marts.segment_strategies set because = 'orders 6 (3 overall); age 20 (40 overall)' where priority = 1"
    )
    text, _, html = page(strategies.plans, change=change)
    assert html.count('class="sg-recommendation"') == 15
    for word in (
        "Keep them buying",
        "Invite them to the preview",
        "Early access",
        "We saved you a seat.",
        "Orders in 60",
    ):
        assert text.count(word) >= 5
    assert html.count("<li>orders 6 (3 overall)</li><li>age 20 (40 overall)</li>") == 5


def test_a_segment_without_a_recommendation_says_so_and_has_its_list(page):
    text, _, html = page(strategies.plans, change="delete from marts.segment_strategies where segment_id = 2")
    assert text.count("The playbook has no recommendation for these customers.") == 1
    assert html.count("sg-download") == 5


def test_names_are_escaped(page):
    text, _, html = page(strategies.plans, "rfm")
    assert HOSTILE_NAME in text
    assert HOSTILE_NAME not in html
    assert "<em>" not in html


def test_the_list_holds_what_its_sql_gives(opened, tmp_path):
    warehouse = opened()
    customer_lists.write(warehouse, tmp_path)
    for segmentation in warehouse.segmentations():
        for segment in warehouse.segments(segmentation.name):
            key = segmentation.name, segment["segment_id"]
            rows = warehouse.rows(customer_lists.sql(*key))
            found = read(tmp_path / customer_lists.address(*key))
            assert [row[0] for row in found[1:]] == [row["customer_id"] for row in rows]
    assert len(read(tmp_path / "lists" / "rfm-4.csv")) == 22


def test_a_name_with_quotes_stays_a_literal(opened):
    text = customer_lists.sql("x' or '1'='1", 1)
    assert "segmentation = 'x'' or ''1''=''1' and segment_id = 1" in text
    assert opened().rows(text) == []


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＠x"])
def test_no_spreadsheet_takes_a_text_for_a_formula(opened, tmp_path, text):
    quoted = text.replace("'", "''")
    change = f"update marts.customer_segments set customer_id = '{quoted}' where customer_id = '1-0'"
    customer_lists.write(opened(change), tmp_path)
    found = read(tmp_path / "lists" / "mall-1.csv")
    assert f"'{text}" in [row[0] for row in found]
    assert not any(cell.startswith(customer_lists.FORMULA_STARTS) for row in found for cell in row)


def test_numbers_and_plain_texts_stay_as_they_are():
    assert customer_lists.safe_cell(-0.5) == -0.5
    assert customer_lists.safe_cell(None) is None
    assert customer_lists.safe_cell("K-1 = 2") == "K-1 = 2"


def test_where_customers_may_not_leave_the_warehouse_there_is_only_sql(page, opened, tmp_path):
    text, _, html = page(strategies.plans, change=OFF)
    assert ".csv" not in html
    assert "Download" not in text
    assert text.count("where segmentation = 'mall' and segment_id = 3") == 1
    assert "Customer data stays in the warehouse" in page(strategies.summary, change=OFF)[0]
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "mall-1.csv").write_text("left over")
    customer_lists.write(opened(OFF), tmp_path)
    assert not (tmp_path / "lists").exists()


def test_without_the_setting_nobody_is_let_out(opened, tmp_path):
    customer_lists.write(opened("delete from marts.site_settings"), tmp_path)
    assert list(tmp_path.glob("lists/*")) == []


def test_every_link_to_a_list_has_its_file(fake, site_of):
    folder = site_of(fake)
    links = [
        link
        for page in ("index", "strategies", "campaigns")
        for link in re.findall(r'href="(lists/[^"]+)"', (folder / f"{page}.html").read_text("utf-8"))
    ]
    # Segments, an audience, and a campaign that runs and one that is planned.
    assert len(set(links)) == 5 + 6 + 3 + 3 + 1 + 2
    assert sorted(set(links)) == sorted(f"lists/{path.name}" for path in (folder / "lists").iterdir())


def test_what_comes_first_on_the_overview_is_first_and_marked(page):
    text, _, html = page(strategies.plans, "rfm")
    first = re.search(r"strategies-rfm-(\d+)", page(overview.opening, "rfm")[2])[1]
    assert re.search(r'id="strategies-rfm-(\d+)"', html)[1] == first
    assert text.count("do this first") == 1


def test_lists_mark_who_is_held_out_of_a_campaign_that_is_not_over(opened, tmp_path):
    of_segment = "(select min(customer_id) from marts.customer_segments where segmentation = 'rfm' and segment_id = 4)"
    held_out = """
        update marts.campaign_assignments set customer_id = {}
        where campaign in (select campaign from marts.campaigns where stage {}) and customer_id = '12'
    """
    for stage, found in (("= 'planned'", 1), ("= 'ended'", 0)):
        customer_lists.write(opened(held_out.format(of_segment, stage)), tmp_path)
        head, *rows = read(tmp_path / "lists" / "rfm-4.csv")
        assert head[-1] == "held_out_of"
        assert [place for place, row in enumerate(rows) if row[-1]] == [0] * found


def test_without_campaigns_lists_say_nothing_of_them(opened, tmp_path):
    customer_lists.write(opened("drop table marts.campaigns"), tmp_path)
    assert read(tmp_path / "lists" / "rfm-1.csv")[0][-1] == "assigned_by"


def test_the_list_of_those_who_leave_has_whom_the_overview_counts(built_warehouse, tmp_path):
    warehouse = Warehouse(built_warehouse)
    segmentation = Segmentation("rfm", "rfm")
    customer_lists.write(warehouse, tmp_path)
    changes = {row["change"]: row["customers"] for row in warehouse.query("changes", segmentation)}
    head, *rows = read(tmp_path / customer_lists.leaving_address("rfm"))
    assert len({row[0] for row in rows}) == len(rows) == changes["slipping"] + changes["quiet"]
    now = {
        row["customer_id"]: row["segment_id"]
        for row in warehouse.rows(
            "select customer_id, segment_id from marts.customer_segments where segmentation = 'rfm'"
        )
    }
    assert all(now[row[0]] == int(row[1]) for row in rows)
    assert head[:2] == ["customer_id", "segment_id"]
    warehouse.close()
