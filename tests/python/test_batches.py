"""Which batches count: those that fail are set aside, and what comes twice or corrected counts once."""

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import duckdb
import pytest
from click.testing import CliRunner
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.cli.main import main
from segmentation.intake.batch_corrections import correct
from segmentation.intake.batch_judging import judge
from segmentation.intake.batches import ACCEPTED, REPLACED, SET_ASIDE, Batch, Limits, Shared
from segmentation.intake.file_versions import version
from segmentation.warehouse.macros import rendered

LIMITS = Limits()


def month(number, **figures):
    """A sound batch of a month of 2023."""
    first = date(2023, number, 1)
    given = {
        "content_hash": f"h{number}",
        "lines": 500,
        "first_on": first,
        "last_on": first + timedelta(27),
        "early_on": first + timedelta(1),
        "middle_on": first + timedelta(14),
        "late_on": first + timedelta(26),
        "low": 20.0,
        "middle": 60.0 + number,
        "high": 90.0,
        "customers": 220,
        "known_share": 0.9,
    }
    return Batch(number, f"2023-{number:02d}.csv", **(given | figures))


def judged(*batches, decisions=None):
    """What is said of the last of some batches."""
    return judge(list(batches), decisions or {}, LIMITS)[-1]


def test_batches_like_all_others_count_and_nothing_is_said_of_them():
    verdicts = judge([month(number) for number in range(1, 9)], {}, LIMITS)
    assert {(each.state, each.sentence) for each in verdicts} == {(ACCEPTED, "")}


FAILING = {
    "cents": (month(5, low=2000.0, middle=6500.0, high=9000.0), "105 times the usual 62.00"),
    "thousands": (month(5, low=0.02, middle=0.065, high=0.09), "one 954th of the usual 62.00"),
    "no amounts": (
        month(5, unread=500, bad_worth="n/a"),
        "500 of 500 lines that cannot be read, for want of an amount (such as n/a)",
    ),
    "some dates": (
        month(5, undated=90, unread=90, bad_date="13.13.23"),
        "90 of 500 lines without a date that can be read (such as 13.13.23)",
    ),
    "no customers": (month(5, unnamed=400), "400 of 500 lines without a customer"),
    "years to come": (month(5, out_of_time=500), "before the first plausible date or after today"),
    "a year off": (
        month(5, early_on=date(2024, 5, 2), middle_on=date(2024, 5, 15), late_on=date(2024, 5, 27)),
        "371 days from all others",
    ),
    "ids of another system": (
        month(5, known_share=0.0),
        "knows 0.0% of its customers from other files, where 90% are usual",
    ),
    "other numbers of orders": (
        month(5, renumbered="2023-02.csv", renumbered_share=0.96),
        "has 96% of its lines in 2023-02.csv too, under other numbers of orders",
    ),
    "swapped days": (
        month(
            5,
            early_on=date(2023, 1, 5),
            middle_on=date(2023, 6, 5),
            late_on=date(2023, 12, 5),
            swapped_from=date(2023, 5, 1),
            swapped_to=date(2023, 5, 12),
        ),
        "if day and month are swapped, which is where they are expected",
    ),
    "a missing column": (
        Batch(5, "2023-05.csv", "h5", "2023-05.csv has no column price: get it anew."),
        "has no column price",
    ),
}


@pytest.mark.parametrize("name", FAILING)
def test_a_batch_that_fails_is_set_aside_with_what_is_wrong_and_a_remedy(name):
    batch, said = FAILING[name]
    verdicts = judge([*(month(number) for number in range(1, 5)), batch], {}, LIMITS)
    assert [each.state for each in verdicts] == [ACCEPTED] * 4 + [SET_ASIDE]
    assert said in verdicts[-1].sentence
    assert "get it anew" in verdicts[-1].sentence
    spaced = judge([*(month(number) for number in range(1, 5)), replace(batch, name="late may.csv")], {}, LIMITS)[-1]
    assert batch.problem or "--accept 'late may.csv' --reason" in spaced.sentence


