"""`make engines`: build the sample under an engine of the range, and print rows and hash of its public tables."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
from clients import ENVIRONMENTS, PROJECT, CannotBeInstalledError

ENGINES = PROJECT / "segmentation" / "warehouse" / "engines"
# How long something took differs from build to build.
LEFT_OUT = {
    "algorithm_comparison": "exclude (seconds)",
    "published_builds": "exclude (build_id, began_at, published_at)",
}
TABLES = "select table_name from information_schema.tables where table_schema = 'marts' order by all"
HASHES = """
    select count(*), coalesce(sum(cast(hash(row) as hugeint)) % 9223372036854775783, 0)
    from (select * {} from marts."{}") as row
"""


def hashes(path: Path) -> dict[str, tuple[int, int]]:
    """Rows and hash of every public table, whatever the order of its rows, computed by the engine at hand."""
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = connection.execute(TABLES)
        return {
            name: connection.execute(HASHES.format(LEFT_OUT.get(name, ""), name)).fetchall()[0]
            for (name,) in tables.fetchall()
        }


def build(engine: str, folder: Path, name: str) -> Path:
    """Build the sample under the lowest or highest engine into a new file of this name in a folder, and return it."""
    packages = ENVIRONMENTS / f"engine-{engine}"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--upgrade", "--no-deps"]
    listed = ENGINES / f"{engine}.txt"
    installed = _run([*pip, "--require-hashes", "--target", str(packages), "-r", str(listed)])
    if installed.returncode:
        raise CannotBeInstalledError(f"The {engine} engine cannot be installed here: {installed.stderr.strip()[:200]}")
    # The name of the file is that of the database, which views refer to.
    warehouse = folder / name
    search = os.pathsep.join([str(packages), str(PROJECT)])
    environment = {"PYTHONPATH": search, "SEGMENTS_WAREHOUSE": str(warehouse)}
    version = _run([sys.executable, "-c", "import duckdb; print(duckdb.__version__)"], **environment).stdout.strip()
    if not listed.read_text().startswith(f"duckdb=={version} "):
        raise AssertionError(f"The build would run under DuckDB {version}.")
    paths = ["--target-path", str(folder), "--log-path", str(folder)]
    run = _run([sys.executable, "-m", "dbt.cli.main", "build", "--quiet", *paths], **environment)
    if run.returncode:
        raise AssertionError(run.stdout[-4000:] + run.stderr[-2000:])
    return warehouse


def _run(command, **environment):
    return subprocess.run(
        command, cwd=PROJECT, env=os.environ | environment, capture_output=True, text=True, check=False
    )


def main() -> None:
    """Print a line a public table: its rows, its hash under each engine, and whether they are equal."""
    found = {}
    for engine in ("lowest", "highest"):
        with tempfile.TemporaryDirectory() as folder:
            found[engine] = hashes(build(engine, Path(folder), "warehouse.duckdb"))
    lowest, highest = found.values()
    for name in sorted(lowest.keys() | highest.keys()):
        (rows, one), (_, other) = lowest.get(name, (0, None)), highest.get(name, (0, None))
        print(f"{name:32} {rows:>9,} rows  {one} {'equals' if one == other else 'IS NOT'} {other}")
    sys.exit(lowest != highest)


if __name__ == "__main__":
    main()
