"""Figures over the number of segments."""

from collections.abc import Sequence

from segmentation.site.charts.style import above, axis, base_layout, curve, line_name, title, upright
from segmentation.site.palette import ACCENT, INK, MUTED, SURFACE


def by_k(
    rows: Sequence[dict],
    series: Sequence[tuple[str, str]],
    *,
    error: str | None = None,
    tick: str = "",
    vote: tuple[int, str] | None = None,
    chord: bool = False,
) -> dict:
    """Lines of one or two figures over k, the chosen k and the one that this figure votes for marked.

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
    if chord:
        ends = [row for row in (rows[0], rows[-1]) if row[series[0][0]] is not None]
        x, y = ([row[column] for row in ends] for column in ("k", series[0][0]))
        straight = curve("straight line", x, y, colour=MUTED, dash="dot", width=1, over="", tick="")
        traces.append(straight | {"hoverinfo": "skip"})
    layout = base_layout(margin={"l": 6, "r": 12, "t": 26, "b": 8})
    layout["xaxis"] = axis(tickmode="array", tickvals=ks, showgrid=False, title=title("k"))
    layout["yaxis"] = axis(tickformat=tick or "~s", nticks=5)
    layout["shapes"] = [upright(k, colour=ACCENT, dash="dash") for k in chosen]
    layout["annotations"] = [above(k, f"chosen: {k}") for k in chosen]
    layout["annotations"] += [_vote(row, series[0][0], vote[1]) for row in rows if vote and row["k"] == vote[0]]
    if len(series) > 1:
        layout["annotations"] += [line_name(rows[0], column, name) for column, name in series]
    return {"data": traces, "layout": layout}


def _vote(row: dict, column: str, text: str) -> dict:
    """Arrow to the k that a figure votes for, from above the line."""
    return {
        "x": row["k"],
        "y": row[column],
        "text": text,
        "ax": 26,
        "ay": -30,
        "xanchor": "left",
        "standoff": 7,
        "arrowhead": 2,
        "arrowwidth": 1.2,
        "arrowcolor": INK,
        "bgcolor": SURFACE,
        "font": {"color": INK, "size": 12},
    }
