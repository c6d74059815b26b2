"""The test of a whole table: every kind of rule, where it is broken, is reported with its column."""

import shutil

import pytest
from conftest import PROJECT
from dbt.cli.main import dbtRunner

MODELS = """
models:
  - name: parents
  - name: rows_checked
    data_tests:
      - constraints_hold:
          arguments:
            key: [id, part]
            unique: [[alias]]
            related: [{to: ref('parents'), columns: [parent]}]
    columns:
      - name: id
      - name: part
      - name: alias
      - name: parent
      - {name: low, config: {meta: {at_least: 0}}}
      - {name: high, config: {meta: {at_most: 1}}}
      - {name: more, config: {meta: {above: 0}}}
      - {name: less, config: {meta: {below: 1}}}
      - {name: word, config: {meta: {accepted_values: ["it's", its]}}}
      - {name: number, config: {meta: {accepted_values: [1, 2]}}}
      - {name: filled, config: {meta: {not_null: true}}}
      - {name: filled_at_0, config: {meta: {not_null: low = 0}}}
"""
PROJECT_FILE = """
name: constraints
profile: constraints
test-paths: [tests]
on-run-end: "{{ name_failures(results) }}"
"""
PROFILE = "constraints: {target: duckdb, outputs: {duckdb: {type: duckdb, path: ':memory:'}}}"

SOUND = {
    "part": "1",
    "parent": "1",
    "low": "0",
    "high": "1",
    "more": "0.5",
    "less": "0.5",
    "word": "'it''s'",
    "number": "2",
    "filled": "true",
    "filled_at_0": "1",
}
EMPTY = dict.fromkeys(("alias", "low", "high", "more", "less", "word", "number", "filled_at_0"), "null")
BREAKS = {
    "part: not_null": [{"part": "null"}],
    "id, part: unique": [{"id": "100"}, {"id": "100"}, {"id": "200"}, {"id": "200"}],
    "alias: unique": [{"alias": "'same'"}, {"alias": "'same'"}],
    "parent: related to parents": [{"parent": "7"}],
    "low: at_least 0": [{"low": "-0.1"}],
    "high: at_most 1": [{"high": "1.1"}, {"high": "2"}],
    "more: above 0": [{"more": "0"}],
    "less: below 1": [{"less": "1"}],
    "word: accepted_values": [{"word": "'it'"}],
    "number: accepted_values": [{"number": "3"}, {"number": "0"}, {"number": "4"}],
    "filled: not_null": [{"filled": "null"}],
    "filled_at_0: not_null where low = 0": [{"filled_at_0": "null"}],
}


@pytest.fixture
def build(tmp_path):
    """Build the table of these rows in a project of two models; gives what is reported, and whether all passed."""
    shutil.copytree(PROJECT / "tests" / "dbt" / "generic", tmp_path / "tests" / "generic")
    shutil.copytree(PROJECT / "macros" / "testing", tmp_path / "macros")
    shutil.copy(PROJECT / "macros" / "text_literal.sql", tmp_path / "macros")
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "parents.sql").write_text("select 1 as parent")
    (tmp_path / "dbt_project.yml").write_text(PROJECT_FILE)
    (tmp_path / "profiles.yml").write_text(PROFILE)

    def build(changes, models=MODELS):
        rows = [
            SOUND | {"id": str(number), "alias": f"'{number}'"} | change for number, change in enumerate(changes, 1)
        ]
        selects = ["select " + ", ".join(f"{value} as {name}" for name, value in row.items()) for row in rows]
        (tmp_path / "models" / "rows_checked.sql").write_text(" union all by name ".join(selects))
        (tmp_path / "models" / "models.yml").write_text(models)
        said = []
        runner = dbtRunner(callbacks=[lambda event: said.append(event.info.msg)])
        folders = ["--project-dir", str(tmp_path), "--profiles-dir", str(tmp_path)]
        result = runner.invoke(["--quiet", "build", *folders])
        messages = [str(one.message) for one in result.result.results if one.message]
        return [line for line in said if line.startswith("rows_checked.")], " ".join(messages), result.success

    return build


def test_sound_rows_pass_and_empty_values_break_no_range(build):
    assert build([{}, {"low": "1"}, EMPTY])[::2] == ([], True)


def test_every_broken_rule_is_reported_with_its_column_and_rows(build):
    found, _, passed = build([change for changes in BREAKS.values() for change in changes])
    assert not passed
    assert sorted(found) == sorted(
        f"rows_checked.{rule} is broken by {len(changes)} rows" for rule, changes in BREAKS.items()
    )


@pytest.mark.parametrize(
    ("written", "misspelt", "reported"),
    [
        ("at_least", "at_lest", "rows_checked.low: at_lest is not a rule"),
        ("key: [id,", "key: [idd,", "rows_checked has no column idd, which its key names"),
    ],
)
def test_a_misspelt_rule_or_key_is_an_error(build, written, misspelt, reported):
    _, messages, passed = build([{}], MODELS.replace(written, misspelt))
    assert not passed
    assert reported in messages
