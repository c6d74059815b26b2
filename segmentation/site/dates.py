"""Days and periods as people write them: 31 December 2025, December 2025, 1 to 20 February 2025."""

from datetime import date, timedelta


def day(value: date) -> str:
    """Write a day."""
    return f"{value.day} {value:%B %Y}"


def month(value: date) -> str:
    """Write a month, short."""
    return f"{value:%b %Y}"


def period(start: date, end: date) -> str:
    """Write the days after `start` up to `end`, a whole month by its name."""
    first = start + timedelta(days=1)
    same_month = (first.year, first.month) == (end.year, end.month)
    if same_month and first.day == 1 and (end + timedelta(days=1)).day == 1:
        return f"{end:%B %Y}"
    if first == end:
        return day(end)
    if same_month:
        return f"{first.day} to {day(end)}"
    return f"{first.day} {first:%B} to {day(end)}" if first.year == end.year else f"{day(first)} to {day(end)}"


def during(start: date, end: date) -> str:
    """Write a period with the word before it: In December 2025, On 3 March 2025, From 1 to 20 February 2025."""
    name = period(start, end)
    if name[0].isalpha():
        return f"In {name}"
    return f"On {name}" if name == day(end) else f"From {name}"
