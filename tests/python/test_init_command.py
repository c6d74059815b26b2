"""`segments init` as a person meets it: files, folders and tables, what it prints, its errors in one sentence."""

import bz2
import gzip
import lzma
import random

import duckdb
import pytest
import yaml
from click.testing import CliRunner
from own_project import entry, project, propose, used_as, write  # noqa: F401

from segmentation.cli.main import main
from segmentation.intake.errors import InputError

GENERATOR = random.Random(4)
HEADER = ("id", "visits", "spend", "town")
ROWS = [(f"{i:04d}", GENERATOR.randint(1, 30), GENERATOR.randint(1, 900), GENERATOR.choice("ab")) for i in range(80)]
FEATURES = ["visits", "spend"]


def run(*arguments):
    return CliRunner().invoke(main, ["init", *map(str, arguments)])


def test_it_writes_and_says_what_to_do_next(project):  # noqa: F811
    path = write(project / "members.csv", HEADER, ROWS)
    result = run(path)
    assert result.exit_code == 0, result.output
    for part in (
        "is a customer table: 80 rows, 80 customers, id id",
        "forms the segments",
        "segmentation members added",
        "dbt build",
        "segments dashboard",
    ):
        assert part in " ".join(result.output.split())
    written = yaml.safe_load((project / "dbt_project.yml").read_text())["vars"]["segmentations"]["members"]
    assert list(written["features"]) == FEATURES


def test_asking_again_changes_nothing_and_asking_of_new_data_updates(project):  # noqa: F811
    path = write(project / "members.csv", HEADER, ROWS)
    run(path)
    text = (project / "dbt_project.yml").read_bytes()
    assert "has this segmentation already" in run(path).output
    assert (project / "dbt_project.yml").read_bytes() == text
    write(path, ("id", "visits", "spend", "orders"), [(*row[:3], i % 17) for i, row in enumerate(ROWS)])
    assert "segmentation members updated" in run(path).output
    features = yaml.safe_load((project / "dbt_project.yml").read_text())["vars"]["segmentations"]["members"]["features"]
    assert list(features) == [*FEATURES, "orders"]


def test_a_dry_run_writes_nothing(project):  # noqa: F811
    before = (project / "dbt_project.yml").read_bytes()
    result = run(write(project / "members.csv", HEADER, ROWS), "--dry-run")
    assert "stays as it is" in result.output
    assert (project / "dbt_project.yml").read_bytes() == before


def test_the_report_fits_80_columns_and_takes_markup_for_text(project, monkeypatch):  # noqa: F811
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("segmentation.cli.terminal.WIDTH_IN_A_FILE", 80)
    names = ("id", "[red]visits[/red]", "a very long name of a column indeed, longer than most", "spend")
    result = run(write(project / "members.csv", names, [(*row[:3], i) for i, row in enumerate(ROWS)]), "--dry-run")
    assert result.exit_code == 0, result.output
    table = result.output.split("column ", 1)[1]
    assert "[red]visits[/red]" in table
    assert max(len(line) for line in table.splitlines()) <= 80


@pytest.mark.parametrize("packing", [(".gz", gzip), (".bz2", bz2), (".xz", lzma)])
def test_compressed_files_are_read(project, packing):  # noqa: F811
    ending, module = packing
    plain = write(project / "members.csv", HEADER, ROWS)
    packed = project / f"packed.csv{ending}"
    packed.write_bytes(module.compress(plain.read_bytes()))
    plan = propose(packed)
    assert (plan.name, list(entry(plan)["features"])) == ("packed", FEATURES)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings_make_no_difference(project, encoding):  # noqa: F811
    rows = [(*row[:3], "Köln" if i % 2 else "Genève") for i, row in enumerate(ROWS)]
    plan = propose(write(project / "members.csv", (*HEADER[:3], "Größe"), rows, encoding=encoding))
    assert list(entry(plan)["features"]) == FEATURES
    assert entry(plan)["describe"]["grosse"]["column"] == '"Größe"'


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_found_and_written(project, delimiter):  # noqa: F811
    plan = propose(write(project / "members.txt", HEADER, ROWS, delimiter=delimiter))
    assert entry(plan)["customers"]["delimiter"] == delimiter


