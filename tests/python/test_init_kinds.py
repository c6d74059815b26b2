"""What a column is, from its values and its name; the decimal mark and the order of dates of a file."""

import random

import numpy as np
import pytest
from own_project import project, write  # noqa: F401

from segmentation.intake import columns, features, look, source

ROWS = 120


def seen(folder, header, column, **layout):
    """The look at a file with an id and one column."""
    rows = [(f"{i:04d}", value) for i, value in enumerate(column)]
    path = write(folder / "given.csv", ("id", header), rows, **layout)
    return look.take(source.open_source(str(path), folder))


def draws(*values):
    generator = random.Random(1)
    return [generator.choice(values) for _ in range(ROWS)]


def numbers(low, high):
    generator = random.Random(2)
    return [generator.randint(low, high) for _ in range(ROWS)]


@pytest.mark.parametrize(
    ("header", "column", "kind"),
    [
        ("visits", numbers(0, 40), "number"),
        ("Age", numbers(18, 90), "age"),
        ("Year_Birth", numbers(1893, 2000), "birth_year"),
        ("year", numbers(1990, 2020), "number"),
        ("is_member", draws("Yes", "No"), "flag"),
        ("Response", draws(0, 1), "flag"),
        ("channel", draws("web", "shop", "app"), "category"),
        ("store type", draws(1, 2, 3), "category"),
        ("complaints", draws(0, 1, 2), "number"),
        ("fixed", [3] * ROWS, "constant"),
        ("nothing", [""] * ROWS, "empty"),
        ("exit", ["2024-05-01"] * 20 + [""] * 100, "presence"),
        ("reference", [f"{i:05d}" for i in range(ROWS)], "id"),
        ("loyalty", [10**19 + 7 * i for i in range(ROWS)], "id"),
        ("token", [f"123e4567-e89b-12d3-a456-{i:012d}" for i in range(ROWS)], "id"),
        ("contact", [f"a{i}@example.org" for i in range(ROWS)], "e-mail"),
        ("Phone", [f"(212) 555-{i:04d}" for i in range(ROWS)], "phone"),
        ("page", [f"https://example.org/{i}" for i in range(ROWS)], "url"),
        ("Full Name", [f"Name {i}" for i in range(ROWS)], "person_name"),
        ("Postal Code", [f"D-{i:05d}" for i in range(ROWS)], "address"),
        ("kod pocztowy", numbers(10_000, 99_999), "address"),
        ("CAP", numbers(10_000, 99_999), "address"),
        ("우편번호", numbers(10_000, 99_999), "address"),
        ("Comments", [f"was {word} in all of it {i}" for i, word in enumerate(draws("good", "slow"))], "free_text"),
        ("RFMScore", numbers(111, 555), "model_output"),
        ("Persona", draws("Engaged", "Standard"), "model_output"),
        ("CLTV", numbers(1, 9000), "model_output"),
        ("joined", [f"{day:02d}-03-2021" for day in numbers(1, 28)], "date"),
        ("Date of Birth", ["1800-01-01", *(f"19{year}-05-04" for year in numbers(40, 99)[1:])], "birth_date"),
        ("birthday", [f"19{year}-05-04" for year in numbers(40, 99)], "birth_date"),
        ("spend", [f"${value:,}.50" for value in numbers(800, 90000)], "number"),
        ("discount", [f"{value}%" for value in numbers(0, 90)], "number"),
        ("mixed", [*range(80), *["abc def"] * 40], "unclear"),
        ("last_seen_at", [1_600_000_000 + 977 * value for value in numbers(0, 9000)], "timestamp_number"),
    ],
)
def test_a_column_is_known_for_what_it_is(project, header, column, kind):  # noqa: F811
    assert seen(project, header, column)[header].kind.name == kind


