"""Sampled customers of a clustering: where they are, and how well each fits its cluster."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from segmentation.site.charts.style import add_upright, label_text, new_figure
from segmentation.site.palette import INK, SURFACE

# Empty room between the clusters of a silhouette plot, as a share of its customers.
ROOM = 0.015


@dataclass(frozen=True)
class Cluster:
    """A cluster with its customers.

    Attributes
    ----------
    mark : str
        Number or letter that stands for it in a chart.
    name : str
    colour : str
    rows : list of dict
        Its sampled customers, the highest ``silhouette`` first, with ``pc1`` and ``pc2``.
    """

    mark: str
    name: str
    colour: str
    rows: Sequence[dict]


def scatter(clusters: Sequence[Cluster]) -> go.Figure:
    """Customers on the two leading principal components, each cluster in its colour with its mark in the middle.

    Parameters
    ----------
    clusters
        Those with customers in the sample.
    """
    figure = new_figure(
        margin={"t": 8, "r": 8},
        xaxis={"title": "first direction", "nticks": 6},
        yaxis={"title": "second direction", "nticks": 6},
    )
    marks = []
    for cluster in clusters:
        # What the eye cannot see would make the page heavy; customers on a line have no second component.
        x, y = ([round(row[axis] or 0, 2) for row in cluster.rows] for axis in ("pc1", "pc2"))
        figure.add_scatter(
            mode="markers",
            name=label_text(cluster.name),
            x=x,
            y=y,
            marker={"color": cluster.colour, "size": 5, "opacity": 0.6},
            hovertemplate=f"{label_text(cluster.name)}<extra></extra>",
        )
        marks.append(_mark(cluster, sum(x) / len(x), sum(y) / len(y)))
    figure.layout.annotations = marks
    return figure


def silhouettes(clusters: Sequence[Cluster], *, mean: float | None, lowest: float) -> go.Figure:
    """The silhouette plot of Rousseeuw (1987): customers from the highest to the lowest, cluster under cluster.

    Parameters
    ----------
    clusters
        Those with customers in the sample.
    mean
        Mean silhouette, drawn as a line.
    lowest
        Where the axis starts, the same for every k, so that plots can be compared.
    """
    figure = new_figure(
        margin_t=22, xaxis={"title": "silhouette of each customer", "range": [lowest, 1], "dtick": 0.25}
    )
    room = max(1, round(sum(len(cluster.rows) for cluster in clusters) * ROOM))
    marks, place = [], 0
    for cluster in clusters:
        values = [round(row["silhouette"] or 0, 2) for row in cluster.rows]
        figure.add_scatter(
            mode="lines",
            name=label_text(cluster.name),
            x=values,
            y0=place,
            dy=1,
            fill="tozerox",
            fillcolor=cluster.colour,
            line={"color": cluster.colour, "width": 1},
            hoveron="points",
            hovertemplate=f"{label_text(cluster.name)}: %{{x:.2f}}<extra></extra>",
        )
        marks.append(_mark(cluster, lowest, place + len(values) / 2, xanchor="left"))
        place += len(values) + room
    figure.layout.annotations = marks
    figure.update_yaxes(visible=False, range=[place, -room])
    add_upright(figure, 0, colour=INK, dash="solid")
    if mean is not None:
        add_upright(figure, mean, f"mean {mean:.2f}", colour=INK)
        figure.layout.shapes[-1].layer = "above"
    return figure


def _mark(cluster: Cluster, x: float, y: float, **settings: str) -> dict:
    look = {"bgcolor": SURFACE, "bordercolor": cluster.colour, "borderwidth": 2, "borderpad": 1, "font_size": 13}
    text = f"<b>{label_text(cluster.mark)}</b>"
    return {"x": round(x, 2), "y": round(y, 2), "text": text, **look, **settings}
