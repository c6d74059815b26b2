"""What a folder or an archive may hold that is no table, and tables that hardly are: one sentence, or what is there."""

import bz2
import gzip
import io
import lzma
import os
import subprocess
import sys
import tracemalloc
import zipfile

import numpy as np
import pytest
from conftest import PROJECT
from own_project import project, propose, reason, write  # noqa: F401
from workbook import ods, xlsx

from segmentation.intake import file_system, spreadsheet, unpacking
from segmentation.intake.errors import InputError

HEADER = ("member_no", "age", "spend")


def rows(count, *, spend=lambda i: i * 37 % 900):
    return [(f"{i:05d}", 20 + i % 50, spend(i)) for i in range(count)]


def zipped(data):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("members.csv", data)
    return out.getvalue()


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zipped], ids=["gz", "bz2", "xz", "zip"])
def test_a_bomb_is_refused_before_it_fills_the_memory(pack, monkeypatch):
    monkeypatch.setattr(unpacking, "_LARGEST", 1 << 20)
    packed = pack(bytes(1 << 26))
    assert len(packed) * 100 < 1 << 26
    with pytest.raises(InputError, match=r"members.csv unpacks to more than [0-9,]+ bytes from [0-9,]+: see"):
        unpacking.unpack(packed, "members.csv")


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zipped], ids=["gz", "bz2", "xz", "zip"])
def test_a_bomb_is_counted_and_not_kept(pack, monkeypatch):
    size = 1 << 26
    monkeypatch.setattr(unpacking, "_LARGEST", size - 1)
    packed = pack(bytes(size))
    tracemalloc.start()
    try:
        with pytest.raises(InputError, match="unpacks to more than"):
            unpacking.unpack(packed)
        assert tracemalloc.get_traced_memory()[1] < size
    finally:
        tracemalloc.stop()


def test_a_bomb_in_a_package_counts_from_the_outermost(monkeypatch):
    monkeypatch.setattr(unpacking, "_LARGEST", 1 << 20)
    inner = gzip.compress(bytes(2_000)) * 10_000
    assert len(inner) * 100 > 20_000_000
    with pytest.raises(InputError, match="unpacks to more than"):
        unpacking.unpack(gzip.compress(inner))


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zipped], ids=["gz", "bz2", "xz", "zip"])
def test_a_table_of_many_equal_lines_is_no_bomb(pack):
    data = b"member_no,age,spend\n" + b"1,2,3\n" * 1_000_000
    assert unpacking.unpack(pack(data)) == data


def changed_book(path, old, new, make=xlsx):
    """A spreadsheet of three rows, with one text in it replaced, packed."""
    book, out = zipfile.ZipFile(make(path, A=[["id", "n"], ["a", 1], ["b", 2]])), io.BytesIO()
    with book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        texts = {name: book.read(name).decode() for name in book.namelist()}
        assert any(old in text for text in texts.values())
        for name, text in texts.items():
            archive.writestr(name, text.replace(old, new))
    return out.getvalue()


ROW = "</row><row "
REPEATED = '<table:table-row table:number-rows-repeated="90000"><table:table-cell table:number-columns-repeated="9000" '
BOOKS = {
    "a part of gigabytes": ("</styleSheet>", " " * (1 << 24) + "</styleSheet>", xlsx),
    "a cell far from all others": ('r="B3"', 'r="XFD1048576"', xlsx),
    "a cell far from all others, in another hand": ('r="B3"', "t='n' r = 'zz999999'", xlsx),
    "repeated cells": ("<table:table-row><table:table-cell ", REPEATED, ods),
}


@pytest.mark.parametrize(("old", "new", "make"), BOOKS.values(), ids=BOOKS)
def test_a_spreadsheet_that_would_fill_the_memory_is_refused_before(old, new, make, tmp_path, monkeypatch):
    monkeypatch.setattr(unpacking, "_LARGEST", 1 << 23)
    data = changed_book(tmp_path / "book", old, new, make)
    assert len(data) < 1 << 16
    tracemalloc.start()
    try:
        with pytest.raises(InputError, match=r"book takes more than [0-9,]+ bytes once it is read, from [0-9,]+: see"):
            unpacking.unpack(data, "book")
        assert tracemalloc.get_traced_memory()[1] < 1 << 23
    finally:
        tracemalloc.stop()


def test_coloured_cells_far_away_and_empty_rows_by_the_million_are_no_bomb(tmp_path):
    coloured = ROW + 'r="1048576"><c r="XFD1048576" s="1"/>' + ROW
    empty = (
        '<table:table-row table:number-rows-repeated="1048500"><table:table-cell table:number-columns-repeated="99"/>'
    )
    for old, new, make in ((ROW, coloured, xlsx), ("</table:table>", f"{empty}</table:table-row></table:table>", ods)):
        data = changed_book(tmp_path / "book", old, new, make)
        assert spreadsheet.as_text(unpacking.unpack(data), "book")[0] == b"id,n\na,1\nb,2\n"


def _a_link(path, folder):
    path.symlink_to(write(folder / "other.csv", HEADER, rows(60)))


def _a_link_to_itself(path, folder):
    path.symlink_to(path)


def _a_link_to_nowhere(path, folder):
    path.symlink_to(folder / "nowhere.csv")


