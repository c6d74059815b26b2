"""What reading passes over in values, told where others have none of it: signs of currencies, time zones."""

import re
from collections import Counter
from dataclasses import replace

from segmentation.intake.form_files import LOOKED_AT, Asked, File, escaped
from segmentation.intake.names import quoted

_SIGN = r"[^-+0-9.,''`’()%\s]+"
_OFFSET = r":\d{2}(?:\.\d+)? ?(?:Z|UTC|[+-]\d{2}(?::?\d{2})?)$"
_CLOCK = re.compile(r":\d{2}(?:\.\d+)? ?(.+)")
# What summer time changes.
_SEASON_MINUTES = 60


def with_marks(connection, found: list[File], asked: Asked) -> list[File]:
    """The files, each with what its marks are where it has none in common with most others."""
    read = [each for each in found if each.problem is None and each.rows]
    texts = {name.lower() for each in read for name in each.texts}
    patterns = dict.fromkeys(asked.of_numbers, _SIGN) | dict.fromkeys(asked.of_dates, _OFFSET)
    patterns = {name: pattern for name, pattern in patterns.items() if name in texts}
    if len(read) < 2 or not patterns:
        return found
    marks = ", ".join(
        f"list(distinct regexp_extract(nullif(trim(cast({quoted(name)} as varchar)), ''), '{pattern}'))"
        for name, pattern in patterns.items()
    )
    urls = ", ".join(f"'{escaped(each.url)}'" for each in read)
    step = max(sum(each.rows for each in read) // (LOOKED_AT * 10), 1)
    rows = connection.execute(
        f"select file_index, {marks} from read_parquet([{urls}], union_by_name = true)"
        f" where file_row_number % {step} = 0 group by file_index order by file_index"
    ).fetchall()
    told = {}
    for place, name in enumerate(patterns, 1):
        by_file = {read[row[0]].file: _marks(row[place]) for row in rows}
        usual = Counter(by_file.values()).most_common(1)[0][0]
        for file, own in by_file.items():
            if not own & usual and own and usual and not _differ_by_season(own, usual):
                told.setdefault(file, []).append(
                    f"its {name} has {_written(own)} where others have {_written(usual)}, which is passed over"
                )
    return [replace(each, told=(*each.told, *told.get(each.file, ()))) for each in found]


def _marks(texts):
    """The marks of a file, an empty one where a value has none; of a time what follows it."""
    found = {text.strip() for text in texts or () if text is not None}
    return frozenset(clock[1] if (clock := _CLOCK.fullmatch(text)) else text for text in found)


def _differ_by_season(own, usual):
    minutes = [_minutes(mark) for mark in own | usual]
    return None not in minutes and max(minutes) - min(minutes) <= _SEASON_MINUTES


def _minutes(mark):
    """How far a time zone is from the first one; nothing of what is none."""
    if mark in ("Z", "UTC"):
        return 0
    found = re.fullmatch(r"([+-])(\d{2}):?(\d{2})?", mark)
    return found and int(found[1] + "1") * (60 * int(found[2]) + int(found[3] or 0))


def _written(marks):
    return " and ".join(mark or "none" for mark in sorted(marks)[:3])
