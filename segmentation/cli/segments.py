"""The short table of segments that ends a build on the command line."""

from rich.table import Table

from segmentation.cli.terminal import console
from segmentation.site.warehouse import Warehouse


def print_segments() -> None:
    """Print the segments of every segmentation with their size, revenue, trust and first advice."""
    warehouse = Warehouse()
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading, justify in (
        ("segmentation", "left"),
        ("segment", "left"),
        ("customers", "right"),
        ("share", "right"),
        ("revenue", "right"),
        ("stability", "right"),
        ("what to do first", "left"),
    ):
        table.add_column(heading, justify=justify, no_wrap=justify == "right")
    meanings = []
    for segmentation in warehouse.segmentations():
        objectives = {
            row["segment_id"]: row["objective"]
            for row in warehouse.rows(
                "select segment_id, objective from marts.segment_strategies where segmentation = ? and priority = 1",
                [segmentation.name],
            )
        }
        segments = warehouse.segments(segmentation.name)
        for row in segments:
            table.add_row(
                segmentation.name,
                row["segment_name"],
                f"{row['customers']:,}",
                f"{row['customer_share']:.0%}",
                "" if row["revenue_share"] is None else f"{row['revenue_share']:.0%}",
                "" if row["stability"] is None else f"{row['stability']:.2f} {row['stability_word']}",
                objectives.get(row["segment_id"], ""),
            )
        table.add_section()
        meanings += sorted({f"{segmentation.name}: {row['kind_meaning']}" for row in segments})
    console().print(table)
    for meaning in meanings:
        console().print(meaning, highlight=False)
