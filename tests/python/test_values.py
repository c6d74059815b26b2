"""One grammar for values: what `segments init` reads in a file is what the build will read, for every kind of value."""

import csv
import json
import math
import re
import tempfile
from datetime import datetime
from pathlib import Path

import pytest
from conftest import DATABASE, PROJECT, examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segmentation.intake import initialise, reading
from segmentation.intake.errors import InputError
from segmentation.warehouse.macros import rendered

POINT, COMMA = "number .", "number ,"
NO_FORMAT, DAY_FIRST, MONTH_FIRST, TWO_FORMATS = "date", "date %d.%m.%Y", "date %m/%d/%Y", "date %d/%m/%y|%Y%m%d"
DAY_NUMBER, NUMBER_OR_TEXT = "date day number", "date day number|%d.%m.%Y"
FLAG = "flag"


def day(*parts):
    return datetime(*parts)


CASES = [
    (POINT, "12", 12), (POINT, " 12 ", 12), (POINT, "-3.5", -3.5), (POINT, "+7", 7), (POINT, "0005", 5),
    (POINT, ".5", 0.5), (POINT, "5.", 5), (POINT, "1e5", 1e5), (POINT, "1E-3", 0.001), (POINT, "1,234", 1234),
    (POINT, "1,234,567.8", 1234567.8), (POINT, "1 234.5", 1234.5), (POINT, "1\u00a0234.5", 1234.5),
    (POINT, "1\u202f234", 1234), (POINT, "1'234.50", 1234.5), (POINT, "1’234", 1234), (POINT, "$3.20", 3.2),
    (POINT, "€ 5", 5), (POINT, "5 EUR", 5), (POINT, "12.50 kr.", 12.5), (POINT, "Fr. 12", 12), (POINT, "US$ 7", 7),
    (POINT, "R$ 1,234.50", 1234.5), (POINT, "₹250", 250), (POINT, "PLN 10", 10), (POINT, "10 zł", 10),
    (POINT, "12%", 0.12), (POINT, "12.5 %", 0.125), (POINT, "(12.50)", -12.5), (POINT, "12.50-", -12.5),
    (POINT, "−4", -4), (POINT, "–4", -4), (POINT, "-$5", -5), (POINT, "$-5", -5), (POINT, "($5.00)", -5),
    (POINT, "499.-", 499), (POINT, "8.188.888.889", None), (POINT, "1.234.567", None), (POINT, "12,34", None),
    (POINT, "1,23", None), (POINT, "0,123", None), (POINT, "inf", None), (POINT, "-Infinity", None),
    (POINT, "NaN", None), (POINT, "1e400", None), (POINT, "abc", None), (POINT, "12 apples", None),
    (POINT, "--5", None), (POINT, "(5", None), (POINT, "5)", None), (POINT, "5 5", None), (POINT, "$", None),
    (POINT, "%", None), (POINT, "", None), (POINT, "n/a", None), (POINT, "unknown", None), (POINT, "true", None),
    (POINT, "0x1F", None), (POINT, "2024-01-05", None), (POINT, "12:30", None), (POINT, "١٢", None),
    (POINT, "₹1,03,868.74", 103868.74), (POINT, "1,00,000", 100000), (POINT, "12,34,56,789.5", 123456789.5),
    (POINT, "Rs. 1,03,868", 103868), (POINT, "Rs.500", 500), (POINT, "INR 5,00,000.00", 500000),
    (POINT, "-5,00,000", -500000), (POINT, "1,03,86", None), (POINT, "123,45,678", None), (POINT, "01,03,868", None),
    (POINT, "1,03,868,000", None), (COMMA, "1.03.868,74", None), (COMMA, "1,03,868", None),
    (COMMA, "12", 12), (COMMA, "12,5", 12.5), (COMMA, "-0,5", -0.5), (COMMA, "1.234", 1234),
    (COMMA, "1.234,50", 1234.5), (COMMA, "1 234,5", 1234.5), (COMMA, "1'234,5", 1234.5), (COMMA, "499,-", 499),
    (COMMA, "(3,10)", -3.1), (COMMA, "12,5 €", 12.5), (COMMA, "1.234,00 EUR", 1234), (COMMA, "5,5%", 0.055),
    (COMMA, "3,5e2", 350), (COMMA, "12.5", None), (COMMA, "1,234.50", None), (COMMA, "1,2,3", None),
    (COMMA, "8,188,888,889", None), (COMMA, "k.A.", None), (COMMA, "-", None),
    *((FLAG, word, 1) for word in ("true", "T", "Yes", "y", "1", "1.0", " yes ")),
    *((FLAG, word, 0) for word in ("false", "F", "NO", "n", "0", "0.0")),
    *((FLAG, word, None) for word in ("", "n/a", "maybe", "2", "on", "yes no", "-1")),
    (NO_FORMAT, "2024-01-05", day(2024, 1, 5)), (NO_FORMAT, "2024-1-5", day(2024, 1, 5)),
    (NO_FORMAT, "2024-01-05 10:30", day(2024, 1, 5, 10, 30)),
    (NO_FORMAT, "2024-01-05T10:30:00", day(2024, 1, 5, 10, 30)),
    # An offset is passed over: the wall clock of whoever wrote it counts.
    (NO_FORMAT, "2024-01-05T23:30:00+02:00", day(2024, 1, 5, 23, 30)),
    (NO_FORMAT, "2024-01-05 23:30:00 -0500", day(2024, 1, 5, 23, 30)),
    (NO_FORMAT, "2024-01-05T23:30:00Z", day(2024, 1, 5, 23, 30)),
    (NO_FORMAT, "2024-01-05 23:30:00 Europe/Berlin", None),
    (NO_FORMAT, "2024-13-45", None), (NO_FORMAT, "2023-02-29", None), (NO_FORMAT, "05.01.2024", None),
    (NO_FORMAT, "20240105", None), (NO_FORMAT, "n/a", None), (NO_FORMAT, "soon", None), (NO_FORMAT, "12", None),
    (DAY_FIRST, "05.01.2024", day(2024, 1, 5)), (DAY_FIRST, "31.12.1999", day(1999, 12, 31)),
    (DAY_FIRST, "2024-01-05", day(2024, 1, 5)), (DAY_FIRST, "12.31.1999", None), (DAY_FIRST, "?", None),
    (MONTH_FIRST, "01/25/2024", day(2024, 1, 25)), (MONTH_FIRST, "25/01/2024", None),
    (NO_FORMAT, "0000-00-00", None), (NO_FORMAT, "45352.1069", None), (NO_FORMAT, "9999-12-31", day(9999, 12, 31)),
    (DAY_NUMBER, "45352.1069", day(2024, 3, 1, 2, 33, 56)), (DAY_NUMBER, "45352", day(2024, 3, 1)),
    (DAY_NUMBER, "1", day(1899, 12, 31)), (DAY_NUMBER, "2958465", day(9999, 12, 31)), (DAY_NUMBER, "0", None),
    (DAY_NUMBER, "20240105", None), (DAY_NUMBER, "2024-03-01", day(2024, 3, 1)), (DAY_NUMBER, "n/a", None),
    (DAY_NUMBER, "31.12.2023", None), (NUMBER_OR_TEXT, "31.12.2023", day(2023, 12, 31)),
    (NUMBER_OR_TEXT, "45352.5", day(2024, 3, 1, 12)), (NUMBER_OR_TEXT, "-5", None),
    (TWO_FORMATS, "05/01/24", day(2024, 1, 5)), (TWO_FORMATS, "20240105", day(2024, 1, 5)),
    (TWO_FORMATS, "2024-01-05", day(2024, 1, 5)), (TWO_FORMATS, "24/13/05", None),
]  # fmt: skip
MISSING = (
    "", " ", "-", "--", "?", ".", "NA", "n/a", "N/A", "#N/A", "nan", "NULL", "(null)", "None", "nil", "(blank)",
    "Missing", "not available", "Unknown", "k.A.", "#VALUE!", "#REF!", "#DIV/0!", "\\N",
    "0000-00-00", "00/00/0000",
)  # fmt: skip
NOT_MISSING = ("0", "no", "none of it", "-5", "n", "x", "other", "nothing", "N/A 5", "....")


