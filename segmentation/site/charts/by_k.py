"""Figures over the number of segments."""

from collections.abc import Sequence

from segmentation.site.charts.style import (
    above,
    axis,
    base_layout,
    line_name,
    title,
    upright,
)
from segmentation.site.palette import ACCENT, MUTED, SURFACE


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
    layout = base_layout(margin={"l": 6, "r": 12, "t": 26, "b": 8})
    layout["xaxis"] = axis(tickmode="array", tickvals=ks, showgrid=False, title=title("k"))
    layout["yaxis"] = axis(tickformat=tick or "~s", nticks=5)
    layout["shapes"] = [upright(k, colour=ACCENT, dash="dash") for k in chosen]
    layout["annotations"] = [above(k, f"chosen: {k}") for k in chosen]
    if len(series) > 1:
        layout["annotations"] += [line_name(rows[0], column, name) for column, name in series]
    return {"data": traces, "layout": layout}
