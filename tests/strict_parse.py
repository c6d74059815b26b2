"""Parse the project with every warning an error and every deprecation shown.

dbt runs its deprecation checks on YAML for some adapters only; DuckDB is made one of them here. What has been read is
left in the folder that is named, where a build with the same target path does not read it again.
"""

import sys

from dbt.cli.main import dbtRunner
from dbt.jsonschemas import jsonschemas

jsonschemas._JSONSCHEMA_SUPPORTED_ADAPTERS.add("duckdb")

arguments = ["--warn-error", "parse", "--no-partial-parse", "--show-all-deprecations"]
folder = sys.argv[1] if len(sys.argv) > 1 else "target/strict"
arguments += ["--target-path", folder, "--log-path", folder]
sys.exit(not dbtRunner().invoke(arguments).success)
