"""The blocks of the page on the classifier, over a small made-up warehouse."""

import re

import plotly.graph_objects as go
import pytest
from fake_marts import HOSTILE_NAME

from segmentation.site.blocks import classifier, cold_start, experiments, mistakes

BLOCKS = (
    classifier.accuracy,
    mistakes.confusion,
    classifier.training_loss,
    classifier.training_accuracy,
    mistakes.calibration,
    cold_start.cold_start,
    experiments.experiments,
)


@pytest.mark.parametrize("block", BLOCKS)
def test_without_rows_there_is_a_sentence_and_no_empty_chart(page, block):
    tables = ("metrics", "confusion", "calibration", "training_history", "experiments")
    change = "; ".join(f"delete from marts.classifier_{table}" for table in tables)
    text, figures, html = page(block, change=f"{change}; delete from marts.cold_start_coverage")
    assert html.startswith('<p class="sg-empty">')
    assert text.endswith(".")
    assert figures == []


def test_without_experiments_the_command_that_makes_them_is_named(page):
    assert "make experiments" in page(experiments.experiments, "rfm")[0]


@pytest.mark.parametrize("block", [block for block in BLOCKS if block is not mistakes.confusion])
def test_every_chart_has_a_table_behind_it_and_is_described_to_those_who_cannot_see_it(page, block):
    _, figures, html = page(block)
    assert "<table" in html
    assert html.count("<details") == max(len(figures), 1)
    assert all(label.strip() for label in re.findall(r'role="img" aria-label="([^"]*)"', html))
    assert html.count('role="img"') == len(figures)


@pytest.mark.parametrize("block", BLOCKS)
def test_figures_are_valid_plotly(page, block):
    for figure in page(block)[1]:
        go.Figure(figure)


def test_accuracies_are_shown_with_the_floor_and_their_splits_and_spread(page):
    text, _, _ = page(classifier.verdict)
    assert "Neural network: right for 96.9% ± 0.8% of the customers it never saw, in 10 trials" in text
    assert (
        "Best simpler model: logistic regression 95.9% whether the network is better one cannot tell (by −1.0 to 3.0 "
        "points); always the largest segment: 34.0%"
    ) in text
    better = "update marts.classifier_comparison set verdict = 'better', accuracy_gained_low = null"
    assert "logistic regression 95.9% the network is better; always" in page(classifier.verdict, change=better)[0]


def test_disagreement_is_reported_with_its_share(page):
    share = "8.0% 8 of 100 customers, for whom the network predicts another segment than the nearest centre"
    assert share in page(classifier.verdict)[0]
    # Customers whom the network itself assigned are no agreement.
    moved = "update marts.customer_segments set segment_id = network_segment_id"
    assert share in page(classifier.verdict, change=moved)[0]
    agreed = "update marts.customer_segments set network_segment_id = nearest_segment_id"
    assert "agrees with the nearest centre on all 100 customers" in page(classifier.verdict, change=agreed)[0]
    unknown = "update marts.customer_segments set network_segment_id = null"
    assert (
        "the predictions of the network are not stored for each customer" in page(classifier.verdict, change=unknown)[0]
    )


def test_what_assigned_the_customers_is_reported(page):
    assert page(classifier.verdict)[0].endswith("The clustering assigned all 100 customers.")
    counts = (
        "Of 103 customers, the clustering assigned 101, the prediction for new customers assigned 1 and 1 is in no "
        "segment."
    )
    assert page(classifier.verdict, "rfm")[0].endswith(counts)
    stored = "update marts.customer_segments set assigned_by = 'classifier' where segment_id = 5"
    counts = "Of 100 customers, the clustering assigned 80 and the network assigned 20."
    assert page(classifier.verdict, change=stored)[0].endswith(counts)


def test_nearest_centre_is_called_the_ceiling_only_where_it_is(page):
    assert "always right" in page(classifier.accuracy)[0]
    worse = "update marts.classifier_metrics set accuracy = 0.99 where model = 'nearest_centre' and split = 'test_3'"
    assert "always right" not in page(classifier.accuracy, change=worse)[0]


