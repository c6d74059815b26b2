"""The command line: `segments dashboard` renders the site, `segments show` prints the segments."""

from contextlib import contextmanager

import click

from segmentation.site.errors import SiteError


@click.group()
def main():
    """Customer segmentation that lives in the warehouse."""


@main.command()
@click.option(
    "--renderer",
    type=click.Choice(["auto", "quarto", "builtin"]),
    default="auto",
    show_default=True,
    help="auto takes Quarto where it is installed, else the built-in renderer.",
)
def dashboard(renderer):
    """Render the dashboard site from the warehouse."""
    from segmentation import site
    from segmentation.site.warehouse import default_path

    with _errors_in_one_sentence():
        click.echo(f"Site: {site.build(default_path(), renderer=renderer)}")


@main.command()
def show():
    """Print a short table of the segments."""
    from segmentation.summary import print_segments

    with _errors_in_one_sentence():
        print_segments()


@contextmanager
def _errors_in_one_sentence():
    try:
        yield
    except SiteError as error:
        raise click.ClickException(str(error)) from error
