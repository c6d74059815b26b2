"""The proposal for a table of customers: which columns form the segments, which describe them, which are left out."""

from collections import Counter

from segmentation.intake import customer_ids, derived, names
from segmentation.intake.errors import InputError
from segmentation.intake.features import (
    BEHAVIOUR,
    COMPANY,
    FIGURE,
    Feature,
    active,
    is_money,
    make,
    may_be_summed,
    total_of,
    why_left_out,
)
from segmentation.intake.identify import chosen_column, customer_of_a_table, rank, repeats
from segmentation.intake.look import Column, Look
from segmentation.intake.proposal import DESCRIBES, FORMS, LEFT_OUT, Proposal, Treatment, Wishes
from segmentation.intake.words import says, tokens

MOST_FEATURES = 12
# Nobody reads the profiles of more, and the query that reads them takes memory for each.
MOST_DESCRIBING = 50
_FEWEST_NUMBERS = 2
_FEW_POINTS = 200
_FEW_POINTS_SHARE = 0.05
_UNITS_TOLD = ("days", "weeks", "months", "years", "thousand", "million")
_FILE_ROW_NUMBER = "file_row_number"


def propose(look: Look, wishes: Wishes) -> Proposal:
    """Propose a segmentation of a table with one row per customer.

    Raises
    ------
    InputError
        If it cannot be segmented: too few customers, no usable feature, all rows identical.
    """
    id_column, remarks = _id(look, wishes)
    customers = look.rows
    if id_column:
        customer_ids.check(look, id_column)
        customers, said = customer_ids.different(look, id_column)
        remarks = [*said, *_few_repeats(id_column, customers)]
    _check_enough_rows(look, customers, wishes)
    features, left_out = _features(look, id_column)
    left_out |= _leave_out_derived(features, look)
    revenue = _revenue(features, left_out, look)
    features = [feature for feature in features if feature.column.name not in left_out]
    features += [active(feature) for feature in features if feature.column.open_ends]
    totals, parts = _totals(features, look)
    features = totals + features
    revenue = revenue or next((total for total in totals if total.role == "spend"), None)
    forming = _forming(features, parts)
    if not forming:
        raise InputError(_no_feature(look, features, left_out))
    _check_points(look, forming, wishes)
    ordered = forming + _describing([feature for feature in features if feature not in forming], left_out)
    _settle_roles(ordered, forming, wishes)
    _settle_names(ordered, wishes)
    remarks += [
        *look.dates.remarks,
        *_placeholders(ordered, look),
        *_unreadable(ordered, look),
        *_few_points(look, ordered, forming),
    ]
    segmentation = _entry(look, id_column, ordered, forming, revenue, wishes)
    return Proposal(
        segmentation=segmentation,
        treatments=tuple(_treatments(look, id_column, ordered, forming, left_out, parts, totals)),
        id_column=id_column.name if id_column else None,
        customers=customers,
        remarks=tuple(remarks),
        features={feature.name: "category" if feature.is_category else "number" for feature in ordered},
    )


def _id(look, wishes):
    """The column that identifies a customer; where rows are numbered nothing, and what to say of that."""
    if wishes.id and wishes.id != _FILE_ROW_NUMBER:
        column = chosen_column(look, wishes.id)
        if column.facts.unique_share < 0.5:
            raise InputError(
                f"{column.name} of {look.source.name} repeats ({_repeats(column)}): choose another column by --id, or"
                " --orders if every row is an order."
            )
        return column, []
    column = None if wishes.id else customer_of_a_table(look)
    if column:
        return column, []
    if not look.source.is_file:
        raise InputError(
            f"No column of {look.source.name} identifies a customer: name the one that does by --id, such as --id"
            f" {look.columns[0].name}."
        )
    doubted = next((each for each in look.columns if rank(each) in (1, 2) and repeats(each.facts)), None)
    if doubted:
        return None, [
            f"{doubted.name} repeats ({_repeats(doubted)}), so that each row counts as a customer of its own."
        ]
    return None, ["No column identifies a customer, so that the rows are numbered."]


