"""Which batches of an order log count: each is judged on its own and next to the others, and corrections take places.

All of it is computed from figures of the batches, in the order of their versions: what is first built, or when, changes
nothing. A batch that fails is set aside whole, with a sentence that says why and what to do.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from statistics import median_low
from typing import Any

ACCEPTED, SET_ASIDE, REPLACED = "accepted", "set aside", "replaced"

# The median is so many times the usual one, and the middle halves are apart: another unit, such as cents.
_OTHER_SCALE = 30
_FEWEST_LINES = 5
# What all others have to agree on is asked of so many of them.
_FEWEST_OTHERS = 3
_LONGEST_PAUSE = 180
_USUALLY_KNOWN = 0.2
_FEWEST_KNOWN = 20
_FAR_FROM_USUAL = 10
_MOST = 0.5
_NAMED_BY_DAYS = 0.8
_DAYS_OFF = 3
_DAY_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2})[-_.]?(0[1-9]|1[0-2])(?:[-_.]?(0[1-9]|[12]\d|3[01]))?(?!\d)")


@dataclass(frozen=True)
class Batch:
    """What is known of a batch: how it came, and figures of its lines.

    ``unread`` lines have no date, no worth, no quantity or another number of fields; ``unnamed`` have no customer;
    ``out_of_time`` lie before the first plausible date or after today. ``low``, ``middle`` and ``high`` are the quartiles
    of the amounts. ``early_on`` and ``late_on`` hold nearly all days between them; ``swapped_from`` and ``swapped_to`` are
    the ends if day and month are swapped, where that is possible for all. ``known_share`` is that of the customers who
    are in another batch.
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
    customers: int = 0
    known_share: float | None = None

    @property
    def width(self) -> int:
        """Days that nearly all of its lines take."""
        return (self.late_on - self.early_on).days if self.early_on else 0


@dataclass(frozen=True)
class Shared:
    """Lines that two batches have, one after the other.

    ``lines`` of an earlier batch are in the later one by their order and line, ``same_day`` of these on the same day;
    ``within`` are all lines of the earlier one on the days of the later one.
    """

    earlier: int
    later: int
    lines: int
    same_day: int
    within: int


@dataclass(frozen=True)
class Verdict:
    """What becomes of a batch, and why.

    It is decided where somebody said so. Of one that is replaced ``replaced_by`` is the batch that takes its place. ``takes`` are the parts of other batches
    that this one takes the place of: their number, and the days that it covers or none, where its lines alone do.
    """

    number: int
    name: str
    state: str = ACCEPTED
    is_decided: bool = False
    sentence: str = ""
    replaced_by: int | None = None
    takes: tuple[tuple[int, date | None, date | None], ...] = ()
    passes: tuple[int, ...] = field(default=())


@dataclass(frozen=True)
class Limits:
    """Shares of lines from which on a batch fails, and whether equal lines are pieces; a line is known by a key or not."""

    stops: float = 0.5
    warns: float = 0.1
    keeps_copies: bool = False
    has_line_key: bool = True


def judge(batches: list[Batch], decisions: Mapping[tuple[str, str], tuple[str, str]], limits: Limits) -> list[Verdict]:
    """Judge each batch on its own and next to the others.

    Parameters
    ----------
    batches : list of Batch
        In the order of their versions.
    decisions : mapping
        By name and content of a batch, what somebody has decided of it, `accepted` or `set aside`, and why.
    limits : Limits
    """
    own = {each.number: _own_problem(each, limits) for each in batches}
    sound = [each for each in batches if own[each.number] is None]
    verdicts = []
    for each in batches:
        problem = own[each.number] or _problem_next_to(each, [other for other in sound if other is not each], limits)
        decision, reason = decisions.get((each.name, each.content_hash), (None, ""))
        if decision == SET_ASIDE:
            verdicts.append(Verdict(each.number, each.name, SET_ASIDE, True, f"Set aside by decision: {reason}."))
        elif problem and not (decision == ACCEPTED and each.problem is None):
            remedy = f"get it anew, or run `segments batches --accept {each.name} --reason ...` if it is right"
            sentence = each.problem or f"{each.name} {problem}: {remedy}."
            verdicts.append(Verdict(each.number, each.name, SET_ASIDE, sentence=sentence))
        else:
            told = [*each.told, *([f"it {problem}, and was accepted: {reason}"] if problem else [])]
            told += [] if each.lines else ["it has no lines"]
            sentence = f"{each.name} is read by its own form: {'; '.join(told)}." if told else ""
            if problem or not each.lines:
                sentence = f"{each.name}: {'; '.join(told)}."
            verdicts.append(Verdict(each.number, each.name, ACCEPTED, decision == ACCEPTED, sentence))
    return verdicts


