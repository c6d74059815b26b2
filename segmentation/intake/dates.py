"""Which formats read the dates of a file, and what to take where day and month could be either."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from segmentation.intake.columns import Facts
from segmentation.intake.reading import ISO

_WORTH_A_FORMAT = 0.01


@dataclass(frozen=True)
class DateFormats:
    """The formats of a file in the order in which they are tried, those of each column, and what to say of them."""

    formats: tuple[str, ...] = ()
    of_column: dict[str, tuple[str, ...]] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    def written(self, columns: Iterable[str]) -> str | list[str] | None:
        """The formats of some columns as the configuration writes them; nothing where all dates are ISO's."""
        used = {name for column in columns for name in self.of_column.get(column, ())}
        formats = ["%Y-%m-%d" if name == ISO else name for name in self.formats if name in used]
        if used <= {ISO}:
            return None
        return formats[0] if len(formats) == 1 else formats


def choose_formats(columns: list[Facts]) -> DateFormats:
    """Choose the formats for the columns of dates.

    Where a column can be read with the day first and with the month first, values over 12 decide; where there are
    none, the other columns do; else the day is taken to come first, with a remark.
    """
    remarks, of_column, undecided = [], {}, []
    for facts in columns:
        found = _formats_of(facts.dates)
        of_column[facts.name] = found
        if any(_other_order(name) and facts.dates.get(_other_order(name)) == facts.dates[name] for name in found):
            undecided.append(facts)
    decided = [name for facts in columns if facts not in undecided for name in of_column[facts.name]]
    month_first = sum(_is_month_first(name) for name in decided)
    day_first = sum(_is_day_first(name) for name in decided)
    for facts in undecided:
        take_month = month_first > day_first
        of_column[facts.name] = tuple(
            _other_order(name) if _other_order(name) in facts.dates and _is_month_first(name) != take_month else name
            for name in of_column[facts.name]
        )
        if month_first == day_first:
            remarks.append(
                f"{facts.name}: day and month could be either way round; the day is taken to come first. "
                "Correct `dates:` if it does not."
            )
    formats = tuple(dict.fromkeys(name for facts in columns for name in of_column[facts.name]))
    for name in formats:
        if _other_order(name) in formats and _is_day_first(name):
            remarks.append(
                "Some dates have the day first and some the month: those that could be either may be misread."
            )
    return DateFormats(formats, of_column, tuple(remarks))


def _formats_of(shares):
    """The fewest formats that read the values: the one that reads most, then those that read others."""
    chosen, seen = [], set()
    for name, share in sorted(shares.items(), key=lambda item: (-item[1], _is_month_first(item[0]))):
        shape = _shape(name)
        if share >= _WORTH_A_FORMAT and shape not in seen:
            chosen.append(name)
            seen.add(shape)
    for name, share in shares.items():
        # Mixed orders in one column: neither reads all that is of this shape.
        best = max(value for other, value in shares.items() if _shape(other) == _shape(name))
        if name not in chosen and _other_order(name) in chosen and best < 0.95 and share >= 0.3:
            chosen.append(name)
    return tuple(chosen)


def _shape(name):
    return ISO if name == ISO else name.replace("%d", "%_").replace("%m", "%_")


def _is_day_first(name):
    return "%m" in name and name.find("%d") < name.find("%m") and not name.startswith("%Y")


def _is_month_first(name):
    return "%m" in name and name.find("%m") < name.find("%d") and not name.startswith("%Y")


def _other_order(name):
    """The same format with day and month exchanged; nothing where they cannot be."""
    if not (_is_day_first(name) or _is_month_first(name)) or "." in name.split(" ")[0]:
        return None
    return name.replace("%d", "%_").replace("%m", "%d").replace("%_", "%m")
