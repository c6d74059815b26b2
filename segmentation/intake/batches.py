"""The batches of an order log: what is known of each, and what becomes of it.

A batch is a file of several. All is computed from figures of the batches, in the order of their versions: which is
built first, or when, changes nothing.
"""

from dataclasses import dataclass
from datetime import date

ACCEPTED, SET_ASIDE, REPLACED = "accepted", "set aside", "replaced"


@dataclass(frozen=True)
class Batch:
    """What is known of a batch: how it came, and figures of its lines.

    ``unread`` lines have no date, no worth, no quantity or another number of fields; ``unnamed`` have no customer;
    ``out_of_time`` lie before the first plausible date or after today. ``low``, ``middle`` and ``high`` are the
    quartiles of the amounts. ``early_on`` and ``late_on`` hold nearly all days between them; ``swapped_from`` and
    ``swapped_to`` are the ends if day and month are swapped, where that is possible for all. ``known_share`` is that of
    the customers who are in another batch; ``renumbered_share`` that of the lines that an earlier one, ``renumbered``,
    has too, with other numbers of orders. ``pieces`` and ``price`` are the medians of quantities and prices where lines
    have both, ``whole_pieces`` and ``whole_prices`` the shares of them that are whole numbers.
    """

    number: int
    name: str
    content_hash: str = ""
    problem: str | None = None
    told: tuple[str, ...] = ()
    lines: int = 0
    unread: int = 0
    undated: int = 0
    unnamed: int = 0
    out_of_time: int = 0
    bad_date: str | None = None
    bad_worth: str | None = None
    first_on: date | None = None
    last_on: date | None = None
    early_on: date | None = None
    middle_on: date | None = None
    late_on: date | None = None
    swapped_from: date | None = None
    swapped_to: date | None = None
    low: float | None = None
    middle: float | None = None
    high: float | None = None
    amount: float | None = None
    customers: int = 0
    known_share: float | None = None
    renumbered: str | None = None
    renumbered_share: float = 0.0
    pieces: float | None = None
    price: float | None = None
    whole_pieces: float | None = None
    whole_prices: float | None = None

    @property
    def width(self) -> int:
        """Days that nearly all of its lines take."""
        return (self.late_on - self.early_on).days if self.early_on else 0


@dataclass(frozen=True)
class Shared:
    """Lines that two batches have, one after the other.

    ``lines`` of an earlier batch are in the later one by their order and line, ``same_day`` of these on the same day,
    ``next_day`` on the day before or after; ``within`` are all lines of the earlier one on the days of the later one.
    """

    earlier: int
    later: int
    lines: int
    same_day: int
    within: int
    next_day: int = 0


@dataclass(frozen=True)
class Verdict:
    """What becomes of a batch, and why; ``is_decided`` where somebody said so.

    Of one that is replaced ``replaced_by`` is the batch that takes its place. ``takes`` are the parts of other batches
    that this one takes the place of: their number, and the days that it covers or none, where its lines alone do.
    """

    number: int
    name: str
    state: str = ACCEPTED
    is_decided: bool = False
    sentence: str = ""
    replaced_by: int | None = None
    takes: tuple[tuple[int, date | None, date | None], ...] = ()


@dataclass(frozen=True)
class Limits:
    """Shares of lines from which a batch fails; whether equal lines are pieces, lines have a key, orders a status."""

    stops: float = 0.5
    warns: float = 0.1
    keeps_copies: bool = False
    has_line_key: bool = True
    has_status: bool = False
