"""The proposal for a table of customers: its id, what forms the segments, what describes them, what is left out."""

import random
import uuid

import numpy as np
import pytest
from own_project import entry, project, propose, reason, used_as, write  # noqa: F401

from segmentation.intake.errors import InputError

CUSTOMERS = 200
GENERATOR = random.Random(11)


def spend():
    return round(GENERATOR.expovariate(1 / 80), 2)


def members(folder, ids=None, **columns):
    """A file of customers with visits, spend, and the columns given by their values or a function of the row."""
    rows = []
    for i in range(CUSTOMERS):
        more = [values(i) if callable(values) else values[i % len(values)] for values in columns.values()]
        rows.append((ids[i] if ids else f"{i:04d}", GENERATOR.randint(1, 30), spend(), *more))
    return write(folder / "members.csv", ("member_no", "visits", "spend", *columns), rows)


@pytest.mark.parametrize(
    "ids",
    [
        [f"{i:04d}" for i in range(CUSTOMERS)],
        [f"{17850 + i}.0" for i in range(CUSTOMERS)],
        [str(uuid.UUID(int=i)) for i in range(CUSTOMERS)],
        [str(10**19 + i) for i in range(CUSTOMERS)],
    ],
)
def test_ids_of_any_kind_identify_customers(project, ids):  # noqa: F811
    plan = propose(members(project, ids))
    assert entry(plan)["id"] == "member_no"
    assert list(entry(plan)["features"]) == ["visits", "spend"]
    assert plan.name == "members"
    assert entry(plan)["customers"] == {"file": "members.csv", "delimiter": ",", "header": True}


def test_a_few_repeated_ids_are_left_to_the_build(project):  # noqa: F811
    plan = propose(members(project, [f"{max(i, 4):04d}" for i in range(CUSTOMERS)]))
    assert entry(plan)["id"] == "member_no"
    assert plan.proposal.remarks == ("member_no repeats in 4 rows, which the build sets aside.",)


def test_rows_are_numbered_where_the_id_repeats_and_nothing_is_dated(project):  # noqa: F811
    plan = propose(members(project, [f"{i % 15:04d}" for i in range(CUSTOMERS)]))
    assert entry(plan)["id"] == "file_row_number"
    assert "member_no repeats (15 different values in 200 rows)" in plan.proposal.remarks[0]


def test_the_id_can_be_chosen(project):  # noqa: F811
    path = members(project, card=lambda i: f"K-{i}")
    assert entry(propose(path, id_column="CARD"))["id"] == "card"
    with pytest.raises(InputError, match="has no column nobody: give --id one of member_no, visits, spend, card"):
        propose(path, id_column="nobody")


def test_behaviour_forms_the_segments_and_people_describe_them(project):  # noqa: F811
    plan = propose(
        members(
            project,
            age=lambda i: 18 + i % 60,
            gender=["Male", "Female"],
            region=["north", "south", "west"],
            newsletter=["yes", "no"],
            LastPurchaseDate=lambda i: f"2023-{1 + i % 12:02d}-{1 + i % 28:02d}",
        )
    )
    written = entry(plan)
    assert list(written["features"]) == ["visits", "spend", "days_since_last_purchase"]
    assert list(written["describe"]) == ["age", "gender", "region", "newsletter"]
    assert written["sensitive"] == ["gender"]
    assert written["as_of_date"] == "2023-12-28"
    assert written["revenue"] == "spend"
    assert written["features"]["spend"]["transform"] == "log"
    assert written["features"]["visits"]["transform"] == "standard"
    assert written["features"]["days_since_last_purchase"] == {
        "column": "LastPurchaseDate",
        "type": "date",
        "transform": "standard",
        "label": "time since last purchase",
        "unit": "days",
        "role": "recency",
    }
    assert written["describe"]["newsletter"] == {"type": "flag", "label": "newsletter"}
    assert written["describe"]["gender"]["at_signup"] is True
    assert written["describe"]["region"]["basis"] == "geographic"


