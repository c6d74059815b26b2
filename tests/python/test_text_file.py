"""What is read from text files as people have them: known answers, random tables back again, and no line ever lost."""

import bz2
import csv
import gzip
import io
import lzma
import zipfile

import pyarrow as pa
import pytest
from conftest import examples
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from segmentation.intake.errors import InputError
from segmentation.intake.text_file import UNREADABLE_LINE, Layout, beginning, column_names, decode, detect, read, unpack


def rows(table):
    """The readable rows as tuples."""
    return [
        tuple(row[name] for name in table.column_names[:-1])
        for row in table.to_pylist()
        if row[UNREADABLE_LINE] is None
    ]


def names(table):
    assert table.column_names[-1] == UNREADABLE_LINE
    return table.column_names[:-1]


def unreadable(table):
    return [line for line in table[UNREADABLE_LINE].to_pylist() if line is not None]


def layout_of(text):
    return detect(beginning(decode(text.encode())[0]))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_delimiter_is_detected(delimiter):
    table = read("\n".join(delimiter.join(row) for row in (["id", "spend"], ["0001", "2.5"], ["0002", "3"])).encode())
    assert names(table) == ["id", "spend"]
    assert rows(table) == [("0001", "2.5"), ("0002", "3")]


def test_decimal_commas_do_not_make_commas_the_delimiter():
    assert layout_of("id;a;b\n1;1,5;2,5\n2;3,5;4,5\n") == Layout(";", True, 0)
    assert layout_of("1,5;2,5\n3,5;4,5\n2,1;0,5\n") == Layout(";", False, 0)


def test_bars_within_a_column_do_not_make_bars_the_delimiter():
    assert layout_of("id,name,tags\n1,ann,a|b\n2,bob,c|d\n").delimiter == ","


def test_a_text_with_commas_in_a_semicolon_file():
    table = read(b"id;name;spend\n1;Smith, John;3\n2;Doe, Jane;4\n3;Roe;5\n")
    assert rows(table)[0] == ("1", "Smith, John", "3")


def test_runs_of_blanks_part_the_fields_of_a_fixed_width_file():
    text = " 00001 19970101  1   11.77\n 00002 19970112 10   12.00\n 00002 19970112  5   77.00\n"
    assert layout_of(text) == Layout("whitespace", False, 0)
    table = read(text.encode())
    assert names(table) == ["column_1", "column_2", "column_3", "column_4"]
    assert rows(table)[1] == ("00002", "19970112", "10", "12.00")


def test_quoted_blanks_part_nothing():
    table = read(b'id  city        spend\n1   "New York"  5\n2   Paris       6\n', Layout("whitespace"))
    assert rows(table) == [("1", "New York", "5"), ("2", "Paris", "6")]


def test_one_column_of_words_is_one_column():
    table = read(b"name\nAnn Smith\nBob Jones\nCarol King\n")
    assert names(table) == ["name"]
    assert rows(table) == [("Ann Smith",), ("Bob Jones",), ("Carol King",)]


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("id,name\n1,ann\n2,bob\n", True),
        ("1,ann\n2,bob\n", False),
        ("ann,5\nbob,6\n", False),
        ("name,city\nann,paris\nbob,lyon\n", True),
        ("ann,paris\nbob,paris\n", False),
        ("C0001,web\nC0002,shop\n", False),
        ("id,joined\nA,2020-01-01\nB,2020-01-02\n", True),
        ("A,2020-01-01\nB,2020-01-02\n", False),
        ("a@b.com,x\nc@d.com,y\n", False),
        ("id,2019,2020\na,5,6\nb,7,8\n", True),
        ("ann,1985\nbob,1990\n", False),
        (",a,b\n0,1,2\n1,3,4\n", True),
        ("id,name\n", True),
        ("顧客,金額\nA,5\nB,6\n", True),
        ("id,Top 10,Age (years)\na,5,6\nb,7,8\n", True),
        ("N/A,5\nbob,6\n", False),
        ("id,spend\nC1,$5.00\nC2,$6.00\n", True),
        ("member_no,spend,null\n1,5,2\n2,6,3\n", True),
        ("member_no,spend,1,visits\n7,5,2,1\n8,6,3,2\n", True),
        ("unknown,missing\nann,5\nbob,6\n", True),
        ("ann,paris,5,6\nbob,lyon,6,7\n", False),
    ],
)
def test_a_header_is_told_from_data(text, header):
    assert layout_of(text).header is header


