"""The project's macros outside dbt, for what writes the same SQL without it."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import jinja2

FOLDER = Path(__file__).parents[2] / "macros"
ENGINE = "duckdb"


def rendered(*patterns: str) -> dict[str, Callable[..., str]]:
    """Read macros, which call each other as they do under dbt on DuckDB.

    Parameters
    ----------
    *patterns : str
        Files under ``macros/``, as `Path.glob` finds them. What these macros call is to be among them, and they may ask
        nothing of dbt but ``adapter.dispatch`` and ``return``.

    Returns
    -------
    dict of str to callable
        By name; a call gives the SQL.
    """
    found: dict[str, Callable[..., str]] = {}
    environment = jinja2.Environment(extensions=["jinja2.ext.do"])
    environment.globals |= {
        "adapter": SimpleNamespace(dispatch=lambda name: found.get(f"{ENGINE}__{name}") or found[f"default__{name}"]),
        "return": lambda value: value,
    }
    paths = [path for pattern in patterns for path in sorted(FOLDER.glob(pattern))]
    module = environment.from_string("\n".join(path.read_text(encoding="utf-8") for path in paths)).module
    found |= {name: getattr(module, name) for name in dir(module) if not name.startswith("_")}
    return found
