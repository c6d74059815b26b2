"""The page on movement, over a small made-up warehouse in which a new model moved customers on 20 March."""

import json
import re
from datetime import date
from itertools import pairwise

import plotly.graph_objects as go
import pytest
from fake_marts import GONE, HOSTILE_NAME

from segmentation.site import charts, dates
from segmentation.site.blocks import lineage, movement, outcomes
from segmentation.site.movement import Period, periods, whole
from segmentation.site.warehouse import Segmentation

OVER_TIME = (movement.sizes, movement.causes, movement.arrivals)
SHOP = Segmentation("rfm", "Shop customers")
ONE_DAY = "delete from marts.segment_migrations; delete from marts.segment_history where valid_from < '2025-03-31'"


def flows(data, name, column=2):
    """Customers by names of segments in a period, `column` of its rows."""
    names = [segment["name"] for segment in data["segments"]] + [None]
    (period,) = [period for period in data["periods"] if period["name"] == name]
    return {(names[row[0]], names[row[1]]): row[column] for row in period["rows"]}


def test_the_headline_says_what_moved_most_in_the_last_period_and_why(page):
    text, _, html = page(movement.summary, "rfm")
    assert text.startswith(
        f"From 1 February to 31 March 2025, 12 customers went from 9 {GONE} to 4 {HOSTILE_NAME} "
        f"(because the model changed, not they) and 5 from 9 {GONE} to 2 Seasonal gift buyers "
        "(because they and the model changed), the only moves."
    )
    assert GONE not in html
    assert "Moved 17 29.8% of the 57 in the data at both ends" in text
    causes = ("Because of what they did 0", "Because the model changed 12", "For both reasons 5")
    for figure in (*causes, "New, and out of the data 7 / 3"):
        assert figure in text


def test_one_cause_is_said_once(page):
    change = "delete from marts.segment_migrations where period_end > '2025-01-31'"
    text, _, _ = page(movement.summary, "rfm", change=change)
    assert text.startswith(
        "In January 2025, 6 customers went from – Not bought yet to 5 New and promising and 4 from 2 "
    )
    assert "the only moves, because of what they did." in text


def test_the_period_shown_first_is_the_last_with_movement(page):
    change = "update marts.segment_migrations set to_segment_id = from_segment_id where period_end = '2025-03-31'"
    _, _, html = page(movement.flow, "rfm", change=change)
    options = re.findall(r'<option value="(\d+)"( selected)?>([^<]*)<', html)[:4]
    assert [text for _, selected, text in options if selected] == ["January 2025"]
    assert "Nobody moved since." in page(movement.summary, "rfm", change=change)[0]


def test_periods_are_shown_with_their_causes_and_what_the_first_build_filled_in(page):
    _, (data,), html = page(movement.flow, "rfm")
    assert [period["name"] for period in data["periods"]] == [
        "1 February to 31 March 2025",
        "January 2025",
        "December 2024",
        "30 November 2024 to 31 March 2025",
    ]
    assert data["periods"][0]["sentence"] == (
        "17 of the 57 customers who were there at both ends moved (29.8%): none because of what they did, "
        "12 because the model changed, 5 for both reasons. 7 came, 3 went out of the data."
    )
    notes = [period["note"] for period in data["periods"]]
    assert [note[:10] for note in notes] == ["", "The segmen", "Reconstruc", "The segmen"]
    assert "December 2024 (reconstructed)" in html
    assert [segment["gone"] for segment in data["segments"]] == [False] * 5 + [True, False]
    assert data["segments"][-1]["number"] == "–"


def test_an_id_that_became_another_customers_is_not_lost(page):
    change = "update marts.segment_migrations set merged = 2 where to_segment_id is null"
    _, (data,), _ = page(movement.flow, "rfm", change=change)
    sentence = data["periods"][0]["sentence"]
    assert sentence.startswith("17 of the 57 customers who were there at both ends moved")
    assert sentence.endswith("7 came, 1 went out of the data, 2 became one with another id.")
    change = "update marts.segment_history set merged_into = 'stays-0' where customer_id = 'leaves-0'"
    _, (data,), _ = page(movement.flow, "rfm", change=change)
    assert data["periods"][-1]["sentence"].endswith("2 went out of the data, 1 became one with another id.")


def test_causes_split_the_movers_of_every_pair(page):
    _, (data,), _ = page(movement.flow, "rfm")
    name = "1 February to 31 March 2025"
    assert flows(data, name, 4)[GONE, HOSTILE_NAME] == flows(data, name)[GONE, HOSTILE_NAME] == 12
    assert flows(data, name, 5)[GONE, "Seasonal gift buyers"] == 5
    assert flows(data, name)[None, "New and promising"] == 7
    assert flows(data, name)["Seasonal gift buyers", None] == 3


def test_over_the_whole_time_who_went_and_came_back_has_not_moved(opened):
    found = whole(opened(), SHOP, date(2025, 3, 31))
    moved = {(row["from_segment_id"], row["to_segment_id"]): row["customers"] for row in found.rows}
    assert moved[3, 3] == 4
    assert moved == {(1, 1): 30, (3, 3): 4, (0, 5): 6, (9, 4): 12, (9, 2): 5, (None, 5): 7, (2, None): 3}
    assert [found.caused(cause) for cause in ("customer_changed", "model_changed", "both_changed")] == [6, 12, 5]


def test_sizes_follow_from_one_period_to_the_next(opened):
    *_, first = found = periods(opened(), SHOP)
    for later, earlier in pairwise(found):
        assert later.sizes("from") == earlier.sizes("to")
    assert first.sizes("from") == {1: 30, 3: 4, 0: 6, 9: 17, 2: 3}
    assert found[0].sizes("to") == {1: 30, 3: 4, 5: 13, 4: 12, 2: 5}


