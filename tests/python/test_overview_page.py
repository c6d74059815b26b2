"""The blocks of the overview, and the sentences on what the last build did, over a small made-up warehouse."""

import re
from html import unescape

import pytest
from fake_marts import HOSTILE_NAME

from segmentation.site import explain
from segmentation.site.blocks import campaigns, overview, strategies, trust
from segmentation.site.warehouse import Segmentation

BLOCKS = [overview.opening, overview.segments]
ALL = ["rfm", "mall", "service", "jewellery"]
STAYED = "delete from marts.segment_migrations where from_segment_id is distinct from to_segment_id"


@pytest.fixture
def said(opened):
    """Sentences of a chapter as plain text, after a change of the warehouse if there is one."""

    def said(chapter, segmentation="rfm", *, change=None):
        known = explain.facts(opened(change), Segmentation(segmentation, segmentation))
        return explain.sentences(chapter, known, explain.PLAIN)

    return said


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("segmentation", ALL)
def test_nothing_from_the_data_is_markup(page, block, segmentation):
    text, _, written = page(block, segmentation)
    assert HOSTILE_NAME not in written
    assert "None" not in text


def test_a_row_says_who_they_are_how_many_what_they_bring_and_what_to_do(page):
    text, _, written = page(overview.segments, "rfm")
    assert "3 Lapsed bargain hunters gone quiet They are the Lapsed bargain hunters. 1,875 customers 375 more" in text
    assert written.count("most revenue") == 1
    assert "Invite them to the preview of the new season" in text
    assert 'href="strategies.html#strategies-rfm-3"' in written
    assert 'href="lists/rfm-3.csv"' in written
    assert written.count("<polyline") == 5


TRIED = "update marts.campaign_results set strategy = 'Keep' where strategy is not null"


def test_a_row_counts_who_came_and_went_in_the_last_period(page):
    last = "update marts.segment_migrations set period_end = date '2025-12-31' where period_end = date '2025-03-31'"
    text, *_ = page(overview.segments, "rfm", change=last)
    assert "2,104 customers +5 −3 " in text
    assert "981 customers +7 " in text
    assert "1,230 customers 246 more" in text


def _first_to_do(page, change=None):
    text, _, written = page(overview.opening, "rfm", change=change)
    return text, int(re.search(r"strategies-rfm-(\d+)", written)[1])


def test_what_to_do_first_is_what_a_campaign_has_found_to_work(page):
    text, most_at_stake = _first_to_do(page)
    assert "No campaign has tried it yet." in text
    text, proven = _first_to_do(page, TRIED)
    assert proven != most_at_stake
    assert re.search(
        r"It worked in .+ \(Dec 2025\): [\d.]+% of those who got it ordered, [\d.]+% of those who did not\.", text
    )
    assert "No campaign has tried it yet." not in text


def test_what_a_campaign_has_found_to_do_harm_does_not_come_first(page):
    _, most_at_stake = _first_to_do(page)
    harm = "update marts.campaign_results set verdict = case when segment_id = {} then 'harms' else 'too early' end"
    text, first = _first_to_do(page, f"{TRIED}; {harm.format(most_at_stake)}")
    assert first != most_at_stake
    assert "It did harm" not in text


def test_a_row_names_the_campaign_that_worked_with_the_segment(page):
    text, *_ = page(overview.segments, "rfm")
    assert text.count("They responded to") == 1
    assert "They responded to" not in page(overview.segments, "rfm", change="drop table marts.campaign_results")[0]


def test_a_planned_campaign_says_why_its_list_is_shorter_than_that_of_the_segment(page):
    ten_of_it = """
        insert into marts.campaign_assignments
        select one.* replace (
            '{}-' || number as customer_id,
            case when number < 6 then 'treated' else 'held out' end as campaign_group
        )
        from (from marts.campaign_assignments where campaign = 'summer' limit 1) as one
        cross join range(10) as numbers(number)
    """
    _, first = _first_to_do(page)
    said = "6 of these 2,104 customers get it, 4 are held out to compare, 2,094 are not in its audience."
    text, _, written = page(overview.opening, "rfm", change=ten_of_it.format(first))
    assert said in text
    assert "List of the 6" in text
    assert 'href="lists/campaign-summer.csv"' in written
    assert "4 held out of" in page(overview.segments, "rfm", change=ten_of_it.format(first))[0]
    assert said in page(strategies.plans, "rfm", change=ten_of_it.format(first))[0]
    of_the_segment = said.replace("these", "the")
    assert of_the_segment in page(campaigns.planned, "rfm", change=ten_of_it.format(first))[0]


def test_what_may_be_lost_comes_before_revenue_and_revenue_before_customers(page):
    def order(segmentation, change=None):
        return [
            int(n) for n in re.findall(r"segment-\w+-(\d+)", page(overview.segments, segmentation, change=change)[2])
        ]

    at_risk = "update marts.segment_value set value_at_risk = 10 * segment_id"
    assert order("rfm", at_risk) == [5, 4, 3, 2, 1, 0]
    assert order("rfm", "delete from marts.segment_value; update marts.segments set revenue = segment_id")[:2] == [5, 4]
    assert order("mall") == [2, 4, 1, 5, 3]


