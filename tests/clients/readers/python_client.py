"""DuckDB's own Python client, of any version."""

import sys

import duckdb
from answer import TABLES, answer

connection = duckdb.connect(sys.argv[1], read_only=True)
tables = [name for (name,) in connection.execute(TABLES).fetchall()]
answer(f"duckdb {duckdb.__version__}", tables, lambda query: connection.execute(query).fetchall())
