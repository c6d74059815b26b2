"""What dbt-duckdb loads by its name in profiles.yml: it sees to the warehouse's file before that is opened."""

from pathlib import Path

from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.adapters.events.logging import AdapterLogger
from dbt_common.exceptions import DbtRuntimeError

from segmentation.warehouse import opening, storage


class Plugin(BasePlugin):
    """Says in a sentence why a file cannot be opened, and copies one in a newer storage version than is asked for."""

    def update_connection_config(self, creds, config):
        """See to it now: dbt-duckdb opens the file right after this, and answers an error by a stack trace."""
        path, version = Path(creds.path), config.get("storage_compatibility_version", "")
        try:
            opening.check_place(path)
            if storage.is_newer(path, version):
                log = AdapterLogger("Storage")
                log.info(f"{path} is in a newer storage version than {version}: it is copied for more clients to read.")
                storage.migrate(path, version)
            if path.exists():
                opening.open_for_writing(path, config).close()
        except (storage.StorageError, opening.WarehouseError) as error:
            raise DbtRuntimeError(str(error)) from error
