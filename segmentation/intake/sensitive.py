"""Which columns hold what must not decide on people: told by the name in many languages, else by the values."""

from segmentation.intake.columns import Facts
from segmentation.intake.reading import is_missing
from segmentation.intake.words import meaning, says, tokens, wholly

_MOST_GENDERS = 6
_MOST_LEVELS = 40
_FEW_CODES = 4
_READABLE = 0.95
_TELLING_SHARE = 0.5


def topic(facts: Facts) -> str | None:
    """What a column says of people that must not form segments, such as gender or religion; else nothing.

    Numbers that stand for categories are told by their name alone; text by its levels too, unless the name says that
    it is of things, such as the sizes M and F of a product.
    """
    named = meaning(facts.name, "sensitive")
    if named or says(facts.name, "of_things"):
        return named
    levels = {level: count for level, count in facts.levels if not is_missing(level)}
    if not 2 <= facts.distinct <= _MOST_LEVELS:
        return None
    if _is_gender(set(levels)):
        return "gender"
    if facts.distinct <= _FEW_CODES and facts.point >= _READABLE:
        return meaning(facts.name, "sensitive_if_coded")
    return _told_by_levels(levels)


def _is_gender(levels):
    """Whether all levels are words for woman and man, in any language, or the letters for them."""
    told = {" ".join(tokens(level)): wholly(level, "level") for level in levels}
    persons = {level: values for level, values in told.items() if "other gender" not in values}
    if len(told) > _MOST_GENDERS:
        return False
    if all(len(level) == 1 for level in persons):
        return "gender" in wholly(" ".join(sorted(persons)), "level_codes")
    return {"woman", "man"} <= set().union(*persons.values()) and all(
        values & {"woman", "man"} for values in persons.values()
    )


def _told_by_levels(levels):
    """The topic of which two levels or more are words, if these are at least half of all values."""
    counts: dict[str, list[int]] = {}
    for level, count in levels.items():
        for value in wholly(level, "level") - {"woman", "man", "other gender"}:
            counts.setdefault(value, []).append(count)
    enough = [
        (sum(found), value)
        for value, found in counts.items()
        if len(found) >= 2 and sum(found) >= _TELLING_SHARE * sum(levels.values())
    ]
    return max(enough)[1] if enough else None
