"""Numbers as people read them: 1,234 and 12.3% and 45.6."""

from functools import partial

from segmentation.describing.naming import figure

MISSING = "–"


def count(value: float | None) -> str:
    """Write a count with thousands separators."""
    return MISSING if _is_missing(value) else f"{value:,.0f}"


def percent(value: float | None) -> str:
    """Write a share of one as a percentage with one decimal."""
    return MISSING if _is_missing(value) else decimal(100 * value, 1) + "%"


def decimal(value: float | None, digits: int = 2) -> str:
    """Write a score with a fixed number of decimals, and a real minus sign."""
    if _is_missing(value):
        return MISSING
    text = f"{value:,.{digits}f}"
    zero = not text.strip("-0.,")
    return (text.lstrip("-") if zero else text).replace("-", "−")


decimal3 = partial(decimal, digits=3)


def compared(verdict: str | None, low: float | None, high: float | None) -> str:
    """Write what the interval of a difference says; nothing where none was taken."""
    if verdict is None or low is None:
        return ""
    # The two ends stay on one line, however narrow the column.
    return f"{verdict} (by\u00a0{decimal3(low)}\u00a0to\u00a0{decimal3(high)})"


def segment(segment_id: int) -> str:
    """Write the number of a segment, none for the excluded customers."""
    return str(segment_id) if segment_id > 0 else MISSING


def segment_order(segment_id: int) -> tuple[bool, int]:
    """Key to sort segments by: their numbers, the excluded customers last."""
    return segment_id < 1, segment_id


def quantity(value: float | None, unit: str | None = None) -> str:
    """Write a feature's value as the segments' own sentences do, with a real minus sign."""
    if _is_missing(value):
        return MISSING
    text = figure(value, unit)
    return f"−{text[1:]}" if text.startswith("-") else text


def compact(value: float | None) -> str:
    """Write a large amount short: 1.23 M, 45.6 k, 789."""
    if _is_missing(value):
        return MISSING
    for size, letter in ((1e9, "bn"), (1e6, "M"), (1e4, "k")):
        if abs(value) >= size:
            scaled = value / (1e3 if letter == "k" else size)
            return decimal(scaled, 1 if abs(scaled) >= 10 else 2) + f" {letter}"
    return decimal(value, 0)


def counted(number: int, noun: str) -> str:
    """Write a count with its noun: 1 vote, 2 votes."""
    return f"{count(number)} {noun}{'' if number == 1 else 's'}"


def _is_missing(value: float | None) -> bool:
    # In a frame of pandas what is missing is not a number.
    return value is None or value != value
