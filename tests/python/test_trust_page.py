"""The blocks of the page on trust, over a small made-up warehouse."""

import re

import plotly.graph_objects as go
import pytest
from fake_marts import HOSTILE_NAME

from segmentation.site import charts
from segmentation.site.blocks import (
    certainty,
    classifier,
    data_quality,
    drift,
    fairness,
    models,
    rfm_agreement,
    stability,
    trust,
    usefulness,
)

BLOCKS = {
    stability.stability: "segments",
    drift.feature_drift: "feature_drift",
    drift.assignment_drift: "assignment_drift",
    fairness.fairness: "fairness_audit",
    data_quality.findings: "data_findings",
    data_quality.inputs: "input_quality",
    models.registry: "model_registry",
    rfm_agreement.rfm_agreement: "rfm_by_segment",
    classifier.in_brief: "classifier_metrics",
    certainty.certainty: "assignment_reliability",
    usefulness.usefulness: "segmentation_usefulness",
}
CHARTS = [stability.stability, certainty.certainty, drift.feature_drift, fairness.fairness, classifier.in_brief]


@pytest.mark.parametrize("block", BLOCKS)
def test_without_rows_there_is_a_sentence_and_no_empty_chart(page, block):
    text, figures, written = page(block, "rfm", change=f"delete from marts.{BLOCKS[block]}")
    assert written.startswith('<p class="sg-empty')
    assert text.endswith(".")
    assert figures == []


@pytest.mark.parametrize("block", [*BLOCKS, trust.verdict])
@pytest.mark.parametrize("segmentation", ["rfm", "mall", "service", "jewellery"])
def test_nothing_from_the_data_is_markup(page, block, segmentation):
    text, _, written = page(block, segmentation)
    assert HOSTILE_NAME not in written
    assert "<i>customers" not in written
    assert "None" not in text


@pytest.mark.parametrize("block", CHARTS)
def test_every_chart_is_described_and_has_a_table(page, block):
    _, figures, written = page(block, "rfm")
    assert len(figures) == written.count('role="img" aria-label="') > 0
    assert 'aria-label=""' not in written
    assert "<table" in written


@pytest.mark.parametrize("block", CHARTS)
def test_figures_are_valid_plotly(page, block):
    for figure in page(block, "rfm")[1]:
        go.Figure(figure)


def test_what_the_segments_tell_is_said_beside_rfm_and_bands(page):
    text, *_ = page(usefulness.usefulness, "rfm")
    assert "240 customers as they stood on 2 October 2024, and the 180 days after." in text
    assert (
        "What they spent after: the segments explain 40% of the differences, more than RFM names (20%), and whether"
        " more or less than bands of equal size (39%) one cannot tell."
    ) in text
    assert (
        "the segments explain 31% of the differences, less than RFM names (35%), more than bands of equal size (−4%)."
        in text
    )
    assert "40% (30 to 50%)" in text
    alone, *_ = page(usefulness.usefulness, "mall")
    assert "known only of the customers of a shop" in alone
    assert "RFM" not in alone


def test_the_verdict_is_made_from_the_figures(page):
    text, *_ = page(trust.verdict, "rfm")
    use, stable = text.split(". ")[:2]
    assert use == "Mostly for mailings and offers to whole segments, not to decide on a single customer"
    assert stable.startswith("2 of 5 segments come out the same")
    assert "Stable segments 2 of 5 doubtful" in text
    assert "Figures that changed 1 of 6" in text
    assert "The sizes of the segments changed too." in text
    assert "trained on 2025-11-30" in text
    assert "Uneven shares 8 of 18 worth a look" in text


def test_the_verdict_says_what_is_not_known(page):
    text, *_ = page(trust.verdict, "service")
    assert "Figures that changed – too early: the segments were made on the day of this build" in text
    assert "Uneven shares – no attribute is declared sensitive" in text
    steady = "update marts.feature_drift set drift = 'none'; update marts.assignment_drift set drift = 'none'"
    text, *_ = page(trust.verdict, "rfm", change=steady)
    assert "Figures that changed 0 of 6 hardly changed" in text
    assert "The sizes of the segments changed too." not in text
    text, *_ = page(
        trust.verdict, "rfm", change="update marts.segments set stability = null; delete from marts.model_registry"
    )
    assert "How stable the segments are was not measured." in text
    assert "Last build – no model is registered" in text


