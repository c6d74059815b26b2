"""`segments forget`: customers taken out of builds to come, the warehouse and the site."""

import shutil
from pathlib import Path

import click

from segmentation.intake import forgotten, reading
from segmentation.intake.errors import InputError
from segmentation.site.warehouse import default_path
from segmentation.warehouse import erasure, places, publication


def forget_customers(
    ids: tuple[str, ...], of: str | None, *, project: Path | None = None, site: Path | None = None
) -> None:
    """Take customers out, and print what was done.

    They are taken out of builds to come first, so that none between brings them back.
    """
    register, path, site = forgotten.read(project or Path()), default_path(), site or places.site()
    asked = forgotten.unified(ids)
    if not asked:
        raise InputError("No id is given: name the customers to forget, such as segments forget 1703.")
    if of and of not in register.names:
        raise InputError(f"--of {of} is no shop or customer table: choose one of {', '.join(register.names)}.")
    of, is_built = of or erasure.EVERYWHERE, path.is_file()
    whole = erasure.aliases(path, asked, of, reading.unified_id) if is_built else asked
    register = register.with_ids(list(register.listed)).with_ids(whole, of)
    register.write()
    click.echo(
        f"Builds leave {_counted(len(asked), 'customer')} out: {register.file.name} has a salted hash of each id."
    )
    if is_built:
        erased = erasure.erase(path, list(register.customers), len(asked), reading.unified_id)
        click.echo(
            f"{path}: {_counted(erased.rows, 'row')} of {_counted(len(erased.tables), 'table')} erased, and the file"
            " written anew. The record is in marts.erasures."
        )
    if (published := publication.readable(path)) != path:
        with publication.changed(published) as copy:
            erasure.erase(copy, list(register.customers), len(asked), reading.unified_id)
        click.echo(f"{published}: the same.")
    if site.is_dir():
        shutil.rmtree(site)
        click.echo(f"{site} is taken away, since it may show them: render it again.")
    click.echo("Next: take them out of the inputs and of all copies, then dbt build and segments dashboard.")


def _counted(number, what):
    return f"{number:,} {what}{'' if number == 1 else 's'}"
