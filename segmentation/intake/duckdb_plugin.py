"""What dbt-duckdb loads by its name in profiles.yml: it reads text files, and judges batches."""

import json

from dbt.adapters.duckdb.plugins import BasePlugin


class Plugin(BasePlugin):
    """Registers the file system of text files, and two functions over JSON for the macros of batches."""

    def configure_connection(self, conn):
        """Register them with the database, for all cursors."""
        from segmentation.intake.file_system import register

        register(conn)
        known = {name for (name,) in conn.execute("select function_name from duckdb_functions()").fetchall()}
        for name, function in (("segments_files", _files), ("segments_verdicts", _verdicts)):
            if name not in known:
                conn.create_function(name, function, ["VARCHAR"], "VARCHAR")


def _files(request):
    from segmentation.intake import forms

    asked = json.loads(request)
    return json.dumps({"files": forms.answer(asked), "left_out": forms.left_out(asked["file"])}, default=str)


def _verdicts(request):
    from segmentation.intake import batch_planning

    return json.dumps(batch_planning.answer(json.loads(request)), default=str)
