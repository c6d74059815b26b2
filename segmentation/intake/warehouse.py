"""The tables of the warehouse and of the databases that profiles.yml attaches to it, opened for reading."""

import os
from pathlib import Path
from typing import Any

import duckdb
import jinja2
import yaml

from segmentation.intake.errors import InputError
from segmentation.intake.names import quoted
from segmentation.warehouse.opening import open_for_reading

_IN_MEMORY = (":memory:", "", None)


def connect(project: Path) -> duckdb.DuckDBPyConnection:
    """Open the warehouse of a project read-only, with what its profile attaches.

    Raises
    ------
    InputError
        If there is no warehouse, or a database cannot be attached.
    WarehouseError
        If the warehouse is damaged, or another program writes to it.
    """
    output = _output(project)
    path = output.get("path")
    if path in _IN_MEMORY:
        connection = duckdb.connect()
    else:
        path = project / path
        if not path.exists():
            raise InputError(
                f"There is no warehouse at {path}: name a file, or build the warehouse by `dbt build` first."
            )
        connection = open_for_reading(path, as_is=True)
    for database in output.get("attach") or []:
        _attach(connection, project, database)
    return connection


def find_table(connection: duckdb.DuckDBPyConnection, name: str) -> str | None:
    """The relation that ``schema.table`` or ``database.schema.table`` names, in quotes; nothing where there is none."""
    parts = _parts(name)
    if not 1 <= len(parts) <= 3:
        return None
    relation = ".".join(quoted(part) for part in parts)
    try:
        connection.execute(f"select * from {relation} limit 0")
    except duckdb.Error:
        return None
    return relation


def tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The tables and views there are, as people would name them."""
    rows = connection.execute("""
        select
            case when database_name = current_database() then '' else database_name || '.' end
            || schema_name || '.' || name
        from (
            select database_name, schema_name, table_name as name from duckdb_tables() where not internal
            union all
            select database_name, schema_name, view_name from duckdb_views() where not internal
        )
        where database_name not in ('system', 'temp')
        order by all
    """).fetchall()
    return [name for (name,) in rows]


def _parts(name):
    """The parts of a dotted name; a dot within double quotes parts nothing."""
    parts, inside = [""], False
    for character in name:
        if character == '"':
            inside = not inside
        elif character == "." and not inside:
            parts.append("")
        else:
            parts[-1] += character
    return parts if all(parts) else []


def _output(project: Path) -> dict[str, Any]:
    """The target of the profile that this project builds into."""
    folder = Path(os.environ.get("DBT_PROFILES_DIR") or project)
    path = folder / "profiles.yml"
    environment = jinja2.Environment()
    environment.filters |= {"as_number": str, "as_bool": str, "as_native": str, "as_text": str}
    environment.globals["env_var"] = lambda name, default="": os.environ.get(name, default)
    try:
        profiles = yaml.safe_load(path.read_text(encoding="utf-8"))
        project_settings = yaml.safe_load((project / "dbt_project.yml").read_text(encoding="utf-8"))
        profile = profiles[project_settings["profile"]]
        target = _rendered(profile.get("target", "default"), environment)
        output = _rendered(profile["outputs"][target], environment)
        return output if isinstance(output, dict) else {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError, jinja2.TemplateError, KeyError, TypeError) as error:
        raise InputError(
            f"The profile of this project cannot be read from {path} ({_first_line(error)}): "
            "it names the warehouse in which to look for a table."
        ) from error


def _rendered(value, environment):
    """Settings with the Jinja in their texts resolved, as dbt does."""
    if isinstance(value, dict):
        return {key: _rendered(each, environment) for key, each in value.items()}
    if isinstance(value, list):
        return [_rendered(each, environment) for each in value]
    return environment.from_string(value).render() if isinstance(value, str) else value


def _attach(connection, project, database):
    path, kind = str(database.get("path", "")), str(database.get("type") or "")
    alias = database.get("alias") or Path(path).stem
    if kind.lower() in ("", "duckdb", "sqlite") and "://" not in path and (project / path).exists():
        path = str(project / path)
    options = ", ".join(["read_only", *([f"type {kind}"] if kind else [])])
    literal = path.replace("'", "''")
    try:
        connection.execute(f"attach '{literal}' as {quoted(alias)} ({options})")
    except duckdb.Error as error:
        raise InputError(
            f"The database {alias} that profiles.yml attaches cannot be opened ({_first_line(error)}): "
            "correct its path, or close the program that writes to it."
        ) from error


def _first_line(error):
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".:")
