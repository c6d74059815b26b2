"""What dbt loads as `dbt.adapters.sessionspark`: dbt-spark, with Python models and seeds that run in the session."""

import os
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from dbt.adapters.base import AdapterPlugin, PythonJobHelper, available
from dbt.adapters.contracts.connection import ConnectionState
from dbt.adapters.spark import SparkAdapter, SparkConnectionManager, SparkCredentials
from dbt.adapters.spark.connections import SparkConnectionMethod
from dbt.adapters.spark.session import Cursor, SessionConnectionWrapper
from dbt_common.exceptions import DbtRuntimeError
from pyarrow import csv
from pyspark.errors import PySparkException

from segmentation.warehouse import publication
from segmentation.warehouse.spark.export import export, left_behind
from segmentation.warehouse.spark.relation import Session
from segmentation.warehouse.spark.session import of_build

TYPE = "sessionspark"


@dataclass
class Credentials(SparkCredentials):
    """A session; `folder` keeps the tables of one in this process, `settings` are further ones of Spark."""

    host: str = "session"
    schema: str = "main"
    method: SparkConnectionMethod = SparkConnectionMethod.SESSION
    folder: str = "spark-warehouse"
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def type(self):
        """The name of the adapter in profiles.yml."""
        return TYPE

    def session(self):
        """The session of the build."""
        return of_build(Path(self.folder), {name: str(value) for name, value in self.settings.items()})

    def _connection_keys(self):
        return ("folder", "schema")


class InSession(Cursor):
    """Runs a query in the session of the build."""

    def __init__(self, spark):
        super().__init__()
        self._spark = spark

    def execute(self, sql, *parameters):
        """Run one query."""
        try:
            self._df = self._spark.sql(sql % parameters if parameters else sql)
        except PySparkException as error:
            raise DbtRuntimeError(str(error)) from error


class Connection:
    """The session of the build as a connection."""

    def __init__(self, spark):
        self._spark = spark

    def cursor(self):
        """A cursor of it."""
        return InSession(self._spark)


class ConnectionManager(SparkConnectionManager):
    """dbt-spark's, for the one session."""

    TYPE = TYPE

    @classmethod
    def open(cls, connection):
        """Start the session, if there is none."""
        if connection.state != ConnectionState.OPEN:
            connection.handle = SessionConnectionWrapper(Connection(connection.credentials.session()))
            connection.state = ConnectionState.OPEN
        return connection


class PythonModel(PythonJobHelper):
    """Runs a Python model in this process, with relations of Spark, and stores the table that it returns."""

    def __init__(self, parsed_model, credential):
        self._name, self._credential = parsed_model["alias"], credential

    def submit(self, compiled_code: str) -> None:
        """Run the code of a model; the macro `sessionspark__create_table_as` has added where its rows go."""
        scope: dict[str, Any] = {}
        exec(compile(compiled_code, f"{self._name}.py", "exec"), scope)
        session = Session(self._credential.session())
        session.store(scope["model"](scope["dbtObj"](session.table), session), scope["TARGET"])


class SessionSparkAdapter(SparkAdapter):
    """dbt-spark, in one session."""

    ConnectionManager = ConnectionManager

    @property
    def default_python_submission_method(self):
        """Python models run in this process."""
        return "session"

    @property
    def python_submission_helpers(self):
        """The one way to run a Python model."""
        return {"session": PythonModel}

    @available
    def store_seed(self, path: str, types: dict[str, str], name: str) -> None:
        """Write a CSV file of the project into a new table; columns are of these types."""
        as_text = csv.ConvertOptions(
            column_types=dict.fromkeys(types, pa.string()), strings_can_be_null=True, null_values=[""]
        )
        rows = csv.read_csv(path, convert_options=as_text, parse_options=csv.ParseOptions(newlines_in_values=True))
        Session(self.config.credentials.session()).store(rows.select(list(types)), name, types.values())

    @available
    def export(self, nodes: dict[str, Any], results: list, build: str, began_at: datetime) -> None:
        """Export the public tables after a whole build in which nothing failed."""
        statuses = {result.node.unique_id: str(result.status) for result in results}
        target = publication.place(Path(os.environ.get("SEGMENTS_WAREHOUSE", "warehouse.duckdb")))
        if target is None or left_behind(nodes, statuses):
            return
        session = Session(self.config.credentials.session())
        export(session, nodes, target, build=build, began_at=began_at.replace(tzinfo=None))


Plugin = AdapterPlugin(
    adapter=SessionSparkAdapter,
    credentials=Credentials,
    include_path=str(Path(__file__).parent),
    dependencies=["spark"],
)
