"""How the project is put together, by its manifest: what every model has, and what it may read."""

import importlib.util
import json
import re
from itertools import pairwise
from pathlib import Path, PurePosixPath

import pytest
from conftest import PROJECT, dbt, sample_of_make
from jinja2 import Environment

from segmentation.warehouse import versions

# Whose key is that of another table, made of its rows one by one: a row twice is twice there.
KEY_HELD_BY = {
    "audience_candidates": "audience_members",
    "campaign_figures": "campaigns",
    "campaign_outcomes": "campaign_assignments",
    # A group-by of customer and feature, joined with tables of features, segments and levels that have keys.
    "customer_reasons": "customer_placements",
    "feature_contributions": "customer_placements",
    "feature_values": "main_segmentation_inputs",
    "histogram_bins": "feature_histograms",
    "number_statistics": "feature_statistics",
    "pair_correlations": "feature_correlations",
    "segment_figures": "segment_profiles",
    "segment_periods": "segment_history",
    "customer_lrfmt": "customer_order_sums",
    "past_customer_features": "past_segments",
    "value_expectations": "customer_value",
    "past_segmentation_inputs": "past_segments",
    "segmentation_inputs": "main_segmentation_inputs",
}
# Rows as they came, which may repeat, views of them, a plain group-by of as many rows, and a table of one row.
WITHOUT_KEY = re.compile(
    "stg_.*__.*|sample_.*|int_order_lines|int_orders|int_basket_items|values_by_stage|site_settings"
)
# Findings are rows of data_findings.
FINDING = re.compile("finding_.*")
# What is read outside the graph: by the next build.
READ_BY_THE_NEXT_BUILD = {"scored_customers"}
# What staging reads besides inputs: an event of nobody is rejected where it is read.
JUDGED_BY = {"int_customers"}


