"""From the facts of a column to what it is: one kind, and for a kind that is left out the reason."""

import re
from dataclasses import dataclass

from segmentation.intake.columns import Facts
from segmentation.intake.names import unit
from segmentation.intake.reading import ISO
from segmentation.intake.sensitive import topic
from segmentation.intake.words import meaning, says, strength

READABLE = 0.95
MOSTLY = 0.9
DAMAGED = 0.05
FEW_LEVELS = 12
_SEVERAL_DAMAGED_DIGITS = 0.8

# What each kind that is no feature is left out for.
REASONS = {
    "empty": "has no value at all",
    "constant": "has one value only: {example}",
    "id": "identifies something and measures nothing",
    "row_number": "numbers the rows",
    "e-mail": "e-mail addresses identify people",
    "phone": "phone numbers identify people",
    "url": "addresses of pages are no category",
    "person_name": "names of people identify them",
    "address": "postal addresses identify people",
    "model_output": "is the answer of another model or scoring, not a measurement",
    "free_text": "free text: {distinct} different values",
    "damaged": "damaged by a locale: {share} of its values are like {example}, with points that mark nothing",
    "unclear": "neither numbers nor text: {share} can be read as numbers, others are like {example}",
    "timestamp_number": "seems to count seconds since 1970: make it a date to use it",
}


@dataclass(frozen=True)
class Kind:
    """What a column is, as people say it, and for a kind that is left out the reason."""

    name: str
    reason: str | None = None

    @property
    def is_feature(self) -> bool:
        """Whether such a column may be a feature."""
        return self.reason is None


def decimal_mark(columns: list[Facts]) -> str:
    """The decimal mark of a file: that of the columns whose values can be read in one way only.

    A value such as 1.234 says nothing by itself, nor does 8.188.888.889, which may be damaged. Ids such as 17850.0 tell
    only where nothing else does.
    """
    telling = [facts for facts in columns if facts.only_point or facts.only_comma]
    telling = [facts for facts in telling if facts.whole < READABLE] or telling
    votes = {".": 0, ",": 0}
    for facts in telling:
        votes["." if facts.only_point >= facts.only_comma else ","] += 1
    if telling:
        return "," if votes[","] > votes["."] else "."
    grouped = sum(_is_grouped_by_points(facts) for facts in columns)
    return "," if grouped else "."


def _is_grouped_by_points(facts):
    """Numbers such as 1.234.567 in a file without any decimal mark: whole, and grouped by points."""
    return (
        facts.scattered_points > 0
        and facts.many_digits < _SEVERAL_DAMAGED_DIGITS * facts.scattered_points
        and facts.comma >= READABLE
        and not _covers(facts)
    )


def kind_of(facts: Facts, decimal: str) -> Kind:
    """Say what a column is.

    Parameters
    ----------
    facts : Facts
    decimal : str
        The decimal mark of the file.

    Returns
    -------
    Kind
        Features: number, age, birth_year, birth_date, date, flag, presence, category. Others carry a reason.
    """
    name = _kind_name(facts, decimal)
    if name not in REASONS:
        return Kind(name)
    example = facts.levels[0][0] if facts.levels else ""
    share = f"{_numeric(facts, decimal):.0%}"
    if name == "damaged":
        example = facts.damaged_point if decimal == "." else facts.damaged_comma
        share = f"{_damaged_share(facts, decimal):.0%}"
    if name == "unclear":
        example = facts.unread or example
    return Kind(name, REASONS[name].format(example=_short(example), distinct=f"{facts.distinct:,}", share=share))


def _kind_name(facts, decimal):
    if facts.filled == 0 or facts.values == 0:
        return "empty"
    if facts.distinct == 1:
        return "presence" if 0.05 <= facts.filled_share <= MOSTLY else "constant"
    if facts.declared == "flag" or (facts.is_flag and facts.distinct == 2):
        return "model_output" if says(facts.name, "kind") and _named_kind(facts) == "model_output" else "flag"
    for pattern, share in (("e-mail", facts.email), ("url", facts.url)):
        if share >= MOSTLY:
            return pattern
    if facts.uuid >= MOSTLY:
        return "id"
    named = _named_kind(facts)
    numeric = _numeric(facts, decimal)
    damaged = _damaged_share(facts, decimal)
    if damaged >= DAMAGED and numeric + damaged >= READABLE and not _covers(facts):
        return "damaged"
    if named == "model_output":
        return named
    if _covers(facts) and not _is_eight_digit_id(facts):
        return "birth_date" if _is_birth(facts) else "date"
    if named in ("phone", "person_name", "address") and _identifies(facts):
        return named
    if numeric >= READABLE:
        return _kind_of_number(facts, named, decimal)
    return _kind_of_text(facts, numeric)


