"""The blocks of the page on the number of segments, over a small made-up warehouse."""

import re

import plotly.graph_objects as go
import pytest
from fake_marts import HOSTILE_NAME

from segmentation.site import charts
from segmentation.site.blocks import choosing_k, other_k
from segmentation.site.charts.clusters import Cluster

CRITERIA = (
    choosing_k.inertia,
    choosing_k.silhouette,
    choosing_k.gap,
    choosing_k.stability,
    choosing_k.calinski_harabasz,
    choosing_k.davies_bouldin,
    choosing_k.mixture,
    choosing_k.sizes,
)


def panels(html):
    return html.split('<section class="sg-k-panel"')[1:]


@pytest.mark.parametrize("block", CRITERIA)
def test_every_criterion_has_a_table_behind_its_chart_and_a_description(page, block):
    text, figures, html = page(block)
    assert len(figures) == html.count("<details") == html.count("<table") == 1
    assert "k = 5: " in re.search(r'role="img" aria-label="([^"]*)"', html)[1]
    assert "Figures" in text


@pytest.mark.parametrize("block", [*CRITERIA, other_k.explorer])
def test_figures_are_valid_plotly(page, block):
    for figure in page(block, "service")[1]:
        go.Figure(figure)


def test_the_elbow_that_was_found_is_marked_whatever_was_chosen(page):
    change = (
        "update marts.k_selection set voted_by = 'silhouette, gap' where chosen; "
        "update marts.k_selection set voted_by = 'elbow' where k = 4"
    )
    _, (figure,), html = page(choosing_k.inertia, change=change)
    (elbow,) = [note for note in figure["layout"]["annotations"] if note["text"] == "elbow"]
    assert elbow["x"] == 4
    assert "Elbow: 4" in html
    assert "chosen: 5" in [note["text"] for note in figure["layout"]["annotations"]]


def test_the_gap_has_bars_of_one_standard_error(page):
    _, (figure,), _ = page(choosing_k.gap)
    assert figure["data"][0]["error_y"]["array"] == [0.02] * 9


def test_without_figures_there_is_a_sentence(page):
    for block in (*CRITERIA, other_k.explorer):
        _, figures, html = page(block, change="delete from marts.k_selection")
        assert html.startswith('<p class="sg-empty">')
        assert figures == []


def test_the_slider_starts_at_the_chosen_k_and_has_a_panel_for_each_k_tried(page):
    text, figures, html = page(other_k.explorer)
    assert 'max="8" step="1" value="3" data-start="3" aria-valuetext="5 clusters, the number chosen"' in html
    assert [" hidden" in panel.split(">")[0] for panel in panels(html)] == [place != 3 for place in range(9)]
    assert [panel.count("<tr>") - 1 for panel in panels(html)] == list(range(2, 11))
    assert len(figures) == 18
    assert "Back to 5" in text


def test_the_slider_passes_over_a_k_that_was_not_tried(page):
    change = "delete from marts.k_selection where k = 7; delete from marts.k_clusters where k = 7"
    _, _, html = page(other_k.explorer, change=change)
    assert re.findall(r'data-title="(\d+)', html) == ["2", "3", "4", "5", "6", "8", "9", "10"]


def test_the_chosen_clusters_carry_the_numbers_names_and_colours_of_the_segments(page):
    _, figures, html = page(other_k.explorer, "rfm")
    chosen = panels(html)[3]
    names = ["Champions", "Seasonal gift buyers", "Lapsed bargain hunters"]
    assert [name for name in names if name in chosen] == names
    assert HOSTILE_NAME not in html
    assert re.findall(r'sg-badge" style="--seg: (#\w+)" aria-hidden="true">1<', chosen) == ["#3574c4"]
    traces = figures[6]["data"]
    assert traces[0]["name"] == "Champions"
    assert traces[0]["marker"]["color"] == "#3574c4"


def test_clusters_of_another_k_have_letters(page):
    _, _, html = page(other_k.explorer)
    assert "Cluster A" in panels(html)[0]
    assert "they are no segments" in panels(html)[0]
    assert "Cluster" not in re.sub('<thead.*?</thead>|aria-label="[^"]*"|<caption.*?</caption>', "", panels(html)[3])


def test_silhouettes_fall_within_each_cluster_and_no_cluster_touches_the_next():
    rows = [{"silhouette": value, "pc1": 0, "pc2": 0} for value in (0.9, 0.4, -0.2)]
    clusters = [Cluster("A", "Cluster A", "#111111", rows), Cluster("B", "Cluster B", "#222222", rows[:2])]
    figure = charts.silhouettes(clusters, mean=0.5, lowest=-0.3)
    assert [list(trace["x"]) for trace in figure["data"]] == [[0.9, 0.4, -0.2], [0.9, 0.4]]
    assert [trace["y0"] for trace in figure["data"]] == [0, 4]
    assert list(figure["layout"]["xaxis"]["range"]) == [-0.3, 1]
    assert "mean 0.50" in [note["text"] for note in figure["layout"]["annotations"]]


def test_a_sample_is_called_one_and_all_customers_are_not(page):
    assert "A sample of 50 of 200 customers" in page(other_k.explorer)[0]
    change = "update marts.k_clusters set customers = 10"
    assert "All 50 customers" in page(other_k.explorer, change=change)[0]


def test_a_cluster_with_no_sampled_customer_is_in_the_table_only(page):
    change = "delete from marts.k_customers where k = 3 and cluster = 2"
    _, figures, html = page(other_k.explorer, change=change)
    assert len(figures[2]["data"]) == 2
    assert "Cluster B" in panels(html)[1]
