"""Names and sentences for segments, made from the traits that set them apart and never from their numbers."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import numpy as np

from segmentation.features.transforms import FittedColumn

MARKED = 0.5
MOSTLY_KNOWN = 0.5
STRONG = 1.5
# A figure is like that of everybody up to so much of it.
NEAR = 0.1
WORDS_IN_A_NAME = 2
NEGATIVE = ("not ", "rarely ", "less ")
ORDER_WORDS = {2: ("lower", "higher"), 3: ("lowest", "middle", "highest")}
BAND_WORDS = {
    2: ("Lower", "Higher"),
    3: ("Low", "Middle", "High"),
    4: ("Lowest", "Low", "High", "Highest"),
    5: ("Lowest", "Low", "Middle", "High", "Highest"),
}
SEASON_LIMITS = (
    "Who has bought in one season only cannot be told from other newcomers: they are among the new customers until "
    "they buy in a second season."
)

# Roles that say how people buy: of those who have not bought for long it is past.
BUYING = ("frequency", "quantity", "spend", "discount", "returns", "basket", "season", "time")


@dataclass(frozen=True)
class Trait:
    """One figure of a segment compared with the whole population.

    ``position`` is the feature's place in the configuration, ``known_share`` the share of the segment's customers of
    whom it is known. ``typical`` and ``population`` are the values a person would quote: the median of a heavy-tailed
    feature, else the mean; of a level of a category its share, of a flag the share of whom it is true.
    ``z_score`` says how far the segment stands from the population, in the population's standard deviations.
    """

    position: int
    feature: str
    level: str | None
    label: str
    unit: str | None
    role: str | None
    is_flag: bool
    in_clustering: bool
    known_share: float
    typical: float
    population: float
    z_score: float

    @property
    def direction(self) -> str:
        """Whether the segment stands high or low."""
        return "high" if self.z_score > 0 else "low"

    @property
    def is_share(self) -> bool:
        """Whether the figure is a share of customers: of a level of a category, or of those of whom a flag is true."""
        return self.is_flag or self.level is not None


def traits(figures: list[dict]) -> list[Trait]:
    """The rows of `segment_figures` of a segment as its traits, in the same order."""
    others = ("label", "population")
    same = [field.name for field in fields(Trait) if field.name not in others]
    return [
        Trait(label=row["feature_label"], population=row["population_typical"], **{name: row[name] for name in same})
        for row in figures
    ]


def bought_once(traits: list[Trait]) -> list[Trait]:
    """Traits in which one order and no time from the first to the last, which say the same, are one: of role once.

    One order makes no season.
    """
    said = {t.role: t for t in traits if t.role in ("frequency", "length") and t.level is None and t.z_score < 0}
    if len(said) < 2 or round(said["frequency"].typical, 1) != 1 or round(said["length"].typical) != 0:
        return traits
    once = replace(said["frequency"], role="once", z_score=min(t.z_score for t in said.values()))
    others = [t for t in traits if t is not said["length"] and t.role != "season"]
    return [once if t is said["frequency"] else t for t in others]


def marked_traits(traits: list[Trait]) -> list[Trait]:
    """Traits that mark the segment: those that form the segments first, numbers first, strongest first.

    A low share of one level is not a trait: that most are not something says little. Nor is a figure that is known of
    less than half of the segment.
    """
    marked = [
        t
        for t in traits
        if abs(t.z_score) >= MARKED and t.known_share >= MOSTLY_KNOWN and (t.level is None or t.z_score > 0)
    ]
    return sorted(marked, key=_importance)


def _importance(trait):
    return (
        not trait.in_clustering,
        trait.level is not None,
        -round(abs(trait.z_score), 6),
        trait.position,
        trait.level,
    )


def word(trait: Trait, words: Mapping[tuple[str, str], str]) -> str:
    """The adjective for a trait: the one given for its role, else high or low and the label."""
    if trait.level is not None:
        # A level such as 3, F or (missing) says nothing without the category it belongs to.
        return trait.level if re.fullmatch(r"[^\W\d]{3}.*", trait.level) else f"{trait.label} {trait.level}"
    return words.get((trait.role, trait.direction)) or (
        _flag_word(trait) if trait.is_flag else f"{trait.direction} {trait.label}"
    )


def _flag_word(trait):
    """Whether most, some or none of the segment are so, whichever it is that sets it apart."""
    if trait.direction == "high":
        how_often = "" if trait.typical >= 0.5 else "more often "
    elif trait.typical >= 0.5:
        how_often = "less often "
    else:
        how_often = "rarely " if trait.typical > 0 else "not "
    return how_often + _flag_label(trait)


def _flag_label(trait):
    return trait.label.removeprefix("is ")


def name_segments(
    segments: Mapping[int, list[Trait]],
    words: Mapping[tuple[str, str], str],
    within: Mapping[int, str] | None = None,
) -> dict[int, str]:
    """Name every segment of a segmentation, each name once.

    Parameters
    ----------
    segments : mapping of segment id to traits
    words : mapping of (role, direction) to adjective
    within : mapping of segment id to name, optional
        Of sub-segments the names of the segments that they lie within.

    Returns
    -------
    dict of segment id to name
        The two strongest traits that form the segments ("Lapsed, low-spending"); where one alone is marked, one that
        only describes them beside it. Where two segments would share a name, further traits are added until they
        differ; segments that no trait keeps apart are named by who has more of what they differ in most. A name that
        another's holds whole says what it lacks ("Long-standing, not recent"), and so does that of a sub-segment that
        says no more than the segment it lies within. A segment with no marked trait is "Typical in" the features in
        which it is like everybody.
    """
    lengths = dict.fromkeys(segments, WORDS_IN_A_NAME)
    names = {}
    for _ in range(max((len(traits) for traits in segments.values()), default=0) + 1):
        chosen = {segment: _words(traits, lengths[segment], words) for segment, traits in segments.items()}
        names = {segment: _written_name(chosen[segment], traits) for segment, traits in segments.items()}
        clashing = _clashing(names)
        if not clashing:
            return {
                segment: ", ".join([names[segment], *_lacked(segment, chosen, traits, words, within or {})])
                for segment, traits in segments.items()
            }
        for segment in clashing:
            lengths[segment] += 1
    return _named_by_order(names, segments)


def name_bands(segments: list[int], label: str) -> dict[int, str]:
    """Names of bands, from the lowest to the highest, by the feature that weighs most in what they are bands of."""
    count = len(segments)
    words = BAND_WORDS.get(count) or [f"Band {number} of {count} by" for number in range(1, count + 1)]
    return {segment: f"{word} {label}" for segment, word in zip(sorted(segments), words, strict=True)}


def _clashing(names):
    """The segments whose name another has too, if only in another order."""
    alike = {segment: frozenset(name.lower().split(", ")) for segment, name in names.items()}
    counts = Counter(alike.values())
    return [segment for segment in names if counts[alike[segment]] > 1]


def _words(traits, length, words):
    """The words of a name: of the strongest traits that form the segments, and of what only describes them."""
    marked = marked_traits(traits)
    chosen = [t for t in marked if t.in_clustering][:length]
    if len(chosen) == 1:
        # One word says little: what only describes the segment may be the second, where people have a word for it.
        named = [t for t in marked if not t.in_clustering and t.level is None and (t.role, t.direction) in words]
        chosen += named[: WORDS_IN_A_NAME - 1]
    return list(dict.fromkeys(_very(t) + word(t, words) for t in chosen))


def _written_name(chosen, traits):
    return _capitalised(", ".join(chosen)) if chosen else _typical(traits)


def _lacked(segment, chosen, traits, words, within):
    """What a segment lacks of those whose names hold its own whole; of its siblings, if it is named as their whole."""
    own = set(_plain(chosen[segment]))
    others = {other: _plain(phrases) for other, phrases in chosen.items() if other != segment}
    rivals = [phrases for phrases in others.values() if own < set(phrases)]
    is_whole = segment in within and own <= set(_plain(within[segment].split(", ")))
    if is_whole and not rivals:
        rivals = [phrases for other, phrases in others.items() if within.get(other) == within[segment]]
    has = own | {word(t, words).lower() for t in marked_traits(traits)}
    lacked = Counter(w for rival in rivals for w in rival if w not in has and not w.startswith(NEGATIVE))
    if not own or not (lacked or is_whole):
        return []
    return [f"not {min(lacked, key=lambda w: (-lacked[w], w))}" if lacked else "typical"]


def _plain(phrases):
    return [phrase.lower().removeprefix("very ") for phrase in phrases]


def _typical(traits):
    """The name of a segment without a marked trait: what it is in the middle of."""
    usual = _usual(traits)
    return f"Typical in {_listed([t.label for t in usual])}" if usual else "Middle-of-the-road"


def _usual(traits):
    """Of the figures that form the segments and are like those of everybody the ones whose labels read best."""
    near = {t.label: t for t in reversed(_closest(traits)) if _distance(t) <= NEAR}.values()
    shortest = sorted(near, key=lambda t: (len(t.label), t.position))[:WORDS_IN_A_NAME]
    return sorted(shortest, key=lambda t: t.position)


def _closest(traits):
    """The numbers that form the segments, the one most like that of everybody first; else the commonest levels."""
    forming = [t for t in traits if t.in_clustering]
    numbers = sorted((t for t in forming if t.level is None), key=lambda t: (round(_distance(t), 6), t.position))
    return numbers or sorted(forming, key=lambda t: -t.population)


def _distance(trait):
    """How far a typical value is from that of everybody, as a share of it."""
    return abs(trait.typical - trait.population) / (abs(trait.population) or 1)


def _very(trait):
    return "very " if abs(trait.z_score) >= 2 * STRONG and not trait.is_flag else ""


def _named_by_order(names, segments):
    """Names in which segments of the same words are told apart by who has more of what they differ in most."""
    named, taken = {}, set()
    order = _order_words(names, segments)
    for segment, name in names.items():
        full = f"{name}, {order[segment]}" if segment in order else name
        while full in taken:
            full += "'"
        taken.add(full)
        named[segment] = full
    return named


def _order_words(names, segments):
    alike = {}
    for segment in _clashing(names):
        alike.setdefault(frozenset(names[segment].lower().split(", ")), []).append(segment)
    words = {}
    for group in alike.values():
        by_feature = {}
        for segment in group:
            for t in segments[segment]:
                if t.in_clustering and t.level is None:
                    by_feature.setdefault(t.feature, {})[segment] = t
        spreads = {
            feature: max(t.z_score for t in traits.values()) - min(t.z_score for t in traits.values())
            for feature, traits in by_feature.items()
            if len(traits) == len(group)
        }
        if not spreads or max(spreads.values()) == 0:
            continue
        traits = by_feature[max(spreads, key=spreads.get)]
        ordered = sorted(group, key=lambda segment: traits[segment].z_score)
        given = ORDER_WORDS.get(len(group)) or [f"number {place} by" for place in range(1, len(group) + 1)]
        words |= {segment: f"{word} {traits[segment].label}" for segment, word in zip(ordered, given, strict=True)}
    return words


def figure(value: float, unit: str | None) -> str:
    """A figure as a person writes it: 1,234, 12.3, 0.45, a share as 12%."""
    value = float(value) + 0.0
    if unit == "share":
        return f"{value:.0%}"
    if abs(value) >= 100 or value.is_integer():
        text = f"{value:,.0f}"
    else:
        text = f"{value:.1f}" if abs(value) >= 1 else np.format_float_positional(value, 2, fractional=False)
    return text if unit in (None, "money") else f"{text} {unit}"


def phrase(trait: Trait) -> str:
    """A trait with its figures: "annual income 86 thousand (60 thousand overall)"."""
    return f"{_subject(trait)} {_written(trait, trait.typical)} ({_written(trait, trait.population)} overall)"


def _subject(trait):
    if trait.is_flag:
        return _flag_label(trait)
    return trait.label if trait.level is None else f"{trait.label} {trait.level}"


def _written(trait, value):
    return f"{value:.0%}" if trait.is_share else figure(value, trait.unit)


def describe(traits: list[Trait]) -> str:
    """A sentence on a segment: its strongest traits with their figures, then one that only describes it.

    Of a seasonal segment a second one says whom it cannot hold yet.
    """
    marked = marked_traits(traits)
    chosen = [t for t in marked if t.in_clustering][:3] + [t for t in marked if not t.in_clustering][:1]
    if not chosen:
        closest = _closest(traits)[:3]
        near = [t for t in closest if _distance(t) <= NEAR]
        said = "like most others" if near else "in whom no figure stands out"
        return f"Customers {said}: {_listed(list(map(phrase, near or closest)))}."
    sides = {"high": [], "low": [], "a high share of": [], "a low share of": []}
    for trait in chosen:
        sides[f"a {trait.direction} share of" if trait.is_share else trait.direction].append(phrase(trait))
    parts = [f"{side} {_listed(phrases)}" for side, phrases in sides.items() if phrases]
    is_seasonal = any(t.role == "season" and t.z_score > 0 and t.in_clustering for t in marked)
    return f"Customers with {' and '.join(parts)}." + (f" {SEASON_LIMITS}" if is_seasonal else "")


def in_short(traits: list[Trait], phrases: Mapping[tuple[str, str], str]) -> str:
    """One plain sentence on what the people of a segment do, with the figure of the strongest trait.

    Parameters
    ----------
    traits : list of Trait
    phrases : mapping of (role, direction) to what such people do, such as "buy often"
    """
    marked = marked_traits(traits)
    chosen = ([t for t in marked if t.in_clustering] or marked)[:3]
    if not chosen:
        usual, closest = _usual(traits), _closest(traits)
        if not closest:
            return "They are like most customers."
        said = f"are like most customers in {_listed([t.label for t in usual])}" if usual else "stand out in nothing"
        return f"They {said} ({_compared(*(usual or closest)[:1])})."
    is_past = is_leaving(traits)
    does = list(dict.fromkeys(_what_they_do(t, phrases, is_past=is_past) for t in chosen))
    return f"They {_listed(does)} ({_compared(chosen[0])})."


def _compared(trait):
    """A typical value next to that of all customers."""
    subject = _subject(trait) if trait.is_share else f"typical {_subject(trait)}"
    return f"{subject} {_written(trait, trait.typical)}, of all customers {_written(trait, trait.population)}"


def _what_they_do(trait, phrases, *, is_past):
    if trait.level is not None:
        return f"often have the {trait.label} {trait.level}"
    if trait.is_flag:
        return f"are {_flag_word(trait)}"
    phrase = phrases.get((trait.role, trait.direction))
    if phrase and is_past and trait.role in BUYING:
        return f"used to {phrase}"
    return phrase or f"have {trait.direction} {trait.label}"


def is_leaving(traits: list[Trait]) -> bool:
    """Whether the people of a segment have not bought for a long time: a marked trait of the role recency."""
    return any(t.role == "recency" and t.direction == "high" for t in marked_traits(traits))


def _capitalised(text):
    return text[:1].upper() + text[1:]


def _listed(phrases):
    *most, last = phrases
    return f"{', '.join(most)} and {last}" if most else last


def kept_names(names: dict[int, str], kept: dict[int, str]) -> dict[int, str]:
    """Names in which segments that had one keep it; a new segment whose name is taken is called new.

    Examples
    --------
    >>> kept_names({1: "Quiet", 2: "Loyal", 5: "Quiet, low-spending"}, {2: "Quiet", 5: "Bargain-hunting"})
    {1: 'Quiet, new', 2: 'Quiet', 5: 'Bargain-hunting'}
    """
    result = {segment: kept[segment] for segment in names if segment in kept}
    for segment, name in names.items():
        if segment not in result:
            candidates = (name, f"{name}, new", f"{name}, new ({segment})")
            result[segment] = next(one for one in candidates if one not in result.values())
    return {segment: result[segment] for segment in names}


def wholes(rows: list[dict], names: Mapping[int, str]) -> dict[int, str]:
    """Names of the segments that sub-segments lie within, by sub-segment, from the rows of `outer_segments`."""
    return {row["segment_id"]: names[row["within_segment_id"]] for row in rows if row["within_segment_id"] in names}


def band_label(axes: list[dict], columns: list[FittedColumn], features: list[dict]) -> str | None:
    """What bands are bands of: the feature of most weight in the first principal component, else None."""
    weights = [row for row in axes if row["axis"] == "pc1"]
    if not weights:
        return None
    heaviest = min(weights, key=lambda row: (-round(abs(row["weight"]), 9), row["position"]))
    column = columns[heaviest["position"] - 1]
    label = next(feature["feature_label"] for feature in features if feature["feature"] == column.feature)
    return label if column.level is None else f"{label} {column.level}"


def described(
    segments: Mapping[int, list[Trait]],
    words: Mapping[tuple[str, str], str],
    phrases: Mapping[tuple[str, str], str],
    *,
    kept: dict[int, str],
    within: Mapping[int, str] | None = None,
    bands: str | None = None,
) -> dict[str, list]:
    """Names, sentences and ranked traits of the segments of one segmentation, a row for each.

    Parameters
    ----------
    segments : mapping of segment id to traits
        Segment 0 is that of nobody in particular: it has traits, and neither name nor sentence.
    words : mapping of (role, direction) to adjective
    phrases : mapping of (role, direction) to what such people do
    kept : dict of segment id to name
        The names that segments have had.
    within : mapping of segment id to name, optional
        Of sub-segments the names of the segments that they lie within.
    bands : str, optional
        What the segments are bands of, where they are.
    """
    named = {segment: bought_once(known) for segment, known in segments.items() if segment > 0}
    names = name_segments(named, words, within) if bands is None else name_bands(list(named), bands)
    names = kept_names(names, kept)
    return {
        "segment_id": list(segments),
        "segment_name": [names.get(segment) for segment in segments],
        "description": [describe(known) if segment in named else None for segment, known in segments.items()],
        "in_short": [in_short(named[segment], phrases) if segment in named else None for segment in segments],
        "is_leaving": [segment in named and is_leaving(known) for segment, known in segments.items()],
        "traits": [_ranked(known) for known in segments.values()],
    }


def _ranked(traits):
    """The figures that are known of most of the segment: on what is not, nobody should act."""
    ranks = {id(trait): rank for rank, trait in enumerate(marked_traits(traits), start=1)}
    return [
        {
            "trait_rank": ranks.get(id(trait)),
            "trait": phrase(trait),
            "feature": trait.feature,
            "level": trait.level,
            "role": trait.role,
            "z_score": trait.z_score,
        }
        for trait in traits
        if trait.known_share >= MOSTLY_KNOWN
    ]
