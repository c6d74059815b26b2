"""The blocks of the page on the classifier, over a small made-up warehouse."""

import json
import re
import shutil
from html import unescape

import duckdb
import pytest
from fake_marts import HOSTILE_NAME, fake_warehouse

from segmentation.site import classifier
from segmentation.site.warehouse import Segmentation, Warehouse

BLOCKS = (
    classifier.accuracy,
    classifier.confusion,
    classifier.training_loss,
    classifier.training_accuracy,
    classifier.calibration,
    classifier.cold_start,
    classifier.experiments,
)


@pytest.fixture(scope="module")
def fake(tmp_path_factory):
    return fake_warehouse(tmp_path_factory.mktemp("fake") / "warehouse.duckdb")


@pytest.fixture
def page(fake, tmp_path):
    """Text, figures and HTML of a block, after a change of the warehouse if there is one."""

    def shown(block, segmentation="mall", *, change=None):
        path = fake
        if change:
            path = shutil.copy(fake, tmp_path / "warehouse.duckdb")
            with duckdb.connect(str(path)) as connection:
                connection.execute(change)
        warehouse = Warehouse(path)
        html = block(warehouse, Segmentation(segmentation, segmentation))
        warehouse.close()
        figures = [json.loads(figure) for figure in re.findall(r"<script[^>]*>(.*?)</script>", html, re.DOTALL)]
        text = unescape(re.sub(r"<script.*?</script>|<[^>]*>", " ", html, flags=re.DOTALL))
        return " ".join(text.split()), figures, html

    return shown


@pytest.mark.parametrize("block", BLOCKS)
def test_without_rows_there_is_a_sentence_and_no_empty_chart(page, block):
    tables = ("metrics", "confusion", "calibration", "training_history", "experiments")
    change = "; ".join(f"delete from marts.classifier_{table}" for table in tables)
    text, figures, html = page(block, change=f"{change}; delete from marts.cold_start_coverage")
    assert html.startswith('<p class="sg-empty">')
    assert text.endswith(".")
    assert figures == []


def test_without_experiments_the_command_that_makes_them_is_named(page):
    assert "make experiments" in page(classifier.experiments, "rfm")[0]


@pytest.mark.parametrize("block", [block for block in BLOCKS if block is not classifier.confusion])
def test_every_chart_has_a_table_behind_it_and_is_told_to_those_who_cannot_see_it(page, block):
    _, figures, html = page(block)
    assert "<table" in html
    assert html.count("<details") == 1
    assert all(label.strip() for label in re.findall(r'role="img" aria-label="([^"]*)"', html))
    assert html.count('role="img"') == len(figures)


@pytest.mark.parametrize("block", BLOCKS)
def test_figures_are_valid_plotly(page, block):
    go = pytest.importorskip("plotly.graph_objects")
    for figure in page(block)[1]:
        go.Figure(json.loads(re.sub('"@[a-z]+"', '"#123456"', json.dumps(figure))))


def test_accuracies_stand_beside_the_floor_with_their_splits_and_spread(page):
    text, _, _ = page(classifier.verdict)
    assert "Neural network: test accuracy 96.9% ± 0.8% mean and standard deviation of 10 splits" in text
    assert "Best simpler model: logistic regression 95.9% always the largest segment: 34.0%" in text


def test_disagreement_is_told_with_its_share(page):
    assert "8.0% 8 of 100 customers, for whom the network names another segment" in page(classifier.verdict)[0]
    agreed = "update marts.customer_segments set network_segment_id = segment_id"
    assert "agrees with the clustering on all 100 customers" in page(classifier.verdict, change=agreed)[0]
    unknown = "update marts.customer_segments set network_segment_id = null"
    assert "what the network says of each customer is not stored" in page(classifier.verdict, change=unknown)[0]


def test_nearest_centre_is_called_the_ceiling_only_where_it_is(page):
    assert "right by construction" in page(classifier.accuracy)[0]
    worse = "update marts.classifier_metrics set accuracy = 0.99 where model = 'nearest_centre' and split = 'test_3'"
    assert "right by construction" not in page(classifier.accuracy, change=worse)[0]


def test_the_chart_of_accuracies_has_every_split_and_no_room_for_the_floor(page):
    _, (figure,), _ = page(classifier.accuracy)
    each, mean = figure["data"]
    assert len(mean["x"]) == 6
    assert len(each["x"]) == 10 * 5
    assert min(each["x"]) > 0.9


def test_confusions_are_counted_and_the_most_frequent_named(page):
    text, _, html = page(classifier.confusion, "rfm")
    assert "60 of 1,368 are off the diagonal" in text
    assert "Lapsed bargain hunters taken for Champions: 6" in text
    assert HOSTILE_NAME in text
    assert HOSTILE_NAME not in html


def test_the_published_network_is_shown_where_there_is_no_other(page):
    change = "update marts.classifier_confusion set model = 'published_network'"
    assert "what the network as published says" in page(classifier.confusion, change=change)[0]


def test_the_kept_epoch_and_both_phases_are_marked(page):
    for block in (classifier.training_loss, classifier.training_accuracy):
        _, (figure,), html = page(block)
        marks = [note["text"] for note in figure["layout"]["annotations"]]
        assert marks == ["rate 0.001", "rate 0.0001", "kept: epoch 377"]
        assert all(len(trace["x"]) == 400 for trace in figure["data"])
        assert html.count(">kept<") == 1


def test_a_setting_is_shown_at_the_last_stage_it_reached_and_the_best_outlined(page):
    text, _, html = page(classifier.experiments)
    assert "54 settings over 5 to 30 runs" in text
    assert re.findall(r'sg-heat-best"[^>]*>([^<]*)<', html) == ["95.5%"]
    assert "The best 15 of 54" in text


def test_new_customers_are_told_from_everyone_to_the_surest(page):
    text, (figure,), _ = page(classifier.cold_start)
    assert "58.0% are right where 100.0% are placed, and 92.3% where only the surest 14.3% are" in text
    names = [trace["name"] for trace in figure["data"]]
    assert names == ["Cold-start network", "Logistic regression", "Always the largest segment"]
