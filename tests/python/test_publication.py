"""The public tables in a second file: only those of a whole build, all at once, and readable at any time."""

import os
import subprocess
import sys

import duckdb
import pytest
from click.testing import CliRunner

from segmentation.cli.main import main
from segmentation.warehouse import publication, storage
from segmentation.warehouse.opening import WarehouseError
from segmentation.warehouse.publication import left_behind


def node(name, *parents, schema="marts", kind="model", materialized="table"):
    return {
        "name": name,
        "alias": name,
        "schema": schema,
        "resource_type": kind,
        "config": {"enabled": True, "materialized": materialized},
        "depends_on": {"nodes": list(parents)},
    }


NODES = {
    "rows": node("rows", schema="staging"),
    "figures": node("figures", "rows", schema="ml", materialized="view"),
    "segments": node("segments", "figures"),
    "profiles": node("profiles", "figures", materialized="view"),
    "settings": node("settings"),
    "test": node("test", "segments", kind="test"),
}
PUBLIC = frozenset({"segments", "profiles", "settings"})
WHOLE = dict.fromkeys(NODES, "success") | {"test": "pass"}


def behind(*, before=frozenset(), is_part_meant=False, **statuses):
    return set(left_behind(before, NODES, statuses, is_part_meant=is_part_meant))


def test_a_whole_build_leaves_nothing_behind_whatever_was_before():
    assert [behind(before=before, **WHOLE) for before in (frozenset(), PUBLIC, None)] == [set()] * 3


def test_what_is_made_of_newer_rows_is_behind_until_it_is_built():
    assert behind(rows="success", figures="success", segments="success") == {"profiles"}
    assert behind(before=frozenset({"profiles"}), profiles="success") == set()


def test_a_part_that_nothing_else_depends_on_leaves_nothing_behind():
    assert behind(settings="success") == set()
    assert behind(segments="success", test="warn") == set()


def test_after_a_build_without_an_end_only_a_whole_one_is_enough():
    assert behind(before=None, segments="success") == {"profiles", "settings"}


def test_what_failed_or_was_skipped_is_behind_and_so_is_a_table_whose_test_failed():
    assert behind(**(WHOLE | {"segments": "error", "test": "skipped"})) == {"segments"}
    assert behind(**(WHOLE | {"test": "fail"})) == {"segments"}


def test_what_assigning_leaves_out_is_meant_to_stay():
    assert behind(is_part_meant=True, rows="success", segments="success") == set()
    assert behind(is_part_meant=True, before=frozenset({"profiles"}), segments="success") == {"profiles"}


def test_a_table_that_is_no_more_is_not_waited_for():
    assert behind(before=frozenset({"gone"}), settings="success") == set()


def test_what_was_never_published_is_not_said_to_stay(tmp_path):
    target = tmp_path / "warehouse.duckdb"
    assert "anew" not in publication.not_published(target, frozenset())
    target.touch()
    assert "is not published anew: profiles would be older than the rest. It stays" in publication.not_published(
        target, frozenset({"profiles"})
    )


MADE = """
    create schema staging; create schema ml; create schema marts;
    create table staging.rows as select 'phone' as private;
    create table ml.figures as select {0} as build;
    create table marts.segments as select {0} as build, 'é' as "odd ""name";
    create view marts.profiles as select * from ml.figures;
    create table marts.parts as from (values ('kept', {0}), ('fresh', {0}), (null, {0})) as rows (segmentation, build);
    create view marts.seen as from marts.parts;
    comment on view marts.seen is 'Seen';
    comment on table marts.segments is 'It''s {0}';
    comment on column marts.segments."odd ""name" is 'quoted';
    create table marts.published_builds (
        build_id varchar, began_at timestamp, published_at timestamp, tables_behind varchar, set_aside varchar
    );
    insert into marts.published_builds (build_id, began_at) values ('b{0}', timestamp '2025-01-0{0}');
"""
NAMES = ("parts", "seen", "segments", "profiles", "published_builds")
TABLES = [("ml", "figures"), *(("marts", name) for name in NAMES)]


@pytest.fixture
def built(tmp_path):
    """Build a warehouse whose tables all hold the number of the build, and publish it."""
    path = tmp_path / "warehouse.duckdb"

    def built(number, *, is_published=True, behind="", stays=publication.NOBODY):
        path.unlink(missing_ok=True)
        with duckdb.connect(str(path)) as connection:
            connection.execute(MADE.format(number))
            publication.note(connection, f"b{number}", frozenset(behind.split()), stays)
            if is_published:
                target = publication.place(path)
                wishes = {"build": f"b{number}", "storage_version": "v1.2.0", "stays": stays}
                publication.publish(connection, target, TABLES, **wishes)
        return path

    return built


