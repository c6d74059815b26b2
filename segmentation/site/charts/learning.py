"""How well classifiers learn the segments."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from segmentation.site.charts.style import (
    SHARE_AXIS,
    TICKS_APART,
    add_curve,
    add_dots,
    add_upright,
    new_figure,
    side,
)
from segmentation.site.palette import ACCENT, GRID, INK, MUTED, SURFACE


def accuracies(rows: Sequence[dict], *, start: float = 0.0, each_split: bool = False) -> go.Figure:
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
    figure = new_figure(
        margin={"l": 14, "r": 22, "t": 6},
        xaxis={"tickformat": ".0%", "range": [start, 1 + 0.02 * (1 - start)], "nticks": 6},
    )
    colours = [ACCENT if "network" in row["model"] else MUTED for row in rows]
    splits = [
        (split, place)
        for place, row in enumerate(rows)
        if each_split and row["lowest"] < row["highest"]
        for split in row["accuracies"]
    ]
    if splits:
        figure.add_scatter(
            mode="markers",
            x=[split for split, _ in splits],
            # Above and below the line by turns, since splits are often alike.
            y=[place + (0.13 if number % 2 else -0.13) for number, (_, place) in enumerate(splits)],
            marker={"color": [colours[place] for _, place in splits], "size": 6, "opacity": 0.5},
            hovertemplate="one split: %{x:.1%}<extra></extra>",
        )
    add_dots(
        figure,
        [row["label"] for row in rows],
        [row["accuracy"] for row in rows],
        mode="markers",
        hover="%{x:.1%}",
        marker={"color": colours, "size": 12},
        error_x={
            "array": [row["highest"] - row["accuracy"] for row in rows],
            "arrayminus": [row["accuracy"] - row["lowest"] for row in rows],
            "color": MUTED,
            "thickness": 1.5,
            "width": 5,
        },
    )
    return figure


def training(rows: pd.DataFrame, column: str, name: str, *, tick: str = "") -> go.Figure:
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
    last = rows["epoch"].iloc[-1]
    figure = new_figure(
        margin_t=44,
        xaxis={"showgrid": False, "range": [0, last + 1], "nticks": 6, "title": "epoch", **TICKS_APART},
        yaxis={"tickformat": tick, "nticks": 5, "rangemode": "tozero", **TICKS_APART},
    )
    for customers, measured, colour, width in (
        ("training", column, MUTED, 1),
        ("validation", f"validation_{column}", ACCENT, 2.5),
    ):
        # What the eye cannot see would make the page heavy.
        look = {"colour": colour, "line_width": width, "over": "epoch %{x}", "tick": tick}
        add_curve(figure, f"{name} on {customers} customers", rows["epoch"], rows[measured].round(4), **look)
    starts = rows[rows["phase"] != rows["phase"].shift()]
    for row in starts.itertuples():
        settings = {"dash": "solid", "xanchor": "left", "font_color": MUTED}
        add_upright(figure, row.epoch, f"rate {row.learning_rate:g}", colour=GRID, **settings)
    for epoch in rows["epoch"][rows["is_best"]]:
        settings = {"xanchor": side(epoch / last), "yshift": 17}
        add_upright(figure, epoch, f"kept: epoch {epoch}", colour=ACCENT, **settings)
    return figure


def reliability(rows: pd.DataFrame, said: str, seen: str) -> go.Figure:
    """What was seen over what was said by bin, each dot as large as it has customers, next to the line of equality.

    Parameters
    ----------
    rows
        By bin: what was ``said`` and ``seen``, as columns of these names, and ``customers``.
    said, seen
    """
    figure = new_figure(
        margin={"r": 20, "t": 14},
        xaxis={**SHARE_AXIS, "title": said},
        yaxis={**SHARE_AXIS, "range": [-0.04, 1.06], "title": seen},
    )
    add_curve(figure, "calibrated", [0, 1], [0, 1], colour=MUTED, over="", line_dash="dash", hoverinfo="skip")
    # No line joins the dots: it would be led by bins of a few customers.
    figure.add_scatter(
        mode="markers",
        cliponaxis=False,
        x=list(rows[said]),
        y=list(rows[seen]),
        marker={
            "color": ACCENT,
            "opacity": 0.85,
            "size": list(7 + 17 * (rows["customers"] / rows["customers"].max()) ** 0.5),
            "line": {"color": SURFACE, "width": 1},
        },
        customdata=[f"{customers:,}" for customers in rows["customers"]],
        hovertemplate=f"%{{customdata}} customers<br>{said} %{{x:.1%}}<br>{seen}: %{{y:.1%}}<extra></extra>",
    )
    return figure


def coverage(series: Sequence[tuple[str, pd.DataFrame, str]]) -> go.Figure:
    """Accuracy over the share of customers who get a segment, a line for each model.

    Parameters
    ----------
    series
        Name, rows of cold_start_coverage by coverage, and the column with the accuracy; the first is drawn in the
        accent colour, with the threshold in use marked.
    """
    figure = new_figure(
        margin={"r": 16, "t": 8},
        showlegend=True,
        xaxis={**SHARE_AXIS, "ticks": "", "title": "customers who get a segment"},
        yaxis={**SHARE_AXIS, "range": [-0.04, 1.06], "title": "how often right"},
    )
    looks = ((ACCENT, "solid"), (INK, "dash"), (MUTED, "dot"))
    for (name, rows, column), (colour, dash) in zip(series, looks, strict=False):
        sizes = [11 if in_use and colour == ACCENT else 6 for in_use in rows["in_use"]]
        look = {"colour": colour, "line_dash": dash, "mode": "lines+markers", "marker_size": sizes}
        add_curve(figure, name, rows["coverage"], rows[column], over="%{x:.0%} of customers", tick=".1%", **look)
    _, rows, _ = series[0]
    for row in rows[rows["in_use"]].itertuples():
        text = f"sure from {row.threshold:.2f}"
        add_upright(figure, row.coverage, text, colour=ACCENT, xanchor=side(row.coverage))
    return figure
