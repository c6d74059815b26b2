"""Who is in the segments."""

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from segmentation.site import numbers
from segmentation.site.charts.style import add_upright, label_text, name_heights, new_figure
from segmentation.site.palette import GRID, INK, SURFACE, segment_colour

# Ratios further out are drawn at the edge.
FURTHEST = 8.0
# Marks of a level that would cover each other on a phone are drawn in lines one under the other: sizes in pixels.
PHONE, MARK, LINE, NAME, AROUND = 290, 24, 24, 34, 84


def ratios(levels: Sequence[tuple[str, Sequence[dict]]], *, ratio: float) -> go.Figure:
    """How often each level of a sensitive attribute is in each segment, compared with everybody: a mark a segment.

    Parameters
    ----------
    levels
        Name of each level, and its rows of fairness_audit.
    ratio
        The limit under which, or over one divided by it, a level may be flagged.
    """
    every = [row["ratio"] for _, rows in levels for row in rows]
    furthest = max([1.6, 1 / ratio, *(max(each, 1 / max(each, 1 / FURTHEST)) for each in every)])
    reach = math.log10(1.15 * min(furthest, FURTHEST))
    marks, names, height = [], {}, 0.0
    for level, rows in levels:
        names[height + NAME / 2] = level
        height += NAME
        lines = _lines(rows, 2 * reach * MARK / PHONE)
        marks += [(level, height + LINE * (line + 0.5), row) for line, row in lines]
        height += LINE * (1 + max(line for line, _ in lines))
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
            x=[_drawn(row) for *_, row in found],
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
    figure.update_layout(height=height + AROUND)
    figure.update_yaxes(visible=False, range=[height, 0])
    name_heights(figure, names)
    for limit in (ratio, 1 / ratio):
        add_upright(figure, limit)
    add_upright(figure, 1, colour=GRID, dash="solid")
    return figure


def _drawn(row: dict) -> float:
    return min(max(row["ratio"], 1 / FURTHEST), FURTHEST)


def _lines(rows: Sequence[dict], apart: float) -> list[tuple[int, dict]]:
    """Marks from the lowest ratio on, each in the first line where it is so far from the one before it."""
    ends: list[float] = []
    found = []
    for row in sorted(rows, key=lambda row: row["ratio"]):
        place = math.log10(_drawn(row))
        line = next((line for line, end in enumerate(ends) if place - end >= apart), len(ends))
        ends[line : line + 1] = [place]
        found.append((line, row))
    return found