@pytest.mark.parametrize("name", ["2023-05 refunds.csv", "Retouren_2023-05.csv", "credit-notes.csv"])
def test_positive_refunds_are_set_aside(name):
    before = [month(number) for number in range(1, 5)]
    refunds = replace(month(5, amount=2000.0), name=name)
    assert "are positive and would count as bought" in judged(*before, refunds).sentence
    assert judged(*before, refunds).state == SET_ASIDE
    assert judged(*before, replace(refunds, amount=-2000.0)).state == ACCEPTED
    assert judge([*before, refunds], {}, Limits(has_status=True))[-1].state == ACCEPTED
    assert judged(*before, replace(refunds, name="returning customers.csv")).state == ACCEPTED


# Quantity and price in the middle of a line, and the shares of them that are whole numbers.
SOLD = {
    "pieces": (2.0, 25.3, 1.0, 0.1),
    "single pieces": (1.0, 14.99, 1.0, 0.0),
    "cheap pieces": (3.0, 1.95, 1.0, 0.05),
    "pieces at whole prices": (1.0, 1500.0, 1.0, 1.0),
}


def sold(number, pieces, price, whole_pieces, whole_prices):
    return month(number, pieces=pieces, price=price, whole_pieces=whole_pieces, whole_prices=whole_prices)


@pytest.mark.parametrize("usual", SOLD.values(), ids=SOLD)
def test_quantities_and_prices_that_are_swapped_are_set_aside(usual):
    before = [sold(number, *usual) for number in range(1, 5)]
    pieces, price, whole_pieces, whole_prices = usual
    swapped = judged(*before, sold(5, 1.2 * price, pieces, whole_prices, whole_pieces))
    assert swapped.state == SET_ASIDE
    assert "as if the two columns were swapped: get it anew" in swapped.sentence
    assert judged(*before, sold(5, *usual)).state == ACCEPTED


NOT_SWAPPED = {
    "a wholesale order": ("pieces", (24.0, 2.1, 1.0, 0.05)),
    "a sale at whole prices": ("pieces", (2.0, 20.0, 1.0, 1.0)),
    "fabric by the metre at whole prices": ("pieces", (2.5, 12.0, 0.3, 1.0)),
    "a hundred for the usual price of one": ("pieces at whole prices", (100.0, 15.0, 1.0, 1.0)),
    "goods by weight": ("pieces", (0.35, 25.0, 0.02, 0.1)),
    "prices like quantities": ("cheap pieces", (2.0, 3.0, 1.0, 0.1)),
    "a month without prices": ("pieces", (None, None, None, None)),
}


@pytest.mark.parametrize("name", NOT_SWAPPED)
def test_other_quantities_and_prices_are_not_swapped(name):
    usual, figures = NOT_SWAPPED[name]
    before = [sold(number, *SOLD[usual]) for number in range(1, 5)]
    assert (judged(*before, sold(5, *figures)).state, judged(*before, sold(5, *figures)).sentence) == (ACCEPTED, "")


def test_of_goods_by_weight_nothing_is_swapped():
    before = [sold(number, 0.35, 3.99, 0.02, 0.1) for number in range(1, 5)]
    assert judged(*before, sold(5, 3.99, 0.35, 0.1, 0.02)).state == ACCEPTED


def test_amounts_as_of_another_currency_are_told_and_count():
    before = [month(number) for number in range(1, 5)]
    dearer = judged(*before, month(5, low=220.0, middle=660.0, high=990.0))
    assert dearer.state == ACCEPTED
    assert "has amounts of 660.00 in the middle, 11 times the usual 62.00: see whether they are in" in dearer.sentence
    assert judged(*before, month(5, low=60.0, middle=190.0, high=400.0)).sentence == ""
    assert judged(*before[:2], month(5, low=220.0, middle=660.0, high=990.0)).sentence == ""


