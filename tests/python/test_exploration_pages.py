"""The blocks of the pages with the map, the data and the algorithms, over a small made-up warehouse."""

import json
import re

import plotly.graph_objects as go
import pytest
from fake_marts import HOSTILE_NAME, HOSTILE_SENTENCE

from segmentation.site import charts, html
from segmentation.site.blocks import algorithms, customer_map, explore

BLOCKS = {
    customer_map.drawn: "segment_points",
    customer_map.scatter: "segment_points",
    customer_map.loadings: "feature_loadings",
    explore.figures: "feature_catalogue",
    explore.distributions: "feature_histograms",
    explore.categories: "category_frequencies",
    explore.missing: "feature_catalogue",
    explore.correlations: "feature_correlations",
    explore.cleaning: "feature_statistics",
    algorithms.verdict: "algorithm_comparison",
    algorithms.comparison: "algorithm_comparison",
    algorithms.maps: "algorithm_points",
}


@pytest.fixture
def page(page):
    """Text, data and HTML of a block, of the shop's own segmentation where no other is named."""
    return lambda block, segmentation="rfm", **settings: page(block, segmentation, **settings)


@pytest.mark.parametrize("block", BLOCKS)
def test_without_rows_there_is_a_sentence_and_no_empty_chart(page, block):
    text, found, written = page(block, change=f"delete from marts.{BLOCKS[block]}")
    assert written.startswith('<p class="sg-empty')
    assert text.endswith(".")
    assert found == []


@pytest.mark.parametrize("block", BLOCKS)
def test_nothing_from_the_data_is_markup(page, block):
    for segmentation in ("rfm", "mall", "service", "jewellery"):
        text, _, written = page(block, segmentation)
        assert HOSTILE_NAME not in written
        assert HOSTILE_SENTENCE not in written
        assert "<i>no</i>" not in written
        assert "None" not in text


@pytest.mark.parametrize("block", [customer_map.scatter, explore.distributions, algorithms.maps])
def test_every_chart_is_described_and_has_a_table_behind_it(page, block):
    _, _, written = page(block)
    labels = re.findall(r'role="img" aria-label="([^"]*)"', written)
    assert len(labels) == written.count('role="img"') > 0
    assert all(label.strip() for label in labels)
    assert "<details" in written
    assert "<table" in written


def test_the_map_is_valid_plotly():
    figure = charts.segment_map([{"segment_id": 3, "segment_name": HOSTILE_NAME}])
    assert "<b>" not in figure.to_json()
    go.Figure(json.loads(figure.to_json()))


def test_every_customer_is_on_every_axis_of_the_map_with_its_segment(page):
    _, (figure, data), _ = page(customer_map.scatter)
    assert len(figure["data"]) == 5 + 1
    assert data["numbers"] == ["1", "2", "3", "4", "5"]
    assert list(data["axes"])[:3] == ["pc1", "pc2", "pc3"]
    for axis in data["axes"].values():
        assert [len(column) for column in axis["columns"]] == [20] * 5
        assert len(axis["centres"]) == 5
    assert data["axes"]["feature monetary"]["log"]
    assert data["axes"]["feature monetary"]["columns"][0].count(None) == 1
    assert not data["axes"]["feature frequency"]["log"]


def test_an_axis_that_there_is_not_is_not_offered(page):
    _, (_, data), written = page(customer_map.scatter, "mall")
    assert "pc3" not in data["axes"]
    assert "Component 3" not in written


def test_a_sample_is_said_to_be_one(page):
    assert page(customer_map.drawn)[0] == (
        "All 100 customers with figures of their own are drawn. "
        "Not counted: 1 customer whose segment is only predicted, of 102 with a segment."
    )
    nobody = "delete from marts.customer_segments where assigned_by = 'cold_start'"
    assert page(customer_map.drawn, change=nobody)[0] == "All 100 customers with figures of their own are drawn."
    assert page(customer_map.drawn, "service")[0].startswith("60 of 60 customers are drawn: a random sample")


def test_segments_with_gaps_in_their_numbers_keep_number_and_colour(page):
    gap = "delete from marts.segment_points where segment_id = 2"
    _, (figure, data), _ = page(customer_map.scatter, change=gap)
    _, (whole, _), _ = page(customer_map.scatter)
    assert data["numbers"] == ["1", "3", "4", "5"]
    assert figure["data"][1]["marker"] == whole["data"][2]["marker"]