def _a_pipe(path, folder):
    os.mkfifo(path)


@pytest.mark.parametrize("make", [_a_link_to_itself, _a_link_to_nowhere, _a_pipe])
def test_what_is_no_file_is_said(make, project):  # noqa: F811
    make(project / "members.csv", project)
    with pytest.raises(InputError, match=r"There is no file members\.csv"):
        propose("members.csv")


def test_a_link_to_a_file_is_read(project):  # noqa: F811
    _a_link(project / "members.csv", project)
    assert propose("members.csv").look.rows == 60


def test_a_folder_that_holds_itself_links_and_a_pipe_has_each_file_once(project):  # noqa: F811
    folder = project / "in"
    folder.mkdir()
    write(folder / "b.csv", HEADER, rows(60))
    (folder / "again").symlink_to(folder)
    (folder / "a.csv").symlink_to(folder / "b.csv")
    os.mkfifo(folder / "c.csv")
    assert file_system.files_of(str(folder / "**" / "*.csv")) == [str(folder / "b.csv")]
    assert file_system.files_of(str(folder)) == [str(folder / "b.csv")]
    for given in ("in", "in/**/*.csv"):
        assert propose(given).look.rows == 60


@pytest.mark.long
def test_a_line_as_long_as_a_book_is_a_value_and_init_ends_soon(project):  # noqa: F811
    given = [(*row, "x" * 200_000_000 if i == 7 else "short") for i, row in enumerate(rows(60))]
    write(project / "members.csv", (*HEADER, "note"), given)
    program = "from segmentation.cli.main import main; main()"
    command = [sys.executable, "-c", program, "init", "members.csv", "--dry-run"]
    with (project / "out").open("w") as out:
        init = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(PROJECT)}, stdout=out, stderr=out)
        _, status, used = os.wait4(init.pid, 0)
    said = (project / "out").read_text()
    assert (os.waitstatus_to_exitcode(status), "60 rows, 60 customers" in said) == (0, True), said
    assert used.ru_utime + used.ru_stime < 60
    assert used.ru_maxrss < 3_000_000


@pytest.mark.long
def test_of_500_columns_few_form_and_the_first_describe(project):  # noqa: F811
    names = [f"f{i}" for i in range(498)]
    figures = np.random.default_rng(1).gamma(2, 40, (200, 498)).round(2)
    given = [(f"{i:05d}", *row, "fm"[i % 2]) for i, row in enumerate(figures)]
    plan = propose(write(project / "members.csv", ("member_no", *names, "gender"), given))
    entry = plan.proposal.segmentation
    assert len(plan.look.columns) == 500
    assert (len(entry["features"]), len(entry["describe"])) == (12, 50)
    assert entry["sensitive"] == ["gender"]
    assert reason(plan, "f497").startswith("beyond the first 50 that describe")


@pytest.mark.long
def test_a_million_equal_rows_are_refused_and_among_orders_counted(project):  # noqa: F811
    equal = write(project / "equal.csv", HEADER, [(f"{i:07d}", 30, 5) for i in range(1_000_000)])
    with pytest.raises(InputError, match=r"All rows of .* are identical beside the id"):
        propose(equal)
    lines = [(f"A{i // 2}", f"c{i // 6}", f"2024-{1 + i % 12:02d}-03", 1 + i % 5, 3 + i % 97) for i in range(3_000)]
    header = ("order no", "customer", "order date", "quantity", "price")
    plan = propose(write(project / "orders.csv", header, lines + [lines[5]] * 1_000_000))
    assert plan.look.rows == 1_003_000
    assert any("1,000,000" in remark for remark in plan.proposal.remarks)


UNDIVIDABLE = [
    ("one customer", rows(1)),
    ("all equal", rows(60, spend=lambda i: 5)),
    ("all missing", rows(60, spend=lambda i: "")),
]


@pytest.mark.parametrize(("kind", "given"), UNDIVIDABLE, ids=[kind for kind, *_ in UNDIVIDABLE])
def test_what_tells_nobody_apart_forms_no_segment(kind, given, project):  # noqa: F811
    path = write(project / "members.csv", HEADER, given)
    if kind == "one customer":
        with pytest.raises(InputError, match=r"^[^\n]*\.$"):
            propose(path)
    else:
        assert "spend" not in propose(path).proposal.segmentation["features"]


def test_nan_and_infinities_are_no_numbers(project):  # noqa: F811
    odd = ("nan", "inf", "-Infinity", "1e400")
    given = rows(400, spend=lambda i: odd[i // 100] if i % 100 == 0 else i * 37 % 900)
    plan = propose(write(project / "members.csv", HEADER, given))
    assert plan.proposal.segmentation["features"]["spend"]["transform"] != "onehot"
    values = plan.look["spend"].values
    assert np.isfinite(values[~np.isnan(values)]).all()
    assert np.isnan(values).sum() == 4


def test_ids_past_the_exact_whole_numbers_stay_apart(project):  # noqa: F811
    given = [(str(2**53 + i), *row[1:]) for i, row in enumerate(rows(60))]
    assert propose(write(project / "members.csv", HEADER, given)).proposal.segmentation["id"] == "member_no"
