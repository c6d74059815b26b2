"""What campaigns brought."""

from collections.abc import Sequence

import plotly.graph_objects as go

from segmentation.site.charts.style import add_upright, label_text, name_rows, new_figure
from segmentation.site.palette import ACCENT, MUTED, segment_colour


def effects(rows: Sequence[dict], *, ends: tuple[str, str], is_share: bool) -> go.Figure:
    """The difference between treated and held out of all customers and of each segment, with its interval.

    Parameters
    ----------
    rows
        Rows of campaign_results of one measure, that of all customers without a segment.
    ends
        The columns with the ends of the interval.
    is_share
        Whether it is a share, which is written in points.
    """
    low, high = ends
    scale, tick = (100, ",.1f") if is_share else (1, ",.2f")
    names = [row["segment_name"] or "All customers" for row in rows]
    figure = new_figure(
        margin={"l": 14, "r": 24},
        xaxis={"title": f"with the campaign less without it, {'points' if is_share else 'a customer'}"},
    )
    figure.add_scatter(
        mode="markers",
        x=[scale * row["difference"] for row in rows],
        y=list(range(len(rows))),
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [scale * (row[high] - row["difference"]) for row in rows],
            "arrayminus": [scale * (row["difference"] - row[low]) for row in rows],
            "color": MUTED,
            "thickness": 2,
            "width": 5,
        },
        marker={
            "size": [13 if row["segment_id"] is None else 10 for row in rows],
            "symbol": ["diamond" if row["segment_id"] is None else "circle" for row in rows],
            "color": [ACCENT if row["segment_id"] is None else segment_colour(row["segment_id"]) for row in rows],
        },
        customdata=[
            f"{label_text(name)}: {scale * row['difference']:{tick}} "
            f"({scale * row[low]:{tick}} to {scale * row[high]:{tick}})"
            for name, row in zip(names, rows, strict=True)
        ],
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
    )
    name_rows(figure, names)
    add_upright(figure, 0, dash="solid")
    return figure
