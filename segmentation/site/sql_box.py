"""What the box that runs SQL in the browser needs: DuckDB-WASM out of its npm package, and the public tables.

The parts lie on the site itself, so that the box asks nobody else for anything. Tables are Arrow streams: DuckDB-WASM
would load what reads Parquet from elsewhere. Without npm the site says so and is whole but for the box.
"""

import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from contextlib import suppress
from pathlib import Path

import pyarrow as pa

from segmentation.site.html import script_json
from segmentation.site.warehouse import Row, Warehouse
from segmentation.warehouse.opening import open_for_reading
from segmentation.warehouse.places import project

CACHE = Path("target") / "npm"
FOLDER = Path("assets") / "duckdb"
DATA = "data"
# Package: archive as npm names it, its SHA-256, and what is taken out of it.
PACKAGES = {
    "@duckdb/duckdb-wasm@1.32.0": (
        "duckdb-duckdb-wasm-1.32.0.tgz",
        "13c29d80888b795cb493b281685d3d3e1738db2fad50d419e2884c6585789722",
        {
            "dist/duckdb-browser.cjs": "duckdb.js",
            "dist/duckdb-browser-eh.worker.js": "worker.js",
            "dist/duckdb-eh.wasm": "duckdb.wasm",
        },
    ),
    "apache-arrow@17.0.0": (
        "apache-arrow-17.0.0.tgz",
        "3517f9ef256e9e5bf819f92652028545131660784c68818604e9025ec643b317",
        {"Arrow.es2015.min.js": "arrow.js"},
    ),
}
# The package is a CommonJS module that requires Arrow; as a plain script it finds both in the window.
AS_SCRIPT = (
    "(function(){var module={exports:{}},exports=module.exports;function require(){return window.Arrow;}\n",
    "\nwindow.duckdb=module.exports;})();\n",
)
NPM_OPTIONS = ("--ignore-scripts", "--loglevel=error", "--fetch-retries=0", "--fetch-timeout=20000")
MOST_SECONDS = 60
# A larger table is too much for a browser.
MOST_BYTES = 100_000_000


class NoPackagesError(Exception):
    """Why there is no DuckDB-WASM, in a sentence."""


def write(warehouse: Warehouse, site: Path, *, wanted: bool = True, cache: Path | None = None) -> None:
    """Put DuckDB-WASM and the tables into the site, or a sentence that says why they are not there.

    Parameters
    ----------
    warehouse
        Its tables are written as Arrow streams; those with a row per customer only where customers may be on the site.
    site
        Folder of the rendered site.
    wanted
        False leaves the box out.
    cache
        Folder where the unpacked parts are kept from one build to the next; target/npm where it is not given.
    """
    folder, data = site / FOLDER, site / DATA
    shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(data, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        if not wanted:
            raise NoPackagesError("This site was made without the box that runs SQL (--no-sql).")
        parts = _parts(cache or project() / CACHE)
    except NoPackagesError as missing:
        settings = {"reason": str(missing), "tables": []}
    else:
        for part in parts.iterdir():
            shutil.copyfile(part, folder / part.name)
        data.mkdir()
        settings = {"reason": None, "tables": write_tables(warehouse, data)}
    (folder / "settings.js").write_text(f"segmentSqlBox({script_json(settings)});\n", "utf-8", newline="\n")


def about_customers(columns: list[Row]) -> set[str]:
    """Tables whose rows are of single customers."""
    return {row["table_name"] for row in columns if row["column_name"] == "customer_id"}


def of_input_rows(columns: list[Row]) -> set[str]:
    """Tables with rows of the input, whose columns nobody has looked through: they stay in the warehouse."""
    return {row["table_name"] for row in columns if row["column_name"] == "raw_row"}


def _parts(cache: Path) -> Path:
    """Folder with the unpacked parts, asked of npm if it is not there yet."""
    kept = cache / hashlib.sha256(repr((PACKAGES, AS_SCRIPT)).encode()).hexdigest()[:16]
    if kept.is_dir():
        return kept
    npm = shutil.which("npm")
    if npm is None:
        raise NoPackagesError(
            "The site was made without npm, from which DuckDB-WASM comes: install it and make it again."
        )
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        archives, parts = Path(scratch) / "archives", Path(scratch) / "parts"
        archives.mkdir()
        parts.mkdir()
        _pack(npm, archives)
        for archive, digest, wanted in PACKAGES.values():
            _unpack(archives / archive, digest, wanted, parts)
        script = parts / "duckdb.js"
        script.write_text(script.read_text("utf-8").join(AS_SCRIPT), "utf-8", newline="\n")
        # Another build may have brought them meanwhile.
        with suppress(OSError):
            parts.rename(kept)
    return kept


def _pack(npm: str, folder: Path) -> None:
    command = [npm, "pack", *PACKAGES, *NPM_OPTIONS]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=MOST_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise NoPackagesError(f"npm did not bring DuckDB-WASM within {MOST_SECONDS} seconds.") from error
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        code = next((line.split()[-1] for line in lines if " code " in line), "no code")
        raise NoPackagesError(f"npm could not bring DuckDB-WASM when the site was made ({code}).")


def _unpack(archive: Path, digest: str, wanted: dict[str, str], folder: Path) -> None:
    if not archive.is_file() or hashlib.sha256(archive.read_bytes()).hexdigest() != digest:
        raise NoPackagesError(
            f"What npm brought as {archive.name} is not the archive that this project was tested with."
        )
    with tarfile.open(archive) as packed:
        for source, target in wanted.items():
            with packed.extractfile(f"package/{source}") as content, (folder / target).open("wb") as file:
                shutil.copyfileobj(content, file)


def write_tables(warehouse: Warehouse, folder: Path) -> list[str]:
    """Write the tables that may be on the site and return their names."""
    columns = warehouse.query("public_columns")
    private = of_input_rows(columns) | (set() if warehouse.shows_customers() else about_customers(columns))
    names = [
        row["table_name"]
        for row in warehouse.query("public_tables")
        if not row["is_view"] and row["table_name"] not in private
    ]
    written = []
    with open_for_reading(warehouse.path) as connection:
        for name in names:
            rows = connection.sql(warehouse.shown(f"select * from marts.{name}")).to_arrow_reader()
            if _write_table(rows, folder / f"{name}.arrow"):
                written.append(name)
    return written


def _write_table(rows: pa.RecordBatchReader, path: Path) -> bool:
    """Write a table, or nothing where it is too large."""
    size = 0
    with pa.ipc.new_stream(str(path), rows.schema) as stream:
        for batch in rows:
            size += batch.nbytes
            if size > MOST_BYTES:
                break
            stream.write_batch(batch)
    if size > MOST_BYTES:
        path.unlink()
    return size <= MOST_BYTES
