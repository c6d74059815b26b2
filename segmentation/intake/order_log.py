"""The proposal for an order log: which column gives what an order line has, and the segmentation of its customers."""

from dataclasses import dataclass, field
from typing import Any

from segmentation.intake import attributes, customer_ids, derived, duplicates, names, order_values
from segmentation.intake.attributes import Attribute
from segmentation.intake.errors import InputError
from segmentation.intake.features import why_left_out
from segmentation.intake.identify import chosen_column, customer_of_a_table, customer_of_orders, rank, repeats
from segmentation.intake.kinds import FEW_LEVELS
from segmentation.intake.look import Column, Look, text_of
from segmentation.intake.proposal import DESCRIBES, LEFT_OUT, Proposal, Treatment, Wishes
from segmentation.intake.words import meaning, says, strength

_DATES = ("date", "timestamp_number")
_MONEY = ("list_price", "unit_price", "amount")
_OF_ORDERS = ("line_id", "order_status", "currency", "order_total", "order_discount", "order_refund")
_LARGEST_TYPICAL_QUANTITY = 100
_NO_AMOUNT = ("discount", "returns")
_CANCELLING = 0.9
_RETURNS_WORTH_TELLING = 0.002

_WHAT = {
    "customer_id": "customer", "ordered_at": "date", "order_id": "order", "product_id": "product", "quantity": "number",
    "product_name": "text", "category": "category", "unit_price": "money", "amount": "money", "list_price": "money",
    "order_status": "status", "currency": "currency", "order_total": "money", "order_refund": "money",
    "order_discount": "money", "line_id": "line",
}  # fmt: skip

_RECENCY = {"transform": "log", "label": "time since the last purchase", "unit": "days", "role": "recency"}
_FREQUENCY = {"transform": "log", "label": "orders", "role": "frequency"}
_MONETARY = {"transform": "log", "label": "revenue", "unit": "money", "role": "spend"}
_LENGTH = {"transform": "log", "label": "time from first to last purchase", "unit": "days", "role": "length"}
_BETWEEN = {"transform": "log", "label": "time between orders", "unit": "days", "role": "time"}
_VALUE = {"transform": "log", "label": "average order value", "unit": "money", "role": "basket"}
_DISCOUNT = {"label": "discount taken", "unit": "share", "role": "discount"}
_RETURNS = {"label": "share of revenue returned", "unit": "share", "role": "returns"}
_SEASON = {"label": "share of orders in November and December", "unit": "share", "role": "season"}
_CATEGORY = {"transform": "onehot", "label": "preferred category"}
_FIRST_REVENUE = {"transform": "log", "label": "amount of the first order", "unit": "money", "at_signup": True}
_FIRST_LINES = {"transform": "log", "label": "lines of the first order", "at_signup": True}
_FIRST_QUANTITY = {"transform": "log", "label": "pieces in the first order", "at_signup": True}
_FIRST_DISCOUNT = {"label": "discount on the first order", "unit": "share", "at_signup": True}
_FIRST_CATEGORY = {"transform": "onehot", "label": "category of the first order", "at_signup": True}
_FIRST_HOUR = {"label": "hour of the first order", "at_signup": True}


@dataclass
class Mapping:
    """Which column gives what an order line has, and how an order is told to be cancelled."""

    columns: dict[str, Column] = field(default_factory=dict)
    expressions: dict[str, str] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    attributes: list[Attribute] = field(default_factory=list)
    cancelled_order_prefix: str | None = None
    has_returns: bool = False
    remarks: list[str] = field(default_factory=list)
    not_mapped: dict[str, str] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.columns

    def of(self, column: Column) -> str | None:
        """What a column gives; nothing where it is not mapped."""
        return next((name for name, each in self.columns.items() if each is column), None)


def is_order_log(look: Look) -> bool:
    """Whether rows are orders: a customer's id that repeats, a date, and an amount or a quantity."""
    customer = customer_of_orders(look)
    if customer is None or not repeats(customer.facts) or not _dates(look):
        return False
    is_unnamed = rank(customer) not in (1, 2, 4) and look.source.place.get("header") is not False
    # An id that no one names: rows may be customers all the same.
    if is_unnamed and (customer_of_a_table(look) or not _named(look, "quantity") + _named(look, "amount")):
        return False
    unique = customer_of_a_table(look)
    if unique is not None and rank(unique) in (1, 2) and unique is not customer:
        return False
    mapping = _map(look, customer)
    return any(name in mapping for name in ("quantity", *_MONEY))


