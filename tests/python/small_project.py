"""A dbt project of a few models with this project's own tests and macros, for what they do with models that break."""

import shutil

from conftest import PROJECT
from dbt.cli.main import dbtRunner

PROFILE = "small: {target: duckdb, outputs: {duckdb: {type: duckdb, path: '%s'}}}"


class SmallProject:
    """Models in a folder, and a warehouse next to them."""

    def __init__(self, folder, *, settings=""):
        self.folder = folder
        self.warehouse = folder / "warehouse.duckdb"
        shutil.copytree(PROJECT / "tests" / "dbt" / "generic", folder / "tests" / "generic")
        shutil.copytree(PROJECT / "macros" / "testing", folder / "macros")
        for macro in ("text_literal", "contracted_columns", "shop/row_key"):
            shutil.copy(PROJECT / "macros" / f"{macro}.sql", folder / "macros")
        (folder / "models").mkdir()
        (folder / "dbt_project.yml").write_text(f"name: small\nprofile: small\ntest-paths: [tests]\n{settings}")
        (folder / "profiles.yml").write_text(PROFILE % self.warehouse)

    def run(self, *command, files):
        """Write the models' files and run a command of dbt.

        Returns whether it succeeded, what was reported, and the messages of the nodes.
        """
        for name, text in files.items():
            (self.folder / "models" / name).write_text(text)
        reported = []
        folders = ("--project-dir", str(self.folder), "--profiles-dir", str(self.folder))
        runner = dbtRunner(callbacks=[lambda event: reported.append(event.info.msg)])
        result = runner.invoke(["--quiet", "--no-write-json", *command, *folders])
        messages = [str(node.message) for node in getattr(result.result, "results", []) if node.message]
        return result.success, reported, " ".join(messages)
