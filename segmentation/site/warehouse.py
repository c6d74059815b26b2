"""What the site reads: the public tables of schema marts, in one file opened read-only."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from segmentation.site.errors import SiteError
from segmentation.warehouse.opening import open_for_reading, unreadable

PROJECT = Path(__file__).resolve().parents[2]
QUERIES = PROJECT / "dashboards" / "queries"
Row = dict[str, Any]


@dataclass(frozen=True)
class Segmentation:
    """One named way of dividing customers."""

    name: str
    label: str


def default_path() -> Path:
    """Warehouse named by SEGMENTS_WAREHOUSE, else warehouse.duckdb in the project root."""
    path = Path(os.environ.get("SEGMENTS_WAREHOUSE") or "warehouse.duckdb")
    return path if path.is_absolute() else PROJECT / path


class Warehouse:
    """Read-only queries over the public tables, each answer a list of dictionaries."""

    def __init__(self, path: Path | None = None):
        self.path = Path(path) if path else default_path()
        if not self.path.exists():
            raise SiteError(f"There is no warehouse at {self.path}: run `dbt build` first.")
        self._connection = open_for_reading(self.path)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def rows(self, sql: str, parameters: list[Any] | dict[str, Any] | None = None) -> list[Row]:
        """Run one query and return its rows as dictionaries."""
        try:
            cursor = self._connection.execute(sql, parameters or [])
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise SiteError(
                f"The warehouse {self.path} lacks a table or column that the site reads "
                f"({_first_line(error)}): run `dbt build` first."
            ) from error
        except duckdb.Error as error:
            raise unreadable(self.path, error) from error

    def query(self, name: str, **parameters: Any) -> list[Row]:
        """Run one of the queries that lie beside the pages: `dashboards/queries/NAME.sql`, parameters as `$name`."""
        return self.rows((QUERIES / f"{name}.sql").read_text(encoding="utf-8"), parameters)

    def segmentations(self) -> list[Segmentation]:
        """Segmentations in the warehouse: the shop's own first, then by name."""
        rows = self.rows(
            "select segmentation, min(segmentation_label) as label from marts.segments "
            "group by segmentation order by segmentation <> 'rfm', segmentation"
        )
        if not rows:
            raise SiteError(f"The table marts.segments in {self.path} is empty: run `dbt build` first.")
        return [Segmentation(row["segmentation"], row["label"] or row["segmentation"]) for row in rows]

    def segments(self, segmentation: str) -> list[Row]:
        """Segments of one segmentation, by id, the customers set apart (0) last."""
        return self.rows(
            "select * from marts.segments where segmentation = ? order by segment_id = 0, segment_id",
            [segmentation],
        )

    def strategies(self, segmentation: str) -> dict[int, list[Row]]:
        """Strategies by segment id, in order of priority."""
        rows = self.rows(
            "select * from marts.segment_strategies where segmentation = ? order by segment_id, priority",
            [segmentation],
        )
        return grouped(rows, "segment_id")

    def profiles(self, segmentation: str) -> dict[int, list[Row]]:
        """Profile rows by segment id, the most distinctive first."""
        rows = self.rows(
            "select * from marts.segment_profiles where segmentation = ? "
            "order by segment_id, distinctiveness_rank nulls last, feature, level",
            [segmentation],
        )
        return grouped(rows, "segment_id")

    def rules(self, segmentation: str) -> dict[int, list[Row]]:
        """Rules by segment id, the one that catches most of the segment first."""
        rows = self.rows(
            "select * from marts.segment_rules where segmentation = ? order by segment_id, rule_number",
            [segmentation],
        )
        return grouped(rows, "segment_id")

    def findings(self, segmentation: str) -> list[Row]:
        """What to know about the data of a segmentation, warnings first."""
        return self.rows(
            "select * from marts.data_findings where segmentation = ? "
            "order by severity <> 'warning', finding, feature, other_feature, source",
            [segmentation],
        )

    def k_selection(self, segmentation: str) -> list[Row]:
        """Figures for every k that was tried."""
        return self.rows("select * from marts.k_selection where segmentation = ? order by k", [segmentation])

    def classifier(self, segmentation: str) -> list[Row]:
        """Each model's figures over its test splits: mean, spread, every accuracy and the number of splits."""
        return self.rows(
            """
            select
                tests.model,
                count(*) as splits,
                avg(tests.accuracy) as accuracy,
                min(tests.accuracy) as lowest,
                max(tests.accuracy) as highest,
                stddev_samp(tests.accuracy) as deviation,
                array_agg(tests.accuracy order by tests.split) as accuracies,
                avg(trainings.accuracy) as training_accuracy,
                avg(tests.macro_f1) as macro_f1,
                avg(tests.log_loss) as log_loss,
                avg(tests.calibration_error) as calibration_error,
                sum(tests.customers) as customers
            from marts.classifier_metrics as tests
            left join marts.classifier_metrics as trainings
                on
                    tests.segmentation = trainings.segmentation
                    and tests.model = trainings.model
                    and replace(tests.split, 'test', 'train') = trainings.split
            where tests.segmentation = ? and starts_with(tests.split, 'test')
            group by tests.model
            order by accuracy desc, tests.model
            """,
            [segmentation],
        )

    def confusion(self, segmentation: str) -> dict[str, list[Row]]:
        """Test customers by model, segment and the segment that the model names."""
        rows = self.rows(
            "select * from marts.classifier_confusion where segmentation = ? and split_set = 'test' "
            "order by segment_id, predicted_segment_id",
            [segmentation],
        )
        return grouped(rows, "model")

    def calibration(self, segmentation: str) -> dict[str, list[Row]]:
        """Confidence and accuracy on test customers by model and bin of confidence, empty bins left out."""
        rows = self.rows(
            "select * from marts.classifier_calibration where segmentation = ? and split_set = 'test' "
            "and customers > 0 order by bin",
            [segmentation],
        )
        return grouped(rows, "model")

    def training_history(self, segmentation: str) -> dict[str, list[Row]]:
        """Measures of the training by model and epoch."""
        rows = self.rows(
            "select * from marts.classifier_training_history where segmentation = ? order by epoch", [segmentation]
        )
        return grouped(rows, "model")

    def experiments(self, segmentation: str) -> list[Row]:
        """Settings of the network that were tried, each at the last stage it reached, by k, the best first."""
        return self.rows(
            """
            select *
            from (
                select
                    *,
                    row_number() over (
                        partition by k, architecture, optimizer, learning_rate
                        order by stage desc
                    ) as place
                from marts.classifier_experiments
                where segmentation = ?
            )
            where place = 1
            order by k, test_accuracy desc, stage desc, architecture, optimizer, learning_rate desc
            """,
            [segmentation],
        )

    def cold_start(self, segmentation: str) -> dict[str, dict[str, list[Row]]]:
        """Accuracy of placing new customers by moment, model and threshold, the highest threshold first."""
        rows = self.rows(
            "select * from marts.cold_start_coverage where segmentation = ? "
            "order by moment <> 'sign-up', moment, threshold desc",
            [segmentation],
        )
        return {moment: grouped(found, "model") for moment, found in grouped(rows, "moment").items()}

    def disagreement(self, segmentation: str) -> Row:
        """Customers of whom the network says something, and those it would put elsewhere than the nearest centre."""
        return self.rows(
            """
            select
                count(*) as customers,
                count(*) filter (where network_segment_id <> nearest_segment_id) as elsewhere
            from marts.customer_segments
            where segmentation = ? and nearest_segment_id is not null and network_segment_id is not null
            """,
            [segmentation],
        )[0]

    def assigned(self, segmentation: str) -> dict[str, int]:
        """Customers by what placed them, the most first."""
        rows = self.rows(
            "select assigned_by, count(*) as customers from marts.customer_segments where segmentation = ? "
            "group by assigned_by order by customers desc, assigned_by",
            [segmentation],
        )
        return {row["assigned_by"]: row["customers"] for row in rows}

    def trust(self) -> Row:
        """Counts over all segmentations that tell how far to trust the segments."""
        return self.rows(
            """
            select
                (select count(*) from marts.rejected_rows) as rejected_rows,
                count(distinct segmentation) as segmentations,
                count(distinct segmentation) filter (where structure = 'found') as with_structure,
                coalesce(sum(customers) filter (where segment_id = 0), 0) as set_apart
            from marts.segments
            """
        )[0]


def first(rows: list[Row]) -> Row | None:
    """The first row, or none where there are no rows."""
    return rows[0] if rows else None


def grouped(rows: list[Row], key: str) -> dict[Any, list[Row]]:
    """Rows by the value of a column, in the order in which they come."""
    groups: dict[Any, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[key], []).append(row)
    return groups


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0].rstrip(".!")
