"""Apache Spark in place of DuckDB: what only builds with `--target spark` load."""
