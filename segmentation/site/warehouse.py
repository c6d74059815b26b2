"""What the site reads: the public tables of schema marts, in one file opened read-only."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from segmentation.site import hashed_ids
from segmentation.site.errors import SiteError
from segmentation.site.small_groups import without_small_groups
from segmentation.warehouse.opening import open_for_reading, unreadable
from segmentation.warehouse.places import BROUGHT, project
from segmentation.warehouse.publication import readable

if TYPE_CHECKING:
    import pandas as pd

QUERIES = BROUGHT / "dashboards" / "queries"
Row = dict[str, Any]
# Queries that give single customers: no rows where these may not leave the warehouse.
OF_CUSTOMERS = (
    "algorithm_maps",
    "customer_list",
    "customer_shards",
    "example_customers",
    "held_out",
    "k_customers",
    "map_features",
    "map_points",
    "moved_list",
    "value_at_risk",
)
# The level of a category for customers of whom it is not known.
MISSING_LEVEL = "(missing)"
NO_CUSTOMERS = "Single customers are not on this site: they stay in the warehouse (customers_on_site is false)."


@dataclass(frozen=True)
class Segmentation:
    """A named grouping of customers."""

    name: str
    label: str


def default_path() -> Path:
    """Warehouse named by SEGMENTS_WAREHOUSE, else warehouse.duckdb in the project root."""
    path = Path(os.environ.get("SEGMENTS_WAREHOUSE") or "warehouse.duckdb")
    return path if path.is_absolute() else project() / path


class Warehouse:
    """Read-only queries over the public tables."""

    def __init__(self, path: Path | None = None):
        self.path = Path(path) if path else readable(default_path())
        if not self.path.exists():
            raise SiteError(f"There is no warehouse at {self.path}: run `dbt build` first.")
        self._connection = open_for_reading(self.path)
        self._salt, self._with_ids = os.environ.get(hashed_ids.IN_FORCE), {}
        if self._salt:
            self._with_ids = self._tables_with_ids()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def rows(self, sql: str, parameters: list[Any] | dict[str, Any] | None = None) -> list[Row]:
        """Run one query and return its rows as dictionaries."""
        return self._run(sql, parameters, _dictionaries)

    def query(self, name: str, segmentation: Segmentation | str | None = None, **parameters: Any) -> list[Row]:
        """Run one of the queries of the pages, `dashboards/queries/NAME.sql`, with parameters as `$name`."""
        return self.rows(*self._question(name, segmentation, parameters))

    def frame(self, name: str, segmentation: Segmentation | str | None = None, **parameters: Any) -> "pd.DataFrame":
        """Run one of the queries of the pages and return a table of pandas, to pivot, join or group."""
        return self._run(*self._question(name, segmentation, parameters), duckdb.DuckDBPyConnection.df)

    def shows_customers(self) -> bool:
        """Whether the site may hold single customers (the variable `customers_on_site` of dbt)."""
        settings = self.query("site_settings")
        return bool(settings) and all(row["customers_on_site"] for row in settings)

    def frame_of(self, sql: str) -> "pd.DataFrame":
        """Run one query and return a table of pandas."""
        return self._run(sql, None, duckdb.DuckDBPyConnection.df)

    def has(self, table: str) -> bool:
        """Whether the build has made a public table: some are made only where they are asked for."""
        return bool(self.rows("select 1 from duckdb_tables() where schema_name = 'marts' and table_name = ?", [table]))

    def segmentations(self) -> list[Segmentation]:
        """Segmentations in the warehouse: the shop's own first, then by name."""
        rows = self.rows(
            "select segmentation, min(segmentation_label) as label from marts.segments "
            "group by segmentation order by segmentation <> 'rfm', segmentation"
        )
        if not rows:
            raise SiteError(f"The table marts.segments in {self.path} is empty: run `dbt build` first.")
        return [Segmentation(row["segmentation"], row["label"] or row["segmentation"]) for row in rows]

    def asked_for(self, name: str | None) -> list[Segmentation]:
        """The one segmentation of a name, or all where none is given."""
        segmentations = self.segmentations()
        found = [segmentation for segmentation in segmentations if name in (None, segmentation.name)]
        if not found:
            known = ", ".join(segmentation.name for segmentation in segmentations)
            raise SiteError(f"There is no segmentation {name} in {self.path}: it has {known}.")
        return found

    def segments(self, segmentation: Segmentation | str) -> list[Row]:
        """Segments of one segmentation, by id, the excluded customers (0) last."""
        return self.query("segments", segmentation)

    def strategies(self, segmentation: Segmentation | str) -> dict[int, list[Row]]:
        """Strategies by segment id, in order of priority."""
        return grouped(self.query("strategies", segmentation), "segment_id")

    def rules(self, segmentation: Segmentation | str) -> dict[int, list[Row]]:
        """Rules by segment id, the one that catches most of the segment first."""
        return grouped(self.query("rules", segmentation), "segment_id")

    def findings(self, segmentation: Segmentation | str) -> list[Row]:
        """What to know about the data of a segmentation, warnings first."""
        return self.query("findings", segmentation)

    def shown(self, sql: str) -> str:
        """A query of the public tables as one of what the site may show of them."""
        shown = sql if self.shows_customers() else without_small_groups(sql)
        return hashed_ids.with_hashed_ids(shown, self._with_ids, self._salt)

    def _tables_with_ids(self):
        found = {}
        for row in self.query("public_columns"):
            found.setdefault(row["table_name"], []).extend(
                column for column in hashed_ids.COLUMNS if column == row["column_name"]
            )
        return found

    def _question(
        self, name: str, segmentation: Segmentation | str | None, parameters: dict[str, Any]
    ) -> tuple[str, dict[str, Any]]:
        """Text and parameters of a query of the pages."""
        if segmentation is not None:
            parameters = {"segmentation": getattr(segmentation, "name", segmentation)} | parameters
        text = (QUERIES / f"{name}.sql").read_text(encoding="utf-8")
        if name == "site_settings" or self.shows_customers():
            return text, parameters
        return f"select * from (\n{text}\n) limit 0" if name in OF_CUSTOMERS else without_small_groups(text), parameters

    def _run(
        self, sql: str, parameters: list[Any] | dict[str, Any] | None, fetch: Callable[[duckdb.DuckDBPyConnection], Any]
    ) -> Any:
        sql = hashed_ids.with_hashed_ids(sql, self._with_ids, self._salt)
        try:
            return fetch(self._connection.execute(sql, parameters or []))
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise SiteError(
                f"The warehouse {self.path} lacks a table or column that the site reads "
                f"({_first_line(error)}): run `dbt build` first."
            ) from error
        except duckdb.Error as error:
            raise unreadable(self.path, error) from error


def first(rows: list[Row]) -> Row | None:
    """The first row, or none where there are no rows."""
    return rows[0] if rows else None


def grouped(rows: list[Row], key: str) -> dict[Any, list[Row]]:
    """Rows by the value of a column, in the order in which they come."""
    groups: dict[Any, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[key], []).append(row)
    return groups


def _dictionaries(cursor: duckdb.DuckDBPyConnection) -> list[Row]:
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0].rstrip(".!")
