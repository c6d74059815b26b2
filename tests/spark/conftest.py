"""A small dbt project on Spark, in the session of this process; skipped where Spark or Java is not installed."""

import os
import shutil

import pytest
import yaml
from building import MASTER, PROFILES, PROJECT

pytest.importorskip("pyspark", reason="Spark is not installed: make test-spark installs it")
if not shutil.which("java"):
    pytest.skip("there is no Java, which Spark needs", allow_module_level=True)


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Where the session of this process keeps its tables."""
    folder = tmp_path_factory.mktemp("spark")
    os.environ |= {"SEGMENTS_SPARK_FOLDER": str(folder), "SPARK_MASTER": MASTER}
    return folder


@pytest.fixture(scope="session")
def spark(folder):
    """The session of this process."""
    from segmentation.warehouse.spark.session import of_build

    output = yaml.safe_load((PROFILES / "profiles.yml").read_text())["customer_segmentation"]["outputs"]["spark"]
    return of_build(folder, {name: str(value) for name, value in output["settings"].items()})


@pytest.fixture
def build(spark, tmp_path, monkeypatch):
    """Write files of a project of its own and build it; gives success and the rows of a table."""
    from dbt.cli.main import dbtRunner

    schema = f"s{abs(hash(str(tmp_path))) % 10**8}"
    for name in ("text_literal", "generate_schema_name"):
        (tmp_path / "macros").mkdir(exist_ok=True)
        shutil.copy(PROJECT / "macros" / f"{name}.sql", tmp_path / "macros")
    (tmp_path / "dbt_project.yml").write_text(
        yaml.safe_dump(
            {
                "name": "small",
                "version": "1.0",
                "profile": "customer_segmentation",
                "models": {"+schema": schema, "+persist_docs": {"relation": True}},
                "seeds": {"+schema": schema},
                "on-run-end": ["{% if execute %}{{ sessionspark__restore_tables() }}{% endif %}"],
            }
        )
    )

    def build(files, *, table):
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text)
        done = dbtRunner().invoke(["--quiet", "build", "--project-dir", str(tmp_path), "--profiles-dir", str(PROFILES)])
        return done.success, sorted(tuple(row) for row in spark.table(f"{schema}.{table}").collect())

    return build
