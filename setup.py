"""The wheel carries the dbt project: commands read its pages, queries and macros, and dbt installs it from there."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

CARRIED = ("analyses", "dashboards", "macros", "models", "python_models", "seeds", "tests/dbt")
FILES = ("dbt_project.yml", "profiles.yml", "selectors.yml")
LEFT_OUT = shutil.ignore_patterns("_site", ".site-*", ".quarto", "plotly.min.js", "__pycache__")


class BuildWithProject(build_py):
    """Puts the project into the package, but for an editable installation, which reads it where it lies."""

    def run(self):
        """Copy the folders and files after the modules."""
        super().run()
        if self.editable_mode:
            return
        target = Path(self.build_lib, "segmentation", "project")
        shutil.rmtree(target, ignore_errors=True)
        for name in CARRIED:
            shutil.copytree(name, target / name, ignore=LEFT_OUT)
        for name in FILES:
            shutil.copy(name, target)


setup(cmdclass={"build_py": BuildWithProject})