def test_customers_are_not_linked_where_they_may_not_leave_the_warehouse(page):
    written = page(overview.segments, "rfm", change="update marts.site_settings set customers_on_site = false")[2]
    assert ".csv" not in written
    assert ">SQL<" in written


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (None, "Mostly: for mailings"),
        ("delete from marts.data_findings; update marts.segments set stability_word = 'stable'", "Yes: for mailings"),
        ("update marts.segments set segmentation_kind = 'constructive'", "Not yet: for more than a first look"),
        ("update marts.segments set stability_word = 'doubtful'", "Not yet: for more than a first look"),
        ("update marts.segments set stability = null, stability_word = null", "Mostly: for mailings"),
    ],
)
def test_one_sentence_says_what_the_segments_may_be_used_for(said, change, word):
    assert said("trust", change=change)[0].startswith(word)


def test_what_speaks_against_the_segments_comes_before_what_speaks_for_them(said):
    doubted, warned, *_ = said("trust")
    assert doubted.startswith("Mostly")
    assert warned.startswith("2 of 5 segments come out the same")
    one_crowd = "update marts.segments set segmentation_kind = 'constructive', stability_word = 'stable'"
    _, crowd, *others = said("trust", change=one_crowd)
    assert crowd == "Customers form groups."
    assert others[-2].startswith("All 5 segments come out the same")


def test_who_stands_between_two_segments_is_counted(said):
    assert "No customer stands between two segments." in said("trust")
    one = """
        update marts.customer_segments set assigned_by = 'clustering', probability = case
            when customer_id = (select min(customer_id) from marts.customer_segments where segmentation = 'mall')
            then 0.55 else 0.95 end
        where segmentation = 'mall'
    """
    assert any(re.match(r"1 of \d+ customers stands between two", line) for line in said("trust", "mall", change=one))


def test_an_uneven_share_is_said_where_the_first_thing_to_do_is(page):
    flag = """
        update marts.fairness_audit
        set is_flagged = true, level = 'Male', share_of_level = 0.074, share_of_all = 0.106, customers = 41
        where segmentation = 'rfm' and segment_id = {}
    """
    said = "of “Male” 7.4% get this, of everybody 10.6%. Fairness"
    first, *_ = (int(n) for n in re.findall(r"strategies-rfm-(\d+)", page(overview.opening, "rfm")[2]))
    assert said in page(overview.opening, "rfm", change=flag.format(first))[0]
    assert said not in page(overview.opening, "rfm", change=flag.format(first % 5 + 1))[0]


def test_who_is_known_from_orders_alone_explains_more_customers_than_rows(said):
    change = """
        delete from marts.customers;
        insert into marts.customers (shop, customer_id)
        select 'sample', customer_id from marts.customer_segments where segmentation = 'rfm';
        update marts.input_quality
        set source = 'customers', rows_rejected = 3, rows_read = 1 + (select count(*) from marts.customers)
        where segmentation = 'rfm' and source like '%customers%'
    """
    assert " 2 more are known from their orders alone" in " ".join(said("did", change=change))
    assert "from their orders alone" not in " ".join(said("did"))


def test_the_first_screen_has_the_largest_changes_and_leads_to_the_rest(page):
    text, _, written = page(overview.opening, "rfm")
    assert "What changed, February to March 2025" in text or "What changed, 1 February to 31 March 2025" in text
    assert written.count("<li>") == overview.MOST_CHANGES
    assert 'href="trust.html"' in written


def test_who_stopped_buying_who_came_and_what_the_model_did_is_said(said):
    sentences = said("changed")
    assert "Leaving: 4 customers: 4 went quiet." in " ".join(
        said("changed", change="delete from marts.segment_migrations where period_end > date '2025-01-31'")
    )
    assert "New: 7 of the 7,240 customers, all in “New and promising”." in sentences
    assert "3 customers are no longer in the data." in sentences
    assert (
        "17 of the 57 customers who were in the data on 31 January 2025 already are in another segment now, 17 of them "
        "because the model changed." in sentences
    )


@pytest.mark.parametrize(
    ("elsewhere", "said_of"),
    [(2, "9 of the 7,240 customers, most in"), (7, "14 of the 7,240 customers, 7 in")],
)
def test_it_is_said_how_many_of_the_new_are_in_the_segment_that_most_are_in(said, elsewhere, said_of):
    change = f"""
        insert into marts.segment_migrations
        select * replace (2 as to_segment_id, {elsewhere} as customers)
        from marts.segment_migrations
        where segmentation = 'rfm' and from_segment_id is null and period_end = date '2025-03-31'
    """
    assert said_of in " ".join(said("changed", change=change))


