"""`segments init`: look at a source, propose a segmentation of its customers, and write it into the configuration."""

import csv
import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from segmentation.intake import configuration, customer_ids, customer_table, look, names, order_log, source
from segmentation.intake.configuration import Configuration
from segmentation.intake.errors import InputError
from segmentation.intake.look import Look
from segmentation.intake.proposal import Proposal, Wishes
from segmentation.warehouse import places
from segmentation.warehouse.settings_schema import variable

_REFERENCE = Path("seeds", "reference")
_IDENTIFYING_REMARK = "The ids in {column} are {what}, which identify people; another column is chosen by --id"
_EARLY_REMARK = "Orders start on {earliest}, before first_plausible_date {before}: it becomes {first}."


@dataclass(frozen=True)
class Plan:
    """What `segments init` would do: the look it is based on, the proposal, and the new text of the configuration.

    ``takes_sample`` says whether builds have the sample from then on, and is none where that does not change.
    """

    name: str
    look: Look
    proposal: Proposal
    path: Path
    text: str
    is_update: bool
    is_change: bool
    takes_sample: bool | None

    def write(self) -> None:
        """Write the configuration."""
        if self.is_change:
            configuration.write(self.path, self.text)


def plan(
    given: str,
    *,
    name: str | None = None,
    id_column: str | None = None,
    as_orders: bool | None = None,
    with_sample: bool | None = None,
    rates: dict[str, float] | None = None,
    sheet: str | None = None,
    project: Path | None = None,
    today: date | None = None,
) -> Plan:
    """Look at a source and propose a segmentation; nothing is written yet.

    Parameters
    ----------
    given : str
        A file, folder, pattern, or table.
    name : str, optional
        The name of the segmentation; made from that of the source where it is not given.
    id_column : str, optional
        The column that identifies a customer; found out where it is not given.
    as_orders : bool, optional
        Whether rows are orders or customers; found out where it is not given.
    with_sample : bool, optional
        Whether builds have the sample from then on; by default the first data of the user's own takes its place.
    rates : dict of str to float, optional
        What one unit of each currency is worth in the one to report in; what the configuration says of it by default.
    sheet : str, optional
        The sheet of a spreadsheet; the one with the most rows that look like a table where it is not given.
    project : Path, optional
        The folder of the project, by default the current one.
    today : date, optional
        Dates after it are still to come.

    Raises
    ------
    InputError
        If the source cannot be segmented, or the configuration cannot be read.
    """
    project = project or Path()
    settings = configuration.read(project)
    opened = source.open_source(given, project, sheet)
    try:
        name = _name(name, opened, settings)
        seen = look.take(opened)
        customer_ids.check(seen)
        wishes = _wishes(name, id_column, settings, project, today or date.today(), rates)
        is_log = order_log.is_order_log(seen) if as_orders is None else as_orders
        proposal = (order_log if is_log else customer_table).propose(seen, wishes)
        proposal = _with_renamed_columns(_with_unreadable_lines(proposal, seen), opened)
        if name not in settings.entries("segmentations"):
            # From then on it is the user's to decide.
            proposal = replace(proposal, segmentation={**proposal.segmentation, "sub_segments": True})
        text, is_update = configuration.with_proposal(settings, name, proposal)
        text, proposal = _with_earlier_dates(text, settings, proposal)
        text, proposal = _with_customers_kept_back(text, settings, proposal, seen)
        takes_sample = _takes_sample(with_sample, settings)
        if takes_sample is not None:
            text = configuration.with_variable(text, "sample", takes_sample)
        return Plan(name, seen, proposal, settings.path, text, is_update, text != settings.text, takes_sample)
    finally:
        opened.connection.close()


def _name(wished, opened, settings: Configuration):
    if wished is not None:
        if not re.fullmatch("[a-z_][a-z0-9_]*", wished):
            suggested = names.identifier(wished, 1)
            raise InputError(
                f"--name {wished} is no name for a segmentation: use small letters, digits and underscores, such as"
                f" {suggested}."
            )
        return wished
    name = names.identifier(opened.stem, 1)
    name = "customers" if name == "column_1" else name
    existing = settings.entries("segmentations")
    number = 2
    while not _is_own(existing.get(name)):
        name = f"{names.identifier(opened.stem, 1)}_{number}"
        number += 1
    return name


