"""pandas through SQLAlchemy and duckdb-engine, as Superset and many notebooks do it; columns are looked up, too."""

import sys
from importlib.metadata import version

import pandas as pd
from answer import answer
from sqlalchemy import create_engine, inspect

engine = create_engine(f"duckdb:///{sys.argv[1]}", connect_args={"read_only": True})
tables = sorted(inspect(engine).get_table_names(schema="marts") + inspect(engine).get_view_names(schema="marts"))
with engine.connect() as connection:
    for table in tables:
        looked_up = [column["name"] for column in inspect(engine).get_columns(table, schema="marts")]
        assert looked_up == list(pd.read_sql(f'select * from marts."{table}" limit 0', connection).columns), table
    answer(
        ", ".join(f"{name} {version(name)}" for name in ("duckdb-engine", "sqlalchemy", "pandas", "duckdb")),
        tables,
        lambda query: pd.read_sql(query, connection).astype(object).values.tolist(),
    )
