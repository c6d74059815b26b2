"""Which of two files is the later version, as their names say."""

import re

# What makes a file a later version of another one whose name is the same otherwise.
_REVISION = re.compile(
    r"(?i)(?<![a-z])(?:corr\w*|korr\w*|fix\w*|re-?se?n[dt]\w*|again|new|neu\w*|final|update\w*|revis\w*|amend\w*"
    r"|v(?:ersion)?[ _-]?\d+|r(?:ev)?[ _-]?\d+|copy|kopie)(?![a-z])|\(\d+\)"
)


def version(name: str) -> tuple:
    """Where a file stands among the versions of its like, by its name: corrections after all others, 9 before 10."""
    stem = re.sub(r"(?:\.[A-Za-z]+\w*)+$", "", name)
    numbers = tuple((int(part), "") if part.isdigit() else (-1, part.lower()) for part in re.split(r"(\d+)", stem))
    return (bool(_REVISION.search(stem)), numbers, name)