def test_days_that_the_name_does_not_have_are_told_and_count():
    before = [month(number) for number in range(1, 5)]
    wrong = judged(*before[:3], replace(month(5), number=4, name="2023-04.csv"))
    assert wrong.state == ACCEPTED
    assert "has days from 2023-05-01 to 2023-05-28, and its name another day or month" in wrong.sentence
    assert judged(*before, replace(month(5), name="late lines.csv")).sentence == ""
    # Files that are named by the day on which they were sent have another month all of them.
    sent = [replace(month(number), name=f"2023-{number + 1:02d}-02.csv") for number in range(1, 6)]
    assert {each.sentence for each in judge(sent, {}, LIMITS)} == {""}


def test_half_a_file_is_told_and_counts():
    before = [month(number) for number in range(1, 6)]
    half = judged(*before, month(6, lines=250))
    assert half.state == ACCEPTED
    assert "2023-06.csv has 250 lines on its 26 days, and of the 5 files before it none has fewer" in half.sentence
    month_to_date = month(6, lines=190, last_on=date(2023, 6, 11), late_on=date(2023, 6, 11))
    assert judged(*before, month_to_date).sentence == ""
    assert judged(*before[:3], month(6, lines=250)).sentence == ""


def test_shops_that_grow_shrink_or_have_seasons_are_whole():
    # Lines a month of Online Retail, of CDNOW, of a shop that doubles every month and of one that halves every other.
    shapes = (
        (42481, 35147, 27707, 36748, 29916, 37030, 36874, 39518, 35284, 50226, 60742, 84711),
        (8928, 11272, 11598, 3781, 2895, 3054, 2942, 2320, 2296, 2562, 2750, 2504),
        [100 * 2**number for number in range(12)],
        [int(20_000 * 0.7**number) for number in range(12)],
    )
    for lines in shapes:
        verdicts = judge([month(number, lines=count) for number, count in enumerate(lines, 1)], {}, LIMITS)
        assert {(each.state, each.sentence) for each in verdicts} == {(ACCEPTED, "")}


def test_some_lines_under_other_numbers_of_orders_are_told():
    before = [month(number) for number in range(1, 5)]
    some = judged(*before, month(5, renumbered="2023-04.csv", renumbered_share=0.3))
    assert some.state == ACCEPTED
    assert "has 30% of its lines in 2023-04.csv too, under other numbers of orders: they count" in some.sentence
    assert judged(*before, month(5, renumbered="2023-04.csv", renumbered_share=0.01)).sentence == ""


def of_one_day(day, **figures):
    ends = dict.fromkeys(("first_on", "last_on", "early_on", "middle_on", "late_on"), day)
    return replace(month(day.month), **(ends | figures))


def test_a_day_in_the_name_tells_that_day_and_month_are_swapped():
    days = [date(2023, 7, day) for day in (1, 2, 3, 4)]
    daily = [replace(of_one_day(day), number=i, name=f"{day}.csv") for i, day in enumerate(days, 1)]
    meant = date(2023, 7, 5)
    swapped = of_one_day(date(2023, 5, 7), number=5, name=f"{meant}.csv", swapped_from=meant, swapped_to=meant)
    assert judged(*daily, swapped).state == SET_ASIDE
    assert judged(*daily, replace(swapped, name="late lines.csv")).state == ACCEPTED


def test_a_year_before_its_months_and_a_pause_are_nothing_wrong():
    archive = replace(month(1), number=0, name="2022.csv", early_on=date(2022, 1, 9), late_on=date(2022, 12, 20))
    assert judged(month(2), month(3), month(4), archive).state == ACCEPTED
    assert judged(*(month(number) for number in (1, 2, 3, 8))).state == ACCEPTED


