"""Spreadsheets: which sheet is read, what becomes of its cells, and that the build reads what init saw."""

from datetime import date, datetime

import duckdb
import pytest
from click.testing import CliRunner
from own_project import entry, project, propose, used_as, write  # noqa: F401
from workbook import ods, xlsx

from segmentation.cli.main import main
from segmentation.intake import file_system
from segmentation.intake.errors import InputError
from segmentation.intake.text_file import UNREADABLE_LINE, Layout, read

HEADER = ["member no", "joined", "visits", "spend"]


def members(number=60):
    """Rows of customers with ids that are texts."""
    return [
        [f"{i:05d}", date(2023, 1 + i % 12, 1 + i % 28), 3 * i % 41, round(1.1 * (i % 17) ** 2 + 0.3, 2)]
        for i in range(number)
    ]


def rows_of(path, **layout):
    table = read(path.read_bytes(), Layout(**layout), name=path.name)
    assert table.column(UNREADABLE_LINE).null_count == table.num_rows
    return [tuple(row.values())[:-1] for row in table.to_pylist()]


def test_cells_are_read_as_people_see_them(tmp_path):
    cells = [
        ["id", "whole", "part", "day", "moment", "truth", "text"],
        ["0012", 5.0, 0.1 + 0.2, date(2024, 3, 1), datetime(2024, 3, 1, 2, 33, 56), True, "two\nlines, one cell"],
        ["0013", 12345678901, -7.25, date(1999, 12, 31), datetime(2024, 3, 2), False, 'a "quote"'],
    ]
    assert rows_of(xlsx(tmp_path / "cells.xlsx", One=cells)) == [
        ("0012", "5", "0.3", "2024-03-01", "2024-03-01 02:33:56", "true", "two lines, one cell"),
        ("0013", "12345678901", "-7.25", "1999-12-31", "2024-03-02", "false", 'a "quote"'),
    ]


def test_the_sheet_with_the_most_rows_of_a_table_is_read_and_written(project):  # noqa: F811
    notes = [[f"Note {i}: what to know of these figures"] for i in range(200)]
    path = xlsx(
        project / "book.xlsx",
        hidden=["Old"],
        Notes=notes,
        Small=[HEADER, *members(12)],
        Members=[HEADER, *members()],
        Old=[HEADER, *members(300)],
    )
    plan = propose(path)
    assert entry(plan)["customers"] == {"file": "book.xlsx", "sheet": "Members", "header": True}
    assert (plan.name, plan.look.rows, entry(plan)["id"]) == ("book", 60, '"member no"')
    assert "sheet Members, of 3 sheets" in plan.look.source.facts
    assert used_as(plan) == {
        "member no": "id",
        "joined": "describes them",
        "visits": "forms the segments",
        "spend": "forms the segments",
    }
    assert entry(plan)["describe"]["days_since_joined"]["type"] == "date"
    assert propose(path, sheet="small").look.rows == 12
    assert propose(path, sheet="Old").look.rows == 300


def test_titles_blank_rows_notes_and_totals_are_no_customers(project):  # noqa: F811
    rows = members()
    sheet = [
        [None, "Members of the club"],
        [],
        [None, "as of", date(2024, 1, 1)],
        [],
        [None, None, *HEADER],
        *([None, None, *row] for row in rows[:30]),
        [],
        *([None, None, *row] for row in rows[30:]),
        [],
        [None, None, "Total", None, sum(row[2] for row in rows), sum(row[3] for row in rows)],
    ]
    plan = propose(xlsx(project / "club.xlsx", Club=sheet))
    assert entry(plan)["customers"]["skip"] == 4
    assert (plan.look.rows, plan.proposal.customers, plan.look.unreadable_lines) == (60, 60, 1)
    assert list(entry(plan)["features"]) == ["visits", "spend"]
    assert "1 line has another number of fields than the header, or only totals; the build sets it aside." in (
        plan.proposal.remarks
    )


def test_a_total_is_set_aside_in_a_text_file_too(project):  # noqa: F811
    path = write(project / "club.csv", HEADER, [*members(), ["Grand total:", "", 99, 1234.5]])
    plan = propose(path)
    assert (plan.look.rows, plan.look.unreadable_lines) == (60, 1)
    # A customer may be called so.
    path = write(project / "other.csv", HEADER, [*members(), ["Total", "2023-01-01", 9, 12.5]])
    assert propose(path).look.rows == 61


