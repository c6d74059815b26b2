"""Customers who asked to be forgotten: the file by which builds recognise them, and the configuration that names it."""

import csv
import io
import secrets
from dataclasses import dataclass
from pathlib import Path

import duckdb

from segmentation.intake import configuration, reading
from segmentation.intake.errors import InputError
from segmentation.warehouse.erasure import EVERYWHERE, Forgotten

FILE = "forgotten_customers.csv"
_VARIABLE = "forgotten_customers"
_HEADER = ("of", "salt", "hash")


@dataclass(frozen=True)
class Register:
    """The customers whom a project is to forget: those of its file, and ids that its configuration has as they are."""

    project: Path
    file: Path
    customers: tuple[Forgotten, ...]
    listed: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """The shops and customer tables of the project."""
        settings = configuration.read(self.project)
        tables = settings.entries("segmentations").items()
        return [
            *settings.entries("shops"),
            *(name for name, entry in tables if "shop" not in (entry.get("customers") or {})),
        ]

    def with_ids(self, ids: list[str], of: str = EVERYWHERE) -> "Register":
        """The register with further ids, of which it keeps salted hashes."""
        salt = self.customers[0].salt if self.customers else secrets.token_hex(16)
        hashes = _answers(f"select sha256(concat('{salt}', id)) from (select unnest(?) as id)", sorted(ids))
        new = [Forgotten(of, salt, each) for each in hashes]
        customers = dict.fromkeys((*self.customers, *new))
        return Register(self.project, self.file, tuple(customers), self.listed)

    def write(self) -> None:
        """Write the file, and name it in the configuration in place of a list of ids."""
        rows = io.StringIO()
        csv.writer(rows, lineterminator="\n").writerows(
            [_HEADER, *sorted((each.of, each.salt, each.hash) for each in self.customers)]
        )
        self.file.touch()
        configuration.write(self.file, rows.getvalue())
        settings = configuration.read(self.project)
        if not isinstance(settings.variables.get(_VARIABLE), str):
            configuration.write(settings.path, configuration.with_variable(settings.text, _VARIABLE, FILE))


def read(project: Path) -> Register:
    """Whom a project is to forget.

    Raises
    ------
    InputError
        If the configuration or the file that it names cannot be read.
    """
    given = configuration.read(project).variables.get(_VARIABLE) or []
    if not isinstance(given, str):
        return Register(project, project / FILE, (), tuple(unified(map(str, given))))
    file = project / given
    try:
        with file.open(encoding="utf-8", newline="") as rows:
            customers = tuple(Forgotten(row["of"], row["salt"], row["hash"]) for row in csv.DictReader(rows))
    except (OSError, KeyError) as error:
        raise InputError(
            f"{file}, which dbt_project.yml names under {_VARIABLE}, cannot be read ({error}): put it back, or"
            " customers who asked to be forgotten come back."
        ) from error
    return Register(project, file, customers, ())


def unified(ids) -> list[str]:
    """Ids as the build has them: the same where only their writing differs."""
    return _answers(f"select distinct {reading.unified_id('id')} from (select unnest(?) as id)", list(ids))


def _answers(query, ids):
    rows = duckdb.execute(query, [ids]).fetchall() if ids else []
    return [answer for (answer,) in rows if answer is not None]
