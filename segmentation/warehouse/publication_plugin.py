"""What dbt-duckdb loads by its name in profiles.yml: it publishes the public tables at the end of a whole build."""

import gc
from pathlib import Path

from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.adapters.events.logging import AdapterLogger
from dbt_common.exceptions import DbtRuntimeError

from segmentation.warehouse import publication, storage
from segmentation.warehouse.opening import WarehouseError


class Plugin(BasePlugin):
    """Called by the macro `publish`, which hands on what dbt knows of the build."""

    def initialize(self, plugin_config):
        """Look for garbage seldom, and never in what dbt has read of the project: that takes seconds of a build."""
        gc.freeze()
        gc.set_threshold(50_000)

    def configure_connection(self, conn):
        """Keep the connection: the file is open in this process only."""
        self._connection = conn

    def store(self, target_config):
        """End a build; or try a check for a macro, which cannot catch what it raises."""
        if "attempt" in target_config.config:
            _try(target_config.config["attempt"])
        else:
            self._end(target_config.config)

    def _end(self, ended):
        """Note what the build has left behind, and publish where that is nothing."""
        target = publication.place(Path(self.creds.path))
        nodes, build, is_part_meant = ended["nodes"], ended["build"], ended["is_part_meant"]
        statuses = {result.node.unique_id: str(result.status) for result in ended["results"]}
        options = self.creds.config_options or {}
        version = options.get("storage_compatibility_version") or storage.wanted()
        with self._connection.cursor() as cursor:
            last = publication.state(cursor, before=build)
            behind = publication.left_behind(last and last.behind, nodes, statuses, is_part_meant=is_part_meant)
            publication.note(cursor, build, behind, ended["stays"])
            if target is None:
                return
            if behind or publication.has_failed(statuses):
                AdapterLogger("Publication").info(publication.not_published(target, behind))
                return
            try:
                tables = publication.relations(nodes)
                publication.publish(cursor, target, tables, build=build, storage_version=version, stays=ended["stays"])
            except WarehouseError as error:
                ended["problem"] = str(error)


def _try(attempt):
    try:
        attempt["check"](*attempt["arguments"])
    except DbtRuntimeError as error:
        attempt["problem"] = error.msg.strip()