def test_sensitive_columns_are_told_by_their_levels_too(project):  # noqa: F811
    written = entry(propose(members(project, g=["m", "f"])))
    assert written["sensitive"] == ["g"]
    assert list(written["describe"]) == ["g"]


def test_many_levels_are_grouped_and_rare_ones_among_few_too(project):  # noqa: F811
    plan = propose(
        members(
            project,
            town=lambda i: "Paris" if i % 3 == 0 else "Lyon" if i % 3 == 1 else f"Village {i % 40}",
            status=lambda i: {0: "odd", 1: "strange"}.get(i, "married" if i % 2 else "single"),
        )
    )
    assert entry(plan)["describe"]["town"]["levels"] == ["Lyon", "Paris"]
    assert entry(plan)["describe"]["status"]["levels"] == ["married", "single"]


def test_derived_figures_are_left_out_with_what_they_follow_from(project):  # noqa: F811
    wine, meat, fish = ([GENERATOR.randint(0, 300) for _ in range(CUSTOMERS)] for _ in range(3))
    count = [GENERATOR.randint(1, 20) for _ in range(CUSTOMERS)]
    average = [round(GENERATOR.uniform(5, 90), 2) for _ in range(CUSTOMERS)]
    plan = propose(
        members(
            project,
            wine=wine,
            meat=meat,
            fish=fish,
            food=lambda i: wine[i] + meat[i] + fish[i],
            purchase_count=count,
            average_purchase_value=average,
            total_value=lambda i: round(count[i] * average[i], 2),
            cost=lambda i: 2 * wine[i] + 5,
            wine_again=wine,
            curved=lambda i: meat[i] ** 3,
        )
    )
    assert reason(plan, "food") == "equals wine + meat + fish"
    assert reason(plan, "total_value") == "equals purchase count x average purchase value"
    assert reason(plan, "cost") == "equals 2 x wine + 5"
    assert reason(plan, "wine_again") == "equals wine"
    assert reason(plan, "curved") == "moves as meat does"
    used = used_as(plan)
    assert {used[name] for name in ("food", "total_value", "cost", "wine_again", "curved")} == {"left out"}
    assert {"wine", "meat", "fish", "purchase_count", "average_purchase_value"} <= set(entry(plan)["features"])


def test_a_margin_is_left_out_rather_than_the_revenue(project):  # noqa: F811
    revenue = [round(GENERATOR.uniform(100, 900), 2) for _ in range(CUSTOMERS)]
    margin = [round(GENERATOR.uniform(0.05, 0.6), 3) for _ in range(CUSTOMERS)]
    profit = [round(r * m, 2) for r, m in zip(revenue, margin, strict=True)]
    plan = propose(members(project, revenue=revenue, profit=profit, margin=margin))
    assert used_as(plan)["margin"] == "left out"
    assert used_as(plan)["revenue"] == "forms the segments"


def test_a_family_of_amounts_forms_the_segments_by_its_total(project):  # noqa: F811
    plan = propose(
        write(
            project / "food.csv",
            ("ID", "MntWine", "MntMeat", "MntFish", "Visits"),
            [(i, *(GENERATOR.randint(0, 500) for _ in range(3)), GENERATOR.randint(0, 9)) for i in range(CUSTOMERS)],
        )
    )
    written = entry(plan)
    assert list(written["features"]) == ["total_spend", "visits"]
    assert written["features"]["total_spend"]["column"] == (
        "coalesce(try_cast(MntWine as double), 0) + coalesce(try_cast(MntMeat as double), 0)"
        " + coalesce(try_cast(MntFish as double), 0)"
    )
    assert list(written["describe"]) == ["mnt_wine", "mnt_meat", "mnt_fish"]
    assert written["revenue"] == written["features"]["total_spend"]["column"]