def formats_of(kind):
    """The kind, decimal mark and formats that a case's kind stands for."""
    name, _, rest = kind.partition(" ")
    return name, rest if name == "number" else ".", rest.split("|") if name == "date" and rest else []


@pytest.fixture(scope="module")
def build_sql(warm_dbt, tmp_path_factory):
    """How the build reads the column `value` of a customer table, of each kind, as dbt compiles it."""
    folder = tmp_path_factory.mktemp("compiled")
    kinds = sorted({kind for kind, *_ in CASES})
    calls = []
    for kind in kinds:
        name, decimal, formats = formats_of(kind)
        place = json.dumps({"decimal": decimal, "dates": formats})
        calls.append(f"{{{{ read_value('(' ~ given_value('value', '{name}', none) ~ ')', '{name}', none, {place}) }}}}")
    calls.append("{{ given_text('value') }}")
    inline = "\n;;\n".join(calls)
    run = warm_dbt("compile", "--inline", inline, warehouse=folder / "warehouse.duckdb", folder=folder)
    [compiled] = [node.node.compiled_code for node in run.results]
    return dict(zip([*kinds, "given"], compiled.split(";;"), strict=True))


def init_sql(kind, value="value"):
    name, decimal, formats = formats_of(kind)
    text = f"({reading.given(value)})"
    if name == "number":
        return reading.number(text, decimal)
    return reading.flag(text) if name == "flag" else f"cast({reading.timestamp(text, formats)} as date)"