def _repeats(column):
    return f"{column.facts.distinct:,} different values in {column.facts.rows:,} rows"


def _few_repeats(column, customers):
    facts = column.facts
    remarks = []
    if customers < facts.filled:
        remarks.append(f"{column.name} repeats in {facts.filled - customers:,} rows, which the build sets aside.")
    if facts.filled < facts.rows:
        remarks.append(f"{column.name} is empty in {facts.rows - facts.filled:,} rows, which the build sets aside.")
    return remarks


def _check_enough_rows(look, customers, wishes):
    if customers < wishes.fewest_customers:
        raise InputError(
            f"{look.source.name} has {customers} customers, and fewer than {wishes.fewest_customers} cannot be"
            " segmented: bring more customers."
        )


def _features(look: Look, id_column: Column | None):
    features, left_out = [], {}
    for column in look.columns:
        if column is id_column:
            continue
        feature = make(column)
        if feature:
            features.append(feature)
        else:
            left_out[column.name] = (column.kind.name, why_left_out(column))
    return features, left_out


def _leave_out_derived(features, look):
    """Leave out what follows from other columns; each with the column or columns it follows from."""
    left_out = {}
    named = {feature.column.name: feature for feature in features}
    numbers = [f for f in features if f.values is not None and f.kind != "category" and not f.is_sensitive]
    # The most telling first: of two that say the same the first is kept.
    numbers.sort(key=lambda f: (f.group == COMPANY, f.role is None, f.kind == "flag", f.column.facts.position))
    arrays = {f.column.name: f.values for f in numbers}

    def leave_out(name, reason):
        left_out[name] = (named[name].what, reason)
        arrays.pop(name, None)

    for relation in derived.lines({k: v for k, v in arrays.items() if named[k].kind != "flag"}):
        if relation.whole in arrays and relation.parts[0] in arrays:
            leave_out(relation.whole, _line(relation, named))
    figures = {name: values for name, values in arrays.items() if named[name].kind == "number"}
    for relation in [*derived.sums(figures), *derived.products(figures)]:
        members = (relation.whole, *relation.parts)
        if all(name in arrays for name in members):
            dropped = _dropped(relation, named)
            leave_out(dropped, _equation(relation, dropped, named))
    twins = _twins([f for f in numbers if f.column.name in arrays])
    for feature, twin in twins:
        if twin:
            leave_out(feature.column.name, f"moves as {twin.label} does")
    kept = [feature for feature, twin in twins if not twin]
    presences = [f for f in features if f.kind == "flag" and f.values is None and f.column.name not in left_out]
    _leave_out_same_presence(look, presences, [f for f in kept if f.kind == "flag"], leave_out)
    return left_out


def _twins(features: list[Feature]) -> list[tuple[Feature, Feature | None]]:
    """Each feature with the first one kept before it that says the same; one that has such is not kept."""
    similar = derived.similarities([feature.values for feature in features]) >= derived.SIMILAR
    kept, found = [], []
    for place, feature in enumerate(features):
        twin = next((other for other in kept if similar[place, other]), None)
        if twin is None:
            kept.append(place)
        found.append((feature, None if twin is None else features[twin]))
    return found


def _leave_out_same_presence(look, presences, flags, leave_out):
    """Columns that are empty in the same rows, or just where a flag says so."""
    for feature in presences:
        feature.values = _presence(look, feature)
    for feature, twin in _twins([*flags, *presences])[len(flags) :]:
        if twin:
            feature.values = None
            empty = 1 - feature.column.facts.filled_share
            leave_out(feature.column.name, f"{empty:.0%} empty, and filled as {twin.label} tells")


def _presence(look, feature):
    query = f"select cast({feature.expression} as double) as filled from sampled order by rowid"
    return look.source.connection.sql(query).to_arrow_table().column(0).to_numpy().astype(float)