def test_repeated_and_blank_names_are_told_apart(project):  # noqa: F811
    rows = [(*row[:3], i * 7 % 23) for i, row in enumerate(ROWS)]
    plan = propose(write(project / "members.csv", ("id", "value", "Value", ""), rows))
    columns = [settings.get("column", name) for name, settings in entry(plan)["features"].items()]
    assert columns == ["value", "value_2", "column_4"]
    assert plan.proposal.remarks[-1].endswith("so that columns are told apart: Value_2.")


def test_parquet_a_folder_and_a_pattern_are_read(project):  # noqa: F811
    folder = project / "days"
    folder.mkdir()
    for start in (0, 40):
        write(folder / f"day-{start:02d}.csv", HEADER, ROWS[start : start + 40])
    for given in (folder, folder / "day-*.csv"):
        plan = propose(given)
        assert plan.name == "days"
        assert plan.look.rows == 80
        assert list(entry(plan)["features"]) == FEATURES
    duckdb.sql(f"copy (from '{folder}/*.csv') to '{project}/members.parquet'")
    assert entry(propose("members.parquet"))["customers"] == {"file": "members.parquet"}


@pytest.fixture
def warehouse(project):  # noqa: F811
    path = project / "warehouse.duckdb"
    write(project / "members.csv", HEADER, ROWS)
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema crm")
        connection.execute("create table crm.members as from read_csv('members.csv', all_varchar = false)")
        connection.execute("create view crm.all_members as from crm.members")
    return path


@pytest.mark.parametrize("name", ["crm.members", "crm.all_members", "warehouse.crm.members"])
def test_tables_and_views_of_the_warehouse_are_read(warehouse, name):
    written = entry(propose(name))
    assert written["customers"] == {"relation": name}
    assert list(written["features"]) == FEATURES


def test_tables_of_attached_databases_are_read(warehouse, project):  # noqa: F811
    shop = project / "shop.duckdb"
    with duckdb.connect(str(shop)) as connection:
        connection.execute("create table members as from read_csv('members.csv')")
    profile = yaml.safe_load((project / "profiles.yml").read_text())
    output = next(iter(profile["customer_segmentation"]["outputs"].values()))
    output["attach"] = [{"path": str(shop), "alias": "shop"}]
    (project / "profiles.yml").write_text(yaml.safe_dump(profile))
    written = entry(propose("shop.main.members"))
    assert written["customers"] == {"relation": "shop.main.members"}
    assert list(written["features"]) == FEATURES