def read(sql, texts):
    """What an expression over `value` makes of some texts."""
    with DATABASE.cursor() as connection:
        rows = connection.execute(
            f"select {sql} from (select unnest($texts) as value, generate_subscripts($texts, 1) as i) order by i",
            {"texts": list(texts)},
        ).fetchall()
    return [row[0] for row in rows]


def squeezed(sql):
    """SQL without blanks and line ends, but for those of its literals."""
    parts = re.split("('(?:[^']|'')*')", sql)
    return "".join(part if i % 2 else re.sub("[ \n]+", "", part) for i, part in enumerate(parts))


def test_init_and_the_build_read_by_the_same_sql(build_sql):
    for kind in {kind for kind, *_ in CASES}:
        assert squeezed(build_sql[kind]) == squeezed(init_sql(kind)), kind
    assert squeezed(build_sql["given"]) == squeezed(reading.given("value"))


def test_however_many_columns_are_read_their_table_is_joined_to_nothing():
    with DATABASE.cursor() as connection:
        read_each = ", ".join(reading.given(f"cast({place} as varchar)") for place in ("i", "i + 1", "i + 2"))
        plan = connection.execute(f"explain select {read_each} from range(9) as numbers (i)").fetchall()
    assert "JOIN" not in plan[0][1]


def test_both_read_every_case_as_it_is_meant(build_sql):
    assert len(CASES) > 100
    for kind in {kind for kind, *_ in CASES}:
        cases = [(text, wanted) for each, text, wanted in CASES if each == kind]
        texts = [text for text, _ in cases]
        wanted = [each.date() if isinstance(each, datetime) else each for _, each in cases]
        for sql in (build_sql[kind], init_sql(kind)):
            found = [
                None if each is None else each if kind.startswith("date") else float(each) for each in read(sql, texts)
            ]
            assert dict(zip(texts, found, strict=True)) == {
                text: pytest.approx(each) if isinstance(each, float) else each
                for text, each in zip(texts, wanted, strict=True)
            }, kind


def test_times_are_kept_where_a_shop_asks_for_them():
    cases = [(kind, text, wanted) for kind, text, wanted in CASES if kind.startswith("date")]
    for kind, text, wanted in cases:
        assert read(reading.timestamp(f"({reading.given('value')})", formats_of(kind)[2]), [text]) == [wanted]


def test_both_take_the_same_words_for_nothing(build_sql):
    for sql in (build_sql["given"], reading.given("value")):
        assert read(sql, MISSING) == [None] * len(MISSING)
        assert read(sql, NOT_MISSING) == list(NOT_MISSING)


def test_what_stands_for_nothing_is_no_customer():
    words = {word for word in rendered("values/missing_words.sql")["missing_words"]().split(";") if word}
    with (PROJECT / "seeds" / "reference" / "placeholder_customer_ids.csv").open(encoding="utf-8") as lines:
        nobody = {row["customer_id"] for row in csv.DictReader(lines)}
    # Dates are no ids.
    assert {word for word in words if not word.startswith("00")} <= nobody


