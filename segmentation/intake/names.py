"""Names that configuration and SQL take, and labels that people read, made from what a file calls things."""

import re
from collections.abc import Container, Mapping

from segmentation.intake.words import meaning, spelled_out, tokens, without_accents

# Columns of the models that are no features.
_OF_THE_MODELS = {
    "segmentation", "customer_id", "revenue", "set_apart_reason", "is_eligible", "ineligible_reason",
    "segment_id", "row_id", "reject_reason", "raw_row", "unreadable_features", "unreadable_line",
    "file_position", "file_row_number", "has_impossible_age", "is_unreadable", "copy_number", "row_rank",
    "stage", "source_rows", "maturity", "fingerprint", "as_of_date", "is_unknown",
}  # fmt: skip
_WORDS_OF_SQL = {
    "all", "and", "any", "array", "as", "asc", "between", "both", "by", "case", "cast", "check", "column",
    "constraint", "create", "cross", "current_date", "default", "desc", "distinct", "do", "else", "end",
    "except", "false", "fetch", "filter", "for", "foreign", "from", "full", "grant", "group", "having", "in",
    "inner", "interval", "intersect", "into", "is", "join", "left", "like", "limit", "natural", "not", "null",
    "offset", "on", "only", "or", "order", "outer", "over", "primary", "references", "right", "select", "some",
    "table", "then", "to", "true", "union", "unique", "user", "using", "values", "when", "where", "window",
    "with",
}  # fmt: skip
# The names that the macro reserved_names lists are among these.
RESERVED = _OF_THE_MODELS | _WORDS_OF_SQL
_LONGEST = 48
_UNITS = {
    "k$": "thousand", "k€": "thousand", "k£": "thousand", "$k": "thousand", "k": "thousand", "keur": "thousand",
    "kusd": "thousand", "thousand": "thousand", "thousands": "thousand", "in thousands": "thousand", "m": "million",
    "m$": "million", "$": "money", "€": "money", "£": "money", "¥": "money", "usd": "money", "eur": "money",
    "gbp": "money", "chf": "money", "inr": "money", "us$": "money", "%": "percent", "percent": "percent",
}  # fmt: skip
_SPANS = {"day": "days", "week": "weeks", "month": "months", "year": "years", "hour": "hours", "minute": "minutes"}


def identifier(header: str, position: int) -> str:
    """A name of small letters, digits and underscores; ``column_3`` where a header holds none of them.

    Examples
    --------
    >>> identifier("Annual Income (k$)", 4), identifier("2019 sales", 1), identifier("年収", 3), identifier("Größe", 1)
    ('annual_income', 'c_2019_sales', 'column_3', 'grosse')
    """
    text = without_accents(_without_brackets(header).replace("%", " percent "))
    words = tokens("".join(c for c in text if c.isascii()))
    name = "_".join(words)[:_LONGEST].rstrip("_")
    if not re.search("[a-z]", name):
        name = f"column_{position}"
    return f"c_{name}" if name[0].isdigit() else name


def free_name(name: str, kind: str, taken: Container[str], kinds: Mapping[str, str]) -> str:
    """A name that is neither reserved, nor taken here, nor of another kind elsewhere in the project."""

    def is_free(candidate):
        return candidate not in RESERVED and candidate not in taken and kinds.get(candidate, kind) == kind

    ending = {"number": "figure", "category": "level"}[kind]
    candidates = [name, f"{name}_{ending}", *(f"{name}_{ending}_{number}" for number in range(2, 1000))]
    return next(candidate for candidate in candidates if is_free(candidate))


def label(header: str) -> str:
    """What people call a column: its words in small letters, spelled out, without brackets and "number of".

    Examples
    --------
    >>> label("Annual Income (k$)"), label("BILL_AMT5"), label("NumWebPurchases"), label("年収"), label("CLTV")
    ('annual income', 'bill amount 5', 'web purchases', '年収', 'CLTV')
    """
    bare = _without_brackets(header).strip() or header.strip()
    if re.fullmatch(r"[A-Z]{2,5}", bare):
        return bare
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_\s]+", " ", bare).casefold()
    # A number stands by itself, but for the short names that have one: v2, q1.
    words = re.sub(r"(?<=[a-z]{3})(?=\d)", " ", words).split()
    for opening in (["number", "of"], ["no", "of"], ["num"]):
        if words[: len(opening)] == opening and len(words) > len(opening):
            words = words[len(opening) :]
    return " ".join(map(spelled_out, words)) or header


def unit(header: str) -> str | None:
    """The unit in the brackets or the words of a header: thousand, money, days, percent; else nothing.

    Examples
    --------
    >>> unit("Annual Income (k$)"), unit("Spend [EUR]"), unit("tenure_months"), unit("Spending Score (1-100)")
    ('thousand', 'money', 'months', None)
    """
    for inside in re.findall(r"[(\[{]([^)\]}]*)[)\]}]", header):
        inside = inside.strip().casefold()
        found = _UNITS.get(inside) or _SPANS.get(inside.rstrip("s"))
        if found:
            return found
        if re.fullmatch(r"[a-z]{1,3}[²³]?", inside):
            return inside
    return meaning(header, "unit")


def column_expression(header: str) -> str:
    """A column as SQL names it: plain where it can be, else in double quotes."""
    is_plain = re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", header) and header.lower() not in _WORDS_OF_SQL
    return header if is_plain else quoted(header)


def quoted(header: str) -> str:
    """A column in double quotes for SQL."""
    return '"' + header.replace('"', '""') + '"'


def _without_brackets(header):
    return re.sub(r"[(\[{][^)\]}]*[)\]}]", " ", header)