def propose(look: Look, wishes: Wishes) -> Proposal:
    """Propose a shop and a segmentation of its customers.

    Raises
    ------
    InputError
        If there is no customer, date or amount in it, or too few customers.
    """
    customer = chosen_column(look, wishes.id) if wishes.id else customer_of_orders(look)
    _check(look, customer)
    mapping = _map(look, customer)
    if not any(name in mapping for name in ("unit_price", "amount", "order_total")):
        raise InputError(
            f"{look.source.name} has no amount or price: an order log has a customer, a date, and an amount or a"
            " quantity and a price. Leave out --orders if every row is a customer."
        )
    customers, nobody, said = customer_ids.people(look, customer, wishes.placeholders)
    if customers < wishes.fewest_customers:
        raise InputError(
            f"{look.source.name} has {customers} customers in {customer.name}, and fewer than {wishes.fewest_customers}"
            " cannot be segmented: bring more orders."
        )
    _find_worth(look, mapping, wishes)
    _find_cancellations(look, mapping)
    _find_line(look, mapping)
    _find_attributes(look, mapping)
    _find_duplicates(look, mapping)
    mapping.settings |= {"nobody": nobody} if nobody else {}
    return Proposal(
        segmentation=_segmentation(look, mapping, wishes),
        shop=_shop(look, mapping),
        treatments=tuple(_treatments(look, mapping)),
        id_column=customer.name,
        customers=customers,
        remarks=(*look.dates.remarks, *mapping.remarks, *_missing_customers(customer), *said),
        features={"preferred_category": "category", "first_order_category": "category"}
        | {each.name: "category" if "onehot" in each.settings.values() else "number" for each in mapping.attributes},
        earliest=_earliest(look, mapping),
    )


def _check(look, customer):
    lacking = [] if customer else ["a column that tells the customer"]
    lacking += [] if _dates(look) else ["a column of dates"]
    if lacking:
        raise InputError(
            f"{look.source.name} lacks {' and '.join(lacking)}, so that it cannot be read as orders: name the customer"
            " by --id, or leave out --orders if every row is a customer."
        )


def _dates(look):
    return [column for column in look.columns if column.kind.name in _DATES]


def _named(look, name):
    return [column for column in look.columns if meaning(column.name, "line") == name and _may_be(column, name)]


def _map(look, customer):
    mapping = Mapping({"customer_id": customer})
    mapping.columns["ordered_at"] = _order_date(look)
    for name in (
        "order_id",
        "quantity",
        "list_price",
        "unit_price",
        "amount",
        "product_id",
        "product_name",
        "category",
    ):
        found = [column for column in _named(look, name) if mapping.of(column) is None]
        if found:
            mapping.columns[name] = max(found, key=lambda column: _fit(column, name))
    if not any(name in mapping for name in ("quantity", *_MONEY)):
        _map_by_content(look, mapping)
    if "unit_price" in mapping and "quantity" not in mapping and "amount" not in mapping:
        # Without a quantity a price is what the line costs.
        mapping.columns["amount"] = mapping.columns.pop("unit_price")
    if "amount" not in mapping and "unit_price" not in mapping and "list_price" in mapping:
        mapping.columns["unit_price" if "quantity" in mapping else "amount"] = mapping.columns.pop("list_price")
    _find_order(look, mapping)
    _leave_out_sparse_amount(look, mapping)
    _leave_out_order_totals(look, mapping)
    return mapping


def _fit(column, name):
    """How well a column fits what its name says; of categories and their parts the coarser."""
    coarseness = -column.facts.distinct if name == "category" else 0
    return coarseness, strength(column.name, "line", name), -column.facts.position


def _order_date(look):
    """The date of the order: the one that is named so, else any that is not of delivery and the like."""
    ranks = {"ordered_at": 3, "any_date": 2, None: 1, "other_date": 0}
    columns = _dates(look)
    if not columns:
        return None
    return max(
        columns,
        key=lambda c: (
            ranks.get(meaning(c.name, "line"), 1),
            max(strength(c.name, "line", "ordered_at"), strength(c.name, "line", "any_date")),
            c.facts.filled_share >= 0.5,
            -c.facts.position,
        ),
    )


