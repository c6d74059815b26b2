"""What `segments doctor` finds, and what it says to do."""

import shutil
from collections import namedtuple

import pytest

from segmentation.cli import doctor

Usage = namedtuple("Usage", "total used free")


def kinds(findings):
    return [finding.kind for finding in findings]


def written(tmp_path, text):
    (tmp_path / "dbt_project.yml").write_text(text, "utf-8")
    return tmp_path


def test_this_environment_is_well():
    assert kinds(doctor.environment())[0] == "good"


def test_a_package_of_another_version_is_named(monkeypatch):
    monkeypatch.setattr(doctor.metadata, "requires", lambda _: ["numpy<1", "no-such-package", "pytest; extra == 'dev'"])
    _, found = doctor.environment()
    assert found.kind == "bad"
    assert "is not <1, no-such-package is missing" in found.what


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("vars: {segmentations: {mine: {id: no}}, sample: false}", ["good"]),
        ("vars: {segmentations: {mine: {id: no}}, sample: true}", ["good", "note"]),
        ("vars: {segmentations: {rfm: {is_sample: true}}, sample: true}", ["note"]),
        ("vars: {segmentations: {rfm: {is_sample: true}}, sample: false}", ["bad"]),
        ("vars: [", ["bad"]),
    ],
)
def test_the_configuration_is_read(tmp_path, text, kind):
    assert kinds(doctor.configured(written(tmp_path, text))) == kind


def test_a_folder_without_a_project_is_reported(tmp_path):
    (found,) = doctor.configured(tmp_path)
    assert "There is no dbt_project.yml" in found.what


def test_a_warehouse_is_opened_and_its_day_is_said(fake, tmp_path):
    (found,) = doctor.built(fake)
    assert (found.kind, "4 segmentations, as of 2025-12-31" in found.what) == ("good", True)
    assert kinds(doctor.built(tmp_path / "none.duckdb")) == ["note"]
    (tmp_path / "no.duckdb").write_text("no database")
    (found,) = doctor.built(tmp_path / "no.duckdb")
    assert found.kind == "bad"
    assert "is no DuckDB database" in found.what


@pytest.mark.parametrize(("free", "kind"), [(10 << 30, "good"), (1 << 20, "bad")])
def test_a_full_disk_is_reported(fake, monkeypatch, free, kind):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1 << 40, 0, free))
    assert kinds(doctor.disk(fake)) == [kind]


def test_what_is_in_the_way_ends_with_an_error(monkeypatch, capsys):
    found = {"Disk": lambda: iter([doctor.Finding("bad", "No room.", "Make room.")])}
    monkeypatch.setattr(doctor, "checks", lambda _: found)
    assert not doctor.examine()
    assert "TO DO  No room. Make room." in capsys.readouterr().out