def test_a_table_without_an_id_asks_for_one(warehouse):
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create table crm.bare as select visits, spend from crm.members")
    with pytest.raises(
        InputError, match=r"No column of crm\.bare identifies a customer: name the one that does by --id"
    ):
        propose("crm.bare")


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (None, "nowhere.csv", "There is no file nowhere.csv"),
        (b"", "empty.csv", "is empty"),
        (b"\n\n \n", "blank.csv", "is empty"),
        (b"id,visits,spend\n", "header.csv", "has a header and no rows"),
        (b"a\n1\n2\n3\n", "one.csv", "has one column, a"),
        (b"PK\x03\x04rest", "book.xlsx", "compressed and damaged"),
        (b"%PDF-1.4\n", "paper.pdf", "is not a text file"),
        (b"\x1f\x8brest", "members.csv.gz", "compressed and damaged"),
        (b"PAR1rest", "members.parquet", "cannot be read as Parquet"),
        (b"SQLite format 3\0" + bytes(90), "crm.db", "SQLite database"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_sentence(project, content, name, sentence):  # noqa: F811
    if content is not None:
        (project / name).write_bytes(content)
    result = run(name)
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert sentence in result.output
    assert "Traceback" not in result.output
    assert isinstance(result.exception, SystemExit)


def test_a_table_that_is_not_there_names_those_that_are(warehouse):
    result = run("crm.nobody")
    assert result.exit_code == 1
    assert "There is neither a file nor a table crm.nobody" in result.output
    assert "crm.all_members, crm.members" in " ".join(result.output.split())


def test_a_warehouse_that_is_being_written_to_is_told(warehouse, tmp_path):
    import subprocess
    import sys

    script = f"import duckdb, sys; c = duckdb.connect({str(warehouse)!r}); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout.readline() == "open\n"
        result = run("crm.members")
        writer.stdin.close()
    assert result.exit_code == 1
    assert "cannot be opened for reading" in result.output
    assert "close the program that writes to it" in " ".join(result.output.split())


def test_a_name_has_to_be_an_identifier(project):  # noqa: F811
    result = run(write(project / "members.csv", HEADER, ROWS), "--name", "My members")
    assert result.exit_code == 1
    assert "such as my_members" in " ".join(result.output.split())
    assert "segmentation best added" in run(project / "members.csv", "--name", "best").output


def test_a_terminal_is_asked_first(project, monkeypatch):  # noqa: F811
    write(project / "members.csv", HEADER, ROWS)
    before = (project / "dbt_project.yml").read_bytes()
    monkeypatch.setattr("segmentation.cli.main._is_terminal", lambda: True)
    runner = CliRunner()
    assert "Nothing was written" in runner.invoke(main, ["init", "members.csv"], input="n\n").output
    assert (project / "dbt_project.yml").read_bytes() == before
    assert "added" in runner.invoke(main, ["init", "members.csv"], input="y\n").output


def test_lines_with_another_number_of_fields_are_told(project):  # noqa: F811
    path = write(project / "members.csv", HEADER, ROWS)
    path.write_text(path.read_text() + "0099,3,4,a,b,c\n0100,5\n")
    plan = propose(path)
    assert "2 lines have another number of fields than the header" in plan.proposal.remarks[-1]
    assert used_as(plan)["visits"] == "forms the segments"


def has_sample(project):  # noqa: F811
    return yaml.safe_load((project / "dbt_project.yml").read_text())["vars"]["sample"]


def test_the_first_own_data_takes_the_place_of_the_sample(project):  # noqa: F811
    said = " ".join(run(write(project / "members.csv", HEADER, ROWS)).output.split())
    assert "Builds leave the sample out from now on: dbt_project.yml has `sample: false`" in said
    assert "run segments init with --with-sample, or write `sample: true`" in said
    assert has_sample(project) is False
    said = run(write(project / "guests.csv", HEADER, ROWS), "--with-sample").output
    assert "Builds have the sample again" in said
    assert has_sample(project) is True
    assert "sample" not in run(write(project / "leads.csv", HEADER, ROWS)).output
    assert has_sample(project) is True


def test_the_sample_stays_where_it_is_asked_for(project):  # noqa: F811
    before = (project / "dbt_project.yml").read_text()
    path = write(project / "members.csv", HEADER, ROWS)
    assert "Builds" not in run(path, "--with-sample").output
    assert has_sample(project) is True
    said = run(path, "--without-sample").output
    assert "Builds leave the sample out" in said
    after = (project / "dbt_project.yml").read_text()
    assert set(before.splitlines()) - set(after.splitlines()) == {"  sample: true"}
    assert "has this segmentation already" in run(path, "--without-sample").output


def test_without_the_variable_the_sample_is_there_and_can_be_left_out(project):  # noqa: F811
    path = project / "dbt_project.yml"
    path.write_text(path.read_text().replace("  sample: true\n", ""))
    assert "Builds leave the sample out" in run(write(project / "members.csv", HEADER, ROWS)).output
    assert has_sample(project) is False


def test_an_entry_of_the_sample_is_never_overwritten_by_a_file_of_its_name(project):  # noqa: F811
    before = yaml.safe_load((project / "dbt_project.yml").read_text())["vars"]["segmentations"]["rfm"]
    plan = propose(write(project / "rfm.csv", HEADER, ROWS))
    assert plan.name == "rfm_2"
    assert yaml.safe_load(plan.text)["vars"]["segmentations"]["rfm"] == before