def test_names_are_trimmed_told_apart_and_never_blank():
    assert column_names(["id", " Spend ", "spend", "", "SPEND", "column_4", "unreadable_line"]) == [
        *("id", "Spend", "spend_2", "column_4_2", "SPEND_3", "column_4", "unreadable_line_2"),
    ]
    assert column_names(["a", "a", "a_2"]) == ["a", "a_3", "a_2"]
    assert names(read(b"id, spend ,spend,\n1,2,3,4\n2,3,4,5\n")) == ["id", "spend", "spend_2", "column_4"]


def test_ids_stay_as_they_are_written():
    ids = ["0001", "17850.0", "12345678901234567890", "1e5", "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "true", "NA"]
    table = read("\n".join(["id,n", *(f"{each},1" for each in ids)]).encode())
    assert table["id"].to_pylist() == ids


def test_values_are_trimmed_and_empty_ones_are_null():
    table = read('id,a,b\n1, x\u00a0,""\n2,"  y ",\n3,\u00a0 ,z\n'.encode())
    assert rows(table) == [("1", "x", None), ("2", "y", None), ("3", None, "z")]


def test_a_line_of_another_width_is_kept_as_it_stands_and_where_it_stood():
    table = read(b"id,a,b\n1,2,3\n2,3\n\n3,4,5,6\n4,5,6\n   \n5\n")
    assert table["id"].to_pylist() == ["1", None, None, "4", None]
    assert table[UNREADABLE_LINE].to_pylist() == [None, "2,3", "3,4,5,6", None, "5"]


def test_empty_cells_at_the_end_are_forgiven():
    assert rows(read(b"id,a\n1,2,\n2,3,\n3,4\n")) == [("1", "2"), ("2", "3"), ("3", "4")]
    table = read(b"id,a,\n1,2\n2,3\n3,4,\n")
    assert names(table) == ["id", "a"]
    assert rows(table) == [("1", "2"), ("2", "3"), ("3", "4")]
    table = read(b"id,a\n1,2,\n2,3,x\n3,4,\n")
    assert rows(table) == [("1", "2"), ("3", "4")]
    assert unreadable(table) == ["2,3,x"]


def test_titles_above_the_header_are_skipped():
    text = "Sales report\nMade 2024-01-02\n\nid,name,spend\n1,ann,5\n2,bob,6\n"
    assert layout_of(text) == Layout(",", True, 3)
    assert rows(read(text.encode())) == [("1", "ann", "5"), ("2", "bob", "6")]
    padded = "Sales report,,\n,,\nid,name,spend\n1,ann,5\n2,bob,6\n"
    assert layout_of(padded) == Layout(",", True, 2)


def test_a_sparse_first_row_is_no_title():
    table = read(b"id,a,b,c\n1,,,\n2,3,4,5\n3,4,5,6\n")
    assert len(rows(table)) == 3
    table = read(b"7,,,\n2,3,4,5\n3,4,5,6\n")
    assert len(rows(table)) == 3


def test_the_first_line_of_an_excel_export_names_the_delimiter():
    assert layout_of("sep=;\nid;a\n1;2,5\n") == Layout(";", True, 1)
    assert rows(read(b"sep=;\r\nid;a\r\n1;2,5\r\n")) == [("1", "2,5")]
    assert rows(read(b"sep=;\r\nid;a\r\n1;2,5\r\n", Layout(skip=0))) == [("1", "2,5")]


def test_what_is_given_of_a_layout_is_taken():
    assert names(read(b"a;b\nc;d\n", Layout(header=False))) == ["column_1", "column_2"]
    assert names(read(b"1,2\n3,4\n", Layout(header=True))) == ["1", "2"]
    assert names(read(b"x\ny\na,b\n1,2\n", Layout(skip=2))) == ["a", "b"]
    assert names(read(b"a,b;c\n1,2;3\n", Layout(delimiter=";"))) == ["a,b", "c"]
    with pytest.raises(InputError, match="which is not a single character"):
        read(b"a||b\n", Layout(delimiter="||"))


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_all_line_ends_are_read(newline):
    assert rows(read(newline.join(["id,a", "1,2", "3,4", ""]).encode())) == [("1", "2"), ("3", "4")]


def test_quoted_fields_hold_delimiters_quotes_and_lines():
    table = read(b'id,note\n1,"a, b"\n2,"say ""hi"""\n3,"line\n\none"\n4,x\n')
    assert rows(table) == [("1", "a, b"), ("2", 'say "hi"'), ("3", "line\n\none"), ("4", "x")]


def test_a_stray_quote_takes_in_no_other_line():
    lines = [
        "id,size,spend",
        *(f"{i},small,{i}" for i in range(50)),
        '50,"large,5',
        *(f"{i},small,{i}" for i in range(51, 99)),
    ]
    table = read("\n".join(lines).encode())
    assert len(rows(table)) == 99
    assert rows(table)[50] == ("50", '"large', "5")


def test_two_stray_quotes_do_not_make_one_field_of_the_lines_between():
    lines = [f"{i},small,{i}" for i in range(50)]
    lines[10], lines[30] = '10,"large,5', '30,large",5'
    table = read("\n".join(["id,size,spend", *lines]).encode())
    assert len(rows(table)) == 50
    assert rows(table)[30] == ("30", 'large"', "5")


def test_odd_quotes_within_a_line_are_characters():
    table = read(b'id,size,n\n1,5" pipe,2\n2,"5" pipe",3\n3,a"b,"c\n4,"he said \\"no, never\\" twice",5\n5,x,6\n')
    assert unreadable(table) == []
    assert rows(table)[0] == ("1", '5" pipe', "2")
    assert rows(table)[3] == ("4", 'he said "no, never" twice', "5")
    assert rows(table)[4] == ("5", "x", "6")


@pytest.mark.parametrize(("odd", "kept"), [('x"y', 'x"y'), ('"x"y', "xy"), ('a " b', 'a " b')])
def test_many_empty_fields_and_an_odd_quote_cost_no_more_than_their_length(odd, kept):
    # It would not end in a lifetime otherwise.
    found = read(f"a,b,c{',' * 60}\n1,2,{odd}{',' * 60}\n".encode(), Layout(",", True, 0))
    assert [row[:3] for row in rows(found)] == [("1", "2", kept)]


def test_blanks_around_quotes_are_none_of_the_value():
    assert rows(read(b'id, name, n\n1, "a, b", 2\n2, "c" , 3\n')) == [("1", "a, b", "2"), ("2", "c", "3")]


def test_texts_of_many_lines_and_stray_quotes_in_one_file():
    lines = ["id,note,n"]
    for i in range(40):
        lines.append(f'{i},"first\nsecond, with a comma\nthird",{i}' if i % 3 else f'{i},5" pipe,{i}')
    table = read("\n".join(lines).encode())
    assert unreadable(table) == []
    assert len(rows(table)) == 40


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("id,å\n1,é\n".encode(), "utf-8"),
        ("id,å\n1,é\n".encode("utf-8-sig"), "utf-8 with a byte order mark"),
        ("id,å\n1,é\n".encode("utf-16"), "utf-16"),
        ("\ufeffid,å\n1,é\n".encode("utf-16-be"), "utf-16"),
        ("id,a,b,c\n1,2,3,4\n".encode("utf-16-le"), "utf-16"),
        ("id,å\n1,é\n".encode("utf-32"), "utf-32"),
        ("id,å\n1,é\n".encode("cp1252"), "windows-1252"),
        ("id,å\n".encode() + "1,é\n".encode("cp1252"), "utf-8 and windows-1252"),
    ],
)
def test_an_encoding_is_found_out(data, encoding):
    text, found = decode(data)
    assert found == encoding
    assert text.decode().startswith("id,")
    if b"b,c" not in text:
        assert text.decode() == "id,å\n1,é\n"


