"""The entries of dbt_project.yml: read, and written so that everything else stays as it is, byte for byte.

Only the lines of an entry are made anew. Loading and dumping the whole file would move comments that stand between two
entries, so ruamel.yaml reads and writes the entry, and PyYAML tells which lines of the file are its own.
"""

import io
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString

from segmentation.intake.errors import InputError
from segmentation.intake.proposal import Proposal
from segmentation.warehouse.places import NAME
from segmentation.warehouse.settings_schema import variable, variables_in

FILE = "dbt_project.yml"
# What init writes; all else in an entry is the user's and stays.
_OF_A_SEGMENTATION = ("as_of_date", "customers", "id", "revenue", "set_apart", "sensitive", "features", "describe")
_OF_A_SHOP = ("as_of_date", "cancelled_order_prefix", "order_lines")
_ENTRIES = {"segmentations": _OF_A_SEGMENTATION, "shops": _OF_A_SHOP}
_OUTERMOST_IN_BLOCKS = ("features", "describe", "order_lines", "columns", "attributes")
_WIDTH = 4096
# The parser in C, which most installations of PyYAML have, is ten times as fast.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MARK_OF_ORDER = "\ufeff"


@dataclass(frozen=True)
class Configuration:
    """The text of dbt_project.yml, and what it says."""

    path: Path
    text: str
    settings: Mapping[str, Any]

    @property
    def variables(self) -> Mapping[str, Any]:
        """What stands under ``vars``: for this project alone, where another one has it as a package."""
        return variables_in(self.settings)

    def entries(self, group: str) -> Mapping[str, Any]:
        """The entries of ``segmentations`` or ``shops`` by name."""
        return _mapping(self.variables.get(group))

    @property
    def has_sample(self) -> bool:
        """Whether builds have the sample too."""
        return variable(self.variables, "sample") is True and self.settings.get("name", NAME) == NAME

    @property
    def own_segmentations(self) -> list[str]:
        """The segmentations that are not the sample's."""
        return [name for name, entry in self.entries("segmentations").items() if not is_sample(entry)]

    def number(self, name: str) -> int:
        """A whole number among the variables, or its default."""
        value, default = variable(self.variables, name), variable({}, name)
        return value if isinstance(value, int) and not isinstance(value, bool) else default

    def features_elsewhere(self, name: str) -> dict[str, str]:
        """The kind of every feature of the other segmentations that are built: number or category."""
        kinds = {}
        for other, entry in self.entries("segmentations").items():
            is_built = self.has_sample or not is_sample(entry)
            for group in ("features", "describe") if other != name and is_built else ():
                for feature, settings in _mapping(_mapping(entry).get(group)).items():
                    is_category = _mapping(settings).get("transform") == "onehot"
                    kinds[feature] = "category" if is_category else "number"
        return kinds


