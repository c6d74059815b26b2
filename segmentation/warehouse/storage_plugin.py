"""What dbt-duckdb loads by its name in profiles.yml: it sees to the storage version before the file is opened."""

from pathlib import Path

from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.adapters.events.logging import AdapterLogger
from dbt_common.exceptions import DbtRuntimeError

from segmentation.warehouse import storage


class Plugin(BasePlugin):
    """Copies a warehouse that is in a newer storage version than profiles.yml asks for."""

    def update_connection_config(self, creds, config):
        """Copy it now: dbt-duckdb opens the file right after this."""
        path, version = Path(creds.path), config.get("storage_compatibility_version", "")
        if not storage.is_newer(path, version):
            return
        log = AdapterLogger("Storage")
        log.info(f"{path} is in a newer storage version than {version}: it is copied, so that more clients read it.")
        try:
            storage.migrate(path, version)
        except storage.StorageError as error:
            raise DbtRuntimeError(str(error)) from error