@pytest.mark.parametrize(
    ("column", "decimal", "kind"),
    [
        (["8.188.888.889", "24.3", "515", "1.113.333.333"] * 30, ".", "damaged"),
        (["1.234.567,8", "24,3", "515", "2.000,25"] * 30, ",", "number"),
        (["1.234.567", "24.300", "515", "2.000"] * 30, ",", "number"),
        (["1,234,567.8", "24.3", "515", "2,000.25"] * 30, ".", "number"),
        (["12.50", "(3.10)", "1 234.00", "-2.75"] * 30, ".", "number"),
        (["12,50 €", "3,10 €", "1.234,00 €", "2,75 €"] * 30, ",", "number"),
    ],
)
def test_the_decimal_mark_is_that_of_values_that_can_be_read_in_one_way(project, column, decimal, kind):  # noqa: F811
    found = seen(project, "figure", column, delimiter=";")
    assert (found.decimal, found["figure"].kind.name) == (decimal, kind)


def test_a_damaged_column_gives_its_share_and_an_example(project):  # noqa: F811
    reason = seen(project, "figure", ["8.188.888.889", "24.3", "515.5", "7"] * 30)["figure"].kind.reason
    assert reason.startswith("damaged by a locale: 25% of its values are like 8.188.888.889")


@pytest.mark.parametrize(
    ("column", "formats"),
    [
        (["03/04/2021", "05/13/2021"] * 60, "%m/%d/%Y"),
        (["03/04/2021", "13/05/2021"] * 60, "%d/%m/%Y"),
        (["03/04/2021", "05/06/2021"] * 60, "%d/%m/%Y"),
        (["2021-04-03", "2021-05-06 10:11:12"] * 60, None),
        (["20210403", "20210506"] * 60, "%Y%m%d"),
        (["12-Jan-2020", "3-Feb-2021"] * 60, "%d-%b-%Y"),
        (["1/13/2021 8:26", "11/2/2021 18:05"] * 60, "%m/%d/%Y %H:%M"),
        (["1/13/2021 8:26 AM", "11/2/2021 6:05 PM"] * 60, "%m/%d/%Y %I:%M %p"),
        (["24.12.2021", "01.02.2021"] * 60, "%d.%m.%Y"),
        (["March 3, 2021", "December 24, 2021"] * 60, "%B %d, %Y"),
        (["2021-04-03", "2021-04-03", "24.12.2021"] * 40, ["%Y-%m-%d", "%d.%m.%Y"]),
    ],
)
def test_the_format_of_dates_is_found(project, column, formats):  # noqa: F811
    found = seen(project, "joined", column, delimiter=";")
    assert found["joined"].kind.name == "date"
    assert found.dates.written(["joined"]) == formats


def test_an_ambiguous_date_follows_the_other_columns_else_takes_the_day_first_and_says_so(project):  # noqa: F811
    dates = [(f"{i:03d}", "03/04/2021", "05/06/2021", "01/25/2021") for i in range(30)]
    dates += [(f"{i:03d}", "02/01/2020", "07/08/2019", "12/31/2020") for i in range(30, 60)]
    path = write(project / "dates.csv", ("id", "first", "second", "third"), dates)
    found = look.take(source.open_source(str(path), project))
    assert found.dates.written(["first", "second", "third"]) == "%m/%d/%Y"
    assert found.dates.remarks == ()
    alone = seen(project, "joined", ["03/04/2021", "05/06/2021"] * 60)
    assert "day and month could be either way round" in alone.dates.remarks[0]


@pytest.mark.parametrize(
    ("values", "transform"),
    [
        (np.exp(np.linspace(0, 8, 99)), "log"),
        (np.append(np.exp(np.linspace(0, 8, 99)), [-300.0, -20.0]), "log"),
        (np.append(np.linspace(-9, 9, 999), [-300.0, 300.0]), "clipped"),
        (np.append(np.linspace(-900, 900, 300), [60_000.0, 90_000.0, 250_000.0]), "clipped"),
        (np.arange(9.0), "standard"),
    ],
    ids=["heavy tail", "heavy tail, some overdrawn", "far out on both sides", "balances", "even"],
)
def test_the_transform_follows_the_tails(values, transform):
    assert features.transform_for(columns.shape_of(values)) == transform
