"""Read the project with every warning an error and every deprecation shown, and build all that was read.

dbt runs its deprecation checks on YAML for some adapters only; DuckDB is made one of them here. What dbt writes goes to
the folder that is named.
"""

import sys

import sqlparse
from dbt.cli.main import dbtRunner
from dbt.jsonschemas import jsonschemas
from sqlparse.engine import FilterStack

jsonschemas._JSONSCHEMA_SUPPORTED_ADAPTERS.add("duckdb")

# dbt looks for the first `with` of a unit test's query, and needs no grouping of all its words for that: the same query
# comes out in a fraction of the time.
sqlparse.parse = lambda sql, encoding=None: tuple(FilterStack().run(sql, encoding))

folder = sys.argv[1]
places = ["--target-path", folder, "--log-path", folder]
read = dbtRunner().invoke(["--warn-error", "parse", "--no-partial-parse", "--show-all-deprecations", *places])
sys.exit(not read.success or not dbtRunner(read.result).invoke(["build", "--selector", "everything", *places]).success)