def test_of_two_that_differ_the_first_is_right():
    cents = month(1, low=2000.0, middle=6500.0, high=9000.0)
    assert [each.state for each in judge([cents, month(2)], {}, LIMITS)] == [ACCEPTED, SET_ASIDE]
    assert [each.state for each in judge([cents, month(2), month(3)], {}, LIMITS)] == [SET_ASIDE, ACCEPTED, ACCEPTED]


def test_a_decision_holds_for_a_content():
    cents, _ = FAILING["cents"]
    before = [month(number) for number in range(1, 5)]
    accepted = {("2023-05.csv", "h5"): (ACCEPTED, "prices have risen")}
    assert judged(*before, cents, decisions=accepted).state == ACCEPTED
    assert "prices have risen" in judged(*before, cents, decisions=accepted).sentence
    assert judged(*before, replace(cents, content_hash="other"), decisions=accepted).state == SET_ASIDE
    aside = judged(*before, month(5), decisions={("2023-05.csv", "h5"): (SET_ASIDE, "a test of the till")})
    assert (aside.state, aside.is_decided, aside.sentence) == (
        SET_ASIDE,
        True,
        "Set aside by decision: a test of the till.",
    )


def test_of_two_with_other_numbers_of_orders_the_later_counts_where_the_earlier_is_set_aside():
    batches = [month(number) for number in range(1, 5)]
    again = month(5, renumbered="2023-02.csv", renumbered_share=0.96)
    decisions = {("2023-02.csv", "h2"): (SET_ASIDE, "sent again")}
    assert judged(*batches, again).state == SET_ASIDE
    assert judged(*batches, again, decisions=decisions).state == ACCEPTED
    assert judged(*batches, replace(again, renumbered_share=0.2)).state == ACCEPTED


def test_what_cannot_be_read_cannot_be_accepted():
    batch, _ = FAILING["a missing column"]
    assert judged(month(1), batch, decisions={("2023-05.csv", "h5"): (ACCEPTED, "never mind")}).state == SET_ASIDE


def corrected(batches, *shared, limits=LIMITS):
    return correct(batches, judge(batches, {}, LIMITS), [Shared(*each) for each in shared], limits)


def test_lines_are_compared_of_files_that_have_days_in_common():
    with_common_days = rendered("batches/with_common_days.sql")["with_common_days"]
    days = {1: (1, 9), 2: (10, 19), 3: (3, 4), 4: (5, 5), 5: (20, 29), 6: (29, 30), 7: None, 8: (31, 31)}
    batches = [
        {"number": number, "first_on": ends and f"2023-05-{ends[0]:02d}", "last_on": ends and f"2023-05-{ends[1]:02d}"}
        for number, ends in days.items()
    ]
    assert [each["number"] for each in with_common_days(batches)] == [1, 3, 4, 5, 6]
    assert with_common_days(batches[:2]) == []


def test_a_file_that_covers_the_days_of_another_takes_its_place():
    march, again = month(3, amount=61308.79), replace(month(3, amount=61508.79), number=9, name="2023-03-v2.csv")
    first, second = corrected([march, again], (3, 9, 480, 480, 500))
    assert (first.state, first.replaced_by, second.state) == (REPLACED, 9, ACCEPTED)
    assert "61,508.79 count for 61,308.79" in first.sentence


def test_a_file_of_the_last_days_takes_the_place_of_these_days_alone():
    window = replace(month(3), number=9, first_on=date(2023, 3, 8), last_on=date(2023, 4, 6))
    first, second = corrected([month(3), window], (3, 9, 370, 370, 375))
    assert (first.state, second.takes) == (ACCEPTED, ((3, date(2023, 3, 8), date(2023, 4, 6)),))


