"""The ready queries: they compile, run on the built sample and answer with rows."""

import re
import shutil
import sys

import duckdb
import pytest
import yaml
from conftest import PROJECT

FILES = sorted((PROJECT / "analyses").glob("*.sql"))
NAMES = [path.stem for path in FILES]

# docs/questions.py is a script next to the page that it writes.
sys.path.insert(0, str(PROJECT / "docs"))
import questions  # noqa: E402

# The sample's segments are all stable: on it this question rightly has no answer.
MAY_BE_EMPTY = {"segments_too_unstable_to_act_on"}

MARTS = {path.stem for path in (PROJECT / "models" / "marts").rglob("*.sql")}


@pytest.fixture(scope="module")
def compiled(built_warehouse, warm_dbt, tmp_path_factory):
    """The SQL of each analysis, compiled against a copy of the built warehouse."""
    folder = tmp_path_factory.mktemp("analyses")
    warehouse = shutil.copy(built_warehouse, folder / built_warehouse.name)
    warm_dbt("compile", "--select", "resource_type:analysis", warehouse=warehouse, folder=folder)
    found = (folder / "compiled").rglob("analyses/*.sql")
    # The compiled text names the database after its file; the copy keeps that name.
    return {path.stem: path.read_text() for path in found}


@pytest.fixture(scope="module")
def answers(compiled, built_warehouse):
    """Column names and rows of each analysis on the built sample."""
    with duckdb.connect(str(built_warehouse), read_only=True) as connection:
        relations = {name: connection.sql(sql) for name, sql in compiled.items()}
        return {name: (relation.columns, relation.fetchall()) for name, relation in relations.items()}


def test_there_are_analyses_and_all_of_them_compile(compiled):
    assert len(NAMES) >= 8
    assert set(compiled) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_an_analysis_runs_and_answers_with_rows(answers, name):
    _, rows = answers[name]
    assert rows or name in MAY_BE_EMPTY


@pytest.mark.parametrize("name", NAMES)
def test_the_columns_of_an_analysis_have_names_of_their_own(answers, name):
    columns, _ = answers[name]
    assert len(set(columns)) == len(columns)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", column) for column in columns)


@pytest.mark.parametrize("name", NAMES)
def test_no_two_rows_of_an_answer_are_alike(answers, name):
    _, rows = answers[name]
    assert len(set(rows)) == len(rows)


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_an_analysis_opens_with_its_question_and_its_row(path):
    comment = re.match(r"(--[^\n]*\n)+", path.read_text())
    assert comment
    assert "?" in comment[0]
    assert "One row per" in comment[0]


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_an_analysis_reads_public_tables_only(path):
    sql = path.read_text()
    referred = set(re.findall(r"ref\('(\w+)'\)", sql))
    assert referred
    assert referred <= MARTS
    assert not re.search(r"\b(raw|staging|intermediate|features|ml|marts)\.\w", sql)


def test_no_analysis_depends_on_the_name_or_number_of_a_segment(query):
    names = [name for (name,) in query("select distinct segment_name from marts.segments")]
    for path in FILES:
        sql = path.read_text()
        assert not any(f"'{name}'" in sql for name in names)
        assert not re.search(r"segment_id\s*=\s*\d", sql)


def test_strategies_named_in_analyses_are_in_the_playbook(query):
    plays = {play for (play,) in query("select play from raw.playbook")}
    text = "\n".join(path.read_text() for path in FILES)
    named = set(re.findall(r"strategy = '(\w+)'|var\(\"strategy\", '(\w+)'|\"strategy\", \"(\w+)\"", text))
    listed = " ".join(re.findall(r"strategy in \((.+)\)", text))
    named = {play for groups in named for play in groups if play} | set(re.findall(r"'(\w+)'", listed))
    assert named
    assert named <= plays


def test_every_analysis_is_described_and_nothing_else_is():
    described = yaml.safe_load((PROJECT / "analyses" / "_analyses.yml").read_text())["analyses"]
    assert sorted(entry["name"] for entry in described) == NAMES
    assert all(entry["description"].endswith(".") for entry in described)


