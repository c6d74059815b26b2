"""The public tables and the charts of the pages, for notebooks."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from segmentation.site.errors import SiteError
from segmentation.site.warehouse import Warehouse
from segmentation.warehouse.places import BROUGHT

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

THEME = BROUGHT / "dashboards" / "assets" / "theme.css"


def frame(table: str, warehouse: Path | str | None = None) -> "pd.DataFrame":
    """Read a public table into a frame of pandas."""
    opened = Warehouse(Path(warehouse) if warehouse else None)
    try:
        known = [row["table_name"] for row in opened.query("public_tables")]
        if table not in known:
            raise SiteError(f"There is no public table {table} in {opened.path}: it has {', '.join(known)}.")
        return opened.frame_of(f'select * from marts."{table}" order by all')
    finally:
        opened.close()


def shown(figure: "go.Figure") -> "go.Figure":
    """A chart of the pages in the colours of their light theme, which in a page are those of its style sheet."""
    import plotly.graph_objects as go

    light = THEME.read_text("utf-8").partition("}")[0]
    colours = dict(re.findall(r"(--sg-[\w-]+): (#\w+);", light))
    written = re.sub(r"var\((--sg-[\w-]+)\)", lambda match: colours[match[1]], figure.to_json())
    return go.Figure(json.loads(written))
