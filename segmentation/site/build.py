"""Build the site: with Quarto where it is installed, else with the built-in renderer."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from segmentation.site import hashed_ids
from segmentation.site.errors import SiteError
from segmentation.site.extras import WITH_SQL
from segmentation.site.renderer import render_project
from segmentation.site.warehouse import Warehouse
from segmentation.warehouse import places
from segmentation.warehouse.opening import WarehouseError
from segmentation.warehouse.publication import NOWHERE

PAGES = places.BROUGHT / "dashboards"


def build(
    warehouse: Path,
    *,
    renderer: Literal["auto", "quarto", "builtin"] = "auto",
    pages: Path = PAGES,
    output: Path | None = None,
    sql: bool = True,
) -> Path:
    """Render the pages over a warehouse.

    Parameters
    ----------
    warehouse
        DuckDB file with the tables of schema marts; it is only read.
    renderer
        `quarto`, `builtin`, or `auto`: Quarto if it is on the PATH, else the built-in renderer.
    pages
        Folder of the Quarto project.
    output
        Folder of the site; by default `_site` in the folder of the pages, or `segments_site` in the project that has
        this one installed.
    sql
        Whether the page of the tables gets a box that runs SQL in the browser, where npm can bring what it needs.

    Returns
    -------
    Path
        The index.html of the site.
    """
    warehouse = Path(warehouse).resolve()
    checked = Warehouse(warehouse)
    checked.segmentations()
    checked.close()
    if renderer not in ("auto", "quarto", "builtin"):
        raise SiteError(f"There is no renderer {renderer!r}: choose auto, quarto or builtin.")
    quarto = shutil.which("quarto") if renderer != "builtin" else None
    if renderer == "quarto" and quarto is None:
        raise SiteError("Quarto is not on the PATH: install it from quarto.org, or choose the renderer builtin.")
    # The pages open the file one by one: all of them get the same.
    settings = {
        "SEGMENTS_WAREHOUSE": str(warehouse),
        "SEGMENTS_PUBLISHED": NOWHERE,
        "SEGMENTS_PROJECT": str(places.project()),
        "QUARTO_PYTHON": sys.executable,
        WITH_SQL: "yes" if sql else "no",
        hashed_ids.IN_FORCE: os.environ.get(hashed_ids.SALT, ""),
    }
    output = output or (places.site() if pages == PAGES else pages / "_site")
    with _environment(**settings), _to_write_in(pages) as source:
        return render_project(source, output) if quarto is None else _with_quarto(quarto, source, output)


def refuse_customers_held_back(warehouse: Path, published: Path) -> None:
    """Check that no customers go onto the site whom a later build of the warehouse keeps back.

    Raises
    ------
    SiteError
        If the tables published last still show them.
    """
    if published == warehouse or not _shows_customers(published):
        return
    try:
        is_kept = _shows_customers(warehouse)
    except (SiteError, WarehouseError):
        # It is being built, or was not built yet: nothing newer is known.
        return
    if not is_kept:
        raise SiteError(
            f"customers_on_site is false in {warehouse}, but not yet in the tables that were published last: run"
            " `dbt build` to the end, then `segments dashboard`."
        )


def _shows_customers(path: Path) -> bool:
    tables = Warehouse(path)
    try:
        return tables.shows_customers()
    finally:
        tables.close()


@contextmanager
def _to_write_in(pages: Path) -> Iterator[Path]:
    """The pages in a folder that scripts may write into: what is installed stays as it is."""
    if places.IS_CHECKOUT:
        yield pages
        return
    with TemporaryDirectory() as folder:
        yield shutil.copytree(pages, Path(folder) / pages.name)


def _with_quarto(quarto: str, pages: Path, output: Path) -> Path:
    done = subprocess.run([quarto, "render", str(pages), "--quiet"], capture_output=True, text=True)
    if done.returncode:
        raise SiteError(f"Quarto could not render {pages}: {(done.stderr or done.stdout).strip()}")
    if (made := pages / "_site") != output:
        shutil.rmtree(output, ignore_errors=True)
        shutil.move(made, output)
    return output / "index.html"


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
