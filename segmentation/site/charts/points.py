"""Maps of customers."""

from collections.abc import Sequence

import plotly.graph_objects as go

from segmentation.site.charts.style import label_text, new_figure
from segmentation.site.palette import GRID, INK, MUTED, SURFACE, segment_colour


def segment_map(segments: Sequence[dict]) -> go.Figure:
    """Points of each segment and a numbered mark at its centre; customer-map.js puts them where the axes say.

    Parameters
    ----------
    segments
        Rows with ``segment_id`` and ``segment_name``, a trace for each, in their order.
    """
    side = {"color": MUTED, "gridcolor": GRID, "zeroline": False, "showbackground": False, "showspikes": False}
    figure = new_figure(
        margin={"l": 8, "t": 8},
        hovermode="closest",
        scene={
            "dragmode": "turntable",
            "aspectmode": "cube",
            "camera_eye": {"x": 1.25, "y": 1.25, "z": 0.6},
            **{f"{name}axis": {**side, "title_font_size": 11} for name in "xyz"},
        },
    )
    for row in segments:
        marker = {"color": segment_colour(row["segment_id"]), "size": 5, "opacity": 0.65}
        figure.add_scatter(mode="markers", name=label_text(row["segment_name"]), x=[], y=[], marker=marker)
    figure.add_scatter(
        mode="markers+text",
        name="centre",
        x=[],
        y=[],
        text=[],
        textfont={"color": INK, "size": 13, "weight": 700},
        marker={"color": SURFACE, "size": 24, "opacity": 1, "line": {"width": 3, "color": []}},
    )
    return figure
