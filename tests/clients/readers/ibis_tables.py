"""ibis, which finds the tables by itself and writes the SQL of the counts."""

import sys

import duckdb
import ibis
from answer import COUNT, answer

connection = ibis.duckdb.connect(sys.argv[1], read_only=True)
tables = sorted(connection.list_tables(database="marts"))
counts = {COUNT.format(table): connection.table(table, database="marts").count() for table in tables}


def rows(query):
    """Rows of a query, counts by an expression of ibis."""
    if query in counts:
        return [[counts[query].execute()]]
    return connection.sql(query).to_pandas().astype(object).values.tolist()


answer(f"ibis {ibis.__version__}, duckdb {duckdb.__version__}", tables, rows)
