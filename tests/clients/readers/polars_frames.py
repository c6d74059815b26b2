"""polars frames by `.pl()`."""

import sys

import duckdb
import polars as pl
from answer import TABLES, answer

connection = duckdb.connect(sys.argv[1], read_only=True)
tables = connection.sql(TABLES).pl()["table_name"].to_list()
answer(f"polars {pl.__version__}, duckdb {duckdb.__version__}", tables, lambda query: connection.sql(query).pl().rows())
