"""Plotly figures in one style, as plain dictionaries.

Backgrounds are transparent and theme colours are names (see palette.py) that site.js replaces, so that one
figure serves the light and the dark theme. Plotly reads a little HTML in labels: every text from data is
escaped.
"""

from collections.abc import Sequence
from html import escape

from segmentation.site.palette import ACCENT, GRID, INK, MUTED, SURFACE


def label_text(value: object, longest: int = 44) -> str:
    """Escape a label for Plotly, cut to a length that fits a phone."""
    text = " ".join(str(value).split())
    return escape(text if len(text) <= longest else text[: longest - 1].rstrip() + "…", quote=False)


def by_k(rows: Sequence[dict], series: Sequence[tuple[str, str]], *, error: str | None = None, tick: str = "") -> dict:
    """Lines of one or two figures over k, the chosen k marked.

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
    """
    ks = [row["k"] for row in rows]
    chosen = [row["k"] for row in rows if row["chosen"]]
    traces = []
    for place, (column, name) in enumerate(series):
        colour = ACCENT if place == 0 else MUTED
        trace = {
            "type": "scatter",
            "mode": "lines+markers",
            "name": name,
            "x": ks,
            "y": [row[column] for row in rows],
            "line": {"color": colour, "width": 2, "dash": "solid" if place == 0 else "dot"},
            "marker": {
                "color": [colour if row["chosen"] else SURFACE for row in rows],
                "size": [11 if row["chosen"] else 7 for row in rows],
                "line": {"color": colour, "width": 2},
                "opacity": 1,
            },
            "hovertemplate": f"k = %{{x}}<br>{name}: %{{y:{tick or ',.3~f'}}}<extra></extra>",
        }
        if error and place == 0:
            spread = [row[error] for row in rows]
            trace["error_y"] = {
                "type": "data",
                "array": spread,
                "color": colour,
                "thickness": 1.2,
                "width": 4,
            }
        traces.append(trace)
    layout = _layout(margin={"l": 6, "r": 12, "t": 26, "b": 8})
    layout["xaxis"] = _axis(tickmode="array", tickvals=ks, showgrid=False, title=_title("k"))
    layout["yaxis"] = _axis(tickformat=tick or "~s", nticks=5)
    layout["shapes"] = [
        {
            "type": "line",
            "x0": k,
            "x1": k,
            "y0": 0,
            "y1": 1,
            "yref": "paper",
            "layer": "below",
            "line": {"color": ACCENT, "width": 1, "dash": "dash"},
        }
        for k in chosen
    ]
    layout["annotations"] = [
        {
            "x": k,
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "text": f"chosen: {k}",
            "showarrow": False,
            "font": {"color": INK, "size": 12},
        }
        for k in chosen
    ]
    if len(series) > 1:
        layout["annotations"] += [_line_name(rows[0], column, name) for column, name in series]
    return {"data": traces, "layout": layout}


def accuracies(rows: Sequence[dict]) -> dict:
    """Mean test accuracy of each model as a dot, with the lowest and highest split as a line."""
    places = list(range(len(rows)))
    colours = [ACCENT if "network" in row["model"] else MUTED for row in rows]
    means = [row["accuracy"] for row in rows]
    trace = {
        "type": "scatter",
        "mode": "markers",
        "x": means,
        "y": places,
        "marker": {"color": colours, "size": 12},
        "error_x": {
            "type": "data",
            "array": [row["highest"] - row["accuracy"] for row in rows],
            "arrayminus": [row["accuracy"] - row["lowest"] for row in rows],
            "color": MUTED,
            "thickness": 1.5,
            "width": 5,
        },
        "customdata": [label_text(row["label"]) for row in rows],
        "hovertemplate": "%{customdata}: %{x:.1%}<extra></extra>",
    }
    layout = _layout(margin={"l": 14, "r": 22, "t": 6, "b": 8})
    layout["xaxis"] = _axis(tickformat=".0%", range=[0, 1.02], dtick=0.25, tickangle=0)
    layout["yaxis"] = {"visible": False, "fixedrange": True, "range": [len(rows) - 0.6, -0.75]}
    layout["annotations"] = [
        {
            "x": 0,
            "y": place - 0.42,
            "xref": "paper",
            "xanchor": "left",
            "yanchor": "middle",
            "text": label_text(row["label"]),
            "showarrow": False,
            "font": {"color": INK},
        }
        for place, row in enumerate(rows)
    ]
    return {"data": [trace], "layout": layout}


def _line_name(row: dict, column: str, name: str) -> dict:
    """Name of a line at its left end, in place of a legend."""
    end = {"x": row["k"], "y": row[column], "xanchor": "left", "yanchor": "middle", "xshift": 10, "yshift": 8}
    return {**end, "text": name, "showarrow": False, "font": {"color": INK, "size": 12}}


def _title(text: str) -> dict:
    return {"text": text, "standoff": 6, "font": {"size": 13, "color": MUTED}}


def _axis(**settings: object) -> dict:
    return {
        "fixedrange": True,
        "automargin": True,
        "zeroline": False,
        "gridcolor": GRID,
        "tickfont": {"color": MUTED},
        **settings,
    }


def _layout(**settings: object) -> dict:
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
