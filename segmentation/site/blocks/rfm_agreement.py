"""Block on RFM names: where the customers of each are among the segments."""

from segmentation.site import html, numbers
from segmentation.site.html import escape, tag
from segmentation.site.warehouse import Segmentation, Warehouse, grouped


def rfm_agreement(warehouse: Warehouse, segmentation: Segmentation) -> str:
    """Where the customers of each RFM name are, as a map of shares."""
    rows = warehouse.query("rfm_agreement", segmentation=segmentation.name)
    if not rows:
        return html.empty("These customers have no RFM name: they come with no orders.")
    segments = {row["segment_id"]: row["segment_name"] for row in rows}
    order = sorted(segments, key=numbers.segment_order)
    lines = []
    for name, found in grouped(rows, "rfm_name").items():
        shares = {row["segment_id"]: row["share_of_rfm_name"] for row in found}
        count = numbers.count(sum(row["customers"] for row in found))
        told = tag("span", tag("span", escape(name)), tag("span", count, class_="sg-muted"), class_="sg-named")
        lines.append((told, *(_heat(shares.get(number)) for number in order)))
    index = rows[0]["adjusted_rand_index"]
    reading = (
        "Share of the customers of each RFM name who are in each segment. "
        + (
            f"Adjusted Rand index {numbers.decimal(index)}: 1 where segments and RFM names divide alike, 0 where they "
            "have nothing in common. "
            if index is not None
            else ""
        )
        + "; ".join(f"{numbers.segment(number)} {segments[number]}" for number in order)
        + "."
    )
    head = ("RFM name", *map(numbers.segment, order))
    table = html.table(head, lines, caption=f"RFM names and segments: {segmentation.label}")
    style = f"--features: {len(order)}"
    return tag("p", escape(reading), class_="sg-reading") + tag(
        "section", table, class_="sg-heatmap sg-agreement", style=style
    )


def _heat(share: float | None) -> str:
    if not share:
        return tag("span", class_="sg-heat")
    return tag("span", f"{100 * share:.0f}%", class_="sg-heat sg-heat-low", style=f"--strength: {share:.2f}")
