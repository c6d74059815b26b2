"""The page on value, over a small made-up warehouse: of the shop's customers it is predicted, of the others not."""

import pytest
from fake_marts import HOSTILE_NAME

from segmentation.site.blocks import segment_cards, value

BLOCKS = [
    value.summary,
    value.by_segment,
    value.by_movement,
    value.concentration,
    value.at_risk,
    value.held,
    value.quality,
]
every_block = pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.__name__)


@every_block
def test_where_nothing_is_predicted_a_sentence_says_why(page, block):
    text, figures, written = page(block, "mall")
    # The first block says it; the cards of the others are not shown.
    is_said = "" if block is value.summary else " sg-said"
    assert written.startswith(f'<p class="sg-empty{is_said}">')
    assert "is not predicted. Where it is, this page says" in text
    assert ("Ask whoever builds the segments" in text) == (block is value.summary)
    assert figures == []


@every_block
def test_nothing_from_the_data_is_markup(page, block):
    text, _, written = page(block, "rfm")
    assert HOSTILE_NAME not in written
    assert "<script>window" not in written
    assert "None" not in text
    assert "nan" not in text


def test_the_summary_adds_up_the_customers(page):
    text, _, _ = page(value.summary, "rfm")
    assert "Orders of the next year 72 6.0 a customer" in text
    assert "60.0% of 12 customers" in text


def test_segments_stand_by_what_is_to_come_from_them(page):
    text, _, _ = page(value.by_segment, "rfm")
    assert text.index("Champions") < text.index("New and promising")
    assert "33.3%" in text


def test_movements_stand_with_what_their_customers_are_worth(page):
    text, _, _ = page(value.by_movement, "rfm")
    assert "between 30 November 2025 and 31 December 2025" in text
    assert "moved Champions" in text
    assert text.index("moved Champions") < text.index("new customers") < text.index("stayed")
    few = """
        update marts.site_settings set customers_on_site = false;
        update marts.movement_value set customers = 3 where movement = 'left'
    """
    text, _, _ = page(value.by_movement, "rfm", change=few)
    assert "moved Champions" in text
    assert " left " not in text
    text, _, _ = page(value.by_movement, "rfm", change="delete from marts.movement_value")
    assert text == value.UNMOVED


def test_the_last_prediction_stands_beside_what_came(page):
    text, _, _ = page(value.held, "rfm")
    assert "1 November 2025 30 days Customers who come back BG/NBD 700 45 50 90.0%" in text
    assert "31 December" not in text
    text, _, _ = page(value.held, "rfm", change="delete from marts.value_drift where actual is not null")
    assert text == "The first prediction of a build can be compared with what came on 30 January 2026."


def test_the_curve_of_concentration_ends_where_all_customers_have_all(page):
    _, (figure,), written = page(value.concentration, "rfm")
    expected, equal = figure["data"]
    assert (expected["x"][-1], expected["y"][-1]) == (1, 1)
    assert expected["y"][1] > expected["x"][1]
    assert equal["y"] == [0, 1]
    assert 'role="img" aria-label="Value of the next year: the best' in written
    assert "<table" in written


def test_customers_at_risk_are_shown_where_the_site_may_hold_them(page):
    text, _, _ = page(value.at_risk, "rfm")
    assert "model-0" in text
    text, _, _ = page(value.at_risk, "rfm", change="update marts.site_settings set customers_on_site = false")
    assert text == value.WITHOUT_LISTS
    text, _, _ = page(value.at_risk, "rfm", change="update marts.customer_value set value_at_risk = 0")
    assert text == value.NOBODY


def test_what_is_in_use_is_named_with_how_much_nearer_it_was(page):
    text, _, _ = page(value.quality, "rfm")
    assert "of 700 customers on 4 July 2025, and compared with what they did in the 180 days after" in text
    chance, orders = text.split("Who comes back", 1)[1].split("How many orders", 1)
    assert "Mean of the RFM cell is in use" in chance
    assert "BG/NBD is in use" in orders
    assert "off by 100.0% more" in chance
    assert text.count(" in use ") >= 3


def test_a_model_that_may_be_as_good_is_told_as_such(page):
    change = """
        update marts.value_quality set is_in_use = model = 'rfm_cells', figure = if(model = 'rfm_cells', 0.11, figure)
        where question = 'orders' and is_decisive
    """
    text, _, _ = page(value.quality, "rfm", change=change)
    assert "Mean of the RFM cell is in use. BG/NBD was a little nearer, which may be chance." in text


def test_models_whose_errors_are_alike_to_a_tenth_of_a_percent_are_as_near(page):
    change = """
        update marts.value_quality set figure = 0.1 * if(model = 'rfm_cells', 1.0002, 1)
        where question = 'orders' and is_decisive and model in ('bg_nbd', 'rfm_cells')
    """
    text, _, _ = page(value.quality, "rfm", change=change)
    assert "BG/NBD is in use. The next best, Mean of the RFM cell, was as near." in text


def test_a_prediction_that_could_not_be_tested_says_so(page):
    text, _, _ = page(value.quality, "rfm", change="delete from marts.value_quality")
    assert text == value.UNTESTED


def test_segment_cards_have_the_share_of_the_value(page):
    assert "33.3% of the value of the next year" in page(segment_cards.cards, "rfm")[0]
    assert "of the value of the next year" not in page(segment_cards.cards, "mall")[0]
