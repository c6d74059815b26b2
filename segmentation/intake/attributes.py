"""What an order log says of the customers behind its lines: a country, a channel, the profit of what they buy."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from segmentation.intake import names
from segmentation.intake.features import Feature, make
from segmentation.intake.look import Column, Look, text_of
from segmentation.intake.words import says, strength
from segmentation.warehouse.places import BROUGHT

_FEATURES = BROUGHT / "models" / "features" / "_features__models.yml"
_OF_NEARLY_ALL = 0.95
_KINDS = ("category", "flag", "number", "age")


@dataclass(frozen=True)
class Attribute:
    """A column of the lines as a feature of the customers.

    ``value`` is what the input of order lines says of it, ``settings`` what the segmentation does.
    """

    column: Column
    name: str
    value: str | dict[str, str]
    settings: dict[str, Any]
    is_sensitive: bool
    what: str
    how: str


def find(look: Look, customer: Column, columns: list[Column]) -> list[Attribute]:
    """The columns that say something of customers.

    Parameters
    ----------
    look : Look
    customer : Column
    columns : list of Column
        Those that nothing else has been made of.

    Notes
    -----
    A column with one value for nearly every customer is an attribute, of which the latest value counts. Of numbers that
    differ from line to line, profits, costs and discounts are added up, and shares of them averaged.
    """
    found = []
    for column in columns:
        feature = make(column)
        if feature is None or feature.kind not in _KINDS or column.facts.distinct < 2:
            continue
        if _is_constant(look, customer, column) and (feature.is_category or look.decimal == "."):
            found.append(_attribute(feature, feature.expression or column.expression, "the latest of each customer"))
        elif feature.kind == "number" and not feature.is_sensitive and is_of_a_line(column):
            is_share = says(column.name, "ratio") or _is_share(column)
            as_, how = ("mean", "mean of the lines") if is_share else ("sum", "sum of the lines")
            found.append(_attribute(feature, {"column": column.expression, "as": as_}, how))
    return found


def _attribute(feature: Feature, value, how):
    taken = names.RESERVED | _names_of_features()
    name = f"order_{feature.name}" if feature.name in taken else feature.name
    # What is made of several lines is spread in another way than what stands in one.
    settings = feature.settings(False) | ({"role": None, "transform": None} if isinstance(value, dict) else {})
    settings = {key: each for key, each in settings.items() if key != "column" and each is not None}
    return Attribute(feature.column, name, value, settings, feature.is_sensitive, feature.what, how)


def _is_constant(look, customer, column):
    """Whether nearly every customer with several lines has one value."""
    several, alike, different = look.source.connection.execute(f"""
        select count(*), count(*) filter (where different = 1), count(distinct one)
        from (
            select count(distinct {text_of(column.name)}) as different, min({text_of(column.name)}) as one
            from {look.relation}
            where {text_of(customer.name)} is not null and {text_of(column.name)} is not null
            group by {text_of(customer.name)}
            having count(*) > 1
        )
    """).fetchone()
    return several >= 5 and different > 1 and alike >= _OF_NEARLY_ALL * several


def is_of_a_line(column: Column) -> bool:
    """Whether a name says a profit, a cost or a discount."""
    return says(column.name, "company") or strength(column.name, "role", "discount") > 0


def _is_share(column):
    numbers = column.facts.numbers
    return numbers is not None and numbers.minimum >= -1 and numbers.maximum <= 1


@cache
def _names_of_features():
    """The columns that every shop's customers have."""
    models = yaml.safe_load(_FEATURES.read_text("utf-8"))["models"]
    return frozenset(
        column["name"] for model in models if model["name"] == "customer_features" for column in model["columns"]
    )
