"""Parse the project with every warning an error and every deprecation shown.

dbt runs its deprecation checks on YAML for some adapters only; DuckDB is made one of them here.
"""

import sys

from dbt.cli.main import dbtRunner
from dbt.jsonschemas import jsonschemas

jsonschemas._JSONSCHEMA_SUPPORTED_ADAPTERS.add("duckdb")

arguments = ["--warn-error", "parse", "--no-partial-parse", "--show-all-deprecations"]
arguments += ["--target-path", "target/strict", "--log-path", "target/strict"]
sys.exit(not dbtRunner().invoke(arguments).success)
