"""The settings that dbt_project.yml may have: read from the macros that list them, so that they stand in one place."""

import functools
from collections.abc import Mapping
from typing import Any

import yaml

from segmentation.warehouse import macros
from segmentation.warehouse.places import BROUGHT, NAME, project

Rule = Mapping[str, Any]


@functools.cache
def settings_schema() -> dict[str, dict[str, Rule]]:
    """The rules of all settings by group and key; the macro of this name says what a rule has."""
    return _macro("settings_schema")


def allowed_values(rule: Rule) -> str:
    """What a setting may be, in words."""
    return _macro("allowed_values", rule)


def variable(variables: Mapping[str, Any], name: str) -> Any:
    """A variable of the project, or its default, where `variables` are those of dbt_project.yml."""
    return variables.get(name, settings_schema()["variables"][name].get("default"))


def variables() -> Mapping[str, Any]:
    """The variables of the build: those of the project that commands work on, and what they leave out."""
    files = (folder / "dbt_project.yml" for folder in (BROUGHT, project()))
    found = [variables_in(yaml.safe_load(file.read_text("utf-8"))) for file in files if file.is_file()]
    return {name: value for variables in found for name, value in variables.items()}


def variables_in(settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a dbt_project.yml says under ``vars``, or there under the name of this project, which then wins."""
    said = settings.get("vars")
    said = dict(said) if isinstance(said, Mapping) else {}
    own = said.pop(NAME, None)
    return said | own if isinstance(own, Mapping) else said


def shop_inputs() -> dict[str, dict[str, Any]]:
    """The inputs that a shop may have, with their columns."""
    return _macro("shop_inputs")


def _macro(name, *arguments):
    return _macros()[name](*arguments)


@functools.cache
def _macros():
    folder = "segmentation/configuration"
    return macros.rendered(f"{folder}/schema/*.sql", f"{folder}/allowed_values.sql", "shop/shop_inputs.sql")