def _is_own(entry):
    """Whether an entry may be taken for one of init's: none yet, or one made of a file, a table or a shop by a user."""
    customers = entry.get("customers") if isinstance(entry, dict) else None
    has_model = isinstance(customers, dict) and "model" in customers
    return entry is None or not (has_model or configuration.is_sample(entry))


def _takes_sample(wished, settings):
    if wished is None and settings.has_sample and not settings.own_segmentations:
        return False
    return None if wished in (None, settings.has_sample) else wished


def _wishes(name, id_column, settings, project, today, rates):
    defaults = settings.variables.get("segmentation_defaults")
    entry = settings.entries("segmentations").get(name)
    chosen = {**(defaults if isinstance(defaults, dict) else {}), **(entry if isinstance(entry, dict) else {})}
    smallest = next(value for value in (chosen.get("k"), chosen.get("k_min"), 2) if type(value) is int)
    return Wishes(
        name=name,
        id=id_column,
        kinds=settings.features_elsewhere(name),
        roles=_roles(project),
        bases={row.get("role"): row.get("basis") for row in _reference(project, "feature_bases.csv")},
        fewest_customers=max(settings.number("fewest_customers"), 2),
        fewest_points=max(smallest, 2) + 1,
        today=today.isoformat(),
        statuses={row["status"]: row["outcome"] for row in _reference(project, "order_statuses.csv")},
        placeholders=frozenset(row["customer_id"] for row in _reference(project, "placeholder_customer_ids.csv")),
        rates={code.upper(): rate for code, rate in (rates or _rates(settings, name)).items()},
    )


def _rates(settings, name):
    lines = settings.entries("shops").get(name)
    lines = lines.get("order_lines") if isinstance(lines, dict) else None
    rates = lines.get("rates") if isinstance(lines, dict) else None
    return rates if isinstance(rates, dict) else {}


def _roles(project):
    """The roles that the words for traits and the playbook know; nothing where they are not there."""
    rows = [*_reference(project, "trait_words.csv"), *_reference(project, "playbook_conditions.csv")]
    return frozenset({row.get("role") or "" for row in rows} - {""}) or None


def _reference(project, name):
    """The rows of a reference table of the project; none where it is not there."""
    path = (project if places.IS_CHECKOUT else places.BROUGHT) / _REFERENCE / name
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _with_unreadable_lines(proposal, seen):
    if not seen.unreadable_lines:
        return proposal
    number = seen.unreadable_lines
    what, them = ("1 line has", "it") if number == 1 else (f"{number:,} lines have", "them")
    remark = f"{what} another number of fields than the header, or only totals; the build sets {them} aside."
    return _with_remark(proposal, remark)


def _with_renamed_columns(proposal, opened):
    if not opened.renamed:
        return proposal
    return _with_remark(
        proposal, f"The header has names more than once, so that columns are told apart: {', '.join(opened.renamed)}."
    )


def _with_earlier_dates(text, settings, proposal):
    """A log from before the first plausible date would be rejected whole: the date is moved to its first year."""
    before = str(variable(settings.variables, "first_plausible_date"))
    if not proposal.earliest or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", before) or proposal.earliest >= before:
        return text, proposal
    first = f"{proposal.earliest[:4]}-01-01"
    remark = _EARLY_REMARK.format(earliest=proposal.earliest, before=before, first=first)
    return configuration.with_variable(text, "first_plausible_date", first), _with_remark(proposal, remark)


def _with_customers_kept_back(text, settings, proposal, seen):
    """Ids that identify people are not for a site, as long as the user has not said that they are."""
    what = customer_ids.identifying(seen, proposal.id_column)
    if not what:
        return text, proposal
    remark = _IDENTIFYING_REMARK.format(column=proposal.id_column, what=what)
    if "customers_on_site" in settings.variables:
        return text, _with_remark(proposal, f"{remark}.")
    remark += ": customers_on_site becomes false, so that the site shows no single customers."
    return configuration.with_variable(text, "customers_on_site", False), _with_remark(proposal, remark)


def _with_remark(proposal, remark):
    return replace(proposal, remarks=(*proposal.remarks, remark))
