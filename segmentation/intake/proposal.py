"""What is proposed for a source: an entry of the configuration, and for every column what became of it and why."""

from dataclasses import dataclass, field
from typing import Any

FORMS, DESCRIBES, LEFT_OUT = "forms the segments", "describes them", "left out"


@dataclass(frozen=True)
class Treatment:
    """What becomes of one column: what it is, what it is used as, and how, or why it is left out."""

    column: str
    what: str
    used_as: str
    how: str = ""


@dataclass(frozen=True)
class Proposal:
    """A segmentation, where the rows are orders a shop too, as the configuration will have them."""

    segmentation: dict[str, Any]
    treatments: tuple[Treatment, ...]
    shop: dict[str, Any] | None = None
    id_column: str | None = None
    customers: int = 0
    remarks: tuple[str, ...] = ()
    features: dict[str, str] = field(default_factory=dict)
    earliest: str | None = None


@dataclass(frozen=True)
class Wishes:
    """What the configuration says of all segmentations, and what the person who asks has chosen."""

    name: str
    id: str | None = None
    kinds: dict[str, str] = field(default_factory=dict)
    roles: frozenset[str] | None = None
    bases: dict[str, str] = field(default_factory=dict)
    fewest_customers: int = 10
    fewest_points: int = 3
    today: str = "9999-12-31"
    statuses: dict[str, str] = field(default_factory=dict)
    placeholders: frozenset[str] = frozenset()
    rates: dict[str, float] = field(default_factory=dict)

    def role(self, role: str | None) -> str | None:
        """A role the playbook or the words for traits know; nothing in place of others."""
        return role if role and (self.roles is None or role in self.roles) else None
