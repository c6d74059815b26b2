"""What cannot be made again from the inputs, written to a folder and read back into a new warehouse."""

import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

from segmentation.warehouse import schemas, storage
from segmentation.warehouse.opening import WarehouseError, open_for_reading

# Models that read what an earlier build has left of them, and the record of erasures.
LASTING = (
    "ml.trained_models",
    "ml.clustered_customers",
    "ml.scored_customers",
    "ml.segment_periods",
    "ml.segment_names",
    "ml.experiment_results",
    "ml.projected_customers",
    "ml.usefulness",
    "ml.value_models",
    "marts.feature_drift",
    "marts.assignment_drift",
    "marts.value_drift",
    "marts.audience_members",
    "marts.campaign_assignments",
    "marts.input_batches",
    "marts.erasures",
)
CONTENTS = "contents.json"


@dataclass(frozen=True)
class Backup:
    """What lies in a folder: the version of the project that wrote it, and the rows of each table."""

    version: str
    rows: dict[str, int]


def export(warehouse: Path, folder: Path, version: str) -> Backup:
    """Write the lasting tables into a new folder, a Parquet file each, all or nothing.

    Parameters
    ----------
    warehouse : pathlib.Path
    folder : pathlib.Path
        A folder that is not there, or is empty.
    version : str
        The version of the project.

    Raises
    ------
    WarehouseError
        If the warehouse cannot be read, has nothing to export, or the folder has something in it.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WarehouseError(f"{folder} has something in it: name a folder that is new or empty.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    half = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        with open_for_reading(warehouse) as connection:
            tables = {name: _written(connection, name, half) for name in LASTING if _has(connection, name)}
        if "ml.trained_models" not in tables:
            raise WarehouseError(f"The warehouse {warehouse} has no models to export: run `dbt build` first.")
        (half / CONTENTS).write_text(json.dumps({"version": version, "tables": tables}, indent=1), "utf-8")
        os.chmod(half, 0o755)
        os.replace(half, folder)
    finally:
        shutil.rmtree(half, ignore_errors=True)
    return Backup(version, {name: table["rows"] for name, table in tables.items()})


def restore(warehouse: Path, folder: Path, version: str, *, prefix: str = "") -> Backup:
    """Read the tables of a folder into a warehouse that has none of them.

    Parameters
    ----------
    warehouse : pathlib.Path
        A file that is not there, or in which nothing was built.
    folder : pathlib.Path
    version : str
        The version of the project that is to go on with them.
    prefix : str
        That of the names of the schemas.

    Raises
    ------
    WarehouseError
        If the folder is none that `export` has written whole, is of a later version, or the warehouse was built.
    """
    contents = _contents(folder)
    if _numbers(contents["version"]) > _numbers(version):
        raise WarehouseError(
            f"{folder} was written by version {contents['version']} of the project, and this is {version}: take that"
            " version, or a later one."
        )
    is_new = not warehouse.exists()
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    try:
        opened = duckdb.connect(str(warehouse), config={"storage_compatibility_version": storage.wanted()})
        tables = [name.partition(".")[2] for name in LASTING]
        with schemas.with_own_names(opened, new=prefix, tables=tables) as connection:
            built = [name for name in LASTING if _has(connection, name)]
            if built:
                raise WarehouseError(
                    f"The warehouse {warehouse} has {', '.join(built)} already: move it away, or name another file by"
                    " SEGMENTS_WAREHOUSE."
                )
            connection.execute("begin")
            for name, table in contents["tables"].items():
                _read_back(connection, name, table, folder)
            connection.execute("commit")
    except (duckdb.Error, OSError) as error:
        if is_new:
            warehouse.unlink(missing_ok=True)
        reason = str(error).strip().splitlines()[0]
        raise WarehouseError(
            f"{folder} could not be read back into {warehouse} ({reason}): nothing was written."
        ) from error
    return Backup(contents["version"], {name: table["rows"] for name, table in contents["tables"].items()})


def _contents(folder):
    try:
        contents = json.loads((folder / CONTENTS).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise WarehouseError(
            f"{folder} has no {CONTENTS} of an export: name a folder that export has written."
        ) from error
    missing = [name for name in contents["tables"] if not _file(folder, name).is_file()]
    if missing or not set(contents["tables"]) <= set(LASTING):
        raise WarehouseError(f"{folder} is not whole ({', '.join(missing) or 'unknown tables'}): take another copy.")
    return contents


def _written(connection, name, folder):
    """Write one table, and say what a new one has to be like."""
    schema, table = name.split(".")
    columns = connection.execute(
        "select column_name, data_type, is_nullable from duckdb_columns()"
        " where database_name = current_database() and schema_name = ? and table_name = ? order by column_index",
        [schema, table],
    ).fetchall()
    connection.execute(f"copy {name} to {_text(_file(folder, name))} (format parquet, compression zstd)")
    ((rows,),) = connection.execute(f"select count(*) from {name}").fetchall()
    written = [{"name": each, "type": kind, "not_null": not nullable} for each, kind, nullable in columns]
    return {"rows": rows, "columns": written}


def _read_back(connection, name, table, folder):
    columns = ", ".join(
        f"{_name(each['name'])} {each['type']}{' not null' if each['not_null'] else ''}" for each in table["columns"]
    )
    connection.execute(f"create schema if not exists {name.split('.')[0]}")
    connection.execute(f"create table {name} ({columns})")
    connection.execute(f"insert into {name} by name select * from read_parquet({_text(_file(folder, name))})")
    ((rows,),) = connection.execute(f"select count(*) from {name}").fetchall()
    if rows != table["rows"]:
        raise OSError(f"{name} has {rows:,} rows of {table['rows']:,}")


def _has(connection, name):
    asked = "select 1 from duckdb_tables() where schema_name = ? and table_name = ?"
    return bool(connection.execute(asked, name.split(".")).fetchall())


def _file(folder, name):
    return folder / f"{name}.parquet"


def _numbers(version):
    return [int(part) for part in version.split(".") if part.isdigit()]


def _name(text):
    return '"' + text.replace('"', '""') + '"'


def _text(value):
    return "'" + str(value).replace("'", "''") + "'"