def correct(batches: list[Batch], verdicts: list[Verdict], shared: Iterable[Shared], limits: Limits) -> list[Verdict]:
    """Let each batch take the place of what it corrects; of a line that two have, the later batch's counts."""
    known = {each.number: each for each in batches}
    found = {each.number: each for each in verdicts}
    parts: dict[int, list[tuple[int, date | None, date | None]]] = {}
    for pair in sorted(shared, key=lambda each: (each.earlier, each.later)):
        earlier, later = known[pair.earlier], known[pair.later]
        if not pair.lines or {found[pair.earlier].state, found[pair.later].state} & {SET_ASIDE}:
            continue
        covers = pair.lines >= _MOST * pair.within
        if pair.same_day < _MOST * pair.lines:
            # Numbers of orders that begin anew.
            verdict = found[pair.later]
            found[pair.later] = replace(verdict, passes=(*verdict.passes, pair.earlier))
        elif covers and later.first_on <= earlier.first_on and earlier.last_on <= later.last_on:
            if found[pair.earlier].state == ACCEPTED:
                sentence = f"{later.name} takes its place, which has {pair.lines:,} of its {earlier.lines:,} lines."
                verdict = found[pair.earlier]
                found[pair.earlier] = replace(verdict, state=REPLACED, sentence=sentence, replaced_by=pair.later)
        elif covers:
            parts.setdefault(pair.later, []).append((pair.earlier, later.first_on, later.last_on))
        elif limits.has_line_key:
            parts.setdefault(pair.later, []).append((pair.earlier, None, None))
        elif limits.keeps_copies and found[pair.later].state == ACCEPTED:
            sentence = (
                f"{later.name} has {pair.lines:,} lines that {earlier.name} has too, and nothing tells whether they are"
                f" the same: leave out one of them, or map `line_id` or `product_id`."
            )
            found[pair.later] = replace(found[pair.later], state=SET_ASIDE, sentence=sentence)
    for number, taken in parts.items():
        heir = _heir(number, found)
        open_parts = [part for part in taken if found[part[0]].state == ACCEPTED and part[0] != heir]
        if found[heir].state == ACCEPTED and open_parts:
            verdict = found[heir]
            names = ", ".join(dict.fromkeys(known[part[0]].name for part in open_parts))
            sentence = f"{verdict.name} has lines that take the place of lines of {names}."
            sentence = " ".join(filter(None, (verdict.sentence, sentence)))
            found[heir] = replace(verdict, takes=(*verdict.takes, *open_parts), sentence=sentence)
    return [found[each.number] for each in verdicts]


def _heir(number, found):
    """The batch that counts in the place of one, at the end of all corrections."""
    while found[number].replaced_by is not None:
        number = found[number].replaced_by
    return number


def _own_problem(batch, limits):
    """What is wrong with a batch whatever others are like; nothing of one without lines."""
    if batch.problem or not batch.lines:
        return batch.problem
    if batch.unread > limits.stops * batch.lines:
        why = [
            f"{what} (such as {example})"
            for what, example in (("a date", batch.bad_date), ("an amount", batch.bad_worth))
            if example
        ]
        return f"has {batch.unread:,} of {batch.lines:,} lines that cannot be read{_for_lack_of(why)}"
    if batch.out_of_time > limits.stops * batch.lines:
        return (
            f"has {batch.out_of_time:,} of {batch.lines:,} lines from {batch.first_on} to {batch.last_on}, before the first"
            " plausible date or after today"
        )
    return None


def _for_lack_of(why):
    return f", for want of {' and '.join(why)}" if why else ""


def _problem_next_to(batch, others, limits):
    """What is unlike all others, as the end of a sentence about the batch."""
    others = [other for other in others if other.lines]
    if not others or not batch.lines:
        return None
    return (
        _missing_dates(batch, others, limits)
        or _missing_customers(batch, others, limits)
        or _other_scale(batch, others)
        or _swapped_days(batch, others)
        or _far_off(batch, others)
        or _unknown_customers(batch, others)
    )


def _missing_dates(batch, others, limits):
    share, usual = batch.undated / batch.lines, _usual(other.undated / other.lines for other in others)
    if share > max(limits.warns, 3 * usual):
        return f"has {batch.undated:,} of {batch.lines:,} lines without a date that can be read (such as {batch.bad_date})"
    return None


def _missing_customers(batch, others, limits):
    share, usual = batch.unnamed / batch.lines, _usual(other.unnamed / other.lines for other in others)
    if share > limits.stops and usual < limits.stops / 2:
        return f"has {batch.unnamed:,} of {batch.lines:,} lines without a customer, of the others {usual:.0%}"
    return None