def _line(relation, named):
    base = named[relation.parts[0]].label
    if relation.slope == 1 and relation.offset == 0:
        return f"equals {base}"
    times = "" if relation.slope == 1 else f"{relation.slope:g} x "
    shift = "" if relation.offset == 0 else f" {'+' if relation.offset > 0 else '-'} {abs(relation.offset):g}"
    return f"equals {times}{base}{shift}"


def _dropped(relation, named):
    """Which member of an equation is the derived one: what the company makes of it, a share, else the whole."""
    members = [relation.whole, *relation.parts]
    for about in ("company", "ratio"):
        telling = [name for name in members if says(name, about)]
        if telling and len(telling) < len(members):
            return telling[-1]
    if relation.rule == "ratio":
        # whole = first / second: an average beside its total and count, where the total is the derived one.
        return relation.parts[0] if says(relation.whole, "average") else relation.whole
    return relation.whole


def _equation(relation, dropped, named):
    def called(name):
        return named[name].label

    whole, parts = relation.whole, relation.parts
    if relation.rule == "sum":
        if dropped == whole:
            return "equals " + " + ".join(called(name) for name in parts)
        return f"equals {called(whole)} - " + " - ".join(called(name) for name in parts if name != dropped)
    if relation.rule == "product":
        if dropped == whole:
            return f"equals {called(parts[0])} x {called(parts[1])}"
        other = parts[1] if dropped == parts[0] else parts[0]
        return f"equals {called(whole)} / {called(other)}"
    if dropped == whole:
        return f"equals {called(parts[0])} / {called(parts[1])}"
    if dropped == parts[0]:
        return f"equals {called(parts[1])} x {called(whole)}"
    return f"equals {called(parts[0])} / {called(whole)}"


def _revenue(features, left_out, look):
    """The money behind revenue shares, also where it is left out because it follows from others."""
    money = [f for f in features if is_money(f) and f.column.facts.filled_share >= 0.9]
    money = [f for f in money if f.column.facts.numbers and f.column.facts.numbers.maximum > 0]
    if not money:
        return None
    wholes = [f for f in money if {"total", "revenue", "sales", "monetary"} & set(tokens(f.column.name))]
    if wholes:
        return min(wholes, key=lambda f: (f.column.name in left_out, f.column.facts.position))
    # Of several partial amounts none is the whole.
    return money[0] if len(money) == 1 else None


def _totals(features, look):
    """The sum of each family of three or more amounts or counts, such as spend by kind of product, and its parts."""
    totals, parts = [], {}
    taken = {feature.name for feature in features}
    for role in ("spend", "frequency", "quantity"):
        figures = [feature for feature in features if may_be_summed(feature) and feature.role == role]
        family = _largest_family(figures)
        has_total = any("total" in tokens(f.column.name) and f.role == role for f in features)
        if len(family) >= 3 and not has_total:
            total = total_of(family, role, taken, look)
            totals.append(total)
            parts |= {feature.column.name: total.label for feature in family}
    return totals, parts


def _largest_family(figures):
    """Figures whose names begin or end alike."""
    families = Counter()
    for figure in figures:
        words = tokens(figure.column.name)
        families.update({("first", words[0]), ("last", words[-1])} if len(words) > 1 else set())
    if not families:
        return []
    (place, word), _ = max(families.items(), key=lambda item: (item[1], item[0]))
    index = 0 if place == "first" else -1
    return [
        figure
        for figure in figures
        if len(tokens(figure.column.name)) > 1 and tokens(figure.column.name)[index] == word
    ]


def _forming(features, parts):
    """The features that form the segments: figures of what customers do and spend, few of other kinds if need be."""
    able = [f for f in features if (f.may_form and f.column.name not in parts) or _is_total(f)]
    forming = [f for f in able if f.kind in ("number", "date") and f.group in (BEHAVIOUR, FIGURE)]
    forming.sort(key=lambda f: f.group)
    if len(forming) < _FEWEST_NUMBERS:
        numbers = [f for f in able if f.kind not in ("flag", "category") and f not in forming]
        forming += sorted(numbers, key=lambda f: (f.group, f.kind == "date"))[: _FEWEST_NUMBERS - len(forming)]
    if len(forming) < _FEWEST_NUMBERS:
        others = [f for f in features if f not in forming and not f.is_sensitive and (f.may_form or f.kind == "flag")]
        others.sort(key=lambda f: (not f.may_form, f.kind == "flag"))
        forming += others[: _FEWEST_NUMBERS + 1 - len(forming)]
    return forming[:MOST_FEATURES]


