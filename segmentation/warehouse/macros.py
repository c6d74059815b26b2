"""The project's macros outside dbt, for what writes the same SQL or reads the same rules without it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace
from typing import Any

import jinja2

from segmentation.warehouse.places import BROUGHT

FOLDER = BROUGHT / "macros"
ENGINE = "duckdb"
_MACRO = re.compile(r"\{%-?\s*macro\s+(\w+)\(.*?\{%-?\s*endmacro\s*-?%\}", re.S)


class _ReturnedError(Exception):
    """What a macro returns, as dbt has it."""


def rendered(*patterns: str) -> dict[str, Callable[..., Any]]:
    """Read macros, which call each other as they do under dbt on DuckDB.

    Parameters
    ----------
    *patterns : str
        Files under ``macros/``, as `Path.glob` finds them. What these macros call is to be among them, and they may ask
        nothing of dbt but ``adapter.dispatch`` and ``return``.

    Returns
    -------
    dict of str to callable
        By name; a call gives what the macro returns, or the SQL.
    """
    found: dict[str, Callable[..., Any]] = {}
    environment = jinja2.Environment(extensions=["jinja2.ext.do"])
    environment.globals |= {
        "adapter": SimpleNamespace(dispatch=lambda name: found.get(f"{ENGINE}__{name}") or found[f"default__{name}"]),
        "return": _raised,
    }
    texts = [path.read_text(encoding="utf-8") for pattern in patterns for path in sorted(FOLDER.glob(pattern))]
    found |= {macro[1]: _Macro(environment, *macro.group(1, 0)) for text in texts for macro in _MACRO.finditer(text)}
    environment.globals |= found
    return found


@dataclass(frozen=True)
class _Macro:
    """A macro that is compiled when it is first called: by then it can call all others."""

    environment: jinja2.Environment
    name: str
    text: str

    @cached_property
    def _compiled(self):
        return getattr(self.environment.from_string(self.text).module, self.name)

    def __call__(self, *arguments, **named):
        try:
            return self._compiled(*arguments, **named)
        except _ReturnedError as returned:
            return returned.args[0]


def _raised(value):
    raise _ReturnedError(value)
