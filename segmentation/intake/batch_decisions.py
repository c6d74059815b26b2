"""What somebody has decided of batches: a file next to dbt_project.yml that every build honours."""

import csv
import io
from dataclasses import astuple, dataclass
from pathlib import Path

from segmentation.intake import configuration
from segmentation.intake.batches import ACCEPTED, SET_ASIDE
from segmentation.intake.errors import InputError

FILE = "batch_decisions.csv"
DECISIONS = (ACCEPTED, SET_ASIDE)
_VARIABLE = "batch_decisions"
_HEADER = ("shop", "batch", "content_hash", "decision", "reason")


@dataclass(frozen=True)
class Decision:
    """What was decided of a batch, as long as its content is the same, and why."""

    shop: str
    batch: str
    content_hash: str
    decision: str
    reason: str


def read(project: Path) -> list[Decision]:
    """The decisions of a project.

    Raises
    ------
    InputError
        If the file that the configuration names cannot be read.
    """
    file = _file(project)
    if not configuration.read(project).variables.get(_VARIABLE):
        return []
    try:
        with file.open(encoding="utf-8", newline="") as rows:
            return [Decision(**{key: row[key] for key in _HEADER}) for row in csv.DictReader(rows)]
    except (OSError, KeyError) as error:
        raise InputError(
            f"{file}, which dbt_project.yml names under {_VARIABLE}, cannot be read ({error}): put it back, or take"
            " the variable out and decide again."
        ) from error


def write(project: Path, decision: Decision) -> Path:
    """Add a decision, in place of an earlier one on the same content; returns the file."""
    kept = [each for each in read(project) if _key(each) != _key(decision)]
    rows = io.StringIO()
    csv.writer(rows, lineterminator="\n").writerows([_HEADER, *sorted(map(astuple, [*kept, decision]))])
    file, settings = _file(project), configuration.read(project)
    file.touch()
    configuration.write(file, rows.getvalue())
    if not settings.variables.get(_VARIABLE):
        configuration.write(settings.path, configuration.with_variable(settings.text, _VARIABLE, FILE))
    return file


def _key(decision):
    return decision.shop, decision.batch, decision.content_hash


def _file(project):
    return project / (configuration.read(project).variables.get(_VARIABLE) or FILE)
