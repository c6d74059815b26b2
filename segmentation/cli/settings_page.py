"""Writes what the schema of settings says elsewhere: the page of all keys, and the columns of segmentation_settings."""

import re
from pathlib import Path

from segmentation.warehouse.settings_schema import Rule, allowed_values, settings_schema, shop_inputs

PROJECT = Path(__file__).parents[2]
PAGE = PROJECT / "docs" / "settings.md"
COLUMNS = PROJECT / "models" / "ml" / "_settings__models.yml"

_HEAD = """# All settings

`make settings-page` writes this page from
[configuration/schema](../macros/segmentation/configuration/schema), the only list of settings. All of them
stand under `vars:` in `dbt_project.yml`. A key that is not listed here, and a value that a setting cannot have, stop
dbt with one sentence before anything is built. Another value of a setting marked *trains* makes another model, which
the next build trains.
"""
_GROUPS = {
    "variables": "## Variables\n\n`dbt build --vars '{outcome_days: 90}'` sets one for a single build.",
    "segmentation": (
        "## A segmentation\n\nAn entry of `segmentations`, see [segmentations](segmentations.md)."
        " `segmentation_defaults` sets those with a default for all segmentations at once."
    ),
    "customers": (
        "### customers\n\nOne of `file`, `model`, `relation` and `shop` says where one row per customer comes from; the"
        " others say how to read it."
    ),
    "feature": "### A feature\n\nAn entry of `features`, which form the segments, or `describe`.",
    "set_apart": "### set_apart\n\nSegment 0 are the customers who are not segmented.",
    "shop": (
        "## A shop\n\nAn entry of `shops`, see [segmentations](segmentations.md#a-shops-orders). Its other keys are its"
        " inputs, see below; an input that is left out is empty."
    ),
    "audience": "## An audience\n\nAn entry of `audiences`, see [campaigns](campaigns.md#audiences).",
    "consented": "### consented\n\nOne of `file`, `model` and `relation` says where the list comes from.",
    "suppressed": "### suppressed\n\nOne of `file`, `model` and `relation` says where the list comes from.",
    "contacts": "### contacts\n\nOne of `file`, `model` and `relation` says where the addresses come from.",
    "campaign": "## A campaign\n\nAn entry of `campaigns`, see [campaigns](campaigns.md#campaigns).",
    "members": "### members\n\nOne of `file`, `model` and `relation` says where groups made elsewhere come from.",
    "outcome": "### outcome\n\nOne of `file`, `model` and `relation` says where what counts comes from, a row each.",
    "input": "### An input of a shop\n\nOne of `file`, `model` and `relation` says where its rows come from.",
    "attribute": (
        "### An attribute\n\nAn entry of the `attributes` of order lines: a feature of the customers by its name."
    ),
}


def page() -> str:
    """The page of all keys."""
    groups = [f"{text}\n\n{_settings(settings_schema()[group])}" for group, text in _GROUPS.items()]
    return "\n".join([_HEAD, *groups, _inputs()])


def columns() -> str:
    """The columns of the table segmentation_settings that are settings, in YAML."""
    schema = settings_schema()
    forming = {key: rule for key, rule in schema["variables"].items() if rule.get("forms_model")}
    rules = {**forming, **{key: rule for key, rule in schema["segmentation"].items() if "default" in rule}}
    return "".join(
        f"      - name: {rule.get('column', key)}\n        description: {_quoted(_sentence(rule['meaning']))}\n"
        for key, rule in rules.items()
    )


def with_columns(text: str) -> str:
    """The YAML of segmentation_settings with these columns between its two marks."""
    marks = re.compile(r"(# Written by [^\n]*\n).*?( *# Written up to here)", re.DOTALL)
    return marks.sub(lambda match: match[1] + columns() + match[2], text)


def _settings(rules):
    rows = [[f"`{key}`", allowed_values(rule), _default(rule), _meaning(rule)] for key, rule in rules.items()]
    return _table(["key", "may be", "default", "meaning"], rows)


def _inputs():
    rows = [[f"`{name}`", _names(entry["needed"]), _columns(entry)] for name, entry in shop_inputs().items()]
    return _table(["input", "needs", "columns it can have"], rows)


def _columns(entry):
    optional = entry.get("optional")
    return _names(entry["columns"]) + (f"; only where mapped: {_names(optional)}" if optional else "")


def _names(columns):
    return ", ".join(" or ".join(f"`{column}`" for column in each.split(" or ")) for each in columns)


def _table(header, rows):
    return "".join(f"| {' | '.join(row)} |\n" for row in [header, ["---"] * len(header), *rows])


def _default(rule: Rule) -> str:
    value = rule.get("default")
    words = rule.get("otherwise") or (", ".join(value) or "empty" if isinstance(value, list) else _written(value))
    words += f"; {_written(rule['of_shop'])} of a shop" if "of_shop" in rule else ""
    return words + (f"; {rule['mixed']} with `outliers: set_apart`" if "mixed" in rule else "")


def _written(value) -> str:
    return str(value).lower() if value is None or isinstance(value, bool) else str(value)


def _meaning(rule: Rule) -> str:
    return rule["meaning"] + (" (*trains*)" if rule.get("forms_model") else "")


def _sentence(meaning: str) -> str:
    plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", meaning)
    return plain[0].upper() + plain[1:] + "."


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def main() -> None:
    """Write both."""
    PAGE.write_text(page(), "utf-8")
    COLUMNS.write_text(with_columns(COLUMNS.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
