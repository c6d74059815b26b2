"""`segments show` and `segments customer` on names from data and on files that are no warehouse."""

import os
import sqlite3
import subprocess
import sys
from types import SimpleNamespace

import duckdb
import pytest
from click.testing import CliRunner
from dbt_common.exceptions import DbtRuntimeError

from segmentation.cli.main import main
from segmentation.warehouse import storage_plugin
from segmentation.warehouse.opening import WarehouseError, open_for_writing, unreadable

COMMANDS = [["show"], ["customer", "M0001"], ["explain"], ["explain", "--markdown"]]
ODD_NAMES = ["Ends with [/b]", "[md] readers", "[link=file:///etc]here[/link]", ":smile: shoppers", "back\\slash [x]"]


def run(arguments, warehouse):
    return CliRunner().invoke(main, arguments, env={"SEGMENTS_WAREHOUSE": str(warehouse)})


@pytest.fixture
def renamed(made_up, tmp_path):
    """Make a warehouse whose segments all have one name."""

    def renamed(name):
        path = made_up(tmp_path / "renamed.duckdb", "mall")
        with duckdb.connect(str(path)) as connection:
            connection.execute("update marts.segments set segment_name = ?", [name])
            connection.execute("update marts.segment_strategies set objective = ?", [name])
        return path

    return renamed


@pytest.mark.parametrize("name", ODD_NAMES)
def test_brackets_and_colons_of_a_name_are_printed_as_they_are(name, renamed):
    shown = run(["show"], renamed(name))
    assert shown.exit_code == 0, shown.output
    assert shown.output.splitlines()[1].count(name) == 2


@pytest.mark.parametrize(
    "name", ["\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "a\rb", "a\x08b", "\x9b2J", "a\nb", "\u202eabc"]
)
def test_no_control_character_of_a_name_reaches_the_terminal(name, renamed):
    shown = run(["show"], renamed(name)).output
    assert all(character.isprintable() for line in shown.split("\n") for character in line)
    assert "".join(character if character.isprintable() else " " for character in name) in shown


@pytest.mark.parametrize("arguments", [["explain"], ["explain", "--markdown"]])
def test_an_explanation_holds_no_control_character(arguments, renamed):
    said = run(arguments, renamed("\x1b[31mred\x1b[0m")).output
    assert "What changed" in said
    assert all(character.isprintable() for line in said.split("\n") for character in line)


def test_an_explanation_of_a_segmentation_that_is_not_there_names_those_that_are(renamed):
    failed = run(["explain", "--segmentation", "shop"], renamed("One"))
    assert failed.exit_code == 1
    assert "it has mall." in failed.output


def test_an_error_prints_no_control_character(renamed):
    failed = run(["customer", "\x1b[31mnobody", "--segmentation", "mall"], renamed("One"))
    assert failed.exit_code == 1
    assert "\x1b" not in failed.output


def _truncated(path):
    os.truncate(path, path.stat().st_size // 2)


def _flipped(path):
    data = bytearray(path.read_bytes())
    # From the first block on, behind the three headers.
    data[12288::61] = bytes(byte ^ 0xFF for byte in data[12288::61])
    path.write_bytes(data)


def _sqlite(path):
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("create table segments (name text)")


def _folder(path):
    path.unlink()
    path.mkdir()


def _pipe(path):
    path.unlink()
    os.mkfifo(path)


BROKEN = [
    (_truncated, "is damaged"),
    (_flipped, "is damaged"),
    (lambda path: path.write_bytes(b""), "is no DuckDB database"),
    (lambda path: path.write_bytes(bytes(range(256)) * 40), "is no DuckDB database"),
    (lambda path: path.write_text("segment,customers\n" * 999), "is no DuckDB database"),
    (_sqlite, "is no DuckDB database"),
    (_folder, "is a folder"),
    (_pipe, "is no file"),
]


@pytest.mark.parametrize("arguments", COMMANDS)
@pytest.mark.parametrize(("change", "sentence"), [*BROKEN, (lambda path: path.unlink(), "There is no warehouse at")])
def test_a_file_that_is_no_warehouse_ends_in_the_sentence_that_fits(arguments, change, sentence, made_up, tmp_path):
    path = made_up(tmp_path / "w.duckdb", "mall")
    change(path)
    failed = run(arguments, path)
    assert failed.exit_code == 1
    assert sentence in failed.output
    assert len(failed.output.splitlines()) == 1
    # Waiting helps where another program writes, and nowhere else.
    assert "wait" not in failed.output


@pytest.mark.parametrize(
    ("change", "sentence"), [*BROKEN, (lambda path: path.parent.rename(path.parents[1] / "away"), "There is no folder")]
)
def test_a_build_ends_in_the_same_sentences(change, sentence, made_up, tmp_path):
    (tmp_path / "w").mkdir()
    path = made_up(tmp_path / "w" / "w.duckdb", "mall")
    change(path)
    plugin = storage_plugin.Plugin("storage_plugin", {})
    # What dbt answers in a sentence, and anything else by a stack trace.
    with pytest.raises(DbtRuntimeError, match=sentence):
        plugin.update_connection_config(SimpleNamespace(path=str(path)), {"storage_compatibility_version": "v1.2.0"})


def test_a_build_next_to_another_program_ends_in_a_sentence(made_up, tmp_path):
    path = made_up(tmp_path / "w.duckdb", "mall")
    program = f"import duckdb, sys; held = duckdb.connect({str(path)!r}); print(flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", program], stdin=-1, stdout=-1) as other:
        other.stdout.readline()
        with pytest.raises(WarehouseError, match="is open in another program"):
            open_for_writing(path)
        other.communicate()


def test_a_build_whose_process_has_the_file_open_already_goes_on(made_up, tmp_path):
    path, options = made_up(tmp_path / "w.duckdb", "mall"), {"storage_compatibility_version": "v1.2.0"}
    # A connection that dbt has let go may still be there when it opens the next.
    with duckdb.connect(str(path), config=options):
        storage_plugin.Plugin("storage_plugin", {}).update_connection_config(SimpleNamespace(path=str(path)), options)


def test_damage_that_is_found_on_reading_is_told_like_damage_on_opening(tmp_path):
    error = duckdb.Error("Corrupt database file: computed checksum 1 does not match stored checksum 2 in block")
    assert "is damaged (Corrupt database file" in str(unreadable(tmp_path, error))


def test_a_warehouse_that_is_written_to_asks_to_wait(tmp_path):
    lock = "IO Error: Could not set lock on file: Conflicting lock is held in PID 7"
    assert "wait for its end" in str(unreadable(tmp_path, duckdb.IOException(lock)))