def _describing(features, left_out):
    """The features that describe the segments: of very many the sensitive ones and the first others."""
    first = sorted(features, key=lambda feature: not feature.is_sensitive)[:MOST_DESCRIBING]
    for feature in [each for each in features if each not in first]:
        left_out.setdefault(
            feature.column.name,
            (feature.what, f"beyond the first {MOST_DESCRIBING} that describe; to have it, add it to describe:"),
        )
    return [feature for feature in features if feature in first]


def _is_total(feature):
    return feature.expression is not None and " + " in feature.expression and feature.name.startswith("total_")


def _no_feature(look, features, left_out):
    if not features and left_out and all(kind in ("constant", "empty") for kind, _ in left_out.values()):
        return f"All rows of {look.source.name} are identical beside the id: bring customers that differ in something."
    reasons = [f"{name}: {reason}" for name, (_, reason) in left_out.items()]
    reasons += [f"{feature.column.name}: {feature.why_not}" for feature in features if feature.why_not]
    shown = "; ".join(reasons[:4]) + ("; ..." if len(reasons) > 4 else "")
    return (
        f"{look.source.name} has no column by which customers could be segmented ({shown or 'nothing beside the id'}):"
        " bring figures of what customers do, such as purchases or spend."
    )


def _check_points(look, forming, wishes):
    points = _points(look, forming)
    if points < wishes.fewest_points:
        what = "all rows are identical" if points <= 1 else f"only {points} different customers"
        raise InputError(
            f"{look.source.name} has {what} in {', '.join(f.column.name for f in forming)}: bring rows that differ, or"
            " choose other columns in dbt_project.yml."
        )


def _points(look, features):
    columns = dict.fromkeys(name for feature in features for name in _columns_of(feature, look))
    query = f"select count(*) from (select distinct {', '.join(map(names.quoted, columns))} from {look.relation})"
    return look.source.connection.execute(query).fetchone()[0]


def _columns_of(feature, look):
    if not _is_total(feature):
        return [feature.column.name]
    return [column.name for column in look.columns if names.column_expression(column.name) in feature.expression]


def _few_points(look, ordered, forming):
    points = _points(look, ordered)
    if points >= _FEW_POINTS or points >= _FEW_POINTS_SHARE * look.rows:
        return []
    within = _points(look, forming)
    those = f", {within} in those that form the segments" if within < points else ""
    return [
        f"The features have only {points} different points in {look.rows:,} rows{those}: segments will follow them."
    ]


def _placeholders(features, look):
    """What is said of values that stand for none, with their number in the whole source."""
    remarks = []
    for column in [feature.column for feature in features if not feature.is_made and not _is_total(feature)]:
        for texts, what in (
            (column.unknown, "stands for a value that is not known and counts as missing"),
            (column.open_ends, "is an open end: these customers are active, and have no time since it"),
        ):
            if texts:
                rows = look.rows_with(column.name, texts)
                remarks.append(f"{column.name}: {' or '.join(texts)} in {rows:,} rows {what}.")
    return remarks


def _unreadable(features, look):
    remarks = []
    for feature in features:
        facts = feature.column.facts
        if feature.kind in ("number", "age", "birth_year") and not _is_total(feature) and facts.declared == "text":
            share = facts.point if look.decimal == "." else facts.comma
            missing = round((1 - share) * facts.values)
            if missing:
                remarks.append(
                    f"{feature.column.name}: {missing:,} values{look.looked_at} cannot be read as numbers and count as"
                    " missing."
                )
    return remarks