def _named_kind(facts):
    """What the name says; a name of a thing, such as product name or customer segment id, is not that of a person."""
    kind = meaning(facts.name, "kind")
    if kind == "person_name" and says(facts.name, "line") and not says(facts.name, "id"):
        return None
    return kind


def _identifies(facts):
    """Whether values are spread as widely as those that identify people; few levels are always a category."""
    return facts.distinct > FEW_LEVELS


def _kind_of_number(facts, named, decimal):
    whole = facts.whole >= 0.99
    if whole and _is_birth(facts) and _between(facts, 1850, 2100):
        return "birth_year"
    if named == "age" and _between(facts, 0, 130):
        return "age"
    if facts.phone >= MOSTLY and facts.leading_zeros >= MOSTLY:
        return "phone"
    is_measured = meaning(facts.name, "role") or says(facts.name, "count")
    if whole and _is_code(facts, is_measured):
        return "id"
    if whole and facts.unique_share == 1 and facts.filled == facts.rows and _counts_up(facts) and not is_measured:
        return "row_number"
    if whole and _is_epoch(facts):
        return "timestamp_number"
    is_coded = topic(facts) or (meaning(facts.name, "kind") == "code" and not is_measured and not unit(facts.name))
    if whole and is_coded and facts.distinct <= FEW_LEVELS:
        return "category"
    return "number"


def _kind_of_text(facts, numeric):
    if facts.phone >= MOSTLY and facts.unique_share > 0.5:
        return "phone"
    if says(facts.name, "other_id") and facts.unique_share > 0.5:
        return "id"
    if numeric >= 0.5 and facts.distinct > FEW_LEVELS:
        return "unclear"
    repeated = facts.distinct <= max(FEW_LEVELS, 0.2 * facts.filled) or _frequent_share(facts) >= 0.5
    if repeated and facts.distinct < facts.filled and facts.mean_length <= 60:
        return "category"
    return "id" if facts.unique_share > MOSTLY and facts.mean_words < 1.5 and facts.mean_length <= 40 else "free_text"


def _frequent_share(facts):
    """The share of the values whose level is one in fifty of them or more."""
    counts = [count for _, count in facts.levels]
    return sum(count for count in counts if count >= 0.02 * facts.values and count >= 5) / max(facts.values, 1)


def _is_birth(facts):
    return strength(facts.name, "kind", "birth") > 0 and meaning(facts.name, "line") in (None, "any_date")


def _is_code(facts, is_measured):
    """Codes that happen to be digits: 0001, numbers longer than a number is, or a name that says so."""
    if facts.leading_zeros >= 0.05 or facts.longest_number >= 16:
        return True
    return says(facts.name, "other_id") and not is_measured and facts.distinct > FEW_LEVELS


def _between(facts, low, high):
    numbers = [float(value) for value, _ in facts.levels if re.fullmatch(r"[-+]?\d+(\.\d+)?", value)]
    inside = sum(low <= number <= high for number in numbers)
    return bool(numbers) and inside >= MOSTLY * len(numbers)


def _counts_up(facts):
    """Whether whole numbers are those from a first to a last without a gap, as far as can be seen from their size."""
    numbers = facts.numbers
    return numbers is not None and numbers.maximum - numbers.minimum + 1 == facts.rows


def _is_epoch(facts):
    numbers = facts.numbers
    is_timely = re.search(r"time|date|stamp|_at$|created|epoch|joined|signup", facts.name.casefold())
    if numbers is None or not is_timely:
        return False
    return any(6e8 * scale <= numbers.minimum and numbers.maximum <= 2.5e9 * scale for scale in (1, 1e3, 1e6))


def _covers(facts):
    """Whether the formats of dates together read the values."""
    return sum(sorted(facts.dates.values(), reverse=True)[:1]) >= READABLE or _joint_share(facts.dates) >= READABLE


def _joint_share(dates):
    """The share that several formats read together, those of one shape counted once."""
    best: dict[str, float] = {}
    for name, share in dates.items():
        shape = name if name == ISO else re.sub(r"%[dm]", "%_", name)
        best[shape] = max(best.get(shape, 0.0), share)
    return sum(best.values())


def _is_eight_digit_id(facts):
    return "%Y%m%d" in facts.dates and says(facts.name, "id") and meaning(facts.name, "line") != "ordered_at"


def _numeric(facts, decimal):
    """The share that can be read as numbers; the point of a typed number is its decimal mark, whatever the file's."""
    return 1.0 if facts.declared == "number" else facts.point if decimal == "." else facts.comma


def _damaged_share(facts, decimal):
    return facts.scattered_points if decimal == "." else facts.scattered_commas


def _short(text):
    return text if len(text) <= 24 else text[:23] + "…"
