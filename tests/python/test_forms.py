"""How each file of a folder is written: by its own form where that is beyond doubt, else it has a problem."""

from datetime import date

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from own_project import write

from segmentation.intake import forms
from segmentation.intake.file_system import register

COLUMNS = {
    "order_id": ("order_id", "text"),
    "customer_id": ("customer_id", "id"),
    "ordered_at": ("ordered_at", "timestamp"),
    "product_id": ("sku", "text"),
    "unit_price": ("price", "decimal(13, 4)"),
}
HEADER = ("order_id", "customer_id", "ordered_at", "sku", "price")


def lines(month, days=range(1, 29), date="{y}-{m:02d}-{d:02d}", price=lambda i: f"{10 + i % 7}.{i % 90 + 10}"):
    for i, day in enumerate(days):
        for customer in range(4):
            written = date.format(y=2023, m=month, d=day)
            yield f"{month}-{day}-{customer}", f"C{customer}{i % 5}", written, f"P{i % 9}", price(i)


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """Files next to two sound ones, by their names."""
    folder = tmp_path_factory.mktemp("forms")
    files = {
        "01 sound": (HEADER, lines(1)),
        "02 sound": (HEADER, lines(2)),
        "03 either day first": (HEADER, lines(3, range(1, 13), "{d:02d}/{m:02d}/{y}")),
        "04 day first": (HEADER, lines(4, date="{d:02d}/{m:02d}/{y}")),
        "05 month first": (HEADER, lines(5, date="{m:02d}/{d:02d}/{y}")),
        "06 day before month": (HEADER, lines(6, date="{y}-{d:02d}-{m:02d}")),
        "07 other ids": (
            ("order_id", "reference", *HEADER[2:]),
            [(order, f"M-{i}", *rest) for i, (order, _, *rest) in enumerate(lines(7))],
        ),
        "08 two that may be the price": (
            (*HEADER[:4], "net", "gross"),
            [(*rest, price, price) for *rest, price in lines(8)],
        ),
        "09 without a column": (HEADER[:4], [row[:4] for row in lines(9)]),
        "10 commas": (HEADER, lines(10, price=lambda i: f"{10 + i % 7},{i % 90 + 10}")),
        "11 another column": (("note", *HEADER), [("x", *row) for row in lines(11)]),
        "12 empty": (HEADER, []),
    }
    for name, (header, rows) in files.items():
        write(folder / f"{name}.csv", header, rows)
    (folder / "13 no text.csv").write_bytes(b"%PDF-1.7 not a table")
    days = [(*row[:2], (date.fromisoformat(row[2]) - date(1899, 12, 30)).days, *row[3:]) for row in lines(2)]
    write(folder / "14 day numbers.csv", HEADER, days)
    write(folder / "15 a number for the day.csv", (*HEADER[:2], "postcode", *HEADER[3:]), days)
    columns = dict(
        zip(
            ("order_id", "klant", *HEADER[2:]),
            map(list, zip(*lines(4, date="{d:02d}/{m:02d}/{y}"), strict=True)),
            strict=True,
        )
    )
    pq.write_table(
        pa.table(columns | {"price": [float(price) for price in columns["price"]]}), folder / "16 parquet.csv"
    )
    request = {
        "file": str(folder / "*.csv"),
        "place": {"header": True},
        "columns": {target: [name, type_] for target, (name, type_) in COLUMNS.items()},
        "needed": ["order_id", "customer_id", "ordered_at", "unit_price"],
    }
    return {each["name"].split(" ", 1)[1].removesuffix(".csv"): each for each in forms.answer(request)}


SAID = {
    "day first": "its dates are written as 31/12/2025",
    "month first": "its dates are written as 12/31/2025",
    "day before month": "its dates are written as 2025-31-12",
    "commas": "its decimal mark is a comma",
    "day numbers": "its dates are written as 46022, the number of a day",
}
PROBLEMS = {
    "either day first": "could be written as",
    "other ids": "has no column customer_id",
    "two that may be the price": "has no column price",
    "without a column": "has no column price",
    "no text": "is not a text file",
    "a number for the day": "has no column ordered_at",
}