def test_the_chart_of_accuracies_has_every_split_and_no_room_for_the_floor(page):
    _, (figure,), _ = page(classifier.accuracy)
    each, mean = figure["data"]
    assert len(mean["x"]) == 6
    assert len(each["x"]) == 10 * 5
    assert min(each["x"]) > 0.9


def test_confusions_are_counted_and_the_most_frequent_named(page):
    text, _, html = page(mistakes.confusion, "rfm")
    assert "60 of 1,368 predictions are wrong" in text
    assert "Lapsed bargain hunters taken for Champions: 6" in text
    assert HOSTILE_NAME in text
    assert HOSTILE_NAME not in html


def test_the_published_network_is_shown_where_there_is_no_other(page):
    change = "update marts.classifier_confusion set model = 'published_network'"
    assert "what the network as published predicts" in page(mistakes.confusion, change=change)[0]


def test_the_kept_epoch_and_both_phases_are_marked(page):
    for block in (classifier.training_loss, classifier.training_accuracy):
        _, (figure,), html = page(block)
        marks = [note["text"] for note in figure["layout"]["annotations"]]
        assert marks == ["rate 0.001", "rate 0.0001", "kept: epoch 377"]
        assert all(len(trace["x"]) == 400 for trace in figure["data"])
        assert html.count(">kept<") == 1


def test_a_setting_is_shown_at_the_last_stage_it_reached_and_who_may_be_the_best_outlined(page):
    text, _, html = page(experiments.experiments)
    assert "5 to 30 runs of each of 27 settings" in text
    assert re.findall(r'sg-heat-best"[^>]*>([^<]*)<', html) == ["95.5%", "90.0%", "89.0%"]
    assert html.count("k = 5, ") == html.count("k = 6, ") == 4


def test_every_stage_is_shown_sign_up_first_with_the_threshold_in_use(page):
    text, figures, html = page(cold_start.cold_start, "rfm")
    assert re.findall("<h3>(.*?)</h3>", html) == ["At sign-up", "By the first order"]
    assert (
        "sure for 29.4% of the customers it was tried on and right for 86.2% of these; the largest segment for "
        "everybody is right for 34.0%. It counts as sure from a probability of 0.60; where every customer gets a "
        "segment, 58.0% are right, which is better than calling everybody the largest segment."
    ) in text
    for figure in figures:
        names = [trace["name"] for trace in figure["data"]]
        assert names == ["Neural network", "Logistic regression", "Always the largest segment"]
        assert [note["text"] for note in figure["layout"]["annotations"]] == ["sure from 0.60"]


def test_where_early_signs_tell_little_the_finding_takes_the_place_of_the_figures(page):
    text, _, html = page(cold_start.cold_start)
    assert "The sign-up tells <b>little</b> of the segment. It counts as sure from a probability of 0.60" in text
    assert "it was tried on" not in text
    assert "<b>" not in html
    assert "tells <b>little" not in page(cold_start.cold_start, "rfm")[0]


def test_accuracy_of_a_few_customers_is_in_the_table_only(page):
    text, (figure,), _ = page(cold_start.cold_start, change="delete from marts.data_findings")
    assert len(figure["data"][0]["x"]) == 9
    assert text.count("0.90 0 0.0% – –") == 2


def test_without_the_threshold_in_use_there_is_only_the_accuracy_for_everyone(page):
    change = "update marts.cold_start_coverage set in_use = false"
    text, figures, _ = page(cold_start.cold_start, "rfm", change=change)
    assert "Where every customer gets a segment, 58.0% are right, which is better" in text
    assert "sure" not in text
    assert not any("annotations" in figure["layout"] for figure in figures)


def test_clusters_that_are_like_no_segment_are_named_so(page):
    change = (
        "update marts.classifier_confusion "
        "set predicted_segment_id = -1, predicted_segment_name = null, customers = 50 "
        "where segment_id = 1 and predicted_segment_id = 2"
    )
    text, _, html = page(mistakes.confusion, "rfm", change=change)
    assert "Champions taken for Like no segment" in text
    assert "None" not in html
