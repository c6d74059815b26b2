"""Numbers as people read them: 1,234 and 12.3% and 45.6."""

MISSING = "–"
_SHARE_UNITS = {"share", "%", "percent", "ratio"}
# The currency is the reader's own.
_SILENT_UNITS = {"money"}


def count(value: float | None) -> str:
    """Write a count with thousands separators."""
    return MISSING if value is None else f"{value:,.0f}"


def percent(value: float | None) -> str:
    """Write a share of one as a percentage with one decimal."""
    return MISSING if value is None else decimal(100 * value, 1) + "%"


def decimal(value: float | None, digits: int = 2) -> str:
    """Write a score with a fixed number of decimals, and a real minus sign."""
    if value is None:
        return MISSING
    text = f"{value:,.{digits}f}"
    zero = not text.strip("-0.,")
    return (text.lstrip("-") if zero else text).replace("-", "−")


def is_share(unit: str | None) -> bool:
    """Whether a unit stands for shares of one."""
    return bool(unit) and unit.lower() in _SHARE_UNITS


def quantity(value: float | None, unit: str | None = None) -> str:
    """Write a feature's value with as many decimals as its size deserves, and its unit."""
    if value is None:
        return MISSING
    if is_share(unit):
        return percent(value)
    size = abs(value)
    digits = 0 if size >= 100 or float(value).is_integer() else 1 if size >= 10 else 2
    text = decimal(value, digits)
    if digits:
        text = text.rstrip("0").rstrip(".")
    return text + (f" {unit}" if unit and unit.lower() not in _SILENT_UNITS else "")


def compact(value: float | None) -> str:
    """Write a large amount short: 1.23 M, 45.6 k, 789."""
    if value is None:
        return MISSING
    for size, letter in ((1e9, "bn"), (1e6, "M"), (1e4, "k")):
        if abs(value) >= size:
            scaled = value / (1e3 if letter == "k" else size)
            return decimal(scaled, 1 if abs(scaled) >= 10 else 2) + f" {letter}"
    return decimal(value, 0)
