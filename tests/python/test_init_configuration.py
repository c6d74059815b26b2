"""What is written into dbt_project.yml: one entry, and everything else byte for byte as it was."""

import difflib

import pytest
import yaml
from own_project import entry, project, propose, write  # noqa: F401

from segmentation.intake import configuration
from segmentation.intake.errors import InputError
from segmentation.intake.proposal import Proposal

ENTRY = {
    "label": "Members",
    "customers": {"file": "data/members.csv", "delimiter": ";", "decimal": ","},
    "id": '"Member No"',
    "features": {
        "spend": {"column": '"Spend (k$)"', "transform": "log"},
        "town": {"transform": "onehot", "levels": ["no"]},
    },
}
SHOP = {"as_of_date": "latest", "cancelled_order_prefix": None, "order_lines": {"file": "o.csv", "columns": {"a": "b"}}}


def written(text, folder, entry=ENTRY, shop=None, name="members"):
    path = folder / "dbt_project.yml"
    path.write_bytes(text.encode())
    new, _ = configuration.with_proposal(configuration.read(folder), name, Proposal(entry, (), shop))
    return new


def removed_lines(before, after):
    return [line for line in difflib.ndiff(before.splitlines(True), after.splitlines(True)) if line.startswith("- ")]


def test_the_projects_own_configuration_only_grows(project):  # noqa: F811
    before = (project / "dbt_project.yml").read_text()
    after = written(before, project, shop=SHOP)
    assert removed_lines(before, after) == []
    assert yaml.safe_load(after)["vars"]["segmentations"]["members"] == ENTRY
    assert yaml.safe_load(after)["vars"]["shops"]["members"] == SHOP


def test_asking_twice_is_asking_once(project):  # noqa: F811
    once = written((project / "dbt_project.yml").read_text(), project, shop=SHOP)
    assert written(once, project, shop=SHOP) == once


BLOCK = """\
name: x # the name
vars:
  # what follows the shops
  shops:
    sample: {customers: {model: a}}  # stays

  # Fewer than this.
  fewest: 10
  segmentations:
    first:
      label: 'First'   # odd   spacing
      features: {a: {}}

    # a comment between two
    members:
      label: My members
      k: 5  # five
      id: old
      customers: {model: old}
      describe: {gone: {}}
    last:
      id: "x"
# the end
"""


def test_an_entry_is_replaced_where_it_stands_and_keeps_what_init_never_writes(tmp_path):
    after = written(BLOCK, tmp_path, shop=SHOP)
    entry = yaml.safe_load(after)["vars"]["segmentations"]["members"]
    assert entry == {**ENTRY, "label": "My members", "k": 5}
    assert "k: 5  # five" in after
    for kept in (
        "# the name",
        "{model: a}}  # stays",
        "'First'   # odd   spacing",
        "# a comment between two",
        "# the end",
    ):
        assert kept in after
    assert after.index("# Fewer than this.") > after.index("o.csv")
    assert list(yaml.safe_load(after)["vars"]["segmentations"]) == ["first", "members", "last"]