@pytest.mark.parametrize("name", SAID)
def test_a_form_beyond_doubt_is_told(found, name):
    assert found[name]["told"] == (SAID[name],)
    assert found[name]["problem"] is None
    assert SAID[name] in found[name]["format"]


@pytest.mark.parametrize("name", PROBLEMS)
def test_in_doubt_a_file_has_a_problem(found, name):
    assert PROBLEMS[name] in found[name]["problem"]


def test_parquet_is_read_by_its_own_form_too(found):
    assert found["parquet"]["told"] == ("customer_id is called klant", "its dates are written as 31/12/2025")
    first, _ = duckdb_rows(found["parquet"]["url"])
    assert first == ("4-1-0", "C00", "2023-04-01 00:00:00", "P0", 10.1)
    assert found["parquet"]["format"].startswith("Parquet; ")


def duckdb_rows(address):
    """The first two rows of an address."""
    with duckdb.connect() as connection:
        register(connection)
        return connection.execute(f"select * from read_parquet('{address}') limit 2").fetchall()


@pytest.mark.parametrize("name", ["sound", "another column", "empty"])
def test_nothing_is_said_of_a_file_like_the_others(found, name):
    assert (found[name]["told"], found[name]["problem"]) == ((), None)
    assert found[name]["format"] == "text, utf-8, separated by commas"


MARKS = {
    "dollars": ({"price": lambda i: f"$ {10 + i}.50"}, "its price has $ where others have none, which is passed over"),
    "in their time": (
        {"date": "{y}-{m:02d}-{d:02d} 10:00:00+09:00"},
        "its ordered_at has +09:00 where others have +01:00, which is passed over",
    ),
    "in summer": ({"date": "{y}-{m:02d}-{d:02d}T10:00:00+0200"}, None),
    "without": (
        {"date": "{y}-{m:02d}-{d:02d} 10:00:00"},
        "its ordered_at has none where others have +01:00, which is passed over",
    ),
}


@pytest.mark.parametrize("name", MARKS)
def test_a_sign_or_a_time_zone_that_others_have_not_is_told(tmp_path, name):
    written, said = MARKS[name]
    usual = {"date": "{y}-{m:02d}-{d:02d} 10:00:00+01:00"}
    for month in range(1, 4):
        write(tmp_path / f"{month}.csv", HEADER, lines(month, **usual))
    write(tmp_path / "4.csv", HEADER, lines(4, **usual | written))
    assert told(tmp_path) == [(), (), (), (said,) if said else ()]


def told(folder):
    request = {
        "file": str(folder / "*.csv"),
        "place": {},
        "columns": {target: [name, type_] for target, (name, type_) in COLUMNS.items()},
        "needed": ["order_id"],
    }
    return [each["told"] for each in forms.answer(request)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_a_file_that_ends_within_a_line_is_told_where_others_do_not(tmp_path, encoding):
    for month in range(1, 5):
        write(tmp_path / f"{month}.csv", HEADER, lines(month), encoding=encoding)
    assert told(tmp_path) == [(), (), (), ()]
    text = (tmp_path / "4.csv").read_text(encoding=encoding)
    (tmp_path / "4.csv").write_text(text[:-2], encoding=encoding)
    *others, last = told(tmp_path)
    assert others == [(), (), ()]
    assert last == ("it ends without a line break, which others have there: see whether it is cut off",)
    # Where files are written so, none is asked about.
    (tmp_path / "3.csv").write_text((tmp_path / "3.csv").read_text(encoding=encoding)[:-1], encoding=encoding)
    assert told(tmp_path) == [(), (), (), ()]


def test_files_next_to_those_of_a_pattern_are_named(tmp_path):
    for name in ("1.csv", "2.csv", "3.parquet", "4.CSV.gz", "notes.md"):
        (tmp_path / name).write_text("a,b")
    assert forms.left_out(str(tmp_path / "*.csv")) == ["3.parquet", "4.CSV.gz"]
    # What somebody wrote to choose among files is taken as it is.
    assert [forms.left_out(str(tmp_path / name)) for name in ("1*.csv", "*", "")] == [[], [], []]
