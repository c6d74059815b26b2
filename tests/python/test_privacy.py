"""What identifies people directly stays in staging, and what of customers a site gives away."""

import json

import duckdb
import pytest

from segmentation.intake import reading


def masked(row):
    text = row if isinstance(row, str) else json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    ((shown,),) = duckdb.execute(f"select {reading.masked_row('text')} from (select ? as text)", [text]).fetchall()
    return shown


IDENTIFYING = {
    "E-Mail": "ada@example.org",
    "phone_no": 491701234567,
    "Last Name": 'O"Hara, Ada',
    "customerName": "Ada",
    "strasse": "Am Weg 3\\",
    "IBAN": "x",
    "card number": "4111",
    "Geburtsdatum": "1980-01-01",
    "zip": 10115,
    "tel": "030 1234",
    "氏名": "花子",
}
KEPT = {"customer_id": "c-17", "amount": "12,50", "product": "card game", "hotel": "Astoria", "emails": None, "n": 7}


@pytest.mark.parametrize("name", IDENTIFYING)
def test_a_field_whose_name_says_that_it_identifies_is_masked_and_no_other(name):
    row = {"before": "kept", name: IDENTIFYING[name]} | KEPT
    assert json.loads(masked(row)) == row | {name: "(masked)"}


@pytest.mark.parametrize(
    "value",
    [
        "ada.o'hara+x@mail.example.co.uk".replace("'", ""),
        "ädä@bücher.de",
        "4111 1111 1111 1111",
        "4111111111111111",
        "3782-822463-10005",
        "DE89 3704 0044 0532 0130 00",
        "GB29NWBK60161331926819",
        "+49 (170) 123-4567",
    ],
)
@pytest.mark.parametrize("line", ["a1;{};9", '{{"note":"call {} soon","a":1}}'])
def test_a_value_that_looks_as_if_it_identifies_is_masked_wherever_it_stands(value, line):
    assert masked(line.format(value)) == line.format("(masked)")


@pytest.mark.parametrize(
    "line", ["a1;2024-01-01 10:30:00;-12.50", "4006381333931;100000000000", "C-17|x @ y|1.234.567,89", '{"a":null}']
)
def test_other_values_stay(line):
    assert masked(line) == line