@pytest.mark.parametrize(
    "text",
    [
        "name: x\n",
        "name: x",
        "",
        "name: x\nvars:\n",
        "name: x\nvars: {}\nflags: {a: 1}\n",
        "name: x\nvars:\n  a: 1 # one\nflags: {a: 1}\n",
        "name: x\nvars:\n  segmentations:\n  a: 1\n",
        "name: x\nvars:\n  segmentations: {}\n  a: 1\n",
        "name: x\nvars:\n  segmentations: {old: {id: no, k: 3}}\n  a: 1\n",
        "name: x\nvars: {segmentations: {old: {id: 'no', k: 3}}, a: 1}\n",
        "name: x\nvars:\n    segmentations:\n        old:\n            id: |\n                a\n                b\n\n"
        "    a: 1\n",
        "vars:\n  segmentations:\n    old: {id: a}\n\n\n# end",
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_any_layout_is_added_to(tmp_path, text, newline):
    text = text.replace("\n", newline)
    after = written(text, tmp_path, shop=SHOP)
    before = yaml.safe_load(text) or {}
    variables = before.get("vars") or {}
    assert yaml.safe_load(after) == {
        **before,
        "vars": {
            **variables,
            "shops": {"members": SHOP},
            "segmentations": {**(variables.get("segmentations") or {}), "members": ENTRY},
        },
    }
    assert written(after, tmp_path, shop=SHOP) == after
    if "\r\n" in text:
        assert "\n" not in after.replace("\r\n", "")


@pytest.mark.parametrize("text", ["", "vars:\n  a: 1\n", "vars:\n  segmentations: {}\n", "vars: {a: 1}\n"])
@pytest.mark.parametrize("name", ["yes", "null", "on"])
def test_a_name_stays_one_where_yaml_reads_it_as_something_else(tmp_path, text, name):
    after = yaml.safe_load(written(text, tmp_path, shop=SHOP, name=name))["vars"]
    assert (after["segmentations"], after["shops"]) == ({name: ENTRY}, {name: SHOP})


@pytest.mark.parametrize(
    "level", ["no", "yes", "1", "1.5", "null", "~", "12:30", "- a", "{x}", "a: b", "#", 'it"s', "ü\\n", " x", "0x1f"]
)
def test_any_text_is_read_back_as_it_was(tmp_path, level):
    features = {"town": {"transform": "onehot", "levels": [level, "Paris"], "label": level}}
    after = written("name: x\n", tmp_path, ENTRY | {"features": features})
    assert yaml.safe_load(after)["vars"]["segmentations"]["members"]["features"] == features


@pytest.mark.parametrize(
    "text",
    [
        "vars:\n  theirs: 1\n  customer_segmentation:\n    sample: false\n    segmentations:\n      first: {id: no}\n",
        "vars:\n  customer_segmentation:\n    sample: false  # none\n  theirs: 1\n",
        "vars:\n  customer_segmentation:\n  theirs: 1\nmodels: {}\n",
        "vars:\n  customer_segmentation: {sample: false}\n",
    ],
)
def test_a_project_that_has_this_one_as_a_package_says_it_under_its_name(tmp_path, text):
    before = yaml.safe_load(text)
    after = yaml.safe_load(written(text, tmp_path, shop=SHOP))
    own = after["vars"].pop("customer_segmentation")
    assert own["shops"]["members"] == SHOP
    assert own["segmentations"].pop("members") == ENTRY
    first = (before["vars"].pop("customer_segmentation") or {}).get("segmentations", {})
    assert (own["segmentations"], after) == (first, before)


@pytest.mark.parametrize("begin", ["", "\ufeff", "# Größe\n"])
@pytest.mark.parametrize("before", ["true", '"é"', "[a, b]"])
def test_a_variable_is_changed_where_it_stands(begin, before):
    text = begin + "vars:\n  first: ü\n  sample: {}\n  # end\n  last: 1\n"
    changed = configuration.with_variable(text.format(before), "sample", False)
    assert changed == text.format("false")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name: x\n  vars: [", "cannot be read in line"),
        ("- a\n", "is no mapping of keys to settings"),
        ("vars: [a]\n", "is no mapping of keys to settings"),
        ("vars:\n  segmentations: [a]\n", "`segmentations` in .* is no mapping"),
    ],
)
def test_a_malformed_configuration_is_one_sentence(tmp_path, text, sentence):
    with pytest.raises(InputError, match=sentence):
        written(text, tmp_path)


def test_there_has_to_be_a_project(tmp_path):
    with pytest.raises(InputError, match=r"There is no dbt_project.yml in .*: run `segments init` in the folder"):
        configuration.read(tmp_path)


def test_writing_is_all_or_nothing_and_keeps_the_rights(tmp_path):
    path = tmp_path / "dbt_project.yml"
    path.write_text("a")
    path.chmod(0o640)
    configuration.write(path, "b\r\n")
    assert path.read_bytes() == b"b\r\n"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_of_the_project_is_named_from_its_folder_and_others_from_the_root(project, tmp_path):  # noqa: F811
    rows = [(i, i * 7 % 23, i * 5 % 31) for i in range(60)]
    (project / "data").mkdir()
    inside = write(project / "data" / "members.csv", ("id", "visits", "spend"), rows)
    outside = write(tmp_path / "others.csv", ("id", "visits", "spend"), rows)
    assert entry(propose(inside))["customers"]["file"] == "data/members.csv"
    assert entry(propose(outside))["customers"]["file"] == str(outside)


def test_an_entry_that_is_not_inits_is_not_overwritten_unless_it_is_named(project):  # noqa: F811
    path = write(project / "mall.csv", ("id", "visits", "spend"), [(i, i * 7 % 23, i * 5 % 31) for i in range(60)])
    plan = propose(path)
    assert plan.name == "mall_2"
    plan.write()
    assert propose(path).name == "mall_2"
    assert propose(path, name="mall").is_update