def value(path, sql):
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_public_tables_views_and_descriptions_are_published_and_nothing_else(built):
    path = built(1)
    published = publication.readable(path)
    assert published == path.parent / "published" / "warehouse.duckdb"
    assert value(published, "select build from marts.segments union all from marts.profiles") == [(1,), (1,)]
    assert value(published, "select comment from duckdb_tables() where table_name = 'segments'") == [("It's 1",)]
    assert ("quoted",) in value(published, "select comment from duckdb_columns()")
    assert value(published, "select * from duckdb_tables() where schema_name = 'staging'") == []
    assert storage.number(published) == storage.NUMBERS["v1.2"]
    for file in (path, published):
        assert value(file, "select build_id, published_at is not null from marts.published_builds") == [("b1", True)]
    assert sorted(each.name for each in published.parent.iterdir()) == ["warehouse.duckdb"]


def test_rows_of_what_was_set_aside_stay_until_it_is_built_again(built):
    rows, seen = (f"select segmentation, build from marts.{name} order by all" for name in ("parts", "seen"))
    published = publication.readable(built(1))
    stays = {"segmentation": ["kept", "of nobody"], "shop": []}
    for number in (2, 3):
        built(number, stays=stays)
        assert value(published, rows) == value(published, seen) == [("fresh", number), ("kept", 1), (None, number)]
        assert ("Seen",) in value(published, "select comment from duckdb_tables()")
        assert value(published, "select build from marts.segments") == [(number,)]
        assert value(published, "select set_aside from marts.published_builds") == [("kept, of nobody",)]
    built(4)
    assert value(published, rows) == value(published, seen) == [("fresh", 4), ("kept", 4), (None, 4)]


def test_what_was_never_published_is_left_out_where_it_is_set_aside(built):
    path = built(1, stays={"segmentation": ["kept"]})
    assert value(publication.readable(path), "select segmentation from marts.parts order by all") == [
        ("fresh",),
        (None,),
    ]


def test_who_reads_goes_on_with_what_was_opened(built):
    path = built(1)
    published = publication.readable(path)
    with publication.held(path) as held, duckdb.connect(str(held), read_only=True) as reader:
        built(2)
        assert value(published, "select build from marts.segments") == [(2,)]
        assert reader.execute("select build from marts.profiles").fetchall() == [(1,)]
    assert sorted(each.name for each in published.parent.iterdir()) == ["warehouse.duckdb"]


def test_what_cannot_be_written_leaves_what_was_published(built, monkeypatch):
    published = publication.readable(built(1))
    monkeypatch.setattr(os, "replace", lambda *paths: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(WarehouseError, match="No space left on device"):
        built(2)
    assert value(published, "select build from marts.segments") == [(1,)]
    assert sorted(each.name for each in published.parent.iterdir()) == ["warehouse.duckdb"]


def test_what_a_killed_publication_left_is_in_nobodys_way(built):
    published = publication.readable(built(1))
    for name in ("warehouse.duckdb.new", "warehouse.duckdb.new.wal"):
        (published.parent / name).write_bytes(b"half")
    built(2)
    assert value(published, "select build from marts.segments") == [(2,)]
    assert sorted(each.name for each in published.parent.iterdir()) == ["warehouse.duckdb"]


READER = """
import duckdb, sys
seen = 0
while True:
    with duckdb.connect(sys.argv[1], read_only=True) as connection:
        builds = connection.execute("select build from marts.segments union from marts.profiles").fetchall()
    assert len(builds) == 1, builds
    seen += 1
    print(seen, flush=True)
"""


def test_no_reader_is_refused_or_sees_two_builds_while_others_are_published(built):
    published = publication.readable(built(1))
    reader = subprocess.Popen([sys.executable, "-c", READER, str(published)], stdout=-1, stderr=-1, text=True)
    assert reader.stdout.readline()
    for number in range(2, 5):
        built(number)
        assert reader.stdout.readline(), reader.stderr.read()
    assert reader.poll() is None
    reader.kill()
    assert reader.communicate()[1] == ""


def test_nothing_is_said_of_a_warehouse_that_is_published_or_of_an_earlier_release(built, tmp_path):
    path = built(1)
    assert publication.remark(path) is None
    with duckdb.connect(str(path)) as connection:
        connection.execute("drop table marts.published_builds")
    publication.place(path).unlink()
    assert publication.remark(path) is None


def test_what_is_read_while_a_later_build_failed_is_said(built):
    built(1)
    path = built(2, is_published=False, behind="segments")
    assert "The last build was not published" in publication.remark(path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("update marts.published_builds set tables_behind = null")
    assert "The last build was not published" in publication.remark(path)


def test_a_warehouse_of_two_builds_is_called_so_where_nothing_is_published(built, monkeypatch):
    monkeypatch.setenv("SEGMENTS_PUBLISHED", "no")
    path = built(1, is_published=False, behind="segments profiles")
    assert "are of two builds: profiles, segments stayed behind" in publication.remark(path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("update marts.published_builds set tables_behind = null")
    assert "may be of two builds" in publication.remark(path)


def test_commands_read_what_is_published_and_say_so(made_up, tmp_path):
    path = made_up(tmp_path / "warehouse.duckdb", "mall")
    (tmp_path / "published").mkdir()
    made_up(tmp_path / "published" / "warehouse.duckdb", "mall")
    path.write_bytes(b"being written")
    shown = CliRunner().invoke(main, ["show"], env={"SEGMENTS_WAREHOUSE": str(path)})
    assert shown.exit_code == 0, shown.output
