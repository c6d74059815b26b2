"""The page of the public tables: definitions, ready queries, and what the box that runs SQL is given."""

import hashlib
import io
import json
import re
import subprocess
import tarfile
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from fake_marts import HOSTILE_SENTENCE

from segmentation.site import dbt_docs, sql_box
from segmentation.site.blocks import data
from segmentation.site.ready_queries import ready_queries
from segmentation.site.warehouse import Warehouse

QUERIES = [query for query in ready_queries() if query.sql]


@pytest.fixture
def warehouse(made_up, tmp_path: Path):
    """Open a made-up warehouse, changed by SQL."""

    def opened(change: str = "") -> Warehouse:
        path = made_up(tmp_path / "warehouse.duckdb", "mall")
        with duckdb.connect(str(path)) as connection:
            connection.execute(change or "select 1")
        return Warehouse(path)

    return opened


@pytest.fixture
def brought(monkeypatch):
    """Let npm bring small packages in the place of the real ones; the calls are kept."""
    calls = []
    packages, archives = {}, {}
    for package, (archive, _, wanted) in sql_box.PACKAGES.items():
        content = io.BytesIO()
        with tarfile.open(fileobj=content, mode="w:gz") as packed:
            for name in wanted:
                member = tarfile.TarInfo(f"package/{name}")
                member.size = len(name)
                packed.addfile(member, io.BytesIO(name.encode()))
        archives[archive] = content.getvalue()
        packages[package] = (archive, hashlib.sha256(content.getvalue()).hexdigest(), wanted)

    def run(command, *, cwd, **_):
        calls.append(command)
        for archive, content in archives.items():
            (cwd / archive).write_bytes(content)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(sql_box, "PACKAGES", packages)
    monkeypatch.setattr(sql_box.shutil, "which", lambda name: f"/somewhere/{name}")
    monkeypatch.setattr(sql_box.subprocess, "run", run)
    return calls


@pytest.fixture
def settings(warehouse, tmp_path: Path):
    """Write the box into a site and return its settings."""

    def written(change: str = "", **options) -> dict:
        sql_box.write(warehouse(change), tmp_path / "site", cache=tmp_path / "cache", **options)
        text = (tmp_path / "site" / sql_box.FOLDER / "settings.js").read_text("utf-8")
        return json.loads(re.fullmatch(r"segmentSqlBox\((.*)\);\n", text)[1])

    return written


def test_every_table_is_listed_with_its_rows_and_columns(warehouse):
    html = data.tables(warehouse("comment on column marts.k_selection.k is 'Number of `clusters` <b>tried</b>.'"))
    names = re.findall(r'sg-table-name">(\w+)</code>', html)
    assert names[0] == "segments"
    empty = [name for name in names if re.search(rf'">{name}</code><span[^>]*>0 rows<', html)]
    begin = [name for name in data.FIRST_TABLES if name in names and name not in empty]
    assert begin
    assert set(empty) & set(data.FIRST_TABLES)
    assert names == begin + sorted(set(names) - set(begin))
    assert "k_selection" in names
    assert ">9 rows<" in html
    assert "Number of <code>clusters</code> &lt;b&gt;tried&lt;/b&gt;." in html


def test_definitions_are_text(warehouse):
    literal = HOSTILE_SENTENCE.replace("'", "''")
    html = data.tables(warehouse(f"comment on table marts.segments is '{literal}'"))
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_ready_queries_are_questions_with_plain_sql():
    assert len(QUERIES) >= 8
    for query in ready_queries():
        assert query.question.endswith("?")
        assert query.row.startswith("One row per")
    assert not any("{{" in query.sql or "{%" in query.sql for query in QUERIES)


def test_a_query_that_is_not_enabled_is_left_out(tmp_path):
    for name, enabled in (("one", "true"), ("other", "false")):
        (tmp_path / f"{name}.sql").write_text(f"-- Which?\n{{{{ config(enabled={enabled}) }}}}\nselect 1")
    assert [query.name for query in ready_queries(tmp_path)] == ["one"]


@pytest.mark.parametrize("query", QUERIES, ids=[query.name for query in QUERIES])
def test_a_ready_query_runs_on_the_built_sample(query, built_warehouse):
    with duckdb.connect(str(built_warehouse), read_only=True) as connection:
        assert connection.sql(query.sql).columns