def _may_be(column, name):
    """Whether the values of a column can be what its name says."""
    kind, facts = column.kind.name, column.facts
    if name in ("quantity", *_MONEY):
        is_number = column.values is not None or kind in ("number", "constant")
        is_other = says(column.name, "company") or meaning(column.name, "role") in _NO_AMOUNT
        return is_number and kind not in (*_DATES, "birth_date") and not is_other and not _is_no_amount(column)
    if name == "order_id":
        return facts.distinct > 1 and kind not in (*_DATES, "flag", "age", "birth_year", "birth_date")
    if name == "category":
        return kind in ("category", "flag") or (kind in ("free_text", "model_output") and facts.unique_share < 0.5)
    return facts.distinct > 1 and kind not in (*_DATES, "birth_date", "flag")


def _is_no_amount(column):
    return strength(column.name, "line", "none") > 0


def _map_by_content(look, mapping):
    """Of unnamed numbers the small whole ones are quantities; of the others one is the amount of the line."""
    numbers = [
        column
        for column in look.columns
        if mapping.of(column) is None and column.kind.name in ("number", "id") and column.facts.numbers is not None
    ]
    numbers = [column for column in numbers if column.kind.name == "number"]
    whole = [c for c in numbers if c.facts.whole > 0.99 and abs(c.facts.numbers.median) <= _LARGEST_TYPICAL_QUANTITY]
    amounts = [column for column in numbers if column not in whole]
    if not amounts and whole:
        # A single whole number is rather what was paid than how many pieces.
        amounts, whole = whole[-1:], whole[:-1]
    if whole:
        mapping.columns["quantity"] = whole[0]
    if len(amounts) >= 2 and whole:
        arrays = {c.name: c.values for c in (whole[0], *amounts)}
        product = next((r for r in derived.products(arrays) if r.rule == "product" and whole[0].name in r.parts), None)
        if product:
            price = next(part for part in product.parts if part != whole[0].name)
            mapping.columns |= {"amount": look[product.whole], "unit_price": look[price]}
            return
    if amounts:
        mapping.columns["amount"] = amounts[0]


def _find_order(look, mapping):
    """Of columns that no name explains, one each of whose values is of one customer and day is the order."""
    if "order_id" in mapping:
        return
    customer, moment = text_of(mapping.columns["customer_id"].name), _moment(look, mapping)
    for column in look.columns:
        is_free = mapping.of(column) is None and not strength(column.name, "line", "none")
        is_code = column.kind.name in ("id", "free_text", "person_name") and repeats(column.facts)
        is_numbered = column.facts.levels and all(text.startswith("#") for text, _ in column.facts.levels)
        if not is_free or not (is_code or is_numbered):
            continue
        orders, of_one, has_digits, customers = look.source.connection.execute(f"""
            select
                count(*), count(*) filter (where customers = 1 and days = 1), bool_and(has_digit),
                (select count(distinct {customer}) from {look.relation})
            from (
                select
                    count(distinct {customer}) as customers,
                    count(distinct cast({moment} as date)) as days,
                    bool_and(regexp_matches({text_of(column.name)}, '[0-9]')) as has_digit
                from {look.relation}
                where {text_of(column.name)} is not null
                group by {text_of(column.name)}
            )
        """).fetchone()
        if has_digits and orders > customers and of_one >= 0.999 * orders:
            mapping.columns["order_id"] = column
            return


def _order(look, mapping):
    """SQL of the order: its id, or without ids what a customer buys on one day."""
    if "order_id" in mapping:
        return text_of(mapping.columns["order_id"].name)
    customer = text_of(mapping.columns["customer_id"].name)
    return f"concat_ws('|', {customer}, cast({_moment(look, mapping)} as date))"


def _amount(look, mapping):
    """SQL of the amount of a line."""
    number = {
        name: look.number(column.name) for name, column in mapping.columns.items() if name in ("quantity", *_MONEY)
    }
    if "amount" in number or "unit_price" not in number:
        return number.get("amount") or look.number(mapping.columns["order_total"].name)
    return f"{number['unit_price']} * {number.get('quantity', '1')}"


def _leave_out_sparse_amount(look, mapping):
    """An amount that stands only in the first line of an order is the order's."""
    if "amount" not in mapping:
        return
    amount = mapping.columns["amount"]
    rest = mapping.columns.get("unit_price") if "quantity" in mapping else None
    filled = rest.facts.filled_share if rest else 1.0
    if amount.facts.filled_share >= 0.95 * filled:
        return
    if rest:
        mapping.not_mapped[amount.name] = f"empty in {1 - amount.facts.filled_share:.0%} of the lines"
        del mapping.columns["amount"]
    elif "order_id" in mapping and order_values.stands_once_an_order(look, amount, _order(look, mapping)):
        _make_total(mapping)


