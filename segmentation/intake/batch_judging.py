"""Which batches of an order log fail: each is judged on its own, and next to the others.

A batch that fails is set aside whole, with a sentence that says why and what to do.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from math import prod
from shlex import quote
from statistics import median_low

from segmentation.intake.batches import ACCEPTED, SET_ASIDE, Batch, Limits, Verdict

# The median is so many times the usual one, and the middle halves are apart: another unit, such as cents.
_OTHER_SCALE = 30
_FEWEST_LINES = 5
# As many times the usual may be another currency, or other goods: that is asked.
_UNUSUAL_SCALE = 3
_ENOUGH_LINES = 30
# Shares of whole numbers: nearly all pieces are, and of prices at most so many where they tell the two apart.
_NEARLY_ALL = 0.99
_ALIKE = 2
_OF_RETURNS = re.compile(
    r"(?<![a-z])(refund|return|credit|retour|storno|gutschrift|avoir|remboursement|devolucion)(s|e[ns]?)?(?![a-z])",
    re.I,
)
# What all others have to agree on is asked of so many of them.
_FEWEST_OTHERS = 3
_LONGEST_PAUSE = 180
_USUALLY_KNOWN = 0.2
_FEWEST_KNOWN = 20
_FAR_FROM_USUAL = 10
_NAMED_BY_DAYS = 0.8
_MOST = 0.5
_DAYS_OFF = 3
# Equal lines under other numbers of orders are none by chance, but for a few.
_SENT_AGAIN = 0.02
# A file that has so much less a day than any of so many before it may be a part of itself. Single days differ too much.
_PART_OF_USUAL = 0.6
_FEWEST_BEFORE = 4
_FEWEST_DAYS = 6
_FEWEST_EXPECTED = 100
_DAY_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2})[-_.]?(0[1-9]|1[0-2])(?:[-_.]?(0[1-9]|[12]\d|3[01]))?(?!\d)")


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
    counts = {each.number: decisions.get((each.name, each.content_hash), ("",))[0] != SET_ASIDE for each in batches}
    sound = [each for each in batches if own[each.number] is None and counts[each.number]]
    verdicts = []
    for each in batches:
        problem = own[each.number] or _problem_next_to(each, [other for other in sound if other is not each], limits)
        decision, reason = decisions.get((each.name, each.content_hash), (None, ""))
        if decision == SET_ASIDE:
            verdicts.append(Verdict(each.number, each.name, SET_ASIDE, True, f"Set aside by decision: {reason}."))
        elif problem and not (decision == ACCEPTED and each.problem is None):
            remedy = f"get it anew, or run `segments batches --accept {quote(each.name)} --reason ...` if it is right"
            sentence = each.problem or f"{each.name} {problem}: {remedy}."
            verdicts.append(Verdict(each.number, each.name, SET_ASIDE, sentence=sentence))
        else:
            told = [*each.told, *([f"it {problem}, and was accepted: {reason}"] if problem else [])]
            told += [] if each.lines else ["it has no lines"]
            sentence = f"{each.name} is read by its own form: {'; '.join(told)}." if told else ""
            if problem or not each.lines:
                sentence = f"{each.name}: {'; '.join(told)}."
            elif remark := _remark(each, [other for other in sound if other is not each]):
                sentence = " ".join(filter(None, (sentence, f"{each.name} {remark}.")))
            verdicts.append(Verdict(each.number, each.name, ACCEPTED, decision == ACCEPTED, sentence))
    return verdicts


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
            f"has {batch.out_of_time:,} of {batch.lines:,} lines from {batch.first_on} to {batch.last_on}, before the"
            " first plausible date or after today"
        )
    if _OF_RETURNS.search(batch.name) and (batch.amount or 0) > 0 and not limits.has_status:
        return f"is named after refunds, and its amounts of {batch.amount:,.2f} are positive and would count as bought"
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
        or _swapped_columns(batch, others)
        or _swapped_days(batch, others)
        or _far_off(batch, others)
        or _sent_again(batch, others)
        or _unknown_customers(batch, others)
    )


def _missing_dates(batch, others, limits):
    share = batch.undated / batch.lines
    if share > limits.warns and share > 3 * _usual(other.undated / other.lines for other in others):
        return (
            f"has {batch.undated:,} of {batch.lines:,} lines without a date that can be read (such as {batch.bad_date})"
        )
    return None


def _missing_customers(batch, others, limits):
    if batch.unnamed <= limits.stops * batch.lines:
        return None
    usual = _usual(other.unnamed / other.lines for other in others)
    if usual < limits.stops / 2:
        return f"has {batch.unnamed:,} of {batch.lines:,} lines without a customer, of the others {usual:.0%}"
    return None


def _other_scale(batch, others):
    """Amounts of another unit; of two batches that differ the first is taken to be right."""
    peers = [other for other in others if other.middle and other.lines >= _FEWEST_LINES]
    if not batch.middle or batch.lines < _FEWEST_LINES or not peers:
        return None
    against = [other for other in peers if _is_of_other_scale(batch, other)]
    agreeing = len(peers) - len(against)
    of_one_mind = sum(not _is_of_other_scale(against[0], other) for other in against) if against else 0
    if of_one_mind < agreeing + 1 or (of_one_mind == agreeing + 1 and batch.number < against[0].number):
        return None
    return f"{_amounts(batch, against)}, as in another unit"


def _amounts(batch, others):
    usual = _usual(other.middle for other in others)
    times = batch.middle / usual
    unit = f"{times:,.0f} times" if times > 1 else f"one {1 / times:,.0f}th of"
    return f"has amounts of {batch.middle:,.2f} in the middle, {unit} the usual {usual:,.2f}"


def _is_of_other_scale(one, other, times=_OTHER_SCALE):
    low, high = (one, other) if one.middle < other.middle else (other, one)
    return high.middle >= times * low.middle and high.low > low.high


def _swapped_columns(batch, others):
    """Quantities like the usual prices and prices like the usual quantities, and both by their kind of numbers too."""
    peers = [other for other in others if other.pieces and other.price and other.lines >= _ENOUGH_LINES]
    if not (batch.pieces and batch.price and peers) or batch.lines < _ENOUGH_LINES:
        return None
    pieces, price = _usual(other.pieces for other in peers), _usual(other.price for other in peers)
    whole_pieces = _usual(other.whole_pieces for other in peers)
    whole_prices = _usual(other.whole_prices for other in peers)
    as_named = (_times(batch.pieces, pieces), _times(batch.price, price))
    swapped = (_times(batch.pieces, price), _times(batch.price, pieces))
    is_told_by_kind = (
        min(whole_pieces, batch.whole_prices) >= _NEARLY_ALL
        and max(whole_prices, batch.whole_pieces) <= _MOST
        and prod(swapped) < prod(as_named)
    )
    is_told_by_size = (
        len(peers) >= _FEWEST_OTHERS
        and min(whole_pieces, batch.whole_prices, whole_prices, batch.whole_pieces) >= _NEARLY_ALL
        and _times(pieces, price) >= _OTHER_SCALE
        and max(swapped) <= _ALIKE
    )
    if not (is_told_by_kind or is_told_by_size):
        return None
    return (
        f"has quantities of {batch.pieces:,.2f} and prices of {batch.price:,.2f} in the middle, of the others"
        f" {pieces:,.2f} and {price:,.2f}, as if the two columns were swapped"
    )


def _times(one, other):
    """How many times the lower of two figures the higher one is."""
    return max(one, other) / min(one, other)


def _swapped_days(batch, others):
    """Days that would be where they are expected if day and month were swapped."""
    if batch.swapped_from is None:
        return None
    widest = max(other.width for other in others)
    swapped_width = (batch.swapped_to - batch.swapped_from).days
    is_wide = len(others) >= _FEWEST_OTHERS and batch.width > 3 * (widest + 7) and swapped_width <= widest + 7
    swapped = replace(batch, middle_on=_swapped(batch.middle_on))
    has_other_name = _is_named_by_days(batch) is False and _is_named_by_days(swapped)
    if is_wide or (has_other_name and _are_named_by_days(others)):
        return (
            f"has days from {batch.first_on} to {batch.last_on}, and from {batch.swapped_from} to {batch.swapped_to} if"
            " day and month are swapped, which is where they are expected"
        )
    return None


def _swapped(day):
    return date(day.year, day.day, day.month) if day and day.day <= 12 else None


def _are_named_by_days(batches):
    named = [answer for answer in map(_is_named_by_days, batches) if answer is not None]
    return len(named) >= _FEWEST_OTHERS and sum(named) >= _NAMED_BY_DAYS * len(named)


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
    dated = [other for other in others if other.early_on]
    if batch.early_on is None or len(dated) < _FEWEST_OTHERS:
        return None
    if any(_pause(batch, other) <= _LONGEST_PAUSE for other in dated):
        return None
    dated.sort(key=lambda other: other.early_on)
    pause = min(_pause(batch, other) for other in dated)
    usual, reached = 0, dated[0].late_on
    for other in dated[1:]:
        usual, reached = max(usual, (other.early_on - reached).days), max(reached, other.late_on)
    if pause > _FAR_FROM_USUAL * usual:
        return f"has days from {batch.first_on} to {batch.last_on}, {pause:,} days from all others"
    return None


def _pause(one, other):
    return max((one.early_on - other.late_on).days, (other.early_on - one.late_on).days, 0)


def _sent_again(batch, others):
    """Lines that an earlier batch has too, though nothing says that its orders are the same."""
    if batch.renumbered_share <= _MOST or batch.renumbered not in {other.name for other in others}:
        return None
    return (
        f"has {batch.renumbered_share:.0%} of its lines in {batch.renumbered} too, under other numbers of orders,"
        " so that they would count twice"
    )


def _remark(batch, others):
    """What is to be asked about a batch that counts, as the end of a sentence about it; nothing of most."""
    others = [other for other in others if other.lines]
    remarks = [_some_sent_again(batch)] if batch.renumbered in {other.name for other in others} else []
    remarks += [_other_days(batch, others), _few_lines(batch, others), _unusual_amounts(batch, others)]
    return "; it ".join(filter(None, remarks))


def _some_sent_again(batch):
    if batch.renumbered_share < _SENT_AGAIN:
        return None
    return (
        f"has {batch.renumbered_share:.0%} of its lines in {batch.renumbered} too, under other numbers of orders: they"
        " count twice, unless one of the two is set aside"
    )


def _other_days(batch, others):
    """Days that its name does not have, where the names of others have theirs."""
    if batch.lines < _ENOUGH_LINES or _is_named_by_days(batch) is not False or not _are_named_by_days(others):
        return None
    return (
        f"has days from {batch.first_on} to {batch.last_on}, and its name another day or month, where the names of the"
        " others have theirs: see whether it is the right file"
    )


def _few_lines(batch, others):
    """Fewer lines for its days than any batch before: half a file, unless business is bad."""
    before = [other for other in others if _can_be_part(other) and batch.early_on and other.early_on < batch.early_on]
    if not _can_be_part(batch) or len(before) < _FEWEST_BEFORE:
        return None
    days = batch.width + 1
    fewest = min(other.lines / (other.width + 1) for other in before) * days
    if fewest < _FEWEST_EXPECTED or batch.lines >= _PART_OF_USUAL * fewest:
        return None
    return (
        f"has {batch.lines:,} lines on its {days} days, and of the {len(before)} files before it none has fewer than"
        f" {fewest:,.0f} on as many: see whether it is whole"
    )


def _unusual_amounts(batch, others):
    """Amounts unlike those of all others, by less than another unit makes."""
    peers = [other for other in others if other.middle and other.lines >= _ENOUGH_LINES]
    if not batch.middle or batch.lines < _ENOUGH_LINES or len(peers) < _FEWEST_OTHERS:
        return None
    if not all(_is_of_other_scale(batch, other, _UNUSUAL_SCALE) for other in peers):
        return None
    return f"{_amounts(batch, peers)}: see whether they are in another currency"


def _can_be_part(batch):
    return batch.width + 1 >= _FEWEST_DAYS


def _unknown_customers(batch, others):
    """Customers of whom no other batch knows any, where many are usually known."""
    if batch.known_share is None or batch.known_share >= 1 / _FAR_FROM_USUAL:
        return None
    shares = [other.known_share for other in others if other.known_share is not None]
    if len(shares) < _FEWEST_OTHERS:
        return None
    usual = _usual(shares)
    is_worth_asking = usual >= _USUALLY_KNOWN and usual * batch.customers >= _FEWEST_KNOWN
    if is_worth_asking and batch.known_share < usual / _FAR_FROM_USUAL:
        return f"knows {batch.known_share:.1%} of its customers from other files, where {usual:.0%} are usual"
    return None


def _usual(values):
    return median_low(list(values))
