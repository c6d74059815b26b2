"""The documentation that dbt makes of the project, put next to the pages where it has been made as one file."""

import os
import shutil
from datetime import date
from pathlib import Path

from segmentation.site.warehouse import PROJECT

COMMAND = "dbt docs generate --static"
PAGE = "docs.html"


def made() -> Path | None:
    """The file that `dbt docs generate --static` wrote, if it is there."""
    path = PROJECT / os.environ.get("DBT_TARGET_PATH", "target") / "static_index.html"
    return path if path.is_file() else None


def made_on(path: Path) -> date:
    """The day on which the file was made."""
    return date.fromtimestamp(path.stat().st_mtime)


def write(site: Path) -> None:
    """Put the documentation into the folder of the site, or leave none there of an earlier time."""
    path = made()
    if path is None:
        (site / PAGE).unlink(missing_ok=True)
    else:
        shutil.copyfile(path, site / PAGE)