def test_the_verdict_says_what_kind_of_segmentation_it_is(page):
    assert "Customers are one crowd." in page(trust.verdict, "jewellery")[0]
    assert "Customers form groups." in page(trust.verdict, "mall")[0]


def test_stabilities_are_drawn_with_the_limits_of_the_project(page):
    change = "update marts.site_settings set stable_from = 0.9, doubtful_under = 0.3"
    _, [figure], _ = page(stability.stability, "mall", change=change)
    assert [shape["x0"] for shape in figure["layout"]["shapes"]] == [0.3, 0.9]
    assert figure["layout"]["xaxis"]["range"][0] < 0.3
    assert figure["data"][0]["x"] == pytest.approx([0.93, 0.84, 0.75, 0.66, 0.57])


def test_drift_is_drawn_for_the_last_day_and_over_time_where_there_are_several(page):
    text, [last, over_time], _ = page(drift.feature_drift, "rfm")
    assert last["data"][0]["x"] == sorted(last["data"][0]["x"], reverse=True)
    assert last["data"][0]["x"][0] == pytest.approx(0.3)
    assert "2025-12-31" in text
    assert len(over_time["data"]) == 7
    named = [trace["name"] for trace in over_time["data"] if trace["showlegend"]]
    assert named[-1] == "Sizes of the segments"
    assert len(named) == len({trace["line"]["dash"] for trace in over_time["data"][: len(named)]})
    assert "version 2 takes over" in [note["text"] for note in over_time["layout"]["annotations"]]
    once = "delete from marts.feature_drift where as_of_date < date '2025-12-31'"
    assert len(page(drift.feature_drift, "rfm", change=once)[1]) == 1


def test_a_drift_of_nothing_stands_on_the_logarithmic_scale():
    figure = charts.drifts([{"label": "a", "stability_index": 2.5}, {"label": "b", "stability_index": 0.0}])
    assert list(figure["data"][0]["x"]) == [2.5, 0.001]
    assert list(figure["data"][0]["text"]) == ["2.500", "0.000"]
    low, high = figure["layout"]["xaxis"]["range"]
    assert 10**low < 0.001
    assert 10**high > 2.5


def test_customers_are_compared_with_those_of_the_training(page):
    text, _, written = page(drift.assignment_drift, "rfm")
    assert "903 customers assigned as of 2025-12-31 by version 2, trained on 2025-11-30" in text
    assert "1.20 1.50" in text
    assert "4.0% 5.0%" in text
    assert "Every day" in text
    alone = page(drift.assignment_drift, "mall")[0]
    assert "Every day" not in alone
    assert alone.startswith("Shown from the next build on: this build made the segments")
    new = "update marts.assignment_drift set compared_with_version = 1"
    assert (
        "the figures are of version 1, which was in force up to then"
        in page(drift.assignment_drift, "rfm", change=new)[0]
    )
    assert "in force up to then" not in text
    twice = "insert into marts.model_registry by name (select *replace (9 as version) from marts.model_registry)"
    assert "by version 2" in page(drift.assignment_drift, "rfm", change=twice.replace("*replace", "* replace"))[0]
    assert "data-sortable" in written


def test_what_is_flagged_comes_first_and_is_a_diamond(page):
    text, [figure], written = page(fairness.fairness, "mall")
    flagged = sum(len(trace["x"]) for trace in figure["data"] if trace["marker"]["symbol"] == "diamond")
    listed, _ = written.split("All groups and segments</summary>")
    assert listed.count("<tr>") == flagged + 1
    assert all(0.125 <= ratio <= 8 for trace in figure["data"] for ratio in trace["x"])
    assert "under 0.8 or over 1.25" in text
    assert "does not say that this is unfair" in text
    none = "update marts.fairness_audit set is_flagged = false"
    assert "Nothing is flagged." in page(fairness.fairness, "mall", change=none)[0]


