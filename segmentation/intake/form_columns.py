"""Which columns of a file are those that are read: by name, or where another name or place is beyond doubt."""

from dataclasses import replace

from segmentation.intake.form_files import Asked, File, addressed, detected, parted_by
from segmentation.intake.form_values import READ_AS_CONFIGURED, date, date_readings, number_facts, share
from segmentation.intake.text_file import Layout
from segmentation.intake.words import meaning

_SAME_VALUES = 0.2
_NEAR_MEDIANS = 5
_SHAPE = "regexp_replace(regexp_replace(value, '[0-9]+', '9', 'g'), '[A-Za-z]+', 'a', 'g')"


def with_columns(connection, each: File, usual: File, expected: list[str], asked: Asked) -> File:
    """The file with the columns that are expected, by its own layout or names where these are beyond doubt."""
    if each.problem or not each.rows or not each.lacks(expected):
        return _without_needed(each, expected, asked)
    seen = None if each.is_parquet else detected(each, asked)
    if seen:
        each = _with_layout(each, seen, expected, asked)
        if not seen.header and asked.layout.header is not False:
            return _by_position(connection, each, usual, expected, asked)
    return _without_needed(_with_names(connection, each, usual, expected, asked), expected, asked)


def _with_layout(each, seen, expected, asked):
    """The file by the layout that it seems to have, where that finds more of the columns or there are no names."""
    own = addressed(each, Layout(sheet=asked.layout.sheet))
    is_better = len(own.lacks(expected)) < len(each.lacks(expected)) or len(each.columns) == 1 or not seen.header
    if own.problem or len(own.columns) < 2 or not is_better:
        return each
    is_other = asked.layout.delimiter not in (None, seen.delimiter)
    return replace(own, told=(f"its fields are {parted_by(seen)}",) if is_other else ())


def _by_position(connection, each, usual, expected, asked):
    """A file without names whose columns are those of the usual one, by their number and values."""
    places = {name.lower(): place for place, name in enumerate(usual.columns)}
    is_alike = len(each.columns) == len(usual.columns) and all(
        _are_alike(connection, each, each.columns[places[name]], usual, usual.columns[places[name]], asked)
        for name in expected
    )
    if not is_alike:
        return replace(
            each,
            problem=f"{each.name} has no header, and its columns cannot be told apart: get it with the names"
            f" {', '.join(usual.columns)}.",
        )
    form = replace(each.form, names=dict(zip(each.columns, usual.columns, strict=True)))
    return replace(addressed(each, each.layout, form), told=(*each.told, "it has no header"))


def _with_names(connection, each, usual, expected, asked):
    """The file with columns that have another name found again, where each can be one alone."""
    known = {name.lower() for name in usual.columns} | set(expected)
    new = [name for name in each.columns if name.lower() not in known]
    missing = [name for name in usual.columns if name.lower() in each.lacks(expected)]
    likely = {
        name: [other for other in new if _are_alike(connection, each, other, usual, name, asked)] for name in missing
    }
    names = {}
    for name, others in likely.items():
        in_place = [
            other
            for other in others
            if len(each.columns) == len(usual.columns) and each.columns.index(other) == usual.columns.index(name)
        ]
        alone = [other for other in others if sum(other in each_other for each_other in likely.values()) == 1]
        chosen = in_place or (alone if len(others) == 1 else [])
        if chosen:
            names[chosen[0]] = name
    if not names:
        return each
    said = tuple(f"{name} is called {other}" for other, name in names.items())
    return replace(addressed(each, each.layout, replace(each.form, names=names)), told=(*each.told, *said))


def _without_needed(each, expected, asked):
    """The file, with a problem where a column is missing that no line can do without."""
    missing = [] if each.problem or not each.rows else each.lacks(expected)
    needed = [name for name in missing if name in asked.needed]
    if needed:
        return replace(
            each,
            problem=f"{each.name} has no column {' and no column '.join(needed)}, its columns are"
            f" {', '.join(each.columns)}: get it anew, or give the column its name.",
        )
    said = (f"it has no column {', '.join(missing)}",) if missing else ()
    return replace(each, told=(*each.told, *said))


def _are_alike(connection, each, name, usual, usual_name, asked):
    """Whether a column of a file has what one of the usual file has."""
    target, type_ = asked.columns[usual_name.lower()]
    here, there = each.values(name), usual.values(usual_name)
    if type_ in ("date", "timestamp"):
        return bool(date_readings(connection, here)) or share(connection, here, date(asked)) > READ_AS_CONFIGURED
    if type_.startswith(("decimal", "integer")):
        one, other = (number_facts(connection, rows, asked) for rows in (here, there))
        if None in (one, other):
            return False
        (median, is_whole), (usual_median, is_usually_whole) = one, other
        low, high = sorted((abs(median), abs(usual_median)))
        return is_whole == is_usually_whole and high <= _NEAR_MEDIANS * low
    if meaning(name, "line") and meaning(name, "line") == meaning(usual_name, "line"):
        return True
    shared, shape, usual_shape = connection.execute(
        f"""
        with here as (select distinct value from {here}), there as (select distinct value from {there})
        select
            (select count(*) from here semi join there using (value))
            / greatest(1, least((select count(*) from here), (select count(*) from there))),
            (select mode({_SHAPE}) from here),
            (select mode({_SHAPE}) from there)
        """
    ).fetchone()
    is_order = target in ("order_id", "line_id") and shape == usual_shape and "9" in (shape or "")
    return shared >= _SAME_VALUES or is_order