def digits(low, high):
    return st.integers(low, high).map(str)


AMOUNT = st.tuples(
    st.sampled_from(["", "", "-", "+", "(", "−", "$", "€ ", "EUR ", "kr "]),
    digits(0, 9999),
    st.sampled_from(
        ["", "", ".5", ",5", ".000", ",000", " 000", "'000", ",00,000", ".000,25", ",000.25", ".-", ",-", "e2"]
    ),
    st.sampled_from(["", "", "%", " €", "-", ")", " zł", " apples"]),
).map("".join)


def names_nothing(texts):
    """What `reading.is_value` should say, by the macros."""
    marks = [f"{reading.number('value', mark)} is not null or {reading.damaged('value', mark)}" for mark in ".,"]
    return read(" or ".join([*marks, reading.looks_like_a_date("value")]), texts)


def test_a_header_is_told_from_values_by_the_same_patterns():
    texts = [text for _, text, _ in CASES]
    assert dict(zip(texts, map(reading.is_value, texts), strict=True)) == dict(
        zip(texts, names_nothing(texts), strict=True)
    )
    # What a database writes for null stands in no header.
    assert [word for word in MISSING if not reading.is_missing(word.strip())] == ["\\N"]
    assert not any(map(reading.is_missing, NOT_MISSING))


@settings(max_examples=5, deadline=None, derandomize=True)
@given(texts=st.lists(AMOUNT, min_size=100, max_size=300))
def test_amounts_of_any_form_are_values_where_the_build_reads_them(texts):
    assert [reading.is_value(text) for text in texts] == names_nothing(texts)


DIRT = st.one_of(
    st.sampled_from(
        [*MISSING, *NOT_MISSING, "8.188.888.889", "inf", "yes", "1.0", "2024-01-05", "05/01/2024", "'", '"']
    ),
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=6),
)
DATES = st.dates().flatmap(
    lambda date: st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%Y%m%d"]).map(
        lambda name: date.strftime(name.replace("%Y", f"{date.year:04d}"))
    )
)
# A kind of value, so that init sees one, and a few others between.
COLUMN = st.sampled_from([AMOUNT, digits(-50, 9999), DATES, st.sampled_from(["Yes", "No"])]).flatmap(
    lambda values: st.tuples(st.lists(values, min_size=24, max_size=24), st.lists(DIRT, max_size=1))
)


@settings(max_examples=examples(30), suppress_health_check=list(HealthCheck), derandomize=True)
@given(columns=st.lists(COLUMN, min_size=1, max_size=4), delimiter=st.sampled_from([",", ";", "\t"]))
def test_what_init_sees_in_a_file_is_what_the_build_will_read(build_sql, columns, delimiter):
    columns = [[*values, *dirt, values[0]][:25] for values, dirt in columns]
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "given.csv"
        header = ["member_no", *(f"figure {i}" for i in range(len(columns)))]
        rows = zip((f"M{i:04d}" for i in range(25)), *columns, strict=True)
        with path.open("w", newline="", encoding="utf-8") as lines:
            csv.writer(lines, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([header, *rows])
        try:
            plan = initialise.plan(str(path), project=PROJECT, as_orders=False)
        except InputError:
            return
    place = plan.proposal.segmentation["customers"]
    formats = place.get("dates", [])
    formats = [formats] if isinstance(formats, str) else formats
    for title, texts in zip(header[1:], columns, strict=True):
        column = plan.look[title]
        kind = {"flag": FLAG, "date": "date", "number": f"number {place.get('decimal', '.')}"}.get(column.kind.name)
        if kind is None or column.values is None:
            continue
        if kind == "date":
            assert set(plan.look.dates.of_column[title]) - {reading.ISO} <= set(formats)
            sql = init_sql(f"date {'|'.join(formats)}".strip())
        else:
            sql = build_sql[kind]
        read_later = read(sql, [text.strip() for text in texts])
        seen = [None if math.isnan(value) else value for value in column.values]
        if kind == "date":
            seen = [
                None if value is None else datetime.fromtimestamp(0).date().fromordinal(719163 + int(value))
                for value in seen
            ]
        assert seen == [None if value is None else value if kind == "date" else float(value) for value in read_later]