def test_offers_errors_and_proxies_come_with_intervals_and_what_leaving_out_costs(page):
    text, _, written = page(fairness.fairness, "mall")
    _, further = written.split("Who gets which offers</h")
    assert further.count("<table") == 3
    assert "a discount 60.0% 48.0% to 72.0% 50.0% 300 of 500" in text
    assert "flagged 10.0% 100 of 1,000 8.0% to 12.0% 7.0% 500" in text
    missing = page(fairness.fairness, "mall", change="update marts.fairness_errors set level = '(missing)'")[0]
    assert "(missing)" not in missing
    assert ": not known flagged" in missing
    assert "All features proxy" in text
    assert "70.0% 65.0% to 75.0% 50.0% – –" in text
    assert further.count(">proxy</span>") == 2
    assert "0.380 0.020" in text
    nothing = "; ".join(f"delete from marts.fairness_{table}" for table in ("offers", "errors", "proxies"))
    assert "Who gets which offers" not in page(fairness.fairness, "mall", change=nothing)[0]


def test_the_champion_is_marked_and_challengers_are_compared_with_it(page):
    text, _, written = page(models.registry, "rfm")
    assert written.count(">in use</span>") == 1
    assert text.index("Version 3, trained on") < text.index("Version 2, trained on")
    _, latest = text.split("Version 3, trained on", 1)
    order = ["The model in use, as it stood", "Trained anew", "Trained on from", "The one in use and a new network"]
    places = [latest.index(way) for way in order]
    assert places == sorted(places)
    assert latest.split("Version 2, trained on")[0].count("cannot tell (by") == 3
    assert "No newer model has been compared with it yet" in page(models.registry, "mall")[0]


def test_two_versions_that_are_the_same_model_are_kept_apart(page):
    changes = (f"update marts.{table} set model_version = 'rfm-2'" for table in ("model_registry", "model_updates"))
    _, _, written = page(models.registry, "rfm", change="; ".join(changes))
    assert written.count("The model in use, as it stood") == 2
    assert written.count("sg-challenge") == 2


def test_what_names_a_setting_is_behind_a_finding(page):
    change = "update marts.data_findings set sentence = 'Some lines do not count. Where they do, set `a: b`.'"
    _, _, written = page(data_quality.findings, "rfm", change=change)
    said, _, behind = written.partition("<details")
    assert "Some lines do not count." in said
    assert "a: b" not in said
    assert "Where they do, set a: b." in behind


def test_the_share_of_rejected_rows_is_listed_by_input(page):
    text, *_ = page(data_quality.inputs, "rfm")
    assert "Order lines 12,000 507 4.2%" in text


def test_rejected_rows_are_counted_and_the_most_frequent_reason_comes_first(page):
    def rejected(warehouse, _):
        return data_quality.rejected(warehouse)

    text, _, written = page(rejected)
    assert text.startswith("519 rows of the inputs of all segmentations were not used.")
    assert "Order lines Missing customer id 412 Order lines Exact duplicate 95 Customers Repeated <i>c" in text
    assert "<i>customer" not in written
    none = "delete from marts.rejected_rows"
    assert page(rejected, change=none)[0] == "No row was rejected: every one was read and used."


def test_how_many_customers_are_sure_and_whether_that_came_true(page):
    change = (
        "update marts.customer_segments set assigned_by = 'clustering', probability = "
        "case when customer_id = (select min(customer_id) from marts.customer_segments where segmentation = 'mall') "
        "then 0.55 else 0.95 end where segmentation = 'mall'"
    )
    text, (figure,), _ = page(certainty.certainty, change=change)
    assert "stand between two segments" in text
    assert "These chances were off by 2.0 points on average" in text
    assert [round(value, 2) for value in figure["data"][1]["y"]] == [0.54, 0.84, 0.94]
    assert "90 to 100%" in text


def test_whose_segment_is_only_predicted_is_said_next_to_a_count_without_them(page):
    change = "update marts.customer_segments set probability = 0.95 where assigned_by <> 'none'"
    sure, *_ = page(certainty.certainty, "rfm", change=change)
    counted, everybody = re.search(
        r"Of ([\d,]+) customers .* only predicted, of ([\d,]+) with a segment", sure
    ).groups()
    verdict, *_ = page(trust.verdict, "rfm", change=change.replace("0.95", "0.55"))
    assert int(everybody) == int(counted) + 1
    assert f"{everybody} of {everybody} customers stand between two segments" in verdict


def test_how_often_the_segment_of_a_newcomer_is_right_is_said_next_to_that_of_others(page):
    text, *_ = page(classifier.in_brief, "rfm")
    assert "Of customers who have only just come less is known: predicted for all, it would be right for" in text
    assert "at sign-up and" in text
    text, *_ = page(classifier.in_brief, "rfm", change="delete from marts.cold_start_coverage")
    assert "only just come" not in text
