"""How well classifiers learn the segments."""

from collections.abc import Sequence

from segmentation.site.charts.style import (
    APART,
    above,
    axis,
    base_layout,
    curve,
    label_text,
    named_rows,
    side,
    title,
    upright,
)
from segmentation.site.palette import ACCENT, GRID, INK, MUTED, SURFACE


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
    layout = base_layout(margin={"l": 14, "r": 22, "t": 6, "b": 8})
    layout["xaxis"] = axis(tickformat=".0%", range=[start, 1 + 0.02 * (1 - start)], nticks=6, tickangle=0)
    layout |= named_rows([row["label"] for row in rows], above_by=0.42)
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
        curve(
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
    layout = base_layout(margin={"l": 6, "r": 12, "t": 44, "b": 8})
    layout["xaxis"] = axis(showgrid=False, range=[0, epochs[-1] + 1], nticks=6, title=title("epoch"), **APART)
    layout["yaxis"] = axis(tickformat=tick, nticks=5, rangemode="tozero", **APART)
    layout["shapes"] = [upright(row["epoch"], colour=GRID, dash="solid") for row in starts[1:]] + [
        upright(row["epoch"], colour=ACCENT, dash="dash") for row in kept
    ]
    layout["annotations"] = [
        above(row["epoch"], f"rate {row['learning_rate']:g}", anchor="left", colour=MUTED) for row in starts
    ] + [
        above(row["epoch"], f"kept: epoch {row['epoch']}", anchor=side(row["epoch"] / epochs[-1]), shift=17)
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
    honest = curve("honest", [0, 1], [0, 1], colour=MUTED, dash="dash", over="", tick="") | {"hoverinfo": "skip"}
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
    layout = base_layout(margin={"l": 6, "r": 20, "t": 14, "b": 8})
    layout["xaxis"] = axis(
        tickformat=".0%", range=[0, 1.04], dtick=0.25, tickangle=0, title=title("confidence"), **APART
    )
    layout["yaxis"] = axis(tickformat=".0%", range=[-0.04, 1.06], dtick=0.25, title=title("accuracy"), **APART)
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
        trace = curve(name, places, heights, colour=colour, dash=dash, over="%{x:.0%} placed", tick=".1%")
        sizes = [11 if row["in_use"] and not traces else 6 for row in rows]
        traces.append(trace | {"mode": "lines+markers", "marker": {"color": colour, "size": sizes, "opacity": 1}})
    layout = base_layout(margin={"l": 6, "r": 16, "t": 8, "b": 8}, showlegend=True)
    used = [row for row in series[0][1] if row["in_use"]]
    layout["legend"] = {"orientation": "h", "x": 0, "xanchor": "left", "y": 1.1, "yanchor": "bottom"}
    layout["shapes"] = [upright(row["coverage"], colour=ACCENT, dash="dash") for row in used]
    layout["annotations"] = [
        above(row["coverage"], f"sure from {row['threshold']:.2f}", anchor=side(row["coverage"])) for row in used
    ]
    layout["xaxis"] = axis(tickformat=".0%", range=[0, 1.04], dtick=0.25, tickangle=0, title=title("customers placed"))
    layout["yaxis"] = axis(tickformat=".0%", range=[-0.04, 1.06], dtick=0.25, title=title("accuracy"), **APART)
    return {"data": traces, "layout": layout}
