"""From a column to the feature it would be: what it measures, in which unit, under which name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from segmentation.intake import columns, names
from segmentation.intake.columns import Numbers
from segmentation.intake.kinds import FEW_LEVELS
from segmentation.intake.look import Column, Look
from segmentation.intake.sensitive import topic
from segmentation.intake.words import is_exactly, meaning, says, strength, tokens

# What a column is, most telling of a customer first: what they do, other figures, who they are, what they cost.
BEHAVIOUR, FIGURE, PERSON, COMPANY = range(4)
_DESCRIBING_ROLES = ("satisfaction", "price_sensitivity", "age")
_AGES = ("age", "birth_year", "birth_date")
_KNOWN_AT_SIGNUP = ("gender", "marital status", "nationality")
_RARE = 0.02
_VERY_RARE = 0.01
_HALF = 0.5
_MANY = 0.95
_MOST_LEVELS = 12
_SKEWED = 1.0
_FAR = 6.0
_WORDS_OF_DATES = {"date", "dt", "datetime", "timestamp", "time", "at", "on", "datum", "fecha", "day", "ts"}
_WHAT = {
    "number": "number", "age": "age", "birth_year": "birth year", "birth_date": "birth date", "date": "date",
    "flag": "flag", "presence": "flag", "category": "category",
}  # fmt: skip


@dataclass
class Feature:
    """A feature as it would be; what is still open is settled as the others are known."""

    column: Column
    kind: str
    name: str
    label: str
    expression: str | None = None
    unit: str | None = None
    role: str | None = None
    basis: str | None = None
    at_signup: bool = False
    is_sensitive: bool = False
    group: int = FIGURE
    transform: str | None = None
    levels: tuple[str, ...] = ()
    values: np.ndarray | None = None
    may_form: bool = True
    why_not: str = ""
    is_made: bool = False
    note: str = ""

    @property
    def is_category(self) -> bool:
        """Whether it is a category and no number."""
        return self.kind == "category"

    @property
    def what(self) -> str:
        """What people call such a column."""
        return _WHAT[self.kind] + (", sensitive" if self.is_sensitive else "")

    def strength(self) -> int:
        """How well the name fits the role."""
        return strength(self.column.name, "role", self.role) if self.role else 0

    def settings(self, forms: bool) -> dict:
        """The entry of the configuration."""
        expression = self.expression or self.column.expression
        transform = self.transform
        if not forms and transform in ("standard", "clipped"):
            transform = None
        pairs = {
            "column": None if expression.casefold() == self.name else expression,
            "type": self.kind if self.kind in ("age", "birth_year", "birth_date", "date", "flag") else None,
            "transform": "onehot" if self.is_category else transform,
            "levels": list(self.levels) or None,
            "label": self.label,
            "unit": self.unit,
            "role": None if self.is_sensitive else self.role,
            "basis": self.basis,
            "at_signup": self.at_signup or None,
        }
        return {key: value for key, value in pairs.items() if value is not None}


def make(column: Column) -> Feature | None:
    """The feature a column would be; nothing for a column that can be none, and then `why_left_out` says why."""
    kind, header, facts = column.kind.name, column.name, column.facts
    if not column.kind.is_feature or why_left_out(column):
        return None
    if _is_mostly_empty(column) and kind not in ("number", *_AGES):
        kind = "presence"
    sensitive = topic(facts)
    feature = Feature(
        column=column,
        kind="flag" if kind == "presence" else kind,
        name=names.identifier(header, facts.position),
        label=names.label(header),
        unit=names.unit(header),
        role=None if says(header, "no_role") else meaning(header, "role"),
        basis="demographic" if sensitive or kind in _AGES else _basis(header),
        at_signup=says(header, "at_signup") or kind in _AGES or sensitive in _KNOWN_AT_SIGNUP,
        is_sensitive=sensitive is not None,
        values=column.values,
    )
    _SETTLE[kind](feature)
    if says(header, "company") and not is_exactly(header, "role", "spend"):
        feature.group, feature.role = COMPANY, None
    if column.known_share < 0.5 and feature.kind != "flag":
        what = "open" if column.open_ends else "empty"
        feature.may_form, feature.why_not = False, f"{1 - column.known_share:.0%} {what}"
    if feature.is_sensitive:
        feature.may_form, feature.why_not, feature.role = False, "sensitive", None
    return feature


def why_left_out(column: Column) -> str | None:
    """Why a column is no feature; nothing for one that is."""
    facts, kind = column.facts, column.kind
    if kind.reason:
        return kind.reason
    if facts.filled_share < 0.05:
        return f"{1 - facts.filled_share:.0%} empty"
    if kind.name == "category" and facts.distinct > FEW_LEVELS and len(_kept_levels(column)) < 2:
        return f"{facts.distinct:,} levels, none of them frequent"
    return None


def transform_for(numbers: Numbers | None) -> str:
    """The transform for a number: log for heavy tails, clipped for those on both sides of nothing, else standard.

    The logarithm keeps the sign, so a few negative values, such as overdrawn accounts, are no hindrance.

    Examples
    --------
    >>> spend = columns.shape_of(np.exp(np.linspace(0, 8, 99)))
    >>> overdrawn = columns.shape_of(np.append(np.exp(np.linspace(0, 8, 99)), [-300.0, -20.0]))
    >>> balances = columns.shape_of(np.append(np.linspace(-90, 90, 99), [-4000.0, 9000.0]))
    >>> transform_for(spend), transform_for(overdrawn), transform_for(balances)
    ('log', 'log', 'clipped')
    """
    if numbers is None:
        return "standard"
    if numbers.log_skew is not None:
        is_heavy = numbers.skew > _SKEWED or (numbers.farthest > _FAR and numbers.log_farthest < numbers.farthest)
        return "log" if is_heavy and abs(numbers.log_skew) < abs(numbers.skew) else "standard"
    return "clipped" if numbers.farthest > _FAR else "standard"


def total_of(parts: Sequence[Feature], role: str, taken: set[str], look: Look) -> Feature:
    """The sum of several figures of one kind, such as the spend on wine, fruit and meat, as a feature."""
    figures = [look.short_number(part.column.name) for part in parts]
    values = np.sum([np.nan_to_num(part.values) for part in parts], axis=0)
    what = {"spend": "spend", "frequency": "purchases", "quantity": "products"}[role]
    name = f"total_{what}"
    return Feature(
        column=parts[0].column,
        kind="number",
        name=name if name not in taken else f"{name}_of_all",
        label=f"total {what}",
        expression=" + ".join(f"coalesce({figure}, 0)" for figure in figures),
        unit=parts[0].unit or ("money" if role == "spend" else None),
        role=role,
        group=BEHAVIOUR,
        transform=transform_for(columns.shape_of(values)),
        values=values,
    )


def active(feature: Feature) -> Feature:
    """A flag for those whose date is an open end, such as 9999-12-31."""
    column = feature.column
    texts = ", ".join("'" + text.replace("'", "''") + "'" for text in column.open_ends)
    return Feature(
        column=column,
        kind="flag",
        name="active",
        label="active",
        expression=f"{names.column_expression(column.name)} in ({texts})",
        group=PERSON,
        may_form=False,
        why_not=f"{column.name} is {' or '.join(column.open_ends)}",
        is_made=True,
    )


def may_be_summed(feature: Feature) -> bool:
    """Whether a figure is an amount or a count, and no average, share or score."""
    header = feature.column.name
    return (
        feature.kind == "number"
        and feature.role in ("spend", "frequency", "quantity")
        and not says(header, "not_a_sum")
        and feature.column.facts.numbers is not None
        and feature.column.facts.numbers.minimum >= 0
        # Shares of 0 to 1 are of different wholes, and parts of a thing are not counted.
        and feature.column.facts.numbers.maximum > 1
        and (feature.role == "spend" or feature.column.facts.whole >= _MANY)
        and feature.column.facts.filled_share >= 0.95
    )


def is_money(feature: Feature) -> bool:
    """Whether a figure is the money a customer brought, and no score or average."""
    words = set(tokens(feature.column.name))
    is_amount = feature.role == "spend" and feature.kind == "number" and feature.group != COMPANY
    return is_amount and not words & {"score", "index", "rate", "share", "level", "band", "avg", "average", "mean"}


def _settle_number(feature):
    header, numbers = feature.column.name, feature.column.facts.numbers
    feature.transform = transform_for(numbers)
    if feature.role in _DESCRIBING_ROLES or (feature.basis and feature.role != "income"):
        feature.group = PERSON
    elif feature.role:
        feature.group = BEHAVIOUR
    if feature.role == "recency" and feature.unit is None:
        feature.unit = "days" if numbers and numbers.maximum > 40 else None
    if feature.unit is None and (is_money(feature) or feature.role in ("income", "basket")):
        feature.unit = "money" if "score" not in tokens(header) else None
    if feature.unit == "percent" and numbers and numbers.minimum >= 0 and numbers.maximum <= 1:
        feature.unit = "share"
    if feature.unit is None and says(header, "ratio") and numbers and numbers.minimum >= 0 and numbers.maximum <= 1:
        feature.unit = "share"
    level, count = next(iter(feature.column.facts.levels), ("", 0))
    share = count / max(feature.column.facts.values, 1)
    if share > _MANY:
        feature.may_form, feature.why_not = False, f"{level} for {share:.0%}"
    elif level == "0" and share > _HALF:
        feature.note = f"0 for {share:.0%}"


def _settle_age(feature):
    feature.label, feature.unit, feature.role, feature.group = "age", "years", "age", PERSON
    feature.transform = "standard"
    if feature.kind != "age":
        feature.name = "age"


def _settle_date(feature):
    words = [word for word in tokens(feature.column.name) if word not in _WORDS_OF_DATES and word.isascii()]
    what = " ".join(words)
    feature.unit = "days"
    feature.transform = transform_for(columns.shape_of(np.nanmax(feature.values) - feature.values))
    feature.group = BEHAVIOUR if feature.role == "recency" else PERSON
    if feature.role not in ("recency", "length"):
        feature.role = None
    if what in ("customer", "member", "client"):
        feature.name, feature.label = f"days_as_{what}", f"time as a {what}"
    elif what:
        what = re.sub(r"^(since|of) ", "", what)
        feature.name, feature.label = "days_since_" + what.replace(" ", "_"), f"time since {what}"
    else:
        feature.name, feature.label = f"days_since_{feature.name}", f"time since {feature.label}"


def _settle_flag(feature):
    feature.group = PERSON
    if feature.role not in ("complaints", "response", "discount", "returns"):
        feature.role = None
    share = np.nanmean(feature.values) if feature.values is not None and np.isfinite(feature.values).any() else 0.5
    if min(share, 1 - share) < 0.1:
        feature.may_form, feature.why_not = False, "rare"


def _settle_presence(feature):
    header = feature.column.name
    feature.group, feature.role, feature.unit, feature.at_signup = PERSON, None, None, False
    feature.name, feature.label = f"has_{feature.name}", f"has {feature.label}"
    feature.expression = f"{names.column_expression(header)} is not null"
    feature.may_form, feature.values = False, None
    feature.why_not = f"{1 - feature.column.facts.filled_share:.0%} empty"


def _settle_category(feature):
    feature.group, feature.role, feature.unit = PERSON, None, None
    feature.levels = _kept_levels(feature.column)
    feature.values = None


_SETTLE = {
    "number": _settle_number, "age": _settle_age, "birth_year": _settle_age, "birth_date": _settle_age,
    "date": _settle_date, "flag": _settle_flag, "presence": _settle_presence, "category": _settle_category,
}  # fmt: skip


def _is_mostly_empty(column):
    return column.facts.filled_share < 0.5


def _kept_levels(column):
    """The levels a category keeps: all where they are few and none is rare, else those that are frequent enough."""
    counts = column.facts.levels
    total = sum(count for _, count in counts)
    if column.facts.distinct <= FEW_LEVELS:
        frequent = [level for level, count in counts if count >= _VERY_RARE * total]
        return tuple(frequent) if len(counts) - len(frequent) >= 2 and len(frequent) >= 2 else ()
    return tuple(level for level, count in counts if count >= _RARE * column.facts.values)[:_MOST_LEVELS]


def _basis(header):
    basis = meaning(header, "basis")
    return basis if basis != "behavioural" else None