def test_open_document_sheets_are_read_too(project):  # noqa: F811
    rows = [[row[0], str(row[1]), *row[2:]] for row in members()]
    plan = propose(ods(project / "club.ods", Club=[HEADER, *rows]))
    assert entry(plan)["customers"] == {"file": "club.ods", "sheet": "Club", "header": True}
    assert plan.look.rows == 60


def test_each_spreadsheet_of_a_folder_may_call_its_sheet_otherwise(project):  # noqa: F811
    (project / "monthly").mkdir()
    rows = members()
    for month in range(3):
        xlsx(project / "monthly" / f"{month}.xlsx", **{f"Month {month}": [HEADER, *rows[20 * month : 20 * month + 20]]})
    plan = propose("monthly")
    assert entry(plan)["customers"] == {"file": "monthly/*.xlsx", "header": True}
    assert plan.look.rows == 60


def test_orders_in_a_sheet_are_an_order_log(project):  # noqa: F811
    rows = [
        [f"C{i % 25:03d}", i, datetime(2023, 1 + i % 12, 1 + i % 28, i % 24, 30), 1 + i % 3, 9.5] for i in range(200)
    ]
    header = ["customer id", "order id", "order date", "quantity", "unit price"]
    plan = propose(xlsx(project / "orders.xlsx", Orders=[header, *rows]))
    lines = entry(plan, "shops")["order_lines"]
    assert (lines["file"], lines["sheet"]) == ("orders.xlsx", "Orders")
    assert plan.proposal.customers == 25


def test_the_database_reads_the_sheet_that_is_named(tmp_path):
    path = xlsx(tmp_path / "it's.xlsx", One=[["id", "n"], ["a", 1]], **{"Zwei, 2": [["id", "n"], ["b", 2], ["c", 3]]})
    with duckdb.connect() as connection:
        file_system.register(connection)
        url = file_system.url(str(path), Layout(sheet="Zwei, 2")).replace("'", "''")
        assert connection.execute(f"select id, n from read_parquet('{url}')").fetchall() == [("b", "2"), ("c", "3")]


@pytest.mark.parametrize(
    ("make", "sheet", "sentence"),
    [
        (lambda path: xlsx(path, A=[HEADER, *members()], B=[]), "C", "has no sheet C: name one of A, B."),
        (lambda path: xlsx(path, A=[HEADER, *members()], B=[[]]), "B", "has nothing in its sheet B: name another of"),
        (lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)), None, "is a spreadsheet"),
        (lambda path: path.write_text("id,a\n1,2\n"), "A", "is no spreadsheet and has no sheet A: leave the"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_file_sheet_and_remedy(project, make, sheet, sentence):  # noqa: F811
    path = project / "book.xlsx"
    make(path)
    with pytest.raises(InputError, match="book.xlsx " + sentence) as raised:
        propose(path, sheet=sheet)
    assert str(raised.value).count("\n") == 0


def test_the_command_takes_a_sheet(project):  # noqa: F811
    xlsx(project / "book.xlsx", A=[HEADER, *members()], B=[HEADER, *members(30)])
    done = CliRunner().invoke(main, ["init", "book.xlsx", "--sheet", "B", "--dry-run"])
    assert (done.exit_code, "30 customers" in done.output, "sheet B" in done.output) == (0, True, True)


@pytest.mark.long
def test_a_build_reads_the_sheet(warm_dbt, tmp_path):
    xlsx(tmp_path / "club.xlsx", Club=[["Our club"], [], HEADER, *members(), ["Total", None, 5, 7]])
    place = f"{{'file': '{tmp_path}/club.xlsx', 'sheet': 'Club'}}"
    run = warm_dbt(
        "show", "--inline", f"select count(*) as n from {{{{ relation_of({place}, 'Segmentation club') }}}}",
        "--output", "json", warehouse=tmp_path / "warehouse.duckdb", folder=tmp_path,
    )  # fmt: skip
    assert run.results[0].agate_table.rows[0][0] == 61
