"""Who moved in which period, and the sentence on it: read from the matrix of migrations, one object for a period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from segmentation.site import dates, numbers
from segmentation.site.warehouse import Row, Segmentation, Warehouse

# Column of the matrix, and the cause in words.
CAUSES = {
    "customer_changed": "because of what they did",
    "model_changed": "because the model changed",
    "both_changed": "for both reasons",
}
FILLED_IN = (
    "Reconstructed later, by the first build: the segments of today, with what was known of customers on those days."
)
HALF_FILLED_IN = "The segments at the start are reconstructed, from what was known of customers on that day."


@dataclass(frozen=True)
class Period:
    """Customers by the segment at the start and the one at the end; no segment is who came or has left."""

    start: date
    end: date
    rows: Sequence[Row]
    is_whole: bool = False

    @property
    def name(self) -> str:
        """The period as people write it."""
        if self.is_whole:
            return f"{dates.day(self.start)} to {dates.day(self.end)}"
        return dates.period(self.start, self.end)

    @cached_property
    def moves(self) -> list[Row]:
        """Pairs of two segments, the largest first."""
        pairs = [row for row in self.rows if None not in (row["from_segment_id"], row["to_segment_id"])]
        return [row for row in pairs if row["from_segment_id"] != row["to_segment_id"]]

    @property
    def moved(self) -> int:
        """Customers in another segment than before."""
        return sum(row["customers"] for row in self.moves)

    @property
    def came(self) -> int:
        """Customers who were in none at the start."""
        return sum(row["customers"] for row in self.rows if row["from_segment_id"] is None)

    @property
    def left(self) -> int:
        """Customers who are in none at the end; an id that became another customer's has not left."""
        return sum(row["customers"] - row["merged"] for row in self.rows if row["to_segment_id"] is None)

    @property
    def merged(self) -> int:
        """Ids that became another customer's."""
        return sum(row["merged"] for row in self.rows)

    @property
    def there_throughout(self) -> int:
        """Customers who were in a segment at both ends."""
        return sum(row["customers"] for row in self.rows) - self.came - self.left - self.merged

    @property
    def merged_too(self) -> str:
        """The end of a sentence on who left; empty where no two ids became one."""
        return f", {numbers.count(self.merged)} became one with another id" if self.merged else ""

    @property
    def in_none_before(self) -> int:
        """Of those who were there at both ends, the customers who were in no segment at the start."""
        return sum(
            row["customers"] - row["merged"]
            for row in self.rows
            if row["from_segment_id"] == 0 and row["to_segment_id"] is not None
        )

    def caused(self, cause: str) -> int:
        """Customers who moved for a cause, a column of the matrix."""
        return sum(row[cause] for row in self.moves)

    def sizes(self, side: str) -> dict[int, int]:
        """Customers of each segment at one end, `from` or `to`."""
        found: dict[int, int] = {}
        for row in self.rows:
            segment_id = row[f"{side}_segment_id"]
            if segment_id is not None:
                found[segment_id] = found.get(segment_id, 0) + row["customers"]
        return found

    @property
    def is_filled_in(self) -> bool:
        """Whether the first build worked out the end for a day before it, and so the start."""
        return self.rows[0]["ends_filled_in"]

    @property
    def note(self) -> str:
        """What the first build has worked out of it."""
        if self.is_filled_in:
            return FILLED_IN
        return HALF_FILLED_IN if self.rows[0]["starts_filled_in"] else ""

    @property
    def sentence(self) -> str:
        """The period in figures."""
        share = f" ({numbers.percent(self.moved / self.there_throughout)})" if self.moved else ""
        causes = ", ".join(f"{some(self.caused(cause))} {words}" for cause, words in CAUSES.items())
        moved = (
            f"{sentence_count(self.moved)} of the {numbers.count(self.there_throughout)} customers who were there at "
            f"both ends moved{share}"
        )
        return (
            moved
            + (f": {causes}. " if self.moved else ". ")
            + f"{sentence_count(self.came)} came, {some(self.left)} went out of the data{self.merged_too}."
        )


def some(number: int) -> str:
    """Write a count within a sentence."""
    return numbers.count(number) if number else "none"


def sentence_count(number: int) -> str:
    """Write a count at the start of a sentence."""
    return some(number).capitalize()


def because(move: Row) -> str:
    """Say why the customers of one move are elsewhere."""
    alone = {
        "customer_changed": "because of what they did",
        "model_changed": "because the model changed, not they",
        "both_changed": "because they and the model changed",
    }
    present = [cause for cause in CAUSES if move[cause]]
    if len(present) == 1:
        return alone[present[0]]
    return ", ".join(f"{numbers.count(move[cause])} {CAUSES[cause]}" for cause in present)


def periods(warehouse: Warehouse, segmentation: Segmentation) -> list[Period]:
    """Periods of the matrix, the latest first; none where there is one day only."""
    found: dict[tuple[date, date], list[Row]] = {}
    for row in warehouse.query("movement", segmentation=segmentation.name):
        found.setdefault((row["period_start"], row["period_end"]), []).append(row)
    return [Period(start, end, rows) for (start, end), rows in found.items()]


def whole(warehouse: Warehouse, segmentation: Segmentation, end: date) -> Period:
    """From the first day of the history to today, customer by customer."""
    rows = warehouse.query("movement_whole", segmentation=segmentation.name)
    return Period(rows[0]["period_start"], end, rows, is_whole=True)


def latest_with_movement(found: Sequence[Period]) -> Period:
    """The last period in which anybody moved, else in which anybody came or left, else the last."""
    for happened in (lambda period: period.moved, lambda period: period.came + period.left):
        for period in found:
            if happened(period):
                return period
    return found[0]


def segment_names(found: Sequence[Period]) -> dict[int, str]:
    """Names of all segments that are in a matrix, by id, the excluded customers last."""
    names = {
        row[f"{side}_segment_id"]: row[f"{side}_segment_name"]
        for period in found
        for row in period.rows
        for side in ("from", "to")
        if row[f"{side}_segment_id"] is not None
    }
    return {number: names[number] or f"Segment {number}" for number in sorted(names, key=numbers.segment_order)}
