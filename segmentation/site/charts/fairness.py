"""Who is in the segments."""

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from segmentation.site import numbers
from segmentation.site.charts.style import add_upright, label_text, name_rows, new_figure
from segmentation.site.palette import GRID, INK, SURFACE, segment_colour

# Ratios further out are drawn at the edge.
FURTHEST = 8.0
# Where the lines of a level are, in rows.
LINES = (-0.2, 0.04, 0.28)


def ratios(levels: Sequence[tuple[str, Sequence[dict]]], *, ratio: float) -> go.Figure:
    """How often each level of a sensitive attribute is in each segment, compared with everybody: a mark a segment.

    Parameters
    ----------
    levels
        Name of each level, and its rows of fairness_audit.
    ratio
        The limit under which, or over one divided by it, a level may be flagged.
    """
    marks = []
    for place, (level, rows) in enumerate(levels):
        ranked = sorted(rows, key=lambda row: row["ratio"])
        # Neighbours are drawn in three lines by turns, since their ratios are often alike.
        marks += [(level, place + LINES[number % len(LINES)], row) for number, row in enumerate(ranked)]
    furthest = max([1.6, 1 / ratio, *(max(row["ratio"], 1 / max(row["ratio"], 1 / FURTHEST)) for *_, row in marks)])
    reach = math.log10(1.15 * min(furthest, FURTHEST))
    ticks = [0.125, 0.25, 0.5, ratio, 1, 1 / ratio, 2, 4, 8]
    figure = new_figure(
        margin={"l": 14, "r": 24},
        xaxis={
            "type": "log",
            "tickvals": ticks,
            "ticktext": [f"{tick:.3g}" for tick in ticks],
            "range": [-reach, reach],
            "showgrid": False,
            "title": "share of this group, divided by that of all",
        },
    )
    for is_flagged, name, symbol, size in ((False, "not flagged", "circle", 21), (True, "flagged", "diamond", 29)):
        found = [mark for mark in marks if mark[2]["is_flagged"] is is_flagged]
        figure.add_scatter(
            mode="markers+text",
            name=name,
            cliponaxis=False,
            x=[min(max(row["ratio"], 1 / FURTHEST), FURTHEST) for *_, row in found],
            y=[height for _, height, _ in found],
            text=[numbers.segment(row["segment_id"]) for *_, row in found],
            textfont={"color": INK, "size": 11},
            marker={
                "symbol": symbol,
                "size": size,
                "color": SURFACE,
                "line": {"color": [segment_colour(row["segment_id"]) for *_, row in found], "width": 2.5},
            },
            customdata=[
                f"{label_text(level)} in {label_text(row['segment_name'])}: {row['ratio']:.2f}<br>"
                f"{row['share_of_level']:.1%}, of all customers {row['share_of_all']:.1%}"
                for level, _, row in found
            ],
            hovertemplate="%{customdata}<extra></extra>",
        )
    name_rows(figure, [level for level, _ in levels], above_by=0.5)
    for limit in (ratio, 1 / ratio):
        add_upright(figure, limit)
    add_upright(figure, 1, colour=GRID, dash="solid")
    return figure