def _leave_out_order_totals(look, mapping):
    """An amount that stands in every line of an order is the order's and would be counted once for each line."""
    if not {"amount", "order_id"} <= set(mapping.columns):
        return
    column = mapping.columns["amount"]
    if order_values.is_in_every_line(look, column, _order(look, mapping)):
        if "unit_price" in mapping and "quantity" in mapping:
            mapping.not_mapped[column.name] = "stands in every line of an order, so that it is the order's"
            del mapping.columns["amount"]
        else:
            _make_total(mapping)


def _make_total(mapping):
    column = mapping.columns.pop("amount")
    mapping.columns["order_total"] = column
    mapping.remarks.append(f"{column.name} is that of the whole order and is parted among its lines.")


def _find_worth(look, mapping, wishes):
    """What else says what an order is worth: its status, refund, discount, currency, and lines that take money off."""
    free = [column for column in look.columns if mapping.of(column) is None]
    order = _order(look, mapping)
    for name in ("order_refund", "order_discount"):
        for column in free:
            if strength(column.name, "line", name) and column.values is not None and mapping.of(column) is None:
                _map_of_order(look, mapping, name, column, order)
    column, said = order_values.status(look, free, wishes.statuses, has_refunds="order_refund" in mapping)
    if column:
        mapping.columns["order_status"] = column
        mapping.remarks.extend(said)
    money = [mapping.columns[name] for name in (*_MONEY, "order_total") if name in mapping]
    expression, currencies = order_values.currency(look, free, money)
    if expression:
        order_values.check_rates(look, currencies, wishes.rates)
        mapping.expressions["currency"] = expression
        mapping.columns |= {c: column for c in ("currency",) for column in free if expression == _expression(column)}
        mapping.settings["rates"] = {name: wishes.rates[name] for name in currencies}
    if "order_total" not in mapping:
        quantity = look.number(mapping.columns["quantity"].name) if "quantity" in mapping else None
        lines, taken, are_within = order_values.negative_lines(look, _amount(look, mapping), quantity, order)
        if lines and are_within and "order_id" in mapping and (quantity or "amount" not in mapping):
            mapping.settings["negative_prices"] = "discount"
            mapping.remarks.append(
                f"{lines:,} lines{look.of_seen} with a negative price are coupons or the like: they take {-taken:,.2f}"
                " off."
            )


def _map_of_order(look, mapping, name, column, order):
    if name in mapping:
        mapping.not_mapped[column.name] = f"{mapping.columns[name].name} already gives it"
    elif not order_values.stands_once_an_order(look, column, order):
        mapping.not_mapped[column.name] = "differs between the lines of an order"
        mapping.remarks.append(f"{column.name} differs between the lines of an order and is not taken off.")
    elif name == "order_refund":
        mapping.columns[name] = column
        mapping.has_returns = True
    else:
        totals = [each for each in look.columns if strength(each.name, "line", "amount") and mapping.of(each) is None]
        is_priced = "unit_price" in mapping and "amount" not in mapping
        if is_priced and order_values.explains_the_total(look, column, _amount(look, mapping), totals, order):
            mapping.columns[name] = column
        else:
            mapping.not_mapped[column.name] = "nothing says whether prices are before it"


def _find_line(look, mapping):
    """What makes a line one of its kind: its number in the order, or an id of its own."""
    free = [column for column in look.columns if mapping.of(column) is None and column.facts.distinct > 1]
    numbered = [column for column in free if strength(column.name, "line", "line_no")]
    of_its_kind = [column for column in free if says(column.name, "other_id") and not repeats(column.facts)]
    if numbered or of_its_kind:
        mapping.columns["line_id"] = (numbered or of_its_kind)[0]


def _find_attributes(look, mapping):
    free = [c for c in look.columns if mapping.of(c) is None and c.name not in mapping.not_mapped]
    free = [
        c
        for c in free
        if not any(strength(c.name, "line", name) for name in ("none", *_MONEY)) or attributes.is_of_a_line(c)
    ]
    mapping.attributes = attributes.find(look, mapping.columns["customer_id"], free)
    if mapping.attributes:
        mapping.settings["attributes"] = {each.name: each.value for each in mapping.attributes}


