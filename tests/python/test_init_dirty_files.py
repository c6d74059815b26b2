"""Whatever a file holds, `segments init` ends in a configuration that can be read, or in one sentence."""

import csv
import io
import re
import shutil
import tempfile
from pathlib import Path

import pytest
import yaml
from conftest import PROJECT, examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segmentation.intake import initialise, names
from segmentation.intake.errors import InputError
from segmentation.warehouse.settings_schema import settings_schema

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
HEADERS = st.one_of(
    st.sampled_from(
        ["id", "Customer ID", "age", "Gender", "Annual Income (k$)", "spend", "order date", "amount", "qty", "price",
         "", "group", "segment", "年収", "x y", 'a"b', "[b]", "{{ x }}", "region", "email", "birth year", "total", "1",
         "#"]
    ),
    TEXT,
)  # fmt: skip
VALUES = st.one_of(
    st.integers(-5, 30).map(str),
    st.integers().map(str),
    st.floats(allow_nan=True, allow_infinity=True).map(str),
    st.dates().map(str),
    st.dates().map(lambda day: f"{day.day:02d}/{day.month:02d}/{day.year:04d}"),
    st.sampled_from(["", "yes", "no", "N/A", "8.188.888.889", "12,5", "1.234,50", "$3.20", "Male", "Female", 
                     "2024-13-45", "0001", "a@b.org", "'", '"', "\\", "null", "-", "%", "inf", "1e400", "(5)"]),
    TEXT,
)  # fmt: skip
COLUMN = st.one_of(
    st.lists(VALUES, min_size=1, max_size=4),
    st.lists(VALUES, min_size=12, max_size=40),
    st.just([str(i) for i in range(40)]),
    st.just([f"{i * 37 % 41}.5" for i in range(40)]),
    st.just([f"2023-{1 + i % 12:02d}-{1 + i % 28:02d}" for i in range(40)]),
)
TABLE = st.tuples(
    st.lists(st.tuples(HEADERS, COLUMN), min_size=1, max_size=7),
    st.integers(0, 60),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    st.binary(max_size=20),
)
KEYS = set(settings_schema()["feature"])


@pytest.fixture(scope="module")
def folder():
    with tempfile.TemporaryDirectory() as name:
        for file in ("dbt_project.yml", "profiles.yml"):
            shutil.copy(PROJECT / file, name)
        yield Path(name)


@settings(max_examples=examples(80), suppress_health_check=list(HealthCheck), derandomize=True)
@given(table=TABLE, as_orders=st.sampled_from([None, None, True, False]))
def test_a_dirty_file_ends_in_a_configuration_or_in_one_sentence(folder, table, as_orders):
    columns, rows, delimiter, encoding, tail = table
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=delimiter)
    writer.writerow([header for header, _ in columns])
    writer.writerows([values[i % len(values)] for _, values in columns] for i in range(rows))
    (folder / "given.csv").write_bytes(lines.getvalue().encode(encoding, errors="replace") + tail)
    before = yaml.safe_load((folder / "dbt_project.yml").read_text())
    try:
        plan = initialise.plan(str(folder / "given.csv"), project=folder, as_orders=as_orders)
    except InputError as error:
        refusal = str(error)
    else:
        refusal = None
    if refusal is not None:
        assert refusal.rstrip().endswith(".")
        assert "\n" not in refusal
        return
    after = yaml.safe_load(plan.text)
    entry = after["vars"]["segmentations"].pop(plan.name)
    shop = after["vars"].get("shops", {}).pop(plan.name, None)
    after["vars"].pop("first_plausible_date", None)
    # It is the first own data.
    assert (before["vars"].pop("sample"), after["vars"].pop("sample")) == (True, False)
    assert after == before
    assert (entry["customers"] == {"shop": plan.name}) == (shop is not None)
    assert entry["features"]
    features = {**entry["features"], **entry.get("describe", {})}
    assert len(features) == len(entry["features"]) + len(entry.get("describe", {}))
    for name, feature in features.items():
        assert re.fullmatch("[a-z_][a-z0-9_]*", name)
        assert name not in names.RESERVED
        assert set(feature) <= KEYS
        assert all(isinstance(level, str) for level in feature.get("levels", []))
    assert not set(entry.get("sensitive", [])) & set(entry["features"])