def test_a_file_whose_lines_another_has_a_day_apart_is_set_aside():
    later = replace(month(3), number=9, name="2023-03 new.csv")
    first, second = corrected([month(3), later], (3, 9, 500, 100, 500, 390))
    assert (first.state, second.state, second.takes) == (ACCEPTED, SET_ASIDE, ())
    assert "has 390 lines that 2023-03.csv has on the day before or after, as in another time zone" in second.sentence
    # Numbers of orders that begin anew every day are of few customers twice.
    first, second = corrected([month(3), later], (3, 9, 60, 5, 500, 50))
    assert (first.state, second.state, second.takes) == (ACCEPTED, ACCEPTED, ())
    accepted = {(later.name, later.content_hash): (ACCEPTED, "other orders")}
    verdicts = judge([month(3), later], accepted, LIMITS)
    assert correct([month(3), later], verdicts, [Shared(3, 9, 500, 100, 500, 390)], LIMITS)[1].state == ACCEPTED


def test_few_lines_take_the_place_of_these_lines_alone():
    fix = replace(month(3), number=9, lines=3)
    first, second = corrected([month(3), fix], (3, 9, 3, 3, 500))
    assert (first.state, second.takes) == (ACCEPTED, ((3, None, None),))
    assert second.sentence.endswith("of 2023-03.csv. The 497 others of the same days go on counting.")


def test_some_lines_of_a_day_take_the_place_of_these_lines_alone():
    fix = replace(month(3), number=9, lines=2, first_on=date(2023, 3, 28), last_on=date(2023, 3, 28))
    assert corrected([month(3), fix], (3, 9, 2, 2, 4))[1].takes == ((3, None, None),)
    assert corrected([month(3), fix], (3, 9, 2, 2, 2))[1].takes == ((3, fix.first_on, fix.last_on),)


def test_numbers_of_orders_that_begin_anew_are_other_orders():
    verdicts = corrected([month(1), month(2)], (1, 2, 40, 1, 0))
    assert [each.takes for each in verdicts] == [(), ()]
    assert {(each.state, each.sentence) for each in verdicts} == {(ACCEPTED, "")}


def test_without_a_key_of_lines_it_is_not_guessed_which_count():
    limits = Limits(keeps_copies=True, has_line_key=False)
    other = replace(month(3), number=9, name="more.csv")
    assert corrected([month(3), other], (3, 9, 100, 100, 500), limits=limits)[1].state == SET_ASIDE


def test_a_batch_that_failed_takes_the_place_of_nothing():
    cents = replace(month(3, low=2000.0, middle=6500.0, high=9000.0), number=9)
    verdicts = corrected([month(1), month(2), month(3), cents], (3, 9, 500, 500, 500))
    assert [each.state for each in verdicts] == [ACCEPTED, ACCEPTED, ACCEPTED, SET_ASIDE]


@pytest.mark.parametrize(
    "names",
    [
        ("2023-07.csv", "2023-07-corrected.csv"),
        ("orders_7.csv", "orders_10.csv"),
        ("orders.csv", "Correction of orders.csv"),
        ("2023-07.csv", "2023-07 (1).csv"),
        ("2023-07_v2.csv", "2023-07_v10.csv"),
        ("2023-08.csv", "2023-07_final.csv"),
    ],
)
def test_names_tell_which_version_is_the_later_one(names):
    assert sorted(reversed(names), key=version) == list(names)


LINES = st.fixed_dictionaries({
    "seed": st.integers(0, 10**6),
    "copied": st.sets(st.integers(1, 4), max_size=2),
    "corrected": st.sets(st.integers(1, 4), max_size=3),
    "fixed": st.sets(st.integers(1, 4), max_size=2),
})  # fmt: skip


@settings(max_examples=examples(200))
@given(sent=LINES, order=st.randoms(use_true_random=False))
def test_any_order_of_arrival_sent_twice_or_corrected_counts_the_same_lines(sent, order):
    files, truth = files_of(**sent)
    names = list(files)
    order.shuffle(names)
    assert counted({name: files[name] for name in names}) == truth


