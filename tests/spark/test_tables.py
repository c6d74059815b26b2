"""Tables on Spark are written aside and swapped, so that they may read what they were, and a check may refuse them."""

GROWING = """
{%- set stored = load_relation(this) if execute else none %}
select {{ var('day', 1) }} as day
{{ 'union all select day + 1 from ' ~ stored if stored }}
"""


def test_a_table_may_read_what_it_was(build):
    assert build({"models/days.sql": GROWING}, table="days") == (True, [(1,)])
    assert build({}, table="days") == (True, [(1,), (2,)])


def test_a_table_that_a_check_refuses_gives_way_to_the_one_before(build):
    assert build({"models/days.sql": "select 1 as day"}, table="days")[0]
    refused = "{{ config(post_hook=\"insert into {{ this }} select raise_error('refused')\") }} select 2 as day"
    assert build({"models/days.sql": refused}, table="days") == (False, [(1,)])


def test_rows_of_a_key_take_the_place_of_those_before(build):
    config = "{{ config(materialized='incremental', unique_key=['day']) }}"
    model = f"{config} select * from (values (1, 'b'), (2, 'b')) as t (day, v)"
    described = "models: [{name: days, columns: [{name: day}, {name: v}]}]"
    files = {"models/days.sql": model.replace("'b'", "'a'"), "models/days.yml": described}
    assert build(files, table="days") == (True, [(1, "a"), (2, "a")])
    assert build({"models/days.sql": model.replace("(1, 'b'), ", "")}, table="days") == (True, [(1, "a"), (2, "b")])


def test_seeds_keep_quotes_line_breaks_and_empty_values(build):
    seed = 'name,number,day\n"it\'s ""one""",1.5,2025-01-31\n"two\nlines",,\n'
    types = "seeds: [{name: given, config: {column_types: {name: string, number: double, day: date}}}]"
    passed, rows = build({"seeds/given.csv": seed, "seeds/given.yml": types}, table="given")
    assert passed
    assert [(name, number, day and day.isoformat()) for name, number, day in rows] == [
        ('it\'s "one"', 1.5, "2025-01-31"),
        ("two\nlines", None, None),
    ]


def test_a_python_model_reads_relations_and_stores_what_it_returns(build):
    python = """
import pyarrow as pa

def model(dbt, session):
    dbt.config(materialized="table")
    rows = dbt.ref("numbers").filter("n > 1").order("n desc").to_arrow_table()
    return pa.table({"n": rows["n"], "parts": [[{"i": n}] for n in rows["n"].to_pylist()]})
"""
    files = {"models/numbers.sql": "select explode(array(1, 2, 3)) as n", "models/kept.py": python}
    passed, rows = build(files, table="kept")
    assert passed
    assert [(n, [part.i for part in parts]) for n, parts in rows] == [(2, [2]), (3, [3])]


def test_a_text_with_quotes_and_backslashes_is_itself(build):
    model = """select {{ text_literal("it's \\\\d 'so'") }} as text"""
    described = {"models/texts.yml": 'models: [{name: texts, description: "It\'s one \\\\ two."}]'}
    assert build({"models/texts.sql": model} | described, table="texts") == (True, [("it's \\d 'so'",)])