def test_who_was_in_no_segment_counts_among_those_who_were_there_and_is_named(said):
    change = "update marts.segment_migrations set from_segment_id = 0 where from_segment_id = 9"
    assert "who were in the data on 31 January 2025 already (17 of them then in no segment)" in " ".join(
        said("changed", change=change)
    )


def test_the_segments_that_grew_and_shrank_most_are_named(said):
    change = "update marts.segment_trends set customers = 3000 where segment_id = 2 and as_of_date = date '2025-03-31'"
    sentences = said("changed", change=change)
    assert "“Lapsed bargain hunters” grew most: 375 customers more, 1,875 in all." in sentences
    assert "“Seasonal gift buyers” shrank most: 896 customers fewer, 2,104 in all." in sentences


def test_who_slips_comes_first_then_who_has_gone_quiet_then_what_was_won(said):
    moved = """
        delete from marts.segment_migrations where from_segment_id is distinct from to_segment_id;
        update marts.segments set revenue = customers * (10 - segment_id) where segmentation = 'rfm';
        insert into marts.segment_migrations
        select migrations.* replace (
            start as from_segment_id, ends as to_segment_id, moved as customers, by_model as model_changed
        )
        from (
            from marts.segment_migrations
            where segmentation = 'rfm' and period_end = date '2025-03-31' and from_segment_id = 1
        ) as migrations
        cross join (values (1, 2, 19, 0), (2, 4, 5, 1), (2, 3, 3, 0), (3, 4, 8, 0), (5, 1, 7, 0), (4, 2, 9, 9))
            as moves(start, ends, moved, by_model)
    """
    assert said("changed", change=moved)[:3] == [
        "Leaving: 26 customers: 19 slipped from “Champions” to segments that bring less, 4 from others, 3 went quiet.",
        "Rising: 7 customers to segments that bring more, all to “Champions”.",
        "Back: 8 of the 12 customers who were in “Lapsed bargain hunters”.",
    ]


def test_a_new_model_is_reported_with_its_reason(said):
    later = "update marts.model_registry set is_champion = version = 3"
    assert f"A new model assigns the customers since 31 December 2025 because {HOSTILE_NAME} drifted." in said(
        "changed", change=later
    )


def test_with_one_build_nothing_has_changed_yet(said):
    assert said("changed", "mall") == [
        "Leaving: 22 customers in “Young enthusiasts on low income” last bought long ago.",
        "There is one build so far: what changes is said here from the next build on.",
    ]


def test_where_nobody_moved_it_is_said(said):
    assert said("changed", change=STAYED)[0] == (
        "Leaving: nobody slipped to a segment that brings less, nobody went quiet."
    )
    assert "Nobody came, left or moved to another segment." in said("changed", change=STAYED)


def test_what_the_build_did_counts_customers_and_rows(said):
    sentences = said("did")
    assert (
        sentences[0] == "The build of 31 December 2025 put 6,830 of 7,240 customers into 5 segments; 410 are in none."
    )
    assert "Of 12,000 rows of order lines, 507 could not be used (4.2%)." in sentences


@pytest.mark.parametrize("segmentation", ALL)
@pytest.mark.parametrize("chapter", explain.CHAPTERS)
def test_a_sentence_is_one_line_that_ends_and_is_the_same_in_every_voice(opened, segmentation, chapter):
    known = explain.facts(opened(), Segmentation(segmentation, segmentation))
    plain, marked, written = (
        explain.sentences(chapter, known, voice) for voice in (explain.PLAIN, explain.MARKDOWN, explain.HTML)
    )
    assert len(plain) == len(marked) == len(written) > 0
    assert all(line.endswith((".", "?")) for line in plain)
    for markdown, html in zip(marked, written, strict=True):
        assert HOSTILE_NAME not in markdown
        assert "<script>" not in html
        assert unescape(re.sub(r"<[^>]*>|[–\d]", "", html)).split() != []


def test_markdown_shows_what_the_data_say_letter_by_letter(opened):
    written = explain.markdown(opened(), [Segmentation("rfm", "<b>*Shop*</b>")])
    assert written.startswith("# \\<b\\>\\*Shop\\*\\</b\\>\n")
    assert "\\<script\\>window.hacked" in written
    assert re.findall("^## (.*)$", written, re.MULTILINE)[0] == "What the build did"


def test_the_tiles_on_trust_show_silhouette_stability_and_the_last_build(page):
    text, *_ = page(trust.verdict, "rfm")
    assert "How far apart the groups are 0.46 of 1 natural groups At 0 the next group is as near" in text
    assert "Analysts: silhouette, scaled by log, standard score." in text
    assert trust.transforms("a: log, b: log, c: onehot") == "of the figures 2 on a logarithmic scale, 1 as yes or no"
    assert "Stable segments 2 of 5 doubtful, 0.48" in text
    assert "Last build 2025-12-31 as of the end of this day model version 2, trained on 2025-11-30" in text
