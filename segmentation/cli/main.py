"""The command line: `segments init` takes own data in, `dashboard` renders the site, `show` prints the segments.

`explain` says in sentences what the last build did, found and recommends, and `report` writes a file to send.
`customer` prints what is known of one customer, `audience` an audience, whose list it writes, `batches` the files of
order logs; `forget` takes customers out, `undo` takes days back. `export` and `import` keep what cannot be made again.
`doctor` checks what a build stands on.
"""

import sys
import time
from contextlib import contextmanager
from pathlib import Path

import click

from segmentation.cli.terminal import console, printable
from segmentation.intake.errors import InputError
from segmentation.site.errors import SiteError
from segmentation.warehouse.opening import WarehouseError
from segmentation.warehouse.storage import StorageError

_SAMPLE_IS_LEFT_OUT = (
    "Builds leave the sample out from now on: dbt_project.yml has `sample: false`. To keep it next to your data, run"
    " segments init with --with-sample, or write `sample: true`."
)
_SAMPLE_IS_BACK = "Builds have the sample again: dbt_project.yml has `sample: true`."


@click.group()
def main():
    """Customer segmentation that lives in the warehouse."""


@main.command()
@click.argument("file")
@click.option("--name", help="Name of the segmentation; made from the file's where it is not given.")
@click.option("--id", "id_column", help="Column that identifies a customer.")
@click.option("--orders/--customers", "as_orders", default=None, help="What a row is, where it is not to be found out.")
@click.option(
    "--with-sample/--without-sample",
    "with_sample",
    default=None,
    help="Whether builds have the sample too; without either, the first data of your own takes its place.",
)
@click.option("--rates", help="What one unit of each currency is worth in the one to report in: EUR=1,USD=0.92.")
@click.option("--sheet", help="Sheet of a spreadsheet; the one with the most rows where it is not given.")
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
def init(file, name, id_column, as_orders, with_sample, rates, sheet, yes, dry_run):
    """Propose a segmentation of FILE and write it into dbt_project.yml.

    FILE is a text file, a spreadsheet, a Parquet file, a compressed one, a folder or pattern of files, or a table of
    the warehouse or of a database attached to it.
    """
    from segmentation.cli import proposal
    from segmentation.intake import initialise

    with _errors_in_one_sentence():
        plan = initialise.plan(
            file,
            name=name,
            id_column=id_column,
            as_orders=as_orders,
            with_sample=with_sample,
            rates=_parsed_rates(rates),
            sheet=sheet,
        )
        proposal.show(plan.look, plan.proposal, plan.name, console())
        if dry_run:
            click.echo(f"Dry run: {plan.path} stays as it is.")
        elif not plan.is_change:
            click.echo(f"{plan.path} has this segmentation already, as it would be written.")
        elif yes or not _is_terminal() or click.confirm(f"Write it into {plan.path}?", default=True):
            plan.write()
            click.echo(f"{plan.path}: segmentation {plan.name} {'updated' if plan.is_update else 'added'}.")
            if plan.takes_sample is not None:
                click.echo(_SAMPLE_IS_BACK if plan.takes_sample else _SAMPLE_IS_LEFT_OUT)
            click.echo("Next: dbt build, then segments dashboard. To change the proposal, edit its entry there.")
        else:
            click.echo("Nothing was written.")


def _parsed_rates(text):
    """Rates by currency, of a text such as EUR=1,USD=0.92."""
    if not text:
        return None
    try:
        pairs = [pair.split("=") for pair in text.split(",")]
        rates = {code.strip().upper(): float(rate) for code, rate in pairs}
    except ValueError:
        rates = {}
    if not rates or not all(0 < rate < float("inf") for rate in rates.values()):
        raise InputError(
            f"--rates {text} cannot be read: give a number for each currency, as in --rates EUR=1,USD=0.92."
        )
    return rates


@main.command()
@click.option(
    "--renderer",
    type=click.Choice(["auto", "quarto", "builtin"]),
    default="auto",
    show_default=True,
    help="auto takes Quarto where it is installed, else the built-in renderer.",
)
@click.option(
    "--sql/--no-sql",
    default=True,
    show_default=True,
    help="A box that runs SQL in the browser, where npm can bring DuckDB-WASM.",
)
def dashboard(renderer, sql):
    """Render the dashboard site from the warehouse."""
    from segmentation import site
    from segmentation.site.warehouse import default_path
    from segmentation.warehouse import publication

    with _errors_in_one_sentence():
        start = time.monotonic()
        with publication.held(default_path()) as tables:
            site.refuse_customers_held_back(default_path(), tables)
            path = site.build(tables, renderer=renderer, sql=sql)
        click.echo(f"{time.monotonic() - start:5.0f} s  site")
        click.echo(f"Site: {path}")
        _echo_remark()


@main.command()
def show():
    """Print a short table of the segments."""
    from segmentation.cli.segments import print_segments

    with _errors_in_one_sentence():
        print_segments()
        _echo_remark()


@main.command()
@click.option("--segmentation", help="Name of the one segmentation to speak of; all otherwise.")
@click.option("--markdown", is_flag=True, help="As Markdown, for a mail or a chat.")
def explain(segmentation, markdown):
    """Say in sentences what the last build did, what changed, who the customers are and what to do."""
    from segmentation.cli.explanation import print_explanation

    with _errors_in_one_sentence():
        print_explanation(segmentation, as_markdown=markdown)


