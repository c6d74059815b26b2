"""The blocks of the segments page on profiles, over a small made-up warehouse."""

import json
import re

import plotly.graph_objects as go
import pytest
from fake_marts import HOSTILE_NAME

from segmentation.site import charts
from segmentation.site.blocks import profiles, segment_cards

BLOCKS = (profiles.heat_map, profiles.comparison)


def features(figures):
    return {feature["label"]: feature for feature in figures[1]["features"]}


@pytest.mark.parametrize("block", BLOCKS)
def test_without_profiles_there_is_a_sentence(page, block):
    _, figures, html = page(block, change="delete from marts.segment_profiles")
    assert html.startswith('<p class="sg-empty">')
    assert figures == []


@pytest.mark.parametrize("block", BLOCKS)
def test_names_are_escaped(page, block):
    text, _, html = page(block, "rfm")
    assert HOSTILE_NAME in text
    assert HOSTILE_NAME not in html


def test_a_card_says_what_a_sub_segment_is_part_of(page):
    change = "update marts.segments set within_segment_id = 2, within_segment_name = 'Loyal' where segment_id = 1"
    assert page(segment_cards.cards, "mall", change=change)[0].count("part of Loyal") == 1
    assert "part of" not in page(segment_cards.cards, "mall")[0]


def test_the_months_of_the_orders_are_said_where_the_revenue_is_theirs(page):
    change = """
        update marts.segments set revenue = null where segmentation = 'rfm';
        update marts.segments set revenue = {} where segmentation = 'rfm' and segment_id = 1;
        delete from marts.customers;
        insert into marts.customers (shop, customer_id, monetary, first_order_on, last_order_on)
        select 'a', min(customer_id), 80, date '2024-03-05', date '2025-02-01'
        from marts.customer_segments where segmentation = 'rfm'
    """
    said = "Revenue is that of all orders from Mar 2024 to Feb 2025, less what was sent back."
    assert said in page(segment_cards.summary, "rfm", change=change.format(80))[0]
    assert "all orders" not in page(segment_cards.summary, "rfm", change=change.format(90))[0]
    assert "all orders" not in page(segment_cards.summary, "mall", change=change.format(80))[0]


def test_every_card_has_the_same_figures_and_says_to_which_side_they_are(page):
    change = (
        "update marts.segment_profiles set typical = case segment_id when 2 then 99 when 3 then 39 else 59 end, "
        "population_typical = 59, z_score = case segment_id when 2 then 8 when 3 then -4 else 0 end "
        "where feature = 'spending_score'"
    )
    _, _, html = page(segment_cards.cards, change=change)
    cards = re.findall(r'<ul class="sg-multiples">(.*?)</ul>', html)
    labels = [re.findall(r"<li[^>]*><span>(.*?)</span>", card) for card in cards]
    assert len(cards) == 5
    assert labels == [labels[0]] * 5
    assert labels[0][0] == "Spending score"
    assert 'class="sg-own" title="Everyone: 59 points"><span>Spending score' in cards[1]
    assert 'class="sg-own" title="Everyone: 59 points"><span>Spending score' not in cards[0]
    assert 'sg-reach" style="--reach: 1.000"' in cards[1]
    assert 'sg-less" style="--reach: 0.500"' in cards[2]
    assert "99 points<span" in cards[1]


def test_every_cell_of_the_heat_map_has_its_value_and_a_side(page):
    text, _, html = page(profiles.heat_map)
    assert len(re.findall(r"sg-heat sg-heat-(?:high|low)[^>]*>[+−]?\d\.\d<", html)) == 5 * 5
    assert "2 figures that only describe the segments and did not form them" in text
    assert "Figures in their own units" in text


def test_the_most_distinctive_trait_of_a_segment_is_outlined(page):
    _, _, html = page(profiles.heat_map)
    assert html.count("sg-heat-best") == 5


def test_features_that_differ_most_come_first_and_those_that_form_segments_before_others(page):
    change = (
        "update marts.segment_profiles set z_score = 9 where feature = 'spending_score' and segment_id = 2; "
        "update marts.segment_profiles set z_score = 20 where feature = 'gender'"
    )
    _, figures, _ = page(profiles.comparison, change=change)
    first, *_, last = features(figures)
    assert first == "Spending score"
    assert last.startswith("Gender")
    assert len(figures[0]["layout"]["annotations"]) == 3


def test_both_values_the_difference_and_whose_trait_it_is_are_shown(page):
    change = (
        "update marts.segment_profiles set typical = 32.5, distinctiveness_rank = 6 where feature = 'age'; "
        "update marts.segment_profiles set typical = 20, distinctiveness_rank = 1 "
        "where feature = 'age' and segment_id = 1"
    )
    age = features(page(profiles.comparison, change=change)[1])["Age"]
    assert age["values"][:2] == ["20 years", "32.5 years"]
    assert age["differences"][0][:2] == ["0 years", "−12.5 years"]
    assert age["differences"][1][0] == "+12.5 years"
    assert age["everyone"] == "38.9 years"
    assert age["distinctive"] == [0]


def test_shares_differ_by_points(page):
    change = "update marts.segment_profiles set typical = 0.5 where level = 'Female' and segment_id = 1"
    female = features(page(profiles.comparison, change=change)[1])["Gender: Female"]
    assert female["values"][:2] == ["50%", "62%"]
    assert female["differences"][0][1] == "−12 points"
    assert not female["forming"]


def test_a_feature_that_a_segment_lacks_is_a_dash(page):
    change = "delete from marts.segment_profiles where feature = 'age' and segment_id = 2"
    _, figures, _ = page(profiles.comparison, change=change)
    age = features(figures)["Age"]
    assert age["scores"][1] is None
    assert age["differences"][0][1] == "–"
    assert page(profiles.heat_map, change=change)[2].count(">–<") == 2


def test_one_segment_has_nothing_to_be_compared_with(page):
    assert (
        "no two segments"
        in page(profiles.comparison, change="delete from marts.segment_profiles where segment_id > 1")[0]
    )


def test_two_segments_stand_out_and_symbols_distinguish_lines_without_colour():
    figure = charts.parallel(["Age", "<b>"], [(1, "One", [1.0, None]), (4, "Two", [0.5, 2.0]), (5, "Three", [0, 1])])
    assert [trace["opacity"] for trace in figure["data"]] == [1, 1, 0.25]
    assert len({trace["marker"]["symbol"] for trace in figure["data"]}) == 3
    assert figure["layout"]["annotations"][1]["text"] == "&lt;b&gt;"
    go.Figure(json.loads(figure.to_json()))
