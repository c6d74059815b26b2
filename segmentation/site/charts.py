"""Plotly figures in one style, as plain dictionaries.

Backgrounds are transparent and theme colours are names (see palette.py) that site.js replaces, so that one
figure serves the light and the dark theme. Plotly reads a little HTML in labels: every text from data is
escaped.
"""

from collections.abc import Sequence
from html import escape

from segmentation.site.palette import ACCENT, GRID, INK, MUTED, SURFACE

# Ticks that are not seen keep the zeros of two axes apart.
APART = {"ticks": "outside", "ticklen": 5, "tickcolor": "rgba(0,0,0,0)"}


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
    layout["shapes"] = [_upright(k, colour=ACCENT, dash="dash") for k in chosen]
    layout["annotations"] = [_above(k, f"chosen: {k}") for k in chosen]
    if len(series) > 1:
        layout["annotations"] += [_line_name(rows[0], column, name) for column, name in series]
    return {"data": traces, "layout": layout}


def accuracies(rows: Sequence[dict], *, start: float = 0.0, each_split: bool = False) -> dict:
    """Mean test accuracy of each model as a dot, with the lowest and highest split as a line.

    Parameters
    ----------
    rows
        One row per model.
    start
        Where the axis starts.
    each_split
        Draw every split as a smaller dot.
    """
    places = list(range(len(rows)))
    colours = [ACCENT if "network" in row["model"] else MUTED for row in rows]
    means = [row["accuracy"] for row in rows]
    names = [label_text(row["label"]) for row in rows]
    splits = [
        (split, place)
        for place, row in enumerate(rows)
        if each_split and row["lowest"] < row["highest"]
        for split in row["accuracies"]
    ]
    each = {
        "type": "scatter",
        "mode": "markers",
        "x": [split for split, _ in splits],
        # Above and below the line by turns, since splits are often alike.
        "y": [place + (0.13 if number % 2 else -0.13) for number, (_, place) in enumerate(splits)],
        "marker": {"color": [colours[place] for _, place in splits], "size": 6, "opacity": 0.5},
        "customdata": [names[place] for _, place in splits],
        "hovertemplate": "%{customdata}, one split: %{x:.1%}<extra></extra>",
    }
    mean = {
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
        "customdata": names,
        "hovertemplate": "%{customdata}: %{x:.1%}<extra></extra>",
    }
    layout = _layout(margin={"l": 14, "r": 22, "t": 6, "b": 8})
    layout["xaxis"] = _axis(tickformat=".0%", range=[start, 1 + 0.02 * (1 - start)], nticks=6, tickangle=0)
    layout["yaxis"] = {"visible": False, "fixedrange": True, "range": [len(rows) - 0.6, -0.75]}
    layout["annotations"] = [
        {
            "x": 0,
            "y": place - 0.42,
            "xref": "paper",
            "xanchor": "left",
            "yanchor": "middle",
            "text": name,
            "showarrow": False,
            "font": {"color": INK},
        }
        for place, name in enumerate(names)
    ]
    return {"data": [each, mean] if splits else [mean], "layout": layout}


def training(rows: Sequence[dict], column: str, name: str, *, tick: str = "") -> dict:
    """A measure over the epochs of a training, on validation and training customers, with the kept epoch marked.

    Parameters
    ----------
    rows
        Rows of classifier_training_history, by epoch.
    column
        The measure on training customers; that on validation customers has the prefix ``validation_``.
    name
        The measure for people.
    tick
        Plotly format of the vertical axis.
    """
    epochs = [row["epoch"] for row in rows]
    traces = [
        _curve(
            f"{name} on {side} customers",
            epochs,
            # What the eye cannot see would make the page heavy.
            [None if row[measured] is None else round(row[measured], 4) for row in rows],
            colour=colour,
            width=width,
            over="epoch %{x}",
            tick=tick,
        )
        for side, measured, colour, width in (
            ("training", column, MUTED, 1),
            ("validation", f"validation_{column}", ACCENT, 2.5),
        )
    ]
    starts = [
        row for before, row in zip([{"phase": None}, *rows], rows, strict=False) if row["phase"] != before["phase"]
    ]
    kept = [row for row in rows if row["is_best"]]
    layout = _layout(margin={"l": 6, "r": 12, "t": 44, "b": 8})
    layout["xaxis"] = _axis(showgrid=False, range=[0, epochs[-1] + 1], nticks=6, title=_title("epoch"), **APART)
    layout["yaxis"] = _axis(tickformat=tick, nticks=5, rangemode="tozero", **APART)
    layout["shapes"] = [_upright(row["epoch"], colour=GRID, dash="solid") for row in starts[1:]] + [
        _upright(row["epoch"], colour=ACCENT, dash="dash") for row in kept
    ]
    layout["annotations"] = [
        _above(row["epoch"], f"rate {row['learning_rate']:g}", anchor="left", colour=MUTED) for row in starts
    ] + [
        _above(row["epoch"], f"kept: epoch {row['epoch']}", anchor=_side(row["epoch"] / epochs[-1]), shift=17)
        for row in kept
    ]
    return {"data": traces, "layout": layout}


