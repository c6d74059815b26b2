"""What a rule asks of one feature: in words, and as SQL that means exactly the same."""

import math
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from segmentation.features.transforms import MISSING_LEVEL

MOST_CONDITIONS = 2
EXACT_DIGITS = 15


@dataclass(frozen=True)
class Wording:
    """How people call a feature and its unit; a flag is said by yes and no."""

    label: str
    unit: str | None = None
    is_flag: bool = False


@dataclass(frozen=True)
class Range:
    """A number over `low`, up to `high`, or both. What is missing counts as `fill_value`."""

    feature: str
    fill_value: float
    low: float | None = None
    high: float | None = None

    @property
    def conditions(self) -> int:
        """How many limits there are."""
        return (self.low is not None) + (self.high is not None)

    def words(self, wording: Wording) -> str:
        """The limits in the feature's own unit."""
        if wording.is_flag and self.conditions == 1:
            label = wording.label.removeprefix("is ")
            return label if self.high is None else f"not {label}"
        # Of two limits the second has the unit.
        unit = wording.unit if self.high is None or wording.unit == "share" else None
        over = [] if self.low is None else [f"over {amount(self.low, unit)}"]
        up_to = [] if self.high is None else [f"up to {amount(self.high, wording.unit)}"]
        return " ".join([wording.label, *over, *up_to])

    @property
    def predicate(self) -> str:
        """The limits as SQL over the raw feature."""
        value = f"coalesce({self.feature}, {literal(self.fill_value)})"
        over = [] if self.low is None else [f"{value} > {literal(self.low)}"]
        return " and ".join(over + ([] if self.high is None else [f"{value} <= {literal(self.high)}"]))


@dataclass(frozen=True)
class Levels:
    """A category at the level `met`, or at another level than those `unmet`."""

    feature: str
    met: str | None = None
    unmet: tuple[str, ...] = ()

    @property
    def conditions(self) -> int:
        """How many levels are named."""
        return len(self.unmet) if self.met is None else 1

    def words(self, wording: Wording) -> str:
        """The levels as people call them."""
        if self.met is not None:
            return f"{wording.label} is {self.met}"
        *others, last = self.unmet
        return f"{wording.label} is {f'neither {others[0]} nor {last}' if others else f'not {last}'}"

    @property
    def predicate(self) -> str:
        """The levels as SQL over the raw feature."""
        value = f"coalesce({self.feature}, {_text(MISSING_LEVEL)})"
        if self.met is not None:
            return f"{value} = {_text(self.met)}"
        return " and ".join(f"{value} <> {_text(level)}" for level in self.unmet)


def readable_limit(low: float, high: float, middle: float) -> float:
    """A number of few digits from `low` up to, but not including, `high`.

    Of the multiples of the largest power of ten that fits between the two it is the one nearest to `middle`.

    Examples
    --------
    >>> readable_limit(61.0, 78.0, 69.5)
    70.0
    """
    step = Decimal(1).scaleb(math.floor(math.log10(high - low)))
    first, after_last = (int((Decimal(value) / step).to_integral_value(ROUND_CEILING)) for value in (low, high))
    multiple = min(max(round(Decimal(middle) / step), first), after_last - 1)
    limit = float(multiple * step)
    # Between numbers that differ in their last digit only, the lower one is all there is.
    return limit if low <= limit < high else low


def amount(value: float, unit: str | None) -> str:
    """A limit with all its digits, as people write it: 1,234, 0.45, a share as 12.5%."""
    exact = Decimal(repr(value)).normalize()
    if unit == "share":
        return f"{(100 * exact).normalize():,f}%"
    return f"{exact:,f}" if unit in (None, "money") else f"{exact:,f} {unit}"


def literal(value: float) -> str:
    """A number as SQL that reads as exactly this floating-point number."""
    exact = Decimal(repr(value)).normalize()
    if len(exact.as_tuple().digits) <= EXACT_DIGITS and abs(exact.adjusted()) < EXACT_DIGITS:
        return f"{exact:f}"
    # Without an exponent it would be read as a decimal, and rounded again.
    return repr(value) if "e" in repr(value) else f"{value!r}e0"


def _text(value):
    return "'" + value.replace("'", "''") + "'"
