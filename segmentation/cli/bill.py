"""`make sbom`: what the project stands on, as a CycloneDX bill of materials of the packages of the lock."""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

PROJECT = Path(__file__).parents[2]
LOCK = PROJECT / "requirements.lock"
NAME = "customer-segmentation"
_LICENCE_FILE = re.compile(r"(licen[cs]e|copying)[^/]*$", re.IGNORECASE)


@dataclass(frozen=True)
class Package:
    """A package of the lock.

    Attributes
    ----------
    name, version : str
    hashes : tuple of str
        SHA-256 of the files that may be installed.
    licence : str
        As an SPDX expression where the package states one, else in its own words; empty where it states none.
    """

    name: str
    version: str
    hashes: tuple[str, ...]
    licence: str


def locked(text: str) -> Iterator[tuple[Requirement, tuple[str, ...]]]:
    """The requirements of a lock that count on this platform and Python, with the hashes of their files."""
    for entry in re.split(r"\n(?=\S)", text.replace("\\\n", "\n")):
        line, *hashes = entry.split("--hash=sha256:")
        requirement = Requirement(line.strip()) if line.strip() and not line.startswith("#") else None
        if requirement and (requirement.marker is None or requirement.marker.evaluate()):
            yield requirement, tuple(each.strip() for each in hashes)


def licence_of(found: metadata.Distribution) -> str:
    """What an installed package states of its licence: an expression, classifiers, a field, or the line of a file."""
    stated = found.metadata
    classifiers = [each.split(" :: ")[-1] for each in stated.get_all("Classifier") or [] if "License ::" in each]
    field = (stated.get("License") or "").strip().partition("\n")[0]
    if said := stated.get("License-Expression") or "; ".join(classifiers) or ("" if field == "UNKNOWN" else field):
        return said
    files = (each.locate() for each in found.files or () if _LICENCE_FILE.search(str(each)))
    lines = (line.strip() for path in files for line in Path(path).read_text("utf-8").splitlines())
    return next((line for line in lines if "licen" in line.lower()), "")


def packages(lock: Path = LOCK) -> list[Package]:
    """The packages of the lock that are installed here."""
    return [
        Package(each.name, next(iter(each.specifier)).version, hashes, licence_of(metadata.distribution(each.name)))
        for each, hashes in locked(lock.read_text("utf-8"))
    ]


def bill(found: list[Package]) -> dict:
    """The bill of materials: the same for the same lock and platform."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "name": NAME, "licenses": [{"license": {"id": "Apache-2.0"}}]}
        },
        "components": [_component(package) for package in found],
    }


def _component(package):
    address = f"pkg:pypi/{re.sub(r'[-_.]+', '-', package.name).lower()}@{package.version}"
    return {
        "type": "library",
        "bom-ref": address,
        "name": package.name,
        "version": package.version,
        "purl": address,
        "licenses": [{"license": {"name": package.licence}}],
        # A hash is of a file that may be installed: CycloneDX asks for those of one, so they stand as properties.
        "properties": [{"name": "sha256 of a file", "value": each} for each in package.hashes],
    }


if __name__ == "__main__":
    json.dump(bill(packages()), sys.stdout, indent=2)
    print()
