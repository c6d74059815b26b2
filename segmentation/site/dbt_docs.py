"""The documentation that dbt makes of the project, put next to the pages where it has been made as one file."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from segmentation.warehouse.places import project
from segmentation.warehouse.settings_schema import variables

COMMAND = "dbt docs generate --static"
PAGE = "docs.html"


def made() -> Path | None:
    """The file that `dbt docs generate --static` wrote, if it is there."""
    path = project() / os.environ.get("DBT_TARGET_PATH", "target") / "static_index.html"
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
        (site / PAGE).write_text(without_folders(path.read_text("utf-8")), "utf-8", newline="\n")


def without_folders(text: str) -> str:
    """A text without the folders of this machine and user: those of the project, of home, and of files named in it."""
    folders = {
        str(project()),
        str(Path.home()),
        *(str(path.parent) for path in _paths(variables()) if path.is_absolute()),
    }
    for folder in sorted(folders - {"/"}, key=len, reverse=True):
        text = text.replace(folder, "…")
    return text


def _paths(value: object) -> Iterator[Path]:
    """All files of a configuration."""
    if isinstance(value, dict):
        for key, each in value.items():
            if key == "file" and isinstance(each, str):
                yield Path(each)
            else:
                yield from _paths(each)
    elif isinstance(value, list):
        for each in value:
            yield from _paths(each)
