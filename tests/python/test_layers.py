"""An arrow goes down only: the mathematics imports no engine, no dbt and no site."""

import ast

import pytest
from conftest import PROJECT

PACKAGE = PROJECT / "segmentation"
MATHEMATICS = ("features", "networks", "clustering", "classifier", "describing", "lifecycle", "value", "campaigns")
# What each package of the project may import of the others.
BELOW = {
    "features": set(),
    "networks": set(),
    "clustering": {"features", "networks"},
    "classifier": {"features", "networks", "clustering"},
    "describing": {"features"},
    "lifecycle": {"features", "networks", "clustering", "classifier"},
    "value": {"features"},
    "campaigns": set(),
    "warehouse": set(MATHEMATICS),
    "sample": set(),
}
ENGINES = {"dbt", "duckdb", "pyspark", "pandas", "plotly", "jinja2", "click", "rich"}


def imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = (
                [node.module] if node.module != "segmentation" else [f"segmentation.{each.name}" for each in node.names]
            )
            yield from names
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names)


def imported(package):
    return {name for path in (PACKAGE / package).rglob("*.py") for name in imports(path)}


def packages(names):
    return {name.split(".")[1] for name in names if name.startswith("segmentation.")}


@pytest.mark.parametrize("package", BELOW)
def test_a_package_imports_only_what_is_below_it(package):
    assert packages(imported(package)) - {package} <= BELOW[package]


@pytest.mark.parametrize("package", MATHEMATICS)
def test_the_mathematics_knows_no_engine_and_draws_nothing(package):
    assert not {name.split(".")[0] for name in imported(package)} & ENGINES


def test_nothing_imports_the_command_line_and_only_it_the_site():
    for package in {path.name for path in PACKAGE.iterdir() if path.is_dir()} - {"cli", "__pycache__"}:
        assert "cli" not in packages(imported(package))
        if package != "site":
            assert "site" not in packages(imported(package))


def test_the_binders_of_dbt_read_and_write_by_the_warehouse_alone():
    for path in (PROJECT / "python_models").rglob("*.py"):
        assert packages(imports(path)) <= {*MATHEMATICS, "warehouse"}
        assert len(path.read_text().splitlines()) <= 60