def test_revenue_by_segment_adds_up_to_that_of_the_customers(answers, query):
    columns, rows = answers["revenue_by_segment"]
    place = {name: columns.index(name) for name in columns}
    shop = [row for row in rows if row[place["segmentation"]] == "rfm"]
    assert sum(row[place["revenue"]] or 0 for row in shop) == pytest.approx(
        query("select sum(monetary) from marts.customers")[0][0]
    )


def test_those_to_win_back_come_by_revenue_and_have_been_away(answers):
    columns, rows = answers["who_to_win_back"]
    revenue = [row[columns.index("monetary")] for row in rows]
    assert revenue == sorted(revenue, reverse=True)
    assert min(row[columns.index("recency_days")] for row in rows) > 30


def test_rejected_rows_by_reason_count_every_rejected_row(answers, query):
    columns, rows = answers["rejected_rows_by_reason"]
    counted = sum(row[columns.index("row_count")] for row in rows)
    assert counted == query("select count(*) from marts.rejected_rows")[0][0]


def test_every_segmentation_has_one_chosen_k_to_explain(answers, query):
    columns, rows = answers["why_this_k"]
    chosen = [row[0] for row in rows if row[columns.index("chosen")]]
    assert sorted(chosen) == sorted(name for (name,) in query("select distinct segmentation from marts.segments"))


def test_every_network_stands_beside_its_baselines(answers):
    _, rows = answers["classifier_against_baselines"]
    baselines = {"nearest_centre", "logistic_regression", "decision_tree", "random_forest", "majority_class"}
    assert {row[1] for row in rows} == {"network", "published_network"}
    assert {row[2] for row in rows} == baselines


@pytest.mark.parametrize("name", questions.QUESTIONS)
def test_the_page_of_questions_has_the_query_as_it_is_and_its_answer(compiled, answers, name):
    asked, row = questions.question(compiled[name])
    _, _, found = questions.PAGE.read_text().partition(f"## {asked}\n{row}\n")
    assert found.strip().startswith(f"| {' | '.join(answers[name][0])} |")
    assert questions.plain(compiled[name]) in found.partition("\n## ")[0]


@pytest.mark.parametrize("name", questions.QUESTIONS)
def test_a_question_runs_as_the_page_writes_it(compiled, answers, query, name):
    assert query(questions.plain(compiled[name])) == answers[name][1]


def test_shares_of_segments_on_a_day_add_up(answers):
    columns, rows = answers["segment_shares_over_time"]
    place = {name: columns.index(name) for name in columns}
    sums = {}
    for row in rows:
        day = row[place["segmentation"]], row[place["as_of_day"]]
        sums[day] = sums.get(day, 0) + row[place["share"]]
    assert sums
    assert all(total == pytest.approx(1) for total in sums.values())


def test_customers_of_the_latest_day_are_those_of_the_segments(answers, query):
    columns, rows = answers["segment_shares_over_time"]
    latest = {}
    for row in rows:
        key = tuple(row[columns.index(name)] for name in ("segmentation", "segment_id"))
        latest.setdefault(key, row[columns.index("customers")])
    segments = query("select segmentation, segment_id, customers from marts.segments")
    assert latest == {row[:2]: row[2] for row in segments}


def test_those_who_slipped_away_are_among_the_moves_of_the_last_period(answers, query):
    columns, rows = answers["who_slipped_away"]
    places = [columns.index(name) for name in ("from_segment_name", "to_segment_name")]
    assert rows
    for pair in {tuple(row[place] for place in places) for row in rows}:
        counted = sum(tuple(row[place] for place in places) == pair for row in rows)
        assert (counted,) in query(
            "select customers from marts.segment_migrations where segmentation = 'rfm' "
            f"and from_segment_name = '{pair[0]}' and to_segment_name = '{pair[1]}' "
            "and period_end = (select max(valid_from) from marts.segment_history where segmentation = 'rfm')"
        )


def test_revenue_by_region_adds_up_to_that_of_the_customers(answers, query):
    columns, rows = answers["revenue_by_segment_and_region"]
    revenue = sum(row[columns.index("revenue")] for row in rows)
    assert revenue == pytest.approx(query("select sum(monetary) from marts.customers")[0][0])
