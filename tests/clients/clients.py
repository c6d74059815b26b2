"""The clients that a warehouse is read with: what each needs, an environment of its own for it, and what it answers."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import duckdb

PROJECT = Path(__file__).resolve().parents[2]
READERS = Path(__file__).with_name("readers")
ENVIRONMENTS = PROJECT / "target" / "clients"
MOST_SECONDS = 900


class CannotBeInstalledError(Exception):
    """A client is not to be had here; the message says why."""


class CannotReadError(Exception):
    """A client does not read the warehouse; the message says why."""


@dataclass(frozen=True)
class Client:
    """A client, and the function that reads a warehouse with it."""

    name: str
    read: Callable[[Path], dict]


def python(script: str, *requirements: str) -> Callable[[Path], dict]:
    """A reader in a virtual environment of its own."""

    def read(warehouse):
        folder = ENVIRONMENTS / re.sub(r"[^a-z0-9.]+", "-", f"{Path(script).stem} {' '.join(requirements)}".lower())
        interpreter = folder / "bin" / "python"
        if not (folder / "installed").exists():
            shutil.rmtree(folder, ignore_errors=True)
            _install([sys.executable, "-m", "venv", "--without-pip", str(folder)])
            pip = [sys.executable, "-m", "pip", "--python", str(interpreter), "install", "--quiet"]
            _install([*pip, "--disable-pip-version-check", "--only-binary", ":all:", *requirements])
            (folder / "installed").touch()
        return _answer([str(interpreter), str(READERS / script), str(warehouse)])

    return read


def node(script: str, **packages: str) -> Callable[[Path], dict]:
    """A reader in Node, with packages of npm's."""

    def read(warehouse):
        _needed("node", "npm")
        folder = ENVIRONMENTS / Path(script).stem
        wanted = json.dumps({"private": True, "dependencies": packages})
        manifest = folder / "package.json"
        if not manifest.exists() or manifest.read_text() != wanted:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            (folder / "wanted.json").write_text(wanted)
            shutil.copy(folder / "wanted.json", manifest)
            try:
                _install(["npm", "install", "--no-package-lock", "--ignore-scripts", "--loglevel=error"], cwd=folder)
            except CannotBeInstalledError:
                shutil.rmtree(folder)
                raise
        return _answer(["node", str(READERS / script), str(warehouse)], NODE_PATH=str(folder))

    return read


def browser(warehouse: Path) -> dict:
    """The web build that the site ships, in Chromium; the file is served from this machine."""
    from playwright.sync_api import sync_playwright

    from segmentation.site import sql_box

    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        raise CannotBeInstalledError("there is no Chromium")
    try:
        parts = sql_box._parts(sql_box.CACHE)
    except sql_box.NoPackagesError as error:
        raise CannotBeInstalledError(str(error)) from error
    files = {path.name: path for path in (*parts.iterdir(), READERS / "web_build.html")}
    files["warehouse.duckdb"] = warehouse

    class Handler(SimpleHTTPRequestHandler):
        def translate_path(self, path):
            return str(files.get(path.strip("/"), "absent"))

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with sync_playwright() as started:
            page = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"]).new_page()
            page.goto(f"http://127.0.0.1:{server.server_address[1]}/web_build.html")
            return page.evaluate("read()")
    finally:
        server.shutdown()


def java(warehouse: Path) -> dict:
    """The JDBC driver of the file that DUCKDB_JDBC names, or that Maven brings."""
    _needed("java")
    driver = Path(os.environ.get("DUCKDB_JDBC") or ENVIRONMENTS / "jdbc" / f"duckdb_jdbc-{JDBC}.jar")
    if not driver.exists():
        _needed("mvn")
        copy = ["mvn", "--quiet", "--batch-mode", "dependency:copy", f"-Dartifact=org.duckdb:duckdb_jdbc:{JDBC}"]
        _install([*copy, f"-DoutputDirectory={driver.parent}"])
    return _answer(["java", "-cp", str(driver), str(READERS / "Jdbc.java"), str(warehouse)])


def expected(warehouse: Path) -> dict:
    """What every client should answer, by the engine at hand."""
    sys.path.insert(0, str(READERS))
    from answer import COUNT, FIRST_ROWS, TABLES

    with duckdb.connect(str(warehouse), read_only=True) as connection:
        tables = [name for (name,) in connection.execute(TABLES).fetchall()]
        return {
            name: {
                "count": connection.execute(COUNT.format(name)).fetchall()[0][0],
                "rows": [list(row) for row in connection.execute(FIRST_ROWS.format(name)).fetchall()],
            }
            for name in tables
        }


