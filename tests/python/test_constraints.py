"""The test of a whole table: every kind of rule, where it is broken, is reported with its column."""

import pytest
from small_project import SmallProject

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
REPORTING = 'on-run-end: "{{ name_failures(results) }}"'

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


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    """Build the table of these rows and its parent, and run its test, in one project: dbt reads what has changed."""
    project = SmallProject(tmp_path_factory.mktemp("constraints"), settings=REPORTING)

    def build(changes, models=MODELS):
        rows = [
            SOUND | {"id": str(number), "alias": f"'{number}'"} | change for number, change in enumerate(changes, 1)
        ]
        selects = ["select " + ", ".join(f"{value} as {name}" for name, value in row.items()) for row in rows]
        files = {
            "parents.sql": "select 1 as parent",
            "rows_checked.sql": " union all by name ".join(selects),
            "models.yml": models,
        }
        return project.run("build", files=files)

    return build


def test_sound_rows_pass_and_empty_values_break_no_range(build):
    passed, _, messages = build([{}, {"low": "1"}, EMPTY])
    assert passed, messages


def test_every_broken_rule_is_reported_with_its_column_and_rows(build):
    passed, reported, _ = build([change for changes in BREAKS.values() for change in changes])
    assert not passed
    assert sorted(line for line in reported if line.startswith("rows_checked.")) == sorted(
        f"rows_checked.{rule} is broken by {len(changes)} rows" for rule, changes in BREAKS.items()
    )


@pytest.mark.parametrize(
    ("written", "misspelt", "sentence"),
    [
        ("at_least", "at_lest", "rows_checked.low: at_lest is not a rule"),
        ("key: [id,", "key: [idd,", "rows_checked has no column idd, which its key names"),
    ],
)
def test_a_misspelt_rule_or_key_is_an_error(build, written, misspelt, sentence):
    passed, _, messages = build([{}], MODELS.replace(written, misspelt))
    assert not passed
    assert sentence in messages
