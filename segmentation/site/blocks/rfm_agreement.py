"""Block on RFM names: which segments the customers of each name are in."""

from segmentation.site import html, numbers
from segmentation.site.html import Markup
from segmentation.site.warehouse import Segmentation, Warehouse


def rfm_agreement(warehouse: Warehouse, segmentation: Segmentation) -> Markup:
    """Where the customers of each RFM name are, as a map of shares."""
    rows = warehouse.frame("rfm_agreement", segmentation)
    if rows.empty:
        return html.empty("These customers have no RFM name: they come with no orders.")
    names = rows.groupby("segment_id")["segment_name"].first()
    names = names[sorted(names.index, key=numbers.segment_order)]
    shares = rows.pivot(index="rfm_name", columns="segment_id", values="share_of_rfm_name")[names.index]
    sizes = rows.groupby("rfm_name", sort=False)["customers"].sum()
    lines = [
        (
            html.text(html.text(name) + html.text(numbers.count(size), "sg-muted"), "sg-named"),
            *(html.heat(f"{share:.0%}", "low", share) if share > 0 else html.heat("") for share in shares.loc[name]),
        )
        for name, size in sizes.items()
    ]
    index = rows["adjusted_rand_index"].iloc[0]
    agreement = (
        f"Segments and RFM names are alike to {numbers.decimal(index)} (adjusted Rand index): at 1 they would be the "
        "same groups, at 0 have nothing in common. "
    )
    reading = (
        "RFM names go by how recently, how often and for how much customers bought. Each row: in which segments the "
        "customers of a name are. "
        + (agreement if index == index else "")
        + "; ".join(f"{numbers.segment(number)} {name}" for number, name in names.items())
        + "."
    )
    head = ("RFM name", *map(numbers.segment, names.index))
    caption = f"RFM names and segments: {segmentation.label}"
    table = html.heat_map(head, lines, caption=caption, kind="sg-agreement", columns=len(names))
    return html.reading(reading) + table
