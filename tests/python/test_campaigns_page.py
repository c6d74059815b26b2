"""The page on campaigns, over a small made-up warehouse: the shop has one of each stage, the others none."""

import csv

import pytest
from fake_marts import HOSTILE_NAME

from segmentation.site import customer_lists
from segmentation.site.blocks import campaigns, strategies, value
from segmentation.site.warehouse import Warehouse

BLOCKS = [campaigns.summary, campaigns.results, campaigns.planned, campaigns.audiences]
every_block = pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.__name__)


@every_block
def test_where_there_are_none_a_sentence_says_so(page, block):
    _, figures, written = page(block, "mall")
    assert written.startswith('<p class="sg-empty">')
    assert figures == []


@every_block
def test_a_warehouse_without_the_tables_is_one_without_campaigns(page, block):
    gone = "; ".join(f"drop table marts.{name}" for name in ("campaigns", "campaign_results", "audiences"))
    _, _, written = page(block, "rfm", change=gone)
    assert written.startswith('<p class="sg-empty">')


@every_block
def test_nothing_from_the_data_is_markup(page, block):
    text, _, written = page(block, "rfm")
    assert HOSTILE_NAME not in written
    assert "<script>window" not in written
    assert "None" not in text
    assert "nan" not in text


def test_campaigns_are_counted_by_stage(page):
    text, _, _ = page(campaigns.summary, "rfm")
    assert "Running 1" in text
    assert "Ended 1 1 campaign found to work" in text
    assert "Planned 1" in text


def test_a_campaign_that_has_ended_says_what_came_of_it_and_where(page):
    text, _, _ = page(campaigns.results, "rfm")
    ended = text[text.index("spring") :]
    assert (
        "35.0% of those who got it ordered, 25.0% of those who did not: a difference of 10.0 points (very likely "
        "5.0 to 15.0)"
    ) in ended
    assert "Of every 10 customers who get it one more orders." in ended
    assert "It works with" in ended
    assert "It harms with" in ended
    assert "for a cost of 350: a gain of 100 (20 to 180)" in ended


def test_a_running_campaign_waits_for_its_end_and_shows_the_interval_for_any_day(page):
    text, figures, _ = page(campaigns.results, "rfm")
    running = text[: text.index("spring")]
    assert "too early" in running
    assert "orders count until 16 January 2026" in running
    assert "It counts until 16 January 2026." in running
    assert "On any day it may be read as 7.5 to 22.5." in running
    reach = [figure["data"][0]["error_x"]["array"][0] for figure in figures]
    assert reach[0] == pytest.approx(12.5)
    assert reach[1] == pytest.approx(5.0)


def test_a_planned_campaign_says_what_it_can_find(page):
    text, figures, _ = page(campaigns.planned, "rfm")
    assert "It finds 7.0 points" in text
    assert figures == []


def test_groups_that_were_unlike_are_warned_of(page):
    change = "update marts.campaigns set is_balanced = false, balance = 'The groups were not alike.'"
    assert "groups unlike The groups were not alike." in page(campaigns.results, "rfm", change=change)[0]


def test_a_strategy_keeps_its_record_with_the_segment(page):
    change = "update marts.segment_strategies set strategy = 'win_back' where priority = 1"
    text, _, written = page(strategies.plans, "rfm", change=change)
    assert text.count("What it has done before") == 6
    assert "It did harm in" in text
    assert "(Dec 2025): 20.0% of those who got it ordered, 25.0% of those who did not." in text
    assert HOSTILE_NAME not in written
    assert "What it has done before" not in page(strategies.plans, "rfm")[0]
    assert "Tried with them" not in text
    other = "update marts.campaign_results set strategy = 'another' where strategy = 'win_back'"
    assert page(strategies.plans, "rfm", change=f"{change}; {other}")[0].count("Tried with them:") == 4
    without = f"{change}; drop table marts.campaign_results"
    assert "What it has done before" not in page(strategies.plans, "rfm", change=without)[0]


def test_lists_are_linked_where_the_site_may_hold_customers(page):
    assert "lists/campaign-summer.csv" in page(campaigns.planned, "rfm")[2]
    assert "lists/audience-best.csv" in page(campaigns.audiences, "rfm")[2]
    change = "update marts.site_settings set customers_on_site = false"
    assert "lists/" not in page(campaigns.planned, "rfm", change=change)[2]
    assert "lists/" not in page(campaigns.audiences, "rfm", change=change)[2]


def test_a_list_of_a_campaign_has_nobody_who_is_held_out(made_up, tmp_path):
    warehouse = Warehouse(made_up(tmp_path / "warehouse.duckdb", "rfm"))
    customer_lists.write(warehouse, tmp_path)
    with (tmp_path / "lists" / "campaign-summer.csv").open(encoding="utf-8-sig", newline="") as file:
        listed = [row["customer_id"] for row in csv.DictReader(file)]
    held_out = warehouse.rows(
        "select customer_id from marts.campaign_assignments where campaign = 'summer' and campaign_group = 'held out'"
    )
    assert len(listed) == 6
    assert not {customer_lists.safe_cell(row["customer_id"]) for row in held_out} & set(listed)
    assert not (tmp_path / "lists" / "campaign-spring.csv").exists()
    warehouse.close()


def test_an_audience_says_whom_it_leaves_out_and_why(page):
    text, _, _ = page(campaigns.audiences, "rfm")
    assert "3 without consent, 2 suppressed, 1 contacted lately, 4 over the limit" in text


def test_an_audience_says_how_many_of_which_segments_are_in_it(page):
    change = """
        update marts.segments set customers = 203, segment_name = 'Loyal' where segmentation = 'rfm' and segment_id = 4
    """
    text, _, _ = page(campaigns.audiences, "rfm", change=change)
    assert "12 of the 203 in Loyal" in text
    hidden = "update marts.site_settings set customers_on_site = false"
    assert " of the 203 in" not in page(campaigns.audiences, "rfm", change=f"{change}; {hidden}")[0]


def test_what_an_expected_value_is_depends_on_whether_value_is_predicted(page):
    assert campaigns.EXPECTED in page(campaigns.audiences, "rfm")[0]
    unpredicted = "delete from marts.segment_value; delete from marts.customer_value"
    assert campaigns.SPENT in page(campaigns.audiences, "rfm", change=unpredicted)[0]
    said = page(value.summary, "rfm", change=unpredicted)[0]
    assert said.startswith(f"{value.NONE} {value.HOW}{value.SPENT}")
    alone = page(value.summary, "rfm", change=f"{unpredicted}; drop table marts.audiences")[0]
    assert alone.startswith(f"{value.NONE} {value.HOW}")
    assert value.SPENT not in alone
