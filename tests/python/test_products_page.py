"""The page on products, over a small made-up warehouse: of the shop it is counted, of the others not."""

import pytest
from fake_marts import HOSTILE_NAME

from segmentation.site.blocks import products

BLOCKS = [products.together, products.next_categories, products.cohorts]
every_block = pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.__name__)


@every_block
def test_where_nothing_is_counted_a_sentence_says_why(page, block):
    assert page(block, "mall")[0] == products.NONE
    assert page(block, "rfm", change="drop table marts.cohorts")[0] == products.NONE


@every_block
def test_nothing_from_the_data_is_markup(page, block):
    text, _, written = page(block, "rfm")
    assert HOSTILE_NAME not in written
    assert "None" not in text
    assert "nan" not in text


def test_a_pair_stands_once_in_the_direction_that_says_more(page):
    text, _, _ = page(products.together, "rfm")
    # Of all customers and of a segment, categories and products.
    assert text.count("60.0%") == 4
    assert "30.0%" not in text


def test_without_sure_pairs_a_sentence_says_so(page):
    assert page(products.together, "rfm", change="delete from marts.product_affinity")[0] == products.NO_PAIRS


def test_who_comes_back_is_a_map_without_months_that_are_not_over(page):
    text, _, written = page(products.cohorts, "rfm")
    first = text[text.index("Jan 2025") : text.index("Feb 2025")]
    assert first.split()[2:] == ["100", *(f"{40 - 2 * since}%" for since in range(1, 11))]
    assert "Dec 2025" not in text[: text.index("Jan 2025")]
    assert written.count("<table") == 2


def test_a_month_in_which_hardly_anybody_began_is_left_out(page):
    change = "update marts.cohorts set customers = 4 where cohort_month = '2025-01-01'"
    text, _, _ = page(products.cohorts, "rfm", change=change)
    assert "Jan 2025" not in text
    assert "Feb 2025" in text
    assert "too few for a share" not in text
    between = "update marts.cohorts set customers = 4 where cohort_month in ('2025-03-01', '2025-04-01')"
    text, _, _ = page(products.cohorts, "rfm", change=between)
    assert "In the months between Feb 2025 and May 2025 fewer than 5 customers began: too few for a share." in text
    assert not page(products.cohorts, "rfm", change="update marts.cohorts set customers = 4")[2].count("<table")


def test_the_next_category_is_held_against_how_often_anybody_buys_it(page):
    one = "select min(customer_id) from marts.customer_segments where segmentation = 'rfm'"
    text, _, _ = page(products.next_categories, "rfm", change=f"update marts.next_product set customer_id = ({one})")
    assert "30.0% 20.0% 1.50 coffee" in text
    change = f"update marts.next_product set customer_id = ({one}), next_usual_share = next_share"
    assert page(products.next_categories, "rfm", change=change)[0] == products.NO_NEXT
    assert page(products.next_categories, "rfm", change="delete from marts.next_product")[0] == products.NO_NEXT