def reliability(rows: Sequence[dict]) -> dict:
    """Accuracy over confidence by bin, each dot as large as it has customers, beside the line of honest ones.

    Parameters
    ----------
    rows
        Rows of classifier_calibration of one model, by bin.
    """
    most = max(row["customers"] for row in rows)
    honest = _curve("honest", [0, 1], [0, 1], colour=MUTED, dash="dash", over="", tick="") | {"hoverinfo": "skip"}
    # No line joins the dots: it would be led by bins of a few customers.
    found = {
        "type": "scatter",
        "mode": "markers",
        "cliponaxis": False,
        "x": [row["confidence"] for row in rows],
        "y": [row["accuracy"] for row in rows],
        "marker": {
            "color": ACCENT,
            "opacity": 0.85,
            "size": [7 + 17 * (row["customers"] / most) ** 0.5 for row in rows],
            "line": {"color": SURFACE, "width": 1},
        },
        "customdata": [f"{row['customers']:,}" for row in rows],
        "hovertemplate": "%{customdata} customers<br>confidence %{x:.1%}<br>accuracy: %{y:.1%}<extra></extra>",
    }
    layout = _layout(margin={"l": 6, "r": 20, "t": 14, "b": 8})
    layout["xaxis"] = _axis(
        tickformat=".0%", range=[0, 1.04], dtick=0.25, tickangle=0, title=_title("confidence"), **APART
    )
    layout["yaxis"] = _axis(tickformat=".0%", range=[-0.04, 1.06], dtick=0.25, title=_title("accuracy"), **APART)
    return {"data": [honest, found], "layout": layout}


def coverage(series: Sequence[tuple[str, Sequence[dict], str]]) -> dict:
    """Accuracy over the share of customers who are placed, a line for each way of placing them.

    Parameters
    ----------
    series
        Name, rows of cold_start_coverage by coverage, and the column with the accuracy; the first is drawn in the
        accent colour, with the threshold in use marked.
    """
    looks = ((ACCENT, "solid"), (INK, "dash"), (MUTED, "dot"))
    traces = []
    for (name, rows, column), (colour, dash) in zip(series, looks, strict=False):
        places, heights = ([row[key] for row in rows] for key in ("coverage", column))
        trace = _curve(name, places, heights, colour=colour, dash=dash, over="%{x:.0%} placed", tick=".1%")
        sizes = [11 if row["in_use"] and not traces else 6 for row in rows]
        traces.append(trace | {"mode": "lines+markers", "marker": {"color": colour, "size": sizes, "opacity": 1}})
    layout = _layout(margin={"l": 6, "r": 16, "t": 8, "b": 8}, showlegend=True)
    used = [row for row in series[0][1] if row["in_use"]]
    layout["legend"] = {"orientation": "h", "x": 0, "xanchor": "left", "y": 1.1, "yanchor": "bottom"}
    layout["shapes"] = [_upright(row["coverage"], colour=ACCENT, dash="dash") for row in used]
    layout["annotations"] = [
        _above(row["coverage"], f"sure from {row['threshold']:.2f}", anchor=_side(row["coverage"])) for row in used
    ]
    layout["xaxis"] = _axis(
        tickformat=".0%", range=[0, 1.04], dtick=0.25, tickangle=0, title=_title("customers placed")
    )
    layout["yaxis"] = _axis(tickformat=".0%", range=[-0.04, 1.06], dtick=0.25, title=_title("accuracy"), **APART)
    return {"data": traces, "layout": layout}


def _curve(
    name: str, x: list, y: list, *, colour: str, over: str, tick: str, dash: str = "solid", width: float = 2
) -> dict:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": label_text(name),
        "x": x,
        "y": y,
        "line": {"color": colour, "width": width, "dash": dash},
        "hovertemplate": f"{over}<br>{label_text(name)}: %{{y:{tick or ',.3~f'}}}<extra></extra>",
    }


def _upright(x: float, *, colour: str, dash: str) -> dict:
    """Line from the bottom of a chart to its top."""
    line = {"color": colour, "width": 1, "dash": dash}
    return {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper", "layer": "below", "line": line}


def _above(x: float, text: str, *, anchor: str = "center", shift: int = 0, colour: str = INK) -> dict:
    """Label over the top of a chart."""
    place = {"x": x, "y": 1, "yref": "paper", "xanchor": anchor, "yanchor": "bottom", "yshift": shift}
    return {**place, "text": text, "showarrow": False, "font": {"color": colour, "size": 12}}


def _side(share: float) -> str:
    """The anchor that keeps a label inside of the chart."""
    return "left" if share < 0.15 else "right" if share > 0.85 else "center"


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