def test_every_byte_of_an_unknown_encoding_is_a_character():
    text, _ = decode(b"id,\x80\x81\x9d\xff\n")
    assert text.decode() == "id,€\x81\x9dÿ\n"


def test_nul_bytes_are_left_out():
    assert rows(read(b"id,a\n1,\x002\n\x003,4\n")) == [("1", "2"), ("3", "4")]


def _zip(data):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("data/", "")
        archive.writestr("data/file.csv", data)
        archive.writestr("__MACOSX/data/._file.csv", b"\0")
    return target.getvalue()


PACKINGS = {
    "plain": bytes,
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zip": _zip,
    "zstd": lambda data: pa.compress(data, "zstd", asbytes=True) if data else data,
}


@pytest.mark.parametrize("packing", PACKINGS)
def test_a_packed_file_is_known_by_its_content(packing):
    assert rows(read(PACKINGS[packing](b"id,a\n1,2\n"))) == [("1", "2")]


def _zip_of(*members):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for member in members:
            archive.writestr(member, "id,a\n1,2\n")
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (_zip_of("a.csv", "b.csv"), "orders is an archive of files: unpack it"),
        (_zip_of("[Content_Types].xml", "xl/workbook.xml"), "orders is a spreadsheet"),
        (gzip.compress(b"x" * 5000, mtime=0)[:-20], "orders is compressed and damaged"),
        (b"PAR1....", "orders is a Parquet file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "orders is a spreadsheet"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "orders is not a text file"),
        (b"name" + bytes(253) + b"ustar" + bytes(250), "orders is an archive of files"),
    ],
)
def test_what_is_no_text_file_is_told_in_one_sentence(data, sentence):
    with pytest.raises(InputError, match="^" + sentence):
        read(data, name="orders")


