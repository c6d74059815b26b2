"""How stable segments are."""

from collections.abc import Sequence

import plotly.graph_objects as go

from segmentation.site.charts.style import add_dots, add_upright, new_figure
from segmentation.site.palette import segment_colour


def stabilities(segments: Sequence[dict], *, stable_from: float, doubtful_under: float) -> go.Figure:
    """Stability of each segment as a dot, next to the limits of stable and doubtful.

    Parameters
    ----------
    segments
        Rows of segments with a stability.
    stable_from, doubtful_under
        The limits.
    """
    values = [row["stability"] for row in segments]
    start = max(0.0, min(*values, doubtful_under) - 0.12)
    # Names of the limits on two lines, so that they fit a phone.
    figure = new_figure(
        margin={"l": 14, "r": 24, "t": 40},
        xaxis={"tickformat": ".1f", "range": [start, 1.015], "nticks": 6, "title": "stability"},
    )
    add_dots(
        figure,
        [f"{row['segment_id']} {row['segment_name']}" for row in segments],
        values,
        mode="markers+text",
        text=[f"{value:.2f}" for value in values],
        textposition="middle left",
        hover="%{x:.3f}",
        marker={"color": [segment_colour(row["segment_id"]) for row in segments], "size": 12},
    )
    add_upright(figure, doubtful_under, f"doubtful<br>under {doubtful_under:g}", xanchor="right")
    add_upright(figure, stable_from, f"stable<br>from {stable_from:g}", xanchor="left")
    return figure
