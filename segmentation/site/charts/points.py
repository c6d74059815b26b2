"""Maps of customers."""

from collections.abc import Sequence

from segmentation.site.charts.style import axis, base_layout, label_text
from segmentation.site.palette import GRID, INK, MUTED, SURFACE, segment_colour


def segment_map(segments: Sequence[dict]) -> dict:
    """Points of each segment and a numbered mark at its centre; customer-map.js puts them where the axes say.

    Parameters
    ----------
    segments
        Rows with ``segment_id`` and ``segment_name``, a trace for each, in their order.
    """
    traces = [
        {
            "type": "scatter",
            "mode": "markers",
            "name": label_text(row["segment_name"]),
            "x": [],
            "y": [],
            "marker": {"color": segment_colour(row["segment_id"]), "size": 5, "opacity": 0.65},
        }
        for row in segments
    ]
    centres = {
        "type": "scatter",
        "mode": "markers+text",
        "name": "centre",
        "x": [],
        "y": [],
        "text": [],
        "textfont": {"color": INK, "size": 13, "weight": 700},
        "marker": {"color": SURFACE, "size": 24, "opacity": 1, "line": {"width": 3, "color": []}},
    }
    layout = base_layout(margin={"l": 8, "r": 12, "t": 8, "b": 8}, hovermode="closest")
    layout["xaxis"] = axis(tickangle=0)
    layout["yaxis"] = axis()
    side = {"color": MUTED, "gridcolor": GRID, "zeroline": False, "showbackground": False, "showspikes": False}
    side["title"] = {"font": {"size": 11}}
    layout["scene"] = {
        "dragmode": "turntable",
        "aspectmode": "cube",
        "camera": {"eye": {"x": 1.25, "y": 1.25, "z": 0.6}},
        **{f"{name}axis": {**side} for name in "xyz"},
    }
    return {"data": [*traces, centres], "layout": layout}
