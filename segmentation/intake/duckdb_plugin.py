"""What dbt-duckdb loads by its name in profiles.yml: it lets `read_parquet` read text files."""

from dbt.adapters.duckdb.plugins import BasePlugin


class Plugin(BasePlugin):
    """Registers the file system of text files."""

    def configure_connection(self, conn):
        """Register it with the database, for all cursors."""
        from segmentation.intake.file_system import register

        register(conn)
