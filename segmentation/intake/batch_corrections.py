"""Which batches, and which lines of them, later ones take the place of: of a line that two have, one counts."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from shlex import quote

from segmentation.intake.batches import ACCEPTED, REPLACED, SET_ASIDE, Batch, Limits, Shared, Verdict

_MOST = 0.5
# A file that lacks more of the lines of its days corrects those that it has: what it lacks would be lost in silence.
_NEARLY_ALL = 0.9


def correct(batches: list[Batch], verdicts: list[Verdict], shared: Iterable[Shared], limits: Limits) -> list[Verdict]:
    """Let each batch take the place of what it corrects; of a line that two have, the later batch's counts."""
    known = {each.number: each for each in batches}
    found = {each.number: each for each in verdicts}
    parts: dict[int, list[tuple[int, date | None, date | None]]] = {}
    lacking: dict[tuple[int, int], int] = {}
    for pair in sorted(shared, key=lambda each: (each.earlier, each.later)):
        earlier, later = known[pair.earlier], known[pair.later]
        if _is_shifted(pair, earlier, later) and not found[pair.later].is_decided:
            sentence = (
                f"{later.name} has {pair.next_day:,} lines that {earlier.name} has on the day before or after, as in"
                " another time zone, so that they would count twice: leave out one of them, or run `segments batches"
                f" --accept {quote(later.name)} --reason ...` if these are other orders."
            )
            found[pair.later] = replace(found[pair.later], state=SET_ASIDE, sentence=sentence)
        # Lines of other days have numbers of orders that begin anew.
        is_same = pair.lines and pair.same_day >= _MOST * pair.lines
        if not is_same or SET_ASIDE in (found[pair.earlier].state, found[pair.later].state):
            continue
        covers = pair.lines >= _NEARLY_ALL * pair.within
        if covers and later.first_on <= earlier.first_on and earlier.last_on <= later.last_on:
            if found[pair.earlier].state == ACCEPTED:
                sentence = (
                    f"{later.name} takes its place, which has {pair.lines:,} of its {earlier.lines:,} lines:"
                    f" {later.amount or 0:,.2f} count for {earlier.amount or 0:,.2f}."
                )
                verdict = found[pair.earlier]
                found[pair.earlier] = replace(verdict, state=REPLACED, sentence=sentence, replaced_by=pair.later)
        elif covers:
            parts.setdefault(pair.later, []).append((pair.earlier, later.first_on, later.last_on))
        elif limits.has_line_key:
            parts.setdefault(pair.later, []).append((pair.earlier, None, None))
            lacking[pair.earlier, pair.later] = pair.within - pair.lines
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
            if lacks := sum(lacking.get((part[0], number), 0) for part in open_parts):
                sentence += f" The {lacks:,} others of the same days go on counting."
            sentence = " ".join(filter(None, (verdict.sentence, sentence)))
            found[heir] = replace(verdict, takes=(*verdict.takes, *open_parts), sentence=sentence)
    return [found[each.number] for each in verdicts]


def _is_shifted(pair, earlier, later):
    """Whether most of one of two batches is in the other too, a day apart."""
    return pair.next_day > _MOST * min(earlier.lines, later.lines)


def _heir(number, found):
    """The batch that counts in the place of one, at the end of all corrections."""
    while found[number].replaced_by is not None:
        number = found[number].replaced_by
    return number
