"""Figures over the number of segments."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from segmentation.site.charts.style import add_curve, add_upright, new_figure
from segmentation.site.palette import ACCENT, INK, MUTED, SURFACE


def by_k(
    rows: pd.DataFrame,
    series: Sequence[tuple[str, str]],
    *,
    error: str | None = None,
    tick: str = "",
    vote: tuple[int, str] | None = None,
    chord: bool = False,
) -> go.Figure:
    """Lines of one or two figures over k; the chosen k and the one that this figure votes for are marked.

    Parameters
    ----------
    rows
        Rows of k_selection, by k.
    series
        Pairs of column and name; the first is drawn in the accent colour.
    error
        Column with the standard error of the first series.
    tick
        Plotly format of the vertical axis.
    vote
        The k that the first series votes for, and what it is called.
    chord
        Draw the straight line between the ends of the first series, from which an elbow is furthest.
    """
    rows = rows.set_index("k")
    ks, main = list(rows.index), rows[series[0][0]]
    figure = new_figure(
        xaxis={"tickvals": ks, "showgrid": False, "title": "k"}, yaxis={"tickformat": tick or "~s", "nticks": 5}
    )
    looks = ((ACCENT, "solid"), (MUTED, "dot"))
    for (column, name), (colour, dash) in zip(series, looks, strict=False):
        marker = {
            "color": [colour if chosen else SURFACE for chosen in rows["chosen"]],
            "size": [11 if chosen else 7 for chosen in rows["chosen"]],
            "line": {"color": colour, "width": 2},
        }
        settings = {"mode": "lines+markers", "line_dash": dash, "marker": marker}
        add_curve(figure, name, ks, rows[column], colour=colour, over="k = %{x}", tick=tick, **settings)
    if error:
        figure.data[0].error_y = {"array": list(rows[error]), "color": ACCENT, "thickness": 1.2, "width": 4}
    if chord:
        ends = main.iloc[[0, -1]].dropna()
        line = {"line_dash": "dot", "line_width": 1, "hoverinfo": "skip"}
        add_curve(figure, "straight line", ends.index, ends, colour=MUTED, over="", **line)
    for k in rows.index[rows["chosen"]]:
        add_upright(figure, k, f"chosen: {k}", colour=ACCENT)
    if vote:
        _add_vote(figure, vote[0], main[vote[0]], vote[1])
    if len(series) > 1:
        figure.update_layout(margin_r=64)
        for column, name in series:
            figure.add_annotation(x=ks[-1], y=rows[column].iloc[-1], text=name, xanchor="left", xshift=8)
    return figure


def _add_vote(figure: go.Figure, k: int, value: float, text: str) -> None:
    """Add an arrow to the k that a figure votes for, from above the line."""
    arrow = {"showarrow": True, "ax": 26, "ay": -30, "arrowhead": 2, "arrowwidth": 1.2, "arrowcolor": INK}
    figure.add_annotation(x=k, y=value, text=text, xanchor="left", standoff=7, bgcolor=SURFACE, **arrow)