def differences(answer: dict, wanted: dict) -> list[str]:
    """What a client answers otherwise than it should, a sentence each."""
    found = answer["tables"]
    if found.keys() != wanted.keys():
        return [f"other tables: {sorted(found.keys() ^ wanted.keys())}"]
    result = []
    for name, table in wanted.items():
        if found[name]["count"] != table["count"] or len(found[name]["rows"]) != len(table["rows"]):
            result.append(f"{name}: {found[name]['count']} rows instead of {table['count']}")
        for row, (cells, values) in enumerate(zip(found[name]["rows"], table["rows"], strict=False)):
            if len(cells) != len(values):
                result.append(f"{name}, row {row}: {len(cells)} columns instead of {len(values)}")
            result += [
                f"{name}, row {row}: {cell!r} instead of {value!r}"
                for cell, value in zip(cells, values, strict=False)
                if not _is_same(cell, value)
            ]
    return result


def _is_same(cell, value):
    """Whether a cell is a value, in the type that the value has."""
    if value is None or cell is None:
        return value is cell
    if isinstance(value, bool | str):
        return cell == value
    if isinstance(value, int):
        return int(cell) == value
    if isinstance(value, float):
        return float(cell) == value
    return cell[:10] == value.isoformat()[:10]


def locked(package: str) -> str:
    """The version of a package in requirements.lock."""
    return re.search(rf"^{package}==(\S+)", (PROJECT / "requirements.lock").read_text(), re.MULTILINE)[1]


def _needed(*programs):
    for program in programs:
        if shutil.which(program) is None:
            raise CannotBeInstalledError(f"there is no {program}")


def _install(command, **options):
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=MOST_SECONDS, check=False, **options)
    except subprocess.TimeoutExpired as error:
        raise CannotBeInstalledError(f"{command[0]} took more than {MOST_SECONDS} seconds") from error
    if done.returncode:
        lines = (done.stderr + done.stdout).strip().splitlines() or ["no reason given"]
        raise CannotBeInstalledError(f"{Path(command[0]).name} could not bring it: {lines[0].strip()[:150]}")


def _answer(command, **environment):
    # Nothing of the environment that runs the tests is found by that of the client.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "NODE"))}
    done = subprocess.run(command, env=kept | environment, capture_output=True, text=True, timeout=MOST_SECONDS)
    if done.returncode:
        raise CannotReadError((done.stderr.strip().splitlines() or ["no reason given"])[-1])
    return json.loads(done.stdout)


LOCKED = locked("duckdb")
JDBC = "1.5.6.0"
CLIENTS = [
    *(
        Client(f"Python client {version}", python("python_client.py", f"duckdb=={version}"))
        for version in ("1.2.2", "1.3.2", "1.4.5", "1.5.6", "2.0.1")
    ),
    # SQLAlchemy 2.1 asks for collations, which DuckDB 1 does not list.
    Client(
        "pandas, SQLAlchemy",
        python(
            "pandas_sqlalchemy.py", f"duckdb=={LOCKED}", "duckdb-engine==0.17.0", "pandas==3.1.1", "sqlalchemy==2.0.58"
        ),
    ),
    # The newest of the ranges that Superset 6.1 names for its extra `duckdb`.
    Client(
        "Superset's driver",
        python("pandas_sqlalchemy.py", "duckdb==1.5.6", "duckdb-engine==0.17.0", "pandas==2.1.4", "sqlalchemy==1.4.54"),
    ),
    Client("polars", python("polars_frames.py", f"duckdb=={LOCKED}", "polars==2.1.0", "pyarrow==26.0.1")),
    Client("ibis", python("ibis_tables.py", f"duckdb=={LOCKED}", "ibis-framework[duckdb]==12.0.0")),
    Client("command line", python("command_line.py", "duckdb-cli==1.5.6")),
    Client("Node client", node("node_client.mjs", **{"@duckdb/node-api": "1.5.6-r.1"})),
    Client("web build", browser),
    Client("JDBC driver", java),
    Client(
        "PostgreSQL protocol",
        python(
            "postgres_wire.py",
            "duckdb==1.5.6",
            "buenavista[duckdb]==0.5.0",
            "psycopg[binary]==3.3.9",
            "python-dateutil==2.9.0.post0",
        ),
    ),
]
