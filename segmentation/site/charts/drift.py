"""How far features have drifted since the training."""

import math
from collections.abc import Sequence

import plotly.graph_objects as go

from segmentation.site.charts.style import add_curve, add_dots, add_upright, label_text, new_figure
from segmentation.site.palette import ACCENT, INK, MUTED, SURFACE

# Population stability indices from which drift is by convention called some and much (Siddiqi 2006).
SOME_DRIFT, MUCH_DRIFT = 0.1, 0.25
# Smaller indices are drawn at the edge of their logarithmic scale.
LEAST_DRIFT = 0.001
DRIFT_TICKS = (0.001, 0.01, 0.1, 0.25, 1, 3, 10)
LIMITS = ((SOME_DRIFT, f"some from {SOME_DRIFT}", "right"), (MUCH_DRIFT, f"much from {MUCH_DRIFT}", "left"))
DASHES = ("solid", "dash", "dot", "dashdot")


def drifts(rows: Sequence[dict]) -> go.Figure:
    """Population stability index of each feature as a dot, next to the usual limits.

    Parameters
    ----------
    rows
        Name (``label``) and ``stability_index``, in the order in which they are drawn.
    """
    labels, values = ([row[column] for row in rows] for column in ("label", "stability_index"))
    figure = new_figure(margin={"l": 14, "r": 24}, xaxis=_drift_axis(values))
    add_dots(
        figure,
        labels,
        [max(value, LEAST_DRIFT) for value in values],
        mode="markers+text",
        text=[f"{value:.3f}" for value in values],
        textposition="middle right",
        hover="%{text}",
        # A full mark is drift, a ring is none.
        marker={
            "color": [SURFACE if value < SOME_DRIFT else ACCENT for value in values],
            "size": [13 if value >= MUCH_DRIFT else 10 for value in values],
            "line": {"color": ACCENT, "width": 2},
        },
    )
    for limit, text, anchor in LIMITS:
        add_upright(figure, limit, text, xanchor=anchor)
    return figure


def drifts_over_time(
    series: Sequence[tuple[str, Sequence[str], Sequence[float]]], *, named: int, taken_over: Sequence[tuple[str, str]]
) -> go.Figure:
    """Population stability indices by as-of date, a line for each feature.

    Parameters
    ----------
    series
        Name, days and indices; those that stand out come first.
    named
        How many of them stand out, each with a name and a dash of its own; the others are thin lines.
    taken_over
        Days on which another model took over, and the label of each.
    """
    figure = new_figure(
        margin_t=30,
        showlegend=named > 0,
        legend_y=1.09,
        xaxis={"type": "date", "nticks": 5, "tickformat": "%b<br>%Y", "showgrid": False},
        yaxis=_drift_axis([value for _, _, indices in series for value in indices]),
    )
    for place, (name, days, indices) in enumerate(series):
        look = {"colour": MUTED, "line_width": 1, "marker_size": 4, "showlegend": False}
        if place < named:
            look = {"colour": (ACCENT, INK)[place % 2], "line_dash": DASHES[place % len(DASHES)], "line_width": 2.5}
            look |= {"marker_size": 7, "showlegend": True}
        drawn = [max(index, LEAST_DRIFT) for index in indices]
        add_curve(figure, name, days, drawn, over="%{x|%Y-%m-%d}", tick=".3f", mode="lines+markers", **look)
    for limit, text, _ in LIMITS:
        figure.add_hline(y=limit)
        where = {"x": 0, "xref": "paper", "xanchor": "left", "y": math.log10(limit), "yanchor": "bottom"}
        figure.add_annotation(**where, text=text, font_color=MUTED)
    for day, text in taken_over:
        add_upright(figure, day, label_text(text), colour=ACCENT, xanchor="right")
    return figure


def _drift_axis(values: Sequence[float]) -> dict:
    """Logarithmic axis, on which the limits stay apart however far a feature has drifted."""
    return {
        "type": "log",
        "tickvals": list(DRIFT_TICKS),
        "ticktext": [f"{tick:g}" for tick in DRIFT_TICKS],
        "range": [math.log10(LEAST_DRIFT) - 0.08, math.log10(max(0.6, 3 * max(values)))],
        "showgrid": False,
        "title": "population stability index",
    }