def _other_scale(batch, others):
    """Amounts of another unit; of two batches that differ the first is taken to be right."""
    peers = [other for other in others if other.middle and other.lines >= _FEWEST_LINES]
    if not batch.middle or batch.lines < _FEWEST_LINES or not peers:
        return None
    agreeing = sum(not _is_of_other_scale(batch, other) for other in peers)
    against = [other for other in peers if _is_of_other_scale(batch, other)]
    of_one_mind = sum(not _is_of_other_scale(against[0], other) for other in against) if against else 0
    if of_one_mind < agreeing + 1 or (of_one_mind == agreeing + 1 and batch.number < against[0].number):
        return None
    usual = _usual(other.middle for other in against)
    times = batch.middle / usual
    unit = f"{times:,.0f} times" if times > 1 else f"one {1 / times:,.0f}th of"
    return f"has amounts of {batch.middle:,.2f} in the middle, {unit} the usual {usual:,.2f}, as in another unit"


def _is_of_other_scale(one, other):
    low, high = sorted((one, other), key=lambda each: each.middle)
    return high.middle >= _OTHER_SCALE * low.middle and high.low > low.high


def _swapped_days(batch, others):
    """Days that would be where they are expected if day and month were swapped."""
    if batch.swapped_from is None:
        return None
    widest = max(other.width for other in others)
    swapped_width = (batch.swapped_to - batch.swapped_from).days
    is_wide = len(others) >= _FEWEST_OTHERS and batch.width > 3 * (widest + 7) and swapped_width <= widest + 7
    named = [other for other in others if _is_named_by_days(other) is not None]
    are_named = len(named) >= _FEWEST_OTHERS and (
        sum(_is_named_by_days(other) for other in named) >= _NAMED_BY_DAYS * len(named)
    )
    swapped = replace(batch, middle_on=_swapped(batch.middle_on))
    if is_wide or (are_named and _is_named_by_days(batch) is False and _is_named_by_days(swapped)):
        return (
            f"has days from {batch.first_on} to {batch.last_on}, and from {batch.swapped_from} to {batch.swapped_to} if day"
            " and month are swapped, which is where they are expected"
        )
    return None


def _swapped(day):
    return date(day.year, day.day, day.month) if day and day.day <= 12 else None


def _is_named_by_days(batch):
    """Whether the name has the day or month of the lines; nothing where it has none."""
    found = _DAY_IN_NAME.search(batch.name)
    if not found or batch.middle_on is None:
        return None
    year, month, day = found.groups()
    if day is None:
        return (batch.middle_on.year, batch.middle_on.month) == (int(year), int(month))
    try:
        named = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return abs((batch.middle_on - named).days) <= _DAYS_OFF


def _far_off(batch, others):
    """Days long before or after those of all others."""
    dated = sorted((other for other in others if other.early_on), key=lambda other: other.early_on)
    if batch.early_on is None or len(dated) < _FEWEST_OTHERS:
        return None
    pause = min(_pause(batch, other) for other in dated)
    usual, reached = 0, dated[0].late_on
    for other in dated[1:]:
        usual, reached = max(usual, (other.early_on - reached).days), max(reached, other.late_on)
    if pause > max(_LONGEST_PAUSE, _FAR_FROM_USUAL * usual):
        return f"has days from {batch.first_on} to {batch.last_on}, {pause:,} days from all others"
    return None


def _pause(one, other):
    return max((one.early_on - other.late_on).days, (other.early_on - one.late_on).days, 0)


def _unknown_customers(batch, others):
    """Customers of whom no other batch knows any, where many are usually known."""
    shares = [other.known_share for other in others if other.known_share is not None]
    if batch.known_share is None or len(shares) < _FEWEST_OTHERS:
        return None
    usual = _usual(shares)
    is_worth_asking = usual >= _USUALLY_KNOWN and usual * batch.customers >= _FEWEST_KNOWN
    if is_worth_asking and batch.known_share < usual / _FAR_FROM_USUAL:
        return f"knows {batch.known_share:.1%} of its customers from other files, where {usual:.0%} are usual"
    return None


def _usual(values):
    return median_low(list(values))


def answer(request: dict[str, Any]) -> list[dict[str, Any]]:
    """The verdicts on a request of the macro ``planned_batches``: without ``shared`` lines as judged, else corrected."""
    batches = [_batch(row) for row in request["batches"]]
    limits = Limits(**request["limits"])
    decisions = {
        (row["batch"], row["content_hash"]): (row["decision"], row["reason"]) for row in request["decisions"]
    }
    verdicts = judge(batches, decisions, limits)
    if request.get("shared") is not None:
        verdicts = correct(batches, verdicts, [Shared(**row) for row in request["shared"]], limits)
    return [asdict(each) for each in verdicts]


def _batch(row):
    """A batch of what JSON has of it."""
    given = {key: value for key, value in row.items() if key in {each.name for each in fields(Batch)}}
    for key in [key for key in given if key.endswith(("_on", "_from", "_to")) and given[key]]:
        given[key] = date.fromisoformat(str(given[key])[:10])
    return Batch(**{**given, "told": tuple(given.get("told") or ())})


