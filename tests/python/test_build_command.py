"""`make build`: a line a stage, and dbt's own words for what fails."""

import logging
import os
import re
import subprocess
import sys

import pytest
from conftest import PROJECT

from segmentation.cli.build import main

PROFILE = """
tiny:
  target: duckdb
  outputs:
    duckdb: {type: duckdb, path: "tiny.duckdb", threads: 2}
"""
PYTHON_MODEL = """
import logging

def model(dbt, session):
    logging.getLogger("segmentation").info("rfm is trained")
    return session.sql("select 1 as id")
"""
FILES = {
    "dbt_project.yml": "{name: tiny, profile: tiny, model-paths: [models, python_models], test-paths: [tests]}",
    "profiles.yml": PROFILE,
    "seeds/words.csv": "id\n1\n",
    "models/staging/a.sql": "select * from {{ ref('words') }}",
    "models/features/b.sql": "{{ log('b says so', info=True) }} select * from {{ ref('a') }}",
    "python_models/ml/training/t.py": PYTHON_MODEL,
    "models/marts/c.sql": "select * from {{ ref('b') }} union all select * from {{ ref('t') }}",
    "tests/no_two.sql": "select * from {{ ref('c') }} where id = 2",
    "tests/no_one.sql": "{{ config(severity='warn') }} select * from {{ ref('c') }} where id = 1",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """One for all: what has not changed since the last build is not read again."""
    return tmp_path_factory.mktemp("build")


@pytest.fixture
def build(folder, monkeypatch, capfd):
    """Build in this process: what it ends with, and what it prints."""
    monkeypatch.chdir(folder)
    logger = logging.getLogger("segmentation")
    monkeypatch.setattr(logger, "handlers", [])
    monkeypatch.setattr(logger, "level", logger.level)

    def build(changed=()):
        for name, text in (FILES | dict(changed)).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        ended = main()
        return ended, "".join(capfd.readouterr())

    return build


def test_a_build_prints_a_line_a_stage_and_what_it_did(build):
    ended, printed = build()
    assert ended == 0, printed
    lines = [re.sub(r"^ *\d+ s  ", "", line) for line in printed.splitlines()]
    # Training waits for nothing here, so that its place is not sure.
    assert sorted(lines) == sorted(
        ["project read", "inputs: 2", "b says so", "features: 1", "rfm is trained", "training: 1", "public tables: 1",
         "tests: 1 passed, 1 warned (no_one)"]
    )  # fmt: skip
    assert [line for line in lines if not re.search("train", line)] == [
        *("project read", "inputs: 2", "b says so", "features: 1", "public tables: 1"),
        "tests: 1 passed, 1 warned (no_one)",
    ]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"models/features/b.sql": "select nothing from {{ ref('a') }}"}, 'Referenced column "nothing" not found'),
        ({"tests/no_two.sql": "select * from {{ ref('c') }}"}, "Failure in test no_two"),
        ({"models/staging/a.sql": "select * from {{ ref('nowhere') }}"}, "depends on a node named 'nowhere'"),
        ({"models/staging/a.sql": "{{ exceptions.raise_compiler_error('No file.') }}"}, "No file."),
    ],
)
def test_what_fails_is_printed_in_the_words_of_dbt(build, changed, words):
    ended, printed = build(changed)
    assert ended == 1
    assert words in printed
    assert "Traceback" not in printed


def test_the_process_ends_with_what_the_build_ended_with(tmp_path):
    """Where there is no project."""
    command = [sys.executable, "-m", "segmentation.cli.build"]
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert re.search(r"The project cannot be read\. .* does not exist", run.stdout)
    assert "Traceback" not in run.stdout + run.stderr
