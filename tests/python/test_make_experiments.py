"""`make experiments` fills its table: the command of the Makefile, on a copy of the built sample."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from conftest import PROJECT

pytestmark = pytest.mark.long


def test_the_command_fills_the_table_it_is_for(built_warehouse, tmp_path):
    warehouse = tmp_path / built_warehouse.name
    shutil.copy(built_warehouse, warehouse)
    (recipe,) = re.findall(r"^experiments:.*\n\t\$\(BIN\)/dbt (.*)$", (PROJECT / "Makefile").read_text(), re.MULTILINE)
    arguments = recipe.replace("$(SEGMENTATION)", "mall")
    places = f"--target-path '{tmp_path}' --log-path '{tmp_path}'"
    command = f"dbt {arguments} {places}"
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {"SEGMENTS_WAREHOUSE": str(warehouse), "PATH": path}
    run = subprocess.run(command, shell=True, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-2000:]
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        ((rows, ks, names),) = connection.sql(
            "select count(*), count(distinct k), list(distinct segmentation) from marts.classifier_experiments"
        ).fetchall()
    assert (rows, ks, names) == (192, 4, ["mall"])
