"""`segments export` and `segments import`: what cannot be made again, out of one warehouse and into the next."""

from pathlib import Path

import click

from segmentation.intake import configuration, forgotten, reading
from segmentation.site.errors import SiteError
from segmentation.site.warehouse import default_path
from segmentation.warehouse import backup, erasure, places


def export_to(folder: Path, *, project: Path | None = None) -> None:
    """Write a backup of the warehouse, and print what is in it."""
    path = default_path()
    if not path.exists():
        raise SiteError(f"There is no warehouse at {path}: run `dbt build` first.")
    written = backup.export(path, folder, _version(project))
    _show(written)
    click.echo(f"Export: {folder}. It has ids of customers, as the warehouse has.")


def import_from(folder: Path, *, project: Path | None = None) -> None:
    """Read a backup into a new warehouse, without the customers who are to be forgotten."""
    path, register = default_path(), forgotten.read(project or Path())
    prefix = configuration.read(project or places.project()).variables.get("schema_prefix") or ""
    _show(backup.restore(path, folder, _version(project), prefix=prefix))
    customers = list(register.with_ids(list(register.listed)).customers)
    if customers:
        erasure.erase(path, customers, len(customers), reading.unified_id)
        click.echo("Customers who are to be forgotten were left out.")
    click.echo(f"{path} goes on from there. Next: dbt build.")


def _version(project):
    return str(configuration.read(project or places.BROUGHT).settings["version"])


def _show(found):
    for name, rows in found.rows.items():
        click.echo(f"{rows:>10,}  {name}")