def test_components_say_what_they_explain(page):
    text, _, written = page(customer_map.loadings)
    assert "component 1 60.0%, component 2 30.0% of all differences" in text
    assert written.count("sg-heat-low") > 0


def test_a_histogram_adds_the_segments_up_and_shows_the_shares_of_each(page):
    text, _, written = page(explore.distributions, "mall")
    # The bars of annual income, over five segments.
    sizes = [sum((step * 7 + segment * 5) % 11 * 9 for segment in range(1, 6)) for step in range(1, 6)]
    assert f"{sum(sizes):,} customers from 0 to 101, most at" in " ".join(re.findall('aria-label="([^"]*)"', written))
    first = re.search(r"<tbody><tr>(.*?)</tr>", written).group(1)
    assert str(sizes[0]) in first
    assert first.count("%") >= 4
    assert "logarithmic" in text


def test_a_pair_is_listed_once_and_the_map_has_both_halves(page):
    text, _, written = page(explore.correlations)
    table, pairs = written.split("<details")
    assert table.count("−0.86") == 2
    assert pairs.count("−0.86") == 1
    assert "strong" in text


def test_levels_say_what_cleaning_changed(page):
    change = "update marts.category_frequencies set share = 0.5 where stage = 'before cleaning' and level = '(missing)'"
    text, _, _ = page(explore.categories, "mall", change=change)
    assert "5.0% · 50 customers, 50.0% before cleaning" in text
    assert text.count("before cleaning") == 1


def test_gaps_are_listed_with_the_largest_first(page):
    text, _, _ = page(explore.missing, "mall")
    assert "1 other feature is known of everybody" not in text
    assert text.index("5.0% · 50 customers") < text.index("0.9% · 9 customers")


def test_figures_before_cleaning_are_next_to_those_after(page):
    assert "1,000 1,000 7 2 9" in page(explore.cleaning, "mall")[0]
    assert "exist only after cleaning" in page(explore.cleaning, "jewellery")[0]


def test_algorithms_are_compared_with_the_one_in_use(page):
    text, _, _ = page(algorithms.verdict)
    assert text.startswith("In use K-means 5 segments Agrees most Ward to 0.90: 1 is the same groups")
    assert "Agrees least DBSCAN" in text
    assert text.endswith("every customer at the nearest centre); cannot be told from Ward")
    table = page(algorithms.comparison)[0]
    assert "Ward 5 0.90 0.480 cannot tell (by −0.030 to 0.010)" in table
    assert "Ward 0.500" in table
    better = "update marts.algorithm_comparison set placed_silhouette = 0.6, compared_with_chosen = 'better',"
    better += " silhouette_gain_low = 0.05, silhouette_gain_high = 0.2 where algorithm = 'dbscan'"
    assert page(algorithms.verdict, change=better)[0].endswith("against the one in use: better (by 0.050 to 0.200)")
    assert "fitted on 800 customers" in table
    assert "failed: <i>no</i> convergence" in table


def test_a_cluster_has_the_colour_of_the_segment_it_is_like_and_noise_has_none(page):
    _, (_, kmeans, ward, dbscan), written = page(algorithms.maps)
    assert kmeans["clusters"] == ward["clusters"]
    assert list(kmeans["clusters"]) == ["1", "2", "3", "4", "5"]
    assert dbscan["clusters"]["1"]["name"] == "1"
    assert (dbscan["clusters"]["2"]["name"], dbscan["clusters"]["2"]["colour"]) == ("a", None)
    assert dbscan["labels"].count(0) == 5
    assert "0" not in dbscan["clusters"]
    assert "4 are like a segment" in written


def test_customers_who_came_after_the_comparison_are_on_no_small_map(page):
    change = "delete from marts.algorithm_points where customer_id = '1-0' and algorithm = 'ward'"
    _, (places, kmeans, ward, _), _ = page(algorithms.maps, change=change)
    assert len(places["x"]) == len(kmeans["labels"]) == len(ward["labels"])
    assert ward["labels"].count(None) == 1


def test_tables_sort_and_filter_only_where_they_are_asked_to():
    rows, columns = [{"a": "1"}], [("A", "a")]
    plain = html.table(rows, columns, caption="c")
    assert "data-" not in plain.replace("data-quarto-disable-processing", "")
    asked = html.table(rows, columns, caption="c", sortable=True, filterable=True)
    assert " data-sortable" in asked
    assert " data-filterable" in asked
