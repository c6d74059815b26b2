"""The queries of `analyses/` as plain SQL over schema marts, to copy and to run without dbt."""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

import jinja2

from segmentation.warehouse import settings_schema
from segmentation.warehouse.places import BROUGHT

ANALYSES = BROUGHT / "analyses"


@dataclass(frozen=True)
class ReadyQuery:
    """A question and the SQL that answers it; no SQL where only dbt can write it."""

    name: str
    question: str
    row: str
    sql: str | None


def ready_queries(folder: Path = ANALYSES) -> list[ReadyQuery]:
    """Read the queries of a folder, by question.

    `ref` becomes the table of schema marts, `var` and `setting` what dbt_project.yml says or their default. A query
    that calls another macro of the project is written by dbt only; one that is not enabled is left out.
    """
    variables = settings_schema.variables()
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined)
    environment.globals = {
        "ref": lambda model: f"marts.{model}",
        "var": lambda name, default=None: variables.get(name, default),
        "setting": functools.partial(settings_schema.variable, variables),
        "config": _config,
    }
    found = [query for path in sorted(folder.glob("*.sql")) if (query := _read(path, environment))]
    return sorted(found, key=lambda query: (query.sql is None, query.question))


class _NotEnabledError(Exception):
    """The project does without this query."""


def _config(*, enabled=True):
    if not enabled:
        raise _NotEnabledError
    return ""


def _read(path: Path, environment: jinja2.Environment) -> ReadyQuery | None:
    text = path.read_text("utf-8")
    comments = [line.removeprefix("--").strip() for line in re.match(r"(--[^\n]*\n)*", text)[0].splitlines()]
    question = comments[0].partition("?")[0] + "?" if comments else path.stem
    row = next((line for line in comments if line.startswith("One row per")), "")
    try:
        sql = environment.from_string(text).render().strip()
    except _NotEnabledError:
        return None
    except jinja2.UndefinedError:
        sql = None
    return ReadyQuery(path.stem, question, row, sql)
