"""What stands in the way of a build or of the site: each check says what it found, and the remedy."""

import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

from packaging.requirements import Requirement
from rich.table import Table

from segmentation.cli.terminal import console
from segmentation.intake import configuration
from segmentation.intake.errors import InputError
from segmentation.site.errors import SiteError
from segmentation.site.report import BROWSERS
from segmentation.site.warehouse import Warehouse, default_path
from segmentation.warehouse import places, storage
from segmentation.warehouse.opening import WarehouseError

PACKAGE = "customer-segmentation"
PYTHONS = ((3, 11), (3, 14))
# A build writes new tables before it drops the old ones, and a copy of the file in another version needs as much again.
TIMES_THE_WAREHOUSE = 3
LEAST_FREE = 1 << 30


@dataclass(frozen=True)
class Finding:
    """What a check found: all is well, worth knowing, or in the way, and then what to do."""

    kind: Literal["good", "note", "bad"]
    what: str
    remedy: str = ""


def environment() -> Iterator[Finding]:
    """Whether this Python and its packages are those that the project needs."""
    low, high = PYTHONS
    if low <= sys.version_info[:2] < high:
        yield Finding("good", f"Python {platform.python_version()}")
    else:
        yield Finding("bad", f"Python {platform.python_version()}", "Use Python 3.11 to 3.13: make demo sets one up.")
    wrong = list(_packages_that_do_not_fit())
    if wrong:
        yield Finding(
            "bad", f"Packages that do not fit: {', '.join(wrong)}", "Run make build, which installs the lock."
        )
    else:
        yield Finding("good", "The packages that the project needs are here.")


def _packages_that_do_not_fit() -> Iterator[str]:
    try:
        needed = metadata.requires(PACKAGE) or []
    except metadata.PackageNotFoundError:
        yield PACKAGE
        return
    for requirement in map(Requirement, needed):
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        try:
            found = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            yield f"{requirement.name} is missing"
            continue
        if not requirement.specifier.contains(found, prereleases=True):
            yield f"{requirement.name} {found} is not {requirement.specifier}"


def configured(project: Path) -> Iterator[Finding]:
    """Whether the configuration can be read, and what it has."""
    try:
        read = configuration.read(project)
    except InputError as error:
        yield Finding("bad", str(error), "Correct it, or take an earlier version of the file.")
        return
    own = read.own_segmentations
    if own:
        yield Finding("good", f"Segmentations of your own: {', '.join(own)}.")
    elif read.has_sample:
        yield Finding("note", "Only the sample is configured.", "For your own data: segments init FILE.")
    else:
        yield Finding("bad", "No segmentation is configured.", "Run segments init FILE, or set sample: true.")
    if own and read.has_sample:
        yield Finding("note", "Builds have the sample too.", "Set sample: false to leave it out.")


def parsed(project: Path) -> Iterator[Finding]:
    """Whether dbt reads the project with its settings."""
    from dbt.cli.main import dbtRunner

    places = ["--project-dir", str(project), "--profiles-dir", str(project)]
    done = dbtRunner().invoke(["--quiet", "--log-level", "none", "parse", *places])
    if done.success:
        yield Finding("good", "dbt reads the project.")
    else:
        yield Finding("bad", " ".join(str(done.exception).split()), "Correct what the sentence names, then try again.")


def built(path: Path) -> Iterator[Finding]:
    """Whether there is a warehouse that can be read, and of when it is."""
    if not path.exists():
        yield Finding("note", f"There is no warehouse at {path}.", "Run dbt build.")
        return
    try:
        warehouse = Warehouse(path)
        segmentations = warehouse.segmentations()
        days = [row["as_of_date"] for one in segmentations for row in warehouse.query("last_build", one)]
    except (SiteError, WarehouseError) as error:
        yield Finding("bad", str(error), "")
        return
    warehouse.close()
    latest = max((day for day in days if day), default=None)
    yield Finding("good", f"{path}: {len(segmentations)} segmentations" + (f", as of {latest}." if latest else "."))
    if storage.is_newer(path, storage.wanted()):
        yield Finding("note", "Its file is of a newer version than wanted.", "The next build copies it.")


def disk(path: Path) -> Iterator[Finding]:
    """Whether the disk of the warehouse has room for another build."""
    size = path.stat().st_size if path.is_file() else 0
    folder = next(folder for folder in path.absolute().parents if folder.is_dir())
    free, needed = shutil.disk_usage(folder).free, max(TIMES_THE_WAREHOUSE * size, LEAST_FREE)
    text = f"{free / 1e9:.1f} GB are free in {folder}"
    if free < needed:
        yield Finding(
            "bad", f"{text}, and a build may need {needed / 1e9:.1f} GB.", "Make room, or set SEGMENTS_WAREHOUSE."
        )
    else:
        yield Finding("good", f"{text}.")


def extras() -> Iterator[Finding]:
    """What the site and the report can use, and go without."""
    for names, gives in (
        (("quarto",), "renders the site by Quarto; without it the built-in renderer does"),
        (("npm",), "brings SQL in the browser; without it the site has no box for queries"),
        (BROWSERS, "prints segments report --pdf; without it any browser prints the report"),
    ):
        found = next(filter(None, map(shutil.which, names)), None)
        yield Finding("good" if found else "note", f"{names[0]} {'is here' if found else 'is not here'}: it {gives}.")


def checks(path: Path) -> dict[str, Callable[[], Iterator[Finding]]]:
    """All checks by what they look at."""
    return {
        "Environment": environment,
        "Configuration": lambda: configured(places.project()),
        "dbt": lambda: parsed(places.project()),
        "Warehouse": lambda: built(path),
        "Disk": lambda: disk(path),
        "Extras": extras,
    }


def examine() -> bool:
    """Print what all checks found; whether nothing is in the way."""
    table = Table(box=None, show_header=False, pad_edge=False)
    for justify in ("left", "left", "left"):
        table.add_column(justify=justify)
    marks = {"good": "ok", "note": "note", "bad": "TO DO"}
    is_well = True
    for name, check in checks(default_path()).items():
        for finding in check():
            is_well &= finding.kind != "bad"
            table.add_row(name, marks[finding.kind], " ".join(filter(None, (finding.what, finding.remedy))))
            name = ""
    console().print(table)
    return is_well