def files_of(seed, copied, corrected, fixed):
    """Files of four months, some sent twice or corrected, as lines by order and product; and the lines that count."""
    generator = random.Random(seed)
    files, truth = {}, {}
    for number in range(1, 5):
        lines = {
            (f"{number}-{day}-{order}", product): (date(2023, number, day), generator.randint(1, 99))
            for day in range(1, 29)
            for order in range(2)
            for product in range(generator.randint(1, 2))
        }
        files[f"2023-{number:02d}.csv"] = lines
        if number in copied:
            files[f"2023-{number:02d} (1).csv"] = dict(lines)
        if number in corrected:
            # Some amounts are others, and an order was cancelled.
            gone = f"{number}-{generator.randint(2, 27)}-0"
            lines = {key: line for key, line in lines.items() if key[0] != gone}
            changed = generator.sample(sorted(lines), 3)
            lines |= {key: (lines[key][0], 1000) for key in changed}
            files[f"2023-{number:02d}-corrected.csv"] = lines
        if number in fixed:
            fix = {key: (lines[key][0], 2000) for key in generator.sample(sorted(lines), 2)}
            files[f"2023-{number:02d}-fix.csv"] = fix
            lines = lines | fix
        truth |= lines
    return files, truth


def counted(files):
    """The lines that count, by order and product; twice the same is an error."""
    names = dict(enumerate(sorted(files, key=version), 1))
    batches = [batch_of(number, name, files[name]) for number, name in names.items()]
    lines = {number: files[name] for number, name in names.items()}
    verdicts = correct(batches, judge(batches, {}, LIMITS), shared(lines), LIMITS)
    taken = {
        (number, key)
        for verdict in verdicts
        for number, first_on, last_on in verdict.takes
        for key, (day, _) in lines[number].items()
        if (first_on <= day <= last_on if first_on else key in lines[verdict.number])
    }
    found = [
        (key, line)
        for verdict in verdicts
        if verdict.state == ACCEPTED
        for key, line in lines[verdict.number].items()
        if (verdict.number, key) not in taken
    ]
    assert len(found) == len(dict(found))
    return dict(found)


def batch_of(number, name, lines):
    days = sorted(day for day, _ in lines.values())
    ends = {"first_on": days[0], "early_on": days[0], "middle_on": days[0], "last_on": days[-1], "late_on": days[-1]}
    return Batch(number, name, lines=len(lines), **ends)


def shared(files):
    """What the query of `shared_lines` counts."""
    pairs = {}
    for key in {key for lines in files.values() for key in lines}:
        for earlier, later in pairwise(number for number, lines in files.items() if key in lines):
            pairs.setdefault((earlier, later), []).append(key)
    for (earlier, later), keys in pairs.items():
        days = [day for day, _ in files[later].values()]
        within = sum(min(days) <= day <= max(days) for day, _ in files[earlier].values())
        same_day = sum(files[earlier][key][0] == files[later][key][0] for key in keys)
        yield Shared(earlier, later, len(keys), same_day, within)


def test_the_command_shows_what_stopped_a_build_though_the_last_one_is_published(tmp_path, monkeypatch):
    warehouse = tmp_path / "warehouse.duckdb"
    published = tmp_path / "published" / warehouse.name
    published.parent.mkdir()
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create schema staging")
        connection.execute(
            "create table staging.stg_shop__batches as select 'club' as shop, 1 as batch_number,"
            " '2023-05.csv' as batch, 'set aside' as state, null::date as first_on,"
            " null::date as last_on, 7 as lines, 1.5 as amount,"
            " '2023-05.csv is in cents.' as sentence, 'h' as content_hash"
        )
    duckdb.connect(str(published)).close()
    monkeypatch.setenv("SEGMENTS_WAREHOUSE", str(warehouse))
    shown = CliRunner().invoke(main, ["batches"])
    assert shown.exit_code == 0, shown.output
    assert "2023-05.csv is in cents." in shown.output