@pytest.mark.parametrize("block", OVER_TIME)
def test_every_chart_is_valid_described_and_has_a_table_behind_it(page, block):
    text, (figure,), html = page(block, "rfm")
    go.Figure(figure)
    assert html.count("<table") == html.count("<details") == 1
    assert len(re.search(r'role="img" aria-label="([^"]*)"', html)[1]) > 30
    assert "31 March 2025" in text
    assert GONE not in html
    (line,) = figure["layout"]["shapes"]
    assert line["x0"] == (1.5 if block is movement.sizes else 0.5)


def test_losses_hang_below_the_line_and_are_reported_as_they_are():
    figure = json.loads(charts.by_period(["Jan 2025", "Feb 2025"], [("Came", [3, 1200]), ("Left", [0, -7])]).to_json())
    assert [trace["y"] for trace in figure["data"]] == [[3, 1200], [0, -7]]
    assert figure["data"][1]["customdata"][1] == ["Feb 2025", "7"]
    assert figure["layout"]["barmode"] == "relative"
    assert "shapes" not in figure["layout"]


def test_many_periods_have_few_ticks_and_the_last_one_has_one():
    figure = charts.by_period([f"P {number}" for number in range(24)], [("Came", [1] * 24)])
    assert list(figure["layout"]["xaxis"]["tickvals"]) == [3, 7, 11, 15, 19, 23]


@pytest.mark.parametrize("segmentation", ["mall", "rfm"])
def test_without_a_past_a_sentence_says_so(page, segmentation):
    change = ONE_DAY if segmentation == "rfm" else None
    text, figures, _ = page(movement.summary, segmentation, change=change)
    assert figures == []
    assert "one day long: it begins on 31 March 2025" in text or "No history of these segments is stored" in text
    for block in (movement.flow, *OVER_TIME):
        assert 'class="sg-empty sg-one-day"' in page(block, segmentation, change=change)[2]


def test_where_nobody_moved_the_headline_says_so(page):
    change = "delete from marts.segment_migrations where from_segment_id <> to_segment_id"
    assert page(movement.summary, "rfm", change=change)[0].startswith(
        "Nobody has moved from one segment to another. From 1 February to 31 March 2025, 7 came, 3 went out of the "
        "data."
    )


def test_lineage_is_reported_in_words(page):
    text, _, html = page(lineage.lineage, "rfm")
    assert "Model 2 took over on 20 March 2025 , because orders drifted, <b>0.31</b>" in text
    for words in (
        "30 of its 30 customers stayed; it has 33 now",
        "Split off from 1 Champions, which continues: took 10 of its 30 customers",
        f"Merged into 4 {HOSTILE_NAME}: 12 of its 17 customers are there now",
        "Ended: its 6 customers are spread over other segments",
        f"9 {GONE}",
        "The first model of these segments was trained on 31 January 2025 and found 5 segments.",
    ):
        assert words in text
    assert HOSTILE_NAME not in html
    assert "No other model has taken over since" in page(lineage.lineage)[0]
    assert "not stored" in page(lineage.lineage, change="delete from marts.segment_lineage")[0]


def test_outcomes_are_compared_with_rfm_and_called_a_look_back(page):
    text, _, html = page(outcomes.outcomes, "rfm")
    assert "as they stood on 2 October 2024, and what they did in the 180 days after" in text
    assert (
        "What they spent after: the segments explain 40% of the differences, more than RFM names (20%), and whether"
        " more or less than bands of equal size (39%) one cannot tell."
    ) in text
    assert "Whether they bought again: the segments explain 31% of the differences, less than RFM names (35%)" in text
    assert "40% (30 to 50%)" in text
    assert "15.0% (10.0% to 20.0%)" in text
    assert "25.5 (22.9 to 28.1)" in text
    assert "It is a look back" in text
    assert "of those in “Seasonal gift buyers” most did" in text
    assert "segments are worth their effort only where they explain more" in text
    assert "last order 12 days before; 1 order, 30.5 spent" in text
    assert "last order 40 days before; 2.5 orders, 80 spent" in text
    assert HOSTILE_NAME not in html
    assert html.count("<tr>") == 7
    same = page(outcomes.outcomes, "rfm", change="update marts.segment_outcomes set is_mostly_same_today = true")[0]
    assert "may belong to another one by now" not in same
    assert "known only for the customers of a shop" in page(outcomes.outcomes)[0]


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        (date(2025, 11, 30), date(2025, 12, 31), "In December 2025"),
        (date(2025, 1, 31), date(2025, 2, 20), "From 1 to 20 February 2025"),
        (date(2025, 2, 27), date(2025, 2, 28), "On 28 February 2025"),
        (date(2025, 1, 31), date(2025, 3, 31), "From 1 February to 31 March 2025"),
        (date(2024, 11, 30), date(2025, 1, 31), "From 1 December 2024 to 31 January 2025"),
    ],
)
def test_periods_are_written_as_people_do(start, end, written):
    assert dates.during(start, end) == written


def test_a_period_without_anybody_at_both_ends_has_no_share():
    row = {"from_segment_id": None, "to_segment_id": 1, "customers": 3, "ends_filled_in": False}
    row |= {"customer_changed": 0, "model_changed": 0, "both_changed": 0, "merged": 0, "starts_filled_in": False}
    sentence = Period(date(2025, 1, 31), date(2025, 2, 28), [row]).sentence
    assert sentence == "None of the 0 customers who were there at both ends moved. 3 came, none went out of the data."
