"""What the warehouse knows of one customer, on the command line: the segments, and why these."""

from rich.table import Table

from segmentation.cli.terminal import console
from segmentation.describing.naming import figure
from segmentation.intake.forgotten import unified
from segmentation.site.blocks.customer import ASSIGNED_BY
from segmentation.site.errors import SiteError
from segmentation.site.warehouse import Row, Segmentation, Warehouse
from segmentation.value.rules import HORIZONS

REASONS = 3
# A feature with less than this share of all support says next to nothing.
LEAST_SUPPORT = 0.01


def print_customer(customer_id: str, *, segmentation: str | None = None) -> None:
    """Print where a customer stands in every segmentation that has one of this id, or in the one named.

    Raises
    ------
    SiteError
        If there is no such segmentation, or no such customer in it.
    """
    warehouse = Warehouse()
    chosen = _chosen(warehouse, segmentation)
    found = [(one, row) for one in chosen for row in _memberships(warehouse, one, customer_id)]
    if not found:
        where = f"Segmentation {segmentation}" if segmentation else "No segmentation"
        raise SiteError(
            f"{where} has {'no' if segmentation else 'a'} customer {customer_id!r}: "
            "the ids are those in marts.customer_segments, leading zeros and capitals included, but for capitals of"
            " e-mail addresses."
        )
    out = console()
    for one, row in found:
        out.print(f"{one.label} ({one.name}), customer {row['customer_id']}")
        out.print(_lines(warehouse, one, row))
        out.print()


def _chosen(warehouse: Warehouse, name: str | None) -> list[Segmentation]:
    known = warehouse.segmentations()
    chosen = [one for one in known if name in (None, one.name)]
    if not chosen:
        names = ", ".join(one.name for one in known)
        raise SiteError(f"There is no segmentation {name!r} in {warehouse.path}: choose one of {names}.")
    return chosen


def _memberships(warehouse: Warehouse, segmentation: Segmentation, customer_id: str) -> list[Row]:
    """Where the customer of an id is, as it is given, else as the build writes it."""
    ways = dict.fromkeys([customer_id, *unified([customer_id])])
    return next(filter(None, (_membership(warehouse, segmentation, each) for each in ways)), [])


def _membership(warehouse, segmentation, customer_id):
    return warehouse.rows(
        """
        select customer_segments.*, segments.segment_name as second_segment_name
        from marts.customer_segments
        left join marts.segments
            on
                customer_segments.segmentation = segments.segmentation
                and customer_segments.second_segment_id = segments.segment_id
        where customer_segments.segmentation = ? and customer_segments.customer_id = ?
        """,
        [segmentation.name, customer_id],
    )


def _lines(warehouse: Warehouse, segmentation: Segmentation, row: Row) -> Table:
    lines = Table(box=None, show_header=False, padding=(0, 0, 0, 2))
    lines.add_column(no_wrap=True)
    lines.add_column()
    lines.add_row("segment", _with_probability(row))
    if row["second_segment_name"] is not None:
        lines.add_row("runner-up", row["second_segment_name"])
    lines.add_row("assigned by", _assigned(row))
    for name, line in _value(warehouse, segmentation, row["customer_id"]):
        lines.add_row(name, line)
    for side, reasons in _reasons(warehouse, segmentation, row["customer_id"]).items():
        for place, reason in enumerate(reasons):
            lines.add_row("" if place else side, reason)
    strategies = warehouse.strategies(segmentation.name).get(row["segment_id"], [])
    if strategies:
        lines.add_row("do first", f"{strategies[0]['objective']}: {strategies[0]['action']}")
    return lines


def _value(warehouse: Warehouse, segmentation: Segmentation, customer_id: str) -> list[tuple[str, str]]:
    """What the customer is expected to be worth; nothing where it is not predicted."""
    rows = warehouse.query("customer_value", segmentation, customer_id=customer_id)
    if not rows:
        return []
    row = rows[0]
    lines = [
        (
            "next year",
            f"{figure(row['orders_365_days'], None)} orders, {figure(row['revenue_365_days'], 'money')} spent, worth "
            f"{figure(row['value_next_year'], 'money')} (so far {figure(row['value_so_far'], 'money')})",
        )
    ]
    if row["chance_90_days"] is not None:
        chances = [f"{figure(row[f'chance_{days}_days'], 'share')} within {days} days" for days in HORIZONS]
        lines.append(("comes back", ", ".join(chances)))
    if row["next_order_on"] is not None:
        early, half, late = (row[f"next_order_{each}"] for each in ("from", "on", "until"))
        lines.append(("next order", f"if within a year, {early} to {late}, half by {half}"))
    return lines


def _with_probability(row: Row) -> str:
    sure = "" if row["probability"] is None else f", probability {figure(row['probability'], 'share')}"
    return f"{row['segment_name']}{sure}"


def _assigned(row: Row) -> str:
    if row["assigned_by"] == "none":
        return f"none: excluded, {row['reason']}"
    noise = ", though the algorithm left the customer in no cluster" if row["is_noise"] else ""
    return ASSIGNED_BY.get(row["assigned_by"], row["assigned_by"]) + noise


def _reasons(warehouse: Warehouse, segmentation: Segmentation, customer_id: str) -> dict[str, list[str]]:
    """The loudest reasons for the segment and against it, each with its share of all support."""
    rows = warehouse.rows(
        "select speaks_for, support_share, reason from marts.customer_reasons "
        "where segmentation = ? and customer_id = ? and support_share >= ? order by reason_rank",
        [segmentation.name, customer_id, LEAST_SUPPORT],
    )
    return {
        side: [f"{row['support_share']:4.0%}  {row['reason']}" for row in rows if row["speaks_for"] == key][:REASONS]
        for side, key in (("for it", "segment"), ("against it", "runner-up"))
    }
