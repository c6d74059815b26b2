"""The project as a package of another dbt project, which has a model of the same name."""

import os
import shutil
import subprocess
import sys

import duckdb
import pytest
from conftest import PROJECT

WITHOUT_UNIT_TESTS = ("--exclude-resource-type", "unit_test")


@pytest.fixture
def shop(tmp_path):
    """The other project, with the package installed, and its warehouse."""
    folder = tmp_path / "shop"
    shutil.copytree(PROJECT / "integration_tests", folder, ignore=shutil.ignore_patterns("dbt_packages", "target"))
    (folder / "packages.yml").write_text(f"packages: [{{local: {PROJECT}}}]\n", "utf-8")

    def dbt(*arguments):
        command = [sys.executable, "-m", "dbt.cli.main", *arguments]
        environment = os.environ | {"SEGMENTS_WAREHOUSE": str(folder / "shop.duckdb"), "PYTHONPATH": str(PROJECT)}
        run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]

    dbt("deps")
    dbt("build", "--select", "+package:my_shop", "+segments", "--exclude", "tag:parity", *WITHOUT_UNIT_TESTS)
    return folder / "shop.duckdb"


@pytest.mark.long
def test_customers_are_segmented_next_to_other_models(shop):
    with duckdb.connect(str(shop), read_only=True) as connection:
        rows = connection.sql("select segment_name, customers from marts.segments").fetchall()
        assert sum(customers for _, customers in rows) == 300
        assert len(rows) > 1
        # What is somebody's own stays where it was, whatever the package calls its tables.
        assert connection.sql("select count(*) from analytics.customers").fetchone() == (300,)
        names = {
            name for name, _ in connection.sql("select segment_name, spend from analytics.segment_spend").fetchall()
        }
        assert names == {name for name, _ in rows}
        seeds = connection.sql("select table_name from duckdb_tables() where schema_name = 'raw'").fetchall()
        assert not [name for (name,) in seeds if name.startswith("sample_")]