def test_mostly_empty_columns_become_a_flag_or_are_left_out_and_never_form_segments(project):  # noqa: F811
    plan = propose(
        members(
            project,
            exit_date=lambda i: "2024-05-06" if i % 5 == 0 else "",
            left_on=lambda i: "2024-05-07" if i % 5 == 0 else "",
            bonus=lambda i: i if i % 4 == 0 else "",
            note=lambda i: "" if i else "x",
        )
    )
    written = entry(plan)
    assert written["describe"]["has_exit_date"] == {
        "column": "exit_date is not null",
        "type": "flag",
        "label": "has exit date",
    }
    assert reason(plan, "left_on") == "80% empty, and filled as has exit date tells"
    assert list(written["features"]) == ["visits", "spend"]
    assert "bonus" in written["describe"]
    assert used_as(plan)["note"] == "left out"


def test_marks_of_missing_values_are_taken_for_nothing(project):  # noqa: F811
    plan = propose(members(project, income=lambda i: "N/A" if i % 6 == 0 else 1_000 + 7 * i % 900))
    # The build knows these words as well, so that the column stands as it is.
    assert "column" not in entry(plan)["features"]["income"]
    missing = np.isnan(plan.look["income"].values)
    assert missing.tolist() == [i % 6 == 0 for i in range(len(missing))]
    assert not any("cannot be read" in remark for remark in plan.proposal.remarks)


def test_one_role_is_spoken_for_by_one_feature(project):  # noqa: F811
    written = entry(propose(members(project, total_spend=lambda i: (i * 37) % 101)))
    roles = [feature.get("role") for feature in written["features"].values()]
    assert roles.count("spend") == 1
    assert written["features"]["total_spend"]["role"] == "spend"


def test_categories_form_the_segments_where_there_are_no_numbers(project):  # noqa: F811
    rows = [(i, GENERATOR.choice("rgb"), GENERATOR.choice("SML"), GENERATOR.choice(["m", "f"])) for i in range(60)]
    written = entry(propose(write(project / "tastes.csv", ("id", "colour", "size", "gender"), rows)))
    assert list(written["features"]) == ["colour", "size"]
    assert list(written["describe"]) == ["gender"]


def test_names_are_free_of_other_kinds_and_reserved_words(project):  # noqa: F811
    plan = propose(members(project, region=lambda i: (i * 37) % 101, group=lambda i: (i * 17) % 97))
    assert entry(plan)["describe"]["region_figure"]["column"] == "region"
    assert entry(plan)["features"]["group_figure"]["column"] == '"group"'


@pytest.mark.parametrize("column", ["年収", 'the "best" one', "Income (k$)", "2024", "[red]x", "a\tb"])
def test_odd_names_are_quoted(project, column):  # noqa: F811
    plan = propose(members(project, **{column: lambda i: (i * 37) % 101}))
    columns = [settings.get("column", name) for name, settings in entry(plan)["features"].items()]
    assert '"' + column.replace("\t", " ").replace('"', '""') + '"' in columns


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([(i, i) for i in range(5)], "has 5 customers, and fewer than 10 cannot be segmented"),
        ([(i, 7) for i in range(50)], "are identical beside the id"),
        ([(i, i % 2) for i in range(50)], "only 2 different customers in spend"),
        ([(i, f"text of {i} and more words") for i in range(50)], "no column by which customers could be segmented"),
        ([], "has a header and no rows"),
    ],
)
def test_what_cannot_be_segmented_is_told_in_one_sentence(project, rows, sentence):  # noqa: F811
    with pytest.raises(InputError, match=sentence):
        propose(write(project / "given.csv", ("id", "spend"), rows))


def test_few_different_points_are_told(project):  # noqa: F811
    rows = [(i % 15, 1 + i % 3, [10, 20, 30, 40][i % 4]) for i in range(24_000)]
    plan = propose(write(project / "service.csv", ("customer_id", "products_purchased", "money_spent"), rows))
    assert "The features have only 12 different points in 24,000 rows: segments will follow them." in (
        plan.proposal.remarks
    )