def _settle_roles(ordered, forming, wishes):
    """One feature speaks for a role: of several the one whose name fits best, those that form the segments first."""
    best = {}
    for feature in ordered:
        feature.role = wishes.role(feature.role)
        if feature.role:
            score = (_is_total(feature), feature in forming, feature.strength(), -feature.column.facts.position)
            if feature.role not in best or score > best[feature.role][0]:
                best[feature.role] = (score, feature)
    for feature in ordered:
        if feature.role and best[feature.role][1] is not feature:
            feature.role = None
        if feature.role and wishes.bases.get(feature.role) == feature.basis:
            feature.basis = None


def _settle_names(ordered, wishes):
    taken: set[str] = set()
    for feature in ordered:
        kind = "category" if feature.is_category else "number"
        feature.name = names.free_name(feature.name, kind, taken, wishes.kinds)
        taken.add(feature.name)


def _entry(look, id_column, ordered, forming, revenue, wishes):
    place = dict(look.source.place)
    if look.decimal != ".":
        place["decimal"] = look.decimal
    dated = [feature.column.name for feature in ordered if feature.kind in ("date", "birth_date")]
    formats = look.dates.written(dated)
    if formats:
        place["dates"] = formats
    sensitive = [feature.name for feature in ordered if feature.is_sensitive]
    entry = {
        "label": _label(wishes.name),
        "as_of_date": _as_of_date(look, ordered, wishes),
        "customers": place,
        "id": names.column_expression(id_column.name) if id_column else _FILE_ROW_NUMBER,
        "revenue": (revenue.expression or names.column_expression(revenue.column.name)) if revenue else None,
        "sensitive": sensitive or None,
        "features": {feature.name: feature.settings(forms=True) for feature in forming},
        "describe": {feature.name: feature.settings(forms=False) for feature in ordered if feature not in forming}
        or None,
    }
    return {key: value for key, value in entry.items() if value is not None}


def _as_of_date(look, ordered, wishes):
    """The latest date among what has happened, for features made of dates; not a day yet to come."""
    dated = [feature for feature in ordered if feature.kind == "date"]
    if not dated:
        return None
    latest = [f"max(case when {look.timestamp(f.column.name)} < cast('{wishes.today}' as date) + 1 then" for f in dated]
    parts = ", ".join(f"{start} {look.timestamp(f.column.name)} end)" for start, f in zip(latest, dated, strict=True))
    query = f"select cast(cast(greatest({parts}) as date) as varchar) from {look.source.relation}"
    return look.source.connection.execute(query).fetchone()[0]


def _label(name):
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _treatments(look, id_column, ordered, forming, left_out, parts, totals):
    by_column = {feature.column.name: feature for feature in ordered if not _is_total(feature) and not feature.is_made}
    for total in totals:
        yield Treatment(total.name, "made here", FORMS if total in forming else DESCRIBES, _sum_of(total, parts))
    for feature in [feature for feature in ordered if feature.is_made]:
        yield Treatment(feature.name, "made here", FORMS if feature in forming else DESCRIBES, feature.why_not)
    for column in look.columns:
        if column is id_column:
            yield Treatment(column.name, "id", "id", "kept as text")
        elif column.name in left_out:
            kind, reason = left_out[column.name]
            yield Treatment(column.name, kind.replace("_", " "), LEFT_OUT, reason)
        else:
            feature = by_column[column.name]
            used = FORMS if feature in forming else DESCRIBES
            yield Treatment(column.name, feature.what, used, _how(feature, forming, parts))


def _sum_of(total, parts):
    return f"{total.transform}; sum of " + ", ".join(name for name, label in parts.items() if label == total.label)


def _how(feature, forming, parts):
    if feature.is_category:
        kept = f"{len(feature.levels)} of {feature.column.facts.distinct:,} levels" if feature.levels else ""
        return ", ".join(filter(None, ["onehot", kept]))
    if feature in forming:
        unit = feature.unit in _UNITS_TOLD and f"in {feature.unit}"
        return ", ".join(filter(None, [feature.transform, unit, feature.note]))
    if feature.column.name in parts:
        return f"part of {parts[feature.column.name]}"
    return feature.why_not or ("age in years" if feature.role == "age" else "")
