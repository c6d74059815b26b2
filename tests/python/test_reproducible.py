"""The same inputs and seed give the same tables, whatever the number of threads, and whatever else is segmented."""

import json
import random
from datetime import date

import duckdb
import pytest
import small_shop
import yaml
from conftest import PROJECT, WITHOUT_TESTS, build
from jinja2 import Template

pytestmark = pytest.mark.long

# What tells when and for how long something was done differs from build to build.
LEFT_OUT = {
    "algorithm_comparison": "exclude (seconds)",
    "published_builds": "exclude (build_id, began_at, published_at)",
}

# A shop with all its inputs, and a table with categories, dates and gaps.
AGAIN = ("rfm", "jewellery")


def contents(warehouse, segmentations=None):
    """The rows of each public table, in order, without times; where it is wished only those of some segmentations."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        columns = connection.execute(
            "select table_name, list(column_name) from information_schema.columns where table_schema = 'marts'"
            " group by 1"
        ).fetchall()
        found = {}
        for name, names in sorted(columns):
            of = next((each for each in ("segmentation", "dataset") if each in names), None)
            kept = f"where {of} in {(*segmentations, 'sample')}" if segmentations and of else ""
            query = f"select * {LEFT_OUT.get(name, '')} from marts.{name} {kept} order by all"
            found[name] = connection.execute(query).fetchall()
        return found


def filled(tables):
    return {name for name, rows in tables.items() if rows}


def test_a_second_build_on_one_thread_of_some_segmentations_gives_the_same_tables(tmp_path, built_warehouse):
    configured = yaml.safe_load((PROJECT / "dbt_project.yml").read_text())["vars"]["segmentations"]
    variables = json.dumps({"segmentations": {name: configured[name] for name in AGAIN}})
    again = build(tmp_path, "--threads", "1", "--exclude-resource-type", "test", "--vars", variables)
    first, second = contents(built_warehouse, AGAIN), contents(again, AGAIN)
    assert [name for name in first if first[name] != second.get(name)] == []
    # The others are of value, which the sample does not ask for, and of what comes with time.
    assert len(filled(first)) > 50


# Threads of the build and of libraries, and whether the rows of the inputs come in another order.
CIRCUMSTANCES = [(1, 1, False), (2, 4, True), (3, 1, True), (4, 2, True)]


def shuffled(path, seed):
    header, *rows = path.read_text().splitlines(keepends=True)
    random.Random(seed).shuffle(rows)
    path.write_text(header + "".join(rows))


def test_threads_and_the_order_of_rows_change_no_digit(tmp_path_factory, monkeypatch):
    first = None
    # All in one place: the tables say where their rows come from.
    place = tmp_path_factory.mktemp("inputs")
    small_shop.write_inputs(place, until=date(2024, 9, 30))
    for threads, of_libraries, is_shuffled in CIRCUMSTANCES:
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
            monkeypatch.setenv(name, str(of_libraries))
        for file in ("orders.csv", "members.csv") if is_shuffled else ():
            shuffled(place / file, threads)
        variables = small_shop.variables(place, as_of_date="2024-09-30")
        built = build(tmp_path_factory.mktemp("built"), *variables, *WITHOUT_TESTS, "--threads", str(threads))
        found = contents(built)
        first = first or found
        assert [name for name in first if found[name] != first[name]] == []
        assert sum(map(len, found.values())) > 5_000


@pytest.mark.parametrize("value", ["1e9 + 1e3 * random()", "1e-7 * random()", "random() - 0.5", "0e0"])
def test_a_rounded_figure_does_not_depend_on_the_number_of_threads(value):
    rounded = Template((PROJECT / "macros/reproducible.sql").read_text()).module.reproducible
    figures = [str(rounded(f"{figure}(value)", "max(abs(value))")) for figure in ("avg", "stddev_pop")]
    with duckdb.connect() as connection:
        connection.execute(
            f"select setseed(0.5); create table given as select cast({value} as double) as value from range(1_000_000)"
        )
        found = set()
        for threads in (1, 2, 4):
            connection.execute(f"set threads = {threads}")
            found.update(connection.execute(f"select {', '.join(figures)} from given").fetchall())
        exact = connection.execute("select avg(value), stddev_pop(value), max(abs(value)) from given").fetchone()
    assert len(found) == 1
    assert found.pop() == pytest.approx(exact[:2], abs=1e-9 * exact[2])
