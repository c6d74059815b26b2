"""The one template of all charts, and the marks that several of them share.

Backgrounds are transparent and theme colours are variables of CSS (see palette.py), for which site.js puts the
colours of the current theme. Plotly reads a little HTML in labels: every text from data is escaped.
"""

import math
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import plotly.graph_objects as go

from segmentation.site.palette import GRID, INK, MUTED, SURFACE

CLEAR = "rgba(0,0,0,0)"
AXIS = {
    "fixedrange": True,
    "automargin": True,
    "zeroline": False,
    "gridcolor": GRID,
    "tickfont_color": MUTED,
    "tickangle": 0,
    "title": {"standoff": 6, "font": {"size": 13, "color": MUTED}},
}
TEMPLATE = go.layout.Template(
    layout={
        "autosize": True,
        "showlegend": False,
        "dragmode": False,
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {"color": INK, "size": 13},
        "hoverlabel": {"bgcolor": SURFACE, "bordercolor": GRID, "font_color": INK},
        "margin": {"l": 6, "r": 12, "t": 26, "b": 8},
        # A click on a legend would hide a series for good on a phone.
        "legend": {"orientation": "h", "x": 0, "y": 1.1, "yanchor": "bottom", "font_size": 12}
        | {"itemclick": False, "itemdoubleclick": False},
        "annotationdefaults": {"showarrow": False, "font": {"color": INK, "size": 12}},
        "shapedefaults": {"layer": "below", "line": {"color": MUTED, "width": 1, "dash": "dash"}},
        "xaxis": AXIS,
        "yaxis": AXIS,
    },
    # Plotly draws markers of many sizes paler by default.
    data={"scatter": [{"marker_opacity": 1}]},
)
# Ticks that are not seen keep the zeros of two axes apart.
TICKS_APART = {"ticks": "outside", "ticklen": 5, "tickcolor": CLEAR}
SHARE_AXIS = {"tickformat": ".0%", "range": [0, 1.04], "dtick": 0.25, **TICKS_APART}
# Series differ by mark and pattern as well as by colour.
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "star", "hexagon", "triangle-down", "x", "pentagon")


def new_figure(**layout: Any) -> go.Figure:
    """Empty figure in the style of the site, with a layout of its own."""
    return go.Figure(layout={"template": TEMPLATE, **layout})


def label_text(value: object, longest: int = 44) -> str:
    """Escape a label for Plotly, cut to a length that fits a phone."""
    text = " ".join(str(value).split())
    return escape(text if len(text) <= longest else text[: longest - 1].rstrip() + "…", quote=False)


def add_curve(
    figure: go.Figure, name: str, x: Iterable, y: Iterable, *, colour: str, over: str, tick: str = "", **settings: Any
) -> None:
    """Add the line of one series; its hover text has what it is over, its name and its value."""
    written = label_text(name)
    settings = {"mode": "lines", "line_width": 2} | settings
    hover = f"{over}<br>{written}: %{{y:{tick or ',.3~f'}}}<extra></extra>"
    figure.add_scatter(name=written, x=list(x), y=list(y), line_color=colour, hovertemplate=hover, **settings)


def add_upright(
    figure: go.Figure, x: Any, text: str = "", *, colour: str = MUTED, dash: str = "dash", **settings: Any
) -> None:
    """Add a line from the bottom of a chart to its top, and what it stands for above it."""
    # `add_vline` does the same, and costs more than all the rest of the figure.
    upright = {"type": "line", "x0": x, "x1": x, "xref": "x", "y0": 0, "y1": 1, "yref": "y domain"}
    figure.add_shape(**upright, line={"color": colour, "dash": dash})
    if text:
        # Plotly places an annotation by the logarithm, a shape by the value.
        place = math.log10(x) if figure.layout.xaxis.type == "log" else x
        settings = {"xanchor": "center", "font_color": MUTED if colour == MUTED else INK} | settings
        figure.add_annotation(x=place, y=1, yref="paper", yanchor="bottom", text=text, **settings)


def side(share: float) -> str:
    """The anchor that keeps a label inside of the chart."""
    return "left" if share < 0.15 else "right" if share > 0.85 else "center"


def add_dots(figure: go.Figure, names: Iterable[str], values: Iterable[float], *, hover: str, **settings: Any) -> None:
    """Add a row with one dot for each name; its hover text has the name and what `hover` says."""
    names, values = list(names), list(values)
    figure.add_scatter(
        cliponaxis=False,
        x=values,
        y=list(range(len(values))),
        customdata=[label_text(name) for name in names],
        hovertemplate=f"%{{customdata}}: {hover}<extra></extra>",
        **settings,
    )
    name_rows(figure, names)


def name_rows(figure: go.Figure, names: Iterable[str], *, above_by: float = 0.36) -> None:
    """Write the name of each row over it, where it takes no width from the chart; lines pass behind it."""
    names = list(names)
    figure.update_yaxes(visible=False, range=[len(names) - 0.6, -0.75])
    name_heights(figure, {place - above_by: name for place, name in enumerate(names)})


def name_heights(figure: go.Figure, names: Mapping[float, str]) -> None:
    """Write names at the left, each at its height."""
    look = {"x": 0, "xref": "paper", "xanchor": "left", "yanchor": "middle", "bgcolor": SURFACE}
    # One by one, each would be checked with all before it again.
    figure.layout.annotations += tuple(
        go.layout.Annotation(y=height, text=label_text(name), **look) for height, name in names.items()
    )