@main.command()
@click.argument("file", default="report.html", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--segmentation", help="Name of the one segmentation to report on; all otherwise.")
@click.option("--pdf", is_flag=True, help="A PDF next to it, by Chromium or Chrome where one is installed.")
def report(file, segmentation, pdf):
    """Write a report to send: one HTML FILE with the segments and what to do, and no single customers."""
    from segmentation.site import report as site_report
    from segmentation.site.warehouse import Warehouse

    with _errors_in_one_sentence():
        warehouse = Warehouse()
        site_report.write(warehouse, warehouse.asked_for(segmentation), file)
        click.echo(f"Report: {file}")
        if pdf:
            site_report.print_to_pdf(file, file.with_suffix(".pdf"))
            click.echo(f"Report: {file.with_suffix('.pdf')}")


@main.command()
def doctor():
    """Check the environment, the configuration, the warehouse and the disk, and say what to do."""
    from segmentation.cli.doctor import examine

    if not examine():
        sys.exit(1)


@main.command()
@click.argument("customer_id", metavar="ID")
@click.option("--segmentation", help="Name of the one segmentation to look at; all that have the customer otherwise.")
def customer(customer_id, segmentation):
    """Print the segments of customer ID, and why these."""
    from segmentation.cli.customer import print_customer

    with _errors_in_one_sentence():
        print_customer(customer_id, segmentation=segmentation)
        _echo_remark()


@main.command()
@click.argument("name")
@click.option("--campaign", help="Write those whom this campaign treats, and none of those it holds out.")
@click.option(
    "--layout",
    type=click.Choice(["plain", "klaviyo", "mailchimp", "google", "meta"]),
    default="plain",
    show_default=True,
    help="The columns of the list: ids alone, or addresses as a tool takes them.",
)
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), help="The file to write, .csv or .parquet.")
@click.option("--hash/--no-hash", "hashes", default=True, show_default=True, help="Hash what the tool takes as a hash.")
def audience(name, campaign, layout, to, hashes):
    """Print the audience NAME: size, make-up and expected value; with --to, write its list."""
    from segmentation.cli.audience import run

    with _errors_in_one_sentence():
        run(name, campaign=campaign, layout=layout, to=to, hashes=hashes)


@main.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.option("--of", help="Name of the one shop or customer table whose customers they are; all otherwise.")
@click.option("--yes", is_flag=True, help="Erase without asking.")
def forget(ids, of, yes):
    """Take customers out of the warehouse for good, and out of all builds to come.

    The inputs stay as they are: take the customers out of these, too.
    """
    from segmentation.cli.erasure import forget_customers

    with _errors_in_one_sentence():
        if yes or not _is_terminal() or click.confirm("Erase them? There is no way back.", default=False):
            forget_customers(ids, of)
        else:
            click.echo("Nothing was erased.")


@main.command("export")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def export_command(folder):
    """Write what cannot be made again, such as models and the history, into the new folder DIR."""
    from segmentation.cli.backup import export_to

    with _errors_in_one_sentence():
        export_to(folder)


@main.command("import")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def import_command(folder):
    """Read what `export` has written into DIR into a new warehouse, which the next build goes on from."""
    from segmentation.cli.backup import import_from

    with _errors_in_one_sentence():
        import_from(folder)


@main.command()
@click.option("--accept", metavar="BATCH", help="A file that was set aside and is right.")
@click.option("--set-aside", "set_aside", metavar="BATCH", help="A file that is not to count.")
@click.option("--reason", help="Why; kept with the decision.")
@click.option("--shop", help="The shop whose file it is, where several have one of that name.")
def batches(accept, set_aside, reason, shop):
    """Show the files of order logs as the last build judged them; accept one, or set one aside."""
    from segmentation.cli import batches as command
    from segmentation.intake.batches import ACCEPTED, SET_ASIDE

    with _errors_in_one_sentence():
        if accept and set_aside:
            raise InputError("A file is accepted or set aside, one at a time: give one of --accept and --set-aside.")
        if not (accept or set_aside):
            command.print_batches()
        elif not (reason or "").strip():
            raise InputError("A decision needs a reason: add --reason, such as --reason 'checked with the till'.")
        else:
            command.decide(accept or set_aside, ACCEPTED if accept else SET_ASIDE, reason, shop=shop)


@main.command()
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--segmentation", help="Name of the one to take back; all that have an earlier day otherwise.")
@click.option("--yes", is_flag=True, help="Remove without asking.")
@click.option("--dry-run", is_flag=True, help="Show what would be removed, and remove nothing.")
def undo(day, segmentation, yes, dry_run):
    """Take DAY and all later days back from history, migrations, drift, lineage and models.

    DAY is an as-of day, such as 2025-07-15. The next build goes on from the day before it.
    """
    from segmentation.cli import undone
    from segmentation.site.warehouse import default_path
    from segmentation.warehouse.undo import undo as take_back

    with _errors_in_one_sentence():
        path, given = default_path(), {"segmentation": segmentation}
        if dry_run or (_is_terminal() and not yes):
            undone.show(take_back(path, day.date(), **given, is_trial=True), is_done=False)
        if dry_run:
            click.echo(f"Dry run: {path} stays as it is.")
        elif yes or not _is_terminal() or click.confirm(f"Remove it from {path}?", default=False):
            undone.show(take_back(path, day.date(), **given), is_done=True)
            click.echo("Next: correct the data, then dbt build. Until then the other tables stay as they were built.")
        else:
            click.echo("Nothing was removed.")


def _echo_remark():
    """Say which build is shown, where it is not the last one."""
    from segmentation.site.warehouse import default_path
    from segmentation.warehouse.publication import remark

    if said := remark(default_path()):
        click.echo(printable(said))


def _is_terminal():
    return sys.stdin.isatty()


@contextmanager
def _errors_in_one_sentence():
    try:
        yield
    except (InputError, SiteError, StorageError, WarehouseError) as error:
        raise click.ClickException(printable(str(error))) from error
