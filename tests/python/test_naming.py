"""Names and sentences of segments."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.describing import naming
from segmentation.describing.naming import Trait

WORDS = {
    ("recency", "low"): "recent",
    ("recency", "high"): "lapsed",
    ("spend", "low"): "low-spending",
    ("spend", "high"): "high-spending",
}
MIDDLE = "Typical in orders"


def trait(feature="orders", z_score=1.0, **changes):
    """A trait of a number feature that forms the segments."""
    settings = {
        "position": 1,
        "feature": feature,
        "level": None,
        "label": feature.replace("_", " "),
        "unit": None,
        "role": None,
        "is_flag": False,
        "in_clustering": True,
        "known_share": 1.0,
        "typical": 10.0,
        "population": 5.0,
    }
    return Trait(z_score=z_score, **(settings | changes))


def level(name, z_score=1.0, **changes):
    """A trait of one level of a category."""
    settings = {"level": name, "label": "channel", "unit": "share", "typical": 0.8, "population": 0.4}
    return trait("channel", z_score, **(settings | changes))


@st.composite
def segmentations(draw, *, levels=("Facebook", "app", "post")):
    """Segments of the same features with any figures, as the traits of a real segmentation are."""
    features = draw(st.integers(1, 4))
    scores = st.sampled_from([-4.0, -1.0, -0.6, 0.0, 0.3, 0.6, 1.0, 4.0])
    figures = st.sampled_from([0.0, 0.5, 12.0, 1234.5])
    segments = {}
    for segment in range(1, draw(st.integers(1, 6)) + 1):
        numbers = [
            trait(
                f"feature_{'abcd'[index]}",
                draw(scores),
                position=index + 1,
                role=draw(st.sampled_from([None, "spend", "recency"])),
                is_flag=draw(st.booleans()),
                in_clustering=index == 0 or draw(st.booleans()),
                typical=draw(figures),
            )
            for index in range(features)
        ]
        segments[segment] = numbers + [level(name, draw(scores), position=features + 1) for name in levels]
    return segments


@given(segmentations())
def test_names_are_unique_whatever_the_traits(segments):
    names = naming.name_segments(segments, WORDS)
    assert list(names) == list(segments)
    assert len(set(names.values())) == len(names)


@given(segmentations())
def test_a_name_is_words_and_never_a_number(segments):
    for name in naming.name_segments(segments, WORDS).values():
        assert re.search(r"[A-Za-z]{3}", name)
        assert name[0].isupper()
        assert not re.match(r"(segment|cluster|group)\W*\d", name, re.IGNORECASE)


@given(segmentations(), st.randoms())
def test_names_do_not_depend_on_the_numbers_of_the_segments(segments, random):
    names = naming.name_segments(segments, WORDS)
    renumbered = {segment + 100: traits for segment, traits in segments.items()}
    assert list(naming.name_segments(renumbered, WORDS).values()) == list(names.values())


@given(segmentations())
def test_every_description_is_one_sentence(segments):
    for traits in segments.values():
        assert re.fullmatch(r"Customers [^\n]*\.", naming.describe(traits))


@pytest.mark.parametrize("text", ["1", "2024", "(missing)", "3.5"])
def test_a_level_that_is_no_word_is_named_with_its_category(text):
    (name,) = naming.name_segments({1: [level(text)]}, WORDS).values()
    assert "channel" in name.lower()


def test_the_two_strongest_traits_make_the_name():
    traits = [
        trait("spend", -0.7, role="spend", position=1),
        trait("recency", 1.2, role="recency", position=2),
        trait("orders", -0.6, position=3),
    ]
    assert naming.name_segments({1: traits}, WORDS) == {1: "Lapsed, low-spending"}


def test_a_feature_without_a_word_of_its_own_is_high_or_low():
    assert naming.name_segments({1: [trait("web_sessions", -0.9)]}, WORDS) == {1: "Low web sessions"}


def test_an_extreme_trait_is_very():
    assert naming.name_segments({1: [trait("spend", 3.2, role="spend")]}, WORDS) == {1: "Very high-spending"}


def test_a_level_gives_its_own_name():
    assert naming.name_segments({1: [level("Facebook")]}, WORDS) == {1: "Facebook"}


@pytest.mark.parametrize(
    ("z_score", "typical", "name"),
    [
        (1.0, 0.8, "Active"),
        (1.0, 0.3, "More often active"),
        (-1.0, 0.6, "Less often active"),
        (-1.0, 0.1, "Rarely active"),
        (-1.0, 0.0, "Not active"),
        (-3.0, 0.0, "Not active"),
    ],
)
def test_a_flag_is_what_customers_are_or_are_not(z_score, typical, name):
    active = trait("is_active", z_score, is_flag=True, typical=typical)
    assert naming.name_segments({1: [active]}, WORDS) == {1: name}


def test_a_flag_is_told_by_its_share():
    traits = [trait("is_active", -1.0, is_flag=True, typical=0.1, population=0.4, position=2), trait("orders", 1.0)]
    assert naming.describe(traits) == (
        "Customers with high orders 10 (5 overall) and a low share of active 10% (40% overall)."
    )


def test_numbers_come_before_levels():
    traits = [level("Facebook", 2.0), trait("spend", 0.6, role="spend")]
    assert naming.name_segments({1: traits}, WORDS) == {1: "High-spending, Facebook"}


def test_traits_that_only_describe_are_left_out_of_the_name():
    traits = [trait("age", 2.0, in_clustering=False), trait("spend", 0.6, role="spend")]
    assert naming.name_segments({1: traits}, WORDS) == {1: "High-spending"}


def test_beside_one_forming_trait_stands_what_describes_the_segment_where_there_is_a_word_for_it():
    forming = trait("orders", 1.0)
    spent = trait("spent", -0.6, role="spend", in_clustering=False)
    assert naming.name_segments({1: [forming, spent]}, WORDS)[1] == "High orders, low-spending"
    nameless = replace(spent, role=None)
    assert naming.name_segments({1: [forming, nameless]}, WORDS)[1] == "High orders"
    another = trait("recency", 0.6, role="recency", position=2)
    assert naming.name_segments({1: [forming, another, spent]}, WORDS)[1] == "High orders, lapsed"


def test_a_seasonal_segment_says_whom_it_cannot_hold_yet_and_no_other_does():
    season = trait("season_share", 2.0, role="season")
    assert naming.describe([season]).endswith(f" {naming.SEASON_LIMITS}")
    others = ({"z_score": -2.0}, {"z_score": 0.1}, {"in_clustering": False})
    others = [trait("season_share", **({"z_score": 2.0} | change), role="season") for change in others]
    assert not any("newcomers" in naming.describe([trait("orders"), other]) for other in others)


def test_a_segment_without_a_marked_trait_is_in_the_middle():
    usual = trait(z_score=0.49, typical=5.2)
    assert naming.name_segments({1: [usual, level("app", -2.0)]}, WORDS) == {1: MIDDLE}


def test_a_segment_is_typical_only_in_what_is_like_that_of_everybody():
    spent = trait("spent", 0.4, position=1, typical=273.0, population=196.0)
    orders = trait("orders", 0.4, position=2, typical=6.0, population=6.0)
    assert naming.name_segments({1: [spent, orders]}, WORDS) == {1: MIDDLE}
    said = naming.in_short([spent, orders], {})
    assert said == "They are like most customers in orders (typical orders 6, of all customers 6)."
    assert naming.name_segments({1: [spent]}, WORDS) == {1: "Middle-of-the-road"}
    said = naming.in_short([spent], {})
    assert said == "They stand out in nothing (typical spent 273, of all customers 196)."
    assert naming.describe([spent, orders]) == "Customers like most others: orders 6 (6 overall)."
    assert naming.describe([spent]) == "Customers in whom no figure stands out: spent 273 (196 overall)."


def test_two_segments_of_one_name_get_a_further_trait():
    shared = [trait("spend", 2.0, role="spend", position=1), trait("recency", 1.9, role="recency", position=2)]
    segments = {1: [*shared, trait("orders", 1.0, position=3)], 2: [*shared, trait("orders", -1.0, position=3)]}
    assert naming.name_segments(segments, WORDS) == {
        1: "High-spending, lapsed, high orders",
        2: "High-spending, lapsed, low orders",
    }


def test_one_order_and_no_time_from_first_to_last_are_one_trait():
    once = [
        trait("orders", -0.6, role="frequency", typical=1.04),
        trait("time", -0.9, role="length", typical=0.1),
        trait("days", 0.7, role="recency"),
        trait("season", 1.4, role="season"),
    ]
    [merged, days] = naming.bought_once(once)
    assert (merged.feature, merged.role, merged.z_score) == ("orders", "once", -0.9)
    assert days == once[2]
    assert naming.name_segments({1: naming.bought_once(once)}, WORDS | {("once", "low"): "one-time"}) == {
        1: "One-time, lapsed"
    }


@pytest.mark.parametrize(
    ("orders", "days", "score"),
    [(1.4, 0.0, -1.0), (1.0, 3.0, -1.0), (1.0, 0.0, 0.1)],
)
def test_who_ordered_again_or_is_like_the_others_did_not_buy_once(orders, days, score):
    traits = [
        trait("orders", score, role="frequency", typical=orders),
        trait("time", -0.9, role="length", typical=days),
    ]
    assert naming.bought_once(traits) == traits


def test_a_name_that_another_holds_whole_says_what_it_lacks():
    big, recent = trait("revenue", 2.0, role="spend"), trait("days", -1.0, role="recency")
    segments = {1: [replace(big, z_score=0.9), replace(recent, z_score=0.2)], 2: [big, recent]}
    assert naming.name_segments(segments, WORDS) == {1: "High-spending, not recent", 2: "High-spending, recent"}


def test_a_sub_segment_says_more_than_the_segment_it_lies_within():
    big, late = trait("revenue", 2.0, role="spend"), trait("days", 1.0, role="recency")
    segments = {1: [big, replace(late, z_score=0.1)], 2: [late, replace(big, z_score=0.1)]}
    within = {1: "High-spending", 2: "High-spending"}
    assert naming.name_segments(segments, WORDS, within) == {1: "High-spending, not lapsed", 2: "Lapsed"}
    assert naming.name_segments({1: [big]}, WORDS, {1: "High-spending"}) == {1: "High-spending, typical"}


def test_the_same_words_in_another_order_are_no_other_name():
    spend, orders = trait("spend", 2.0, role="spend", position=1), trait("orders", 1.0, position=3)
    segments = {1: [spend, orders], 2: [replace(orders, z_score=2.0), replace(spend, z_score=1.0)]}
    assert len({frozenset(name.lower().split(", ")) for name in naming.name_segments(segments, WORDS).values()}) == 2


def test_segments_of_the_same_traits_are_told_apart_by_who_has_more():
    segments = {
        segment: [
            trait("spend", 1.0 + segment / 10, role="spend", label="revenue", typical=400.0 * segment),
            trait("orders", 1.0, label="orders"),
        ]
        for segment in (2, 1, 3)
    }
    assert naming.name_segments(segments, WORDS) == {
        2: "High-spending, high orders, middle revenue",
        1: "High-spending, high orders, lowest revenue",
        3: "High-spending, high orders, highest revenue",
    }
    del segments[2]
    assert naming.name_segments(segments, WORDS) == {
        1: "High-spending, high orders, lower revenue",
        3: "High-spending, high orders, higher revenue",
    }


def test_a_segment_is_marked_from_half_a_deviation_on():
    traits = [trait("a", naming.MARKED, position=1), trait("b", -naming.MARKED, position=2), trait("c", 0.49)]
    assert [t.feature for t in naming.marked_traits(traits)] == ["a", "b"]


def test_a_low_share_of_a_level_is_no_trait():
    assert naming.marked_traits([level("app", -3.0)]) == []


def test_marked_traits_come_those_of_the_clustering_first_numbers_first_strongest_first():
    traits = [
        trait("described", 3.0, in_clustering=False),
        level("app", 2.5),
        trait("weak", 0.6),
        trait("strong", -2.0),
    ]
    assert [t.feature for t in naming.marked_traits(traits)] == ["strong", "weak", "channel", "described"]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1234.4, None, "1,234"),
        (1234567.0, "money", "1,234,567"),
        (86.04, "thousand", "86.0 thousand"),
        (86.0, "thousand", "86 thousand"),
        (12.34, None, "12.3"),
        (0.4567, None, "0.46"),
        (0.4567, "share", "46%"),
        (1.0, "share", "100%"),
        (0.0, "days", "0 days"),
        (-250.5, "money", "-250"),
        (-0.0, None, "0"),
        (0.00001234, None, "0.000012"),
    ],
)
def test_figures_are_written_as_people_write_them(value, unit, text):
    assert naming.figure(value, unit) == text


def test_a_phrase_gives_the_figure_beside_that_of_all():
    income = trait("income", label="annual income", unit="thousand", typical=86.5, population=60.6)
    assert naming.phrase(income) == "annual income 86.5 thousand (60.6 thousand overall)"
    assert naming.phrase(level("Facebook")) == "channel Facebook 80% (40% overall)"


def test_the_sentence_names_three_forming_traits_and_one_that_describes():
    traits = [
        trait("a", 2.0, position=1),
        trait("b", 1.5, position=2),
        trait("c", -1.0, position=3),
        trait("d", 0.9, position=4),
        trait("age", -1.2, position=5, in_clustering=False, unit="years"),
        trait("region", 0.7, position=6, in_clustering=False),
    ]
    assert naming.describe(traits) == (
        "Customers with high a 10 (5 overall) and b 10 (5 overall) "
        "and low c 10 (5 overall) and age 10 years (5 years overall)."
    )


def test_a_segment_without_a_marked_trait_is_described_by_its_forming_figures():
    age = trait("age", 0.4, in_clustering=False)
    traits = [trait("a", 0.1, typical=5.1), trait("b", -0.2, typical=4.9), level("app", 0.1), age]
    assert naming.describe(traits).endswith(": a 5.1 (5 overall) and b 4.9 (5 overall).")


def test_a_segment_of_categories_alone_without_a_marked_trait_has_a_sentence_too():
    assert naming.describe([level("app", 0.1), level("post", -0.1)]).startswith("Customers ")


def test_what_is_known_of_less_than_half_of_a_segment_is_no_trait():
    rare, common = trait("rare", 3.0, known_share=0.49), trait("common", 1.0, known_share=0.5)
    assert naming.marked_traits([rare, common]) == [common]
    (figures,) = naming.described({1: [rare, common]}, WORDS, {}, kept={})["traits"]
    assert [figure["feature"] for figure in figures] == ["common"]


def test_a_level_is_told_by_its_share_and_not_called_high():
    sentence = naming.describe([trait("orders", 1.0), level("Facebook", 0.9)])
    assert (
        sentence == "Customers with high orders 10 (5 overall) and a high share of channel Facebook 80% (40% overall)."
    )


def test_bands_are_named_from_the_lowest_to_the_highest():
    assert naming.name_bands([2, 1, 4, 3], "revenue") == {
        1: "Lowest revenue",
        2: "Low revenue",
        3: "High revenue",
        4: "Highest revenue",
    }
    assert naming.name_bands([1, 2, 3], "age") == {1: "Low age", 2: "Middle age", 3: "High age"}
    assert naming.name_bands(list(range(1, 8)), "age")[7] == "Band 7 of 7 by age"


def test_a_segment_in_the_middle_is_named_by_the_shortest_labels_in_their_order():
    labels = ["time since the last purchase", "orders", "average order value", "revenue"]
    traits = [trait(label, 0.1, position=place, typical=5.0) for place, label in enumerate(labels, start=1)]
    assert naming.name_segments({1: traits}, WORDS) == {1: "Typical in orders and revenue"}


PHRASES = {("spend", "high"): "spend a lot", ("recency", "high"): "have not bought for a long time"}


def test_a_sentence_says_what_people_do_with_the_figure_of_the_strongest_trait():
    spend = trait("revenue", 3.0, role="spend", typical=1122.0, population=196.0)
    seldom = trait("recency", 2.0, role="recency", typical=361.0, population=35.0, unit="days")
    said = naming.in_short([seldom, spend, trait("visits", -1.0)], PHRASES)
    assert said == (
        "They used to spend a lot, have not bought for a long time and have low visits "
        "(typical revenue 1,122, of all customers 196)."
    )


def test_a_sentence_without_a_phrase_says_how_often():
    flag = trait("is_member", 2.0, is_flag=True, label="is member", typical=0.8, population=0.2)
    assert naming.in_short([flag], PHRASES) == "They are member (member 80%, of all customers 20%)."
    assert (
        naming.in_short([level("app")], PHRASES)
        == "They often have the channel app (channel app 80%, of all customers 40%)."
    )


def test_who_has_no_marked_trait_is_like_most_customers():
    said = naming.in_short([trait("orders", 0.1, typical=5.0), trait("spend", 0.2, position=2, typical=5.0)], {})
    assert said == "They are like most customers in orders and spend (typical orders 5, of all customers 5)."
    assert naming.in_short([], {}) == "They are like most customers."


@pytest.mark.parametrize(
    ("z_score", "role", "leaving"),
    [(0.5, "recency", True), (0.4, "recency", False), (-1.0, "recency", False), (2.0, "spend", False)],
)
def test_who_has_not_bought_for_long_is_leaving(z_score, role, leaving):
    assert naming.is_leaving([trait("days", z_score, role=role)]) == leaving
