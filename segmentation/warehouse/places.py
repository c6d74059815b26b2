"""Where files lie: those that the project brings, and the dbt project that commands work on.

In a checkout both are its root. A wheel carries the first, and commands work in the current folder, as those of dbt do.
"""

import os
from pathlib import Path

NAME = "customer_segmentation"

_PACKAGE = Path(__file__).resolve().parents[1]
_CARRIED = _PACKAGE / "project"

IS_CHECKOUT = not _CARRIED.is_dir()
BROUGHT = _PACKAGE.parent if IS_CHECKOUT else _CARRIED


def project() -> Path:
    """The root of the dbt project that commands work on; SEGMENTS_PROJECT names another one."""
    return Path(os.environ.get("SEGMENTS_PROJECT") or (BROUGHT if IS_CHECKOUT else Path.cwd())).absolute()


def site() -> Path:
    """The folder of the site, where none is named."""
    return BROUGHT / "dashboards" / "_site" if project() == BROUGHT else project() / "segments_site"
