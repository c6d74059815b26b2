"""Command line: `python -m segmentation.sample [FOLDER]`, run from the project root."""

from __future__ import annotations

from pathlib import Path

import click

from segmentation.sample import FOLDER, write


@click.command()
@click.argument("folder", default=FOLDER, type=click.Path(file_okay=False, path_type=Path))
def main(folder: Path) -> None:
    """Write the sample data into FOLDER (seeds/sample), the same bytes every time."""
    for path in write(folder):
        click.echo(f"{path} ({path.stat().st_size / 1024:,.0f} kB)")


if __name__ == "__main__":
    main()
