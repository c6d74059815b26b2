"""A warehouse in a newer storage version is copied into the one that profiles.yml asks for, and nothing is lost."""

import os
import subprocess
import sys

import duckdb
import pytest
import yaml
from conftest import PROJECT

from segmentation.warehouse import storage
from segmentation.warehouse.storage_plugin import Plugin

OLD, NEW = "v1.2.0", "v1.4.0"

MADE = """
    create schema marts;
    create table marts.segments (id integer primary key, name varchar not null, since date, share double);
    insert into marts.segments values (1, 'Żółć, café', date '1999-12-31', null), (2, '', null, 0.1);
    create view staging as select * from marts.segments;
    comment on table marts.segments is 'The customers'' segments';
    comment on column marts.segments.name is 'Name';
    comment on view staging is 'A view';
"""


@pytest.fixture
def warehouse(tmp_path):
    """A small warehouse in a newer storage version; its name needs quotes."""
    path = tmp_path / "my-shop's 1.duckdb"
    with duckdb.connect(str(path), config={"storage_compatibility_version": NEW}) as connection:
        connection.execute(MADE)
    return path


def contents(path):
    """Everything that is in it, as text."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return [
            connection.execute(sql).fetchall()
            for sql in (
                "select * from marts.segments order by id",
                "select * from staging order by id",
                "select table_name, comment from duckdb_tables() order by all",
                "select view_name, comment from duckdb_views() where not internal order by all",
                "select table_name, column_name, data_type, comment from duckdb_columns() order by all",
                "select table_name, constraint_text from duckdb_constraints() order by all",
            )
        ]


def test_nothing_is_lost(warehouse):
    before = contents(warehouse)
    assert storage.is_newer(warehouse, OLD)
    storage.migrate(warehouse, OLD)
    assert storage.number(warehouse) == storage.NUMBERS["v1.2"]
    assert contents(warehouse) == before
    assert os.listdir(warehouse.parent) == [warehouse.name]


def test_what_a_stopped_build_left_in_the_log_is_kept(warehouse):
    script = (
        "import duckdb, os, sys; c = duckdb.connect(sys.argv[1]); "
        "c.execute(\"insert into marts.segments values (3, 'late', null, null)\"); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", script, str(warehouse)], check=False)
    assert len(os.listdir(warehouse.parent)) == 2
    storage.migrate(warehouse, OLD)
    assert contents(warehouse)[0][-1] == (3, "late", None, None)
    assert os.listdir(warehouse.parent) == [warehouse.name]


def test_what_a_stopped_migration_left_is_taken_away(warehouse):
    for ending in (".copy", ".copy.wal"):
        (warehouse.parent / (warehouse.name + ending)).write_bytes(b"half of something")
    storage.migrate(warehouse, OLD)
    assert os.listdir(warehouse.parent) == [warehouse.name]


def test_a_link_stays_a_link_and_the_rights_stay(warehouse, tmp_path):
    link = tmp_path / "link.duckdb"
    link.symlink_to(warehouse)
    warehouse.chmod(0o640)
    storage.migrate(link, OLD)
    assert link.is_symlink()
    assert storage.number(warehouse) == storage.NUMBERS["v1.2"]
    assert warehouse.stat().st_mode & 0o777 == 0o640


def test_a_file_that_another_program_writes_to_stays_as_it_is(warehouse):
    before = warehouse.read_bytes()
    script = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", script, str(warehouse)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout.readline() == "open\n"
        with pytest.raises(storage.StorageError, match=r"could not be copied .* stays as it is\.$"):
            storage.migrate(warehouse, OLD)
        writer.communicate("")
    assert warehouse.read_bytes() == before


def test_a_copy_that_cannot_be_made_leaves_the_file(warehouse, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    before = warehouse.read_bytes()
    monkeypatch.setattr(storage.os, "replace", full)
    with pytest.raises(storage.StorageError, match="No space left"):
        storage.migrate(warehouse, OLD)
    assert warehouse.read_bytes() == before
    assert os.listdir(warehouse.parent) == [warehouse.name]


def test_a_copy_that_is_not_whole_is_not_put_in_place(warehouse, monkeypatch):
    counted = iter([1, 2])
    monkeypatch.setattr(storage, "_contents", lambda *_: next(counted))
    with pytest.raises(storage.StorageError, match="not whole"):
        storage.migrate(warehouse, OLD)
    assert storage.is_newer(warehouse, OLD)


@pytest.mark.parametrize("text", [b"", b"customer_id,name\n1,Ada\n", b"DUCK"])
def test_what_is_no_database_is_left_to_the_engine(tmp_path, text):
    path = tmp_path / "warehouse.duckdb"
    path.write_bytes(text)
    assert not storage.is_newer(path, OLD)
    assert not storage.is_newer(tmp_path / "absent.duckdb", OLD)
    assert not storage.is_newer(tmp_path, OLD)


class Credentials:
    """What the plugin reads of dbt's."""

    def __init__(self, path):
        self.path = str(path)


@pytest.mark.parametrize(("version", "found"), [(OLD, "v1.2"), (NEW, "v1.4"), ("latest", "v1.4")])
def test_dbt_copies_what_is_newer_than_profiles_yml_asks_for(warehouse, version, found):
    plugin = Plugin("storage_plugin", {})
    plugin.update_connection_config(Credentials(warehouse), {"storage_compatibility_version": version})
    assert storage.number(warehouse) == storage.NUMBERS[found]


def test_a_database_in_memory_is_no_file():
    plugin = Plugin("storage_plugin", {})
    plugin.update_connection_config(Credentials(":memory:"), {"storage_compatibility_version": OLD})


def test_the_profile_asks_for_a_version_that_clients_since_1_2_read_and_loads_the_plugin():
    output = yaml.safe_load((PROJECT / "profiles.yml").read_text())["customer_segmentation"]["outputs"]["duckdb"]
    assert f"'{OLD}'" in output["config_options"]["storage_compatibility_version"]
    assert {"module": "segmentation.warehouse.storage_plugin"} in output["plugins"]


def test_a_built_warehouse_is_written_in_that_version(built_warehouse):
    assert storage.number(built_warehouse) == storage.NUMBERS["v1.2"]
