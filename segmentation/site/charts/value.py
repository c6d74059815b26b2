"""How value is spread over the customers."""

from collections.abc import Sequence

import plotly.graph_objects as go

from segmentation.site.charts.style import SHARE_AXIS, add_curve, new_figure
from segmentation.site.palette import ACCENT, MUTED


def concentration(customers: Sequence[float], value: Sequence[float]) -> go.Figure:
    """Share of the value that the best customers have together (Lorenz), next to what it would be if all were equal.

    Parameters
    ----------
    customers
        Shares of the customers, those worth most first, up to 1.
    value
        Shares of the value that they have together.
    """
    axis = {**SHARE_AXIS, "range": [0, 1.02]}
    figure = new_figure(
        showlegend=True,
        xaxis={**axis, "title": "customers, those worth most first"},
        yaxis={**SHARE_AXIS, "title": "value of the next year"},
    )
    settings = {"over": "best %{x:.0%} of the customers", "tick": ".0%"}
    add_curve(figure, "as expected", [0, *customers], [0, *value], colour=ACCENT, mode="lines+markers", **settings)
    add_curve(figure, "if all were equal", [0, 1], [0, 1], colour=MUTED, line_dash="dot", **settings)
    return figure