def read(project: Path) -> Configuration:
    """Read the configuration of a project.

    Raises
    ------
    InputError
        If there is none, or it is no YAML.
    """
    path = project / FILE
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise InputError(
            f"There is no {FILE} in {project.resolve()}: run `segments init` in the folder of the project."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read ({error}): it has to be a text file in UTF-8.") from error
    return Configuration(path, text, _loaded(text, path))


def with_proposal(configuration: Configuration, name: str, proposal: Proposal) -> tuple[str, bool]:
    """The text of the configuration with a proposal in it, and whether its segmentation was there before.

    Of an entry that is there, the keys which init proposes are replaced; all others and a label of its own stay.
    """
    text = configuration.text
    was_there = name in configuration.entries("segmentations")
    if proposal.shop is not None:
        text = _with_entry(text, configuration, "shops", name, proposal.shop)
    text = _with_entry(text, configuration, "segmentations", name, proposal.segmentation)
    return text, was_there


def is_sample(entry: Any) -> bool:
    """Whether an entry belongs to the sample."""
    return _mapping(entry).get("is_sample") is True


def with_variable(text: str, name: str, value: str | bool) -> str:
    """The text with another value of one variable: in its place, else in a new line after the first variable."""
    if text.startswith(_MARK_OF_ORDER):
        # The parser does not count it.
        return _MARK_OF_ORDER + with_variable(text.removeprefix(_MARK_OF_ORDER), name, value)
    variables = _variables(yaml.compose(text, Loader=LOADER))[1]
    found = _child(variables, name)
    written = f'"{value}"' if isinstance(value, str) else str(value).lower()
    if found:
        start, end = (mark.index for mark in (found[1].start_mark, found[1].end_mark))
        if isinstance(found[1], yaml.SequenceNode) and not found[1].flow_style:
            # Its own end is that of the comments below it.
            start, end = text.index(":", found[0].end_mark.index) + 1, found[1].value[-1].end_mark.index
            return text[:start] + f" {written}" + text[end:]
        return text[:start] + (written if end > start else f" {written}") + text[end:]
    first = variables.value[0]
    lines = text.splitlines(keepends=True)
    newline = "\r\n" if "\r\n" in text else "\n"
    lines.insert(_last_line(first, text) + 1, f"{' ' * first[0].start_mark.column}{name}: {written}{newline}")
    return "".join(lines)


def write(path: Path, text: str) -> None:
    """Put a new text in the place of a file, all or nothing.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    target = path.resolve()
    try:
        with tempfile.NamedTemporaryFile("wb", dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        os.chmod(file.name, target.stat().st_mode & 0o777)
        os.replace(file.name, target)
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror}): check who may write to it.") from error


def _with_entry(text, configuration, group, name, proposed):
    """The text with one entry of a group replaced or added, and proof that nothing else changed."""
    settings = _loaded(text, configuration.path)
    before = _mapping(_own(settings).get(group))
    new_text = _spliced(text, group, name, proposed)
    after = _loaded(new_text, configuration.path)
    entry = _mapping(_own(after)[group])[name]
    if after != _with_own(settings, {**_own(settings), group: {**before, name: entry}}) or any(
        _plain(entry.get(key)) != _plain(value) for key, value in proposed.items() if key != "label"
    ):
        raise InputError(
            f"{configuration.path} is laid out in a way that cannot be added to: write `vars: {group}:` in block style,"
            " one key a line, then try again."
        )
    return new_text


def _spliced(text, group, name, proposed):
    name = _text(name)
    newline = "\r\n" if "\r\n" in text else "\n"
    root = yaml.compose(text, Loader=LOADER)
    if root is None:
        root = yaml.MappingNode("tag:yaml.org,2002:map", [], None, None)
    variables = _variables(root)
    entries = _child(variables[1], group) if variables else None
    existing = _child(entries[1], name) if entries else None
    lines = text.splitlines(keepends=True)
    if existing and not entries[1].flow_style:
        indent = existing[0].start_mark.column
        first, last = existing[0].start_mark.line, _last_line(existing, text)
        block = _rendered({name: _merged(_entry_as_written(lines[first : last + 1], name), proposed, group)}, indent)
    elif entries and isinstance(entries[1], yaml.MappingNode) and entries[1].value and not entries[1].flow_style:
        indent = entries[1].value[0][0].start_mark.column
        first = _last_line(entries, text) + 1
        last = first - 1
        block = _rendered({name: _merged(CommentedMap(), proposed, group)}, indent)
    elif entries and not variables[1].flow_style:
        # Nothing, or all in one line: the group is written anew in block style.
        indent = entries[0].start_mark.column
        first, last = entries[0].start_mark.line, _last_line(entries, text)
        others = _in_blocks(_mapping(_own(_read(text)).get(group)))
        others[name] = _merged(others.get(name) or CommentedMap(), proposed, group)
        block = _rendered({group: others}, indent)
    elif variables and variables[1].value and not variables[1].flow_style:
        indent = variables[1].value[0][0].start_mark.column
        first = _last_line(variables, text) + 1
        last = first - 1
        block = _rendered({group: {name: _merged(CommentedMap(), proposed, group)}}, indent)
    else:
        others, key, indent = CommentedMap(), "vars", 0
        first, last = len(lines), len(lines) - 1
        if variables:
            key, indent = variables[0].value, variables[0].start_mark.column
            first, last = variables[0].start_mark.line, _last_line(variables, text)
            others = _in_blocks(_own(_read(text)))
        others[group] = _in_blocks(_mapping(others.get(group)))
        others[group][name] = _merged(others[group].get(name) or CommentedMap(), proposed, group)
        block = _rendered({key: others}, indent)
    before, after = lines[:first], lines[last + 1 :]
    if before and not before[-1].endswith("\n"):
        before[-1] += newline
    block = block.replace("\n", newline)
    if not after and text and not text.endswith("\n"):
        block = block[: -len(newline)] if existing else block
    return "".join([*before, block, *after])


def _variables(root):
    """The key and value of the variables of this project: those under its name, where another has it as a package."""
    variables = _child(root, "vars")
    own = _child(variables[1], NAME) if variables else None
    return own if own and not variables[1].flow_style else variables


def _read(text):
    """What YAML says, by the safe parser alone."""
    loader = LOADER(text)
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()


def _own(settings):
    """The same of a file that was read."""
    variables = _mapping(settings.get("vars"))
    return _mapping(variables[NAME]) if NAME in variables else variables


def _with_own(settings, own):
    """The settings with other variables of this project."""
    variables = _mapping(settings.get("vars"))
    return {**settings, "vars": {**variables, NAME: own} if NAME in variables else own}


def _child(node, key):
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((pair for pair in node.value if getattr(pair[0], "value", None) == key), None)


def _last_line(pair, text):
    """The last line of a key and its value; the mark of a block stands only after the comments that follow it."""
    return max(_ends(node, text) for node in pair)


def _ends(node, text):
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        return text[: node.end_mark.index].rstrip().count("\n")
    if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
        return node.end_mark.line
    if isinstance(node, yaml.MappingNode):
        return max(_last_line(pair, text) for pair in node.value)
    return max(_ends(each, text) for each in node.value)


def _entry_as_written(lines, key):
    """An entry as ruamel.yaml reads it, with its comments; empty where it says nothing."""
    indent = len(lines[0]) - len(lines[0].lstrip(" "))
    text = "".join(line[indent:] if line[:indent].isspace() or not indent else line for line in lines)
    value = _ruamel().load(text.replace("\r\n", "\n"))
    found = next(iter(value.values())) if value else None
    return found if isinstance(found, CommentedMap) else CommentedMap()


def _merged(entry, proposed, group):
    """An entry with what is proposed in place of what init had proposed before."""
    own = _ENTRIES[group]
    label = entry.get("label") or proposed.get("label")
    kept = {key: value for key, value in entry.items() if key not in own and key not in ("label", "is_sample")}
    merged = CommentedMap()
    if label is not None and "label" in {**proposed, **entry}:
        merged["label"] = label if "label" in entry else _styled(label, "label")
    wanted = {key: value for key, value in proposed.items() if key != "label"}
    first = [key for key in ("as_of_date", "cancelled_order_prefix", "customers", "id") if key in wanted and key in own]
    for key in (*first, *(key for key in wanted if key not in first and key not in ("features", "describe"))):
        merged[key] = _styled(wanted[key], key)
    for key, value in kept.items():
        merged[key] = value
        if isinstance(entry, CommentedMap) and key in entry.ca.items:
            merged.ca.items[key] = entry.ca.items[key]
    for key in ("features", "describe"):
        if key in wanted:
            merged[key] = _styled(wanted[key], key)
    return merged


def _styled(value, key=None):
    """A value as the file writes such values: entries in blocks, what belongs to one of them in one line."""
    if isinstance(value, Mapping):
        mapping = CommentedMap({_text(name): _styled(each, name) for name, each in value.items()})
        if key not in _OUTERMOST_IN_BLOCKS and not any(isinstance(each, Mapping) for each in value.values()):
            mapping.fa.set_flow_style()
        return mapping
    if isinstance(value, list | tuple):
        sequence = CommentedSeq([_styled(each) for each in value])
        sequence.fa.set_flow_style()
        return sequence
    if isinstance(value, str):
        return DoubleQuotedScalarString(value) if key in ("delimiter", "decimal") else _text(value)
    return value


def _text(value):
    """A text, in quotes wherever one of the versions of YAML could take it for something else."""
    value = str(value)
    if re.fullmatch(r"[A-Za-z_/][\w./ ()-]*[\w.)]|[A-Za-z_]", value, re.ASCII) and _read(value) == value:
        return value
    is_plain = value.isprintable() and '"' in value and "\\" not in value
    return SingleQuotedScalarString(value) if is_plain else DoubleQuotedScalarString(value)


def _in_blocks(mapping):
    """A mapping whose keys stand one a line, in the style of the file within."""
    return CommentedMap({_text(key): _styled(value, key) for key, value in mapping.items()})


def _rendered(mapping, indent):
    stream = io.StringIO()
    _ruamel().dump(CommentedMap({_text(key): value for key, value in mapping.items()}), stream)
    text = stream.getvalue()
    return "".join(" " * indent + line if line.strip() else line for line in text.splitlines(keepends=True))


def _ruamel():
    handler = YAML()
    handler.preserve_quotes = True
    handler.width = _WIDTH
    handler.representer.add_representer(
        type(None), lambda representer, _: representer.represent_scalar("tag:yaml.org,2002:null", "null")
    )
    return handler


def _loaded(text, path):
    try:
        settings = _read(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "it is no YAML"
        raise InputError(f"{path} cannot be read{where} ({problem}): correct it, then try again.") from error
    if settings is None:
        return {}
    if not isinstance(settings, dict) or not isinstance(settings.get("vars") or {}, dict):
        raise InputError(f"{path} is no mapping of keys to settings, as dbt asks for: correct it, then try again.")
    for group in _ENTRIES:
        if not isinstance(_mapping(settings.get("vars")).get(group) or {}, dict):
            raise InputError(f"`{group}` in {path} is no mapping of names to settings: correct it, then try again.")
    return settings


def _plain(value):
    """A value without the styles of ruamel.yaml."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, str) else value


def _mapping(value):
    return value if isinstance(value, Mapping) else {}


__all__ = ["FILE", "Configuration", "YAMLError", "is_sample", "read", "with_proposal", "with_variable", "write"]