def _find_duplicates(look, mapping):
    read = mapping.columns | {f"attribute {each.name}": each.column for each in mapping.attributes}
    keeps, said = duplicates.keeps(look, read, _amount(look, mapping))
    mapping.settings |= {"duplicates": "keep"} if keeps else {}
    mapping.remarks.extend(said)


def _find_cancellations(look, mapping):
    """Negative lines are returns; where they are just those whose order ids start with a letter, that marks them."""
    takes_off = "negative_prices" in mapping.settings
    signs = ("quantity",) if takes_off else ("quantity", "amount")
    signed = [look.number(mapping.columns[name].name) for name in signs if name in mapping]
    if not signed:
        return
    negative = " or ".join(f"coalesce({number} < 0, false)" for number in signed)
    order = text_of(mapping.columns["order_id"].name) if "order_id" in mapping else "cast(null as varchar)"
    rows = look.source.connection.execute(f"""
        select
            case
                when regexp_full_match({order}, '[A-Za-z]+[-_ ]?[0-9].*') then regexp_extract({order}, '^[A-Za-z]+')
            end,
            count(*),
            count(*) filter (where {negative})
        from {look.relation}
        group by 1
    """).fetchall()
    lines, returned = sum(row[1] for row in rows), sum(row[2] for row in rows)
    mapping.has_returns |= returned > _RETURNS_WORTH_TELLING * lines
    marked = [row for row in rows if row[0] and row[2] >= _CANCELLING * row[1] and row[2] >= 0.5 * max(returned, 1)]
    if marked and marked[0][1] < 0.5 * lines:
        mapping.cancelled_order_prefix = marked[0][0]


def _shop(look, mapping):
    place = dict(look.source.place)
    if look.decimal != ".":
        place["decimal"] = look.decimal
    ordered_at = mapping.columns["ordered_at"]
    formats = look.dates.written([ordered_at.name]) if ordered_at.kind.name == "date" else None
    place |= {"dates": formats} if formats else {}
    expressions = {name: _expression(each) for name, each in mapping.columns.items()} | mapping.expressions
    order = (
        "customer_id", "ordered_at", "order_id", "product_id", "product_name", "category", "quantity",
        *_MONEY, *_OF_ORDERS,
    )  # fmt: skip
    # What the log has not is said too, so that a column which happens to have that name is not taken for it.
    by_chance = {column.name.lower() for column in look.columns} - {name for name in mapping.columns}
    by_chance -= set(_OF_ORDERS)
    columns = {name: expressions.get(name, "null") for name in order if name in expressions or name in by_chance}
    return {
        "as_of_date": "latest",
        "cancelled_order_prefix": mapping.cancelled_order_prefix,
        "order_lines": place | mapping.settings | {"columns": columns},
    }


def _expression(column):
    expression = names.column_expression(column.name)
    if column.kind.name == "timestamp_number":
        digits = column.facts.longest_number
        scale = {13: 1_000, 16: 1}.get(digits, 1_000_000)
        return f"make_timestamp(try_cast({expression} as bigint) * {scale})"
    return expression


def _segmentation(look, mapping, wishes):
    orders = _orders_per_customer(look, mapping)
    features = {"recency_in_season_days": _RECENCY, "frequency": _FREQUENCY}
    features |= {"monetary": _MONETARY, "length_days": _LENGTH}
    if orders < 2:
        features = {name: features[name] for name in ("recency_in_season_days", "monetary")}
    describe = {"mean_days_between": _BETWEEN} if orders >= 2 else {}
    describe |= {"average_order_value": _VALUE}
    describe |= {"discount_share": _DISCOUNT} if "list_price" in mapping else {}
    describe |= {"return_rate": _RETURNS} if mapping.has_returns else {}
    describe |= {"season_share": _SEASON} if _covers_a_year(look, mapping) else {}
    has_categories = "category" in mapping and mapping.columns["category"].facts.distinct <= 2 * FEW_LEVELS
    describe |= {"preferred_category": _CATEGORY} if has_categories else {}
    if orders >= 2:
        # Of one order each there is nothing to come that the first could tell.
        describe |= {"first_order_revenue": _FIRST_REVENUE}
        describe |= {"first_order_lines": _FIRST_LINES} if "order_id" in mapping else {}
        describe |= {"first_order_quantity": _FIRST_QUANTITY} if "quantity" in mapping else {}
        describe |= {"first_order_discount_share": _FIRST_DISCOUNT} if "list_price" in mapping else {}
        describe |= {"first_order_category": _FIRST_CATEGORY} if has_categories else {}
        describe |= {"first_order_hour": _FIRST_HOUR} if _has_times(look, mapping) else {}
    words = wishes.name.replace("_", " ").strip()
    describe |= {each.name: each.settings for each in mapping.attributes}
    sensitive = [each.name for each in mapping.attributes if each.is_sensitive]
    return {
        "label": words[:1].upper() + words[1:],
        "customers": {"shop": wishes.name},
        "set_apart": {"name": "Without a purchase", "reason": "no purchase of a product", "role": "silent"},
        **({"sensitive": sensitive} if sensitive else {}),
        "features": {name: _known_role(settings, wishes) for name, settings in features.items()},
        "describe": {name: _known_role(settings, wishes) for name, settings in describe.items()},
    }


