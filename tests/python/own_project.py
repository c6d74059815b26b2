"""A small project for `segments init`: the real configuration in a folder of its own, and files to look at."""

import csv
import shutil
from pathlib import Path

import pytest
import yaml
from conftest import PROJECT

from segmentation.intake import initialise
from segmentation.intake.configuration import LOADER


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A folder with dbt_project.yml, profiles.yml and the reference tables, which is the current one."""
    folder = tmp_path / "project"
    (folder / "seeds").mkdir(parents=True)
    for name in ("dbt_project.yml", "profiles.yml"):
        shutil.copy(PROJECT / name, folder)
    shutil.copytree(PROJECT / "seeds" / "reference", folder / "seeds" / "reference")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SEGMENTS_WAREHOUSE", str(folder / "warehouse.duckdb"))
    monkeypatch.delenv("DBT_PROFILES_DIR", raising=False)
    return folder


def write(path: Path, header, rows, *, delimiter=",", encoding="utf-8"):
    """Write a text file and return its path."""
    with path.open("w", encoding=encoding, newline="") as lines:
        csv.writer(lines, delimiter=delimiter, lineterminator="\n").writerows([header, *rows] if header else rows)
    return path


def propose(path, **wishes):
    """The plan of `segments init` for a file."""
    return initialise.plan(str(path), **wishes)


def used_as(plan):
    """What each column is used as."""
    return {treatment.column: treatment.used_as for treatment in plan.proposal.treatments}


def reason(plan, column):
    """How a column is used, or why it is left out."""
    return next(treatment.how for treatment in plan.proposal.treatments if treatment.column == column)


def entry(plan, group="segmentations"):
    """The entry as the configuration will have it."""
    return yaml.load(plan.text, Loader=LOADER)["vars"][group][plan.name]
