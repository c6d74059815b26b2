"""A program that speaks PostgreSQL's protocol, through Buena Vista, which serves a DuckDB file as PostgreSQL does."""

import sys
import threading
from importlib.metadata import version

import duckdb
import psycopg
from answer import TABLES, answer
from buenavista.backends.duckdb import DuckDBConnection
from buenavista.postgres import BuenaVistaServer

server = BuenaVistaServer(("127.0.0.1", 0), DuckDBConnection(duckdb.connect(sys.argv[1], read_only=True)))
threading.Thread(target=server.serve_forever, daemon=True).start()
host, port = server.server_address
with psycopg.connect(host=host, port=port, user="reader", dbname="warehouse", sslmode="disable") as connection:
    tables = [name for (name,) in connection.execute(TABLES).fetchall()]
    versions = ", ".join(f"{name} {version(name)}" for name in ("psycopg", "buenavista", "duckdb"))
    answer(versions, tables, lambda query: connection.execute(query).fetchall())