@pytest.fixture(scope="session")
def manifest(tmp_path_factory):
    """The manifest of the build of `make test`, or one made here."""
    ready = (sample_of_make() or Path("warehouse.duckdb")).with_name("manifest.json")
    if not ready.is_file():
        folder = tmp_path_factory.mktemp("parsed")
        run = dbt("parse", warehouse=folder / "warehouse.duckdb", folder=folder)
        assert run.returncode == 0, run.stdout[-4000:]
        ready = folder / "target" / "manifest.json"
    return json.loads(ready.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def nodes(manifest):
    """Models and seeds by their names."""
    return {node["name"]: node for node in manifest["nodes"].values() if node["resource_type"] in ("model", "seed")}


@pytest.fixture(scope="session")
def models(nodes):
    return {name: node for name, node in nodes.items() if node["resource_type"] == "model"}


@pytest.fixture(scope="session")
def table_tests(manifest):
    """The arguments of the test of each table that has one."""
    tests = [node for node in manifest["nodes"].values() if node["resource_type"] == "test"]
    return {
        name_of(test["attached_node"]): test["test_metadata"]["kwargs"]
        for test in tests
        if (test.get("test_metadata") or {}).get("name") == "constraints_hold"
    }


def name_of(unique_id):
    return unique_id.split(".")[-1]


def is_keyed(arguments):
    return bool(arguments.get("key") or arguments.get("unique"))


def test_every_column_of_every_model_and_seed_is_described(nodes):
    bare = [name for name, node in nodes.items() if not (node["description"] and node["columns"])]
    columns = [
        f"{name}.{column['name']}"
        for name, node in nodes.items()
        for column in node["columns"].values()
        if not column["description"]
    ]
    assert bare + columns == []


def test_a_model_is_described_next_to_it(models):
    folders = {
        name: (
            PurePosixPath(node["patch_path"].split("://")[1]).parent,
            PurePosixPath(node["original_file_path"]).parent,
        )
        for name, node in models.items()
    }
    assert {name: pair for name, pair in folders.items() if pair[0] != pair[1]} == {}


def test_every_table_has_a_key_that_is_tested(manifest, nodes, table_tests):
    keyed = {name for name, arguments in table_tests.items() if is_keyed(arguments)}
    left = {name for name in set(nodes) - keyed - set(KEY_HELD_BY) if not WITHOUT_KEY.fullmatch(name)}
    findings = {name for name in left if FINDING.fullmatch(name)}
    assert left - findings == set()
    held = KEY_HELD_BY | dict.fromkeys(findings, "data_findings")
    for name, other in held.items():
        assert other in keyed
        of_name, of_other = (nodes[table]["unique_id"] for table in (name, other))
        assert of_other in descendants(manifest, of_name) or of_name in descendants(manifest, of_other), name


def descendants(manifest, unique_id):
    """All that is built from a node."""
    found, left = set(), [unique_id]
    while left:
        children = set(manifest["child_map"].get(left.pop(), [])) - found
        found |= children
        left += children
    return found


def test_rules_of_columns_are_tested(nodes, table_tests):
    ruled = {name for name, node in nodes.items() if any(c["config"]["meta"] for c in node["columns"].values())}
    assert ruled - set(table_tests) == set()


def test_every_model_is_read_by_another_or_public(manifest, models):
    private = {name: node["unique_id"] for name, node in models.items() if node["config"]["access"] != "public"}
    unread = {
        name
        for name, unique_id in private.items()
        if not any(child.split(".")[0] in ("model", "exposure") for child in manifest["child_map"][unique_id])
    }
    assert unread == READ_BY_THE_NEXT_BUILD


def test_public_tables_are_those_of_marts_and_have_contracts(models):
    public = {name for name, node in models.items() if node["config"]["access"] == "public"}
    assert public == {name for name, node in models.items() if node["schema"].endswith("marts")}
    assert public == {name for name, node in models.items() if node["config"]["contract"]["enforced"]}


def test_columns_of_contracts_are_of_types_that_every_engine_has(models):
    types = {column["data_type"] for node in models.values() for column in node["columns"].values()} - {None}
    whole = {"bigint", "boolean", "date", "double", "integer", "string", "timestamp"}
    assert {each for each in types if not each.startswith("decimal(")} == whole


def test_columns_of_public_tables_are_of_types_that_every_client_has(models):
    public = [node for node in models.values() if node["config"]["access"] == "public"]
    types = {column["data_type"] for node in public for column in node["columns"].values()}
    assert types == {"bigint", "boolean", "date", "double", "integer", "string", "timestamp"}


def test_pages_read_public_tables_only(manifest, models):
    read = {name_of(node) for exposure in manifest["exposures"] for node in manifest["parent_map"][exposure]}
    assert {name for name in read if models[name]["config"]["access"] != "public"} == set()


def test_every_public_table_has_an_exposure_with_an_owner(manifest, models):
    read = {name_of(node) for exposure in manifest["exposures"] for node in manifest["parent_map"][exposure]}
    assert {node["name"] for node in models.values() if node["config"]["access"] == "public"} <= read
    assert all(exposure["owner"]["email"] for exposure in manifest["exposures"].values())


def test_inputs_are_read_by_staging_and_staging_reads_nothing_else(manifest, nodes, models):
    is_staging = {name: node["fqn"][1] == "staging" for name, node in models.items()}
    for name in models:
        parents = {name_of(parent) for parent in manifest["parent_map"][nodes[name]["unique_id"]]}
        derived = {parent for parent in parents if nodes[parent]["resource_type"] == "model"}
        inputs = {parent for parent in parents - derived if "sample" in nodes[parent]["fqn"]}
        if is_staging[name]:
            assert {parent for parent in derived if not is_staging[parent]} <= JUDGED_BY, name
        else:
            assert inputs == set(), name


def types_of(path):
    """TYPES of a Python model: its columns; those of the models of all versions are where they are read, too."""
    if path.stem == "trained_models":
        return versions.TYPES
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, "TYPES", None)


@pytest.mark.parametrize("path", sorted((PROJECT / "python_models").rglob("*.py")), ids=lambda path: path.stem)
def test_a_python_model_returns_the_columns_that_are_described(nodes, path):
    types = types_of(path)
    assert types is None or list(nodes[path.stem]["columns"]) == list(types)


def test_tables_have_the_columns_that_are_described(manifest, nodes, query):
    """Apart from the features of the configuration and the columns that a table hands on from one that it reads."""
    rows = query("select table_name, column_name from duckdb_columns() where not internal")
    configured = {feature for (feature,) in query("select distinct feature from ml.segmentation_features")}
    of_findings = {column for table, column in rows if table == "data_findings"}
    for name, node in nodes.items():
        # A finding has no relation of its own.
        found = of_findings if FINDING.fullmatch(name) else {column for table, column in rows if table == name}
        described = set(node["columns"])
        parents = [nodes[name_of(parent)] for parent in manifest["parent_map"][node["unique_id"]]]
        handed_on = {column for parent in parents for column in parent["columns"]}
        assert described <= found, name
        assert FINDING.fullmatch(name) or found - described <= configured | handed_on, name


def test_tags_of_macros_are_spaced():
    """What the linter of SQL would find in macros, whose SQL it does not see."""
    for path in (PROJECT / "macros").rglob("*.sql"):
        tokens = [(line, kind) for line, kind, _ in Environment().lex(path.read_text())]
        for (line, kind), (_, following) in pairwise(tokens):
            assert not re.fullmatch("(block|variable)_begin", kind) or following == "whitespace", (path, line)
            assert not re.fullmatch("(block|variable)_end", following) or kind == "whitespace", (path, line)
