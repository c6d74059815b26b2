"""Plotly figures in one style, as plain dictionaries.

Backgrounds are transparent and theme colours are names (see palette.py) that site.js replaces, so that one
figure serves the light and the dark theme. Plotly reads a little HTML in labels: every text from data is
escaped.
"""

from collections.abc import Sequence
from html import escape

from segmentation.site.palette import GRID, INK, MUTED, SURFACE

# Ticks that are not seen keep the zeros of two axes apart.
APART = {"ticks": "outside", "ticklen": 5, "tickcolor": "rgba(0,0,0,0)"}


def label_text(value: object, longest: int = 44) -> str:
    """Escape a label for Plotly, cut to a length that fits a phone."""
    text = " ".join(str(value).split())
    return escape(text if len(text) <= longest else text[: longest - 1].rstrip() + "…", quote=False)


def curve(
    name: str, x: list, y: list, *, colour: str, over: str, tick: str, dash: str = "solid", width: float = 2
) -> dict:
    """Line of one series, told apart by dash and width."""
    return {
        "type": "scatter",
        "mode": "lines",
        "name": label_text(name),
        "x": x,
        "y": y,
        "line": {"color": colour, "width": width, "dash": dash},
        "hovertemplate": f"{over}<br>{label_text(name)}: %{{y:{tick or ',.3~f'}}}<extra></extra>",
    }


def upright(x: float, *, colour: str, dash: str) -> dict:
    """Line from the bottom of a chart to its top."""
    line = {"color": colour, "width": 1, "dash": dash}
    return {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper", "layer": "below", "line": line}


def above(x: float, text: str, *, anchor: str = "center", shift: int = 0, colour: str = INK) -> dict:
    """Label over the top of a chart."""
    place = {"x": x, "y": 1, "yref": "paper", "xanchor": anchor, "yanchor": "bottom", "yshift": shift}
    return {**place, "text": text, "showarrow": False, "font": {"color": colour, "size": 12}}


def side(share: float) -> str:
    """The anchor that keeps a label inside of the chart."""
    return "left" if share < 0.15 else "right" if share > 0.85 else "center"


def line_name(row: dict, column: str, name: str) -> dict:
    """Name of a line at its left end, in place of a legend."""
    end = {"x": row["k"], "y": row[column], "xanchor": "left", "yanchor": "middle", "xshift": 10, "yshift": 8}
    return {**end, "text": name, "showarrow": False, "font": {"color": INK, "size": 12}}


def title(text: str) -> dict:
    """Title of an axis."""
    return {"text": text, "standoff": 6, "font": {"size": 13, "color": MUTED}}


def axis(**settings: object) -> dict:
    """Axis in the common style, with settings of its own."""
    return {
        "fixedrange": True,
        "automargin": True,
        "zeroline": False,
        "gridcolor": GRID,
        "tickfont": {"color": MUTED},
        **settings,
    }


def base_layout(**settings: object) -> dict:
    """Layout in the common style, with settings of its own."""
    return {
        "autosize": True,
        "showlegend": False,
        "dragmode": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": INK, "size": 13},
        "hoverlabel": {"bgcolor": SURFACE, "bordercolor": GRID, "font": {"color": INK}},
        **settings,
    }


def named_rows(names: Sequence[str], *, above_by: float = 0.36, **font: object) -> dict:
    """Settings of a layout with a row for each name, which stands over it and takes no width from the chart."""
    return {
        "yaxis": {"visible": False, "fixedrange": True, "range": [len(names) - 0.6, -0.75]},
        "annotations": [
            {
                "x": 0,
                "y": place - above_by,
                "xref": "paper",
                "xanchor": "left",
                "yanchor": "middle",
                "text": label_text(name),
                "showarrow": False,
                "font": {"color": INK, **font},
            }
            for place, name in enumerate(names)
        ],
    }
