"""Whatever dirt a file holds, what init proposes for it builds, and every row is kept or rejected for one reason."""

import csv
import json
import tempfile
from pathlib import Path

import duckdb
import numpy as np
import pytest
import yaml
from conftest import PROJECT, WITHOUT_TESTS, dbt
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from segmentation.intake import initialise
from segmentation.intake.errors import InputError

pytestmark = pytest.mark.long

DIRT = st.one_of(
    st.sampled_from(["", " ", "N/A", "abc", "1e400", "8.188.888.889", "-", "2024-13-45", '"', "'",
                     "99999999999999999999",
                     "31/12/9999", "0001-01-01", "ü", "a;b,c|d", "{{ x }}", "-5", "(7)", "$3.20", "12,5", "C17", "\\"]),
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=8),
)  # fmt: skip
DAMAGE = st.lists(st.tuples(st.integers(0, 59), st.integers(0, 8), DIRT), max_size=25)
REPEATED = st.lists(st.integers(0, 59), max_size=6)
LAYOUT = st.tuples(st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]))
FILE = st.tuples(st.booleans(), st.integers(0, 10**6), DAMAGE, REPEATED, LAYOUT)
# Dirt is what is tried here, not the limits that stop a build.
LIMITS = {"rejected_share_that_stops": 1.0, "unreadable_share_that_stops": 1.0}


def customers(generator):
    rows = [
        [f"{i:04d}", 20 + i % 50, f"{generator.gamma(2, 40):.2f}", generator.integers(0, 30), "MF"[i % 2],
         f"2023-{1 + i % 12:02d}-{1 + i % 28:02d}"]
        for i in range(60)
    ]  # fmt: skip
    return ["Member ID", "Age", "Spend (EUR)", "Visits", "Gender", "Joined"], rows


def orders(generator):
    rows = [
        [f"A{i // 2}", f"{i // 4:03d}", f"2024-{1 + i % 12:02d}-{1 + i % 28:02d} 10:00", f"P{i % 9}",
         generator.integers(1, 6), f"{generator.gamma(2, 9):.2f}", ("paid", "cancelled", "refunded", "")[i // 2 % 4],
         f"{i // 2 % 3}.50" if i % 2 == 0 else "", ("Malta", "Italy")[i // 4 % 2]]
        for i in range(60)
    ]  # fmt: skip
    header = ["Order No", "Customer", "Order Date", "SKU", "Quantity", "Unit Price"]
    return [*header, "Status", "Refunded Amount", "Country"], rows


def write(path, is_log, seed, damage, repeated, layout):
    """Write a file with damaged and repeated rows and return how many rows it has."""
    header, rows = (orders if is_log else customers)(np.random.default_rng(seed))
    for row, column, value in damage:
        rows[row][min(column, len(rows[row]) - 1)] = value
    rows += [rows[i] for i in repeated]
    delimiter, encoding = layout
    with path.open("w", encoding=encoding, errors="replace", newline="") as lines:
        csv.writer(lines, delimiter=delimiter).writerows([header, *rows])
    return len(rows)


# Every example is a build of its own: few of them, with many files each, and no search for a smaller one.
@settings(
    max_examples=2,
    phases=[Phase.generate],
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)
@given(files=st.lists(FILE, min_size=8, max_size=8))
def test_every_row_of_dirty_files_is_kept_or_rejected(files):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        configured, written = {"segmentations": {}, "shops": {}}, {}
        for number, file in enumerate(files):
            path, is_log = folder / f"given_{number}.csv", file[0]
            rows = write(path, *file)
            try:
                plan = initialise.plan(str(path), project=PROJECT, as_orders=is_log)
            except InputError:
                continue
            variables = yaml.safe_load(plan.text)["vars"]
            configured["segmentations"][plan.name] = variables["segmentations"][plan.name]
            if is_log:
                configured["shops"][plan.name] = variables["shops"][plan.name]
            written[plan.name, "order_lines" if is_log else "customers"] = rows
        assert len(written) >= 6
        arguments = ("--vars", json.dumps(configured | LIMITS), "--select", "+rejected_rows", "+int_input_counts")
        run = dbt("build", *arguments, *WITHOUT_TESTS, warehouse=folder / "warehouse.duckdb", folder=folder)
        # What is left may be too little for segments, which is told in a sentence; the rows have been counted by then.
        assert run.returncode == 0 or "Segmentation 'given_" in run.stdout.partition("Failure in model")[2], run.stdout
        assert "Traceback" not in run.stdout + run.stderr
        with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as connection:
            counted = connection.execute(
                "select dataset, source, rows_kept + rows_rejected from intermediate.int_input_counts"
                " where rows_read > 0"
            ).fetchall()
            reasons = connection.execute(
                "select count(*) from intermediate.int_rejected_rows where reason is null"
            ).fetchall()
        assert {(dataset, source): rows for dataset, source, rows in counted} == written
        assert reasons == [(0,)]