def _known_role(settings, wishes):
    return {key: value for key, value in settings.items() if key != "role" or wishes.role(value)}


def _orders_per_customer(look, mapping):
    """The most orders of one customer: without order ids, what a customer buys on one day is one order."""
    customer = text_of(mapping.columns["customer_id"].name)
    order = f"cast({_moment(look, mapping)} as date)"
    if "order_id" in mapping:
        order = text_of(mapping.columns["order_id"].name)
    query = f"""
        select coalesce(max(orders), 0) from (
            select count(distinct {order}) as orders from {look.relation}
            where {customer} is not null group by {customer}
        )
    """
    return look.source.connection.execute(query).fetchone()[0]


def _moment(look, mapping):
    column = mapping.columns["ordered_at"]
    return _expression(column) if column.kind.name == "timestamp_number" else look.timestamp(column.name)


def _has_times(look, mapping):
    """Whether orders have an hour; a log of dates has all of them at midnight."""
    query = f"select coalesce(max(extract(hour from {_moment(look, mapping)})), 0) > 0 from {look.relation}"
    return look.source.connection.execute(query).fetchone()[0]


def _covers_a_year(look, mapping):
    """Whether the orders span at least ten months, so that some are of a season and some are not."""
    moment = _moment(look, mapping)
    query = f"select date_diff('day', min({moment}), max({moment})) from {look.relation}"
    return (look.source.connection.execute(query).fetchone()[0] or 0) >= 300


def _earliest(look, mapping):
    """The day before which hardly any order lies."""
    moment = _moment(look, mapping)
    query = f"select cast(cast(quantile_disc({moment}, 0.001) as date) as varchar) from {look.relation}"
    return look.source.connection.execute(query).fetchone()[0]


def _missing_customers(customer):
    missing = customer.facts.rows - customer.facts.filled
    return [f"{missing:,} rows have no {customer.name}; the build sets them aside."] if missing else []


def _treatments(look, mapping):
    by_name = {name: column for name, column in mapping.columns.items()}
    for column in look.columns:
        name = mapping.of(column)
        if name:
            note = "kept as text" if name in ("customer_id", "order_id", "product_id") else ""
            if name == "ordered_at":
                note = "orders up to the latest day"
            if name == "order_id" and mapping.cancelled_order_prefix:
                note = f"cancelled where it starts with {mapping.cancelled_order_prefix}"
            yield Treatment(column.name, _WHAT[name], name, "parted among lines" if name == "order_total" else note)
        elif attribute := next((each for each in mapping.attributes if each.column is column), None):
            yield Treatment(column.name, attribute.what, DESCRIBES, attribute.how)
        else:
            reason = mapping.not_mapped.get(column.name) or _why_not(column, by_name)
            yield Treatment(column.name, column.kind.name.replace("_", " "), LEFT_OUT, reason)


def _why_not(column, mapped):
    if column.kind.name in ("empty", "constant", "e-mail", "phone", "url", "damaged", "model_output"):
        return column.kind.reason
    if column.kind.name in _DATES:
        return f"{mapped['ordered_at'].name} already gives the date"
    named = meaning(column.name, "line")
    if named in mapped and _may_be(column, named):
        return f"{mapped[named].name} already gives the {named.replace('_', ' ')}"
    return why_left_out(column) or "an order line has no such part"