def test_a_header_alone_gives_columns_and_no_rows():
    table = read(b"id,spend\n")
    assert names(table) == ["id", "spend"]
    assert table.num_rows == 0


@pytest.mark.parametrize("data", [b"", b"\n\n", b"  \n", b"\xef\xbb\xbf", gzip.compress(b"", mtime=0)])
def test_an_empty_file_gives_no_columns(data):
    assert read(data).column_names == [UNREADABLE_LINE]


def test_lines_that_lack_what_the_header_names_are_unreadable():
    table = read(b"a,b,c\n1,2\n3,4\n5,6\n")
    assert names(table) == ["a", "b", "c"]
    assert unreadable(table) == ["1,2", "3,4", "5,6"]


def test_a_long_file_with_one_bad_line_keeps_its_order():
    lines = [f"{i},{i * 2}" for i in range(30_000)]
    lines[20_000] = "20000"
    table = read("\n".join(["id,a", *lines]).encode())
    assert table["id"].to_pylist() == [str(i) if i != 20_000 else None for i in range(30_000)]
    assert table[UNREADABLE_LINE][20_000].as_py() == "20000"


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="\ufeff"), max_size=8)
CELLS = st.one_of(
    WORDS,
    st.integers().map(str),
    st.floats(allow_nan=False).map(str),
    st.sampled_from(["a, b; c|d", 'x "y" z', "two\nlines"]),
)


@st.composite
def tables(draw):
    width = draw(st.integers(2, 6))
    header = draw(st.lists(st.from_regex("[a-z]{3,8}", fullmatch=True), min_size=width, max_size=width, unique=True))
    row = st.lists(CELLS, min_size=width, max_size=width)
    return header, draw(st.lists(row, max_size=12))


@settings(max_examples=examples(800))
@given(
    table=tables(),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    packing=st.sampled_from(sorted(PACKINGS)),
)
def test_a_table_written_by_the_rules_reads_back(table, delimiter, quoting, newline, encoding, packing):
    header, body = table
    target = io.StringIO()
    writer = csv.writer(target, delimiter=delimiter, quoting=quoting, lineterminator="\n")
    writer.writerows([header, *body])
    data = PACKINGS[packing](target.getvalue().replace("\n", newline).encode(encoding))
    found = read(data, Layout(delimiter, True, 0))
    assert names(found) == header
    assert unreadable(found) == []
    assert rows(found) == [tuple(value.strip() or None for value in row) for row in body]


def lines_of(data):
    """The lines of a file, from the text that was decoded."""
    return decode(unpack(data))[0].decode().split("\n")


DIRTY = st.one_of(
    st.binary(max_size=200),
    st.lists(
        st.sampled_from(
            [
                *"abc,;|\t\"'\n\r 0159.-",
                "\n",
                "\n",
                ",",
                '"',
                '""',
                "\r\n",
                "é",
                "\xa0",
                "id,name",
                "1,2",
                '"x,y"',
                "sep=;",
                "\0",
            ]
        ),
        max_size=80,
    ).map(lambda parts: "".join(parts).encode("cp1252")),
)


@settings(max_examples=examples(1500))
@given(
    data=DIRTY, delimiter=st.sampled_from([None, ",", ";", "whitespace"]), header=st.sampled_from([None, True, False])
)
@example(data=b'a,b\n1,"2\n3,4\n', delimiter=None, header=None)
@example(data=b"a\n \n\xa0\nb\n", delimiter=None, header=None)
def test_no_line_of_any_bytes_is_lost(data, delimiter, header):
    try:
        lines = lines_of(data)
        table = read(data, Layout(delimiter, header, 0))
    except InputError as error:
        refusal = str(error)
    else:
        refusal = None
    if refusal is not None:
        assert refusal.startswith("The file ")
        assert "\n" not in refusal
        return
    assume(not any(line.lower().lstrip('" ').startswith("sep=") for line in lines[:1]))
    if '"' not in "".join(lines):
        given_header = header is None and detect(beginning(decode(data)[0]), Layout(delimiter, None, 0)).header
        # A line of nothing but tabs is blank, or empty fields separated by tabs.
        fewest, most = sum(bool(line.strip()) for line in lines), sum(bool(line) for line in lines)
        assert max(fewest - (header or given_header), 0) <= table.num_rows <= most
    else:
        # A quoted field may hold several lines: then what stands on them is in the values.
        everything = "".join(str(value) for row in table.to_pylist() for value in row.values()) + "".join(names(table))
        letters = [c for line in lines for c in line if c.isalnum()]
        assert all(everything.count(c) >= letters.count(c) for c in set(letters))
