"""Read the project with every warning an error and every deprecation shown, and build all that was read.

dbt runs its deprecation checks on YAML for some adapters only; DuckDB is made one of them here. What dbt writes goes to
the folder that is named, whose file `building` is locked meanwhile.
"""

import fcntl
import gc
import sys
from functools import wraps
from pathlib import Path

import sqlparse
from dbt.adapters.duckdb.impl import DuckDBAdapter
from dbt.cli.main import dbtRunner
from dbt.jsonschemas import jsonschemas
from sqlparse import lexer
from sqlparse import tokens as kinds
from sqlparse.sql import Statement, Token

jsonschemas._JSONSCHEMA_SUPPORTED_ADAPTERS.add("duckdb")


def first_words(query, encoding=None):
    """A query as its first two words and the rest: dbt looks whether it begins `with` or `with recursive`."""
    read, words = [], 0
    for kind, text in lexer.tokenize(query, encoding):
        read.append(Token(kind, text))
        words += not (read[-1].is_whitespace or kind in kinds.Comment)
        if words == 2:
            break
    return (Statement([*read, Token(kinds.Text, query[sum(len(token.value) for token in read) :])]),)


def asked_once(columns_of):
    """The columns of a table that is there: unit tests ask for those of the same tables hundreds of times."""
    known = {}

    @wraps(columns_of)
    def columns(adapter, relation):
        known[relation] = known.get(relation) or columns_of(adapter, relation)
        return known[relation]

    return columns


# dbt keeps all that it reads of a project: looking for garbage in it again and again finds none.
gc.set_threshold(100_000)
sqlparse.parse = first_words
DuckDBAdapter.get_columns_in_relation = asked_once(DuckDBAdapter.get_columns_in_relation)

folder = sys.argv[1]
places = ["--target-path", folder, "--log-path", folder]
with Path(folder, "building").open("w") as lock:
    fcntl.flock(lock, fcntl.LOCK_EX)
    read = dbtRunner().invoke(["--warn-error", "parse", "--no-partial-parse", "--show-all-deprecations", *places])
    built = read.success and dbtRunner(read.result).invoke(["build", "--selector", "everything", *places]).success
sys.exit(not built)
