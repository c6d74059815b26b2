"""What names say: the words in a header, the name and label of a feature, its unit."""

import re

import pytest
from conftest import PROJECT

from segmentation.intake import names, words


@pytest.mark.parametrize(
    ("header", "about", "value"),
    [
        ("Annual Income (k$)", "role", "income"),
        ("AnnualIncome", "role", "income"),
        ("annualincome", "role", "income"),
        ("Spending Score (1-100)", "role", "spend"),
        ("AveragePurchaseValue", "role", "basket"),
        ("NumWebVisitsMonth", "role", "engagement"),
        ("NumDealsPurchases", "role", "discount"),
        ("Umsatz", "role", "spend"),
        ("購入金額", "role", "spend"),
        ("Percentage", "role", None),
        ("Genre", "sensitive_if_coded", "gender"),
        ("Marital_Status", "sensitive", "marital status"),
        ("Größe", "role", None),
        ("InvoiceDate", "line", "ordered_at"),
        ("Ship Date", "line", "other_date"),
        ("Total Price", "line", "amount"),
        ("Unit Price", "line", "unit_price"),
    ],
)
def test_a_header_says_what_it_means(header, about, value):
    assert words.meaning(header, about) == value


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Annual Income (k$)", "annual_income"),
        ("Spending Score (1-100)", "spending_score"),
        ("MntWines", "mnt_wines"),
        ("2019 sales", "c_2019_sales"),
        ("年収", "column_3"),
        ("Größe [cm]", "grosse"),
        ("Alışveriş", "alisveris"),
        ("Płeć", "plec"),
        ('he said "x"', "he_said_x"),
        ("$$$", "column_3"),
        ("Open Rate %", "open_rate_percent"),
    ],
)
def test_any_header_gives_an_identifier(header, name):
    assert names.identifier(header, 3) == name


def test_a_name_that_is_reserved_taken_or_of_another_kind_gets_another():
    assert names.free_name("group", "number", set(), {}) == "group_figure"
    assert names.free_name("region", "number", set(), {"region": "category"}) == "region_figure"
    assert names.free_name("region", "category", {"region"}, {}) == "region_level"
    assert names.free_name("region", "category", set(), {"region": "category"}) == "region"


def test_every_name_the_macros_refuse_is_known_here():
    macro = (PROJECT / "macros" / "segmentation" / "configuration" / "reserved_names.sql").read_text()
    assert set(re.findall(r"'(\w+)'", macro)) <= names.RESERVED


@pytest.mark.parametrize(
    ("header", "label", "unit"),
    [
        ("Annual Income (k$)", "annual income", "thousand"),
        ("MntWines", "amount wines", None),
        ("BILL_AMT5", "bill amount 5", None),
        ("AcceptedCmp3", "accepted campaign 3", None),
        ("score_v2", "score v2", None),
        ("Spend [EUR]", "spend", "money"),
        ("tenure_months", "tenure months", "months"),
        ("年収", "年収", None),
        ("Height (cm)", "height", "cm"),
    ],
)
def test_labels_and_units_come_from_the_header(header, label, unit):
    assert (names.label(header), names.unit(header)) == (label, unit)


def test_columns_are_quoted_for_sql_only_where_they_have_to_be():
    assert names.column_expression("TotalSpend") == "TotalSpend"
    assert names.column_expression("Annual Income (k$)") == '"Annual Income (k$)"'
    assert names.column_expression('a "b"') == '"a ""b"""'
    assert names.column_expression("order") == '"order"'


def test_only_the_first_words_of_a_name_are_looked_at():
    assert words.meaning("income " + "a b " * 9000, "role") == "income"
    assert words.meaning("a b " * 9000 + "income", "role") is None
