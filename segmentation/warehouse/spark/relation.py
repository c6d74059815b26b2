"""Relations of Spark with the methods of DuckDB's that models use, and the session that gives them.

A relation is a query that runs when it is read, so that the engine filters, joins, groups and sorts, and the process of
dbt receives what a model asked for and no more.
"""

import uuid
from collections.abc import Callable, Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.errors import AnalysisException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.utils import is_remote


class Relation:
    """A query of Spark; see `segmentation.warehouse.engine.Relation`."""

    def __init__(self, spark: SparkSession, source: str, alias: str = "source_rows"):
        self._spark, self._source, self._alias = spark, source, alias

    def filter(self, condition: str) -> "Relation":
        """Rows for which a condition holds."""
        return self._of(f"select * from {self._named()} where {condition}")

    def order(self, by: str) -> "Relation":
        """All rows in order; it lasts if nothing but reading follows."""
        return self._of(f"select * from {self._named()} order by {by}")

    def project(self, columns: str) -> "Relation":
        """Columns, or expressions of them."""
        return self._of(f"select {columns} from {self._named()}")

    def aggregate(self, columns: str) -> "Relation":
        """One row for each combination of values."""
        return self._of(f"select {columns} from {self._named()} group by all")

    def limit(self, rows: int) -> "Relation":
        """The first rows."""
        return self._of(f"select * from {self._named()} limit {rows}")

    def set_alias(self, alias: str) -> "Relation":
        """The same rows under a name by which a join calls them."""
        return Relation(self._spark, self._source, alias)

    def join(self, other: "Relation", condition: str, how: str = "inner") -> "Relation":
        """Rows of both that belong together, to be projected: both go on by their names."""
        return _Joined(self._spark, f"{self._named()} {how} join {other._named()} on {condition}")

    def union(self, other: "Relation") -> "Relation":
        """The rows of both, one below the other."""
        return self._of(f"select * from {self._named()} union all select * from {other._named()}")

    def mapped(
        self, function: Callable[[pa.Table], pa.Table], schema: pa.Schema, *, at_once: bool = False
    ) -> "Relation":
        """What a function makes of the rows in each batch, where they are; of all rows, in one place, if `at_once`."""

        def of_partition(batches):
            for rows in [list(batches)] if at_once else ([batch] for batch in batches):
                if rows:
                    yield from function(pa.Table.from_batches(rows)).to_batches()

        frame = self.frame().coalesce(1) if at_once else self.frame()
        name = f"mapped_{uuid.uuid4().hex}"
        frame.mapInArrow(of_partition, from_arrow_schema(schema)).createOrReplaceTempView(name)
        return Relation(self._spark, name)

    def fetchall(self) -> list[tuple]:
        """All rows as tuples."""
        return [tuple(row) for row in self.frame().collect()]

    def to_arrow_table(self) -> pa.Table:
        """All rows as an Arrow table."""
        return self.frame().toArrow()

    def frame(self) -> DataFrame:
        """The query as Spark has it."""
        return self._spark.sql(f"select * from {self._named()}")

    def _named(self):
        return f"{self._source} as {self._alias}"

    def _of(self, query):
        return Relation(self._spark, f"({query})")


class _Joined(Relation):
    def _named(self):
        return self._source


class Session:
    """What a Python model gets as its session."""

    def __init__(self, spark: SparkSession):
        self._spark = spark

    def table(self, name: str) -> Relation:
        """The relation of a table or view."""
        return Relation(self._spark, name)

    def sql(self, query: str) -> Relation:
        """The relation of a query."""
        return Relation(self._spark, f"({query})")

    def columns(self, table: str) -> list[str]:
        """Names of the columns of a table; none where there is no such table."""
        try:
            return self._spark.table(table).columns
        except AnalysisException:
            return []

    def store(self, table: pa.Table | Relation, name: str, types: Iterable[str] = ()) -> None:
        """Write rows into a new table, with columns of these types where they are given."""
        frame = self._frame_of(table) if isinstance(table, pa.Table) else table.frame()
        kinds = list(types)
        if kinds:
            typed = zip(frame.columns, kinds, strict=True)
            frame = frame.selectExpr(*(f"cast({column} as {kind}) as {column}" for column, kind in typed))
        frame.write.format("parquet").saveAsTable(name)

    def _frame_of(self, table):
        # In one piece: of a table whose first piece is empty, pyspark 4.0 takes that for the whole. With its types: of
        # an empty table Spark Connect infers none.
        types = from_arrow_schema(table.schema, prefer_timestamp_ntz=True)
        return self._spark.createDataFrame(table.combine_chunks(), types)

    def write(self, table: str, folder: Path) -> None:
        """Write a table as Parquet files into a new folder, which this process can read.

        A server of Spark Connect has folders of its own: it sends the rows.
        """
        rows = self._spark.table(table)
        if is_remote():
            folder.mkdir()
            pq.write_table(rows.toArrow(), folder / "rows.parquet")
        else:
            rows.write.parquet(folder.resolve().as_uri())