def test_a_query_that_only_dbt_can_write_is_shown_as_a_command(warehouse):
    (name, *_) = [query.name for query in ready_queries() if query.sql is None]
    assert f"dbt show --limit 100 --select {name}" in data.queries(warehouse())


def test_the_site_gets_the_parts_and_the_tables(settings, brought, tmp_path):
    written = settings()
    assert written["reason"] is None
    assert "segments" in written["tables"]
    folder = tmp_path / "site" / sql_box.FOLDER
    assert {path.name for path in folder.iterdir()} == {
        *("duckdb.js", "worker.js", "duckdb.wasm", "arrow.js", "settings.js")
    }
    with pa.ipc.open_stream(tmp_path / "site" / "data" / "k_selection.arrow") as stream:
        assert stream.read_all().num_rows == 9


def test_npm_is_asked_once(settings, brought):
    settings()
    settings()
    assert len(brought) == 1


def test_tables_of_customers_are_left_out_where_they_may_not_be_on_the_site(settings, brought, tmp_path):
    everything = settings()["tables"]
    fewer = settings("update marts.site_settings set customers_on_site = false")["tables"]
    left_out = set(everything) - set(fewer)
    assert {"customers", "customer_segments", "customer_reasons"} <= left_out
    # Rows of the input have columns that nobody has looked through.
    assert "rejected_rows" not in everything
    assert "segments" in fewer
    assert {path.stem for path in (tmp_path / "site" / "data").iterdir()} == set(fewer)


def test_a_table_too_large_for_a_browser_is_left_out(settings, brought, monkeypatch, tmp_path):
    monkeypatch.setattr(sql_box, "MOST_BYTES", 1_000)
    written = settings()["tables"]
    assert "customers" not in written
    assert "segments" not in written
    assert {path.stem for path in (tmp_path / "site" / "data").iterdir()} == set(written)


def test_without_npm_the_site_says_so(settings, monkeypatch, tmp_path):
    monkeypatch.setattr(sql_box.shutil, "which", lambda name: None)
    assert "without npm" in settings()["reason"]
    assert not (tmp_path / "site" / "data").exists()


def test_the_box_can_be_left_out(settings, brought):
    assert "--no-sql" in settings(wanted=False)["reason"]
    assert brought == []


def test_what_npm_says_is_reported(settings, brought, monkeypatch):
    failed = subprocess.CompletedProcess([], 1, "", "npm error code ENOTFOUND\nnpm error network\n")
    monkeypatch.setattr(sql_box.subprocess, "run", lambda *_, **__: failed)
    assert settings()["reason"].endswith("(ENOTFOUND).")


def test_npm_that_hangs_is_given_up(settings, brought, monkeypatch):
    def hangs(command, **_):
        raise subprocess.TimeoutExpired(command, 1)

    monkeypatch.setattr(sql_box.subprocess, "run", hangs)
    assert "within" in settings()["reason"]


def test_another_archive_than_the_tested_one_is_not_taken(settings, brought, monkeypatch):
    wrong = {package: (name, "0" * 64, wanted) for package, (name, _, wanted) in sql_box.PACKAGES.items()}
    monkeypatch.setattr(sql_box, "PACKAGES", wrong)
    assert "is not the archive" in settings()["reason"]


def test_the_documentation_by_dbt_is_put_next_to_the_pages_and_linked(warehouse, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("DBT_TARGET_PATH", str(tmp_path / "target"))
    made, site = tmp_path / "target" / "static_index.html", tmp_path / "site"
    made.parent.mkdir()
    made.write_text("all tables", "utf-8")
    site.mkdir()
    dbt_docs.write(site)
    assert (site / "docs.html").read_text("utf-8") == "all tables"
    written = data.lead(warehouse())
    assert '<a href="docs.html">' in written
    assert f"made on {dbt_docs.made_on(made)}." in written


def test_without_the_documentation_the_page_says_how_to_make_it(warehouse, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("DBT_TARGET_PATH", str(tmp_path / "target"))
    earlier = tmp_path / "docs.html"
    earlier.touch()
    dbt_docs.write(tmp_path)
    assert not earlier.exists()
    written = data.lead(warehouse())
    assert "docs.html" not in written
    assert "<code>dbt docs generate --static</code>" in written
