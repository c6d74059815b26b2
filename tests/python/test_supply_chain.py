"""What the project stands on may be used so, and no data is run as code."""

import ast
import re

import pytest
from conftest import PROJECT

from segmentation.cli import bill

# Licences that ask for no more than their text or, as the MPL does, the source of changed files.
ALLOWED = re.compile(
    r"\b(MIT|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla Public|Zlib|CC0|CNRI)\b", re.IGNORECASE
)
# Those that leave the choice between one that is allowed and one that asks for more.
CHOSEN = {"text-unidecode": "Artistic License"}
ASKS_FOR_MORE = re.compile("GPL|General Public", re.IGNORECASE)


def is_allowed(licence):
    return bool(ALLOWED.search(licence)) and not ASKS_FOR_MORE.search(licence)


@pytest.fixture(scope="module")
def packages():
    return bill.packages()


def test_every_package_of_the_lock_has_a_licence_that_allows_its_use(packages):
    assert len(packages) > 100
    refused = {package.name: package.licence for package in packages if not is_allowed(package.licence)}
    assert {name: licence for name, licence in refused.items() if CHOSEN.get(name, "none") not in licence} == {}


@pytest.mark.parametrize(
    "words", ["AGPL-3.0-only", "", "GPLv2 AND MIT", "GNU Lesser General Public License", "Proprietary"]
)
def test_a_licence_that_asks_for_more_is_refused(words):
    assert not is_allowed(words)


def test_the_bill_names_each_package_with_version_licence_and_hashes(packages):
    components = bill.bill(packages)["components"]
    assert len({each["purl"] for each in components}) == len(packages)
    assert all(each["version"] and each["licenses"][0]["license"]["name"] for each in components)
    assert all(re.fullmatch("[0-9a-f]{64}", hash["value"]) for each in components for hash in each["properties"])
    assert all(each["properties"] for each in components)


def test_of_a_lock_what_counts_on_this_platform_is_taken():
    text = "a==1 \\\n --hash=sha256:aa \\\n  --hash=sha256:bb\nb[x]==2 ; sys_platform == 'x' \\\n  --hash=sha256:cc\n"
    assert [(each.name, hashes) for each, hashes in bill.locked(text)] == [("a", ("aa", "bb"))]


OF_THE_PROJECT_ITSELF = {
    # Between the two processes of a build, over a pipe that nobody else has: no data of a file, and nothing stored.
    "segmentation/networks/process.py": {"import pickle"},
    # The code of the project's own models, as dbt gives it to any adapter.
    "spark/dbt/adapters/sessionspark/__init__.py": {"exec", "compile"},
}
RUNS_CODE = {"eval", "exec", "compile", "__import__"}
LOADS_CODE = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "jsonpickle"}


def dangerous(text):
    """What of a source would run data as code, or a shell."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            yield from (f"import {name}" for name in names if name.split(".")[0] in LOADS_CODE)
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        given = {each.arg: ast.unparse(each.value) for each in node.keywords}
        if called in RUNS_CODE or called in ("os.system", "os.popen", "subprocess.getoutput"):
            yield called
        if given.get("shell", "False") != "False" or given.get("allow_pickle", "False") != "False":
            yield ast.unparse(node)
        if called.endswith("yaml.load") or called == "yaml.unsafe_load":
            yield called


def test_no_data_is_unpickled_evaluated_or_given_to_a_shell():
    folders = ("segmentation", "python_models", "spark", "bench", "dashboards")
    sources = [path for folder in folders for path in (PROJECT / folder).rglob("*.py")]
    found = {path.relative_to(PROJECT).as_posix(): set(dangerous(path.read_text("utf-8"))) for path in sources}
    assert {path: names for path, names in found.items() if names} == OF_THE_PROJECT_ITSELF


@pytest.mark.parametrize(
    "text",
    ["import pickle", "from joblib import load", "eval(x)", "os.system(x)", "run(x, shell=True)", "yaml.load(x)",
     "np.load(x, allow_pickle=True)"],
)  # fmt: skip
def test_what_would_run_data_is_found(text):
    assert list(dangerous(text))


@pytest.mark.parametrize("text", ["re.compile(x)", "yaml.safe_load(x)", "run([x], shell=False)", "model.eval()"])
def test_what_is_harmless_is_not(text):
    assert list(dangerous(text)) == []
