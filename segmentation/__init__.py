"""The mathematics, sample data, command line and site of the customer segmentation project."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def marts(table: str, warehouse: Path | str | None = None) -> "pd.DataFrame":
    """Read a public table into a frame of pandas, its rows in a fixed order.

    Parameters
    ----------
    table
        Name of a table of schema marts, such as `segments`.
    warehouse
        DuckDB file; that of `SEGMENTS_WAREHOUSE`, else warehouse.duckdb in the project root, where it is not given.

    Examples
    --------
    >>> from segmentation import marts
    >>> marts("segments").query("segmentation == 'rfm'")[["segment_name", "customers"]]  # doctest: +SKIP
    """
    from segmentation.site.notebook import frame

    return frame(table, warehouse)
