"""Figures over the days and periods of a history."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from segmentation.site import numbers
from segmentation.site.charts.style import SYMBOLS, add_upright, label_text, new_figure, side
from segmentation.site.palette import ACCENT, INK, MUTED, segment_colour

MOST_TICKS = 6
# Series differ by pattern as well as by colour.
LOOKS = ((ACCENT, ""), ("#d4761c", "/"), (MUTED, "x"))


def sizes(days: Sequence[str], series: Sequence[tuple[int, str, Sequence[int]]], *, filled_in: int = 0) -> go.Figure:
    """Customers of each segment, a line for each.

    Parameters
    ----------
    days
        Labels of the days, the oldest first.
    series
        Id and name of each segment, and its customers at every day.
    filled_in
        So many of the first days were worked out by the first build.
    """
    figure = _over_time(days, filled_in, xaxis_range=[-0.3, len(days) - 0.7], yaxis_rangemode="tozero")
    for number, (segment_id, name, counts) in enumerate(series):
        written = label_text(f"{numbers.segment(segment_id)} {name}")
        figure.add_scatter(
            mode="lines+markers",
            name=written,
            x=list(range(len(days))),
            y=list(counts),
            customdata=list(days),
            line={"color": segment_colour(segment_id), "width": 2},
            marker={"size": 7, "symbol": SYMBOLS[number % len(SYMBOLS)]},
            hovertemplate=f"{written}<br>%{{customdata}}: %{{y:,}} customers<extra></extra>",
        )
    return figure


def by_period(periods: Sequence[str], series: Sequence[tuple[str, Sequence[int]]], *, filled_in: int = 0) -> go.Figure:
    """Bars of customers by period, the series on top of each other, and those below zero under it.

    Parameters
    ----------
    periods
        Labels of the periods, the oldest first.
    series
        Name and customers in every period of up to three series.
    filled_in
        So many of the first periods were worked out by the first build.
    """
    figure = _over_time(periods, filled_in, xaxis_range=[-0.6, len(periods) - 0.4], barmode="relative", bargap=0.3)
    for (name, counts), (colour, pattern) in zip(series, LOOKS, strict=False):
        figure.add_bar(
            name=label_text(name),
            x=list(range(len(periods))),
            y=list(counts),
            customdata=[[period, f"{abs(count):,}"] for period, count in zip(periods, counts, strict=True)],
            marker={"color": colour, "pattern": {"shape": pattern, "size": 7}},
            hovertemplate=f"%{{customdata[0]}}<br>{label_text(name)}: %{{customdata[1]}} customers<extra></extra>",
        )
    return figure


def _over_time(labels: Sequence[str], filled_in: int, **layout: Any) -> go.Figure:
    # The last label always has a tick.
    step = max(1, -(-len(labels) // MOST_TICKS))
    places = list(range(len(labels) - 1, -1, -step))[::-1]
    figure = new_figure(
        margin_t=8,
        showlegend=True,
        xaxis={
            "tickvals": places,
            "ticktext": [labels[place].replace(" ", "<br>") for place in places],
            "showgrid": False,
        },
        yaxis={"title": "customers", "nticks": 6, "tickformat": ",", "zeroline": True, "zerolinecolor": MUTED},
    )
    figure.update_layout(**layout)
    if filled_in:
        place = filled_in - 0.5
        anchor = side(place / max(len(labels) - 1, 1))
        add_upright(figure, place, "reconstructed up to here", colour=INK, xanchor=anchor, font_color=MUTED)
    return figure
