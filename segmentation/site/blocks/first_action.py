"""The segment to begin with, and why it comes first."""

from collections.abc import Sequence
from itertools import chain

from segmentation.site import numbers
from segmentation.site.blocks import campaigns
from segmentation.site.warehouse import Row, Segmentation, Warehouse


def choose(warehouse: Warehouse, segmentation: Segmentation, rows: Sequence[Row]) -> Row | None:
    """The segment to begin with, of `rows` in the order of what is at stake, with the reason as `why`.

    It is the one where campaigns have found the advice to work, else where most is at stake. Advice that a campaign has
    found not to work does not come first.
    """

    def tried(row: Row, *verdicts: str) -> list[str]:
        return campaigns.records(warehouse, segmentation, verdicts).get((row["strategy"], row["segment_id"]), [])

    advised = [row for row in rows if row["action"]]
    proven = (row for row in advised if tried(row, "works"))
    open_ = (row for row in advised if not tried(row, "harms", "does not work"))
    row = next(chain(proven, open_, advised), None)
    if row is None:
        return None
    record = next(iter(tried(row, *campaigns.RECORDS)), None)
    return row | {"why": record or f"{_at_stake(row)} No campaign has tried it yet."}


def _at_stake(row: Row) -> str:
    """What is at stake in a segment."""
    if row["stake"] == "value" and row["value_at_risk"]:
        return f"{numbers.compact(row['value_at_risk'])} of what they brought in a year may be lost."
    if row["stake"] == "revenue" and row["revenue_share"] is not None:
        return f"They bring {numbers.percent(row['revenue_share'])} of the revenue."
    return f"They are {numbers.percent(row['customer_share'])} of the customers."
